"""The verbs on routes: add, list, show, edit; and a route as JSON. Pauses and retirement are in `pauses`."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.kit import naming, texts
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import rounds as store_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store import usage as store_plan
from butlercli.nouns.patrol.store.expect import DAY, Expected, Planner, unknown_years
from butlercli.nouns.patrol.verbs import plans
from butlercli.store.database import Database

Row = dict[str, Any]
PLAN_FIELDS = ("points", "windows", "every", "until")


# --- as JSON ----------------------------------------------------------------------------------------


def now_plan(rows: Sequence[Row], today: str) -> Row:
    """Return the plan that says how a route is walked: the one in force on a day, else the first to come."""
    return next((row for row in reversed(rows) if row["since"] <= today), rows[0])


def point_ids_now(db: Database, route: Row) -> list[int]:
    """Return the points of a route as it is walked today, in their order."""
    plan = now_plan(store.plans(db, [route["id"]]), db.now.date().isoformat())
    return [point["id"] for point in store_plan.points_by_plan(db, [plan["id"]])[plan["id"]]]


def records(db: Database, rows: Sequence[Row]) -> tuple[list[Row], set[int]]:
    """Return routes as JSON, and the years to come that the official calendar does not know yet."""
    today, ids = db.now.date().isoformat(), [row["id"] for row in rows]
    planner = Planner(db, ids)
    by_route: dict[int, list[Row]] = {}
    for plan in store.plans(db, ids):
        by_route.setdefault(plan["route_id"], []).append(plan)
    chosen = {id: now_plan(by_route[id], today) for id in ids}
    points = store_plan.points_by_plan(db, [plan["id"] for plan in chosen.values()])
    pauses = {row["route_id"]: row for row in store.pauses(db, ids) if _in_force(row, today)}
    found = []
    for row in rows:
        plan = chosen[row["id"]]
        found.append(
            {
                "id": row["id"],
                "uid": row["uid"],
                "name": row["name"],
                "every": plan["every"],
                "windows": plan["windows"].split(" "),
                "points": [point["code"] for point in points[plan["id"]]],
                "from": plan["since"],
                "until": _until(plan, by_route[row["id"]]),
                "note": row["note"],
                "retired": row["retired"],
                "paused": _pause(pauses[row["id"]]) if row["id"] in pauses else None,
                "next": _next(db, planner, row["id"]),
            }
        )
    return found, planner.unknown_years


def _until(plan: Row, rows: Sequence[Row]) -> str | None:
    """Return the day a route ends with by a plan; none where another plan takes over before."""
    taken = any(plan["since"] < other["since"] <= (plan["until"] or "") for other in rows)
    return None if taken else plan["until"]


def _in_force(pause: Row, day: str) -> bool:
    return bool(pause["since"] <= day and (pause["until"] is None or pause["until"] >= day))


def _pause(row: Row) -> Row:
    return {"from": row["since"], "until": row["until"], "reason": row["reason"]}


def _next(db: Database, planner: Planner, route_id: int) -> Row | None:
    """Return the next round that is expected; one of this moment that is done already is passed over."""
    one = plans.coming(db, planner, route_id)
    if one is not None and one.start <= db.now and _is_done(db, one):
        one = next((other for other in _soon(planner, one) if other.start > one.start), None)
    return {"date": one.date.isoformat(), "window": one.window} if one else None


def _soon(planner: Planner, one: Expected) -> list[Expected]:
    for days in plans.HORIZONS:
        last = one.date + min(timedelta(days=days), date.max - one.date)
        found = planner.between(one.date, last, one.route_id)
        if len(found) > 1 and found[-1].start > one.start:
            return found
    return []


def _is_done(db: Database, one: Expected) -> bool:
    row = store_rounds.at_place(db, one.route_id, one.date, rules.stamp(one.start))
    return row is not None and rules.is_complete(store_rounds.facts_of(db, [row["id"]], rules.stamp(db.now))[0])


def echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    """Return a route as it now stands; says where nothing is expected, and which years the calendar does not know."""
    row = store.route(db, id)
    found, unknown = records(db, [row])
    said = list(notices)
    if found[0]["next"] is None and not plans.ever(db, id):
        said.append(
            Message(
                N_(
                    "No round is ever expected of “{route}”: no day of its schedule lies between its first and its last."
                ),
                route=row["name"],
            )
        )
    return Result("route.echo", found[0], refs=row["name"], notices=[*said, *unknown_years(unknown)])


# --- reading ----------------------------------------------------------------------------------------


def list_routes(db: Database, all: bool, limit: int | None) -> Result:
    """List routes as they were added; those no longer walked only with `all`."""
    today = db.now.date().isoformat()
    rows = [row for row in store.routes(db) if all or row["retired"] is None or row["retired"] > today]
    found, unknown = records(db, rows[:limit]) if rows else ([], set())
    return Result("route.list", found, total=len(rows), notices=unknown_years(unknown))


def show(db: Database, text: str) -> Result:
    """Return a route with all its plans and pauses."""
    row = lookup.route(db, text)
    found, unknown = records(db, [row])
    rows = store.plans(db, [row["id"]])
    points = store_plan.points_by_plan(db, [plan["id"] for plan in rows])
    ends = {plan.id: plan.last for plan in Planner(db, [row["id"]]).plans[row["id"]]}
    data = {
        **found[0],
        "plans": [
            {
                "from": plan["since"],
                "until": _last(ends[plan["id"]]),
                "every": plan["every"],
                "anchor": plan["anchor"],
                "windows": plan["windows"].split(" "),
                "points": [{"code": point["code"], "name": point["name"]} for point in points[plan["id"]]],
            }
            for plan in rows
        ],
        "pauses": [_pause(pause) for pause in store.pauses(db, [row["id"]])],
    }
    return Result("route.show", data, refs=row["name"], notices=unknown_years(unknown))


def _last(day: date) -> str | None:
    return None if day.year == date.max.year else day.isoformat()


# --- fields -----------------------------------------------------------------------------------------


def _name(db: Database, text: str, own: int = 0) -> str:
    """Return a route's name; raises UsageError for one that reads as an option or a file, RuleError for one taken."""
    name = texts.name(text, N_("A route has a name."))
    if name.startswith(("-", "=")) or re.search(r"\.[a-z]{2,6}$", name.lower()) or not name.isprintable():
        raise UsageError(
            N_("“{value}” is no name of a route."),
            hint=N_("It may not read as an option or a file; for example: {example}."),
            value=name,
            example="早巡",
        )
    for row in store.routes(db):
        if row["id"] != own and row["name"].lower() == name.lower():
            raise RuleError(
                N_("There is a route “{route}” already."),
                hint=N_("See it with {command}."),
                code="duplicate",
                route=row["name"],
                command=f"butler patrol route show {row['name']}",
            )
    return name


def _points(db: Database, given: Sequence[str]) -> list[int]:
    """Return the points that lists of codes or names mean (A,B or A、B or A+B), in their order.

    Raises NotFoundError (exit 3) naming all that are unknown, RuleError (exit 4) for those out of use, UsageError for
    one named twice, an ambiguous one, and where there is none.
    """
    rows = store.points(db)
    in_use = [row for row in rows if row["retired"] is None]
    found: list[Row] = []
    unknown: list[str] = []
    retired: list[str] = []
    for text in _split(rows, given):
        here = naming.search(in_use, text, naming.code_and_name)
        if len(here) == 1:
            found.append(here[0])
        elif here or not (gone := naming.search(rows, text, naming.code_and_name)):
            unknown.append(text)
            if here:
                lookup.point(db, text)  # says which it may be
        else:
            retired.append(gone[0]["code"])
    _refuse(db, unknown, retired, found)
    return [row["id"] for row in found]


def _split(rows: Sequence[Row], given: Sequence[str]) -> list[str]:
    """Split lists of points; a text that is a point's whole name is not split."""
    known = {word.lower() for row in rows for word in (row["code"], row["name"])}
    found: list[str] = []
    for text in given:
        whole = text.strip().lower() in known
        pieces = [text] if whole else re.split(r"[,，、;；+＋]", text)
        found.extend(piece.strip() for piece in pieces if piece.strip())
    return found


def _refuse(db: Database, unknown: Sequence[str], retired: Sequence[str], found: Sequence[Row]) -> None:
    if len(unknown) == 1:
        lookup.point(db, unknown[0])  # raises, with the nearest
    if unknown:
        raise NotFoundError(
            N_("There are no patrol points {values}."),
            hint=N_("See those there are with {command}."),
            values=list(unknown),
            command="butler patrol point list",
        )
    if retired:
        raise RuleError(
            N_("Out of use: {points}."),
            hint=N_("Take it into use again: {command}."),
            code="retired",
            points=list(retired),
            command=f"butler patrol point retire {retired[0]} --back",
        )
    twice = [row["code"] for index, row in enumerate(found) if row in found[:index]]
    if twice:
        raise UsageError(N_("{point} is named twice."), point=twice[0])
    if not found:
        raise UsageError(
            N_("A route wants points."), hint=N_("For example: {example}."), example="--points B1-PUMP,GATE"
        )


def windows_of(given: Sequence[str]) -> str:
    """Return windows as they are stored; each text may hold several (08:00-10:00,20:00-22:00)."""
    pieces = [piece for text in given for piece in re.split(r"[,，、;；]", text) if piece.strip()]
    return " ".join(schedule.parse_windows(pieces))


def check_span(since: date, until: date | None) -> None:
    """Raise UsageError for an end before the beginning."""
    if until is not None and until < since:
        raise UsageError(
            N_("The range ends before it begins: {start} … {end}."), start=since.isoformat(), end=until.isoformat()
        )


# --- writing ----------------------------------------------------------------------------------------


def add(db: Database, given: Row) -> Result:
    """Add a route. given: name, points, windows, every, since, until (days or None), note."""
    since, until = given["since"] or db.now.date(), given["until"]
    check_span(since, until)
    values: Row = {
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "every": schedule.parse_every(given["every"]),
        "anchor": since.isoformat(),
        "windows": windows_of(given["windows"]),
    }
    schedule.check_some_day(values["every"], since)
    name = _name(db, given["name"])
    point_ids = _points(db, given["points"])
    id = db.insert("patrol_route", {"uid": db.uid(), "name": name, "note": texts.note(given["note"])})
    store_plan.insert_plan(db, id, values, point_ids)
    notices = []
    over = [one.window for one in Planner(db, [id]).on(id, db.now.date()) if one.end <= db.now]
    if over and given["since"] is None:
        said = N_("Today's window {windows} is over: what is not logged of it is missed. {option} begins tomorrow.")
        notices.append(Message(said, windows=over, option=f"--from {(db.now.date() + DAY).isoformat()}"))
    elif since <= db.now.date():
        past = [one for one in Planner(db, [id]).between(since, db.now.date()) if one.end <= db.now]
        if past:  # history is to be entered; what is not logged of it is missed
            notices.append(Message(N_("Rounds of windows that are over and are expected now: {n}."), n=len(past)))
    return echo(db, id, notices)


def edit(db: Database, text: str, given: Row) -> Result:
    """Change a route: name and note at once; points, windows, schedule and end from a day on (`since`).

    Past expectations stay as they were. Raises UsageError where nothing is to be changed, RuleError (exit 4) for a
    day that is not after the last logged round.
    """
    row = lookup.route(db, text)
    if not given:
        raise UsageError(N_("Nothing to change: name at least one field."))
    head: Row = {}
    if "name" in given:
        head["name"] = _name(db, given["name"], row["id"])
    if "note" in given:
        head["note"] = texts.note(given["note"])
    head = {name: value for name, value in head.items() if row[name] != value}
    db.update("patrol_route", row["id"], head)
    notices: list[Message] = []
    changed = bool(head)
    if any(name in given for name in (*PLAN_FIELDS, "since")):
        from butlercli.nouns.patrol.verbs import replan

        said, replanned = replan.replan(db, row, given)
        notices.extend(said)
        changed = changed or replanned
    if not changed:
        notices.append(Message(N_("{name} is as you say already; nothing changed."), name=row["name"]))
    return echo(db, row["id"], notices)


def read_plan(db: Database, given: Row) -> Row:
    """Return the fields of a plan that are given, as they are stored; `points` are ids."""
    found: Row = {}
    if "points" in given:
        found["points"] = _points(db, given["points"])
    if "windows" in given:
        found["windows"] = windows_of(given["windows"])
    if "every" in given:
        found["every"] = schedule.parse_every(given["every"])
    if "until" in given:
        found["until"] = given["until"].isoformat() if given["until"] else None
    return found
