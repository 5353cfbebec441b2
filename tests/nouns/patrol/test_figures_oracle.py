"""Random weeks, logged through the real verbs: the SQL figures against a plain reading of the rows, one by one."""

import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.base.dates.civil import month_end
from butlercli.base.errors import ButlerError
from butlercli.base.figures import Span
from butlercli.kit.figures import reading
from butlercli.kit.figures.reading import explain
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures import tables as group_tables
from tests.nouns.patrol.walks import Walks

Row = dict[str, Any]
FIRST = datetime(2026, 3, 1)
RESULTS = st.sampled_from(("ok", "skipped", "漏水", None, None))
WALK = st.fixed_dictionaries(
    {
        "do": st.just("log"),
        "route": st.sampled_from(("早巡", "早巡", "夜巡")),
        # Within a window, a little beside it, or at any time of two weeks.
        "minutes": st.one_of(
            st.builds(lambda day, minute: day * 1440 + minute, st.integers(0, 13), st.integers(450, 630)),
            st.builds(lambda day, minute: day * 1440 + minute, st.integers(0, 13), st.integers(1310, 1570)),
            st.integers(0, 20 * 1440),
        ),
        "typed": st.sampled_from((0, 0, 0, 5, 1440, 1441, 4000)),
        "all_ok": st.booleans(),
        "again": st.booleans(),
        "results": st.tuples(RESULTS, RESULTS, RESULTS),
    }
)
STEP = st.fixed_dictionaries(
    {
        "do": st.sampled_from(("resolve", "resolve", "reopen", "cancel", "duplicate")),
        "ticket": st.integers(1, 6),
        "other": st.integers(1, 6),
        "minutes": st.integers(0, 20 * 1440),
    }
)
CODES = {"早巡": ("PUMP", "LIFT", "GATE"), "夜巡": ("ROOF", "GATE", "GATE")}
# 早巡 goes without GATE from the 9th on, in two windows; 夜巡 rests on the 5th and 6th and ends with the 12th.
WINDOWS = {"早巡": ((8, 10), (14, 16)), "夜巡": ((22, 26),)}
CHANGED, PAUSE, RETIRED = date(2026, 3, 9), (date(2026, 3, 5), date(2026, 3, 6)), date(2026, 3, 13)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("patrol_oracle") / "template.db"
    walks = Walks(path)
    with walks.on("2026-02-28 01:00"):
        walks.plan("早巡", CHANGED.isoformat(), "08:00-10:00 14:00-16:00", ("PUMP", "LIFT"))
        walks.db.update("patrol_route", walks.routes["夜巡"], {"retired": RETIRED.isoformat()})
    walks.pause("夜巡", PAUSE[0].isoformat(), PAUSE[1].isoformat())
    walks.db.close()
    return path


def opened(path: Path) -> Walks:
    """Return the walks of a copied file."""
    from butlercli.store.database import open_write

    walks = Walks.__new__(Walks)
    walks.db = open_write(path)
    walks.points = {row["code"]: row["id"] for row in walks.db.rows("SELECT id, code FROM patrol_point")}
    walks.routes = {row["name"]: row["id"] for row in walks.db.rows("SELECT id, name FROM patrol_route")}
    return walks


def play(walks: Walks, plan: Row, second: int) -> None:
    """Do one thing, each in a second of its own; what the rules refuse changes nothing."""
    moment = FIRST + timedelta(minutes=plan["minutes"], seconds=second)
    try:
        if plan["do"] == "log":
            codes = CODES[plan["route"]]
            results = {code: text for code, text in zip(codes, plan["results"], strict=True) if text}
            typed = moment + timedelta(minutes=plan["typed"])
            options = {"all_ok": plan["all_ok"], "again": plan["again"]}
            walks.log(plan["route"], moment, typed=typed, **options, **results)
        elif plan["do"] == "duplicate":
            walks.duplicate(plan["ticket"], plan["other"], moment)
        else:
            getattr(walks, plan["do"])(plan["ticket"], moment)
    except ButlerError:
        pass


# --- the oracle ---------------------------------------------------------------------------------------


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def expected_of(route: str, day: date) -> list[tuple[str, str, int]]:
    """Return the windows and the number of points that a route expects of a day: the plans read out loud."""
    if day < FIRST.date():
        return []
    if route == "夜巡" and (PAUSE[0] <= day <= PAUSE[1] or day >= RETIRED):
        return []
    windows = WINDOWS[route] if day >= CHANGED else WINDOWS[route][:1]
    points = 3 if route == "早巡" and day < CHANGED else 2
    midnight = datetime.combine(day, time())
    return [(stamp(midnight + timedelta(hours=b)), stamp(midnight + timedelta(hours=e)), points) for b, e in windows]


class House:
    """Every row of the file, read once, and what they say at a moment."""

    def __init__(self, walks: Walks, as_of: str) -> None:
        db = walks.db
        self.as_of = as_of
        self.routes = {row["id"]: row["name"] for row in db.rows("SELECT id, name FROM patrol_route")}
        self.rounds = db.rows("SELECT * FROM patrol_round")
        self.lines = db.rows(
            """SELECT s.*, f.kind, f.code AS facility FROM patrol_result s JOIN patrol_point q ON q.id = s.point_id
            LEFT JOIN facility f ON f.id = q.facility_id"""
        )
        self.lines = [line for line in self.lines if line["at"] <= as_of]
        self.events = [e for e in db.rows("SELECT * FROM ticket_event ORDER BY id") if e["at"] <= as_of]
        self.links = db.rows("SELECT * FROM ticket_link")

    def of(self, round_row: Row | None) -> list[Row]:
        """Return the lines of a round in the order of their times."""
        own = [line for line in self.lines if round_row and line["round_id"] == round_row["id"]]
        return sorted(own, key=lambda line: str(line["at"]))

    def stands(self, ticket: int) -> bool:
        """Say whether a ticket, or the one it stands for, is handled."""
        state, said = "new", ""
        for event in self.events:
            if event["ticket_id"] == ticket:
                if event["reopens"]:
                    state = "open"
                elif event["verb"] in ("resolve", "cancel"):
                    state, said = event["verb"], event["note"]
        if state == "cancel":
            for link in self.links:
                same = link["relation"] == "duplicate" or said == f"= T{link['other_id']}"
                if link["ticket_id"] == ticket and same:
                    return self.stands(link["other_id"])
        return state == "resolve"


def oracle(walks: Walks, span: Span) -> dict[str, Any]:
    """Return numerator and denominator of every figure by key."""
    house = House(walks, span.params["as_of"])
    rates = {name: [0, 0] for name in ("completion", "coverage", "on_time", "all_ok", "late")}
    day = span.start
    while day <= span.end:
        for id, route in house.routes.items():
            for start, end, points in expected_of(route, day):
                place = (id, day.isoformat(), start)
                rows = [row for row in house.rounds if (row["route_id"], row["date"], row["window_start"]) == place]
                count(rates, house.of(rows[0] if rows else None), points, start, end, house.as_of)
        day += timedelta(days=1)
    found: dict[str, Any] = {
        "patrol.round_completion_rate": tuple(rates["completion"]),
        "patrol.point_coverage": tuple(rates["coverage"]),
        "patrol.on_time_rate": tuple(rates["on_time"]),
        "patrol.all_ok_share": tuple(rates["all_ok"]),
        "patrol.late_entry_rate": tuple(rates["late"]),
    }
    dated = {row["id"] for row in house.rounds if span.start.isoformat() <= row["date"] <= span.end.isoformat()}
    faults = [line for line in house.lines if line["result"] == "fault" and line["round_id"] in dated]
    begun = any(row["started_at"] <= house.as_of for row in house.rounds)
    for suffix, some in [("", faults)] + [
        (f".{kind}", own)
        for kind in ("elevator", "water")
        if (own := [line for line in faults if line["kind"] == kind])
    ]:
        found[f"patrol.faults{suffix}"] = (len(some) if begun else None, None)
        found[f"patrol.rectification_rate{suffix}"] = (sum(house.stands(line["ticket_id"]) for line in some), len(some))
    return found


def count(rates: dict[str, list[int]], lines: list[Row], points: int, start: str, end: str, as_of: str) -> None:
    """Add one expected round."""
    latest = {line["point_id"]: line["result"] for line in lines}
    covered = sum(result in ("ok", "fault") for result in latest.values())
    rates["all_ok"][0] += sum(line["entry"] == "all-ok" for line in lines)
    rates["late"][0] += sum(
        datetime.fromisoformat(line["entered_at"] or line["at"]) - datetime.fromisoformat(line["at"])
        > timedelta(days=1)
        for line in lines
    )
    for name in ("all_ok", "late"):
        rates[name][1] += len(lines)
    if end > as_of:
        return
    done = covered == points
    rates["completion"][0] += done
    rates["completion"][1] += 1
    rates["coverage"][0] += covered
    rates["coverage"][1] += points
    if done:
        rates["on_time"][0] += all(start <= line["at"] <= end for line in lines)
        rates["on_time"][1] += 1


def compare(walks: Walks, span: Span) -> None:
    """Assert that every figure of a span is what the rows say, and that its records are as many."""
    snapshot = metrics.RoundSnapshot(walks.db, span)
    figures = reading.figures(snapshot)
    assert {figure.key: (figure.numerator, figure.denominator) for figure in figures} == oracle(walks, span)
    for figure in figures:
        records = explain(snapshot, figure.key)
        assert records is not None
        assert sum(row["in_numerator"] for row in records) == (figure.numerator or 0), figure.key
        assert figure.denominator in (None, len(records)), figure.key
    groups = group_tables.grouped(snapshot, "route")
    assert sum(row["done"] + row["late"] for row in groups) == figures[0].numerator
    assert sum(row["expected"] for row in groups) == figures[0].denominator
    for by in ("point", "facility"):
        rows = group_tables.grouped(snapshot, by)
        assert (sum(row["done"] for row in rows), sum(row["expected"] for row in rows)) == (
            figures[1].numerator,
            figures[1].denominator,
        )
    assert sum(row["lines"] for row in group_tables.grouped(snapshot, "person")) == figures[3].denominator


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    plans=st.lists(st.one_of(WALK, WALK, WALK, STEP), min_size=4, max_size=24),
    days=st.lists(st.integers(0, 60 * 24 * 20), min_size=3, max_size=3),
)
def test_the_figures_are_those_of_the_rows(template: Path, tmp_path: Path, plans: list[Row], days: list[int]) -> None:
    path = tmp_path / "example.db"
    shutil.copy(template, path)
    walks = opened(path)
    try:
        for second, plan in enumerate(plans):
            play(walks, plan, second)
        for minutes in days:
            moment = FIRST + timedelta(minutes=minutes)
            day = moment.date()
            month = Span(day.replace(day=1), month_end(day), "month", moment)
            some = Span(max(FIRST.date(), day - timedelta(days=5)), day, "range", moment)
            later = Span(some.start, some.end, "range", datetime(2026, 12, 31))
            for span in (month, month.before(), some, later):
                compare(walks, span)
    finally:
        walks.db.close()
