"""The demo's patrol: facilities, points, three routes and a year of rounds with misses, late ones and faults."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from butlercli.base.result import Row
from butlercli.kit.demo.agenda import Agenda, Event
from butlercli.kit.demo.town import Town
from butlercli.nouns.facility.demo import demo_facilities
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store.expect import Expected, Planner
from butlercli.nouns.patrol.verbs import log, rounds
from butlercli.nouns.patrol.verbs.faults import Faults
from butlercli.nouns.patrol.verbs.rounds import Entry, Place
from butlercli.nouns.ticket.store import tickets as ticket_store
from butlercli.nouns.ticket.verbs import handling as verbs

WEEK = timedelta(days=7)
# code, name, facility, place, what to look at, reading (name, unit, low, high, usual)
POINTS: tuple[
    tuple[str, str, str | None, str | None, tuple[str, ...], tuple[str, str, str, str, float] | None], ...
] = (
    ("GATE-E", "东门岗亭", None, "东门", ("道闸起落", "车牌识别"), None),
    ("LOBBY-1", "1栋大堂", None, "1栋大堂", ("照明", "地面湿滑"), None),
    ("LIFT-HALL-3", "3栋电梯厅", "LIFT-3-2", "3栋2单元", ("轿厢照明", "五方对讲", "异响"), None),
    ("B1-PUMP", "B1泵房", "PUMP-1", "B1泵房", ("有无渗漏", "阀门位置"), ("压力", "MPa", "0.3", "0.5", 0.41)),
    ("B1-POWER", "B1配电房", "POWER-1", "B1配电房", ("异味", "门锁"), ("温度", "℃", "5", "40", 27)),
    ("GARAGE-A", "车库A区", None, "地下车库A区", ("照明", "消防通道占用", "飞线充电"), None),
    ("PLAY", "儿童乐园", "PLAY-1", "中庭", ("螺栓", "地垫"), None),
    ("FIRE-ROOM", "消防控制室", "FIRE-ALARM", "消防控制室", ("报警主机", "值班记录"), None),
    ("ROOF-1", "1栋天台", None, "1栋天台", ("门锁", "排水口"), None),
    ("ROOF-3", "3栋天台", None, "3栋天台", ("门锁", "避雷带"), None),
    ("STAIR-5", "5栋楼梯间", None, "5栋1单元", ("杂物", "防火门"), None),
    ("FIRE-PUMP", "消防泵房", "FIRE-PUMP", "B1泵房", ("控制柜自动位", "渗漏"), ("管网压力", "MPa", "0.4", "0.8", 0.62)),
)
ROUTES = (
    ("早巡", "daily", "08:00-10:00", ("GATE-E", "LOBBY-1", "LIFT-HALL-3", "B1-PUMP", "B1-POWER", "GARAGE-A", "PLAY")),
    ("夜巡", "daily", "22:00-02:00", ("GATE-E", "GARAGE-A", "FIRE-ROOM", "ROOF-1", "ROOF-3", "STAIR-5")),
    ("消防周检", "weekly:wed", "14:00-17:00", ("FIRE-ROOM", "FIRE-PUMP", "STAIR-5", "GARAGE-A")),
)
WRONG = {
    "GATE-E": ("道闸不落杆", "车牌识别失灵"), "LOBBY-1": ("吸顶灯不亮", "地砖松动"), "LIFT-HALL-3": ("轿厢异响", "五方对讲无应答", "平层不准"),
    "B1-PUMP": ("2号泵机械密封渗漏", "止回阀滴水"), "B1-POWER": ("门锁损坏", "排风机不转"), "GARAGE-A": ("灯管不亮4支", "消防通道堆放杂物"),
    "PLAY": ("滑梯螺栓松动", "地垫翘起"), "FIRE-ROOM": ("主机报备电故障",), "ROOF-1": ("天台门未锁", "排水口堵塞"),
    "ROOF-3": ("天台门未锁",), "STAIR-5": ("防火门闭门器坏", "楼梯间堆放纸箱"), "FIRE-PUMP": ("控制柜在手动位", "压力表指针不动"),
}  # fmt: skip
WEAK = ("LIFT-HALL-3", "B1-PUMP")
# Days before the end: what is found then for certain, so that something is open, and something comes back again and again.
CERTAIN = {
    1: ("B1-PUMP", "止回阀滴水"), 4: ("LIFT-HALL-3", "平层不准"), 23: ("LIFT-HALL-3", "轿厢异响"), 58: ("LIFT-HALL-3", "轿厢异响"),
}  # fmt: skip
WALKERS = {"早巡": ("小陈",), "夜巡": ("秩序王队", "秩序小赵"), "消防周检": ("张师傅", "小陈")}
SKIPPED = ("门锁打不开", "施工封闭", "下大雨，天台不上")
MENDED = ("更换密封件，试运行正常", "更换配件，复查正常", "已紧固，清理完毕", "维保到场处理，恢复正常")


def demo_share(town: Town) -> "DemoPatrol":
    """Return a year of rounds."""
    return DemoPatrol(town)


class DemoPatrol:
    """A year of rounds up to the run's moment: its own seeded row of chances, so that the tickets' stays as it is."""

    def __init__(self, town: Town) -> None:
        """Begin a year before the town's end."""
        self.db = town.db
        self.chance = random.Random(town.seed + 1)
        self.end = town.end
        self.begin = town.last_year
        self.points: dict[int, Row] = {}
        self.routes: dict[int, Row] = {}
        self._agenda = Agenda(self.db)

    def events(self) -> Iterator[Event]:
        """Yield what happens, in the order of time: rounds, and the repairs that their faults call for."""
        self._register()
        planner = Planner(self.db)
        self.points = {row["id"]: row for row in store.points(self.db)}
        self.routes = {row["id"]: row for row in store.routes(self.db)}
        last_night = self._last_night(planner)
        for one in planner.between(self.begin.date(), self.end.date()):
            event = self._round(one, one == last_night)
            if event is not None and event[0] < self.end:
                yield from self._agenda.until(event[0])
                yield event
        yield from self._agenda.until(self.end)

    def finish(self) -> None:
        """Leave it as it is: what is open was found on the last rounds."""

    def _register(self) -> None:
        db, today = self.db, self.end.date()
        values: Row
        facilities = demo_facilities(db, today)
        points: dict[str, int] = {}
        for code, name, facility, spot, checks, reading in POINTS:
            values = {"uid": db.uid(), "code": code, "name": name, "place": spot}
            values["facility_id"] = facilities.get(facility or "")
            values["checks"] = json.dumps(checks, ensure_ascii=False)
            if reading is not None:
                values |= dict(zip(("reading", "reading_unit", "low", "high"), reading[:4], strict=True))
            points[code] = db.insert("patrol_point", values)
        since = self.begin.date().isoformat()
        for name, every, window, codes in ROUTES:
            route = db.insert("patrol_route", {"uid": db.uid(), "name": name})
            plan = {"route_id": route, "since": since, "every": every, "anchor": since, "windows": window}
            id = db.insert("patrol_plan", plan)
            for position, code in enumerate(codes, 1):
                db.insert("patrol_plan_point", {"plan_id": id, "point_id": points[code], "position": position})

    def _last_night(self, planner: Planner) -> Expected | None:
        ended = [
            one for one in planner.between((self.end - timedelta(days=2)).date(), self.end.date()) if one.end < self.end
        ]
        return next((one for one in reversed(ended) if one.window.startswith("22")), None)

    def _round(self, one: Expected, broken: bool) -> Event | None:
        """Return when a round is logged and how: most in time, some late, some broken off, a few never."""
        drawn = self.chance.random()
        if drawn < 0.03 and not broken and (self.end.date() - one.date).days not in CERTAIN:
            return None
        start = one.start + timedelta(minutes=self.chance.randint(3, 45), seconds=self.chance.randint(0, 59))
        if drawn < 0.07:
            start = one.end + timedelta(minutes=self.chance.randint(10, 120))
        all_ok = self.chance.random() < 0.3
        partial = broken or drawn > 0.97
        return start, next(self._agenda.numbers), lambda: self._walk(one, start, all_ok, partial)

    def _walk(self, one: Expected, start: datetime, all_ok: bool, partial: bool) -> None:
        db, route = self.db, self.routes[one.route_id]
        place = Place(route, one.date, one, one.plan_id)
        rows = [self.points[row["id"]] for row in store.plan_points(db, one.plan_id)]
        person = self.chance.choice(WALKERS[route["name"]])
        if partial:
            rows = rows[: -self.chance.randint(1, 2)]
        lines: list[Entry] = []
        at = start
        for row in rows:
            seen = self._seen(row, (self.end.date() - one.date).days)
            entry = "all-ok" if all_ok and seen.result == "ok" and seen.reading is None else "each"
            if not all_ok:
                at += timedelta(minutes=self.chance.randint(2, 6))
            lines.append(Entry(row, rules.judged(row, seen), at, entry, person))
        faults = Faults(db)
        lines = [line for line in lines if line.at < self.end]
        if not lines:
            return
        db.now = lines[0].at
        kept = rounds.opened(db, place, lines[0].at)
        for line in lines:
            db.now = line.at
            log.add(db, faults, place, kept, line)
        rounds.settle(db, kept, lines[0].at, lines[-1].at)
        for id in (*faults.opened, *faults.joined):
            self._repair(id, at)

    def _seen(self, row: Row, days_before: int) -> rules.Observed:
        code = row["code"]
        certain = CERTAIN.get(days_before)
        if certain is not None and certain[0] == code:
            return rules.Observed("fault", certain[1])
        if self.chance.random() < (0.025 if code in WEAK else 0.006):
            return rules.Observed("fault", self.chance.choice(WRONG[code]))
        if self.chance.random() < 0.006:
            return rules.Observed("skipped", self.chance.choice(SKIPPED))
        usual = next((reading for point, *_rest, reading in POINTS if point == code and reading), None)
        if usual is None:
            return rules.Observed("ok")
        low, high = float(usual[2]), float(usual[3])
        value = self.chance.gauss(usual[4], (high - low) / 9)
        return rules.Observed("ok", None, rules.parse_reading(f"{value:.{2 if high < 5 else 0}f}"))

    def _repair(self, id: int, at: datetime) -> None:
        """Put the steps of a repair on the agenda; the next round that finds the point in order confirms it."""
        step = at + timedelta(minutes=self.chance.randint(5, 40))
        self._agenda.later(
            step, lambda: self._if(id, ("new",), lambda: verbs.respond(self.db, [id], "巡检发现，已安排维修"))
        )
        step += timedelta(minutes=self.chance.randint(5, 60))
        who = self.chance.choice(("张师傅", "刘师傅"))
        self._agenda.later(
            step, lambda: self._if(id, ("active",), lambda: verbs.dispatch(self.db, [id], "engineering", who))
        )
        step += timedelta(hours=self.chance.triangular(1, 70, 6))
        mended = self.chance.choice(MENDED)
        self._agenda.later(
            step, lambda: self._if(id, ("new", "active"), lambda: verbs.resolve(self.db, [id], mended, "正常损耗"))
        )
        step += timedelta(days=3)
        self._agenda.later(step, lambda: self._if(id, ("resolved",), lambda: verbs.close(self.db, [id])))

    def _if(self, id: int, states: tuple[str, ...], step: Callable[[], object]) -> None:
        """Do a step of a repair where it is still to do."""
        if ticket_store.by_ids(self.db, [id])[0]["state"] in states:
            step()
