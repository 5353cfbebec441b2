"""Payments and readings out of files: in the order they were made, each once."""

from typing import Any

from tests.conftest import Butler

HEAD = "房号,实缴金额,缴费时间,支付方式,流水号\n"
READ = "房号,表计,本期读数,抄表日期"


def write(butler: Butler, text: str, name: str = "缴费.csv") -> str:
    path = butler.path.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def take(butler: Butler, text: str, *words: str, what: str = "payments") -> dict[str, Any]:
    found: dict[str, Any] = butler.json("fee", "import", what, write(butler, text), *words)
    return found


def billed(butler: Butler) -> None:
    text = "房号,收费项目,账期,应缴金额\n" + "".join(f"3-2-501,物业费,2026-0{n},100\n" for n in (1, 2, 3))
    take(butler, text, what="bills")


def test_three_equal_payments_are_three_payments_and_stay_three(butler: Butler) -> None:
    billed(butler)
    rows = "3-2-501,100,2026-02-01 10:00:00,微信,\n" * 3
    found = take(butler, HEAD + rows)
    assert (found["added"], found["amount_fen"], found["prepaid_fen"]) == (3, 30_000, 0)
    assert take(butler, HEAD + rows)["unchanged"] == 3
    assert take(butler, HEAD + rows + "3-2-501,100,2026-02-01 10:00:00,微信,\n")["added"] == 1


def test_they_settle_in_the_order_they_were_paid(butler: Butler) -> None:
    billed(butler)
    take(butler, HEAD + "3-2-501,150,2026-03-05,微信,B\n3-2-501,100,2026-01-05,现金,A\n")
    shown = butler.json("fee", "show", "P1")
    assert (shown["ref"], [part["bill_id"] for part in shown["allocated"]]) == ("A", [1])
    assert [part["bill_id"] for part in butler.json("fee", "show", "P2")["allocated"]] == [2, 3]


def test_one_reference_is_one_payment(butler: Butler) -> None:
    file = write(butler, HEAD + "3-2-501,1,2026-02-01,微信,S1\n3-2-502,2,2026-02-01,微信,S1\n")
    outcome = butler("fee", "import", "payments", file)
    assert outcome.code == 6
    assert "stands in row 2 already" in outcome.err
    assert butler.json("fee", "import", "payments", file, "--map", "流水号=")["added"] == 2


def test_the_money_of_a_known_payment_is_never_changed(butler: Butler) -> None:
    take(butler, HEAD + "3-2-501,100,2026-02-01,微信,S1\n")
    found = take(butler, HEAD + "3-2-501,120,2026-02-01,支付宝,S1\n")
    assert found["differs"][0]["fields"] == ["amount 100.00 → 120.00"]
    assert found["updated"][0]["fields"] == ["method"]
    assert butler.json("fee", "show", "P1")["amount_fen"] == 10_000


def test_bills_left_open_in_the_file_are_no_payments(butler: Butler) -> None:
    found = take(butler, HEAD + "3-2-501,,,,\n3-2-502,0,2026-02-01,,\n3-2-503,5,2026-02-01,现金,\n合计,5,,,\n")
    assert (found["added"], found["passed_over"]) == (1, {"nothing": 2, "total": 1})


def test_a_payment_to_come_or_below_nothing_is_refused(butler: Butler) -> None:
    outcome = butler(
        "fee", "import", "payments", write(butler, HEAD + "3-2-501,5,2026-09-01,微信,\n3-2-501,-5,2026-02-01,微信,\n")
    )
    assert outcome.code == 6
    assert "has not come yet" in outcome.err
    assert "butler fee refund" in outcome.err


def test_payments_before_bills_settle_them_later(butler: Butler) -> None:
    assert take(butler, HEAD + "3-2-501,100,2026-01-05,微信,A\n")["prepaid_fen"] == 10_000
    billed(butler)
    assert butler.json("fee", "show", "B1")["state"] == "paid"


# --- readings ---


def test_readings_come_in_once_and_never_backwards(butler: Butler) -> None:
    rows = f"{READ}\n3-2-501,水表,120.50,2026-05-31\n3-2-501,水表,131,2026-06-30\n"
    assert take(butler, rows, what="readings")["added"] == 2
    assert take(butler, rows, what="readings")["unchanged"] == 2
    falling = butler("fee", "import", "readings", write(butler, f"{READ}\n3-2-501,水表,125,2026-07-01\n"))
    assert falling.code == 6
    assert "would fall from 131" in falling.err
    other = butler("fee", "import", "readings", write(butler, f"{READ}\n3-2-501,水表,132,2026-06-30\n"))
    assert "showed 131" in other.err


def test_without_the_rows_that_are_set_aside_no_meter_falls_either(butler: Butler) -> None:
    rows = "".join(f"3-2-501,水表,{value},2026-06-{day}\n" for value, day in ((5, 10), (3, 15), (4, 20), (6, 25)))
    file = write(butler, f"{READ}\n{rows}")
    outcome = butler("fee", "import", "readings", file, "--skip-bad", "--json")
    assert (outcome.code, outcome.json["added"]) == (6, 2)
    assert [row["used"] for row in butler.json("fee", "readings")] == ["1", None]
    # Where the later one stands here already, it is the earlier ones of the file that are set aside.
    file = write(butler, f"{READ}\n3-2-501,水表,9,2026-06-01\n3-2-501,水表,8,2026-06-02\n3-2-501,水表,1,2026-05-31\n")
    assert butler("fee", "import", "readings", file, "--skip-bad", "--json").json["added"] == 1
    assert [row["used"] for row in butler.json("fee", "readings")] == ["1", "4", None]


def test_a_sum_under_the_readings_is_no_reading(butler: Butler) -> None:
    found = take(butler, f"{READ}\n3-2-501,水表,5,2026-06-10\n,,5,\n", what="readings")
    assert (found["added"], found["passed_over"]) == (1, {"total": 1})


def test_a_replaced_meter_may_begin_anew(butler: Butler) -> None:
    text = f"{READ},旧表止码\n3-2-501,水表,120,2026-05-31,\n3-2-501,水表,0,2026-06-10,125\n3-2-501,水表,7,2026-06-30,\n"
    take(butler, text, what="readings")
    assert [row["used"] for row in butler.json("fee", "readings", "3-2-501")] == ["7", "5", None]


def test_what_is_no_reading_is_named(butler: Butler) -> None:
    outcome = butler(
        "fee", "import", "readings", write(butler, f"{READ}\n3-2-501,水表,=1+1,2026-05-31\n3-2-501,,5,2026-05-31\n")
    )
    assert outcome.code == 6
    assert "is no reading" in outcome.err
    assert "names no meter" in outcome.err
