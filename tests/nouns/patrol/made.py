"""A file with three routes, and the lines of a stream."""

import json
from typing import Any

Row = dict[str, Any]
BEGUN = "2026-05-01T08:00"
SETUP = (
    ("patrol", "facility", "add", "PUMP-1", "生活水泵", "--kind", "water"),
    ("patrol", "point", "add", "B1-PUMP", "B1泵房", "--facility", "PUMP-1",
     "--reading", "压力", "--unit", "MPa", "--min", "0.3", "--max", "0.5"),
    ("patrol", "point", "add", "GATE", "东门"),
    ("patrol", "point", "add", "ROOF", "3栋天台"),
    ("patrol", "route", "add", "早巡", "--points", "B1-PUMP,GATE", "--window", "08:00-10:00", "--every", "daily"),
    ("patrol", "route", "add", "夜巡", "--points", "ROOF,GATE", "--window", "22:00-02:00", "--every", "daily"),
    ("patrol", "route", "add", "周巡", "--points", "ROOF", "--window", "14:00-15:00", "--every", "weekly:mon"),
)  # fmt: skip


def line(point: str, at: str, route: str = "早巡", **further: Any) -> Row:
    return {"route": route, "point": point, "at": at, **further}


def text(*lines: Row) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
