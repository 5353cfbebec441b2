"""The tickets' share of the demo: two years of what came in, each taken as far along its loop as there was time."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from butlercli.base.result import Row
from butlercli.kit.demo import words
from butlercli.kit.demo.agenda import Event
from butlercli.kit.demo.town import Town
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import answer, course
from butlercli.nouns.ticket.verbs import handling as verbs

TICKETS_A_YEAR = 1500


def demo_share(town: Town) -> "DemoTicket":
    """Return what comes in over the two years."""
    return DemoTicket(town)


class DemoTicket:
    """Complaints, repairs and all else, by season and hour."""

    def __init__(self, town: Town) -> None:
        """Draw from the town's own row of chances."""
        self.town = town
        self.db = town.db

    def events(self) -> Iterator[Event]:
        """Yield the tickets in the order in which they come in, each before all else of its moment."""
        for at in self._moments():
            yield at, -1, partial(self._ticket, at, at < self.town.last_year)

    def _moments(self) -> Iterator[datetime]:
        """Yield when tickets come in: by season and hour, in order."""
        day = self.town.begin.date()
        owed = 0.0
        while day <= self.town.end.date():
            owed += TICKETS_A_YEAR / 365 * words.SEASON[day.month - 1] * (1.15 if day.weekday() >= 5 else 0.95)
            found = []
            while owed >= 1:
                owed -= 1
                hour = self.town.chance.choices(range(24), words.HOURS)[0]
                found.append(
                    datetime.combine(day, time(hour, self.town.chance.randint(0, 59), self.town.chance.randint(0, 59)))
                )
            yield from (at for at in sorted(found) if at < self.town.end)
            day += timedelta(days=1)

    def _ticket(self, at: datetime, by_hand: bool) -> None:
        """Record one ticket and take it as far along its loop as there is time.

        by_hand: before rounds were logged, what a patrol found was written down as a ticket of its own.
        """
        category, titles, weight = self.town.chance.choices(words.TITLES, [entry[2] for entry in words.TITLES])[0]
        del weight
        title, detail = self.town.chance.choice(titles), None
        home = self.town.chance.choice(self.town.homes)
        person = self.town.chance.choice(self.town.people[home["id"]])
        patrol = category in ("facility", "fire", "greening") and self.town.chance.random() < 0.35 and by_hand
        draft = adding.Draft(title, category=category, detail=detail, at=at)
        if patrol:
            draft.source, draft.place = "patrol", self.town.chance.choice(words.PLACES)
        else:
            draft.unit, draft.reporter, draft.phone = home["code"], person["name"], person["phone"]
            draft.source = self.town.chance.choices(
                ("phone", "wechat", "group", "desk", "visit", "hotline"), (40, 30, 12, 10, 6, 2)
            )[0]
        draft.kind = words.KIND_OF.get(title)
        draft.priority = self.town.chance.choices(("low", "normal", "high", "urgent"), (4, 84, 8, 4))[0]
        draft.party = self.town.chance.choices(
            ("property", "developer", "owner", "contractor", "municipal"), (88, 5, 3, 3, 1)
        )[0]
        self.db.now = at
        id, _remarks = adding.insert(self.db, draft)
        self._handle(verbs.load(self.db, [id])[0])

    def _handle(self, row: Row) -> None:
        """Play the loop: response, dispatch, arrival, now and then a deferral, handling, callback, close."""
        steps = Play(self, row)
        if self.town.chance.random() < 0.02:
            steps.later(30, 300)
            steps.run(lambda: course.apply_cancel(self.db, row, self.town.chance.choice(words.CANCELLED), None))
            return
        slow = self.town.chance.random() < 0.06
        steps.later(2, 40 if row["priority"] == "urgent" else 240)
        if slow:
            steps.later(600, 2400)
        steps.run(lambda: verbs.respond(self.db, [row["id"]], self.town.chance.choice(words.RESPONSES)))
        self._at_work(row, steps)
        steps.later(20, 60 * 30 if not slow else 60 * 150)
        done = self.town.chance.choice(words.DONE)
        cause = self.town.chance.choice(words.CAUSES) if row["kind"] in ("repair", "complaint") else None
        steps.run(lambda: verbs.resolve(self.db, [row["id"]], done, cause))
        self._answer(row, steps)

    def _at_work(self, row: Row, steps: "Play") -> None:
        db, id = self.db, row["id"]
        if row["kind"] not in ("repair", "complaint"):
            return
        department = self.town.chance.choice(("engineering",)) if row["kind"] == "repair" else "service"
        to = self.town.chance.choice(words.STAFF[department])
        steps.later(3, 90)
        steps.run(lambda: verbs.dispatch(db, [id], department, to))
        if row["kind"] == "repair":
            steps.later(8, 55)
            steps.run(lambda: verbs.arrive(db, [id]))
            if self.town.chance.random() < 0.04:
                steps.later(10, 60)
                until = steps.at + timedelta(days=self.town.chance.randint(2, 9))
                reason = self.town.chance.choice(("parts", "owner", "contractor", "weather"))
                steps.run(lambda: course.defer(db, [id], until, reason))
                steps.skip_to(until)

    def _answer(self, row: Row, steps: "Play") -> None:
        db, id = self.db, row["id"]
        row = steps.fresh()
        if row["callback_owed"]:
            steps.later(60, 60 * 30)
            while self.town.chance.random() < 0.1:
                steps.run(lambda: answer.callback(db, [id], answer.Answer(unreached=True)))
                steps.later(120, 1500)
            score = self.town.chance.choices((5, 4, 3, 2, 1), (46, 38, 10, 4, 2))[0]
            if score <= 2 and self.town.chance.random() < 0.7:
                steps.run(
                    lambda: answer.callback(
                        db, [id], answer.Answer(score, self.town.chance.choice(words.UNHAPPY), unhappy=True)
                    )
                )
                steps.later(120, 2400)
                steps.run(lambda: verbs.resolve(db, [id], self.town.chance.choice(words.DONE)))
                steps.later(60, 1500)
                score = self.town.chance.choice((3, 4, 5))
            feedback = self.town.chance.choice(words.FEEDBACK[score]) if self.town.chance.random() < 0.6 else None
            if self.town.end - steps.at < timedelta(days=15) and self.town.chance.random() < 0.15:
                return  # still to be called back
            steps.run(lambda: answer.callback(db, [id], answer.Answer(score, feedback)))
        elif row["source"] == "patrol":
            steps.later(60, 1500)
            steps.run(lambda: answer.verify(db, [id], self.town.chance.choice(words.VERIFIED), "李主管"))
        steps.later(1, 240)
        steps.run(lambda: verbs.close(db, [id]))

    def finish(self) -> None:
        """Leave the present as a real morning finds it: something urgent, something late, something deferred."""
        db = self.db
        for index, (title, hours, kind, priority) in enumerate(words.PRESENT):
            home = self.town.homes[37 * (index + 3) % len(self.town.homes)]
            person = self.town.people[home["id"]][0]
            at = self.town.end - timedelta(hours=hours, minutes=7 * index % 60)
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
        db.now = min(at + timedelta(minutes=20), self.town.end)
        if index % 4 != 0:
            verbs.respond(db, [id], self.town.chance.choice(words.RESPONSES))
        if index % 4 == 1:
            verbs.dispatch(db, [id], "engineering", "张师傅")
        if index == 2:
            course.escalate(db, [id], "三次返修未好，请协调施工单位", "项目经理")
        if index == 3:
            course.defer(db, [id], self.town.end + timedelta(hours=9), "parts")
        if index in (5, 6):
            verbs.resolve(db, [id], self.town.chance.choice(words.DONE))


class Play:
    """The steps of one ticket along a clock that stops at the end of the two years."""

    def __init__(self, demo: "DemoTicket", row: Row) -> None:
        """Begin at the ticket's own moment."""
        self.demo = demo
        self.row = row
        self.at = rules.moment(row["created_at"])

    def later(self, least: int, most: int) -> None:
        """Let some minutes pass; handling goes on in the daytime."""
        quick = self.demo.town.chance.triangular(least, most, least + (most - least) * 0.15)
        self.skip_to(self.at + timedelta(minutes=round(quick)))

    def skip_to(self, at: datetime) -> None:
        """Move the clock on; what would fall into the night waits for the morning, unless it is urgent."""
        if self.row["priority"] != "urgent" and not 8 <= at.hour < 22:
            at = datetime.combine(
                at.date() + timedelta(days=at.hour >= 22), time(8, self.demo.town.chance.randint(10, 50))
            )
        self.at = at

    def run(self, step: Any) -> None:
        """Do a step at this moment, unless the two years are over."""
        if self.at < self.demo.town.end:
            self.demo.db.now = self.at
            step()

    def fresh(self) -> Row:
        """Return the ticket as it now stands."""
        return verbs.load(self.demo.db, [self.row["id"]])[0]
