"""The verbs on routes: add, list, show, edit; and a route as JSON. Pauses and retirement are in `pauses`."""

from collections.abc import Sequence
from datetime import date, timedelta

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, texts
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.rules import schedule
from butlercli.nouns.patrol.store import lookup, usage
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import DAY, Expected, Planner, unknown_years
from butlercli.nouns.patrol.verbs import plans, replan, route_fields
from butlercli.store.database import Database

# --- as JSON ----------------------------------------------------------------------------------------


def records(db: Database, rows: Sequence[Row]) -> tuple[list[Row], set[int]]:
    """Return routes as JSON, and the years to come that the official calendar does not know yet."""
    today, ids = db.now.date().isoformat(), [row["id"] for row in rows]
    planner = Planner(db, ids)
    by_route: dict[int, list[Row]] = {}
    for plan in store.plans(db, ids):
        by_route.setdefault(plan["route_id"], []).append(plan)
    chosen = {id: plans.now_plan(by_route[id], today) for id in ids}
    points = usage.points_by_plan(db, [plan["id"] for plan in chosen.values()])
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
    row = stored_rounds.at_place(db, one.route_id, one.date, rules.stamp(one.start))
    return row is not None and rules.is_complete(stored_rounds.facts_of(db, [row["id"]], rules.stamp(db.now))[0])


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
    points = usage.points_by_plan(db, [plan["id"] for plan in rows])
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


# --- writing ----------------------------------------------------------------------------------------


def add(db: Database, given: Row) -> Result:
    """Add a route; raises UsageError, RuleError (exit 4) for a name that is taken, what `route_fields.points` raises."""
    since = date.fromisoformat(given["since"]) if "since" in given else db.now.date()
    until = date.fromisoformat(given["until"]) if given.get("until") else None
    texts.check_range(since, until)
    values = {"until": None, **route_fields.read_plan(db, given), "since": since.isoformat()}
    values["anchor"] = values["since"]
    schedule.check_some_day(values["every"], since)
    route_fields.refuse_taken(db, given["name"])
    point_ids = values.pop("points")
    id = fields.insert(db, "patrol_route", {name: given.get(name) for name in ("name", "note")})
    usage.insert_plan(db, id, values, point_ids)
    notices = []
    over = [one.window for one in Planner(db, [id]).on(id, db.now.date()) if one.end <= db.now]
    if over and "since" not in given:
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
        raise texts.nothing_to_change()
    head: Row = {name: given[name] for name in ("name", "note") if name in given}
    if "name" in head:
        route_fields.refuse_taken(db, head["name"], row["id"])
    head = {name: value for name, value in head.items() if row[name] != value}
    db.update("patrol_route", row["id"], head)
    notices: list[Message] = []
    changed = bool(head)
    if any(name in given for name in (*plans.FIELDS, "since")):
        said, replanned = replan.replan(db, row, given)
        notices.extend(said)
        changed = changed or replanned
    if not changed:
        notices.append(texts.unchanged(row["name"]))
    return echo(db, row["id"], notices)
