"""The verbs on fee items: add, list, show, edit; and an item as JSON."""

from collections.abc import Sequence
from datetime import date

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import naming, texts
from butlercli.nouns.fee.items import rules
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import records
from butlercli.store.database import Database


def find(db: Database, text: str) -> Row:
    """Return the item a text names, by code or name; exit 3 where there is none, exit 2 where there are several."""
    return naming.find(
        item_store.items(db),
        text,
        several=N_("“{value}” may be several fee items: {choices}."),
        none=N_("There is no fee item “{value}”."),
        hint=N_("One of: {choices}."),
        empty=N_("There are no fee items yet; {command} adds one."),
        command="butler fee item add",
    )


def names(db: Database) -> dict[str, str]:
    """Return the names of all items by their codes."""
    return {row["code"]: row["name"] for row in item_store.items(db)}


def _today(db: Database) -> str:
    return db.now.date().isoformat()


def _echo(db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
    row = item_store.item(db, id)
    made = records.item(row, item_store.rates(db).get(id, ()), _today(db))
    return Result("fee.item_echo", made, refs=row["code"], notices=notices)


# --- fields -----------------------------------------------------------------------------------------


def _checked(db: Database, given: Row, before: Row) -> Row:
    """Return the columns of fields that are named, and the rate; raises UsageError (exit 2)."""
    from butlercli.kit import fields
    from butlercli.nouns.fee.fields import ITEM

    found = fields.values(db, ITEM, given)
    _check_numbers(found)
    after = {**before, **found}
    texts.check_dates(after.get("since"), after.get("until"))
    found.update(_meter(found, after))
    return found


def _check_numbers(found: Row) -> None:
    if "due_day" in found and not 1 <= found["due_day"] <= 31:
        raise UsageError(N_("A due day lies between 1 and 31, not {value}."), value=found["due_day"])
    if found.get("late_grace") is not None and not 0 <= found["late_grace"] <= 3650:
        raise UsageError(
            N_("Days of grace lie between 0 and {most}, not {value}."), most=3650, value=found["late_grace"]
        )


def _meter(found: Row, after: Row) -> Row:
    """Return the meter of an item by reading: its own name where none is given; no other item has one."""
    if after["per"] != "reading":
        if found.get("meter"):
            raise UsageError(
                N_("A meter belongs to an item by reading."),
                hint=N_("For example: {example}."),
                example="--per reading",
            )
        return {"meter": None}
    if found.get("meter"):
        return {}
    return {"meter": after.get("meter") or after["name"]}


def _refuse_taken(db: Database, found: Row, own: int = 0) -> None:
    """Raise RuleError (exit 4) where a code or name is another item's."""
    words = [found[name].lower() for name in ("code", "name") if found.get(name)]
    for row in item_store.items(db):
        if row["id"] != own and {row["code"].lower(), row["name"].lower()} & set(words):
            raise RuleError(
                N_("There is a fee item {item} already."),
                hint=N_("Change it: {command}."),
                code="duplicate",
                item=" ".join(dict.fromkeys((row["code"], row["name"]))),
                command=f"butler fee item edit {row['code']}",
            )


# --- verbs ------------------------------------------------------------------------------------------


def add(db: Database, given: Row) -> Result:
    """Add an item; `given`: code, rate, per, cycle and what else is known (name: the code where none is given).

    Raises UsageError for a bad value, RuleError (exit 4) where code or name are taken.
    """
    id = insert(db, {"due_day": 1, **given})
    return _echo(db, id)


def insert(db: Database, given: Row, source: str = "user") -> int:
    """Write an item and return its id (one-off charges and imports have no rate)."""
    given = {"name": given["code"], **{name: value for name, value in given.items() if value is not None}}
    found = _checked(db, given, {})
    rate = found.pop("rate", None)
    _refuse_taken(db, found)
    columns = {name: value for name, value in found.items() if value is not None}
    id = db.insert("fee_item", {"uid": db.uid(), **columns, "source": source})
    if rate is not None:
        db.insert("fee_rate", {"item_id": id, "since": rules.BEGINNING, "rate": rate})
    return id


def insert_plain(db: Database, name: str, source: str) -> Row:
    """Write an item that only names what is charged (source: charge, import, late) and return its row."""
    id = insert(db, {"code": name, "per": "fixed", "cycle": "month", "due_day": 1}, source)
    return item_store.item(db, id)


def list_items(db: Database, *, ended: bool = False, limit: int | None = None) -> Result:
    """List items as they were added; those that have ended only with `ended`."""
    today, rates = _today(db), item_store.rates(db)
    rows = [row for row in item_store.items(db) if ended or row["until"] is None or row["until"] >= today]
    found = [records.item(row, rates.get(row["id"], ()), today) for row in rows[:limit]]
    return Result("fee.item_list", found, total=len(rows))


def show(db: Database, text: str) -> Result:
    """Return an item with its rates, its discounts and how many bills of it stand."""
    row = find(db, text)
    found = _echo(db, row["id"])
    given = [records.discount(d) for d in item_store.discounts(db, item_id=row["id"])]
    found.data.update(discounts=given, bills=item_store.billed(db, row["id"]))
    return Result("fee.item_show", found.data, refs=row["code"])


def edit(db: Database, text: str, given: Row, *, since: date | None = None) -> Result:
    """Change an item. `rate` in `given` holds for the periods that begin from `since` on; bills made keep theirs.

    Without `since` a rate holds from today, or, while nothing was billed, from the beginning (it is a correction).
    Raises UsageError where nothing is to be changed, RuleError (exit 4) where code or name are taken.
    """
    row = find(db, text)
    if not given:
        raise texts.nothing_to_change()
    if since is not None and "rate" not in given:
        raise UsageError(N_("A day from which on belongs to a new rate: name the rate as well."))
    found = _checked(db, given, row)
    rate = found.pop("rate", None)
    different = {name: value for name, value in found.items() if row[name] != value}
    if different:
        _refuse_taken(db, {name: different.get(name) for name in ("code", "name")}, row["id"])
        db.update("fee_item", row["id"], different)
    remarks = _set_rate(db, row, rate, since) if rate is not None else None
    if not different and remarks is None:
        remarks = [texts.unchanged(row["name"])]
    return _echo(db, row["id"], remarks or [])


def _set_rate(db: Database, row: Row, rate: str, since: date | None) -> list[Message] | None:
    """Write a rate from a day on; return remarks, or None where it is in force from that day already."""
    from decimal import Decimal

    rates = item_store.rates(db).get(row["id"], [])
    if since is not None:
        day = since.isoformat()
    elif not rates or (len(rates) == 1 and not item_store.billed(db, row["id"])):
        day = rules.BEGINNING
    else:
        day = _today(db)
    known = rules.rate_on(rates, day)
    if known is not None and Decimal(known) == Decimal(rate):
        return None
    same = next((former for former in rates if former["since"] == day), None)
    if same is not None:
        db.update("fee_rate", same["id"], {"rate": rate})
    else:
        db.insert("fee_rate", {"item_id": row["id"], "since": day, "rate": rate})
    return _remarks(db, row, day)


def _remarks(db: Database, row: Row, day: str) -> list[Message]:
    found = []
    if day != rules.BEGINNING:
        found.append(Message(N_("It holds for the periods that begin on {date} or later."), date=day))
    kept = item_store.billed(db, row["id"], day)
    if kept:
        said = N_("Bills made already keep their rate: {n}. Cancel them and bill again where they should not.")
        found.append(Message(said, n=kept))
    return found
