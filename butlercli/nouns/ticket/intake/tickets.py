"""`ticket import`: tickets with their history, out of any file that names them."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit.intake import engine, unit_cells, values
from butlercli.kit.intake.engine import Account, Options, swift
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.ticket.intake import fields as ticket_fields
from butlercli.nouns.ticket.intake.rows import Made, Maker

if TYPE_CHECKING:
    from butlercli.base.unitcode import UnitCode
    from butlercli.kit.intake.table import SourceRow
    from butlercli.store.database import Database

VERB = "ticket import"


def take_in(db: "Database", options: Options) -> Result:
    """Import tickets; raises UsageError (exit 2) for the file, CheckError (exit 6) for its rows."""
    with swift():
        readers = ticket_fields.readers({})
        engine.constants_checked(ticket_fields.NOUN, options, lambda f, v: readers[f](v) if f in readers else v)
        table = engine.read(options, ticket_fields.NOUN)
        account = Account(table)
        account.overlong()
        rows = _validated(db, account, options)
        made = _made(db, account, rows, options)
        engine.settle(account, options, dry=db.dry)
        bad = account.bad_rows()
        _store(db, account, [one for one in made if one.number not in bad], options)
        return engine.outcome(ticket_fields.NOUN, account, options, dry=db.dry)


def headers_of(account: Account) -> dict[str, str]:
    """Return the header each field was read from; the field's own name for a constant."""
    return {column.field: column.header for column in reversed(account.table.columns)}


def _without_masked(db: "Database", cells: list[Row]) -> None:
    """Leave out masked numbers that are the known ticket's own, as our own files show them."""
    from butlercli.base.phones import mask_phone
    from butlercli.nouns.ticket.store import bulk as bulk_store

    masked = [row for row in cells if "*" in values.plain(row.get("phone"))]
    for column in ("uid", "ref"):
        known = bulk_store.known(db, column, [values.plain(row[column]) for row in masked if column in row])
        rows = bulk_store.rows(db, list(known.values()))
        for row in masked:
            id = known.get(values.plain(row.get(column)))
            if id is not None and mask_phone(rows[id]["phone"] or "") == row.get("phone"):
                del row["phone"]


def _validated(db: "Database", account: Account, options: Options) -> "list[tuple[SourceRow, Row]]":
    """Return the rows with their values checked; what was refused becomes problems."""
    rows, headers = account.table.rows, headers_of(account)
    orders = {
        field: values.column_order(rows, field, options.date_format, headers[field])
        for field in ticket_fields.MOMENTS
        if field in headers
    }
    readers = ticket_fields.readers(orders)
    fields = readers.keys()
    cells = [{key: cell for key, cell in row.values.items() if cell is not None and key in fields} for row in rows]
    for row, item in zip(rows, cells, strict=True):
        further = row.all("detail")[1:] if "detail#2" in row.values else ()
        if further:
            item["detail"] = "\n".join([values.plain(cell) for cell in (item.get("detail"), *further) if cell])
    options.tick("check", 0, len(rows))
    _without_masked(db, cells)
    checked = values.check("Ticket", readers, cells)
    for index, field, error in checked.refused:
        row = rows[index]
        account.problems.append(Problem.of(row.number, headers.get(field, field), row.values.get(field), error))
    return list(zip(rows, checked.values, strict=True))


def _made(db: "Database", account: Account, rows: "list[tuple[SourceRow, Row]]", options: Options) -> list[Made]:
    """Turn checked values into tickets; what breaks a rule becomes a problem, what is doubtful a warning."""
    bad = account.bad_rows()
    units = unit_cells.UnitReader(account.table.rows)
    maker = Maker(db, account, headers_of(account))
    found: list[Made] = []
    seen: dict[bytes, int] = {}
    refs: dict[str, int] = {}
    for index, (row, given) in enumerate(rows):
        if not index % 1000:
            options.tick("check", index, len(rows))
        try:
            unit = units.read(row)
        except ButlerError as error:
            shown = unit_cells.shown(row)
            account.problems.append(Problem.of(row.number, maker.headers.get("unit", "unit"), shown, error))
            continue
        if row.number in bad or not given:
            continue
        ref = given.get("ref") or given.get("uid")
        if ref is not None:
            first = refs.setdefault(ref, row.number)
            if first != row.number:
                why = N_("stands in row {first} already; a reference is one ticket's.")
                account.problems.append(Problem(row.number, maker.headers.get("ref", "ref"), ref, why, first=first))
                continue
        uid = given.get("uid") or (None if ref else _uid_of(given, unit, seen))
        made = maker.make(row.number, given, unit, uid)
        if made is not None:
            found.append(made)
    return found


def _uid_of(given: Row, unit: "UnitCode | None", seen: dict[bytes, int]) -> str:
    """Return the identity of a row without one: a uid made of its values and its ordinal among equal rows.

    It has the form of a UUIDv7 of the moment the ticket was recorded (RFC 9562), so the same file gives the
    same tickets on every machine.
    """
    code = unit.code if unit else None
    text = repr((code, sorted((name, given[name]) for name in given))).encode("utf-8", "surrogatepass")
    digest = blake2b(text, digest_size=16).digest()
    ordinal = seen[digest] = seen.get(digest, 0) + 1
    if ordinal > 1:
        digest = blake2b(digest + str(ordinal).encode(), digest_size=16).digest()
    stamp = _milliseconds(given["created_at"]) if "created_at" in given else 0
    bits = int.from_bytes(digest, "big")
    number = (stamp << 80) | (7 << 76) | ((bits >> 64 & 0xFFF) << 64) | (2 << 62) | (bits & ((1 << 62) - 1))
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _milliseconds(stamp: str) -> int:
    """Return the milliseconds of Unix time of a stored moment, as if it were UTC; 0 before 1970."""
    from datetime import UTC, datetime

    return max(int(datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp()), 0) * 1000


def _store(db: "Database", account: Account, made: list[Made], options: Options) -> None:
    """Write the new tickets, update the known ones, and register the units they name."""
    from butlercli.nouns.ticket.intake.updates import update
    from butlercli.nouns.ticket.store import bulk as bulk_store
    from butlercli.store.bulk import roomy

    roomy(db)
    options.tick("store", 0, len(made))
    # A row with a reference of its own has a uid made just now, which cannot be known.
    by_uid = bulk_store.known(
        db, "uid", [one.values["uid"] for one in made if "uid" in one.given or "ref" not in one.given]
    )
    by_ref = bulk_store.known(db, "ref", [one.values["ref"] for one in made if one.values.get("ref")])
    fresh: list[Made] = []
    known: list[tuple[int, Made]] = []
    for one in made:
        id = by_uid.get(one.values["uid"]) or by_ref.get(one.values.get("ref") or "")
        if id is None:
            fresh.append(one)
        else:
            known.append((id, one))
    _register(db, account, made)
    first = bulk_store.next_id(db)
    bulk_store.insert(db, _tuples(fresh, first, options, len(made)))
    bulk_store.insert_events(db, _event_tuples(fresh, first))
    account.added = len(fresh)
    update(db, account, known)
    changed = [f"T{item['id']}" for item in account.updated]
    last = first + len(fresh) - 1
    if fresh:
        changed.insert(0, f"T{first}" if last == first else f"T{first}-T{last}")
    account.refs = ",".join(changed[:20]) + (" …" if len(changed) > 20 else "")
    if db.dry:
        account.preview = _preview(db, range(first, first + min(len(fresh), engine.PREVIEW)))


def _preview(db: "Database", ids: range) -> list[Row]:
    from butlercli.nouns.ticket.store import tickets as store

    return store.records(db, store.by_ids(db, list(ids)))


def _register(db: "Database", account: Account, made: list[Made]) -> None:
    """Register the units that are named and not known, and put their ids into the rows."""
    from butlercli.nouns.register.store import bulk, residents

    codes = {one.unit.code: one.unit for one in made if one.unit is not None}
    ids, new = bulk.units_for(db, codes)
    account.extra["units_registered"] = len(new)
    lived_in = bulk.lived_in(db)
    matched: dict[tuple[int, Any, Any], int | None] = {}
    for one in made:
        if one.unit is None:
            continue
        id = one.values["unit_id"] = ids[one.unit.code]
        name, phone = one.values.get("reporter"), one.values.get("phone")
        if id in lived_in and (name or phone):
            key = (id, name, phone)
            if key not in matched:
                matched[key] = residents.match(db, id, name, phone)
            one.values["resident_id"] = matched[key]


def _tuples(fresh: list[Made], first: int, options: Options, total: int) -> Iterator[tuple[Any, ...]]:
    from butlercli.nouns.ticket.store.bulk import COLUMNS

    for index, one in enumerate(fresh):
        if not index % 1000:
            options.tick("store", index, total)
        row = one.values
        get = row.get
        yield (first + index, *[get(name) for name in COLUMNS])


def _event_tuples(fresh: list[Made], first: int) -> Iterator[tuple[Any, ...]]:
    from butlercli.nouns.ticket.store.bulk import EVENT_COLUMNS

    names = EVENT_COLUMNS[1:]
    for index, one in enumerate(fresh):
        for event in one.events:
            get = event.get
            yield (first + index, *[get(name) for name in names])
