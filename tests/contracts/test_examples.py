"""Help cannot lie: every example of every command runs, on a small house that has what it speaks of."""

import shlex
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from butlercli import main as entry
from butlercli.cli import build, registry

NOW = "2026-07-01T09:30"


def _examples() -> list[tuple[tuple[str, ...], str]]:
    found = []
    for words in registry.commands():
        try:
            found += [(words, example) for example in build.build_verb(words).spec.examples]
        except (ImportError, AttributeError):  # a verb that is not built fails in test_tree
            continue
    return found


EXAMPLES = _examples()
# What must have happened to the tickets before an example makes sense, by command.
BEFORE: dict[str, tuple[str, ...]] = {
    "ticket arrive": ("ticket dispatch 12 工程 --at 2026-06-30T09:35",),
    "到": ("ticket dispatch 12 工程 --at 2026-06-30T09:35",),
    "ticket callback": ("ticket resolve 12 好了",),
    "回": ("ticket resolve 12 好了",),
    "ticket close": ("ticket done 12,14,20-22 好了 --score 5", "ticket reopen 12", "ticket done 12 好了 --score 5"),
    "ticket resume": ("ticket defer 12 --until 周五 --reason 等配件",),
    "ticket reopen": ("ticket resolve 12 好了",),
    "ticket verify": ("ticket resolve 15 好了",),
    "ticket edit": ("ticket respond 12 马上到 --at 2026-06-30T17:00",),
    "department remove": ("department add pool --name 泳池",),
    "patrol finish": ("patrol check LIFT-HALL",),
    "patrol abandon": ("patrol start 早巡",),
    "patrol point retire": ("patrol point add WEST 西门",),
    "fee discount edit": ("fee discount add 70% --state 空置 --item wyf --reason 空置房优惠",),
    "fee discount remove": ("fee discount add 70% --state 空置 --item wyf --reason 空置房优惠",),
    "redo": ("undo",),
    "restore": ("backup 备份.zip",),
}
CHECKS = {"evening", "doctor"}  # they exit 6 where they find something


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small house and the files that examples name."""
    folder = tmp_path_factory.mktemp("examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUTLER_DB", str(folder / "butler.db"))
        patch.setenv("BUTLER_NOW", "2026-06-29T09:30")
        for line in (
            "init --community 示例花园 --butler 小陈",
            "resident add 王芳 --unit 3-2-501 --phone 13800138000 --tag 养狗 --new-unit",
            "unit add A01 --kind shop",
            "resident add 李强 --unit 3-2-502 --phone 13900139000 --new-unit",
            "resident add 王方 --unit 1-1-101 --phone 13700137000 --new-unit",
            "department edit 工程 --add-person 张师傅",
            "resident contact 3-2-501 节前走访 --channel 上门",
            "patrol facility add LIFT-3-2 3栋2单元电梯 --kind elevator --place 3栋2单元 --installed 2019-05-20",
            "patrol facility add PUMP-1 B1生活水泵 --kind water --place B1泵房",
            "patrol point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5",
            "patrol point add B2-FAN B2排烟风机",
            "patrol point add GATE 东门",
            "patrol point add LIFT-HALL 电梯厅",
            "patrol point add ROOF 3栋天台",
            "patrol route add 早巡 --points B1-PUMP,B2-FAN,GATE,LIFT-HALL --window 08:00-10:00",
            "patrol route add 夜巡 --points ROOF,GATE --window 22:00-02:00",
            "resident add 周明 --unit 3-2-502 --role occupant",
            "permit add 3-2-501 装修 --code ZX-2026-001 --deposit 2000",
        ):
            assert _run(line) == 0, line
        for number in range(1, 26):
            source = "--source patrol" if number == 15 else "--reporter 王女士"
            _run(f"ticket add 水龙头漏水{number} -u 3-2-501 -k repair {source}")
        assert _run("patrol log 早巡 --all-ok --fault B1-PUMP=漏水") == 0
        for unit, area in (("1-1-101", 76.8), ("3-2-501", 89.5), ("3-2-502", 120.3)):
            assert _run(f"unit edit {unit} --area {area} --handover 2020-06-01") == 0
        _fees(folder / "butler.db")
    (folder / "泵房.jpg").write_bytes(b"made-up picture")
    _files(folder)
    return folder


def _fees(path: Path) -> None:
    """Fill the books of the house.

    B1 and B2 are 1-1-101's (2026-Q1 and Q2, paid by P1, which pays the year in advance), B3 and B4 are 3-2-501's
    (nothing paid; reminded by phone, promised for 2026-07-10), B5 and B6 are 3-2-502's (P2 to P7 paid a part).
    A01 has no area and is billed nothing.
    """
    from butlercli.nouns.fee.bills.verbs import billing
    from butlercli.nouns.fee.items.verbs import items, readings
    from butlercli.nouns.fee.payments.verbs import payments
    from butlercli.store.database import Database, open_write

    db: Database = open_write(path)
    noon = "T12:00:00"
    with db.operation("fee item add"):
        late = {"late_rate": "0.0003", "late_grace": 30, "late_cap": "0.2"}
        items.add(
            db,
            {"code": "wyf", "name": "物业费", "per": "area", "rate": "2.80", "cycle": "quarter", "due_day": 15, **late},
        )
        items.add(db, {"code": "water", "name": "水费", "per": "reading", "rate": "3.5", "cycle": "month",
                       "timing": "postpaid", "meter": "水表", "due_day": 15})  # fmt: skip
        items.add(db, {"code": "car", "name": "停车费", "per": "unit", "rate": "150", "cycle": "month",
                       "unit_kind": "parking", "due_day": 5})  # fmt: skip
    with db.operation("fee bill"):
        assert len(billing.run(db, date(2026, 1, 1), date(2026, 6, 30), "wyf").created) == 6
    with db.operation("fee pay"):
        paid = [("1-1-101", 258_048, "2026-01-08", "WX20260108001"), ("3-2-502", 50_000, "2026-02-20", None)]
        paid += [("3-2-502", 10_000, f"2026-06-{day}", None) for day in range(14, 19)]
        for unit, fen, day, ref in paid:
            paid_at = datetime.fromisoformat(day + noon)
            payments.pay(db, unit, fen, method="wechat", channel="online", at=paid_at, ref=ref)
    with db.operation("fee read"):
        readings.read(db, "3-2-501", "水表", "120", at=datetime(2026, 5, 31, 17))
    with db.operation("fee remind"):
        owner = db.value("SELECT debtor_id FROM fee_bill WHERE id = 3")
        at = "2026-06-20T10:00:00"
        values = {"unit_id": db.value("SELECT unit_id FROM fee_bill WHERE id = 3"), "at": at, "entered_at": at}
        values |= {
            "debtor_kind": "owner",
            "debtor_id": owner,
            "debtor": "王芳",
            "channel": "phone",
            "result": "promised",
        }
        id = db.insert(
            "fee_reminder", {"uid": db.uid(), **values, "promise_date": "2026-07-10", "outstanding": 150_360}
        )
        for bill in (3, 4):
            db.insert("fee_reminder_bill", {"reminder_id": id, "bill_id": bill})
    db.close()


def _files(folder: Path) -> None:
    import xlsxwriter

    homes: list[list[Any]] = [
        ["房号", "户名", "业主姓名", "联系电话", "建筑面积"],
        ["3-2-503", "赵敏", "赵敏", "13600136000", 89.5],
    ]
    shops = [["房号", "业主姓名", "联系电话"], ["A02", "陈记面馆", "13500135000"]]
    history = [
        ["工单编号", "类型", "标题", "房号", "登记时间", "完成时间"],
        ["GD1", "报修", "水管漏水", "3-2-501", "2026-05-01 09:00", "2026-05-01 12:00"],
    ]
    facilities = [["设备编号", "设备名称", "类别", "位置"], ["LIFT-3-3", "3栋3单元电梯", "电梯", "3栋3单元"]]
    letters = [["留言主题", "留言内容", "留言日期"], ["垃圾没人清", "小区门口垃圾堆了三天", "2026-05-01 09:00"]]
    bills: list[list[Any]] = [
        ["房号", "收费项目", "账期", "应缴金额"],
        ["3-2-501", "公摊电费", "2025年12月", 36.5],
        ["3-2-502", "公摊电费", "2025年12月", 41.2],
        ["合计", None, None, 77.7],
    ]
    paid: list[list[Any]] = [
        ["房号", "实缴金额", "缴费日期", "支付方式", "流水号"],
        ["3-2-501", 500, "2026-06-25", "支付宝", "AL20260625001"],
        ["3-2-502", "1,008.00", "2026-06-26", "现金", "SJ0012"],
    ]
    finance: list[list[Any]] = [
        ["交易时间", "交易单号", "收入金额", "支付方式"],
        ["2026-01-08 12:00:00", "WX20260108001", 2580.48, "微信"],
    ]
    permits = [["许可编号", "房号", "类型", "施工单位"], ["ZX-2026-007", "3-2-502", "装修", "金工装饰"]]
    books: dict[str, dict[str, list[list[Any]]]] = {
        "装修登记.xlsx": {"装修": permits},
        "账单.xlsx": {"账单": bills},
        "缴费.xlsx": {"缴费": paid},
        "财务流水.xlsx": {"流水": finance},
        "业主名册.xlsx": {"住宅": homes, "商铺": shops},
        "工单.xlsx": {"工单": history},
        "留言.xlsx": {"留言": letters},
        "设备台账.xlsx": {"设备": facilities},
    }
    for name, sheets in books.items():
        book = xlsxwriter.Workbook(str(folder / name))
        for sheet, rows in sheets.items():
            page = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        book.close()
    (folder / "工单.csv").write_text("\n".join(",".join(row) for row in history), encoding="gb18030")
    (folder / "巡更机.csv").write_text(
        "route,point,at,result,note\n早巡,GATE,2026-06-30 08:20:15,ok,\n早巡,B2-FAN,2026-06-30 08:31:40,fault,异响\n",
        encoding="utf-8",
    )
    (folder / "读数.csv").write_text(
        "房号,表计,本期读数,抄表日期\n3-2-501,水表,138.5,2026-06-30\n3-2-502,水表,77,2026-06-30\n", encoding="utf-8"
    )
    (folder / "台风夜.txt").write_text("21:35 3栋大堂进水\n", encoding="utf-8")


def _run(line: str) -> int:
    words = shlex.split(line)
    return entry.run(words[1:] if words[0] == "butler" else words)


@pytest.fixture
def here(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh copy of the house, as the folder one stands in."""
    folder = tmp_path / "here"
    shutil.copytree(house, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("BUTLER_DB", str(folder / "butler.db"))
    monkeypatch.setenv("BUTLER_NOW", NOW)
    yield folder


@pytest.mark.parametrize(("words", "example"), EXAMPLES, ids=[example for _words, example in EXAMPLES])
def test_every_example_runs(
    here: Path,
    words: tuple[str, ...],
    example: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for line in BEFORE.get(" ".join(words), ()):
        assert _run(line) == 0, capsys.readouterr().err
    if words == ("demo",):
        monkeypatch.delenv("BUTLER_DB")
    capsys.readouterr()
    code = _run(example)
    captured = capsys.readouterr()
    checks = words[0] in CHECKS | {"晚"} or "--check" in example
    assert code == 0 or (code == 6 and checks), f"{code}: {captured.err}"
