"""Every write can be taken back byte for byte and brought back byte for byte: proven for each writing verb."""

import shutil
from pathlib import Path

import pytest

from butlercli.cli import build, registry
from tests.contracts.undo_house import assert_index_fresh, documents, run, tables

# One realistic line for each writing verb; lines before `;` prepare what it needs.
LINES: dict[str, str] = {
    "ticket add": "ticket add 电梯异响 -u 3-2-601 --new-unit --phone 13700137000 --tag 急 --photo 泵房.jpg",
    "ticket edit": "ticket edit 12 -k complaint -p urgent -u 3-2-502 --tag 水",
    "ticket respond": "ticket respond 12,13 马上到",
    "ticket dispatch": "ticket dispatch 12 工程 --to 张师傅 --told 已派人",
    "ticket arrive": "ticket dispatch 12 工程; ticket arrive 12",
    "ticket resolve": "ticket resolve 12 好了 --cause 老化",
    "ticket callback": "ticket resolve 12 好了; ticket callback 12 --score 2 --unhappy --feedback 又漏",
    "ticket verify": "ticket resolve 15 好了; ticket verify 15 --by 小陈",
    "ticket close": "ticket resolve 12 好了; ticket callback 12 --score 5; ticket close 12",
    "ticket done": "ticket done 12-14 好了 --score 5",
    "ticket defer": "ticket defer 12 水泵缺货 --until 2026-12-01 --reason parts",
    "ticket resume": "ticket defer 12 --until 2026-12-01; ticket resume 12 配件到了",
    "ticket reopen": "ticket done 12 好了 --score 5; ticket reopen 12 又漏了",
    "ticket escalate": "ticket escalate 12 三次返修 --to 项目经理",
    "ticket cancel": "ticket cancel 12 业主撤回",
    "ticket note": "ticket note 12 业主要求周末施工",
    "ticket link": "ticket link 14 12 --duplicate",
    "ticket import": "ticket import 工单.csv",
    "ticket category add": "ticket category add solar --name 光伏 --keyword 光伏板 -k repair -d 工程",
    "ticket category edit": "ticket category edit plumbing --keyword 水锤",
    "ticket category remove": "ticket category remove gas",
    "patrol log": "patrol log 早巡 GATE=fault:锁坏 --at 2026-06-30T08:30; ticket resolve 16 换锁 --at 2026-06-30T12:00; patrol log 巡更机.csv",
    "patrol start": "patrol start 早巡",
    "patrol check": "patrol start 早巡; patrol check B1-PUMP=0.2 GATE --photo B1-PUMP=泵房.jpg --by 小陈",
    "patrol finish": "patrol check LIFT-HALL; patrol finish",
    "patrol abandon": "patrol check LIFT-HALL=fault:灯不亮; patrol abandon 早巡 停电",
    "permit add": "permit add 3-2-502 动火 --code DH-1 --deposit 500 --photo 泵房.jpg",
    "permit edit": "permit edit ZX-1 --returned 今天 --note 已退",
    "permit inspect": "permit inspect ZX-1 未动承重墙 --photo 泵房.jpg",
    "permit close": "permit close ZX-1 验收合格 --returned 今天",
    "permit revoke": "permit revoke ZX-1 拆改承重墙",
    "permit import": "permit import 装修登记.csv",
    "patrol facility add": "patrol facility add X-1 消防主机 -k fire --place 消防控制室 --installed 2019-05-20 --test every:1y",
    "patrol facility edit": "patrol facility add X-1 消防主机 -k fire; patrol facility edit X-1 --tested 2026-06-18 --vendor 安泰",
    "patrol facility retire": "patrol facility add X-1 消防主机 -k fire; patrol facility retire X-1",
    "patrol facility import": "patrol facility import 设备台账.csv",
    "patrol point add": "patrol point add FIRE 消防泵房 --facility PUMP-1 --check 无渗漏 --reading 压力 --unit MPa --min 0.3",
    "patrol point edit": "patrol point edit B1-PUMP --code B1-P --place B1 --add-check 无异响 --max 0.6",
    "patrol point retire": "patrol point add WEST 西门; patrol point retire WEST",
    "patrol route add": "patrol route add 午巡 --points GATE,ROOF --window 12:00-14:00 --every workdays --note 试行",
    "patrol route edit": "patrol route edit 早巡 --points GATE,B1-PUMP --window 07:30-09:30 --from 2026-07-06 --name 晨巡",
    "patrol route pause": "patrol route pause 早巡 --until 2026-07-05; patrol route pause 早巡 --from 2026-07-08 --until 2026-07-09; "
    "patrol route pause 早巡 --from 2026-07-03 --until 2026-07-20 --reason 施工",
    "patrol route resume": "patrol route pause 早巡 --from 2026-06-30; patrol route resume 早巡 --from 2026-07-02",
    "patrol route retire": "patrol route retire 夜巡 --from 2026-06-30; patrol route retire 夜巡 --back",
    "fee item add": "fee item add gas --name 燃气费 --per reading --rate 3.5 --cycle month --postpaid --meter 燃气表 --late-rate 0.0003",
    "fee item edit": "fee item edit wyf --rate 3.00 --from 2026-10-01 --name 物业服务费 --late-grace 15 --until 2030-12-31",
    "fee discount add": "fee discount add 70% --state 空置 --item wyf --reason 空置房优惠 --from 2026-07-01",
    "fee discount edit": "fee discount add 7折 --unit 3-2-501 --reason 低保; fee discount edit 1 --share 0.8 --until 2026-12-31",
    "fee discount remove": "fee discount add 7折 --unit 3-2-501 --reason 低保; fee discount remove 1",
    "fee read": "fee read 3-2-501 水表 128.5 --at 2026-06-30T17:00; fee read 3-2-501 水表 0 --replaced --final 130",
    "fee bill": "fee pay 1-1-101 5000; fee bill --period 2026-Q3",
    "fee bill add": "fee pay 1-1-101 5000; fee bill add 1-1-101 --item 维修费 --amount 85 --note 换水龙头",
    "fee pay": "fee bill --period 2026-Q3; fee pay 3-2-501 1,900.5 --bill B1 --bill B2 --method 微信 --channel 线上 --ref WX1 --note 代付",
    "fee late charge": "fee item edit wyf --late-rate 0.0003 --late-grace 30; fee late charge 3-2-501",
    "fee refund": "fee pay 3-2-501 1000; fee refund P1 900 --reason 重复缴费",
    "fee waive": "fee pay 3-2-501 100; fee waive B1,B2 rest --reason 困难家庭 --approved-by 王经理",
    "fee cancel": "fee cancel B1,B2 --reason 面积有误",
    "fee remind": "fee remind 3-2-501 --channel 上门 --promise 12-1 --promise-amount 500 --evidence signed --file 泵房.jpg; "
    "fee remind 3-2-501 --why quality --note 渗水",
    "fee letter": "fee letter 3-2-501 -o 函 --tone final --days 10 --log",
    "催": "fee remind 3-2-501 --channel letter --number SF12345678; 催 3-2-501 微信 答应周五 交1000 录音",
    "收": "收 3-2-501 1008 微信 流水号 WX2 昨天 女儿代付",
    "fee import bills": "fee import payments 缴费.csv; fee import bills 账单.csv",
    "fee import payments": "fee import bills 账单.csv; fee import payments 缴费.csv",
    "fee import readings": "fee import readings 读数.csv",
    "unit add": "unit add 5-1-1201 --area 89.5 --state 自住 --handover 2024-06-30",
    "unit edit": "unit edit 3-2-501 --state 出租 --note 钥匙在前台",
    "unit remove": "unit remove A01",
    "unit transfer": "unit transfer 3-2-501 --to 陈静 --phone 13800138001 --date 2026-05-01",
    "resident add": "resident add 李明 -u 3-2-501 --role 租户 --since 2026-03-01 --tag 养狗 --phone 13500135000",
    "resident edit": "resident edit 李强 --add-phone 13900139001 --add-preference 只接微信",
    "resident remove": "resident remove 3",
    "resident merge": "resident merge 1 3",
    "resident contact": "resident contact 3-2-501 已告知周六停水 --channel 微信",
    "resident import": "resident import 业主清册.csv",
    "department add": "department add pool --name 泳池 --person 陈师傅:13700137000",
    "department edit": "department edit 工程 --add-person 李师傅 --arrive-limit 20",
    "department remove": "department add pool --name 泳池 --person 陈师傅; department remove pool",
    "config set": "config set community 二期",
    "add": "add 3-2-501 王女士 阳台漏水 急 @工程 +水 13800138000",
    "call": "call 3-2-501 --note 约好周六上门 --channel 电话",
    "init": "init --community 三期 --timezone Asia/Urumqi",
    "派": "派 12 工程 张师傅",
    "到": "派 12 工程; 到 12",
    "好": "好 12 已疏通",
    "回": "好 12 已疏通; 回 12 满意",
    "挂": "挂 12 等配件 周五",
    "巡": "patrol check LIFT-HALL; 巡 早巡 B1泵房 漏水 其余好",
}
# Plain verbs open the file themselves; those that write what can be undone stand here.
PLAIN_WRITERS = {"init", "巡", "催", "fee letter"}


def writing_verbs() -> list[str]:
    found = []
    for words in registry.commands():
        try:
            mode = build.build_verb(words).spec.mode
        except (ImportError, AttributeError):
            continue  # not built yet
        if mode in ("write", "dialogue") or " ".join(words) in PLAIN_WRITERS:
            found.append(" ".join(words))
    return found


@pytest.fixture
def here(small_house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the house, as the folder one stands in."""
    folder = tmp_path / "here"
    shutil.copytree(small_house, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BUTLER_DB", str(folder / "butler.db"))
    return folder / "butler.db"


def test_every_writing_verb_has_a_line() -> None:
    assert not [name for name in writing_verbs() if name not in LINES]


@pytest.mark.parametrize("name", writing_verbs())
def test_undo_restores_every_row_and_redo_brings_every_row_back(here: Path, name: str) -> None:
    *before, line = LINES[name].split("; ")
    for earlier in before:
        run(earlier)
    state, index = tables(here), documents(here)
    run(line)
    after, index_after = tables(here), documents(here)
    assert after != state, f"{line} wrote nothing"
    run("undo")
    assert tables(here) == state
    assert documents(here) == index
    assert_index_fresh(here)
    run("redo")
    assert tables(here) == after
    assert documents(here) == index_after
    assert_index_fresh(here)
    run("undo")
    assert tables(here) == state


def takes_dry_run(name: str) -> bool:
    """Say whether a verb takes -n (a dialogue's own answers are its dry run)."""
    command = build.build_verb(tuple(name.split()))
    return any("-n" in parameter.opts for parameter in command.params)


@pytest.mark.parametrize("name", [name for name in writing_verbs() if takes_dry_run(name)])
def test_a_dry_run_writes_nothing(here: Path, name: str) -> None:
    *before, line = LINES[name].split("; ")
    for earlier in before:
        run(earlier)
    run("config set butler 小李")  # the day's backup is made by now
    state = here.read_bytes()
    beside = sorted(file.name for file in here.parent.iterdir())
    run(f"{line} -n")
    assert here.read_bytes() == state
    assert sorted(file.name for file in here.parent.iterdir()) == beside
