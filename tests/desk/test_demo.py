"""The made-up community: the same for the same day, obeying every rule, never over an existing file."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from butlercli.base import clock
from butlercli.base.errors import RuleError
from butlercli.desk import demo
from butlercli.nouns.fee.dunning.verbs import promises
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.store.database import Database, open_read
from tests.conftest import NOW, Butler


def dump(path: Path) -> list[str]:
    return [line for line in sqlite3.connect(path).iterdump() if "_sqlite_migrations" not in line]


def test_is_the_same_for_the_same_day(demo_file: Path, tmp_path: Path) -> None:
    clock.fix(NOW)
    again = tmp_path / "again.db"
    demo.build(again)
    assert dump(again) == dump(demo_file)


def test_is_two_years_of_600_households(demo_file: Path) -> None:
    db = sqlite3.connect(demo_file)
    assert db.execute("SELECT count(*) FROM unit WHERE kind = 'home'").fetchone() == (600,)
    assert 2800 <= db.execute("SELECT count(*) FROM ticket").fetchone()[0] <= 3300
    assert db.execute(
        "SELECT min(created_at) < '2024-07-03', max(created_at) <= '2026-07-01T09:30:00' FROM ticket"
    ).fetchone() == (1, 1)
    assert db.execute("SELECT max(at) <= '2026-07-01T09:30:00' FROM ticket_event").fetchone() == (1,)


def test_obeys_the_rules(demo_file: Path) -> None:
    db = sqlite3.connect(demo_file)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    wrong = "SELECT count(*) FROM ticket WHERE state = 'closed' AND (resolved_at IS NULL OR closed_at < resolved_at OR responded_at < created_at)"
    assert db.execute(wrong).fetchone() == (0,)


@pytest.fixture(scope="module")
def fees(demo_file: Path) -> Iterator[Database]:
    clock.fix(NOW)
    db = open_read(demo_file, named=True)
    yield db
    db.close()
    clock.fix(None)


def collected(db: Database, begin: str, end: str) -> float:
    """What was received on the bills of a span, of what was billed and not waived."""
    billed, received = db.execute(
        "SELECT sum(amount_fen - waived_fen), sum(paid_fen) FROM v_bill WHERE period_start BETWEEN ? AND ?",
        (begin, end),
    ).fetchone()
    return float(received / billed)


def test_bills_every_quarter_and_collects_as_a_community_does(fees: Database) -> None:
    quarters = dict(
        fees.execute("SELECT period_start, count(*) FROM v_bill WHERE item = 'WY' GROUP BY 1 HAVING count(*) > 99")
    )
    months = [(2025, 1), (2025, 4), (2025, 7), (2025, 10), (2026, 1), (2026, 4), (2026, 7)]
    assert quarters == {f"{year}-{month:02d}-01": 600 for year, month in months}
    assert 0.92 <= collected(fees, "2026-01-01", "2026-06-30") <= 0.97
    assert collected(fees, "2025-01-01", "2025-12-31") > collected(fees, "2026-04-01", "2026-06-30") > 0.9
    assert 0.6 < collected(fees, "2026-07-01", "2026-07-01") < 0.9, "billed a month ahead"
    early, late = (asof.totals(fees, datetime(2026, month, 20, 23, 59, 59))["outstanding"] for month in (4, 6))
    assert early > late > 0
    assert asof.prepaid(fees, fees.now)


def test_money_adds_up(fees: Database) -> None:
    total = asof.totals(fees, fees.now)
    assert total["amount"] - total["waived"] - total["paid"] == total["outstanding"]
    assert fees.value("SELECT count(*) FROM v_bill WHERE outstanding_fen < 0") == 0
    assert fees.value("SELECT count(*) FROM v_payment WHERE unallocated_fen < 0") == 0
    assert fees.value("SELECT max(at) <= ? FROM fee_reminder", (fees.now.isoformat(),)) == 1
    assert fees.value("SELECT max(paid_at) < ? FROM fee_payment", (fees.now.isoformat(),)) == 1


def test_has_debts_of_every_age_promises_of_every_kind_and_reasons(fees: Database) -> None:
    ages = [row["buckets"] for row in asof.aging(fees, fees.now)]
    filled = {code for buckets in ages for code, fen in buckets.items() if fen}
    assert {"31-90", "91-180", "181-365", "1-2y", "2-3y"} <= filled and "3y+" not in filled
    oldest = fees.value("SELECT min(due_date) FROM v_bill WHERE outstanding_fen > 0")
    assert "2023-07-02" <= oldest <= "2023-09-30", "its three years end within a season"
    standing = promises.promises(fees, fees.now)
    assert {row["state"] for row in standing} == {"kept", "due", "broken", "pending"}
    assert [row["unit"] for row in standing if row["state"] == "due"] == ["3-2-501"]
    assert {"2026-06-30"} & {row["promise_date"] for row in standing if row["state"] == "broken"}
    assert fees.value("SELECT count(DISTINCT why) FROM fee_reminder") >= 4
    assert fees.value("SELECT count(*) FROM fee_reminder WHERE evidence_number IS NOT NULL") >= 5
    assert fees.value("SELECT count(DISTINCT method) FROM fee_payment") >= 6
    assert fees.value("SELECT count(*) FROM fee_refund") == 1
    assert fees.value("SELECT count(*) FROM fee_waiver WHERE approved_by IS NOT NULL") >= 5


def test_a_home_was_sold_and_its_debt_stayed_with_who_owed_it(fees: Database) -> None:
    rows = fees.rows("SELECT debtor, outstanding_fen FROM v_bill WHERE unit = '1-1-2302' ORDER BY period_start, id")
    assert rows[-1]["debtor"] == "孟晓明" != rows[0]["debtor"]
    assert sum(row["outstanding_fen"] for row in rows if row["debtor"] != "孟晓明") > 0


def test_vacant_homes_pay_seven_tenths(fees: Database) -> None:
    vacant = fees.column(
        """SELECT DISTINCT json_extract(b.rule, '$.share') FROM fee_bill b JOIN unit u ON u.id = b.unit_id
        WHERE u.kind = 'home' AND u.state = 'vacant' AND b.source = 'run'"""
    )
    assert vacant == ["0.7"]


@pytest.mark.parametrize("now", ["2028-02-29T12:00", "2026-12-31T23:30"])
def test_can_be_built_on_any_day(tmp_path: Path, now: str) -> None:
    clock.fix(now)
    demo.build(tmp_path / "demo.db")
    db = open_read(tmp_path / "demo.db", named=True)
    assert db.row("SELECT 1 FROM v_bill WHERE outstanding_fen > 0") is not None
    db.close()
    clock.fix(None)


def test_never_touches_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_bytes(b"mine")
    with pytest.raises(RuleError):
        demo.build(path)
    assert path.read_bytes() == b"mine"


def test_the_command_builds_prints_the_report_and_says_how_to_look_around(butler: Butler) -> None:
    outcome = butler.ok("demo", lang="zh", now="2026-01-03T10:00")
    assert "示例花园" in outcome.out and "年度" in outcome.out
    assert "butler" in outcome.err
    assert butler.json("sql", "SELECT count(*) > 0 AS owed FROM v_bill WHERE outstanding_fen > 0") == [{"owed": 1}]
    before = butler.path.read_bytes()
    again = butler("demo")
    assert again.code == 4
    assert butler.path.read_bytes() == before
