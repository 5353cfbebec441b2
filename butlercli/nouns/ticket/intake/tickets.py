"""`ticket import`: tickets with their history, out of any file that names them."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_
from butlercli.base.phones import mask_phone
from butlercli.base.result import Row
from butlercli.kit.intake import engine, unit_cells, values
from butlercli.kit.intake.importer import Checked, Importer, some
from butlercli.kit.intake.seen import Seen
from butlercli.nouns.register.store import bulk as register
from butlercli.nouns.register.store import residents
from butlercli.nouns.ticket.intake import fields as ticket_fields
from butlercli.nouns.ticket.intake.rows import Made, Maker
from butlercli.nouns.ticket.intake.updates import VERB, update
from butlercli.nouns.ticket.store import bulk as bulk_store
from butlercli.nouns.ticket.store import tickets as store
from butlercli.store.bulk import roomy

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.base.unitcode import UnitCode
    from butlercli.kit.intake.table import SourceRow


class Tickets(Importer):
    """The import of tickets."""

    noun = ticket_fields.NOUN
    verb = VERB
    title = "Ticket"
    days = ticket_fields.MOMENTS
    piece = 2000

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
        """Return the reader of every field."""
        return ticket_fields.readers(orders)

    def tidy(self, rows: "Sequence[SourceRow]", cells: list[Row]) -> None:
        """Join the columns of details; leave out masked numbers that are the known ticket's own, as our own files show them."""
        for row, item in zip(rows, cells, strict=True):
            further = row.all("detail")[1:] if "detail#2" in row.values else ()
            if further:
                item["detail"] = "\n".join([values.plain(cell) for cell in (item.get("detail"), *further) if cell])
        masked = [row for row in cells if "*" in values.plain(row.get("phone"))]
        for column in ("uid", "ref"):
            known = bulk_store.known(self.db, column, [values.plain(row[column]) for row in masked if column in row])
            found = bulk_store.rows(self.db, list(known.values()))
            for item in masked:
                id = known.get(values.plain(item.get(column)))
                if id is not None and mask_phone(found[id]["phone"] or "") == item.get("phone"):
                    del item["phone"]

    def begin(self) -> None:
        """Look up what every row needs."""
        roomy(self.db)
        self._units = unit_cells.UnitReader(self.account.table.rows)
        self._maker = Maker(self.db, self.account, self.headers)
        self._first = bulk_store.next_id(self.db)
        self._lived_in = register.lived_in(self.db)
        self._same, self._refs = Seen(), Seen()
        self._matched: dict[tuple[int, Any, Any], int | None] = {}
        self._new_units = 0

    def make(self, rows: Checked) -> list[Made]:
        """Turn checked values into tickets; what breaks a rule becomes a problem, what is doubtful a warning."""
        bad = self.account.bad_rows()
        found: list[Made] = []
        for row, given in rows:
            try:
                unit = self._units.read(row)
            except ButlerError as error:
                self.refuse(row.number, "unit", unit_cells.shown(row), error)
                continue
            if row.number in bad or not given:
                continue
            ref = given.get("ref") or given.get("uid")
            first = self._refs.first(ref, row.number) if ref is not None else row.number
            if first != row.number:
                why = N_("stands in row {first} already; a reference is one ticket's.")
                self.problem(row.number, "ref", ref, why, first=first)
                continue
            uid = given.get("uid") or (None if ref else _uid_of(given, unit, self._same))
            made = self._maker.make(row.number, given, unit, uid)
            if made is not None:
                found.append(made)
        return found

    def store(self, made: list[Made]) -> None:
        """Write the new tickets, update the known ones, and register the units they name."""
        db, account = self.db, self.account
        # A row with a reference of its own has a uid made just now, which cannot be known.
        by_uid = self._known("uid", [one.values["uid"] for one in made if "uid" in one.given or "ref" not in one.given])
        by_ref = self._known("ref", [one.values["ref"] for one in made if one.values.get("ref")])
        ids = [by_uid.get(one.values["uid"]) or by_ref.get(one.values.get("ref") or "") for one in made]
        fresh = [one for id, one in zip(ids, made, strict=True) if id is None]
        self._register(made)
        first = self._first + account.added
        bulk_store.insert(db, _tuples(fresh, first))
        bulk_store.insert_events(db, _event_tuples(fresh, first))
        account.added += len(fresh)
        update(self, [(id, one) for id, one in zip(ids, made, strict=True) if id is not None])

    def _known(self, column: str, told: list[str]) -> dict[str, int]:
        """Return the ids of the tickets that stood here before this import."""
        return {value: id for value, id in bulk_store.known(self.db, column, told).items() if id < self._first}

    def _register(self, made: list[Made]) -> None:
        """Register the units that are named and not known, and put their ids into the rows."""
        ids, new = register.units_for(self.db, {one.unit.code: one.unit for one in made if one.unit is not None})
        self._new_units += len(new)
        for one in made:
            if one.unit is None:
                continue
            id = one.values["unit_id"] = ids[one.unit.code]
            name, phone = one.values.get("reporter"), one.values.get("phone")
            if id in self._lived_in and (name or phone):
                key = (id, name, phone)
                if key not in self._matched:
                    self._matched[key] = residents.match(self.db, id, name, phone)
                one.values["resident_id"] = self._matched[key]

    def finish(self) -> None:
        """Say which tickets were written."""
        account, first = self.account, self._first
        last = first + account.added - 1
        changed = [f"T{item['id']}" for item in account.updated]
        if account.added:
            changed.insert(0, f"T{first}" if last == first else f"T{first}-T{last}")
        account.refs = some(changed)
        account.extra["units_registered"] = self._new_units
        if self.db.dry:
            shown = range(first, first + min(account.added, engine.PREVIEW))
            account.preview = store.records(self.db, store.by_ids(self.db, list(shown)))


def _uid_of(given: Row, unit: "UnitCode | None", seen: Seen) -> str:
    """Return the identity of a row without one: a uid made of its values and its ordinal among equal rows.

    It has the form of a UUIDv7 of the moment the ticket was recorded (RFC 9562), so the same file gives the
    same tickets on every machine.
    """
    code = unit.code if unit else None
    text = repr((code, sorted((name, given[name]) for name in given))).encode("utf-8", "surrogatepass")
    digest = blake2b(text, digest_size=16).digest()
    ordinal = seen.ordinal(digest)
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


def _tuples(fresh: list[Made], first: int) -> Iterator[tuple[Any, ...]]:
    for id, one in enumerate(fresh, first):
        get = one.values.get
        yield (id, *[get(name) for name in bulk_store.COLUMNS])


def _event_tuples(fresh: list[Made], first: int) -> Iterator[tuple[Any, ...]]:
    names = bulk_store.EVENT_COLUMNS[1:]
    for index, one in enumerate(fresh):
        for event in one.events:
            get = event.get
            yield (first + index, *[get(name) for name in names])
