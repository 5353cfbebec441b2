"""Bills out of other people's files: kept as billed, totals and explanations never bills, nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Butler
from tests.kit.intake import made

HEAD = "房号,收费项目,起始日期,截止日期,应缴金额\n"


def write(butler: Butler, text: str, name: str = "账单.csv") -> str:
    path = butler.path.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def bills(butler: Butler) -> list[dict[str, Any]]:
    from butlercli.store.database import open_read

    db = open_read(butler.path, True)
    try:
        rows = db.rows(
            "SELECT b.*, u.code AS unit, i.name AS item FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id ORDER BY b.id"
        )
    finally:
        db.close()
    return [{**row, "rule": json.loads(row["rule"])} for row in rows]


def take(butler: Butler, text: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = butler.json("fee", "import", "bills", write(butler, text), *words)
    return found


# --- the files of real offices ---


def test_a_month_of_a_real_office_comes_in_as_it_was_billed(butler: Butler, shared_data: Path) -> None:
    outcome = butler.ok("fee", "import", "bills", str(shared_data / "B区.xls"))
    rows = bills(butler)
    assert len(rows) == 50
    assert sum(row["amount"] for row in rows) == 726_740
    first = rows[0]
    assert (first["unit"], first["item"], first["ref"]) == ("B1-708", "管理费", "510829")
    assert (first["period_start"], first["period_end"]) == ("2014-10-01", "2014-10-31")
    assert {row["rule"]["rounding"] for row in rows} == {"jiao"}
    assert (first["rule"]["area"], first["rule"]["rate"]) == (87.045, "1.5")
    assert "0.1 yuan (jiao)" in outcome.err
    assert "Fee item 管理费 was created" in outcome.err
    assert "实收金额" in outcome.out
    again = butler.json("fee", "import", "bills", str(shared_data / "B区.xls"))
    assert (again["added"], again["unchanged"]) == (0, 50)


def test_a_template_of_another_system_ends_its_periods_a_day_later(butler: Butler, shared_data: Path) -> None:
    file = str(shared_data / "hc-importFeeDetail.xlsx")
    outcome = butler.ok("fee", "import", "bills", file)
    spans = [(row["unit"], row["period_start"], row["period_end"], row["amount"]) for row in bills(butler)]
    assert spans == [("1-1-1001", f"{year}-01-01", f"{year}-12-31", 100_000) for year in (2016, 2017, 2018)]
    assert "2016-01-01 … 2017-01-01 is taken as 2016-01-01–2016-12-31" in outcome.err
    paid = butler.json("fee", "import", "payments", file)
    assert (paid["added"], paid["amount_fen"], paid["prepaid_fen"]) == (3, 300_000, 0)
    assert butler.json("fee", "import", "payments", file)["unchanged"] == 3


# --- rows that are no bills ---


def test_totals_in_every_spelling_are_never_bills(butler: Butler) -> None:
    rows = "".join(f"3-2-50{n},物业费,2026-01-01,2026-01-31,100\n" for n in (1, 2))
    totals = "合计,,,,200\n合 计：,,,,200\n小计,,,,1\n总计（2户）,,,,200\n本页合计,,,,200\n3栋小计,,,,200\n,合计,,,200\n,,,,200\nTotal,,,,200\n"
    found = take(butler, HEAD + rows + totals)
    assert (found["added"], found["amount_fen"], found["passed_over"]) == (2, 20_000, {"total": 9})


def test_a_total_named_in_the_remark_is_no_bill_and_a_bill_whose_remark_says_so_is(butler: Butler) -> None:
    text = "房号,收费项目,账期,应缴金额,备注\n3-2-501,物业费,202604,100,两户合计\n,,,100,总计\n"
    found = butler.json("fee", "import", "bills", write(butler, text))
    assert (found["added"], found["passed_over"]) == (1, {"total": 1})
    assert butler.json("fee", "show", "B1")["period_end"] == "2026-04-30"


def test_explanations_under_the_data_are_no_rows(butler: Butler) -> None:
    text = (
        HEAD
        + "3-2-501,物业费,2026-01-01,2026-01-31,100\n说明：房屋请填写系统中的编号,,,,\n请填写系统中的房屋编号,,,,\n制表人：王某,,,,\n"
    )
    assert take(butler, text)["added"] == 1


def test_an_amount_of_zero_is_left_out_and_a_missing_one_is_not(butler: Butler) -> None:
    found = take(butler, HEAD + "3-2-501,物业费,2026-01-01,2026-01-31,0.00\n3-2-502,物业费,2026-01-01,2026-01-31,5\n")
    assert (found["added"], found["passed_over"]) == (1, {"nothing": 1})
    outcome = butler("fee", "import", "bills", write(butler, HEAD + "3-2-501,物业费,2026-01-01,2026-01-31,\n"))
    assert outcome.code == 6
    assert "has no amount" in outcome.err


@pytest.mark.parametrize("amount", ["-5", "1e3", "NaN", "0.001", "12000000000", "=1+1", "[red]5"])
def test_what_is_no_amount_is_refused(butler: Butler, amount: str) -> None:
    outcome = butler("fee", "import", "bills", write(butler, f"{HEAD}3-2-501,物业费,2026-01-01,2026-01-31,{amount}\n"))
    assert outcome.code == 6
    assert "row 2 · 应缴金额" in outcome.err
    assert not butler.path.exists() or bills(butler) == []


@pytest.mark.parametrize(("amount", "fen"), [('"1,008.00"', 100_800), ("１００８", 100_800), ("¥1008", 100_800)])
def test_amounts_as_people_write_them(butler: Butler, amount: str, fen: int) -> None:
    assert take(butler, f"{HEAD}3-2-501,物业费,2026-01-01,2026-01-31,{amount}\n")["amount_fen"] == fen


# --- periods ---


@pytest.mark.parametrize(
    ("head", "cells", "start", "end"),
    [
        ("账期", "2026-03", "2026-03-01", "2026-03-31"),
        ("账期", "2026年第一季度", "2026-01-01", "2026-03-31"),
        ("账期", "2026Q2", "2026-04-01", "2026-06-30"),
        ("起始日期", "2026-02", "2026-02-01", "2026-02-28"),
        ("起始日期,缴费周期", "2026-02-10,3", "2026-02-10", "2026-05-09"),
        ("起始日期,截止日期", "2026-01-15,2026-03-31", "2026-01-15", "2026-03-31"),
        ("起始日期,截止日期", "2026-01,2026-06", "2026-01-01", "2026-06-30"),
    ],
)
def test_periods_as_files_tell_them(butler: Butler, head: str, cells: str, start: str, end: str) -> None:
    take(butler, f"房号,收费项目,{head},应缴金额\n3-2-501,物业费,{cells},100\n")
    assert [(row["period_start"], row["period_end"]) for row in bills(butler)] == [(start, end)]


def test_a_month_in_the_title_or_the_name_of_the_file_is_the_period(butler: Butler) -> None:
    titled = made.xlsx_rows(["示例花园2026年3月管理费"], ["房号", "收费项目", "应缴金额"], ["3-2-501", "管理费", 100])
    path = butler.path.parent / "账单.xlsx"
    path.write_bytes(titled)
    assert "read from the title: 2026-03-01–2026-03-31" in butler.ok("fee", "import", "bills", str(path)).err
    named = write(butler, "房号,收费项目,应缴金额\n3-2-501,水费,100\n", "水费202604.csv")
    butler.ok("fee", "import", "bills", named)
    assert [row["period_start"] for row in bills(butler)] == ["2026-03-01", "2026-04-01"]


def test_a_file_without_a_month_asks_for_it_and_takes_it(butler: Butler) -> None:
    file = write(butler, "房号,收费项目,应缴金额\n3-2-501,管理费,100\n")
    outcome = butler("fee", "import", "bills", file)
    assert outcome.code == 2
    assert "--set period=2026-03" in outcome.err
    butler.ok("fee", "import", "bills", file, "--set", "period_start=2019-11")
    assert [(row["period_start"], row["period_end"]) for row in bills(butler)] == [("2019-11-01", "2019-11-30")]


def test_ends_of_both_kinds_in_one_file_are_not_guessed(butler: Butler) -> None:
    text = HEAD + "3-2-501,物业费,2026-01-01,2026-12-31,100\n3-2-502,物业费,2026-01-01,2027-01-01,100\n"
    outcome = butler("fee", "import", "bills", write(butler, text))
    assert outcome.code == 6
    assert "row 3 · 截止日期" in outcome.err


# --- amounts that follow from area and price ---


def test_the_rounding_of_the_office_is_recognised(butler: Butler) -> None:
    head = "房号,收费项目,账期,面积,单价,应缴金额\n"
    take(butler, f"{head}3-2-501,甲,2026-01,87.045,1.5,130.57\n3-2-501,乙,2026-01,87.045,1.5,131\n")
    take(butler, f"{head}3-2-502,丙,2026-01,87.045,1.5,130.6\n3-2-503,丙,2026-01,87.045,1.5,99\n")
    rules = {(row["item"], row["unit"]): row["rule"] for row in bills(butler)}
    assert rules["甲", "3-2-501"]["rounding"] == "fen"
    assert rules["乙", "3-2-501"]["rounding"] == "yuan"
    assert rules["丙", "3-2-502"]["rounding"] == "jiao"
    assert rules["丙", "3-2-503"] == {"per": "once", "amount": 9900, "area": "87.045", "rate": "1.5"}


# --- what is known ---


def test_a_period_billed_by_a_run_is_known_or_a_problem(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    butler.ok("unit", "edit", "3-2-501", "--area", "100")
    butler.ok(
        "fee",
        "item",
        "add",
        "wyf",
        "--name",
        "物业费",
        "--per",
        "area",
        "--rate",
        "2",
        "--cycle",
        "month",
        "--due-day",
        "15",
    )
    butler.ok("fee", "bill", "--period", "2026-01")
    same = take(butler, HEAD + "3-2-501,物业费,2026-01-01,2026-01-31,200\n")
    assert (same["added"], same["unchanged"]) == (0, 1)
    other = butler("fee", "import", "bills", write(butler, HEAD + "3-2-501,wyf,2026-01-01,2026-01-31,201\n"))
    assert other.code == 6
    assert "another amount: B1, 200.00" in other.err
    across = butler("fee", "import", "bills", write(butler, HEAD + "3-2-501,wyf,2026-01-15,2026-02-14,200\n"))
    assert across.code == 6
    assert "billed already: B1" in across.err


def test_the_debtor_is_who_owned_the_unit_on_the_first_day(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    butler.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-01")
    take(
        butler,
        HEAD
        + "3-2-501,物业费,2026-04-01,2026-06-30,100\n3-2-501,物业费,2026-05-01,2026-05-31,9\n".replace(
            "-05-01,2026-05-31", "-07-01,2026-07-31"
        ),
    )
    assert [row["debtor"] for row in bills(butler)] == ["王芳", "陈静"]


def test_the_same_file_changes_nothing_after_a_change_of_owner(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    text = HEAD + "3-2-501,物业费,2026-04-01,2026-06-30,91\n"
    take(butler, text)
    butler.ok("unit", "transfer", "3-2-501", "--to", "陈静", "--date", "2026-05-01")
    before = bills(butler)
    assert [(row["debtor"], row["amount"]) for row in before] == [("王芳", 9_100), ("陈静", 6_100)]
    again = take(butler, text)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, [], 1)
    other = take(butler, "编号," + text.replace("\n3-2", "\nZ9,3-2"))
    assert (other["added"], other["unchanged"]) == (0, 1), "another file with the same bill"
    assert bills(butler) == before


def test_the_same_file_changes_nothing_where_its_bill_was_cancelled_and_billed_anew(butler: Butler) -> None:
    text = HEAD + "3-2-501,物业费,2026-04-01,2026-06-30,91\n"
    take(butler, text)
    butler.ok("fee", "cancel", "B1", "--reason", "面积有误")
    take(butler, text.replace(",91", ",95"))
    again = take(butler, text)
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_new_values_reach_open_bills_and_never_settled_ones(butler: Butler) -> None:
    head = "账单编号," + HEAD
    take(butler, f"{head}Z1,3-2-501,物业费,2026-01-01,2026-01-31,100\nZ2,3-2-502,物业费,2026-01-01,2026-01-31,100\n")
    butler.ok("fee", "pay", "3-2-502", "40")
    found = take(
        butler, f"{head}Z1,3-2-501,物业费,2026-01-01,2026-01-31,120\nZ2,3-2-502,物业费,2026-01-01,2026-01-31,120\n"
    )
    assert [(item["code"], item["fields"]) for item in found["updated"]] == [("B1", ["amount 100.00 → 120.00"])]
    assert [(item["code"], item["fields"]) for item in found["differs"]] == [("B2", ["amount 100.00 → 120.00"])]
    assert [row["amount"] for row in bills(butler)] == [12_000, 10_000]


def test_prepayment_settles_imported_bills_at_once(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    butler.ok("fee", "pay", "3-2-501", "150", "--at", "2026-01-02")
    take(butler, HEAD + "3-2-501,物业费,2026-02-01,2026-02-28,100\n")
    assert butler.json("fee", "show", "B1")["outstanding_fen"] == 0


def test_bad_rows_are_set_aside_with_all_that_only_they_name(butler: Butler) -> None:
    text = (
        HEAD
        + "3-2-501,物业费,2026-01-01,2026-01-31,100\n3-2-509,新费,2026-01-01,2026-01-31,x\n3-2-501,物业费,2026-01-01,2026-01-31,7\n"
    )
    file = write(butler, text)
    outcome = butler("fee", "import", "bills", file, "--skip-bad", "--json")
    assert outcome.code == 6
    found = outcome.json
    assert (found["added"], found["items_created"], found["units_registered"]) == (1, ["物业费"], 1)
    assert "stand in row 2" in found["rejected"][1]["why"]
    assert Path(f"{file}.rejected.csv").read_text("utf-8-sig").count("\n") == 3


def test_a_second_bill_of_the_same_days_is_set_aside_each_time(butler: Butler) -> None:
    row = "3-2-501,停车费,2026-04-01,2026-04-30,150\n"
    file = write(butler, HEAD + row * 2)
    for added in (1, 0):
        outcome = butler("fee", "import", "bills", file, "--skip-bad", "--json")
        assert (outcome.code, outcome.json["added"]) == (6, added)
        assert [problem["row"] for problem in outcome.json["rejected"]] == [3]
    assert take(butler, HEAD + row)["unchanged"] == 1


def test_hostile_cells_come_out_as_they_went_in(butler: Butler) -> None:
    item = '"[red]=1+1{x}{{y}}🏠"'
    take(butler, f"{HEAD}3-2-501,{item},2026-01-01,2026-01-31,100\n")
    assert bills(butler)[0]["item"] == item.strip('"')
    outcome = butler(
        "fee", "import", "bills", write(butler, f"{HEAD}'; DROP TABLE unit;--,物业费,2026-01-01,2026-01-31,1\n")
    )
    assert outcome.code == 6
    assert butler("fee", "import", "bills", write(butler, f"{HEAD}3-2-501,{'长' * 300},2026-01,2026-01,1\n")).code == 6


def test_a_dry_run_shows_the_mapping_and_writes_nothing(butler: Butler) -> None:
    butler.ok("init")
    outcome = butler.ok(
        "fee", "import", "bills", write(butler, HEAD + "3-2-501,物业费,2026-01-01,2026-01-31,1008\n"), "-n"
    )
    assert "period_start" in outcome.out
    assert "1,008.00" in outcome.out
    assert bills(butler) == []
