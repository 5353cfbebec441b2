"""The figures of tickets for a period, as things stood at a moment (DESIGN §8), computed in SQL.

Every figure is over tickets created in the period; cancelled ones are only in `ticket.cancelled`.
"""

from typing import ClassVar

from butlercli.base.i18n import N_
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.figures.table import (
    TABLE,
    Dimension,
    Measure,
    Records,
    Split,
    count,
    mean,
    rate,
    share,
    spread,
    total,
)
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.figures import snapshot as snapshots

CALLED = "callback_at IS NOT NULL"
RESOLVED = "resolved_at IS NOT NULL"
OWED = f"{RESOLVED} AND owed"
ON_TIME_DUE = f"({RESOLVED} OR due_at <= :as_of)"
_CREATED = N_("tickets created in the period, cancelled ones left out")
KIND_LABELS = {
    "consult": N_("Consultations"),
    "complaint": N_("Complaints"),
    "suggestion": N_("Suggestions"),
    "repair": N_("Repairs"),
    "service": N_("Services"),
    "praise": N_("Praise"),
}
MINUTES = "(strftime('%s', responded_at) - strftime('%s', created_at)) / 60.0"
HOURS = "(strftime('%s', resolved_at) - strftime('%s', created_at)) / 3600.0"
_TO_RESPONSE = N_("creation to first response, over those responded")
_TO_HANDLING = N_("creation to handling, over those resolved")
NEAR = "90 * 86400"
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


def _chosen(sql: str) -> str:
    """Return the rows of tickets that another source names, each with what it adds."""
    return f"SELECT p.*, c.value, 1 AS part, 1 AS whole FROM ({sql}) c JOIN {{table}} p ON p.id = c.id"


MEASURES: tuple[Measure | Split, ...] = (
    count("ticket.total", N_("Tickets"), _CREATED),
    *(count(f"ticket.{kind}", KIND_LABELS[kind], _CREATED, f"kind = '{kind}'") for kind in model.KINDS),
    count(
        "ticket.cancelled",
        N_("Cancelled"),
        N_("tickets created in the period and cancelled"),
        "cancelled",
        source=TABLE,
    ),
    rate(
        "ticket.same_day_response_rate",
        N_("Answered the same day"),
        N_("responded on the same civil day (what comes in at night: by noon of the next) ÷ created"),
        "same_day",
    ),
    rate(
        "ticket.answered_rate",
        N_("Every matter answered"),
        N_(
            "complaints and repairs: called back (reached, or three attempts); others: responded ÷ created; without those nobody reported"
        ),
        "CASE WHEN kind IN ('complaint', 'repair') THEN called_at IS NOT NULL ELSE responded_at IS NOT NULL END",
        "answerable",
    ),
    rate(
        "ticket.response_on_time_rate",
        N_("Responses on time"),
        N_("responded by the response's due time ÷ responded, or due by then"),
        "responded_at <= response_due_at",
        "(responded_at IS NOT NULL OR response_due_at <= :as_of)",
    ),
    rate(
        "ticket.resolution_on_time_rate",
        N_("Handled on time"),
        N_("resolved by the due time ÷ resolved, or due by then"),
        "resolved_at <= due_at",
        ON_TIME_DUE,
    ),
    rate(
        "ticket.resolution_on_time_rate.own",
        N_("Handled on time, own responsibility"),
        N_("the same, only where the property office is responsible"),
        "resolved_at <= due_at",
        f"party = 'property' AND {ON_TIME_DUE}",
    ),
    rate("ticket.resolution_rate", N_("Handled"), N_("resolved ÷ created"), RESOLVED),
    rate(
        "ticket.callback_rate",
        N_("Called back"),
        N_("called back ÷ resolved, of those owed a callback"),
        CALLED,
        OWED,
    ),
    rate(
        "ticket.closed_loop_rate",
        N_("Complaints with a closed loop"),
        N_("complaints with all five links (record, response, handling, callback, feedback) ÷ complaints created"),
        f"responded_at IS NOT NULL AND {RESOLVED} AND {CALLED} AND feedback_at IS NOT NULL",
        "kind = 'complaint'",
    ),
    rate(
        "ticket.satisfaction_rate",
        N_("Satisfaction (own, not third-party)"),
        N_(
            "scores of 4 and 5 ÷ scored, from the butler's own callbacks, not a third party's; read it with the score coverage"
        ),
        "score >= 4",
        "score IS NOT NULL",
    ),
    rate(
        "ticket.score_coverage",
        N_("Score coverage"),
        N_("scored ÷ resolved, of those owed a callback"),
        "score IS NOT NULL",
        OWED,
    ),
    rate(
        "ticket.reopen_rate",
        N_("Reopened"),
        N_("reopened at least once ÷ ever resolved"),
        "reopened > 0",
        "ever_resolved",
    ),
    rate(
        "ticket.rework_rate",
        N_("Repairs done again"),
        N_("repairs reopened at least once ÷ repairs ever resolved"),
        "reopened > 0",
        "kind = 'repair' AND ever_resolved",
    ),
    mean(
        "ticket.score_mean",
        N_("Mean score"),
        "score",
        N_("mean of the scores (1–5) ÷ scored; read it with the score coverage"),
        "score",
    ),
    spread(
        "ticket.response_minutes_median",
        N_("Time to response (median)"),
        "minutes",
        _TO_RESPONSE,
        MINUTES,
        "responded_at IS NOT NULL",
    ),
    spread(
        "ticket.resolution_hours_median",
        N_("Time to handling (median)"),
        "hours",
        _TO_HANDLING,
        HOURS,
        RESOLVED,
    ),
    spread(
        "ticket.resolution_hours_p90",
        N_("Time to handling (90th percentile)"),
        "hours",
        _TO_HANDLING,
        HOURS,
        RESOLVED,
        0.9,
    ),
    count(
        "ticket.repeat_complaint_units",
        N_("Units that complained again"),
        N_("units with two or more complaints of one category within 90 days"),
        source=f"(SELECT DISTINCT unit_id FROM ({REPEATS}) WHERE since <= {NEAR})",
        behind=_chosen(f"SELECT id, NULL AS value FROM ({REPEATS}) WHERE since <= {NEAR} OR until <= {NEAR}"),
    ),
    total(
        "ticket.deferred",
        N_("Deferrals"),
        "count",
        N_("deferrals of the tickets"),
        "deferrals",
    ),
    total(
        "ticket.deferred_hours",
        N_("Hours deferred"),
        "hours",
        N_("hours between deferral and its end (resumed, its day, or the as-of moment)"),
        "hours",
        source=f"(SELECT coalesce(sum(seconds) / 3600.0, 0.0) AS hours FROM ({DEFERRALS}))",
        behind=_chosen(f"SELECT id, sum(seconds) / 3600.0 AS value FROM ({DEFERRALS}) GROUP BY id"),
    ),
    share(
        "ticket.late_entry_rate",
        N_("Entered late"),
        N_("links typed more than 24 hours after their own time ÷ links; imports left out"),
        "late_links",
        "links",
        source="{table} WHERE NOT cancelled AND NOT imported",
        value="late_links || '/' || links",
    ),
    Split(
        "department_id",
        "SELECT id AS grp, code, name FROM department ORDER BY id",
        "name",
        (
            spread(
                "department.{code}.arrive_minutes_median",
                N_("{name}: time to arrival (median)"),
                "minutes",
                N_("dispatch to arrival, the latest pair of each ticket"),
                "minutes",
                "minutes IS NOT NULL",
                source=f"({ARRIVALS})",
                behind=_chosen(f"SELECT id, minutes AS value FROM ({ARRIVALS}) WHERE department_id = :group"),
            ),
        ),
        every=True,
    ),
)
LISTED = """SELECT t.id, t.title, u.code AS unit, t.place, t.kind, p.state, p.created_at, p.response_due_at, p.responded_at, p.due_at,
  p.resolved_at, p.callback_at AS called_back_at, p.feedback_at, p.score, p.value, p.part AS in_numerator
  FROM {behind} p JOIN ticket t ON t.id = p.id LEFT JOIN unit u ON u.id = t.unit_id ORDER BY p.created_at, p.id"""


class TicketSnapshot(Snapshot):
    """The tickets of a period as they stood."""

    name = "ticket"
    begins = "SELECT EXISTS (SELECT 1 FROM ticket WHERE created_at <= :as_of)"
    measures = MEASURES
    places: ClassVar = {"rows": "{table} WHERE NOT cancelled"}
    records: ClassVar = {"": Records("report.explain", LISTED)}
    # What tickets are counted by, in tables of reports and in `ticket stats`.
    dimensions: ClassVar = {
        "category": Dimension(
            N_("Category"), "category_id", ("分类", "类别"), "SELECT id AS grp, code, name, english FROM category"
        ),
        "building": Dimension(N_("Building"), "(SELECT building FROM unit WHERE id = unit_id)", ("楼栋", "栋")),
        "unit": Dimension(
            N_("Unit"), "unit_id", ("房号",), "SELECT id AS grp, code, code AS name, code AS english FROM unit"
        ),
        "department": Dimension(
            N_("Department"),
            "department_id",
            ("dept", "部门"),
            "SELECT id AS grp, code, name, name AS english FROM department",
        ),
        "cause": Dimension(N_("Cause"), "nullif(trim(coalesce(cause, '')), '')", ("原因",)),
        "party": Dimension(N_("Responsible"), "party", ("责任方",)),
        "month": Dimension(N_("Month"), "substr(created_at, 1, 7)", ("月", "月份"), in_time=True),
        # Monday is 1: SQLite's own %u is not known before 3.46.
        "weekday": Dimension(
            N_("Weekday"), "(CAST(strftime('%w', created_at) AS INTEGER) + 6) % 7 + 1", ("星期",), in_time=True
        ),
        "hour": Dimension(N_("Hour"), "CAST(substr(created_at, 12, 2) AS INTEGER)", ("时段", "小时"), in_time=True),
        "kind": Dimension(N_("Kind"), "kind", ("类型",)),
    }

    def take(self, name: str) -> str:
        """Make the table of the tickets created in the period."""
        return snapshots.take(self.db, name, snapshots.IN_PERIOD, self.params)
