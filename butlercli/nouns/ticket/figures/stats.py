"""`ticket stats`: what comes in most, how fast it is dealt with, and who had to complain again."""

from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit.figures import stats as kit_stats
from butlercli.nouns.ticket.figures import tables as group_tables
from butlercli.nouns.ticket.figures.metrics import TicketSnapshot
from butlercli.store.database import Database


def parse_by(text: str) -> str:
    """Return what tickets are counted by; raises UsageError (exit 2) naming the choices."""
    return kit_stats.parse_by(
        text,
        TicketSnapshot.dimensions,
        N_("Tickets are not counted by “{value}”."),
        "category, building, unit, dept, cause, party, month, weekday, hour, kind",
    )


def stats(db: Database, by: str | None, start: str | None, end: str | None, limit: int | None) -> Result:
    """Count tickets created from `start` to `end` (stored moments, None: without bound), cancelled ones left out.

    Without `by`: by category, the most frequent first, then the units that complained again of the same.
    """
    tables = group_tables.current(db, start, end)
    rows = _rows(tables, by or "category")
    if by is None:
        rows.extend(_repeats(row) for row in tables.repeats())
    shown = rows if limit is None else rows[:limit]
    return Result("report.stats", shown, total=len(rows), extra={"by": by})


def _rows(tables: group_tables.Tables, by: str) -> list[Row]:
    counted = tables.grouped(by)
    minutes, hours = tables.medians(by)
    total = sum(row["count"] for row in counted)
    found: list[Row] = []
    running = 0
    for row in counted:
        running += row["count"]
        found.append(
            {
                "by": by,
                "group": row["code"] if row["code"] is not None else row["grp"],
                "name": row["name"],
                "english": row["english"],
                "count": row["count"],
                "share": row["count"] / total,
                "cumulated_share": running / total,
                "complaints": row["ticket.complaint"],
                "response_minutes_median": minutes.get(row["grp"]),
                "resolution_hours_median": hours.get(row["grp"]),
                "on_time_rate": group_tables.shared(row, "resolution_on_time_rate"),
                "satisfaction_rate": group_tables.shared(row, "satisfaction_rate"),
                "score_coverage": group_tables.shared(row, "score_coverage"),
                "tickets": None,
            }
        )
    return found


def _repeats(row: Row) -> Row:
    return {
        "by": "repeat_complaints",
        "group": row["unit"],
        "name": row["name"],
        "english": row["english"],
        "count": row["count"],
        "share": None,
        "cumulated_share": None,
        "complaints": row["count"],
        "response_minutes_median": None,
        "resolution_hours_median": None,
        "on_time_rate": None,
        "satisfaction_rate": None,
        "score_coverage": None,
        "tickets": sorted(int(id) for id in row["ids"].split(",")),
    }
