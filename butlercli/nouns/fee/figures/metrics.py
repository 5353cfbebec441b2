"""The figures of fees for a period, as things stood at a moment (DESIGN §8), computed in SQL; money in fen.

Each figure about bills is one or two expressions over the snapshot's rows, which are summed here and listed bill by bill
by `figures.explain`: so the figure and the records behind it cannot differ.
"""

from datetime import datetime
from typing import Any, NamedTuple

from butlercli.base.dates.iso import format_iso
from butlercli.base.figures import Figure, Span, ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.fee.figures import snapshot as snapshot_table
from butlercli.store.database import Database

PAST_DUE = "outstanding > 0 AND due_date < :day"


class BillSum(NamedTuple):
    """A sum of money over bills: an expression over a row of the snapshot."""

    key: str
    label: str
    definition: str
    part: str


class BillRate(NamedTuple):
    """A share of two sums of money over bills: expressions over a row of the snapshot."""

    key: str
    label: str
    definition: str
    part: str
    whole: str


CURRENT = "fee.current_collection_rate"
HOUSEHOLDS = "fee.household_collection_rate"
ARREARS = "fee.arrears_total"
ARREARS_HOUSEHOLDS = "fee.arrears_households"
PAID_IN = "fee.paid_in"
PREPAID = "fee.prepaid"
REMINDERS = "fee.reminders"
REFUSALS = "fee.refusals"
PROMISES = "fee.promise_kept_rate"

_CURRENT = N_(
    "received on the period's bills ÷ (billed − waived) of them; a bill belongs to the period in which its service begins"
)
BILLS: tuple[BillSum | BillRate, ...] = (
    BillSum(
        "fee.billed",
        N_("Billed"),
        N_("bills whose service begins in the period, without what a change of owner moved to a new bill"),
        "billed",
    ),
    BillSum(
        "fee.waived", N_("Waived"), N_("waived on the period's bills, without what a change of owner moved"), "waived"
    ),
    BillSum("fee.received", N_("Received"), N_("received on the period's bills, refunds taken off"), "received"),
    BillRate(CURRENT, N_("Collection rate of the period"), _CURRENT, "received", "billed - waived"),
    BillRate(
        "fee.current_collection_rate_before_waivers",
        N_("Collection rate before waivers"),
        N_("received on the period's bills ÷ billed"),
        "received",
        "billed",
    ),
    BillRate(
        "fee.due_collection_rate",
        N_("Collection rate of what is due"),
        N_("received ÷ (billed − waived), of the period's bills that are due"),
        "CASE WHEN due_date <= :day THEN received ELSE 0 END",
        "CASE WHEN due_date <= :day THEN billed - waived ELSE 0 END",
    ),
    BillSum(
        "fee.arrears_opening",
        N_("Open from before"),
        N_("outstanding at the period's beginning on earlier bills, less what a change of owner moved since"),
        "opening",
    ),
    BillSum(
        "fee.arrears_recovered",
        N_("Recovered"),
        N_("received in the period on the bills open from before, refunds taken off"),
        "recovered",
    ),
    BillRate("fee.recovery_rate", N_("Recovery rate"), N_("recovered ÷ open from before"), "recovered", "opening"),
    BillRate(
        "fee.combined_rate",
        N_("Combined collection rate"),
        N_("(received on the period's bills + recovered) ÷ (billed − waived + open from before)"),
        "received + recovered",
        "billed - waived + opening",
    ),
    BillSum(
        ARREARS,
        N_("Arrears past due"),
        N_("outstanding at the as-of moment on bills past their due date, whenever their service began"),
        f"CASE WHEN {PAST_DUE} THEN outstanding ELSE 0 END",
    ),
)
_HOUSEHOLD_SUMS = f"""SELECT count(*) FILTER (WHERE bills > 0) AS billed, count(*) FILTER (WHERE bills > 0 AND owed = 0) AS settled,
  count(*) FILTER (WHERE overdue > 0) AS behind
  FROM (SELECT unit_id, sum(place = 0) AS bills, sum(CASE WHEN place = 0 THEN outstanding ELSE 0 END) AS owed,
    sum({PAST_DUE}) AS overdue FROM {{table}} WHERE stands GROUP BY unit_id)"""


class BillSnapshot:
    """The bills of a period as they stood, with earlier and later ones that were open."""

    __slots__ = ("begun", "db", "params", "span", "table")

    def __init__(self, db: Database, span: Span, name: str = "fee_period") -> None:
        """Make the table; a second snapshot beside the first wants another name."""
        self.db = db
        self.span = span
        self.params = snapshot_table.params(span)
        self.begun = begun(db, span.as_of)
        self.table = snapshot_table.take(db, name, self.params)

    def rows(self, sql: str, **more: Any) -> list[Row]:
        """Run a query of the code's own with the span's parameters and `more`; `{table}` is the snapshot."""
        wanted = sql.replace("{table}", self.table)
        return self.db.rows(wanted, {key: value for key, value in self.params.items() if f":{key}" in wanted} | more)


def begun(db: Database, as_of: datetime) -> bool:
    """Say whether there is any bill or payment by a moment: before that, counts and sums are None."""
    found = db.value(
        """SELECT EXISTS (SELECT 1 FROM fee_bill WHERE period_start <= :day)
        OR EXISTS (SELECT 1 FROM fee_payment WHERE paid_at <= :as_of)""",
        {"day": as_of.date().isoformat(), "as_of": format_iso(as_of)},
    )
    return bool(found)


def figures(snapshot: BillSnapshot) -> list[Figure]:
    """Return all figures of fees, in the order of DESIGN §8."""
    wanted = [f'coalesce(sum({one.part}), 0) AS "{one.key}"' for one in BILLS]
    wanted += [f'coalesce(sum({one.whole}), 0) AS "{one.key}/"' for one in BILLS if isinstance(one, BillRate)]
    sums = snapshot.rows(f"SELECT {', '.join(wanted)} FROM {{table}}")[0]
    units = snapshot.rows(_HOUSEHOLD_SUMS)[0]
    known = snapshot.begun
    found = []
    for one in BILLS:
        if isinstance(one, BillRate):
            part, whole = sums[one.key], sums[f"{one.key}/"]
            found.append(_rate(one.key, one.label, one.definition, part, whole))
        else:
            found.append(_amount(one.key, one.label, one.definition, sums[one.key] if known else None))
        if one.key == CURRENT:
            found.extend(_by_item(snapshot))
        if one.key == "fee.due_collection_rate":
            found.append(_households(units))
    behind = units["behind"] if known else None
    definition = N_("units with anything past due at the as-of moment")
    found.append(_count(ARREARS_HOUSEHOLDS, N_("Households past due"), definition, behind))
    return [*found, *_money(snapshot), *_dunning(snapshot)]


def _rate(
    key: str, label: str, definition: str, part: int, whole: int, said: Row | None = None, of: str = "fen"
) -> Figure:
    return Figure(key, label, "share", definition, ratio(part, whole), part, whole, said, of=of)


def _amount(key: str, label: str, definition: str, fen: int | None) -> Figure:
    return Figure(key, label, "fen", definition, fen, fen, of="fen")


def _count(key: str, label: str, definition: str, number: int | None) -> Figure:
    return Figure(key, label, "count", definition, number, number)


def _households(units: Row) -> Figure:
    definition = N_("units with nothing outstanding on the period's bills ÷ units billed")
    return _rate(HOUSEHOLDS, N_("Households paid up"), definition, units["settled"], units["billed"], of="count")


def _by_item(snapshot: BillSnapshot) -> list[Figure]:
    rows = snapshot.rows(
        """SELECT i.code, i.name, sum(received) AS part, sum(billed - waived) AS whole FROM {table} b
        JOIN fee_item i ON i.id = b.item_id WHERE b.place = 0 GROUP BY i.id HAVING whole > 0 ORDER BY whole DESC, i.id"""
    )
    label = N_("{item}: collection rate")
    return [
        _rate(f"{CURRENT}.{row['code']}", label, _CURRENT, row["part"], row["whole"], {"item": row["name"]})
        for row in rows
    ]


def _money(snapshot: BillSnapshot) -> list[Figure]:
    """Return what came in, whatever it was for, and what is kept for bills to come."""
    known, paid_in, prepaid = snapshot.begun, None, None
    if known:
        paid_in = snapshot.rows(
            """SELECT coalesce((SELECT sum(amount) FROM fee_payment WHERE paid_at BETWEEN :first AND :last_at), 0)
            - coalesce((SELECT sum(amount) FROM fee_refund WHERE at BETWEEN :first AND :last_at), 0) AS fen"""
        )[0]["fen"]
        # What is kept of each payment is never negative, so the sums of all tell the same as payment by payment.
        prepaid = snapshot.rows(
            """SELECT coalesce((SELECT sum(amount) FROM fee_payment WHERE paid_at <= :as_of), 0)
            - coalesce((SELECT sum(amount) FROM fee_allocation WHERE at <= :as_of), 0)
            - coalesce((SELECT sum(amount) FROM fee_refund WHERE at <= :as_of), 0) AS fen"""
        )[0]["fen"]
    return [
        _amount(PAID_IN, N_("Paid in"), N_("payments of the period, whatever they are for, less its refunds"), paid_in),
        _amount(PREPAID, N_("Prepaid"), N_("paid by the as-of moment and not yet used for a bill"), prepaid),
    ]


def _dunning(snapshot: BillSnapshot) -> list[Figure]:
    known = snapshot.begun
    number = snapshot.rows("SELECT count(*) AS n FROM fee_reminder WHERE at BETWEEN :first AND :last_at")[0]["n"]
    refused = len(refusals(snapshot)) if number else 0
    due = promises_due(snapshot)
    kept = sum(row["state"] == "kept" for row in due)
    promised = N_(
        "promises whose day lies in the period and is over, with the promised amount paid on the unit in between ÷ such promises"
    )
    return [
        _count(REMINDERS, N_("Reminders made"), N_("reminders made in the period"), number if known else None),
        _count(
            REFUSALS, N_("Households refusing"), N_("debtors who refused to pay in the period"),
            refused if known else None,
        ),
        _rate(PROMISES, N_("Promises kept"), promised, kept, len(due), of="count"),
    ]  # fmt: skip


def refusals(snapshot: BillSnapshot) -> list[Row]:
    """Return the newest refusal of each unit and debtor in the period: id, unit, building, debtor, at, why."""
    from butlercli.nouns.fee.dunning.store import reminders as reminder_store

    first, last = snapshot.params["first"], snapshot.params["last_at"]
    return [row for row in reminder_store.refusals(snapshot.db, last, first, last, None) if row["newest"]]


def promises_due(snapshot: BillSnapshot) -> list[Row]:
    """Return the promises whose day lies in the span and is over at the as-of moment, the earliest first."""
    if not snapshot.rows("SELECT EXISTS (SELECT 1 FROM fee_reminder WHERE promise_date <= :last_day) AS n")[0]["n"]:
        return []
    from butlercli.nouns.fee.dunning.verbs.promises import promises

    first, last, as_of = (snapshot.params[name] for name in ("first_day", "last_day", "as_of"))
    return [
        row
        for row in promises(snapshot.db, snapshot.span.as_of)
        if first <= row["promise_date"] <= last and f"{row['promise_date']}T23:59:59" <= as_of
    ]
