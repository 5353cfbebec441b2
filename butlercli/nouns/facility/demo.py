"""The facilities of the demo: lifts, pumps, fire equipment, each inspected a week before its anniversary."""

from datetime import date, timedelta

from butlercli.base.result import Row
from butlercli.store.database import Database

WEEK = timedelta(days=7)
# code, name, kind, place, years in use, maker, model, vendor
FACILITIES = (
    *(
        (f"LIFT-{building}-{entrance}", f"{building}栋{entrance}单元电梯", "elevator", f"{building}栋{entrance}单元", 6, "安升", "AS-800", "安升电梯维保")
        for building in range(1, 7)
        for entrance in (1, 2)
    ),
    ("PUMP-1", "生活水泵", "water", "B1泵房", 7, "清源", "QY-55", "清源水务"),
    ("FIRE-PUMP", "消防水泵", "fire", "B1泵房", 7, "清源", "XF-30", "华安消防"),
    ("FIRE-ALARM", "火灾报警主机", "fire", "消防控制室", 7, "华安", "HA-2000", "华安消防"),
    ("POWER-1", "变配电室", "power", "B1配电房", 7, "电力", "SCB-10", "供电服务站"),
    ("CAM-1", "监控系统", "access", "监控室", 4, "智看", "ZK-64", "智看安防"),
    ("PLAY-1", "儿童乐园", "playground", "中庭", 5, "乐童", "LT-6", "乐童游乐"),
)  # fmt: skip


def demo_facilities(db: Database, today: date) -> dict[str, int]:
    """Write the facilities and return their ids by code."""
    facilities: dict[str, int] = {}
    for code, name, kind, place, years, maker, model, vendor in FACILITIES:
        values: Row = {"uid": db.uid(), "code": code, "name": name, "kind": kind, "place": place, "maker": maker}
        installed = date(today.year - years, 1 + len(facilities) % 12, 18)
        # Inspected a week before the last anniversary, as it is done in practice.
        done = max(
            day for year in (today.year - 1, today.year) if (day := installed.replace(year=year) - WEEK) <= today
        )
        values |= {"model": model, "vendor": vendor, "installed": str(installed), "inspected": str(done)}
        facilities[code] = db.insert("facility", {**values, "tested": str(done)})
    return facilities
