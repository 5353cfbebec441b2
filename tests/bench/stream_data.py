"""Routes and the lines of a guard-tour device for the timings: 10 routes of 20 points, the same lines each time."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

from butlercli.base import clock
from butlercli.store.database import open_write

ROUTES, POINTS, DAYS = 10, 20, 50


def house(path: Path) -> None:
    """Make a file with the routes, each every day in an hour of its own."""
    clock.fix("2026-01-01T08:00")
    db = open_write(path)
    with db.operation("bench"):
        for route in range(ROUTES):
            route_id = db.insert("patrol_route", {"uid": db.uid(), "name": f"路线{route}"})
            window = f"{8 + route:02d}:00-{9 + route:02d}:00"
            begun = {"since": "2026-01-01", "anchor": "2026-01-01", "every": "daily", "windows": window}
            plan = db.insert("patrol_plan", {"route_id": route_id, **begun})
            for point in range(POINTS):
                values = {"uid": db.uid(), "code": f"P{route}-{point:02d}", "name": f"{route}线{point:02d}号"}
                place = {"plan_id": plan, "point_id": db.insert("patrol_point", values), "position": point + 1}
                db.insert("patrol_plan_point", place)
    db.close()
    clock.fix(None)


def write_lines(path: Path) -> int:
    """Write JSON Lines, one in a hundred a fault, and return how many there are."""
    chance = random.Random(7)
    begin = datetime(2026, 5, 1)
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for day in range(DAYS):
            for route in range(ROUTES):
                for point in range(POINTS):
                    at = begin + timedelta(days=day, hours=8 + route, minutes=2 * point, seconds=chance.randrange(60))
                    line = {
                        "route": f"路线{route}",
                        "point": f"P{route}-{point:02d}",
                        "at": at.isoformat(),
                        "by": "李师傅",
                    }
                    found = {"result": "fault", "note": "渗水"} if chance.random() < 0.01 else {"result": "ok"}
                    stream.write(json.dumps({**line, **found}, ensure_ascii=False) + "\n")
                    count += 1
    return count
