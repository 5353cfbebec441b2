"""The SQL of dunning: reminders, the bills they were about, what became of promises, reasons of refusal."""

from collections.abc import Iterable, Sequence

from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.kit.select import listed
from butlercli.nouns.fee.owed.store.formula import refunded
from butlercli.store import bulk
from butlercli.store.database import Database

_SELECT = "SELECT m.*, u.code AS unit FROM fee_reminder m JOIN unit u ON u.id = m.unit_id"
# Whom a reminder was for: people of the register by their number, all others by what they are called.
SAME_DEBTOR = """{a}.unit_id = {b}.unit_id AND {a}.debtor_kind = {b}.debtor_kind AND {a}.debtor_id IS {b}.debtor_id
  AND ({a}.debtor_id IS NOT NULL OR {a}.debtor = {b}.debtor)"""


def add(db: Database, values: Row, bill_ids: Iterable[int]) -> int:
    """Write a reminder with the bills it was about, and return its id."""
    id = db.insert("fee_reminder", {name: value for name, value in values.items() if value is not None})
    bulk.insert_rows(db, "fee_reminder_bill", ("reminder_id", "bill_id"), [(id, bill) for bill in bill_ids])
    return id


def rows(db: Database, ids: Iterable[int]) -> dict[int, Row]:
    """Return reminders by id, with the code of the unit."""
    found = db.rows(f"{_SELECT} WHERE m.id IN (SELECT value FROM json_each(?))", (listed(ids),))
    return {row["id"]: row for row in found}


def bills(db: Database, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the bills that reminders were about, by reminder."""
    found: dict[int, list[int]] = {}
    sql = "SELECT reminder_id, bill_id FROM fee_reminder_bill WHERE reminder_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    for reminder, bill in db.execute(sql, (listed(ids),)):
        found.setdefault(reminder, []).append(bill)
    return found


def files(db: Database, ids: Iterable[int]) -> dict[int, list[Row]]:
    """Return the files kept with reminders, by reminder: name, sha256, size."""
    found: dict[int, list[Row]] = {}
    for row in db.rows(
        """SELECT reminder_id, sha256, name, size FROM attachment
        WHERE reminder_id IN (SELECT value FROM json_each(?)) ORDER BY id""",
        (listed(ids),),
    ):
        found.setdefault(row.pop("reminder_id"), []).append(row)
    return found


class Wanted(select.Wanted):
    """Which reminders are asked for; None asks for all. first, last: moments between which they happened, both included."""

    unit_id: int | None
    first: str | None
    last: str | None
    result: str | None
    channel: str | None
    building: str | None

    def filter(self) -> select.Filter:
        """Return the conditions on reminders `m` and their units `u`."""
        chosen = select.Filter().equal("m.unit_id", self.unit_id).between("m.at", self.first, self.last)
        chosen.equal("m.result", self.result).equal("m.channel", self.channel)
        return chosen.equal("u.building", self.building)


_FROM = "FROM fee_reminder m JOIN unit u ON u.id = m.unit_id WHERE"


def ids(db: Database, wanted: Wanted, limit: int | None = None) -> list[int]:
    """Return the ids of the reminders asked for, the newest first."""
    chosen = wanted.filter()
    sql = f"SELECT m.id {_FROM} {chosen.sql} ORDER BY m.at DESC, m.id DESC LIMIT :limit"
    return [int(id) for id in db.column(sql, {**chosen.params, "limit": -1 if limit is None else limit})]


def count(db: Database, wanted: Wanted) -> int:
    """Return how many reminders are asked for."""
    chosen = wanted.filter()
    return int(db.value(f"SELECT count(*) {_FROM} {chosen.sql}", chosen.params))


# --- promises ---------------------------------------------------------------------------------------

# A payment of which only the day is known stands at midnight: it counts on the promise's own day where it was not
# known yet when the promise was given.
_PROMISES = """WITH promise AS (
    SELECT m.id, m.unit_id, m.debtor_kind, m.debtor_id, m.debtor, m.at, m.entered_at, m.promise_date,
      coalesce(m.promise_amount, m.outstanding) AS promised, min(m.promise_date || 'T23:59:59', :at) AS until
    FROM fee_reminder m WHERE m.promise_date IS NOT NULL AND m.at <= :at {units})
  SELECT m.*, u.code AS unit, coalesce((SELECT sum(p.amount - {back})
    FROM fee_payment p WHERE p.unit_id = m.unit_id AND p.paid_at >= substr(m.at, 1, 10) AND p.paid_at <= m.until
      AND (p.paid_at > m.at OR (p.paid_at = substr(m.at, 1, 10) || 'T00:00:00' AND p.entered_at > m.entered_at))), 0) AS paid,
    EXISTS (SELECT 1 FROM fee_reminder n WHERE n.at <= :at AND (n.at, n.id) > (m.at, m.id) AND n.promise_date IS NOT NULL
      AND {same}) AS replaced,
    EXISTS (SELECT 1 FROM fee_reminder n WHERE n.at <= :at AND n.at > m.promise_date || 'T23:59:59' AND {same}) AS followed
  FROM promise m JOIN unit u ON u.id = m.unit_id ORDER BY m.promise_date, m.id"""


def promises(db: Database, at: str, unit_id: int | None = None) -> list[Row]:
    """Return the promises given by a moment, the earliest date first, with what the unit paid on them by then.

    `replaced`: the same debtor gave a later promise; `followed`: a reminder came after the promised day.
    """
    sql = _PROMISES.format(
        units="" if unit_id is None else "AND m.unit_id = :unit",
        same=SAME_DEBTOR.format(a="n", b="m"),
        back=refunded("r.at <= m.until"),
    )
    return db.rows(sql, {"at": at, **({} if unit_id is None else {"unit": unit_id})})


# --- what stands beside arrears -----------------------------------------------------------------------


def last_reminders(db: Database, at: str, unit_id: int | None = None) -> list[Row]:
    """Return the last reminder by a moment of each unit and debtor: at, channel, result, why, promise_date."""
    units = "" if unit_id is None else "AND m.unit_id = :unit"
    return db.rows(
        f"""SELECT * FROM (SELECT m.id, m.unit_id, m.debtor_kind, m.debtor_id, m.debtor, m.at, m.channel, m.result, m.why,
          m.promise_date, row_number() OVER (PARTITION BY m.unit_id, m.debtor_kind, m.debtor_id,
            CASE WHEN m.debtor_id IS NULL THEN m.debtor END ORDER BY m.at DESC, m.id DESC) AS n
        FROM fee_reminder m WHERE m.at <= :at {units}) WHERE n = 1""",
        {"at": at, **({} if unit_id is None else {"unit": unit_id})},
    )


def refusals(db: Database, at: str, first: str | None, last: str | None, building: str | None) -> list[Row]:
    """Return the reminders that met a refusal or a dispute, the newest first; `newest`: the newest of its unit and debtor.

    The newest is chosen among those asked for.
    """
    sql = """SELECT m.id, m.unit_id, u.code AS unit, u.building, m.debtor_kind, m.debtor_id, m.debtor, m.at, m.why,
        row_number() OVER (PARTITION BY m.unit_id, m.debtor_kind, m.debtor_id,
          CASE WHEN m.debtor_id IS NULL THEN m.debtor END ORDER BY m.at DESC, m.id DESC) = 1 AS newest
      FROM fee_reminder m JOIN unit u ON u.id = m.unit_id
      WHERE (m.result = 'refused' OR m.why IS NOT NULL) AND m.at <= :at AND (:first IS NULL OR m.at >= :first)
        AND (:last IS NULL OR m.at <= :last) AND (:building IS NULL OR u.building = :building)
      ORDER BY m.at DESC, m.id DESC"""
    return db.rows(sql, {"at": at, "first": first, "last": last, "building": building})


def bill_facts(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return bills with whom they are owed by: id, unit_id, debtor_kind, debtor_id, debtor, cancelled_at."""
    return db.rows(
        """SELECT id, unit_id, debtor_kind, debtor_id, debtor, cancelled_at FROM fee_bill
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id""",
        (listed(ids),),
    )


def unreached_since(db: Database, at: str) -> list[Row]:
    """Return, by unit and debtor, how many of the last reminders in a row reached nobody (`unreached`)."""
    return db.rows(
        f"""SELECT m.unit_id, m.debtor_kind, m.debtor_id, m.debtor, count(*) AS unreached FROM fee_reminder m
        WHERE m.at <= :at AND m.result = 'unreached' AND m.channel IN ('phone', 'wechat', 'sms', 'online')
          AND NOT EXISTS (SELECT 1 FROM fee_reminder n WHERE n.at <= :at AND (n.at, n.id) > (m.at, m.id)
            AND n.result IS NOT NULL AND n.result <> 'unreached' AND {SAME_DEBTOR.format(a="n", b="m")})
        GROUP BY m.unit_id, m.debtor_kind, m.debtor_id, CASE WHEN m.debtor_id IS NULL THEN m.debtor END""",
        {"at": at},
    )
