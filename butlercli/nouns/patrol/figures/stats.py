"""`patrol stats`: repeated faults first, then the figures of a period, then the patrol counted by group."""

from butlercli.base.figures import Span, ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit.figures import stats as kit_stats
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.figures import tables as group_tables
from butlercli.nouns.patrol.store.expect import unknown_years
from butlercli.store.database import Database


def parse_by(text: str) -> str:
    """Return what the patrol is counted by; raises UsageError (exit 2) naming the choices."""
    return kit_stats.parse_by(text, metrics.RoundSnapshot.dimensions, N_("Patrols are not counted by “{value}”."))


def stats(db: Database, span: Span, by: str | None = None) -> Result:
    """Return repeated faults, the figures of a span (with those of the span before), and counts by group."""
    snapshot = metrics.RoundSnapshot(db, span)
    chosen = by or "route"
    groups = [group(row, chosen) for row in group_tables.grouped(snapshot, chosen)]
    head = {"repeated": group_tables.repeated(db, span)}
    page = kit_stats.page("patrolstats.page", snapshot, chosen, groups, head, {}, planned=metrics.planned(db))
    page.notices.extend(unknown_years(snapshot.unknown_years))
    return page


def group(row: Row, by: str) -> Row:
    """Return a group as JSON; what cannot be counted of such a group is None.

    Of points and facilities `expected`, `done`, `skipped` and `missed` are points, not rounds.
    """
    of_points = by in ("point", "facility")
    expected, done = row.get("expected"), row.get("done")
    completed = done if of_points or done is None else done + row["late"]
    covered, points = (done, expected) if of_points else (row.get("covered"), row.get("points"))
    missed = expected - done - row["skipped"] if of_points and expected is not None else row.get("missed")
    share = None if completed is None or of_points else ratio(completed, expected or 0)
    return {
        "by": by,
        "group": row["code"],
        "name": row["name"],
        "kind": row.get("kind"),
        "expected": expected,
        "done": done,
        "late": row.get("late"),
        "partial": row.get("partial"),
        "skipped": row.get("skipped"),
        "missed": missed,
        "extra": row.get("extra"),
        "round_completion_rate": share,
        "point_coverage": None if covered is None else ratio(covered, points or 0),
        "on_time_rate": ratio(row["on_time"], completed) if "on_time" in row and completed else None,
        "rounds": row.get("rounds"),
        "results": row["lines"],
        "all_ok_share": ratio(row["all_ok"], row["lines"]),
        "late_entry_rate": ratio(row["late_lines"], row["lines"]),
        "faults": row["faults"],
        "rectified": row["rectified"],
        "rectification_rate": ratio(row["rectified"], row["faults"]),
    }
