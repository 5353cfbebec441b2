"""Every write can be taken back byte for byte and brought back byte for byte: proven for each writing verb."""

import shlex
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli import main as entry
from butlercli.base import clock
from butlercli.cli import build, registry
from butlercli.store import fulltext, journal
from butlercli.store.database import open_read, open_write

NOW = "2026-07-01T09:30"
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


def run(line: str, *, now: str = NOW, code: int = 0) -> None:
    assert entry.run(["--now", now, *shlex.split(line)]) == code, line


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the bookkeeping."""
    connection = sqlite3.connect(path)
    try:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in journal.recorded_tables(connection)
        }
    finally:
        connection.close()


def documents(path: Path) -> list[tuple[int, str]]:
    """The search index as it would be found."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT rowid, body FROM search ORDER BY rowid").fetchall()
    finally:
        connection.close()


def assert_index_fresh(path: Path) -> None:
    db = open_read(path, True)
    try:
        assert not fulltext.is_stale(db)
    finally:
        db.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small house and the files that the lines name."""
    folder = tmp_path_factory.mktemp("undo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUTLER_DB", str(folder / "butler.db"))
        early = "2026-06-29T09:30"
        for line in (
            "init --community 示例花园 --butler 小陈",
            "resident add 王芳 --unit 3-2-501 --phone 13800138000 --tag 养狗 --new-unit",
            "resident add 李强 --unit 3-2-502 --phone 13900139000 --new-unit",
            "resident add 王方 --unit 1-1-101 --phone 13700137000 --new-unit",
            "unit add A01 --kind shop",
            "patrol facility add PUMP-1 B1生活水泵 --kind water",
            "patrol point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5",
            "patrol point add B2-FAN B2排烟风机",
            "patrol point add GATE 东门",
            "patrol point add LIFT-HALL 电梯厅",
            "patrol point add ROOF 3栋天台",
            "patrol route add 早巡 --points B1-PUMP,B2-FAN,GATE,LIFT-HALL --window 08:00-10:00",
            "patrol route add 夜巡 --points ROOF,GATE --window 22:00-02:00",
            "unit edit 3-2-501 --area 89.5",
            "unit edit 1-1-101 --area 76.8",
            "fee item add wyf --name 物业费 --per area --rate 2.80 --cycle quarter --due-day 15",
            "fee item add water --name 水费 --per reading --rate 3.5 --cycle month --postpaid --meter 水表",
            "fee bill --period 2026-Q1 --unit 3-2-501",
            "fee bill --period 2026-Q2 --unit 3-2-501",
        ):
            run(line, now=early)
        for number in range(1, 16):
            source = "--source patrol" if number == 15 else "--reporter 王女士"
            run(f"ticket add 水龙头漏水{number} -u 3-2-501 -k repair {source}", now=early)
    (folder / "泵房.jpg").write_bytes(b"made-up picture")
    (folder / "业主清册.csv").write_text(
        "房号,业主姓名,联系电话,建筑面积\n3-2-503,赵敏,13600136000,89.5\n", encoding="utf-8"
    )
    (folder / "工单.csv").write_text(
        "工单编号,类型,标题,房号,登记时间,完成时间\nGD1,报修,水管漏水,3-2-501,2026-05-01 09:00,2026-05-01 12:00\n",
        encoding="utf-8",
    )
    (folder / "设备台账.csv").write_text(
        "设备编号,设备名称,类别,位置,投用日期\nLIFT-3-2,3栋2单元电梯,电梯,3栋2单元,2019-05-20\n", encoding="utf-8"
    )
    (folder / "流水.csv").write_text(
        "流水号,房号,金额,缴费时间,支付方式\nYH1,3-2-501,300.5,2026-05-04 10:00,微信\nYH2,1-1-101,80,2026-06-02 09:00,转账\n",
        encoding="utf-8",
    )
    (folder / "账单.csv").write_text(
        "房号,收费项目,起始日期,截止日期,建筑面积,单价,应缴金额\n3-2-501,管理费,2026-01-01,2026-03-31,89.55,1.5,403.0\n"
        "9-1-101,管理费,2026-01-01,2026-03-31,80,1.5,360\n合计,,,,,,763\n",
        encoding="utf-8",
    )
    (folder / "缴费.csv").write_text(
        "房号,实缴金额,缴费时间,支付方式,流水号\n3-2-501,500,2026-02-03 10:00,微信,WX1\n9-1-101,60,2026-02-04,现金,WX2\n",
        encoding="utf-8",
    )
    (folder / "读数.csv").write_text(
        "房号,表计,本期读数,抄表日期\n3-2-501,水表,10,2026-05-31\n3-2-501,水表,12,2026-06-30\n", encoding="utf-8"
    )
    (folder / "巡更机.csv").write_text(
        "线路,点位,刷卡时间,结果,备注,读数\n早巡,GATE,2026-07-01 08:05:10,正常,,\n早巡,B1-PUMP,2026-07-01 08:01,,,0.2\n"
        "夜巡,ROOF,2026-06-30 23:59,跳过,门锁着,\n",
        encoding="utf-8",
    )
    clock.fix(None)
    return folder


@pytest.fixture
def here(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the house, as the folder one stands in."""
    folder = tmp_path / "here"
    shutil.copytree(house, folder)
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


TICKETS = (
    "ticket add 又漏水了 -u 3-2-501",
    "ticket add 新楼漏水 -u 9-1-{n}01 --new-unit",
    "ticket respond {t} 马上到",
    "ticket dispatch {t} 工程",
    "ticket arrive {t}",
    "ticket resolve {t} 好了",
    "ticket callback {t} --score {n}",
    "ticket close {t}",
    "ticket reopen {t} 又漏",
    "ticket cancel {t} 撤回",
    "ticket note {t} 备注",
    "ticket edit {t} -p urgent --tag x{n}",
    "ticket link {t} {n} --duplicate",
    "ticket category edit plumbing --keyword 词{n}",
)
PATROL = (
    "patrol log 早巡 --all-ok --at 2026-06-30T08:0{n}",
    "patrol log 早巡 GATE=fault:锁坏 --again --at 2026-06-30T09:0{n}",
    "patrol log 早巡 GATE=ok --again --at 2026-07-01T08:5{n}",
    "patrol log 早巡 B1-PUMP=0.{n} --again --at 2026-07-01T08:4{n}",
    "patrol log 夜巡 GATE=fault:灯不亮 --all-ok --at 2026-06-30T23:0{n}",
    "patrol log 巡更机.csv --again",
    "patrol check B2-FAN=fault:异响 --again",
    "patrol finish R{n}",
    "patrol abandon 早巡 停电",
    "patrol route pause 早巡 --from 2026-06-30 --until 2026-07-0{n}",
    "patrol route resume 早巡 --from 2026-07-0{n}",
    "patrol route edit 早巡 --window 07:{n}0-09:30 --from 2026-07-0{n}",
    "patrol route edit 早巡 --points GATE,B2-FAN",
    "patrol route retire 夜巡 --from 2026-07-0{n}",
    "patrol point edit GATE --name 东门{n}",
    "ticket resolve {t} 换锁",
    "ticket close {t}",
    "ticket link {t} 15 --duplicate",
)
FEES = (
    "fee bill --period 2026-Q{n}",
    "fee bill --period 2026 --item wyf --unit 1-1-101",
    "fee bill add 3-2-501 --item 维修费 --amount {n}0",
    "fee pay 3-2-501 {n}00.50 -m 微信",
    "fee pay 3-2-501 {n}00 --bill B{n} --at 2026-06-{t}",
    "fee pay 1-1-101 3000 --at 2026-0{n}-10 --ref WX{n}",
    "收 3-2-501 {n}000 支付宝 代付",
    "fee refund P{n} {n}0 --reason 多收",
    "fee refund P{n} --reason 重复缴费 --at 2026-06-2{n}",
    "fee waive B{n} {n}0 --reason 渗水 --approved-by 王经理",
    "fee waive B{n} rest --reason 困难家庭 --approved-by 王经理 --at 2026-06-{t}",
    "fee cancel B{n} --reason 面积有误",
    "fee remind 3-2-501 --promise 2026-07-0{n} --promise-amount {n}00",
    "催 3-2-501 上门 拒绝 质量",
    "fee read 3-2-501 水表 1{n}0 --at 2026-0{n}-28",
    "fee item edit wyf --rate 3.{n} --from 2026-0{n}-01",
    "fee item edit wyf --late-rate 0.0003",
    "fee discount add 8折 --unit 1-1-101 --reason 低保",
    "fee discount remove {n}",
    "fee late charge 3-2-501",
    "fee import payments 流水.csv",
    "unit transfer 3-2-501 --to 陈静{n} --date 2026-0{n}-15",
)
TIMES = ("undo", "undo", "undo {o}", "redo")


def steps_of(verbs: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, int, int, int]]]:
    """Rows of command lines with their numbers: a digit, a ticket, an operation."""
    step = st.tuples(
        st.sampled_from((*verbs, *TIMES)), st.integers(1, 5), st.sampled_from((12, 13, 16)), st.integers(20, 32)
    )
    return st.lists(step, min_size=3, max_size=14)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(TICKETS))
def test_any_sequence_of_verbs_undo_and_redo_leads_where_the_live_operations_lead(
    house: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, int]]
) -> None:
    """After any sequence, undoing all that stands leads back to a new file; an undo and a redo cancel out."""
    play(house, tmp_path_factory, steps)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(PATROL))
def test_any_sequence_on_patrol_leads_where_the_live_operations_lead(
    house: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, int]]
) -> None:
    play(house, tmp_path_factory, steps)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps_of(FEES))
def test_any_sequence_on_fees_leads_where_the_live_operations_lead(
    house: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, int]]
) -> None:
    play(house, tmp_path_factory, steps)


def play(house: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, int]]) -> None:
    folder = tmp_path_factory.mktemp("sequence")
    path = folder / "butler.db"
    shutil.copy(house / "butler.db", path)
    for name in ("巡更机.csv", "流水.csv"):
        shutil.copy(house / name, folder)
    begun = _operations(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BUTLER_DB", str(path))
        patch.setenv("BUTLER_LANG", "en")
        for template, n, t, o in steps:
            line = template.format(n=n, t=t, o=begun + o - 19)
            before = tables(path)
            code = entry.run(["--now", NOW, *shlex.split(line)])
            assert code in (0, 2, 3, 4, 6), line
            assert_books_balance(path)
            if code:
                assert tables(path) == before, f"{line} failed and changed something"
            elif line in ("undo", "redo") and tables(path) != before:
                assert entry.run(["--now", NOW, "redo" if line == "undo" else "undo"]) == 0
                assert tables(path) == before
                assert entry.run(["--now", NOW, line]) == 0
        assert_index_fresh(path)
        assert_rounds_hold_together(path)
        while _standing(path):
            assert entry.run(["--now", NOW, "undo"]) == 0
        assert tables(path) == _untouched(folder / "fresh.db")
        assert_index_fresh(path)


def assert_rounds_hold_together(path: Path) -> None:
    """No round without a plan of its route, no line of a point that the plan does not have, no fault without its ticket."""
    connection = sqlite3.connect(path)
    try:
        wrong = """SELECT count(*) FROM patrol_round o JOIN patrol_plan p ON p.id = o.plan_id WHERE p.route_id <> o.route_id"""
        astray = """SELECT count(*) FROM patrol_result s JOIN patrol_round o ON o.id = s.round_id
            WHERE s.point_id NOT IN (SELECT x.point_id FROM patrol_plan_point x WHERE x.plan_id = o.plan_id)"""
        alone = "SELECT count(*) FROM patrol_result WHERE result = 'fault' AND ticket_id NOT IN (SELECT id FROM ticket)"
        assert [connection.execute(sql).fetchone()[0] for sql in (wrong, astray, alone)] == [0, 0, 0]
    finally:
        connection.close()


def assert_books_balance(path: Path) -> None:
    """No bill owes less than nothing, no payment is used beyond what it holds, and what was billed is accounted for."""
    connection = sqlite3.connect(path)
    try:
        short = "SELECT count(*) FROM v_bill WHERE outstanding_fen < 0 OR paid_fen < 0 OR waived_fen < 0"
        beyond = "SELECT count(*) FROM v_payment WHERE unallocated_fen < 0 OR allocated_fen < 0"
        apart = """SELECT coalesce(sum(amount_fen - waived_fen - paid_fen - outstanding_fen), 0) FROM v_bill
            WHERE cancelled_at IS NULL"""
        assert [connection.execute(sql).fetchone()[0] for sql in (short, beyond, apart)] == [0, 0, 0]
    finally:
        connection.close()


def _operations(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT max(id) FROM operation").fetchone()[0])
    finally:
        connection.close()


def _untouched(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a new file holds before anything was done."""
    open_write(path).close()
    return tables(path)


def _standing(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        sql = "SELECT count(*) FROM operation WHERE undoes IS NULL AND undone = 0"
        return int(connection.execute(sql).fetchone()[0])
    finally:
        connection.close()
