"""A made-up community with two years of records, the same for the same day, to look around and to learn.

Every name, number and event is invented. The records are made by the same functions that the verbs use, with the
clock moved along, so that they obey every rule.
"""

import functools
import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.ids import SeededUids
from butlercli.base.result import Row
from butlercli.kit import settings
from butlercli.kit.demo import words
from butlercli.kit.demo.agenda import Event
from butlercli.nouns.fee.demo import DemoFee
from butlercli.nouns.patrol.demo import DemoPatrol
from butlercli.nouns.register.store import departments, units
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import answer, course
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database, open_write

SEED = 20260101
TICKETS_A_YEAR = 1500
Tick = Callable[[str, int, int], None]


class Demo:
    """The building of the community: one seeded row of chances, one file."""

    def __init__(self, db: Database) -> None:
        """Begin two years before the run's moment."""
        self.db = db
        self.chance = random.Random(SEED)
        self.end = db.now
        self.begin = datetime.combine(_two_years_before(db.now), time(8, 0))
        self.homes: list[Row] = []
        self.people: dict[int, list[Row]] = {}

    def build(self, tick: Tick | None = None) -> None:
        """Write settings, register, tickets, contacts, rounds and fees."""
        self.db.now = self.begin
        for key, value in (("community", "示例花园"), ("butler", "小陈")):
            settings.store(self.db, key, value)
        self._units()
        self._residents()
        self._departments()
        self._contacts()
        days = (self.end - self.begin).days
        patrol = DemoPatrol(self.db, SEED + 1, self.end)
        tickets: Iterator[Event] = (
            (at, -1, functools.partial(self._ticket, at, at < patrol.begin)) for at in self._moments()
        )
        fees = DemoFee(self.db, SEED + 2, self.end, self.homes, self.people)
        for at, _number, happen in heapq.merge(tickets, patrol.events(), fees.events(), key=lambda event: event[:2]):
            happen()
            if tick is not None:
                tick("build", (at - self.begin).days, days)
        self._present()
        self.db.now = self.end

    def _units(self) -> None:
        from butlercli.base.unitcode import parse_unit

        states = ["occupied"] * 78 + ["let"] * 10 + ["vacant"] * 9 + ["renovating"] * 3
        areas = (890_000, 895_312, 1_024_600, 1_186_050, 1_324_477)
        for building in range(1, 7):
            for entrance in (1, 2):
                for floor in range(1, 26):
                    for room in (1, 2):
                        code = parse_unit(f"{building}-{entrance}-{floor}{room:02d}")
                        area = areas[(building + room) % len(areas)]
                        state = self.chance.choice(states)
                        id = units.insert(self.db, code, area=area, state=state, handover_date="2019-06-30")
                        self.homes.append({"id": id, "code": code.code, "state": state})
        for number in range(1, 25):
            code = parse_unit(f"A{number:02d}")
            units.insert(self.db, code, area=450_000 + number * 1_250, state="let", handover_date="2019-12-31")
        units.close_register(self.db)

    def _residents(self) -> None:
        number = 0
        for home in self.homes:
            living = 1 if home["state"] == "vacant" else self.chance.choice((1, 1, 2, 2, 3))
            for place in range(living):
                number += 1
                role = "owner" if place == 0 else ("tenant" if home["state"] == "let" else "family")
                self._resident(home, number, role)

    def _resident(self, home: Row, number: int, role: str) -> None:
        from butlercli.kit import spelling

        name = self.chance.choice(words.FAMILY_NAMES) + self.chance.choice(words.GIVEN_NAMES)
        tags = [self.chance.choice(words.TAGS)] if self.chance.random() < 0.08 else []
        wishes = [self.chance.choice(words.PREFERENCES)] if self.chance.random() < 0.1 else []
        id = self.db.insert(
            "resident",
            {
                "uid": self.db.uid(),
                "name": name,
                "spelling": spelling.spell(name),
                "tags": adding.tags_json(tags),
                "preferences": adding.tags_json(wishes),
            },
        )
        phone = f"1990000{number:04d}"
        self.db.insert("resident_phone", {"resident_id": id, "phone": phone})
        self.db.insert("residency", {"resident_id": id, "unit_id": home["id"], "role": role, "since": "2019-06-30"})
        self.people.setdefault(home["id"], []).append({"id": id, "name": name, "phone": phone})

    def _departments(self) -> None:
        codes = departments.ids(self.db)
        for code, names in words.STAFF.items():
            for name in names:
                self.db.insert("department_person", {"department_id": codes[code], "name": name})

    def _contacts(self) -> None:
        day = self.begin.date()
        while day <= self.end.date():
            for _visit in range(self.chance.choice((0, 1, 1, 2, 3)) if day.weekday() < 6 else 0):
                at = datetime.combine(day, time(self.chance.randint(9, 18), self.chance.randint(0, 59)))
                home = self.chance.choice(self.homes)
                if at <= self.end:
                    self._contact(home, at)
            day += timedelta(days=1)

    def _contact(self, home: Row, at: datetime) -> None:
        stamp = rules.stamp(at)
        channel = self.chance.choice(("visit", "visit", "phone", "wechat", "desk"))
        self.db.insert(
            "contact",
            {
                "uid": self.db.uid(),
                "unit_id": home["id"],
                "resident_id": self.chance.choice(self.people[home["id"]])["id"],
                "at": stamp,
                "entered_at": stamp,
                "channel": channel,
                "text": self.chance.choice(words.CONTACTS),
            },
        )

    def _moments(self) -> Iterator[datetime]:
        """Yield when tickets come in: by season and hour, in order."""
        day = self.begin.date()
        owed = 0.0
        while day <= self.end.date():
            owed += TICKETS_A_YEAR / 365 * words.SEASON[day.month - 1] * (1.15 if day.weekday() >= 5 else 0.95)
            found = []
            while owed >= 1:
                owed -= 1
                hour = self.chance.choices(range(24), words.HOURS)[0]
                found.append(datetime.combine(day, time(hour, self.chance.randint(0, 59), self.chance.randint(0, 59))))
            yield from (at for at in sorted(found) if at < self.end)
            day += timedelta(days=1)

    def _ticket(self, at: datetime, by_hand: bool) -> None:
        """Record one ticket and take it as far along its loop as there is time.

        by_hand: before rounds were logged, what a patrol found was written down as a ticket of its own.
        """
        category, titles, weight = self.chance.choices(words.TITLES, [entry[2] for entry in words.TITLES])[0]
        del weight
        title, detail = self.chance.choice(titles), None
        home = self.chance.choice(self.homes)
        person = self.chance.choice(self.people[home["id"]])
        patrol = category in ("facility", "fire", "greening") and self.chance.random() < 0.35 and by_hand
        draft = adding.Draft(title, category=category, detail=detail, at=at)
        if patrol:
            draft.source, draft.place = "patrol", self.chance.choice(words.PLACES)
        else:
            draft.unit, draft.reporter, draft.phone = home["code"], person["name"], person["phone"]
            draft.source = self.chance.choices(
                ("phone", "wechat", "group", "desk", "visit", "hotline"), (40, 30, 12, 10, 6, 2)
            )[0]
        draft.kind = words.KIND_OF.get(title)
        draft.priority = self.chance.choices(("low", "normal", "high", "urgent"), (4, 84, 8, 4))[0]
        draft.party = self.chance.choices(
            ("property", "developer", "owner", "contractor", "municipal"), (88, 5, 3, 3, 1)
        )[0]
        self.db.now = at
        id, _remarks = adding.insert(self.db, draft)
        self._handle(verbs.load(self.db, [id])[0])

    def _handle(self, row: Row) -> None:
        """Play the loop: response, dispatch, arrival, now and then a deferral, handling, callback, close."""
        steps = Play(self, row)
        if self.chance.random() < 0.02:
            steps.later(30, 300)
            steps.run(lambda: course.apply_cancel(self.db, row, self.chance.choice(words.CANCELLED), None))
            return
        slow = self.chance.random() < 0.06
        steps.later(2, 40 if row["priority"] == "urgent" else 240)
        if slow:
            steps.later(600, 2400)
        steps.run(lambda: verbs.respond(self.db, [row["id"]], self.chance.choice(words.RESPONSES)))
        self._at_work(row, steps)
        steps.later(20, 60 * 30 if not slow else 60 * 150)
        done = self.chance.choice(words.DONE)
        cause = self.chance.choice(words.CAUSES) if row["kind"] in ("repair", "complaint") else None
        steps.run(lambda: verbs.resolve(self.db, [row["id"]], done, cause))
        self._answer(row, steps)

    def _at_work(self, row: Row, steps: "Play") -> None:
        db, id = self.db, row["id"]
        if row["kind"] not in ("repair", "complaint"):
            return
        department = self.chance.choice(("engineering",)) if row["kind"] == "repair" else "service"
        to = self.chance.choice(words.STAFF[department])
        steps.later(3, 90)
        steps.run(lambda: verbs.dispatch(db, [id], department, to))
        if row["kind"] == "repair":
            steps.later(8, 55)
            steps.run(lambda: verbs.arrive(db, [id]))
            if self.chance.random() < 0.04:
                steps.later(10, 60)
                until = steps.at + timedelta(days=self.chance.randint(2, 9))
                reason = self.chance.choice(("parts", "owner", "contractor", "weather"))
                steps.run(lambda: course.defer(db, [id], until, reason))
                steps.skip_to(until)

    def _answer(self, row: Row, steps: "Play") -> None:
        db, id = self.db, row["id"]
        row = steps.fresh()
        if row["callback_owed"]:
            steps.later(60, 60 * 30)
            while self.chance.random() < 0.1:
                steps.run(lambda: answer.callback(db, [id], answer.Answer(unreached=True)))
                steps.later(120, 1500)
            score = self.chance.choices((5, 4, 3, 2, 1), (46, 38, 10, 4, 2))[0]
            if score <= 2 and self.chance.random() < 0.7:
                steps.run(
                    lambda: answer.callback(
                        db, [id], answer.Answer(score, self.chance.choice(words.UNHAPPY), unhappy=True)
                    )
                )
                steps.later(120, 2400)
                steps.run(lambda: verbs.resolve(db, [id], self.chance.choice(words.DONE)))
                steps.later(60, 1500)
                score = self.chance.choice((3, 4, 5))
            feedback = self.chance.choice(words.FEEDBACK[score]) if self.chance.random() < 0.6 else None
            if self.end - steps.at < timedelta(days=15) and self.chance.random() < 0.15:
                return  # still to be called back
            steps.run(lambda: answer.callback(db, [id], answer.Answer(score, feedback)))
        elif row["source"] == "patrol":
            steps.later(60, 1500)
            steps.run(lambda: answer.verify(db, [id], self.chance.choice(words.VERIFIED), "李主管"))
        steps.later(1, 240)
        steps.run(lambda: verbs.close(db, [id]))

    def _present(self) -> None:
        """Leave the present as a real morning finds it: something urgent, something late, something deferred."""
        db = self.db
        for index, (title, hours, kind, priority) in enumerate(words.PRESENT):
            home = self.homes[37 * (index + 3) % len(self.homes)]
            person = self.people[home["id"]][0]
            at = self.end - timedelta(hours=hours, minutes=7 * index % 60)
            draft = adding.Draft(
                title,
                at=at,
                kind=kind,
                priority=priority,
                unit=home["code"],
                reporter=person["name"],
                phone=person["phone"],
            )
            db.now = at
            id, _remarks = adding.insert(db, draft)
            self._present_step(index, id, at)

    def _present_step(self, index: int, id: int, at: datetime) -> None:
        db = self.db
        db.now = min(at + timedelta(minutes=20), self.end)
        if index % 4 != 0:
            verbs.respond(db, [id], self.chance.choice(words.RESPONSES))
        if index % 4 == 1:
            verbs.dispatch(db, [id], "engineering", "张师傅")
        if index == 2:
            course.escalate(db, [id], "三次返修未好，请协调施工单位", "项目经理")
        if index == 3:
            course.defer(db, [id], self.end + timedelta(hours=9), "parts")
        if index in (5, 6):
            verbs.resolve(db, [id], self.chance.choice(words.DONE))


class Play:
    """The steps of one ticket along a clock that stops at the end of the two years."""

    def __init__(self, demo: Demo, row: Row) -> None:
        """Begin at the ticket's own moment."""
        self.demo = demo
        self.row = row
        self.at = rules.moment(row["created_at"])

    def later(self, least: int, most: int) -> None:
        """Let some minutes pass; handling goes on in the daytime."""
        quick = self.demo.chance.triangular(least, most, least + (most - least) * 0.15)
        self.skip_to(self.at + timedelta(minutes=round(quick)))

    def skip_to(self, at: datetime) -> None:
        """Move the clock on; what would fall into the night waits for the morning, unless it is urgent."""
        if self.row["priority"] != "urgent" and not 8 <= at.hour < 22:
            at = datetime.combine(at.date() + timedelta(days=at.hour >= 22), time(8, self.demo.chance.randint(10, 50)))
        self.at = at

    def run(self, step: Any) -> None:
        """Do a step at this moment, unless the two years are over."""
        if self.at < self.demo.end:
            self.demo.db.now = self.at
            step()

    def fresh(self) -> Row:
        """Return the ticket as it now stands."""
        return verbs.load(self.demo.db, [self.row["id"]])[0]


def _two_years_before(now: datetime) -> Any:
    try:
        return now.date().replace(year=now.year - 2)
    except ValueError:  # 29 February
        return now.date().replace(year=now.year - 2, day=28)


def build(path: Path, tick: Tick | None = None) -> None:
    """Build the community in a new file, as one operation; raises RuleError (exit 4) where a file exists.

    tick: told how far the work has come: a step, what is done, of how many.
    """
    if path.exists():
        raise RuleError(
            N_("“{path}” exists; the demo never touches an existing database."),
            hint=N_("Name another file: butler --db FILE demo."),
            code="exists",
            path=str(path),
        )
    db = open_write(path)
    seeded = SeededUids(SEED)
    try:
        now = db.now
        db.uids = (seeded(_milliseconds(db.now)) for _number in itertools.count())
        with db.operation("demo"):
            Demo(db).build(tick)
        db.now = now
    except BaseException:
        db.close()
        path.unlink(missing_ok=True)
        raise
    db.close()


def _milliseconds(moment: datetime) -> int:
    from butlercli.base import clock

    return int(moment.replace(tzinfo=clock.zone()).timestamp() * 1000)
