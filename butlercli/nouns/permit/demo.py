"""The permits of the demo: renovations and moves of two years, most of them over, some deposits still here."""

import random
from datetime import timedelta

from butlercli.kit import fields
from butlercli.kit.demo.town import Finale, Town

FIRMS = ("金工装饰", "安居装修", "老张家政", "顺达搬家")


def demo_share(town: Town) -> Finale:
    """Write the permits of the town, with chances of their own: what other rooms write stays as it is."""
    return Finale(lambda: _permits(town, random.Random(town.seed)))


def _permits(town: Town, chance: random.Random) -> None:
    today = str(town.end.date())
    for number in range(1, 49):
        day = town.begin.date() + timedelta(days=15 * number - 6)
        kind = chance.choice(("renovation", "renovation", "moving", "hotwork"))
        work = kind == "renovation"
        last = day + timedelta(days=chance.randint(20, 60) if work else 0)
        values = {"unit_id": chance.choice(town.homes)["id"], "kind": kind, "code": f"ZX-{day.year}-{number:03d}"}
        values |= {"contractor": chance.choice(FIRMS), "since": str(day), "until": str(last)}
        if work:
            back = str(last + timedelta(days=40))
            values |= {"deposit": 200_000, "taken": str(day), "returned": back if back < today else None}
        if str(last) < today:
            values |= {"state": "closed", "ended": str(last), "outcome": "验收合格"}
        id = fields.insert(town.db, "permit", values)
        if work and str(last) < today:
            seen = {"permit_id": id, "at": f"{day + timedelta(days=10)}T10:00:00", "text": "未动承重结构，消防通道畅通"}
            town.db.insert("permit_inspection", seen)
