"""The SQL of billing: everything read in bulk, bills written in bulk."""

from collections.abc import Iterable, Sequence
from typing import Any

from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

Row = dict[str, Any]

COLUMNS = (
    "id", "uid", "ref", "item_id", "unit_id", "debtor_kind", "debtor_id", "debtor", "period_start", "period_end", "due_date",
    "amount", "source", "rule", "entered_at", "note",
)  # fmt: skip


def next_id(db: Database) -> int:
    """Return the id the next bill will have: never one that was used before."""
    used = db.value("SELECT seq FROM sqlite_sequence WHERE name = 'fee_bill'") or 0
    return int(used) + 1


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


def owners(db: Database, unit_id: int | None = None) -> dict[int, list[Row]]:
    """Return the residencies of owners and former owners by unit, in the order they were entered."""
    found: dict[int, list[Row]] = {}
    for row in db.rows(
        """SELECT s.unit_id, s.resident_id, r.name, s.role, s.since, s.until FROM residency s JOIN resident r ON r.id = s.resident_id
        WHERE s.role IN ('owner', 'former') AND (?1 IS NULL OR s.unit_id = ?1) ORDER BY s.id""",
        (unit_id,),
    ):
        found.setdefault(row.pop("unit_id"), []).append(row)
    return found


def standing(db: Database, item_id: int, first: str, last: str, *, rules: bool) -> dict[int, list[Row]]:
    """Return the bills of an item from runs and imports that stand and share a day with a span, by unit, in order.

    Each is id, period_start, period_end, and its rule where that is asked for.
    """
    found: dict[int, list[Row]] = {}
    for row in db.rows(
        f"""SELECT unit_id, id, period_start, period_end{", rule" if rules else ""} FROM fee_bill WHERE item_id = ?
        AND cancelled_at IS NULL AND source IN ('run', 'import') AND period_start <= ? AND period_end >= ?
        ORDER BY unit_id, period_start, id""",
        (item_id, last, first),
    ):
        found.setdefault(row.pop("unit_id"), []).append(row)
    return found


def any_payment(db: Database, unit_ids: Sequence[int]) -> bool:
    """Say whether anything was ever paid for one of these units: else no bill can be settled by prepayment."""
    paid = set(db.column("SELECT DISTINCT unit_id FROM fee_payment"))
    return not paid.isdisjoint(unit_ids)
