"""The verbs on patrol points: add, list, show, edit, retire; and a point as JSON."""

from collections.abc import Sequence

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import fields, texts
from butlercli.nouns.facility import store as facilities
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup, usage
from butlercli.nouns.patrol.store import routes as store
from butlercli.store.database import Database

MOST_CHECKS = 50
RESULTS_SHOWN = 10
READINGS_SHOWN = 30
LIMITS = ("reading_unit", "low", "high")


def record(row: Row, routes: Sequence[str]) -> Row:
    """Return a point as JSON; routes: the names of the routes in use that have it."""
    return {
        "id": row["id"],
        "uid": row["uid"],
        "code": row["code"],
        "name": row["name"],
        "facility": row["facility"],
        "place": row["place"],
        "checks": texts.unlisted(row["checks"]),
        "reading": row["reading"],
        "unit": row["reading_unit"],
        "min": row["low"],
        "max": row["high"],
        "routes": list(routes),
        "retired": row["retired"],
    }


def _today(db: Database) -> str:
    return db.now.date().isoformat()


def _echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    row = store.point(db, id)
    routes = [route["name"] for route in store.routes_of_point(db, id, _today(db))]
    return Result("point.echo", record(row, routes), refs=row["code"], notices=notices)


# --- fields -----------------------------------------------------------------------------------------


def _fields(db: Database, given: Row, before: Row) -> Row:
    """Return columns as they are stored, checked against what stands.

    given: columns; limits as typed. before: the point as it stands. Raises UsageError (exit 2), RuleError for a taken code.
    """
    found = {**given, **_reading(given, before)}
    if len(texts.unlisted(found.get("checks", "[]"))) > MOST_CHECKS:
        raise UsageError(N_("A patrol point has at most {most} checks."), most=MOST_CHECKS)
    _refuse_taken(db, found, before.get("id", 0))
    return found


def _reading(given: Row, before: Row) -> Row:
    """Return the reading with its unit and limits; without a reading they go as well."""
    found = {column: given[column] for column in ("reading", *LIMITS) if column in given}
    if not found:
        return {}
    after = {column: found.get(column, before.get(column)) for column in ("reading", *LIMITS)}
    if after["reading"] is None:
        _refuse_limits({column: found.get(column) for column in LIMITS})
        return {"reading": None, **dict.fromkeys(LIMITS)}
    for column in ("low", "high"):
        if found.get(column):
            found[column] = after[column] = rules.parse_reading(found[column], after["reading_unit"])
    _check_order(after)
    return found


def _refuse_limits(limits: Row) -> None:
    if any(limits.values()):
        raise UsageError(
            N_("A unit and limits belong to a reading; say what is read."),
            hint=N_("For example: {example}."),
            example="--reading 压力 --unit MPa --min 0.3 --max 0.5",
        )


def _check_order(after: Row) -> None:
    if after["low"] is None or after["high"] is None:
        return
    from decimal import Decimal

    if Decimal(after["low"]) > Decimal(after["high"]):
        raise UsageError(N_("The least, {low}, is more than the most, {high}."), low=after["low"], high=after["high"])


def _refuse_taken(db: Database, found: Row, own: int) -> None:
    """Raise RuleError where a code is that of another point, or a code and a name would mean two points."""
    code, name = found.get("code", "").lower(), found.get("name", "").lower()
    for row in store.points(db):
        if row["id"] == own or not (code or name):
            continue
        if code in (row["code"].lower(), row["name"].lower()) or name == row["code"].lower():
            raise RuleError(
                N_("“{word}” is patrol point {point} already."),
                hint=N_("See it with {command}."),
                code="duplicate",
                word=found["code"] if code in (row["code"].lower(), row["name"].lower()) else found["name"],
                point=f"{row['code']} {row['name']}",
                command=f"butler patrol point show {row['code']}",
            )


# --- verbs ------------------------------------------------------------------------------------------


def add(db: Database, given: Row) -> Result:
    """Add a point; raises what `_fields` raises."""
    return _echo(db, fields.insert(db, "patrol_point", _fields(db, given, {})))


def list_points(db: Database, route: str | None, facility: str | None, all: bool, limit: int | None) -> Result:
    """List points as they were added, or of a route in the order they are walked; those out of use only with `all`."""
    rows = store.points(db)
    if route is not None:
        from butlercli.nouns.patrol.verbs import plans

        order = plans.point_ids_now(db, lookup.route(db, route))
        rows = sorted((row for row in rows if row["id"] in order), key=lambda row: order.index(row["id"]))
    if facility is not None:
        wanted = facilities.find(db, facility)["id"]
        rows = [row for row in rows if row["facility_id"] == wanted]
    if not all:
        rows = [row for row in rows if row["retired"] is None]
    walked = usage.routes_by_point(db, _today(db))
    records = [record(row, walked.get(row["id"], ())) for row in rows[:limit]]
    return Result("point.list", records, total=len(rows), extra={"any": bool(rows) or bool(store.points(db))})


def show(db: Database, text: str) -> Result:
    """Return a point with its last results and readings, and the ticket of its fault while that is open."""
    row = lookup.point(db, text)
    found = _echo(db, row["id"])
    ticket = usage.open_ticket(db, row["id"], rules.stamp(db.now))
    if ticket is not None:
        ticket["callback_owed"] = None if ticket["callback_owed"] is None else bool(ticket["callback_owed"])
    found.data.update(
        results=usage.results_of_point(db, row["id"], RESULTS_SHOWN),
        readings=usage.readings_of_point(db, row["id"], READINGS_SHOWN),
        ticket=ticket,
    )
    return Result("point.show", found.data, refs=row["code"])


def edit(db: Database, text: str, given: Row, more: Sequence[str] = (), less: Sequence[str] = ()) -> Result:
    """Change a point; `more` and `less` are checks that come and go. What was logged stays as it is.

    Raises UsageError where nothing is to be changed, NotFoundError (exit 3) for a check that it does not have.
    """
    row = lookup.point(db, text)
    if more or less:
        given = {**given, "checks": texts.listed(_other_checks(row, given.get("checks"), more, less))}
    changes = _fields(db, given, row)
    return fields.edit(db, "patrol_point", row, changes, row["name"], lambda remarks: _echo(db, row["id"], remarks))


def _other_checks(row: Row, given: str | None, more: Sequence[str], less: Sequence[str]) -> list[str]:
    checks = texts.unlisted(row["checks"] if given is None else given)
    for line in less:
        if line.strip() not in checks:
            raise NotFoundError(
                N_("“{value}” is no check of {point}."),
                hint=N_("One of: {choices}.") if checks else N_("It has none."),
                value=line,
                point=f"{row['code']} {row['name']}",
                choices=checks,
            )
        checks.remove(line.strip())
    return [*checks, *more]


def retire(db: Database, text: str, *, back: bool = False) -> Result:
    """Take a point out of use from today, or into use again; raises RuleError (exit 4) while a route in use has it."""
    row = lookup.point(db, text)
    if back == (row["retired"] is None):
        return _echo(db, row["id"], [texts.in_use(row["name"], used=back)])
    walked = [] if back else [route["name"] for route in store.routes_of_point(db, row["id"], _today(db))]
    if walked:
        raise RuleError(
            N_("{point} is a point of: {routes}."),
            hint=N_("Give the route its other points first: {command}."),
            code="in_use",
            point=f"{row['code']} {row['name']}",
            routes=walked,
            command=f"butler patrol route edit {walked[0]} --points …",
        )
    db.update("patrol_point", row["id"], {"retired": None if back else _today(db)})
    return _echo(db, row["id"])
