"""Figures of the patrol, counted by hand: windows, late and repeated results, extra rounds, faults and their tickets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from butlercli.kit.figures.reading import explain, figures
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures import snapshot as snapshots
from butlercli.nouns.patrol.figures import tables as group_tables
from butlercli.store.database import open_read, open_write
from tests.bench.patrol_data import patrol_history
from tests.nouns.patrol.walks import Walks

LATER = "2026-12-31 23:59"


@pytest.fixture
def walks(tmp_path: Path) -> Iterator[Walks]:
    made = Walks(tmp_path / "butler.db")
    yield made
    made.db.close()


def test_before_any_round_counts_are_none_and_rates_have_their_denominators(walks: Walks) -> None:
    found = walks.figures("2026-03-02 12:00")
    assert found["patrol.faults"].value is None
    assert (found["patrol.rectification_rate"].value, found["patrol.rectification_rate"].denominator) == (None, 0)
    # Three windows have ended: 早巡 of the 1st and the 2nd, 夜巡 of the 1st.
    assert walks.pair("round_completion_rate", "2026-03-02 12:00") == (0, 3)
    assert walks.pair("point_coverage", "2026-03-02 12:00") == (0, 8)
    assert found["patrol.on_time_rate"].value is None
    walks.log("早巡", "2026-03-03 08:30")
    assert walks.figures("2026-03-03 09:00")["patrol.faults"].value == 0
    assert walks.figures("2026-03-02 23:00")["patrol.faults"].value is None
    assert [key for key in walks.figures(LATER) if key.count(".") > 1] == []


def test_a_round_is_expected_once_its_window_has_ended(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30")
    assert walks.pair("round_completion_rate", "2026-03-01 09:59") == (0, 0)
    assert walks.pair("round_completion_rate", "2026-03-01 10:00") == (1, 1)
    # What was entered counts from the moment it was seen on.
    assert walks.pair("all_ok_share", "2026-03-01 08:30") == (3, 3)


def test_a_window_past_midnight_belongs_to_the_day_and_the_month_it_began(walks: Walks) -> None:
    walks.log("夜巡", "2026-04-01 01:30")
    days: dict[str, Any] = {"start": "2026-03-31", "end": "2026-03-31", "kind": "day"}
    assert walks.pair("round_completion_rate", "2026-04-01 01:59", **days) == (0, 1)
    assert walks.pair("round_completion_rate", "2026-04-01 02:00", **days) == (1, 2)
    assert walks.pair("on_time_rate", "2026-04-01 02:00", **days) == (1, 1)
    first = {"start": "2026-04-01", "end": "2026-04-01", "kind": "day"}
    assert walks.pair("all_ok_share", LATER, **first) == (0, 0)


def test_late_partial_and_skipped_rounds(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 10:01")  # done, but late
    walks.log("早巡", "2026-03-02 08:30", all_ok=False, PUMP="ok", LIFT="ok")  # a point is missing
    walks.log("早巡", "2026-03-03 08:30", GATE="skipped")  # skipped is not looked at
    walks.log("早巡", "2026-03-04 07:00")  # early is done, not on time
    days: dict[str, Any] = {"start": "2026-03-01", "end": "2026-03-05", "kind": "range"}
    as_of = "2026-03-05 12:00"
    assert walks.pair("round_completion_rate", as_of, **days) == (2, 9)
    assert walks.pair("on_time_rate", as_of, **days) == (0, 2)
    assert walks.pair("point_coverage", as_of, **days) == (3 + 2 + 2 + 3, 5 * 3 + 4 * 2)
    assert walks.pair("all_ok_share", as_of, **days) == (3 + 2 + 3, 3 + 2 + 3 + 3)
    rows = group_tables.grouped(metrics.RoundSnapshot(walks.db, walks.span(as_of, **days)), "route")
    assert [
        (row["name"], row["expected"], row["done"], row["late"], row["partial"], row["missed"]) for row in rows
    ] == [
        ("早巡", 5, 1, 1, 2, 1),
        ("夜巡", 4, 0, 0, 0, 4),
    ]


def test_the_latest_line_of_a_point_is_its_state_and_every_fault_counts(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", GATE="skipped", PUMP="漏水")
    assert walks.pair("round_completion_rate", "2026-03-01 10:00") == (0, 1)
    walks.log("早巡", "2026-03-01 09:30", all_ok=False, again=True, GATE="ok", PUMP="还漏")
    assert walks.pair("round_completion_rate", "2026-03-01 10:00") == (1, 1)
    assert walks.pair("faults", "2026-03-01 10:00") == (2, None)
    walks.log("早巡", "2026-03-01 09:50", all_ok=False, again=True, GATE="skipped")
    assert walks.pair("round_completion_rate", "2026-03-01 10:00") == (0, 1)
    assert walks.pair("point_coverage", "2026-03-01 10:00") == (2, 3)


def test_what_is_typed_more_than_a_day_later_is_late_whatever_its_code(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", typed="2026-03-02 08:30")  # 24 hours: not more
    walks.log("早巡", "2026-03-02 08:30", typed="2026-03-03 08:31", LIFT="ok")
    assert walks.pair("late_entry_rate", LATER, start="2026-03-01", end="2026-03-02") == (3, 6)
    entries = walks.db.column("SELECT DISTINCT entry FROM patrol_result ORDER BY 1")
    assert entries == ["all-ok", "late"]


def test_extra_rounds_are_outside_the_rates_but_their_faults_count(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", PUMP="漏水")
    walks.pause("早巡", "2026-03-01", "2026-03-01")
    walks.pause("夜巡", "2026-03-01", "2026-03-31")
    days: dict[str, Any] = {"start": "2026-03-01", "end": "2026-03-01", "kind": "day"}
    assert walks.pair("round_completion_rate", LATER, **days) == (0, 0)
    assert walks.pair("all_ok_share", LATER, **days) == (0, 0)
    assert walks.pair("faults", LATER, **days) == (1, None)
    assert walks.pair("rectification_rate.water", LATER, **days) == (0, 1)
    walks.log("夜巡", "2026-03-05 12:00", ROOF="门坏")
    assert walks.pair("faults", LATER, start="2026-03-05", end="2026-03-05") == (1, None)
    rows = explain(metrics.RoundSnapshot(walks.db, walks.span(LATER)), "patrol.faults")
    assert rows is not None
    assert [(row["window"], row["point"], row["note"]) for row in rows] == [
        ("08:00-10:00", "PUMP", "漏水"),
        (None, "ROOF", "门坏"),
    ]


def test_a_fault_is_rectified_from_its_repair_on_until_it_is_open_again(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", PUMP="漏水")
    ticket = walks.ticket("PUMP")
    walks.resolve(ticket, "2026-03-02 15:00")
    assert walks.pair("rectification_rate", "2026-03-02 14:59") == (0, 1)
    assert walks.pair("rectification_rate", "2026-03-02 15:00") == (1, 1)
    walks.log("早巡", "2026-03-03 08:30", PUMP="又漏")  # joins and opens it again: neither is rectified
    assert walks.ticket("PUMP") == ticket
    assert walks.pair("rectification_rate", "2026-03-03 08:29") == (1, 1)
    assert walks.pair("rectification_rate", "2026-03-03 08:30") == (0, 2)
    walks.resolve(ticket, "2026-03-04 09:00")
    assert walks.pair("rectification_rate.water", LATER) == (2, 2)


def test_a_ticket_cancelled_first_and_linked_later_is_a_duplicate_from_then_on(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", PUMP="漏水", LIFT="异响")
    pump, lift = walks.ticket("PUMP"), walks.ticket("LIFT")
    walks.cancel(pump, "2026-03-01 12:00")
    walks.resolve(lift, "2026-03-01 13:00")
    walks.duplicate(pump, lift, "2026-03-03 09:00")
    assert walks.pair("rectification_rate", "2026-03-02 12:00") == (1, 2)
    assert walks.pair("rectification_rate", LATER) == (2, 2)


def test_a_duplicate_counts_by_the_ticket_it_stands_for(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", PUMP="漏水", LIFT="进水", GATE="积水")
    pump, lift, gate = (walks.ticket(code) for code in ("PUMP", "LIFT", "GATE"))
    walks.duplicate(gate, lift, "2026-03-01 12:00")
    walks.duplicate(lift, pump, "2026-03-01 13:00")
    walks.resolve(pump, "2026-03-02 09:00")
    assert walks.pair("rectification_rate", "2026-03-02 08:59") == (0, 3)
    assert walks.pair("rectification_rate", "2026-03-02 09:00") == (3, 3)
    walks.reopen(gate, "2026-03-05 09:00")  # the link is only related from now on
    assert walks.pair("rectification_rate", LATER) == (2, 3)
    assert walks.pair("rectification_rate", "2026-03-05 08:59") == (3, 3)
    rows = explain(metrics.RoundSnapshot(walks.db, walks.span(LATER)), "patrol.rectification_rate")
    assert rows is not None
    assert [(row["ticket_id"], row["stands_for"], row["in_numerator"]) for row in rows] == [
        (pump, None, True),
        (lift, pump, True),
        (gate, None, False),
    ]


def test_a_cancelled_ticket_rectifies_nothing(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", PUMP="漏水")
    walks.resolve(walks.ticket("PUMP"), "2026-03-01 15:00")
    walks.cancel(walks.ticket("PUMP"), "2026-03-02 09:00")
    assert walks.pair("rectification_rate", "2026-03-01 20:00") == (1, 1)
    assert walks.pair("rectification_rate", LATER) == (0, 1)


def test_the_records_behind_a_figure_are_as_many_as_it_says(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", typed="2026-03-03 09:00", GATE="skipped", PUMP="漏水", by="小陈")
    walks.log("早巡", "2026-03-02 08:30", by="小陈")
    walks.log("夜巡", "2026-03-02 23:30", ROOF="ok", all_ok=False)
    walks.resolve(walks.ticket("PUMP"), "2026-03-05 09:00")
    snapshot = metrics.RoundSnapshot(walks.db, walks.span("2026-03-06 12:00"))
    for figure in figures(snapshot):
        records = explain(snapshot, figure.key)
        assert records is not None, figure.key
        assert len(records) == (figure.numerator if figure.denominator is None else figure.denominator), figure.key
        assert sum(row["in_numerator"] for row in records) == figure.numerator, figure.key
    never_logged = [row for row in explain(snapshot, "patrol.round_completion_rate") or [] if row["id"] is None]
    assert {(row["state"], row["covered"]) for row in never_logged} == {("missed", 0)}
    assert explain(snapshot, "patrol.faults.gas") is None
    assert explain(snapshot, "ticket.total") is None


def test_groups_by_point_facility_month_and_person(walks: Walks) -> None:
    walks.log("早巡", "2026-03-01 08:30", GATE="skipped", PUMP="漏水", by="小陈")
    walks.log("夜巡", "2026-03-01 23:30", by="小周")
    snapshot = metrics.RoundSnapshot(walks.db, walks.span("2026-03-02 10:00"))
    points = {row["code"]: row for row in group_tables.grouped(snapshot, "point")}
    assert [(code, row["expected"], row["done"], row["skipped"], row["faults"]) for code, row in points.items()] == [
        ("PUMP", 2, 1, 0, 1),
        ("GATE", 3, 1, 1, 0),
        ("LIFT", 2, 1, 0, 0),
        ("ROOF", 1, 1, 0, 0),
    ]
    facilities = {row["code"]: row["expected"] for row in group_tables.grouped(snapshot, "facility")}
    assert facilities == {"PUMP-1": 2, "LIFT-1": 2, None: 4}
    people = {row["code"]: (row["rounds"], row["lines"]) for row in group_tables.grouped(snapshot, "person")}
    assert people == {"小陈": (1, 3), "小周": (1, 2)}
    assert [(row["code"], row["expected"]) for row in group_tables.grouped(snapshot, "month")] == [("2026-03", 3)]


def test_repeated_faults_are_three_within_ninety_days(walks: Walks) -> None:
    for day in ("2026-03-01", "2026-04-10", "2026-05-30"):
        walks.log("早巡", f"{day} 08:30", PUMP="漏水", LIFT="异响" if day > "2026-04" else "ok")
        walks.resolve(walks.ticket("PUMP"), f"{day} 08:31")
    days: dict[str, Any] = {"end": "2026-05-31", "kind": "range"}
    found = group_tables.repeated(walks.db, walks.span("2026-05-30 08:30", **days))
    assert [(row["facility"], row["count"], row["first"], row["last"]) for row in found] == [
        ("PUMP-1", 3, "2026-03-01T08:30:00", "2026-05-30T08:30:00")
    ]
    assert found[0]["open_tickets"] == [walks.ticket("PUMP")]
    # A minute more, and the first is out of the ninety days; a period that ended before knows nothing of the last.
    assert group_tables.repeated(walks.db, walks.span("2026-05-30 08:31", **days)) == []
    walks.log("早巡", "2026-05-30 09:00", all_ok=False, again=True, PUMP="还漏")
    walks.resolve(walks.ticket("PUMP"), "2026-05-30 15:00")
    after = group_tables.repeated(walks.db, walks.span("2026-05-30 15:00", **days))
    assert [(row["count"], row["open_tickets"]) for row in after] == [(3, [])]
    assert group_tables.repeated(walks.db, walks.span(LATER, end="2026-05-29", kind="range")) == []


def test_the_queries_go_by_their_indexes(tmp_path: Path) -> None:
    path = tmp_path / "butler.db"
    open_write(path).close()
    patrol_history(path, 1, routes=2, points=5)
    db = open_read(path, True)
    plans: list[str] = []
    params = {"first_day": "2025-03-01", "last_day": "2025-03-31", "as_of": "2026-01-01T00:00:00"}
    for sql in (snapshots._DUE, snapshots._SEEN):
        db.execute(sql.replace("{name}", "plan"))
    db.execute("CREATE INDEX temp.plan_due_round ON plan_due (round_id)")
    for sql in (snapshots._MATCH, snapshots._EXTRA, snapshots._LOOK):
        rows = db.connection.execute("EXPLAIN QUERY PLAN " + sql.replace("{name}", "plan"), params)
        plans.append(" / ".join(row[3] for row in rows))
    assert "patrol_round_place (route_id=? AND date=?" in plans[0]
    assert "patrol_round_date (date>? AND date<?)" in plans[1]
    assert "patrol_result_place (round_id=?)" in plans[2]
    assert "TEMP B-TREE FOR GROUP BY" not in plans[2]
    db.close()
