"""A change of a route: a new plan from its day on, or the plan of that day changed in place while no round is logged."""

from datetime import date

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store import usage
from butlercli.nouns.patrol.store.expect import DAY
from butlercli.nouns.patrol.verbs import plans, route_fields
from butlercli.store.database import Database


def replan(db: Database, route: Row, given: Row) -> tuple[list[Message], bool]:
    """Change what a route expects from a day on; returns the remarks, and whether anything changed.

    given: some of points, windows, every, until, since (None clears). What is not given stays, also
    the day a rule begins to count from. Raises RuleError (exit 4) for a day that is not after the last logged round.
    """
    changes = route_fields.read_plan(db, given)
    rows = store.plans(db, [route["id"]])
    since = _day(
        db, route, rows, date.fromisoformat(given["since"]) if "since" in given else None, changes.get("windows")
    )
    iso = since.isoformat()
    current = plans.now_plan(rows, iso)
    points = [point["id"] for point in usage.points_by_plan(db, [current["id"]])[current["id"]]]
    before = {name: points if name == "points" else current[name] for name in plans.FIELDS}
    different = {name: value for name, value in changes.items() if before[name] != value}
    earlier = iso < current["since"]
    if not changes and not _moves(db, rows, iso):
        raise UsageError(
            N_("--from says from which day a change holds."),
            hint=N_("Name the change as well: --points, --window, --every."),
        )
    if not different and (changes or iso == current["since"]) and not earlier:
        return [], False
    past = plans.Before(db, route["id"], min(since, date.fromisoformat(current["since"])))
    if set(different) == {"until"} and not earlier and _ends_in_place(current, different["until"], since):
        db.update("patrol_plan", current["id"], different)
        return [*_ending(route, different["until"]), *_later(rows, current, iso), *past.remarks()], True
    _write(db, rows, current, {**before, **different}, different, since)
    said = [
        Message(
            N_("The change of “{route}” holds from {date} on; until then it is walked as before."),
            route=route["name"],
            date=iso,
        )
    ]
    return [*said, *_later(rows, current, iso), *past.remarks()], True


def _later(rows: list[Row], current: Row, iso: str) -> list[Message]:
    later = [row["since"] for row in rows if row["since"] > iso and row is not current]
    said = N_("What was planned for later stays: a change from {dates} on.")
    return [Message(said, dates=later)] if later else []


def _day(db: Database, route: Row, rows: list[Row], asked: date | None, windows: str | None) -> date:
    """Return the day a change holds from: the one asked for, or the first that is possible.

    It is not today where a window would be over as soon as it is expected.
    """
    if asked is not None:
        plans.check_day(db, route, asked)
        since = asked
    else:
        today = db.now.date()
        wanted = (windows or plans.now_plan(rows, today.isoformat())["windows"]).split(" ")
        over = any(schedule.bounds(today, window)[1] <= db.now for window in wanted)
        first = max(plans.default_day(db, route["id"]), date.fromisoformat(rows[0]["since"]))
        since = max(first, today + DAY) if over else first
    if route["retired"] and route["retired"] <= since.isoformat():
        raise RuleError(
            N_("“{route}” is not walked any more since {date}."),
            hint=N_("Take it into use again: {command}."),
            code="retired",
            route=route["name"],
            date=route["retired"],
            command=f"butler patrol route retire {route['name']} --back",
        )
    return since


def _moves(db: Database, rows: list[Row], iso: str) -> bool:
    """Say whether a day alone is a change: the beginning of a route of which no round is logged, put elsewhere."""
    first = rows[0]
    if usage.has_rounds(db, first["id"]):
        return False
    begun = first["since"] < db.now.date().isoformat()
    return iso < first["since"] or (not begun and (len(rows) == 1 or iso < rows[1]["since"]))


def _ends_in_place(current: Row, until: str | None, since: date) -> bool:
    """Say whether a plan's end can be put elsewhere without touching what it expected before a day."""
    last = (since - DAY).isoformat()
    kept = current["until"] is None or current["until"] >= last
    return kept and (until is None or until >= max(last, current["since"]))


def _ending(route: Row, until: str | None) -> list[Message]:
    if until is None:
        return [Message(N_("“{route}” goes on without an end."), route=route["name"])]
    return [Message(N_("“{route}” is walked until {date}."), route=route["name"], date=until)]


def _write(db: Database, rows: list[Row], current: Row, after: Row, different: Row, since: date) -> None:
    iso = since.isoformat()
    points = after.pop("points")
    anchor = iso if "every" in different else min(current["anchor"], iso)
    values = {**after, "since": iso, "anchor": anchor}
    schedule.check_some_day(values["every"], date.fromisoformat(anchor))
    if values["until"] is not None and values["until"] < iso:
        _refuse_end(values["until"], since, given="until" in different)
    moves = current is rows[0] and (iso < current["since"] or not different)
    if (moves or current["since"] == iso) and not usage.has_rounds(db, current["id"]):
        usage.change_plan(db, current, values, points)
    elif current["since"] == iso:
        raise RuleError(
            N_("A round was logged under the plan of {date} already."),
            hint=N_("The first possible day is {first}."),
            code="rounds_logged",
            date=iso,
            first=(since + DAY).isoformat(),
        )
    else:
        usage.insert_plan(db, current["route_id"], values, points)


def _refuse_end(until: str, since: date, *, given: bool) -> None:
    if given:
        raise UsageError(N_("The range ends before it begins: {start} … {end}."), start=since.isoformat(), end=until)
    raise UsageError(
        N_("The plan ended on {end}; say until when it holds now."),
        hint=N_("For example: {example}, or {open} for no end."),
        end=until,
        example=f"--until {(since + 90 * DAY).isoformat()}",
        open="--until ''",
    )
