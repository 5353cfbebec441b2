"""Fees counted by item, building and month of service; how dunning fared by channel; how money came in; ages."""

from butlercli.base.result import Row
from butlercli.nouns.fee.figures.metrics import PAST_DUE, BillSnapshot
from butlercli.nouns.fee.owed.store.formula import owed, paid, refunded, waived
from butlercli.nouns.fee.owed.verbs import asof

FOLLOW_DAYS = 30
LIMIT_DAYS = 180

_SUMS = f"""count(*) FILTER (WHERE place = 0 AND stands) AS bills, count(DISTINCT CASE WHEN place = 0 AND stands THEN unit_id END) AS units,
  coalesce(sum(billed), 0) AS billed, coalesce(sum(waived), 0) AS waived, coalesce(sum(received), 0) AS received,
  coalesce(sum(opening), 0) AS opening, coalesce(sum(recovered), 0) AS recovered,
  coalesce(sum(outstanding) FILTER (WHERE {PAST_DUE}), 0) AS arrears,
  count(DISTINCT CASE WHEN {PAST_DUE} THEN unit_id END) AS behind,
  count(DISTINCT CASE WHEN place = 0 AND outstanding > 0 THEN unit_id END) AS unsettled"""
_GROUPS = {
    "item": f"""SELECT i.code AS grp, i.name AS name, {_SUMS} FROM (SELECT * FROM {{table}}) b JOIN fee_item i ON i.id = b.item_id
      GROUP BY i.id ORDER BY billed DESC, arrears DESC, i.id""",
    "building": f"""SELECT u.building AS grp, NULL AS name, {_SUMS} FROM (SELECT * FROM {{table}}) b JOIN unit u ON u.id = b.unit_id
      GROUP BY u.building ORDER BY length(u.building), u.building""",
    "month": f"""SELECT substr(period_start, 1, 7) AS grp, NULL AS name, {_SUMS} FROM {{table}} WHERE place = 0
      GROUP BY grp ORDER BY grp""",
}
# Money in and out in the period, whatever it was for.
_MOVED = """SELECT {grp} AS grp, sum(n) AS payments, sum(fen) AS paid, sum(back) AS refunded FROM (
    SELECT channel, method, paid_at AS at, 1 AS n, amount AS fen, 0 AS back FROM fee_payment WHERE paid_at BETWEEN :first AND :last_at
    UNION ALL SELECT p.channel, p.method, r.at, 0, 0, r.amount FROM fee_refund r JOIN fee_payment p ON p.id = r.payment_id
      WHERE r.at BETWEEN :first AND :last_at)
  GROUP BY grp ORDER BY grp IS NULL, paid DESC, grp"""
_BACK = refunded("r.at <= :as_of")
# A payment of which only the day is known stands at midnight: it follows a reminder of that day if it was typed later.
_FOLLOWING = f"""p.unit_id = m.unit_id AND p.paid_at BETWEEN substr(m.at, 1, 10) AND min(m.until, :as_of)
  AND (p.paid_at > m.at OR (p.paid_at = substr(m.at, 1, 10) || 'T00:00:00' AND p.entered_at > m.entered_at))
  AND p.amount > {_BACK}"""
_REMINDED = f"""WITH m AS MATERIALIZED (SELECT id, unit_id, at, entered_at, channel, result,
    strftime('%Y-%m-%dT%H:%M:%S', at, '+{FOLLOW_DAYS} days') AS until FROM fee_reminder WHERE at BETWEEN :first AND :last_at)"""
_CHANNELS = f"""{_REMINDED} SELECT m.channel AS grp, count(*) AS reminders,
    count(*) FILTER (WHERE m.result <> 'unreached') AS reached, count(*) FILTER (WHERE m.result = 'promised') AS promised,
    count(*) FILTER (WHERE m.result IN ('refused', 'disputed')) AS refused,
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM fee_payment p WHERE {_FOLLOWING})) AS followed
  FROM m GROUP BY m.channel ORDER BY reminders DESC, m.channel"""
# Each payment once a channel, however many reminders it followed.
_PAID_AFTER = f"""{_REMINDED} SELECT grp, sum(fen) AS fen FROM (SELECT DISTINCT m.channel AS grp, p.id, p.amount
    - {_BACK} AS fen
  FROM m CROSS JOIN fee_payment p ON {_FOLLOWING}) GROUP BY grp"""


def grouped(snapshot: BillSnapshot, by: str) -> list[Row]:
    """Return sums by item, building or month of service: grp, name, counts, and fen.

    Of a month also what was paid in and refunded in it, whatever for; what is open from before has none.
    """
    rows = snapshot.rows(_GROUPS[by])
    if by != "month":
        return rows
    money = {row["grp"]: row for row in snapshot.rows(_MOVED.replace("{grp}", "substr(at, 1, 7)"))}
    nothing = dict.fromkeys(rows[0], 0) if rows else dict.fromkeys(_COUNTED, 0)
    months = {row["grp"]: row for row in rows}
    for month in money:
        months.setdefault(month, {**nothing, "grp": month, "name": None})
    for month, row in months.items():
        own = money.get(month, {"paid": 0, "refunded": 0})
        row.update(opening=None, recovered=None, paid_in=own["paid"] - own["refunded"])
    return [months[month] for month in sorted(months)]


_COUNTED = ("bills", "units", "billed", "waived", "received", "arrears", "behind", "unsettled")


def dunning(snapshot: BillSnapshot) -> list[Row]:
    """Return how the reminders of the period fared by channel, the most used first.

    Rows: grp, reminders, reached (anybody, whatever the answer), promised, refused, followed (reminders after which the
    unit paid within 30 days, by the as-of moment), fen (those payments, each once, refunds taken off), due and kept (of
    the promises these reminders brought, those whose day is over).
    """
    rows = snapshot.rows(_CHANNELS)
    if not rows:
        return []
    came_in = {row["grp"]: row["fen"] for row in snapshot.rows(_PAID_AFTER)}
    promises = _promises(snapshot)
    for row in rows:
        due, kept = promises.get(row["grp"], (0, 0))
        row.update(fen=came_in.get(row["grp"], 0), due=due, kept=kept)
    return rows


def _promises(snapshot: BillSnapshot) -> dict[str, tuple[int, int]]:
    """Return how many promises of the period's reminders are over and how many were kept, by channel."""
    channels = {
        row["id"]: row["channel"]
        for row in snapshot.rows(
            "SELECT id, channel FROM fee_reminder WHERE promise_date IS NOT NULL AND at BETWEEN :first AND :last_at"
        )
    }
    if not channels:
        return {}
    from butlercli.nouns.fee.dunning.verbs.promises import promises

    found: dict[str, tuple[int, int]] = {}
    for row in promises(snapshot.db, snapshot.span.as_of):
        over = f"{row['promise_date']}T23:59:59" <= snapshot.params["as_of"]
        if row["reminder_id"] in channels and over:
            due, kept = found.get(channels[row["reminder_id"]], (0, 0))
            found[channels[row["reminder_id"]]] = (due + 1, kept + (row["state"] == "kept"))
    return found


def payments(snapshot: BillSnapshot, by: str) -> list[Row]:
    """Return the money of the period by `channel` or `method`: grp (None: not stated), payments, paid, refunded (fen)."""
    return snapshot.rows(_MOVED.replace("{grp}", {"channel": "channel", "method": "method"}[by]))


def aging(snapshot: BillSnapshot) -> list[Row]:
    """Return what is past due by age, every age of asof.BUCKETS: bucket, fen, bills, units."""
    edges = asof.edges(snapshot.span.as_of.date())
    bucket = "CASE " + " ".join(f"WHEN due_date >= :e{n} THEN {n}" for n in range(len(edges)))
    rows = {
        row["n"]: row
        for row in snapshot.rows(
            f"""SELECT {bucket} ELSE {len(edges)} END AS n, sum(outstanding) AS fen, count(*) AS bills,
            count(DISTINCT unit_id) AS units FROM {{table}} WHERE {PAST_DUE} GROUP BY n""",
            **{f"e{n}": edge for n, edge in enumerate(edges)},
        )
    }
    nothing = {"fen": 0, "bills": 0, "units": 0}
    return [{**nothing, **rows.get(n, {}), "bucket": code} for n, code in enumerate(asof.BUCKETS)]


def reasons(refusals: list[Row]) -> list[Row]:
    """Return why debtors refused, the most frequent first: why (None: not stated), count. refusals: those of metrics."""
    from collections import Counter

    counted = Counter(row["why"] for row in refusals)
    return [
        {"why": why, "count": number}
        for why, number in sorted(counted.items(), key=lambda one: (one[0] is None, -one[1], one[0] or ""))
    ]


def settled(snapshot: BillSnapshot) -> int:
    """Return how many bills money received in the span settled in full by its end."""
    found = snapshot.rows(
        f"""SELECT count(*) AS n FROM {{table}} b WHERE b.stands AND {paid("a.at BETWEEN :first AND :last_at")} > 0
        AND {owed(waived("w.at <= :last_at"), paid("a.at <= :last_at"), "b.amount")} = 0"""
    )
    return int(found[0]["n"])


def nearing_limit(snapshot: BillSnapshot) -> Row:
    """Return the bills past due, nothing of them paid, whose third year after the due date ends within 180 days: bills, fen, first.

    Counted from the due date alone, which is the cautious way (Civil Code 民法典 188, 202; `limitation` tells the rest);
    `first` is the earliest such day, None without a bill.
    """
    found = snapshot.rows(
        f"""SELECT count(*) AS bills, coalesce(sum(outstanding), 0) AS fen, min(ends) AS first FROM (
          SELECT outstanding, date(due_date, '+3 years', CASE WHEN due_date LIKE '%-02-29' THEN '-1 day' ELSE '+0 days' END) AS ends FROM {{table}} WHERE {PAST_DUE} AND paid = 0)
        WHERE ends BETWEEN :day AND date(:day, '+{LIMIT_DAYS} days')"""
    )
    return found[0]


def promised(snapshot: BillSnapshot) -> list[Row]:
    """Return the promises whose day lies in the span and has come by the as-of moment, as promises() tells them."""
    if not snapshot.rows("SELECT EXISTS (SELECT 1 FROM fee_reminder WHERE promise_date <= :last_day) AS n")[0]["n"]:
        return []
    from butlercli.nouns.fee.dunning.verbs.promises import promises

    first, last = snapshot.params["first_day"], min(snapshot.params["last_day"], snapshot.params["day"])
    return [row for row in promises(snapshot.db, snapshot.span.as_of) if first <= row["promise_date"] <= last]


def given(snapshot: BillSnapshot) -> int:
    """Return how many promises were made in the span."""
    found = snapshot.rows(
        "SELECT count(*) AS n FROM fee_reminder WHERE promise_date IS NOT NULL AND at BETWEEN :first AND :last_at"
    )
    return int(found[0]["n"])
