"""`fee import bills`: what was billed elsewhere, kept as it was billed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen
from butlercli.base.result import Message, Row
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Options
from butlercli.kit.intake.importer import Importer
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.intake import amounts
from butlercli.nouns.fee.bills.intake import periods as intake_periods
from butlercli.nouns.fee.bills.intake.updates import update
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.bills.verbs import settle, unknown_debtors
from butlercli.nouns.fee.fields import code
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.nouns.fee.intake import rows as intake_rows
from butlercli.nouns.fee.intake.rows import FeeImporter, Given
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import items
from butlercli.nouns.fee.owed.rules import debtors, periods
from butlercli.nouns.fee.owed.rules.debtors import Ownership
from butlercli.nouns.fee.owed.rules.periods import Period
from butlercli.nouns.fee.owed.verbs import records
from butlercli.store import bulk

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.store.database import Database

_TWICE = N_("stands in row {first} already; a reference is one bill's.")


class Bill:
    """A bill to be: its row, and its columns as they are stored."""

    __slots__ = ("code", "given", "item", "number", "unit", "values")

    def __init__(self, one: Given, item: Row, values: Row) -> None:
        """`values` lack the ids of unit and item, which may have to be made first, and the debtor."""
        assert one.unit is not None
        self.number = one.number
        self.given = one.values
        self.code = one.unit
        self.unit = one.unit.code
        self.item = item
        self.values = values


class Bills(FeeImporter):
    """The import of bills.

    Items that do not exist yet are created and said. A bill of the same item, unit and period that stands already is
    known where it has the same amount, and a problem where it has another.
    """

    noun = intake_fields.BILL
    verb = "fee import bills"
    title = "FeeBill"
    days = ("period_start", "period_end", "due_date")

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> Mapping[str, values.Read]:
        """Return the reader of every field but those of the unit."""
        return intake_fields.bill_readers(orders)

    def make_of(self, rows: list[Given]) -> list[Bill]:
        """Turn rows into bills, but those the file calls cancelled; what lacks something becomes a problem."""
        standing = [one for one in rows if model.STATES.find(one.values.get("state") or "") != "cancelled"]
        self.account.extra["cancelled"] = len(rows) - len(standing)
        bills = _made(self, standing)
        self._rounded = amounts.apply(bills)
        self._fresh, self._known, self._same = _sorted_out(self, bills)
        return bills

    def store(self, made: list[Bill]) -> None:
        """Write the new bills, bring the known ones up to date, and let prepayments settle them."""
        db, account = self.db, self.account
        good = {one.number for one in made}
        fresh = [one for one in self._fresh if one.number in good]
        known = [(id, one) for id, one in self._known if one.number in good]
        same = [one for one in self._same if one.number in good]
        account.unchanged = len(same)
        changed = [*fresh, *(one for _id, one in known)]
        self._register_all(changed)
        _store(db, account, fresh, self.options)
        touched = update(self, known)
        told = (one.values.get("unit_id") for one in [*changed, *same])
        self.notices += unknown_debtors.name_debtors(db, {id for id in told if id is not None})
        _settle(db, {one.values["unit_id"] for one in fresh} | touched)
        self.notices += self._rounded if account.added else ()

    def _register_all(self, bills: Sequence[Bill]) -> None:
        """Register the units and create the items that bills name and that do not exist, and say so."""
        ids = self.register(one.code for one in bills)
        created = self.account.extra["items_created"] = []
        for one in bills:
            item = one.item
            if item["id"] is None:
                item.update(_created(self.db, item))
                created.append(item["name"])
                text = N_("Fee item {item} was created; {command} says how it is charged.")
                command = f"butler fee item edit {item['code']}"
                self.notices.append(Message(text, item=item["name"], command=command))
            one.values.update(unit_id=ids[one.unit], item_id=item["id"])


# --- rows into bills ------------------------------------------------------------------------------------


def _made(run: Bills, rows: list[Given]) -> list[Bill]:
    """Turn rows into bills; what lacks something becomes a problem."""
    db = run.db
    lacks = (("item", N_("names no fee item.")), ("amount", N_("has no amount.")))
    rows = [one for one in rows if not run.lacks(one, lacks)]
    identities = intake_rows.Identities(run, _TWICE)
    uids = [identities.of(one) for one in rows]
    spans = intake_periods.settle(run, rows, run.titles)
    chosen = _Items(run)
    entered = db.now.isoformat(timespec="seconds")
    found = []
    for place, (one, uid) in enumerate(zip(rows, uids, strict=True)):
        item = chosen.of(one) if uid is not None and place in spans else None
        if item is None:
            continue
        start, end = spans[place]
        due = one.values.get("due_date")
        if due is None:
            period = Period(start, end, start, end, 0)
            due = str(periods.due_date(period, item["timing"], item["due_day"]))
        values = {
            "uid": uid or db.uid(),
            "ref": one.values.get("ref"),
            "period_start": str(start),
            "period_end": str(end),
            "due_date": due,
            "amount": one.values["amount"],
            "source": "import",
            "entered_at": entered,
            "note": one.values.get("note") or None,
        }
        found.append(Bill(one, item, values))
    return found


def _created(db: "Database", item: Row) -> Row:
    """Write an item that only names what is charged, with the rounding recognised in its amounts; return its row."""
    id = items.insert_plain(db, item["code"], "import")["id"]
    if item.get("rounding", "fen") != "fen":
        db.update("fee_item", id, {"rounding": item["rounding"]})
    return item_store.item(db, id)


class _Items:
    """Finds the fee items that a file names, by code or name; those that do not exist are to be created."""

    __slots__ = ("_found", "_run")

    def __init__(self, run: Importer) -> None:
        self._run = run
        rows = item_store.items(run.db)
        self._found: dict[str, Row | ButlerError] = {row["name"].lower(): row for row in rows}
        self._found.update({row["code"].lower(): row for row in rows})

    def of(self, one: Given) -> Row | None:
        """Return the item of a row (without an id where it does not exist yet), None where it can be none's name."""
        text = " ".join(one.values["item"].split())
        key = text.lower()
        if key not in self._found:
            try:
                name = code(text)
                made = {"id": None, "code": name, "name": name, "timing": "prepaid", "due_day": 1}
                self._found[key] = self._found.setdefault(name.lower(), made)
            except ButlerError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, ButlerError):
            self._run.refuse(one.number, "item", text, found)
            return None
        return found


# --- what is known ---------------------------------------------------------------------------------------


class _Places:
    """The periods that are billed already, by item and unit."""

    __slots__ = ("_spans", "taken")

    def __init__(self, rows: Sequence[Row]) -> None:
        self._spans: dict[tuple[str, str], list[Row]] = {}
        # Which row of the file is which bill that stands here: a second one is none of them.
        self.taken: dict[int, int] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Put a bill in its place: item (its name), unit (its code), the period's days, the amount."""
        self._spans.setdefault((row["item"], row["unit"]), []).append(row)

    def meeting(self, one: Bill) -> list[Row]:
        """Return the bills that share a day with one, in order."""
        rows = self._spans.get((one.item["name"], one.unit), ())
        first, last = one.values["period_start"], one.values["period_end"]
        found = [row for row in rows if row["period_start"] <= last and row["period_end"] >= first]
        return sorted(found, key=lambda row: row["period_start"])


def _sorted_out(run: Bills, bills: list[Bill]) -> tuple[list[Bill], list[tuple[int, Bill]], list[Bill]]:
    """Tell new bills from known ones, and from those whose period is billed already for the same amount."""
    db = run.db
    by_uid = bulk.known_ids(db, "fee_bill", "uid", [one.values["uid"] for one in bills])
    by_ref = bulk.known_ids(db, "fee_bill", "ref", [one.values["ref"] for one in bills if one.values["ref"]])
    rows = bulk.rows_of(db, "fee_bill", {*by_uid.values(), *by_ref.values()})
    there = {one.item["id"] for one in bills if one.item["id"] is not None}
    places = _Places(bill_store.billed_days(db, there))
    fresh: list[Bill] = []
    known: list[tuple[int, Bill]] = []
    same: list[Bill] = []
    ids = [by_uid.get(one.values["uid"]) or by_ref.get(one.values["ref"] or "") for one in bills]
    places.taken = {id: one.number for id, one in zip(ids, bills, strict=True) if id is not None}
    for id, one in zip(ids, bills, strict=True):
        if id is None:
            _place(one, places, run, fresh, same)
        elif _fits(one, rows[id], places, run):
            known.append((id, one))
            if not any(row.get("id") == id for row in places.meeting(one)):
                places.add({**one.values, "id": id, "item": one.item["name"], "unit": one.unit})
    return fresh, known, same


def _fits(one: Bill, standing: Row, places: _Places, run: Bills) -> bool:
    """Say whether a known bill may have the period that the file gives it: its own it may always have."""
    names = ("period_start", "period_end")
    if all(one.values[name] == standing[name] for name in names):
        return True
    others = [row for row in places.meeting(one) if row.get("id") != standing["id"]]
    if others:
        run.problem(one.number, "period_start", one.values["period_start"], _OVERLAP, bills=_named(others))
    return not others


_OVERLAP = N_("The period is billed already: {bills}.")


def _place(one: Bill, places: _Places, run: Bills, fresh: list[Bill], same: list[Bill]) -> None:
    """Put a new bill down, or say why not: its days are billed already, here or in the file."""
    values = one.values
    meeting = places.meeting(one)
    # What a change of owner moved from a bill covers days of that bill again.
    meeting = [row for row in meeting if not row.get("moved")] or meeting
    rows = [row["row"] for row in meeting if "row" in row]
    rows += [places.taken[row["id"]] for row in meeting if row.get("id") in places.taken]
    if rows:
        why = N_("The same item and days of this unit stand in row {first} already.")
        run.problem(one.number, "period_start", values["period_start"], why, first=rows[0])
    elif not meeting:
        places.add({**values, "item": one.item["name"], "unit": one.unit, "row": one.number})
        fresh.append(one)
    elif (meeting[0]["period_start"], meeting[-1]["period_end"]) != (values["period_start"], values["period_end"]):
        run.problem(one.number, "period_start", values["period_start"], _OVERLAP, bills=_named(meeting))
    elif sum(row["amount"] for row in meeting) != values["amount"]:
        why = N_("is billed already with another amount: {bills}, {amount} yuan.")
        total = sum(row["amount"] for row in meeting)
        shown = format_fen(values["amount"])
        run.problem(one.number, "amount", shown, why, bills=_named(meeting), amount=format_fen(total))
    else:
        places.taken.update({row["id"]: one.number for row in meeting})
        same.append(one)


def _named(rows: Sequence[Row]) -> str:
    return ", ".join(f"{model.BILL_LETTER}{row['id']}" for row in rows)


# --- writing ---------------------------------------------------------------------------------------------


def _store(db: "Database", account: Account, fresh: list[Bill], options: Options) -> None:
    """Write the new bills with their debtors."""
    bulk.roomy(db)
    owners = {id: Ownership(rows) for id, rows in bill_store.owners(db).items()} if fresh else {}
    states = bill_store.states(db, {one.values["unit_id"] for one in fresh})
    nobody = Ownership([])
    first = bulk.next_id(db, "fee_bill")
    tuples = []
    for index, one in enumerate(fresh):
        if not index % 1000:
            options.tick("store", index, len(fresh))
        values = one.values
        start = date.fromisoformat(values["period_start"])
        day = Period(start, start, start, start, 0)
        debtor = debtors.parts(owners.get(values["unit_id"], nobody), states[values["unit_id"]], day)[0][1]
        values.update(id=first + index, debtor_kind=debtor.kind, debtor_id=debtor.id, debtor=debtor.name)
        tuples.append(tuple(values[name] for name in bill_store.COLUMNS))
    bill_store.insert(db, tuples)
    account.added = len(fresh)
    account.extra["amount_fen"] = sum(one.values["amount"] for one in fresh)
    account.refs = intake_rows.refs(model.BILL_LETTER, first, len(fresh), ())
    if db.dry:
        account.preview = records.bill_records(db, range(first, first + min(len(fresh), engine.PREVIEW)))


def _settle(db: "Database", units: set[int]) -> None:
    """Let prepayments settle the bills of units."""
    if units and bill_store.any_payment(db, list(units)):
        settle.prepaid(db, units)
