"""The figures of the patrol for a period, as things stood at a moment (DESIGN §8), computed in SQL.

A round is expected once its window has ended. Each rate is a pair of sums or conditions over the snapshot, so that the
figure and the records behind it cannot differ.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from butlercli.base.figures import Figure, Span, ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.nouns.patrol.figures import snapshot as snapshots
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.store.database import Database

DUE = "expected AND ended"
DONE = f"{DUE} AND state IN ('done', 'late')"
ON_TIME = f"{DONE} AND inside"


class RoundRate(NamedTuple):
    """A share: two sums over the rounds of the snapshot."""

    key: str
    label: str
    definition: str
    part: str
    whole: str


RATES = (
    RoundRate(
        "patrol.round_completion_rate",
        N_("Rounds completed"),
        N_("rounds expected with every point in order or a fault ÷ rounds expected (their window has ended)"),
        f"count(*) FILTER (WHERE {DONE})",
        f"count(*) FILTER (WHERE {DUE})",
    ),
    RoundRate(
        "patrol.point_coverage",
        N_("Points looked at"),
        N_("points in order or with a fault ÷ points of the rounds expected"),
        f"coalesce(sum(min(covered, points)) FILTER (WHERE {DUE}), 0)",
        f"coalesce(sum(points) FILTER (WHERE {DUE}), 0)",
    ),
    RoundRate(
        "patrol.on_time_rate",
        N_("Rounds on time"),
        N_("rounds done with all of it within their window ÷ rounds expected that were done"),
        f"count(*) FILTER (WHERE {ON_TIME})",
        f"count(*) FILTER (WHERE {DONE})",
    ),
    RoundRate(
        "patrol.all_ok_share",
        N_("Entered all in order at once"),
        N_("results entered as all in order at once ÷ results entered, of the rounds expected"),
        "coalesce(sum(all_ok) FILTER (WHERE expected), 0)",
        "coalesce(sum(lines) FILTER (WHERE expected), 0)",
    ),
    RoundRate(
        "patrol.late_entry_rate",
        N_("Patrol results entered late"),
        N_("results typed more than 24 hours after their own time ÷ results entered, of the rounds expected"),
        "coalesce(sum(late_lines) FILTER (WHERE expected), 0)",
        "coalesce(sum(lines) FILTER (WHERE expected), 0)",
    ),
)
FAULTS = "patrol.faults"
RECTIFIED = "patrol.rectification_rate"
_FOUND = N_("faults found in the rounds of the period, extra rounds included")
_RECTIFIED = N_("faults whose ticket stands handled ÷ faults; a duplicate counts by the ticket it stands for")


class RoundSnapshot:
    """The rounds of a period as they stood, expected and extra, and their faults with where the tickets stood."""

    __slots__ = ("db", "params", "span", "table", "unknown_years")

    def __init__(self, db: Database, span: Span, name: str = "patrol_period") -> None:
        """Make the tables; a second snapshot beside the first wants another name."""
        self.db = db
        self.span = span
        self.params = snapshots.params(span)
        planner = Planner(db)
        # A round of a day to come has no line yet, and its window has not ended.
        expected = planner.between(span.start, min(span.end, span.as_of.date()))
        self.unknown_years = planner.unknown_years
        self.table = snapshots.take(db, name, expected, self.params)

    @property
    def faults(self) -> str:
        """Return the table of faults with where their tickets stood, as SQL."""
        return f"(SELECT f.*, t.stands_id, t.rectified, t.cancelled, t.resolved_at FROM {self.table}_fault f JOIN {self.table}_ticket t ON t.ticket_id = f.ticket_id)"

    def rows(self, sql: str) -> list[Row]:
        """Run a query of the code's own; `{table}` is the snapshot, `{faults}` its faults."""
        return self.db.rows(sql.replace("{table}", self.table).replace("{faults}", self.faults), self.params)


def begun(db: Database, span: Span) -> bool:
    """Say whether there is any round by the as-of moment: before that, counts are None."""
    day = span.as_of.date().isoformat()
    sql = "SELECT EXISTS (SELECT 1 FROM patrol_round WHERE date <= :day AND started_at <= :as_of)"
    return bool(db.value(sql, {"day": day, "as_of": span.params["as_of"]}))


def planned(db: Database) -> bool:
    """Say whether there is any route: without one a house says nothing of patrol."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM patrol_route)"))


def figures(snapshot: RoundSnapshot, kinds: Sequence[str] | None = None) -> list[Figure]:
    """Return all figures of the patrol, in the order of DESIGN §8.

    kinds: of which kinds of facility faults are counted apart; by default those that occur.
    """
    wanted = [f'{rate.part} AS "{rate.key}", {rate.whole} AS "{rate.key}/"' for rate in RATES]
    sums = snapshot.rows(f"SELECT {', '.join(wanted)} FROM {{table}}")[0]
    found = []
    for rate in RATES:
        part, whole = sums[rate.key], sums[f"{rate.key}/"]
        found.append(Figure(rate.key, rate.label, "share", rate.definition, ratio(part, whole), part, whole))
    return [*found, *_faults(snapshot, kinds)]


def _faults(snapshot: RoundSnapshot, kinds: Sequence[str] | None) -> list[Figure]:
    by_kind = {row["kind"]: row for row in by_facility_kind(snapshot)}
    total = sum(row["faults"] for row in by_kind.values())
    rectified = sum(row["rectified"] for row in by_kind.values())
    known = begun(snapshot.db, snapshot.span)
    found = [
        _count(FAULTS, N_("Faults found"), total if known else None),
        Figure(RECTIFIED, N_("Faults rectified"), "share", _RECTIFIED, ratio(rectified, total), rectified, total),
    ]
    nothing = {"faults": 0, "rectified": 0}
    for kind in [kind for kind in FACILITY_KINDS if kind in (by_kind if kinds is None else kinds)]:
        said = {"kind": FACILITY_KINDS.label(kind)}
        number, good = (by_kind.get(kind, nothing)[name] for name in ("faults", "rectified"))
        found.append(_count(f"{FAULTS}.{kind}", N_("{kind}: faults found"), number if known else None, said))
        label = N_("{kind}: faults rectified")
        value = ratio(good, number)
        found.append(Figure(f"{RECTIFIED}.{kind}", label, "share", _RECTIFIED, value, good, number, said))
    return found


def _count(key: str, label: str, value: int | None, said: dict[str, Any] | None = None) -> Figure:
    return Figure(key, label, "count", _FOUND, value, value, None, said)


def by_facility_kind(snapshot: RoundSnapshot) -> list[Row]:
    """Return faults and how many of them are rectified by kind of facility, the most first; last None: no facility."""
    return snapshot.rows(
        """SELECT kind, count(*) AS faults, sum(rectified) AS rectified FROM {faults} GROUP BY kind
        ORDER BY kind IS NULL, count(*) DESC, kind"""
    )
