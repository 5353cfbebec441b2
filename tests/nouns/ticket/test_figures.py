"""Figures of tickets, counted by hand: links as of a moment, reopenings, nights, deferrals, late entries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from butlercli.kit.figures import reading
from butlercli.nouns.ticket.figures.metrics import TicketSnapshot
from tests.nouns.ticket.community import House

LATER = "2026-12-31 23:59"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "butler.db")
    yield made
    made.db.close()


def test_before_any_record_counts_are_none_and_after_it_zero(house: House) -> None:
    assert house.value("total") is None
    assert house.value("deferred") is None
    assert house.value("same_day_response_rate") is None
    house.add("2026-04-02 10:00")
    assert house.value("total") == 0
    assert house.value("deferred_hours") == 0
    assert house.value("same_day_response_rate") is None
    assert house.value("total", "2026-04-01 23:59") is None


def test_every_link_exists_from_its_own_time_on(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.respond(id, "2026-03-05 11:00")
    house.resolve(id, "2026-03-06 09:00")
    house.callback(id, "2026-03-07 18:00", score=4)
    steps = [
        ("2026-03-05 09:59", (0, 0), (0, 0), (0, 0), (0, 0)),
        ("2026-03-05 10:59", (0, 1), (0, 1), (0, 0), (0, 1)),
        ("2026-03-05 11:00", (1, 1), (0, 1), (0, 0), (0, 1)),
        ("2026-03-06 08:59", (1, 1), (0, 1), (0, 0), (0, 1)),
        ("2026-03-06 09:00", (1, 1), (1, 1), (0, 1), (0, 1)),
        ("2026-03-07 17:59", (1, 1), (1, 1), (0, 1), (0, 1)),
        ("2026-03-07 18:00", (1, 1), (1, 1), (1, 1), (1, 1)),
    ]
    for as_of, same_day, resolved, called, closed in steps:
        assert house.pair("same_day_response_rate", as_of) == same_day, as_of
        assert house.pair("resolution_rate", as_of) == resolved, as_of
        assert house.pair("callback_rate", as_of) == called, as_of
        assert house.pair("closed_loop_rate", as_of) == closed, as_of
    assert house.pair("satisfaction_rate", "2026-03-07 17:59") == (0, 0)
    assert house.value("satisfaction_rate", "2026-03-07 17:59") is None
    assert house.pair("satisfaction_rate", LATER) == (1, 1)
    assert house.value("score_mean") == 4


def test_a_reopening_clears_the_links_after_the_response_from_then_on(house: House) -> None:
    id = house.add("2026-03-05 10:00", kind="repair")
    house.respond(id, "2026-03-05 11:00")
    house.resolve(id, "2026-03-05 15:00")
    house.callback(id, "2026-03-05 16:00", score=5)
    house.close(id, "2026-03-05 16:30")
    house.reopen(id, "2026-03-09 08:00")
    assert house.pair("resolution_rate", "2026-03-09 07:59") == (1, 1)
    assert house.pair("score_coverage", "2026-03-09 07:59") == (1, 1)
    assert house.pair("resolution_rate", "2026-03-09 08:00") == (0, 1)
    assert house.pair("score_coverage", "2026-03-09 08:00") == (0, 0)
    assert house.pair("same_day_response_rate", "2026-03-09 08:00") == (1, 1)
    assert house.pair("reopen_rate", "2026-03-09 07:59") == (0, 1)
    assert house.pair("rework_rate", "2026-03-09 08:00") == (1, 1)
    house.resolve(id, "2026-03-10 10:00")
    assert house.pair("resolution_rate", LATER) == (1, 1)
    assert house.pair("callback_rate", LATER) == (0, 1)
    assert house.value("resolution_hours_median") == 120  # from creation to the handling that holds
    # The month printed again as of the evening before the reopening says what it said then.
    assert house.pair("satisfaction_rate", "2026-03-08 23:59") == (1, 1)


def test_an_unhappy_callback_reopens_and_takes_its_own_answer_with_it(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.resolve(id, "2026-03-05 15:00")
    house.callback(id, "2026-03-06 10:00", score=1, unhappy=True)
    assert house.pair("satisfaction_rate", LATER) == (0, 0)
    assert house.pair("answered_rate", LATER) == (0, 1)
    assert house.pair("reopen_rate", LATER) == (1, 1)
    assert house.pair("rework_rate", LATER) == (0, 0)


def test_three_attempts_in_vain_satisfy_the_callback_two_do_not(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.resolve(id, "2026-03-05 15:00")
    for hour in ("16:00", "17:00", "18:00"):
        house.callback(id, f"2026-03-05 {hour}", unreached=True)
    assert house.pair("callback_rate", "2026-03-05 17:59") == (0, 1)
    assert house.pair("callback_rate", "2026-03-05 18:00") == (1, 1)
    assert house.pair("answered_rate", LATER) == (1, 1)
    assert house.pair("closed_loop_rate", LATER) == (1, 1)
    assert house.pair("score_coverage", LATER) == (0, 1)


def test_the_callback_in_vain_was_typed_when_the_third_attempt_was(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.resolve(id, "2026-03-05 15:00")
    for hour, typed in (("16:00", None), ("17:00", None), ("18:00", "2026-03-09 10:00"), ("19:00", None)):
        house.callback(id, f"2026-03-05 {hour}", typed=typed, unreached=True)
    assert house.pair("late_entry_rate", "2026-03-05 17:00") == (0, 3)
    assert house.pair("late_entry_rate", LATER) == (2, 5)  # callback and feedback are the third attempt


def test_attempts_before_a_reopening_count_no_more(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.resolve(id, "2026-03-05 15:00")
    for hour in ("16:00", "17:00"):
        house.callback(id, f"2026-03-05 {hour}", unreached=True)
    house.reopen(id, "2026-03-06 08:00")
    house.resolve(id, "2026-03-06 09:00")
    house.callback(id, "2026-03-06 10:00", unreached=True)
    assert house.pair("callback_rate", LATER) == (0, 1)


def test_what_comes_in_at_night_is_answered_in_time_by_noon(house: House) -> None:
    in_time = house.add("2026-03-05 21:00")
    house.respond(in_time, "2026-03-06 12:00")
    late = house.add("2026-03-05 23:30")
    house.respond(late, "2026-03-06 12:01")
    before_nine = house.add("2026-03-05 20:59")
    house.respond(before_nine, "2026-03-06 08:00")
    assert house.pair("same_day_response_rate", LATER) == (1, 3)


def test_the_night_of_a_ticket_is_the_one_that_was_set_when_it_came_in(house: House) -> None:
    from butlercli.kit import settings

    old = house.add("2026-03-05 21:30")
    with house.on("2026-03-06 00:00") as db:
        settings.store(db, "night_from", "22:00")
        settings.store(db, "night_until", "10:30")
    new = house.add("2026-03-06 21:30")
    newest = house.add("2026-03-06 22:30")
    house.respond(old, "2026-03-06 11:30")
    house.respond(new, "2026-03-07 10:00")
    house.respond(newest, "2026-03-07 10:30")
    assert house.pair("same_day_response_rate", LATER) == (2, 3)


def test_deadlines_that_have_not_come_count_for_nobody(house: House) -> None:
    house.add("2026-03-05 10:00", kind="repair")  # response by 23:59:59, handling within 48 h
    assert house.pair("response_on_time_rate", "2026-03-05 23:00") == (0, 0)
    assert house.pair("response_on_time_rate", "2026-03-06 00:00") == (0, 1)
    assert house.pair("resolution_on_time_rate", "2026-03-07 09:59") == (0, 0)
    assert house.pair("resolution_on_time_rate", "2026-03-07 10:00") == (0, 1)


def test_a_deferral_moves_the_deadline_and_resuming_moves_it_back(house: House) -> None:
    id = house.add("2026-03-05 10:00", kind="repair")
    house.respond(id, "2026-03-05 10:30")
    house.defer(id, "2026-03-06 10:00", "2026-03-10 10:00")  # due 7 March + 96 h = 11 March 10:00
    house.resume(id, "2026-03-08 10:00")  # 48 h were not needed: due 9 March 10:00
    house.resolve(id, "2026-03-09 11:00")
    assert house.pair("resolution_on_time_rate", "2026-03-07 23:00") == (0, 0)
    assert house.pair("resolution_on_time_rate", "2026-03-09 10:30") == (0, 1)
    assert house.pair("resolution_on_time_rate", LATER) == (0, 1)
    assert house.value("deferred") == 1
    assert house.value("deferred_hours") == 48
    assert house.value("deferred_hours", "2026-03-07 10:00") == 24
    assert house.value("deferred", "2026-03-06 09:59") == 0


def test_a_deferral_ends_at_its_day_without_a_step(house: House) -> None:
    id = house.add("2026-03-05 10:00", kind="repair")
    house.defer(id, "2026-03-05 12:00", "2026-03-06 12:00")
    assert house.value("deferred_hours") == 24
    house.defer(id, "2026-03-06 13:00", "2026-03-07 13:00")
    assert house.value("deferred") == 2
    assert house.value("deferred_hours") == 48


def test_third_parties_are_left_out_of_the_own_rate(house: House) -> None:
    for party, day in (("property", "06"), ("developer", "20"), ("contractor", "20")):
        id = house.add("2026-03-05 10:00", kind="repair", party=party)
        house.resolve(id, f"2026-03-{day} 09:00")
    assert house.pair("resolution_on_time_rate", LATER) == (1, 3)
    assert house.pair("resolution_on_time_rate.own", LATER) == (1, 1)


def test_cancelled_tickets_are_only_counted_as_cancelled(house: House) -> None:
    id = house.add("2026-03-05 10:00")
    house.respond(id, "2026-03-05 11:00")
    house.cancel(id, "2026-03-08 10:00")
    house.reopen(id, "2026-03-20 10:00")
    assert (house.value("total", "2026-03-08 09:59"), house.value("cancelled", "2026-03-08 09:59")) == (1, 0)
    assert (house.value("total", "2026-03-08 10:00"), house.value("cancelled", "2026-03-08 10:00")) == (0, 1)
    assert house.value("same_day_response_rate", "2026-03-08 10:00") is None
    assert (house.value("total"), house.value("cancelled")) == (1, 0)


def test_tickets_nobody_reported_owe_nobody_an_answer(house: House) -> None:
    patrol = house.add("2026-03-05 10:00", kind="repair", source="patrol", place="泵房")
    house.resolve(patrol, "2026-03-05 15:00")
    house.verify(patrol, "2026-03-05 16:00")
    assert house.pair("answered_rate", LATER) == (0, 0)
    assert house.pair("callback_rate", LATER) == (0, 0)
    named = house.add("2026-03-05 10:00", kind="repair", source="patrol", reporter="钱先生")
    house.resolve(named, "2026-03-05 15:00")
    assert house.pair("answered_rate", LATER) == (0, 1)
    consult = house.add("2026-03-05 10:00", kind="consult")
    house.respond(consult, "2026-03-09 10:00")
    assert house.pair("answered_rate", LATER) == (1, 2)


def test_percentiles_are_interpolated(house: House) -> None:
    for minutes in (10, 20, 40, 50):
        id = house.add("2026-03-05 10:00", kind="repair")
        house.respond(id, f"2026-03-05 10:{minutes}")
        house.resolve(id, f"2026-03-05 {10 + minutes // 10}:00")
    assert house.value("response_minutes_median") == 30
    assert house.value("resolution_hours_median") == 3  # of 1, 2, 4, 5
    assert house.value("resolution_hours_p90") == pytest.approx(4.7)


def test_late_entries_are_links_typed_more_than_a_day_after(house: House) -> None:
    id = house.add("2026-03-05 10:00", typed="2026-03-06 10:01")  # late
    house.respond(id, "2026-03-06 10:30", typed="2026-03-07 10:30")  # 24 h to the minute: not late
    house.resolve(id, "2026-03-07 11:00", typed="2026-03-09 11:00")  # late
    assert house.pair("late_entry_rate", LATER) == (2, 3)
    house.callback(id, "2026-03-09 12:00")  # callback and feedback, at once
    assert house.pair("late_entry_rate", LATER) == (2, 5)
    with house.on("2026-03-10 10:00") as db:
        db.execute("UPDATE ticket SET imported = 1")
    assert house.value("late_entry_rate") is None


def test_a_corrected_time_was_typed_when_it_was_first_noted(house: House) -> None:
    from butlercli.nouns.ticket.verbs import edit
    from tests.nouns.ticket.community import at

    id = house.add("2026-03-05 10:00")
    house.resolve(id, "2026-03-07 11:00")  # the response as well
    assert house.pair("late_entry_rate", LATER) == (0, 3)
    with house.on("2026-03-09 10:00") as db:
        edit.edit(db, [id], {}, {"resolved_at": at("2026-03-05 20:00")})
    assert house.pair("same_day_response_rate", LATER) == (1, 1)
    assert house.pair("late_entry_rate", LATER) == (2, 3)


def test_a_duplicate_hands_its_callback_over_from_then_on(house: House) -> None:
    from butlercli.nouns.ticket.verbs import course

    consult = house.add("2026-03-05 10:00", kind="consult")
    house.resolve(consult, "2026-03-05 12:00")
    complaint = house.add("2026-03-05 11:00")
    with house.on("2026-03-06 10:00") as db:
        course.link(db, complaint, consult, duplicate=True)
    assert house.pair("callback_rate", "2026-03-06 09:59") == (0, 0)
    assert house.pair("callback_rate", LATER) == (0, 1)


def test_units_that_complained_of_the_same_within_ninety_days(house: House) -> None:
    year = ("2026-01-01", "2026-12-31")

    def units() -> object:
        return house.figures(*year, LATER, "year")["ticket.repeat_complaint_units"].value

    house.add("2026-03-01 10:00", unit="3-2-501", category="noise")
    house.add("2026-05-30 10:00", unit="3-2-501", category="noise")  # 90 days to the minute
    house.add("2026-03-01 10:00", unit="3-2-502", category="noise")
    house.add("2026-05-30 10:01", unit="3-2-502", category="noise")  # a minute more
    house.add("2026-03-01 10:00", unit="3-2-503", category="noise")
    house.add("2026-03-02 10:00", unit="3-2-503", category="parking")
    house.add("2026-03-03 10:00", unit="3-2-503", category="noise", kind="repair")
    assert units() == 1
    house.add("2026-05-31 10:00", unit="3-2-502", category="noise")
    assert units() == 2


def test_arrivals_are_the_latest_pair_of_dispatch_and_arrival(house: House) -> None:
    id = house.add("2026-03-05 10:00", kind="repair")
    house.dispatch(id, "2026-03-05 10:00", "security")
    house.dispatch(id, "2026-03-05 10:30", "engineering")
    house.arrive(id, "2026-03-05 10:50")
    key = "department.engineering.arrive_minutes_median"
    march = ("2026-03-01", "2026-03-31")
    assert house.figures(*march, "2026-03-05 10:49")[key].value is None
    assert house.figures(*march, LATER)[key].value == 20
    assert house.figures(*march, LATER)["department.security.arrive_minutes_median"].value is None
    other = house.add("2026-03-05 12:00", kind="repair")
    house.dispatch(other, "2026-03-05 12:00")
    house.arrive(other, "2026-03-05 13:00")
    assert house.figures(*march, LATER)[key].value == 40


def test_the_period_before_is_equally_ripe(house: House) -> None:
    from datetime import date, datetime

    from butlercli.base.figures import Span

    february = house.add("2026-02-10 10:00")
    house.respond(february, "2026-02-10 11:00")
    house.resolve(february, "2026-03-02 10:00")
    march = Span(date(2026, 3, 1), date(2026, 3, 31), "month", datetime(2026, 3, 31, 23, 59, 59))
    before = march.before()
    assert (before.start, before.end) == (date(2026, 2, 1), date(2026, 2, 28))
    assert before.as_of == datetime(2026, 2, 28, 23, 59, 59)
    assert house.figures("2026-02-01", "2026-02-28", "2026-02-28 23:59")["ticket.resolution_rate"].value == 0
    leap = Span(date(2024, 1, 1), date(2024, 2, 29), "year", datetime(2024, 2, 29, 12)).before()
    assert (leap.end, leap.as_of) == (date(2023, 2, 28), datetime(2023, 2, 28, 12))
    clamped = Span(date(2026, 5, 1), date(2026, 5, 31), "month", datetime(2026, 5, 31, 8)).before()
    assert (clamped.end, clamped.as_of) == (date(2026, 4, 30), datetime(2026, 4, 30, 8))
    stretch = Span(date(2026, 3, 10), date(2026, 3, 19), "range", datetime(2026, 3, 25, 8)).before()
    assert (stretch.start, stretch.end) == (date(2026, 2, 28), date(2026, 3, 9))
    assert stretch.as_of == datetime(2026, 3, 15, 8)


def test_the_records_behind_a_figure_are_those_it_counts(house: House) -> None:
    from datetime import date, datetime

    from butlercli.base.figures import Span

    ids = [house.add(f"2026-03-{day:02} 10:00", kind=kind, unit="3-2-501", category="noise") for day, kind in
           ((1, "complaint"), (2, "complaint"), (3, "repair"), (4, "consult"))]  # fmt: skip
    for id in ids[:3]:
        house.dispatch(id, "2026-03-05 10:00", told="已派")
        house.arrive(id, "2026-03-05 10:20")
        house.resolve(id, "2026-03-06 10:00")
    house.callback(ids[0], "2026-03-07 10:00", score=2)
    house.defer(ids[3], "2026-03-05 10:00", "2026-03-06 10:00")
    span = Span(date(2026, 3, 1), date(2026, 3, 31), "month", datetime(2026, 4, 1))
    snapshot = TicketSnapshot(house.db, span)
    for figure in reading.figures(snapshot):
        records = reading.explain(snapshot, figure.key)
        assert records is not None
        if figure.unit == "share" and figure.key != "ticket.late_entry_rate":
            counted = sum(record["in_numerator"] for record in records)
            assert (counted, len(records)) == (figure.numerator, figure.denominator), figure.key
        elif figure.numerator is None:
            assert len(records) == figure.denominator, figure.key
    assert reading.explain(snapshot, "ticket.nothing") is None
    assert reading.explain(snapshot, "department.nobody.arrive_minutes_median") is None
