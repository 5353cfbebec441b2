"""`ticket stats`: what comes in most, how fast it is dealt with, and who had to complain again."""

from butlercli.base import fuzzy
from butlercli.base.figures import ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.nouns.ticket.figures import tables as group_tables
from butlercli.store.database import Database

BY = ("category", "building", "unit", "department", "cause", "party", "month", "weekday", "hour", "kind")
WORDS = {
    "dept": "department", "分类": "category", "类别": "category", "楼栋": "building", "栋": "building", "房号": "unit",
    "部门": "department", "原因": "cause", "责任方": "party", "月": "month", "月份": "month", "星期": "weekday", "时段": "hour",
    "小时": "hour", "类型": "kind",
}  # fmt: skip


def parse_by(text: str) -> str:
    """Return what tickets are counted by; raises UsageError (exit 2) naming the choices."""
    return fuzzy.one_of(
        text,
        BY,
        WORDS,
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
    middles = tables.medians(by)
    total = sum(row["count"] for row in counted)
    found: list[Row] = []
    running = 0
    for row in counted:
        running += row["count"]
        minutes, hours = middles.get(row["grp"], (None, None))
        found.append(
            {
                "by": by,
                "group": row["code"] if row["code"] is not None else row["grp"],
                "name": row["name"],
                "english": row["english"],
                "count": row["count"],
                "share": row["count"] / total,
                "cumulated_share": running / total,
                "complaints": row["complaints"],
                "response_minutes_median": minutes,
                "resolution_hours_median": hours,
                "on_time_rate": ratio(row["on_time"], row["due"]),
                "satisfaction_rate": ratio(row["satisfied"], row["scored"]),
                "score_coverage": ratio(row["owed_scored"], row["owed"]),
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
