"""The permits of the demo: renovations and moves of two years, most of them over, one deposit still here."""

import random
from datetime import timedelta

from butlercli.base.result import Row
from butlercli.kit.demo.town import Finale, Town

FIRMS = ("金工装饰", "安居装修", "老张家政", "顺达搬家")


def demo_share(town: Town) -> Finale:
    """Write the permits of the town, with chances of their own: what other rooms write stays as it is."""
    return Finale(lambda: _permits(town, random.Random(town.seed)))


def _permits(town: Town, chance: random.Random) -> None:
    day, today = town.begin.date() + timedelta(days=9), town.end.date()
    for number in range(1, 49):
        kind = chance.choice(("renovation", "renovation", "moving", "hotwork"))
        last = day + timedelta(days=chance.randint(20, 60) if kind == "renovation" else 0)
        values: Row = {
            "uid": town.db.uid(),
            "unit_id": chance.choice(town.homes)["id"],
            "kind": kind,
            "since": str(day),
        }
        values |= {"code": f"ZX-{day.year}-{number:03d}", "contractor": chance.choice(FIRMS), "until": str(last)}
        if kind == "renovation":
            values |= {"deposit": 200_000, "taken": str(day)}
        if last < today:
            values |= {"state": "closed", "ended": str(last), "outcome": "验收合格"}
            if kind == "renovation" and last + timedelta(days=40) < today:
                values["returned"] = str(last + timedelta(days=40))
        id = town.db.insert("permit", values)
        if kind == "renovation" and day + timedelta(days=10) < today:
            seen = {"permit_id": id, "at": f"{day + timedelta(days=10)}T10:00:00", "text": "未动承重结构，消防通道畅通"}
            town.db.insert("permit_inspection", seen)
        day += timedelta(days=15)
