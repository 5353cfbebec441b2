"""The figures of fees for a period, as things stood at a moment (DESIGN §8), computed in SQL; money in fen."""

from typing import ClassVar

from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.figures.table import Dimension, Records, Split, count, rate, share, total
from butlercli.kit.select import listed
from butlercli.nouns.fee.figures import snapshot as snapshots
from butlercli.nouns.fee.owed.store.asof import UNIT_ORDER
from butlercli.nouns.fee.owed.store.formula import rest

PAST_DUE = "outstanding > 0 AND due_date < :day"
CURRENT = "fee.current_collection_rate"
HOUSEHOLDS = "fee.household_collection_rate"
ARREARS = "fee.arrears_total"
ARREARS_HOUSEHOLDS = "fee.arrears_households"
PAID_IN = "fee.paid_in"
PREPAID = "fee.prepaid"
REMINDERS = "fee.reminders"
REFUSALS = "fee.refusals"
PROMISES = "fee.promise_kept_rate"
# Units with how many bills of the period, what is owed on them, and how many bills are past due, of whatever period.
UNITS = f"""(SELECT unit_id, sum(place = 0) AS bills, sum(CASE WHEN place = 0 THEN outstanding ELSE 0 END) AS owed,
  sum({PAST_DUE}) AS overdue FROM {{table}} WHERE stands GROUP BY unit_id)"""
PAYMENTS = """(SELECT coalesce((SELECT sum(amount) FROM fee_payment WHERE paid_at BETWEEN :first AND :last_at), 0)
  - coalesce((SELECT sum(amount) FROM fee_refund WHERE at BETWEEN :first AND :last_at), 0) AS fen)"""
# What is kept of each payment is never negative, so the sums of all tell the same as payment by payment.
UNUSED = """(SELECT coalesce((SELECT sum(amount) FROM fee_payment WHERE paid_at <= :as_of), 0)
  - coalesce((SELECT sum(amount) FROM fee_allocation WHERE at <= :as_of), 0)
  - coalesce((SELECT sum(amount) FROM fee_refund WHERE at <= :as_of), 0) AS fen)"""

# --- the records behind a figure: what each adds to it adds up to numerator and denominator ------------

_BILL = """SELECT s.id, u.code AS unit, i.code AS item, i.name AS item_name, s.period_start, s.period_end, s.due_date,
    s.amount AS amount_fen, s.part AS numerator_fen, s.whole AS denominator_fen, s.outstanding AS outstanding_fen, s.part <> 0 AS in_numerator
  FROM {behind} s JOIN fee_item i ON i.id = s.item_id JOIN unit u ON u.id = s.unit_id ORDER BY s.period_start, s.id"""
_UNIT = f"""SELECT u.code AS unit, count(*) AS bills, min(s.due_date) AS oldest_due, sum(s.amount - s.moved - s.forgiven) AS billed_fen,
    sum(s.outstanding) AS outstanding_fen, {{value}} AS in_numerator
  FROM {{behind}} s JOIN unit u ON u.id = s.unit_id GROUP BY s.unit_id ORDER BY {UNIT_ORDER}"""
_MONEY = """SELECT p.id, u.code AS unit, m.at, m.fen AS amount_fen, p.amount AS payment_fen, p.method, p.channel, m.fen AS numerator_fen,
    1 AS in_numerator
  FROM (SELECT id, paid_at AS at, amount AS fen FROM fee_payment WHERE paid_at BETWEEN :first AND :last_at
    UNION ALL SELECT payment_id, at, -amount FROM fee_refund WHERE at BETWEEN :first AND :last_at) m
  JOIN fee_payment p ON p.id = m.id JOIN unit u ON u.id = p.unit_id ORDER BY m.at, p.id"""
_KEPT = f"""WITH kept AS MATERIALIZED (SELECT p.id, {rest("a.at <= :as_of", "r.at <= :as_of")} AS fen
  FROM fee_payment p WHERE p.paid_at <= :as_of)
SELECT p.id, u.code AS unit, p.paid_at AS at, k.fen AS amount_fen, p.amount AS payment_fen, p.method, p.channel, k.fen AS numerator_fen,
  1 AS in_numerator FROM kept k JOIN fee_payment p ON p.id = k.id JOIN unit u ON u.id = p.unit_id WHERE k.fen > 0 ORDER BY p.paid_at, p.id"""
_REMINDED = """SELECT m.id, u.code AS unit, m.at, m.channel, m.result, m.why, m.promise_date, m.outstanding AS outstanding_fen,
    1 AS in_numerator FROM fee_reminder m JOIN unit u ON u.id = m.unit_id WHERE m.at BETWEEN :first AND :last_at"""

_CURRENT = N_(
    "received on the period's bills ÷ (billed − waived) of them; a bill belongs to the period in which its service begins"
)
MEASURES = (
    total(
        "fee.billed",
        N_("Billed"),
        "fen",
        N_("bills whose service begins in the period, without what a change of owner moved to a new bill"),
        "billed",
    ),
    total(
        "fee.waived",
        N_("Waived"),
        "fen",
        N_("waived on the period's bills, without what a change of owner moved"),
        "waived",
    ),
    total("fee.received", N_("Received"), "fen", N_("received on the period's bills, refunds taken off"), "received"),
    share(CURRENT, N_("Collection rate of the period"), _CURRENT, "received", "billed - waived", "fen"),
    Split(
        "item_id",
        "SELECT id AS grp, code, name FROM fee_item ORDER BY id",
        "item",
        (
            share(
                f"{CURRENT}.{{code}}",
                N_("{item}: collection rate"),
                _CURRENT,
                "received",
                "billed - waived",
                "fen",
                source="{table} WHERE place = 0",
            ),
        ),
        largest_first=True,
    ),
    share(
        "fee.current_collection_rate_before_waivers",
        N_("Collection rate before waivers"),
        N_("received on the period's bills ÷ billed"),
        "received",
        "billed",
        "fen",
    ),
    share(
        "fee.due_collection_rate",
        N_("Collection rate of what is due"),
        N_("received ÷ (billed − waived), of the period's bills that are due"),
        "CASE WHEN due_date <= :day THEN received ELSE 0 END",
        "CASE WHEN due_date <= :day THEN billed - waived ELSE 0 END",
        "fen",
    ),
    rate(
        HOUSEHOLDS,
        N_("Households paid up"),
        N_("units with nothing outstanding on the period's bills ÷ units billed"),
        "owed = 0",
        "bills > 0",
        source=UNITS,
        records="units",
        behind="SELECT * FROM {table} WHERE stands AND place = 0",
        value="sum(s.outstanding) = 0",
    ),
    total(
        "fee.arrears_opening",
        N_("Open from before"),
        "fen",
        N_("outstanding at the period's beginning on earlier bills, less what a change of owner moved since"),
        "opening",
    ),
    total(
        "fee.arrears_recovered",
        N_("Recovered"),
        "fen",
        N_("received in the period on the bills open from before, refunds taken off"),
        "recovered",
    ),
    share(
        "fee.recovery_rate",
        N_("Recovery rate"),
        N_("recovered ÷ open from before"),
        "recovered",
        "opening",
        "fen",
    ),
    share(
        "fee.combined_rate",
        N_("Combined collection rate"),
        N_("(received on the period's bills + recovered) ÷ (billed − waived + open from before)"),
        "received + recovered",
        "billed - waived + opening",
        "fen",
    ),
    total(
        ARREARS,
        N_("Arrears past due"),
        "fen",
        N_("outstanding at the as-of moment on bills past their due date, whenever their service began"),
        f"CASE WHEN {PAST_DUE} THEN outstanding ELSE 0 END",
    ),
    count(
        ARREARS_HOUSEHOLDS,
        N_("Households past due"),
        N_("units with anything past due at the as-of moment"),
        "overdue > 0",
        source=UNITS,
        records="units",
        behind=f"SELECT * FROM {{table}} WHERE stands AND {PAST_DUE}",
        value="1",
    ),
    total(
        PAID_IN,
        N_("Paid in"),
        "fen",
        N_("payments of the period, whatever they are for, less its refunds"),
        "fen",
        source=PAYMENTS,
        records="paid_in",
    ),
    total(
        PREPAID,
        N_("Prepaid"),
        "fen",
        N_("paid by the as-of moment and not yet used for a bill"),
        "fen",
        source=UNUSED,
        records="prepaid",
    ),
    count(
        REMINDERS,
        N_("Reminders made"),
        N_("reminders made in the period"),
        source="fee_reminder WHERE at BETWEEN :first AND :last_at",
        records="reminders",
    ),
    count(
        REFUSALS,
        N_("Households refusing"),
        N_("debtors who refused to pay in the period"),
        told=lambda snapshot: (len(refusals(snapshot)), None),
        records="refusals",
    ),
    rate(
        PROMISES,
        N_("Promises kept"),
        N_(
            "promises whose day lies in the period and is over, with the promised amount paid on the unit in between ÷ such promises"
        ),
        "1",
        told=lambda snapshot: _kept(promises_due(snapshot)),
        records="promises",
    ),
)


def refusals(snapshot: "BillSnapshot") -> list[Row]:
    """Return the newest refusal of each unit and debtor in the period: id, unit, building, debtor, at, why."""
    if not snapshot.rows("SELECT EXISTS (SELECT 1 FROM fee_reminder WHERE at BETWEEN :first AND :last_at) AS n")[0][
        "n"
    ]:
        return []
    from butlercli.nouns.fee.dunning.store import reminders as reminder_store

    first, last = snapshot.params["first"], snapshot.params["last_at"]
    return [row for row in reminder_store.refusals(snapshot.db, last, first, last, None) if row["newest"]]


def promises_due(snapshot: "BillSnapshot") -> list[Row]:
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


def _kept(promises: list[Row]) -> tuple[int, int]:
    return sum(row["state"] == "kept" for row in promises), len(promises)


def _refused(snapshot: "BillSnapshot") -> list[Row]:
    ids = listed(row["id"] for row in refusals(snapshot))
    return snapshot.rows(f"{_REMINDED} AND m.id IN (SELECT value FROM json_each(:ids)) ORDER BY m.at, m.id", ids=ids)


def _promised(snapshot: "BillSnapshot") -> list[Row]:
    kept = ("reminder_id", "unit", "at", "promise_date", "promise_fen", "paid_fen", "state")
    return [
        {**{name: row[name] for name in kept}, "in_numerator": row["state"] == "kept"} for row in promises_due(snapshot)
    ]


class BillSnapshot(Snapshot):
    """The bills of a period as they stood, with earlier and later ones that were open."""

    name = "fee"
    begins = """SELECT EXISTS (SELECT 1 FROM fee_bill WHERE period_start <= :day)
      OR EXISTS (SELECT 1 FROM fee_payment WHERE paid_at <= :as_of)"""
    measures = MEASURES
    records: ClassVar = {
        "": Records("fee.explain_bills", _BILL),
        "units": Records("fee.explain_units", _UNIT),
        "paid_in": Records("fee.explain_payments", _MONEY),
        "prepaid": Records("fee.explain_payments", _KEPT),
        "reminders": Records("fee.explain_reminders", f"{_REMINDED} ORDER BY m.at, m.id"),
        "refusals": Records("fee.explain_reminders", _refused),
        "promises": Records("fee.explain_promises", _promised),
    }
    dimensions: ClassVar = {
        "item": Dimension(N_("Fee item"), words=("items", "项目", "收费项目")),
        "building": Dimension(N_("Building"), words=("buildings", "楼栋", "楼")),
        "month": Dimension(N_("Month"), words=("months", "月", "月份", "服务月")),
        "channel": Dimension(N_("Channel"), words=("channels", "渠道", "方式")),
    }

    def take(self, name: str) -> str:
        """Make the table, a row a bill."""
        return snapshots.take(self.db, name, self.params)
