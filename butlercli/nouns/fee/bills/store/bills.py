"""The SQL of billing: everything read in bulk, bills written in bulk."""

from collections.abc import Iterable, Sequence
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Row
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.formula import OWED, PAID
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

COLUMNS = (
    "id", "uid", "ref", "item_id", "unit_id", "debtor_kind", "debtor_id", "debtor", "period_start", "period_end", "due_date",
    "amount", "source", "rule", "entered_at", "note",
)  # fmt: skip
_OWNERS = """SELECT s.unit_id, s.resident_id, r.name, s.role, s.since, s.until FROM residency s
  JOIN resident r ON r.id = s.resident_id WHERE s.role IN ('owner', 'former')"""


def insert(db: Database, bills: Iterable[tuple[Any, ...]]) -> None:
    """Write bills: tuples of COLUMNS."""
    insert_rows(db, "fee_bill", COLUMNS, bills)


def units(db: Database, building: str | None = None, unit_id: int | None = None) -> list[Row]:
    """Return units with what billing asks of them; of a building, or one alone."""
    return db.rows(
        """SELECT id, code, building, kind, area, state, handover_date FROM unit
        WHERE (?1 IS NULL OR building = ?1) AND (?2 IS NULL OR id = ?2) ORDER BY id""",
        (building, unit_id),
    )


def states(db: Database, unit_ids: Iterable[int]) -> dict[int, str | None]:
    """Return the states of units by id."""
    sql = "SELECT id, state FROM unit WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, (listed(unit_ids),)).fetchall())


def owners(db: Database, unit_id: int | None = None) -> dict[int, list[Row]]:
    """Return the residencies of owners and former owners by unit, in the order they were entered."""
    return _by_unit(db.rows(f"{_OWNERS} AND (?1 IS NULL OR s.unit_id = ?1) ORDER BY s.id", (unit_id,)))


def owners_of(db: Database, unit_ids: Iterable[int]) -> dict[int, list[Row]]:
    """Return the residencies of owners and former owners of some units, as `owners` does."""
    sql = f"{_OWNERS} AND s.unit_id IN (SELECT value FROM json_each(?)) ORDER BY s.id"
    return _by_unit(db.rows(sql, (listed(unit_ids),)))


def _by_unit(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.pop("unit_id"), []).append(row)
    return found


def standing(db: Database, item_id: int, first: str, last: str, *, rules: bool) -> dict[int, list[Row]]:
    """Return the bills of an item from runs and imports that stand and share a day with a span, by unit, in order.

    Each is id, period_start, period_end, moved (whether it took a part of another over, at a change of owner), and its
    rule where that is asked for.
    """
    return _by_unit(
        db.rows(
            f"""SELECT b.unit_id, b.id, b.period_start, b.period_end,
              EXISTS (SELECT 1 FROM fee_waiver w WHERE w.moved_to = b.id) AS moved{", b.rule" if rules else ""}
            FROM fee_bill b WHERE b.item_id = ? AND b.cancelled_at IS NULL AND b.source IN ('run', 'import')
            AND b.period_start <= ? AND b.period_end >= ? ORDER BY b.unit_id, b.period_start, b.id""",
            (item_id, last, first),
        )
    )


def billed_days(db: Database, item_ids: Iterable[int]) -> list[Row]:
    """Return the bills of items from runs and imports that stand: id, item (its name), unit (its code), days, amount, moved.

    moved: whether it took a part of another over, at a change of owner.
    """
    return db.rows(
        """SELECT b.id, i.name AS item, u.code AS unit, b.period_start, b.period_end, b.amount,
          EXISTS (SELECT 1 FROM fee_waiver w WHERE w.moved_to = b.id) AS moved FROM fee_bill b
        JOIN fee_item i ON i.id = b.item_id JOIN unit u ON u.id = b.unit_id WHERE b.item_id IN (SELECT value FROM json_each(?))
        AND b.cancelled_at IS NULL AND b.source IN ('run', 'import')""",
        (listed(item_ids),),
    )


def settled(db: Database, bill_ids: Iterable[int]) -> set[int]:
    """Return those of some bills of which anything was ever paid or waived, or that are cancelled."""
    return set(
        db.column(
            """SELECT b.id FROM fee_bill b WHERE b.id IN (SELECT value FROM json_each(?)) AND (b.cancelled_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM fee_allocation a WHERE a.bill_id = b.id)
            OR EXISTS (SELECT 1 FROM fee_waiver w WHERE w.bill_id = b.id OR w.moved_to = b.id)
            OR EXISTS (SELECT 1 FROM fee_bill l WHERE l.late_of = b.id))""",
            (listed(bill_ids),),
        )
    )


def of_owners(db: Database, unit_id: int, first: str, debtor_ids: Iterable[int]) -> list[Row]:
    """Return the live bills of a unit that some owners owe or owed for days from a day on, by id.

    Each is its row with the item's name and rounding, `owed` (what it still owes, in fen), and `served_to`: its last day,
    or the day before the one from which an earlier change of owner moved its days to another bill.
    """
    return db.rows(
        f"""SELECT b.*, i.name AS item_name, i.rounding, {OWED} AS owed,
          coalesce((SELECT date(min(n.period_start), '-1 day') FROM fee_waiver w JOIN fee_bill n ON n.id = w.moved_to
            WHERE w.bill_id = b.id), b.period_end) AS served_to
        FROM fee_bill b JOIN fee_item i ON i.id = b.item_id
        WHERE b.unit_id = ? AND b.cancelled_at IS NULL AND b.debtor_kind = 'owner' AND served_to >= ?
        AND b.debtor_id IN (SELECT value FROM json_each(?)) ORDER BY b.id""",
        (unit_id, first, listed(debtor_ids)),
    )


def of_nobody(db: Database, unit_ids: Iterable[int]) -> list[Row]:
    """Return the live bills of some units whose debtor is not known, by id: id, unit_id, its days and late_of."""
    return db.rows(
        """SELECT id, unit_id, period_start, period_end, late_of FROM fee_bill
        WHERE unit_id IN (SELECT value FROM json_each(?)) AND debtor_kind = 'unknown' AND cancelled_at IS NULL ORDER BY id""",
        (listed(unit_ids),),
    )


def count_of_nobody(db: Database, ids: Iterable[int]) -> int:
    """Return how many of some bills have a debtor that is not known."""
    sql = "SELECT count(*) FROM fee_bill WHERE id IN (SELECT value FROM json_each(?)) AND debtor_kind = 'unknown'"
    return int(db.value(sql, (listed(ids),)))


def sums_by_item(db: Database, ids: Iterable[int]) -> list[Row]:
    """Return the sums of some bills by item, in the order of the items: item, name, bills, amount_fen, paid_fen."""
    return db.rows(
        f"""SELECT i.code AS item, i.name, count(*) AS bills, sum(b.amount) AS amount_fen,
        sum({PAID}) AS paid_fen
        FROM fee_bill b JOIN fee_item i ON i.id = b.item_id WHERE b.id IN (SELECT value FROM json_each(?))
        GROUP BY i.id ORDER BY i.id""",
        (listed(ids),),
    )


def add(db: Database, values: Row) -> int:
    """Write one bill and return its id."""
    return db.insert("fee_bill", {"uid": db.uid(), "entered_at": format_iso(db.now), **values})


def set_debtor(db: Database, id: int, kind: str, resident: int | None, name: str) -> None:
    """Make a bill somebody else's."""
    db.update("fee_bill", id, {"debtor_kind": kind, "debtor_id": resident, "debtor": name})


def any_payment(db: Database, unit_ids: Sequence[int]) -> bool:
    """Say whether anything was ever paid for one of these units: else no bill can be settled by prepayment."""
    paid = set(db.column("SELECT DISTINCT unit_id FROM fee_payment"))
    return not paid.isdisjoint(unit_ids)
