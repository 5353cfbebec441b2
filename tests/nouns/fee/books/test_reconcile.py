"""Finance's export against ours: both differences, and sums that explain themselves."""

from typing import Any

from tests.conftest import Butler

HEAD = "交易时间,交易单号,收入金额,支付方式,房号\n"


def paid(butler: Butler) -> None:
    butler.ok("resident", "add", "王芳", "--unit", "3-2-501", "--new-unit")
    for amount, day, ref in (("100", "2026-06-01", "A"), ("200", "2026-06-10", "B"), ("300", "2026-06-20", "C")):
        butler.ok("fee", "pay", "3-2-501", amount, "--at", day, "--ref", ref, "--method", "微信")
    butler.ok("fee", "pay", "3-2-501", "50", "--at", "2026-06-11")


def compare(butler: Butler, text: str, *words: str, code: int = 6) -> dict[str, Any]:
    path = butler.path.parent / "财务.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    outcome = butler("fee", "reconcile", str(path), *words, "--json")
    assert outcome.code == code, outcome.err
    found: dict[str, Any] = outcome.json
    explained = sum(row["amount_fen"] for row in found["only_finance"]) - sum(
        row["amount_fen"] for row in found["only_ours"]
    )
    explained += sum(row["difference_fen"] for row in found["amount_differs"])
    explained += sum(row["amount_fen"] for row in found["finance_without_ref"])
    explained -= sum(row["amount_fen"] for row in found["ours_without_ref"])
    assert found["difference_fen"] == explained
    return found


def test_both_differences_are_listed(butler: Butler) -> None:
    paid(butler)
    text = "2026-06-01,A,100,微信,\n2026-06-12,B,210,微信,\n2026-06-15,X,70,微信,\n2026-06-30,,50,现金,3-2-501\n"
    found = compare(butler, text)
    assert [row["ref"] for row in found["only_finance"]] == ["X"]
    assert [row["ref"] for row in found["only_ours"]] == ["C"]
    assert [(row["ref"], row["difference_fen"]) for row in found["amount_differs"]] == [("B", 1000)]
    assert [row["ref"] for row in found["date_differs"]] == ["B"]
    assert [row["amount_fen"] for row in found["ours_without_ref"]] == [5000]
    assert (found["finance"]["amount_fen"], found["ours"]["amount_fen"]) == (43_000, 65_000)


def test_what_agrees_exits_0_and_changes_nothing(butler: Butler) -> None:
    paid(butler)
    before = butler.path.read_bytes()
    found = compare(
        butler, "2026-06-01,A,100,微信,\n2026-06-10,B,200,微信,\n2026-06-20,C,300,微信,\n合计,,600,,\n", code=0
    )
    assert (found["agree"], found["difference_fen"]) == (3, -5000)
    assert butler.path.read_bytes() == before


def test_only_the_days_and_the_method_asked_for(butler: Butler) -> None:
    paid(butler)
    text = "2026-06-01,A,100,微信,\n2026-06-10,B,200,微信,\n2026-06-11,Y,9,现金,\n"
    found = compare(butler, text, "--from", "2026-06-05", "--to", "2026-06-12", "--method", "微信", code=0)
    assert (found["outside"], found["other_methods"], found["agree"]) == (1, 1, 1)


def test_refunds_count_on_both_sides(butler: Butler) -> None:
    paid(butler)
    butler.ok("fee", "refund", "P3", "100", "--reason", "多缴", "--at", "2026-06-25")
    text = "2026-06-01,A,100,微信,\n2026-06-10,B,200,微信,\n2026-06-20,C,300,微信,\n2026-06-25,C,-100,微信,\n"
    assert compare(butler, text, code=0)["refunds_taken_off"]


def test_the_same_money_without_a_reference_is_pointed_at(butler: Butler) -> None:
    paid(butler)
    found = compare(butler, "2026-06-10,B,200,微信,\n2026-06-12,X,50,现金,3-2-501\n")
    assert found["only_finance"][0]["perhaps"] == [4]


def test_rows_that_cannot_be_read_are_named(butler: Butler) -> None:
    paid(butler)
    found = compare(butler, "2026-06-01,A,100,微信,\n2026-06-01,B,[red],微信,\n,C,5,,\n")
    assert [row["row"] for row in found["unread"]] == [3, 4]
    path = str(butler.path.parent / "财务.csv")
    shown = butler("fee", "reconcile", path, lang="zh")
    assert shown.code == 6
    assert "[red]" in shown.out


def test_a_receipt_that_finance_dates_outside_the_days_is_not_missing_there(butler: Butler) -> None:
    paid(butler)
    text = "2026-06-01,A,100,微信,\n2026-06-10,B,200,微信,\n2026-07-01,C,300,微信,\n2026-07-01,D,9,微信,\n"
    found = compare(butler, text, "--from", "2026-06-01", "--to", "2026-06-30")
    assert (found["only_finance"], found["only_ours"], found["outside"]) == ([], [], 1)
    assert [row["ref"] for row in found["date_differs"]] == ["C"]
