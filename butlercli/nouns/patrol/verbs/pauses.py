"""Days on which a route expects nothing: pauses, their end, and retirement. None of them touches a logged round."""

from datetime import date, datetime, timedelta

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import texts
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup, usage
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import DAY, Planner
from butlercli.nouns.patrol.verbs import plans, routes
from butlercli.store.database import Database

COUNTED = timedelta(days=3660)
"""What a pause takes away is counted over so many days at most."""


def pause(db: Database, text: str, since: date | None, until: date | None, reason: str | None) -> Result:
    """Expect no rounds of a route from one day to another, without `until` to no end; overlapping pauses become one.

    Rounds logged in a pause stay as they are and count as extra. Raises UsageError for an end before the beginning.
    """
    route = lookup.route(db, text)
    first = since or db.now.date()
    texts.check_range(first, until)
    before = _starts(db, route, first, until)
    changed = _put(db, route["id"], first, until, texts.note(reason))
    if not changed:
        said = Message(N_("“{route}” is paused then already; nothing to do."), route=route["name"])
        return routes.echo(db, route["id"], [said])
    taken = before - _starts(db, route, first, until)
    return routes.echo(db, route["id"], _taken(db, route, first, until, taken))


def _counted_until(db: Database, first: date, until: date | None) -> date:
    return max(first, db.now.date()) if until is None else min(until, first + min(COUNTED, date.max - first))


def _starts(db: Database, route: Row, first: date, until: date | None) -> set[datetime]:
    """Return the windows a route expects between two days, by their beginning."""
    last = _counted_until(db, first, until)
    return {one.start for one in Planner(db, [route["id"]]).between(first, last)}


def _taken(db: Database, route: Row, first: date, until: date | None, taken: set[datetime]) -> list[Message]:
    last = _counted_until(db, first, until).isoformat()
    logged = usage.logged(db, route["id"], first.isoformat(), last)
    extra = sum(rules.stamp(start) in logged for start in taken)
    said = []
    if taken and (until is not None or first <= db.now.date()):
        said.append(Message(N_("Expected rounds taken away up to {date}: {n}."), date=last, n=len(taken)))
    if extra:
        said.append(Message(N_("Logged rounds that count as extra now, and stay as they are: {n}."), n=extra))
    if until is None:
        said.append(Message(N_("It ends with {command}."), command=f"butler patrol route resume {route['name']}"))
    return said


def _put(db: Database, route_id: int, first: date, until: date | None, reason: str | None) -> bool:
    """Write a pause, joined with those it overlaps; say whether anything changed."""
    last = until or date.max
    overlapping = [row for row in store.pauses(db, [route_id]) if _first(row) <= last and first <= _last(row)]
    if not overlapping:
        values = {"since": first.isoformat(), "until": until.isoformat() if until else None, "reason": reason}
        db.insert("patrol_pause", {"route_id": route_id, **values})
        return True
    first, last = min(first, *map(_first, overlapping)), max(last, *map(_last, overlapping))
    kept, *others = overlapping
    reasons = dict.fromkeys(filter(None, (row["reason"] for row in overlapping)))
    values = {
        "since": first.isoformat(),
        "until": None if last == date.max else last.isoformat(),
        "reason": reason or "; ".join(reasons) or None,
    }
    for row in others:
        db.delete("patrol_pause", row["id"])
    different = {name: value for name, value in values.items() if kept[name] != value}
    db.update("patrol_pause", kept["id"], different)
    return bool(different or others)


def _first(row: Row) -> date:
    return date.fromisoformat(row["since"])


def _last(row: Row) -> date:
    return date.fromisoformat(row["until"]) if row["until"] else date.max


def resume(db: Database, text: str, since: date | None) -> Result:
    """End the pause of a route the day before `since`; one that begins then or later that day is taken away.

    Without `since` it is today, or tomorrow where a window of today is over and nothing was logged in it: a resumed
    route does not begin with a missed round. Nothing paused is no error.
    """
    route = lookup.route(db, text)
    day = since or _day_to_resume(db, route)
    found = [row for row in store.pauses(db, [route["id"]]) if _first(row) <= day <= _last(row)]
    if not found:
        return routes.echo(db, route["id"], _nothing(db, route, day))
    past = plans.Before(db, route["id"], day)
    for row in found:
        if _first(row) == day:
            db.delete("patrol_pause", row["id"])
        else:
            db.update("patrol_pause", row["id"], {"until": (day - DAY).isoformat()})
    said = Message(N_("“{route}” is walked again from {date} on."), route=route["name"], date=day.isoformat())
    return routes.echo(db, route["id"], [said, *past.remarks()])


def _day_to_resume(db: Database, route: Row) -> date:
    today = db.now.date()
    planner = Planner(db, [route["id"]])
    planner.pauses.clear()
    over = {rules.stamp(one.start) for one in planner.on(route["id"], today) if one.end <= db.now}
    logged = usage.logged(db, route["id"], today.isoformat(), today.isoformat())
    return today + DAY if over - logged else today


def _nothing(db: Database, route: Row, day: date) -> list[Message]:
    said = [Message(N_("“{route}” is not paused on {date}; nothing to do."), route=route["name"], date=day.isoformat())]
    coming = [row["since"] for row in store.pauses(db, [route["id"]]) if _first(row) > day]
    if coming:
        command = f"butler patrol route resume {route['name']} --from {coming[0]}"
        said.append(
            Message(N_("A pause from {date} on is planned; {command} takes it away."), date=coming[0], command=command)
        )
    return said


# --- retirement -------------------------------------------------------------------------------------


def retire(db: Database, text: str, since: date | None, *, back: bool = False) -> Result:
    """Walk a route no more from a day on (the first without a logged round, unless given), or again with `back`.

    Raises RuleError (exit 4) for a day that is not after the last logged round.
    """
    route = lookup.route(db, text)
    if back:
        return _back(db, route, since)
    if route["retired"] and (since is None or since.isoformat() == route["retired"]):
        return routes.echo(db, route["id"], [texts.in_use(route["name"], used=False)])
    day = since or plans.default_day(db, route["id"])
    plans.check_day(db, route, day)
    if route["retired"] and route["retired"] < min(day, db.now.date()).isoformat():
        raise RuleError(
            N_("“{route}” is not walked any more since {date}."),
            hint=N_("Take it into use again: {command}."),
            code="retired",
            route=route["name"],
            date=route["retired"],
            command=f"butler patrol route retire {route['name']} --back",
        )
    past = plans.Before(db, route["id"], day)
    db.update("patrol_route", route["id"], {"retired": day.isoformat()})
    said = Message(N_("“{route}” is not walked any more from {date} on."), route=route["name"], date=day.isoformat())
    return routes.echo(db, route["id"], [said, *past.remarks()])


def _back(db: Database, route: Row, since: date | None) -> Result:
    """Take a route into use again; the days it was out of use become a pause, so that none of them counts as missed."""
    if route["retired"] is None:
        return routes.echo(db, route["id"], [texts.in_use(route["name"], used=True)])
    first = date.fromisoformat(route["retired"])
    db.update("patrol_route", route["id"], {"retired": None})
    day = since or max(first, _day_to_resume(db, route))
    if day < first:
        raise UsageError(N_("“{route}” is walked until {date}."), route=route["name"], date=(first - DAY).isoformat())
    past = plans.Before(db, route["id"], day)
    if first < day:
        _put(db, route["id"], first, day - DAY, None)
    said = Message(N_("“{route}” is walked again from {date} on."), route=route["name"], date=day.isoformat())
    return routes.echo(db, route["id"], [said, *past.remarks()])
