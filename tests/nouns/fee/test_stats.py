"""`butler fee stats` by the command line: as of any day for ever the same, also for history entered late."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Butler

UNITS = {"1-1-101": "76.8", "3-2-501": "89.5", "3-2-502": "120.3"}
# What happened: the day, and the words after `butler fee`.
STEPS = (
    ("2026-01-10T09:00", "pay 1-1-101 1200 --method wechat --channel online"),
    ("2026-02-10T09:00", "remind 3-2-501 --channel phone --promise 2026-02-20 --promise-amount 500"),
    ("2026-02-18T09:00", "pay 3-2-501 500 --method cash --channel desk"),
    ("2026-02-22T09:00", "remind 3-2-502 --channel visit --why quality"),
    ("2026-03-02T09:00", "waive B3 100 --reason 漏水 --approved-by 李经理"),
    ("2026-03-20T09:00", "remind 3-2-502 --channel phone --promise 2026-03-25"),
    ("2026-03-28T09:00", "refund P1 50 --reason 多缴"),
    ("2026-04-02T09:00", "pay 3-2-502 2000 --method wechat"),
    ("2026-05-02T09:00", "pay 1-1-101 300 --method alipay"),
)
DAYS = ("2026-01-31", "2026-02-19", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31")
LATER = "2027-02-01T09:00"


def house(butler: Butler) -> None:
    """Register three homes and two items."""
    words = ("fee", "item", "add")
    early = "2025-12-20T09:00"
    butler.ok(
        *words,
        "wyf",
        "--name",
        "物业费",
        "--per",
        "area",
        "--rate",
        "2.80",
        "--cycle",
        "quarter",
        "--due-day",
        "15",
        now=early,
    )
    butler.ok(
        *words,
        "car",
        "--name",
        "停车费",
        "--per",
        "unit",
        "--rate",
        "150",
        "--cycle",
        "month",
        "--due-day",
        "5",
        now=early,
    )
    for code, area in UNITS.items():
        butler.ok("unit", "add", code, "--area", area, now=early)


def bill(butler: Butler, period: str, now: str) -> None:
    butler.ok("fee", "bill", "--period", period, now=now)


def history(butler: Butler) -> dict[str, Any]:
    """Bill every quarter on its first day, do the steps on their days, and print the figures in the evening of DAYS."""
    house(butler)
    events = [(f"2026-{month:02d}-01T08:00", f"bill --period 2026-Q{month // 3 + 1}") for month in (1, 4)]
    events += [(f"{day}T23:59:59", "") for day in DAYS]
    printed = {}
    for moment, words in sorted([*events, *STEPS]):
        if words:
            butler.ok("fee", *words.split(), now=moment)
        else:
            printed[moment[:10]] = _printed(butler, moment)
    return printed


def _printed(butler: Butler, now: str, *words: str) -> list[Any]:
    """Return what is printed: the year to date and its month, by all groups, as text too."""
    month = ("--period", (words[1] if words else now)[:7])
    return [
        *(butler.json("fee", "stats", *words, "--by", by, now=now) for by in ("item", "building", "month", "channel")),
        butler.json("fee", "stats", *month, *words, now=now),
        butler.ok("fee", "stats", *words, now=now).out,
    ]


def test_what_was_printed_on_a_day_is_printed_of_it_ever_after(butler: Butler) -> None:
    printed = history(butler)
    bill(butler, "2027-Q1", LATER)
    for day, then in printed.items():
        assert _printed(butler, LATER, "--as-of", day) == then, day
    march = printed["2026-03-31"][0]["metrics"]
    assert march["fee.arrears_households"]["value"] == 2
    assert march["fee.promise_kept_rate"]["numerator"] == 1
    assert march["fee.promise_kept_rate"]["denominator"] == 2


def test_history_entered_late_gives_the_figures_it_would_have_given_then(butler: Butler, tmp_path: Path) -> None:
    house(butler)
    moments = [f"2026-{month:02d}-01T08:00" for month in (1, 4)]
    payments = [(moment, words.split()) for moment, words in STEPS if words.startswith("pay")]
    printed = {}
    for moment, words in sorted([*((m, []) for m in moments), *payments, *((f"{day}T23:59:59", [""]) for day in DAYS)]):
        if not words:
            bill(butler, f"2026-Q{int(moment[5:7]) // 3 + 1}", moment)
        elif words == [""]:
            printed[moment[:10]] = butler.json("fee", "stats", "--by", "month", now=moment)
        else:
            butler.ok("fee", *words, now=moment)
    late = Butler(tmp_path / "late.db", butler._capsys, butler._monkeypatch)
    house(late)
    bill(late, "2026", LATER)
    table = [["unit", "amount", "paid_at", "method", "channel"]]
    for moment, words in payments[::-1]:
        options = dict(zip(words[3::2], words[4::2], strict=True))
        table.append([words[1], words[2], moment, options.get("--method", ""), options.get("--channel", "")])
    file = tmp_path / "payments.csv"
    file.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    late.ok("fee", "import", "payments", str(file), now=LATER)
    for day, then in printed.items():
        assert late.json("fee", "stats", "--by", "month", "--as-of", day, now=LATER) == then, day


def test_channels_tell_what_their_reminders_brought(butler: Butler) -> None:
    history(butler)
    found = butler.json("fee", "stats", "--as-of", "2026-05-31", "--by", "channel", now=LATER)
    phone, visit = found["groups"]
    assert (phone["group"], phone["reminders"], phone["reached"], phone["promised"]) == ("phone", 2, 2, 2)
    assert (phone["promises_due"], phone["promises_kept"], phone["followed"]) == (2, 1, 2)
    assert phone["followed_fen"] == 250000
    assert (visit["refused"], visit["promises_due"], visit["promise_kept_rate"]) == (1, 0, None)
    assert visit["followed_fen"] == 0, "39 days later"
    ways = {(row["by"], row["group"]): row for row in found["payments"]}
    assert ways["method", "wechat"]["paid_fen"] == 320000
    assert ways["method", "wechat"]["refunded_fen"] == 5000
    assert ways["channel", None]["payments"] == 2
    assert (
        sum(row["paid_fen"] - row["refunded_fen"] for row in found["payments"] if row["by"] == "method")
        == (found["metrics"]["fee.paid_in"]["value"])
    )


def test_every_figure_lists_what_is_behind_it(butler: Butler) -> None:
    history(butler)
    options = ("--as-of", "2026-04-30")
    figures = butler.json("fee", "stats", *options, now=LATER)["metrics"]
    assert "fee.current_collection_rate.wyf" in figures
    for key, figure in figures.items():
        rows = butler.json("fee", "stats", *options, "--explain", key, now=LATER)
        assert rows == butler.json(
            "report", "range", "--from", "2026-01-01", "--to", "2026-04-30", *options, "--explain", key, now=LATER
        )
        if rows and "numerator_fen" in rows[0]:
            assert sum(row["numerator_fen"] for row in rows) == figure["numerator"], key
        else:
            assert sum(row["in_numerator"] for row in rows) == (figure["numerator"] or 0), key
        text = butler.ok("fee", "stats", *options, "--explain", key, now=LATER).out
        assert key in text
    for suffix in ("csv", "xlsx", "md"):
        butler.ok("fee", "stats", *options, "-o", f"{butler.path}.{suffix}", now=LATER)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "colour"), "Fees are not counted by “colour”. One of: item, building, month, channel."),
        (("--explain", "fee.arears_total"), "There is no figure “fee.arears_total”. Did you mean fee.arrears_total?"),
        (("--explain", "ticket.total"), "There is no figure “ticket.total”."),
        (
            ("--explain", "fee.billed", "--by", "item"),
            "--explain lists the records behind one figure; it goes without --by.",
        ),
        (("2026", "--period", "2026"), "The period is named twice."),
        (("--period", "2030"), "The period begins on 2030-01-01: that has not come yet."),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(butler: Butler, words: tuple[str, ...], said: str) -> None:
    house(butler)
    outcome = butler("fee", "stats", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_before_the_first_bill_it_says_how_one_begins(butler: Butler) -> None:
    house(butler)
    assert "butler fee bill" in butler.ok("fee", "stats").out
    found = butler.json("fee", "stats")
    assert {figure["value"] for figure in found["metrics"].values()} == {None}
    assert (found["groups"], found["dunning"], found["payments"]) == ([], [], [])


def test_words_of_the_user_come_out_as_typed(butler: Butler) -> None:
    name = "=1+1 [red]{x}{{y}}\u202e"
    butler.ok(
        "fee",
        "item",
        "add",
        "odd",
        "--name",
        name,
        "--per",
        "unit",
        "--rate",
        "10",
        "--cycle",
        "month",
        "--due-day",
        "5",
    )
    butler.ok("unit", "add", "1-1-101")
    bill(butler, "2026-07", "2026-07-01T09:30")
    found = butler.json("fee", "stats")
    assert found["metrics"]["fee.current_collection_rate.odd"]["label"] == f"{name}: collection rate"
    assert "=1+1 [red]{x}{{y}}\\u202e: collection rate" in butler.ok("fee", "stats").out
    assert json.dumps(found)
