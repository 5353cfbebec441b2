"""The SQL of what fees add to the day, to pages and to the search: sums without a look at every bill."""

from butlercli.base.result import Row
from butlercli.nouns.fee.owed.store.formula import COUNTS_THEN, LIVE, LIVE_THEN, OWED, OWED_THEN
from butlercli.store.database import Database


def any_bill(db: Database) -> bool:
    """Say whether there is any bill."""
    return db.value("SELECT 1 FROM fee_bill LIMIT 1") is not None


def any_promise(db: Database) -> bool:
    """Say whether anybody ever promised anything."""
    return db.value("SELECT 1 FROM fee_reminder WHERE promise_date IS NOT NULL LIMIT 1") is not None


# Past due, the same as the sum of `owed.store.asof.arrears`: of all that counts, the bills before a day. What was paid and waived on them is all that was paid and waived
# less that on the few others, so that no bill is looked at for itself.
_BEFORE = f"b.due_date < :day AND {COUNTS_THEN}"
_PAST_DUE = f"""WITH other AS MATERIALIZED (SELECT b.id FROM fee_bill b WHERE NOT ({_BEFORE}))
  SELECT (SELECT coalesce(sum(b.amount), 0) FROM fee_bill b WHERE {_BEFORE})
    - (SELECT coalesce(sum(a.amount), 0) FROM fee_allocation a WHERE a.at <= :at)
    - (SELECT coalesce(sum(w.amount), 0) FROM fee_waiver w WHERE w.at <= :at)
    + (SELECT coalesce(sum(a.amount), 0) FROM other JOIN fee_allocation a ON a.bill_id = other.id WHERE a.at <= :at)
    + (SELECT coalesce(sum(w.amount), 0) FROM other JOIN fee_waiver w ON w.bill_id = other.id WHERE w.at <= :at)"""


def past_due(db: Database, at: str) -> int:
    """Return what is past due at a moment, all together, in fen."""
    return int(db.value(_PAST_DUE, {"at": at, "day": at[:10]}))


def coming_due(db: Database, at: str, last: str) -> Row:
    """Return the bills that come due from a moment's day up to a later one: bills, units, outstanding (fen), first, last."""
    row = db.row(
        f"""WITH b AS MATERIALIZED (SELECT b.id, b.unit_id, b.due_date, {OWED_THEN} AS owed FROM fee_bill b
          WHERE b.due_date BETWEEN :day AND :last AND {LIVE_THEN})
        SELECT count(*) AS bills, count(DISTINCT unit_id) AS units, coalesce(sum(owed), 0) AS outstanding,
          min(due_date) AS first, max(due_date) AS last FROM b WHERE owed > 0""",
        {"at": at, "day": at[:10], "last": last},
    )
    assert row is not None
    return row


def unit_code(db: Database, unit_id: int) -> str:
    """Return the code of a unit."""
    return str(db.value("SELECT code FROM unit WHERE id = ?", (unit_id,)))


def open_of_resident(db: Database, resident_id: int) -> list[int]:
    """Return the bills a person owes, at whatever unit, the oldest due first."""
    sql = f"""SELECT b.id FROM fee_bill b WHERE b.debtor_id = ? AND {LIVE}
      AND {OWED} > 0 ORDER BY b.due_date, b.period_start, b.id"""
    return [int(id) for id in db.column(sql, (resident_id,))]


def last_payments(db: Database, unit_id: int, limit: int) -> list[int]:
    """Return the newest payments of a unit."""
    sql = "SELECT id FROM fee_payment WHERE unit_id = ? ORDER BY paid_at DESC, id DESC LIMIT ?"
    return [int(id) for id in db.column(sql, (unit_id, limit))]


# --- the search ---------------------------------------------------------------------------------------

_BODIES = {
    "fee_payment": "SELECT p.id, coalesce(p.ref, '') || ' ' || coalesce(p.note, '') AS body FROM fee_payment p "
    "WHERE p.ref IS NOT NULL OR p.note IS NOT NULL",
    "fee_reminder": "SELECT m.id, coalesce(m.note, '') || ' ' || coalesce(m.evidence_number, '') || ' ' || m.debtor AS body "
    "FROM fee_reminder m",
    "fee_bill": "SELECT b.id, coalesce(b.ref, '') || ' ' || coalesce(b.note, '') AS body FROM fee_bill b "
    "WHERE b.ref IS NOT NULL OR b.note IS NOT NULL",
    "fee_item": "SELECT i.id, i.code || ' ' || i.name || ' ' || coalesce(i.note, '') AS body FROM fee_item i",
}


def search(db: Database, table: str, words: list[str], fen: int | None = None) -> list[int]:
    """Return the ids of a table's rows that hold every word, the newest first; payments also those of an amount."""
    marks = " AND ".join("instr(lower(body), ?) > 0" for _word in words)
    found = db.column(f"SELECT id FROM ({_BODIES[table]}) WHERE {marks}", [word.lower() for word in words])
    if fen is not None and table == "fee_payment":
        found += db.column("SELECT id FROM fee_payment WHERE amount = ?", (fen,))
    return sorted({int(id) for id in found}, reverse=True)


def any_item(db: Database) -> bool:
    """Say whether anything is charged here at all."""
    return db.value("SELECT 1 FROM fee_item LIMIT 1") is not None
