"""The figures of tickets for a period, as things stood at a moment (DESIGN §8), computed in SQL.

Every figure is over tickets created in the period; cancelled ones are only in `ticket.cancelled`. Each rate is a
pair of conditions on the snapshot's columns, so that the figure and the records behind it cannot differ.
"""

from typing import Any, NamedTuple

from butlercli.base.figures import Figure, Span, interpolated, ratio
from butlercli.base.i18n import N_
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.figures import snapshot as snapshots
from butlercli.store.database import Database

LIVE = "NOT cancelled"
CALLED = "callback_at IS NOT NULL"
RESOLVED = "resolved_at IS NOT NULL"
OWED = f"{RESOLVED} AND owed"
ON_TIME_DUE = f"({RESOLVED} OR due_at <= :as_of)"


class Count(NamedTuple):
    """A number of tickets."""

    key: str
    label: str
    definition: str
    condition: str


class TicketRate(NamedTuple):
    """A share of tickets: those of `among` that meet `condition`."""

    key: str
    label: str
    definition: str
    condition: str
    among: str


class Spread(NamedTuple):
    """A percentile of a length of time over the tickets that meet a condition."""

    key: str
    label: str
    unit: str
    definition: str
    value: str
    condition: str
    share: float


_CREATED = N_("tickets created in the period, cancelled ones left out")
KIND_LABELS = {
    "consult": N_("Consultations"),
    "complaint": N_("Complaints"),
    "suggestion": N_("Suggestions"),
    "repair": N_("Repairs"),
    "service": N_("Services"),
    "praise": N_("Praise"),
}
COUNTS = (
    Count("ticket.total", N_("Tickets"), _CREATED, LIVE),
    *(Count(f"ticket.{kind}", KIND_LABELS[kind], _CREATED, f"{LIVE} AND kind = '{kind}'") for kind in model.KINDS),
    Count("ticket.cancelled", N_("Cancelled"), N_("tickets created in the period and cancelled"), "cancelled"),
)
RATES = (
    TicketRate(
        "ticket.same_day_response_rate",
        N_("Answered the same day"),
        N_("responded on the same civil day (what comes in at night: by noon of the next) ÷ created"),
        "same_day",
        "1",
    ),
    TicketRate(
        "ticket.answered_rate",
        N_("Every matter answered"),
        N_(
            "complaints and repairs: called back (reached, or three attempts); others: responded ÷ created; without those nobody reported"
        ),
        "CASE WHEN kind IN ('complaint', 'repair') THEN called_at IS NOT NULL ELSE responded_at IS NOT NULL END",
        "answerable",
    ),
    TicketRate(
        "ticket.response_on_time_rate",
        N_("Responses on time"),
        N_("responded by the response's due time ÷ responded, or due by then"),
        "responded_at <= response_due_at",
        "(responded_at IS NOT NULL OR response_due_at <= :as_of)",
    ),
    TicketRate(
        "ticket.resolution_on_time_rate",
        N_("Handled on time"),
        N_("resolved by the due time ÷ resolved, or due by then"),
        "resolved_at <= due_at",
        ON_TIME_DUE,
    ),
    TicketRate(
        "ticket.resolution_on_time_rate.own",
        N_("Handled on time, own responsibility"),
        N_("the same, only where the property office is responsible"),
        "resolved_at <= due_at",
        f"party = 'property' AND {ON_TIME_DUE}",
    ),
    TicketRate("ticket.resolution_rate", N_("Handled"), N_("resolved ÷ created"), RESOLVED, "1"),
    TicketRate(
        "ticket.callback_rate",
        N_("Called back"),
        N_("called back ÷ resolved, of those owed a callback"),
        CALLED,
        OWED,
    ),
    TicketRate(
        "ticket.closed_loop_rate",
        N_("Complaints with a closed loop"),
        N_("complaints with all five links (record, response, handling, callback, feedback) ÷ complaints created"),
        f"responded_at IS NOT NULL AND {RESOLVED} AND {CALLED} AND feedback_at IS NOT NULL",
        "kind = 'complaint'",
    ),
    TicketRate(
        "ticket.satisfaction_rate",
        N_("Satisfaction (own, not third-party)"),
        N_(
            "scores of 4 and 5 ÷ scored, from the butler's own callbacks, not a third party's; read it with the score coverage"
        ),
        "score >= 4",
        "score IS NOT NULL",
    ),
    TicketRate(
        "ticket.score_coverage",
        N_("Score coverage"),
        N_("scored ÷ resolved, of those owed a callback"),
        "score IS NOT NULL",
        OWED,
    ),
    TicketRate(
        "ticket.reopen_rate",
        N_("Reopened"),
        N_("reopened at least once ÷ ever resolved"),
        "reopened > 0",
        "ever_resolved",
    ),
    TicketRate(
        "ticket.rework_rate",
        N_("Repairs done again"),
        N_("repairs reopened at least once ÷ repairs ever resolved"),
        "reopened > 0",
        "kind = 'repair' AND ever_resolved",
    ),
)
MINUTES = "(strftime('%s', responded_at) - strftime('%s', created_at)) / 60.0"
HOURS = "(strftime('%s', resolved_at) - strftime('%s', created_at)) / 3600.0"
_TO_RESPONSE = N_("creation to first response, over those responded")
_TO_HANDLING = N_("creation to handling, over those resolved")
SPREADS = (
    Spread(
        "ticket.response_minutes_median",
        N_("Time to response (median)"),
        "minutes",
        _TO_RESPONSE,
        MINUTES,
        "responded_at IS NOT NULL",
        0.5,
    ),
    Spread(
        "ticket.resolution_hours_median",
        N_("Time to handling (median)"),
        "hours",
        _TO_HANDLING,
        HOURS,
        RESOLVED,
        0.5,
    ),
    Spread(
        "ticket.resolution_hours_p90",
        N_("Time to handling (90th percentile)"),
        "hours",
        _TO_HANDLING,
        HOURS,
        RESOLVED,
        0.9,
    ),
)
REPEAT_DAYS = 90
# Complaints of one unit in one category, each with the seconds to its neighbours.
REPEATS = """SELECT id, unit_id, category_id,
    strftime('%s', created_at) - strftime('%s', lag(created_at) OVER w) AS since,
    strftime('%s', lead(created_at) OVER w) - strftime('%s', created_at) AS until
  FROM {table} WHERE NOT cancelled AND kind = 'complaint' AND unit_id IS NOT NULL AND category_id IS NOT NULL
  WINDOW w AS (PARTITION BY unit_id, category_id ORDER BY created_at, id)"""
# Deferrals with the moment each ended: resumed, cancelled, its day, or the as-of moment.
DEFERRALS = """SELECT d.ticket_id AS id, (strftime('%s', max(d.at, min(d.until, :as_of, coalesce((SELECT min(x.at) FROM ticket_event x
      WHERE x.ticket_id = d.ticket_id AND x.id > d.id AND x.verb IN ('resume', 'cancel') AND x.at <= :as_of), d.until))))
    - strftime('%s', d.at)) AS seconds
  FROM {table} p JOIN ticket_event d ON d.ticket_id = p.id WHERE p.deferrals > 0 AND NOT p.cancelled
    AND d.verb = 'defer' AND d.at <= :as_of"""
# The latest pair of dispatch and arrival of each ticket.
ARRIVALS = """SELECT p.id, d.department_id, (strftime('%s', a.at) - strftime('%s', d.at)) / 60.0 AS minutes
  FROM {table} p JOIN ticket_event a ON a.id = p.arrival
  JOIN ticket_event d ON d.id = (SELECT max(x.id) FROM ticket_event x
    WHERE x.ticket_id = p.id AND x.verb = 'dispatch' AND x.id < a.id AND x.at <= :as_of)
  WHERE NOT p.cancelled"""


class TicketSnapshot:
    """The tickets of a period as they stood: the temporary table and what to compare with."""

    __slots__ = ("db", "params", "span", "table")

    def __init__(self, db: Database, span: Span, name: str = "period_ticket") -> None:
        """Make the table; a second snapshot beside the first wants another name."""
        self.db = db
        self.span = span
        self.params: dict[str, Any] = span.params
        self.table = snapshots.take(db, name, snapshots.IN_PERIOD, self.params)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Run a query of the code's own; `{table}` is the snapshot."""
        return self.db.rows(sql.replace("{table}", self.table), self.params)


def begun(db: Database, span: Span) -> bool:
    """Say whether there is any ticket by the as-of moment: before that, counts are None."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM ticket WHERE created_at <= :as_of)", span.params))


def figures(snapshot: TicketSnapshot) -> list[Figure]:
    """Return all figures of tickets and departments, in the order of DESIGN §8."""
    sums = _sums(snapshot)
    known = begun(snapshot.db, snapshot.span)
    found = [_count(count, sums[count.key] if known else None) for count in COUNTS]
    for rate in RATES:
        part, whole = sums[rate.key], sums[f"{rate.key}/"]
        found.append(Figure(rate.key, rate.label, "share", rate.definition, ratio(part, whole), part, whole))
    found.append(_mean(sums))
    found.extend(_spread(snapshot, spread, sums[spread.key]) for spread in SPREADS)
    found.extend(_others(snapshot, sums, known))
    return [*found, *_departments(snapshot)]


def _sums(snapshot: TicketSnapshot) -> dict[str, Any]:
    """Return every sum in one pass over the snapshot; a rate's denominator is kept under its key and a slash."""
    wanted = {count.key: f"count(*) FILTER (WHERE {count.condition})" for count in COUNTS}
    for rate in RATES:
        among = f"{LIVE} AND {rate.among}"
        wanted[rate.key] = f"count(*) FILTER (WHERE {among} AND {rate.condition})"
        wanted[f"{rate.key}/"] = f"count(*) FILTER (WHERE {among})"
    for spread in SPREADS:
        wanted[spread.key] = f"count(*) FILTER (WHERE {LIVE} AND {spread.condition})"
    wanted["scores"] = f"coalesce(sum(score) FILTER (WHERE {LIVE}), 0)"
    wanted["deferrals"] = f"coalesce(sum(deferrals) FILTER (WHERE {LIVE}), 0)"
    wanted["late"] = f"coalesce(sum(late_links) FILTER (WHERE {LIVE} AND NOT imported), 0)"
    wanted["links"] = f"coalesce(sum(links) FILTER (WHERE {LIVE} AND NOT imported), 0)"
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in wanted.items())
    return snapshot.rows(f"SELECT {columns} FROM {{table}}")[0]


def _count(count: Count, value: int | None) -> Figure:
    return Figure(count.key, count.label, "count", count.definition, value, value)


def _mean(sums: dict[str, Any]) -> Figure:
    scored = sums["ticket.satisfaction_rate/"]
    mean = ratio(sums["scores"], scored)
    definition = N_("mean of the scores (1–5) ÷ scored; read it with the score coverage")
    return Figure("ticket.score_mean", N_("Mean score"), "score", definition, mean, sums["scores"], scored)


def _spread(snapshot: TicketSnapshot, spread: Spread, count: int) -> Figure:
    start = int(spread.share * (count - 1)) if count else 0
    sql = (
        f"SELECT {spread.value} AS value FROM {{table}} WHERE {LIVE} AND {spread.condition} "
        f"ORDER BY value LIMIT 2 OFFSET {start}"
    )
    values = [row["value"] for row in snapshot.rows(sql)] if count else []
    value = interpolated(values, count, spread.share)
    return Figure(spread.key, spread.label, spread.unit, spread.definition, value, None, count)


def _others(snapshot: TicketSnapshot, sums: dict[str, Any], known: bool) -> list[Figure]:
    sql = f"SELECT count(DISTINCT unit_id) AS units FROM ({REPEATS}) WHERE since <= {REPEAT_DAYS} * 86400"
    units = snapshot.rows(sql)[0]["units"] if known else None
    deferrals = sums["deferrals"] if known else None
    hours: float | None = 0.0 if known else None
    if deferrals:
        hours = float(snapshot.rows(f"SELECT sum(seconds) AS seconds FROM ({DEFERRALS})")[0]["seconds"]) / 3600
    late, links = sums["late"], sums["links"]
    return [
        Figure(
            "ticket.repeat_complaint_units",
            N_("Units that complained again"),
            "count",
            N_("units with two or more complaints of one category within 90 days"),
            units,
            units,
        ),
        Figure("ticket.deferred", N_("Deferrals"), "count", N_("deferrals of the tickets"), deferrals, deferrals),
        Figure(
            "ticket.deferred_hours",
            N_("Hours deferred"),
            "hours",
            N_("hours between deferral and its end (resumed, its day, or the as-of moment)"),
            hours,
            hours,
        ),
        Figure(
            "ticket.late_entry_rate",
            N_("Entered late"),
            "share",
            N_("links typed more than 24 hours after their own time ÷ links; imports left out"),
            ratio(late, links),
            late,
            links,
        ),
    ]


def _departments(snapshot: TicketSnapshot) -> list[Figure]:
    """Return the median minutes from dispatch to arrival of every department."""
    ranked = f"""WITH pair AS ({ARRIVALS}), ranked AS (SELECT department_id, minutes,
        row_number() OVER (PARTITION BY department_id ORDER BY minutes) AS place,
        count(*) OVER (PARTITION BY department_id) AS n FROM pair)
      SELECT d.code, d.name, max(r.n) AS n, avg(r.minutes) AS median FROM department d
      LEFT JOIN ranked r ON r.department_id = d.id AND r.place IN ((r.n + 1) / 2, (r.n + 2) / 2)
      GROUP BY d.id ORDER BY d.id"""
    return [
        Figure(
            f"department.{row['code']}.arrive_minutes_median",
            N_("{name}: time to arrival (median)"),
            "minutes",
            N_("dispatch to arrival, the latest pair of each ticket"),
            row["median"],
            None,
            row["n"] or 0,
            {"name": row["name"]},
        )
        for row in snapshot.rows(ranked)
    ]
