"""The SQL of fee items, their rates, discounts, and meter readings."""

from collections.abc import Iterable, Sequence
from typing import Any

from butlercli.base.result import Row
from butlercli.store.bulk import insert_rows
from butlercli.store.database import Database

READING_COLUMNS = ("id", "uid", "unit_id", "meter", "at", "entered_at", "value", "replaced", "final")


def items(db: Database) -> list[Row]:
    """Return every fee item as it was added."""
    return db.rows("SELECT * FROM fee_item ORDER BY id")


def item(db: Database, id: int) -> Row:
    """Return one item; raises KeyError where there is none."""
    found = db.row("SELECT * FROM fee_item WHERE id = ?", (id,))
    if found is None:
        raise KeyError(id)
    return found


def rates(db: Database) -> dict[int, list[Row]]:
    """Return the rates of all items by item, in the order of their days: id, since, rate."""
    found: dict[int, list[Row]] = {}
    for row in db.rows("SELECT id, item_id, since, rate FROM fee_rate ORDER BY item_id, since"):
        found.setdefault(row.pop("item_id"), []).append(row)
    return found


def billed(db: Database, item_id: int, first: str | None = None) -> int:
    """Return how many bills of an item stand (from a day of service on)."""
    return int(
        db.value(
            "SELECT count(*) FROM fee_bill WHERE item_id = ?1 AND cancelled_at IS NULL AND (?2 IS NULL OR period_start >= ?2)",
            (item_id, first),
        )
    )


# --- discounts --------------------------------------------------------------------------------------

_DISCOUNT = """SELECT d.*, i.code AS item, i.name AS item_name, u.code AS unit FROM fee_discount d
  LEFT JOIN fee_item i ON i.id = d.item_id LEFT JOIN unit u ON u.id = d.unit_id"""


def discounts(db: Database, item_id: int | None = None, unit_id: int | None = None) -> list[Row]:
    """Return discounts as they were given; of an item (those for all items as well) or of a unit."""
    return db.rows(
        f"""{_DISCOUNT} WHERE (?1 IS NULL OR d.item_id IS NULL OR d.item_id = ?1) AND (?2 IS NULL OR d.unit_id = ?2)
        ORDER BY d.id""",
        (item_id, unit_id),
    )


def discount(db: Database, id: int) -> Row | None:
    """Return one discount, or None."""
    return db.row(f"{_DISCOUNT} WHERE d.id = ?", (id,))


def rival(db: Database, values: Row, own: int = 0) -> Row | None:
    """Return a discount for the same items and the same unit or state that shares a day with this one, or None.

    own: the discount that is changed itself.
    """
    return db.row(
        f"""{_DISCOUNT} WHERE d.item_id IS :item_id AND d.unit_id IS :unit_id AND d.state IS :state
        AND d.id <> :own AND coalesce(d.since, '') <= coalesce(:until, '9') AND coalesce(:since, '') <= coalesce(d.until, '9')
        LIMIT 1""",
        {**values, "own": own},
    )


# --- readings ---------------------------------------------------------------------------------------


def readings(db: Database, unit_id: int | None, meter: str | None = None) -> list[Row]:
    """Return the readings of a unit, or of all (of one meter), meter by meter in the order of their times, with unit codes."""
    return db.rows(
        """SELECT r.*, u.code AS unit FROM meter_reading r JOIN unit u ON u.id = r.unit_id
        WHERE (?1 IS NULL OR r.unit_id = ?1) AND (?2 IS NULL OR r.meter = ?2) ORDER BY r.unit_id, r.meter, r.at""",
        (unit_id, meter),
    )


def readings_of(db: Database, meter: str, unit_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the readings of one meter by unit, in the order of their times: at, value, replaced, final."""
    wanted = set(unit_ids)
    found: dict[int, list[Row]] = {}
    for row in db.rows(
        "SELECT unit_id, at, value, replaced, final FROM meter_reading WHERE meter = ? ORDER BY unit_id, at", (meter,)
    ):
        if row["unit_id"] in wanted:
            found.setdefault(row.pop("unit_id"), []).append(row)
    return found


def meters(db: Database) -> list[str]:
    """Return the names of the meters that were ever read."""
    return [str(name) for name in db.column("SELECT DISTINCT meter FROM meter_reading ORDER BY meter")]


def metered(db: Database, unit_id: int, meter: str) -> list[Row]:
    """Return the live bills of a unit that a meter made, in order: id and rule (as text)."""
    return db.rows(
        """SELECT id, rule FROM fee_bill WHERE unit_id = ? AND cancelled_at IS NULL
        AND json_extract(rule, '$.per') = 'reading' AND json_extract(rule, '$.meter') = ? ORDER BY period_start, id""",
        (unit_id, meter),
    )


def readings_at(db: Database, units: Iterable[str]) -> list[Row]:
    """Return the readings of units (their codes) in the order of their times, with the code as `unit`."""
    import json

    sql = """SELECT r.*, u.code AS unit FROM meter_reading r JOIN unit u ON u.id = r.unit_id
      WHERE u.code IN (SELECT value FROM json_each(?)) ORDER BY r.at"""
    return db.rows(sql, (json.dumps(list(units)),))


def insert_readings(db: Database, readings: Iterable[tuple[Any, ...]]) -> None:
    """Write readings: tuples of READING_COLUMNS."""
    insert_rows(db, "meter_reading", READING_COLUMNS, readings)
