"""The demo's fees: quarterly bills with their payments, waivers, reminders and promises, and debts of former years."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from butlercli.base.result import Row
from butlercli.kit.demo import words
from butlercli.kit.demo.agenda import Agenda, Event
from butlercli.kit.demo.town import Town
from butlercli.nouns.fee.bills.verbs import billing
from butlercli.nouns.fee.dunning.verbs import reminders
from butlercli.nouns.fee.items.verbs import discounts, items, readings
from butlercli.nouns.fee.owed.rules.bills import outstanding
from butlercli.nouns.fee.owed.rules.limitation import years_after
from butlercli.nouns.fee.owed.store import balance
from butlercli.nouns.fee.owed.verbs import find
from butlercli.nouns.fee.payments.verbs import payments
from butlercli.nouns.register.demo import add_resident, move_in
from butlercli.nouns.register.store import units
from butlercli.nouns.register.verbs import resident as resident_verbs
from butlercli.nouns.register.verbs import transfer
from butlercli.nouns.register.verbs.resident import Person

Step = Callable[[], object]
# Numbers of the events of a DemoFee, apart from those of the other events of the same moment.
FIRST_NUMBER = 1_000_000
DAY = timedelta(days=1)
HOMES, SHOPS, SPACES, WATER = "物业费", "商铺物业费", "停车费", "商铺水费"
ITEMS: tuple[Row, ...] = (
    {"code": "WY", "name": HOMES, "per": "area", "rate": "2.80", "cycle": "quarter", "unit_kind": "home"},
    {"code": "SP", "name": SHOPS, "per": "area", "rate": "5.50", "cycle": "quarter", "unit_kind": "shop"},
    {"code": "TC", "name": SPACES, "per": "unit", "rate": "80", "cycle": "year", "unit_kind": "parking"},
    {"code": "SF", "name": WATER, "per": "reading", "rate": "4.10", "cycle": "quarter", "unit_kind": "shop"},
)
METHODS = (("wechat", "alipay", "card", "transfer", "debit", "cash"), (58, 17, 9, 7, 6, 3))
CHANNELS = {"wechat": "online", "alipay": "online", "card": "desk", "transfer": "online", "cash": "desk"}
# How a household pays: a year at once, each quarter, late, hardly ever; and how many of a hundred do.
HABITS = (("yearly", "quarterly", "slow", "owing"), (54, 30, 9, 7))
# Those of which something is told; the others are as they are drawn.
STORIES = {
    "3-2-501": "owing", "1-2-802": "owing", "2-1-1101": "owing", "4-2-602": "owing", "5-1-1902": "owing", "6-1-301": "owing",
    "2-2-1501": "owing", "1-1-2302": "owing", "3-1-701": "owing", "5-2-402": "owing",
}  # fmt: skip
OLD = ("4-2-602", "5-1-1902", "1-2-802", "2-1-1101", "6-1-301", "2-2-1501")
# Of OLD, the one that pays nothing and from whom nothing is proven: the first three years end soon.
SILENT = OLD[0]
SOLD = "1-1-2302"
LOOKED_AT = "3-2-501"
SPACE_COUNT = 40


def demo_share(town: Town) -> "DemoFee":
    """Return the fees from the beginning of last year on."""
    return DemoFee(town)


class DemoFee:
    """Bills from the beginning of last year up to the run's moment: its own seeded row of chances."""

    def __init__(self, town: Town) -> None:
        """Begin last year; a change of owner is told to the town."""
        self.db = town.db
        self.chance = random.Random(town.seed + 2)
        self.end = town.end
        self.first = date(town.end.year - 1, 1, 1)
        self.homes = town.homes
        self.people = town.people
        self.habits: dict[int, str] = {}
        self.codes: dict[int, str] = {}
        self.since: dict[int, date] = {}
        self.refusals: dict[int, str] = {}
        self.busy: set[int] = set()
        self.told: set[int] = set()
        self._agenda = Agenda(self.db, FIRST_NUMBER)

    def events(self) -> Iterator[Event]:
        """Yield what happens, in the order of time."""
        begun = self.db.now
        self._register()
        self._agenda.later(begun, self._carry_over)
        for start in _quarters(self.first, self.end.date() + 31 * DAY):
            # A quarter is billed a month before it begins, so that most have paid when it does.
            self._agenda.later(max(begun, datetime.combine(start - 31 * DAY, time(8, 40))), partial(self._bill, start))
            self._agenda.later(max(begun, datetime.combine(start - DAY, time(17, 5))), partial(self._read, start - DAY))
            if start > self.first:
                self._agenda.later(datetime.combine(start + 4 * DAY, time(9, 10)), partial(self._bill_water, start))
        self._stories()
        yield from self._agenda.until(self.end)

    def finish(self) -> None:
        """Leave it as it is: the last days are like the others."""

    def _soon(self, least: float, most: float, step: Step, usual: float | None = None) -> datetime:
        """Do a step some days from now, in office hours, and return when."""
        days = round(self.chance.triangular(least, most, usual))
        day = self.db.now.date() + timedelta(days=days)
        at = datetime.combine(day, time(self.chance.randint(9, 18), self.chance.randint(0, 59)))
        at = max(at, self.db.now + timedelta(minutes=self.chance.randint(20, 90)))
        self._agenda.later(at, step)
        return at

    # --- who pays for what -----------------------------------------------------------------------------

    def _register(self) -> None:
        """Write the items, the shopkeepers, the parking spaces with their owners, and how each household pays."""
        for values in ITEMS:
            late = {"late_rate": "0.0003", "late_grace": 60, "late_cap": "0.2"} if values["per"] == "area" else {}
            timing = {"timing": "postpaid", "meter": "水表"} if values["name"] == WATER else {}
            items.add(self.db, {**values, "due_day": 15, **late, **timing})
        discounts.add(self.db, "70%", "空置房按七折收取", item=HOMES, state="vacant")
        self.shops = self._shops()
        self.spaces = self._spaces()
        for home in self.homes:
            habit = self.chance.choices(*HABITS)[0]
            self._habit(home["id"], home["code"], STORIES.get(home["code"], habit))
        for id, code in self.shops:
            self._habit(id, code, self.chance.choices(("quarterly", "slow"), (92, 8))[0])
        for id, code in self.spaces:
            self._habit(id, code, "quarterly")

    def _habit(self, id: int, code: str, habit: str) -> None:
        self.habits[id], self.codes[id] = habit, code
        if habit == "owing":
            days = 0 if code in OLD else self.chance.randint(0, (self.end.date() - self.first).days)
            self.since[id] = self.first + timedelta(days=days)
            if code in (LOOKED_AT, SOLD):
                self.since[id] = self.end.date() - timedelta(days=290)
            self.refusals[id] = self.chance.choices(*words.REFUSALS)[0]

    def _shops(self) -> list[tuple[int, str]]:
        found = []
        for number in range(1, 25):
            row = units.find(self.db, f"A{number:02d}")
            name = self.chance.choice(words.FAMILY_NAMES) + self.chance.choice(words.GIVEN_NAMES)
            id = add_resident(self.db, name, f"1990009{number:04d}")
            move_in(self.db, id, row["id"], "owner", "2019-12-31")
            found.append((row["id"], row["code"]))
        return found

    def _spaces(self) -> list[tuple[int, str]]:
        from butlercli.base.unitcode import parse_unit

        found = []
        for number, home in enumerate(self.chance.sample(self.homes, SPACE_COUNT), 1):
            code = parse_unit(f"C{number:02d}")
            id = units.insert(self.db, code, kind="parking", handover_date="2019-06-30")
            move_in(self.db, self.people[home["id"]][0]["id"], id, "owner", "2019-06-30")
            found.append((id, code.code))
        return found

    # --- bills -----------------------------------------------------------------------------------------

    def _carry_over(self) -> None:
        """Bring in what was owed before the fees were kept here; the oldest will be three years old soon."""
        ends = years_after(self.end.date(), -3)
        for number, code in enumerate(OLD):
            start = next(day for day in _quarters(date(ends.year, 1, 1), self.first) if day.replace(day=15) > ends)
            for _quarter in range(number):
                start = _next_quarter(start)
            if start < self.first:
                billing.run(self.db, start, self.first - DAY, HOMES, code)

    def _read(self, day: date) -> None:
        """Read the shops' meters on the last day of a quarter."""
        for number, (_id, code) in enumerate(self.shops):
            quarters = (day.year - self.first.year) * 4 + (day.month + 2) // 3
            used = (7 + number * 5 % 23) * quarters + self.chance.randint(0, 5)
            readings.read(self.db, code, "水表", str(100 * number + used))

    def _bill(self, start: date) -> None:
        """Bill a quarter, with the year's parking in its first; say who pays when."""
        last = _next_quarter(start) - DAY
        made: list[int] = []
        for item in (HOMES, SHOPS, SPACES)[: 3 if start.month == 1 else 2]:
            made += billing.run(self.db, start, last, item).created
        slow = self._agree(start, made)
        for bill in self.chance.sample(slow, min(3, len(slow))):
            self._soon(32, 60, partial(self._waive, bill, *self.chance.choice(words.WAIVED)))
        for _card in range(2):
            self._soon(0, 80, partial(self._card, self.chance.choice(self.homes)["code"]))

    def _bill_water(self, start: date) -> None:
        self._agree(start, billing.run(self.db, _quarter_before(start), start - DAY, WATER).created)

    def _agree(self, start: date, made: list[int]) -> list[int]:
        """Put on the agenda who pays these bills when; return those of households that will not soon."""
        owed: dict[int, int] = {}
        slow = []
        for row in balance.bill_rows(self.db, made).values():
            fen = row["amount"] - row["paid"]
            owed[row["unit_id"]] = owed.get(row["unit_id"], 0) + fen
            if self.habits[row["unit_id"]] in ("slow", "owing"):
                slow.append(row["id"])
        for id, fen in owed.items():
            if fen > 0:
                self._expect(id, start, fen)
        return slow

    def _expect(self, id: int, start: date, fen: int) -> None:
        """Put on the agenda when a household pays what it now owes, or that it is reminded."""
        habit = self.habits[id]
        if habit == "yearly":
            # Two of three pay up to the end of the year; the others by years of their own.
            left = 4 - (start.month - 1) // 3 if id % 3 else 1 + id % 4 if start == self.first else 4
            self._soon(0, 45, lambda: self._pay(id, ahead=fen * (left - 1)), 6)
        elif habit == "quarterly" or (habit == "owing" and start < self.since[id]):
            days = 75 * self.chance.random() ** 3
            self._soon(days, days, lambda: self._pay(id))
        else:
            if id not in self.busy:
                self._soon(50, 70, lambda: self._remind(id, 1))
            if habit == "slow" and self.chance.random() < 0.35:
                self._soon(40, 90, lambda: self._part(id))

    def _waive(self, bill: int, reason: str, fen: int) -> None:
        row = find.bill_row(self.db, bill)
        if outstanding(row) > fen:
            payments.waive(self.db, bill, fen, reason, "项目经理王某")

    def _card(self, code: str) -> None:
        day = self.db.now.date()
        bill = billing.charge(self.db, code, "门禁卡工本费", 2000, day, note="补办一张").created[0]
        row = find.bill_row(self.db, bill)
        if row["amount"] > row["paid"]:
            payments.pay(self.db, code, 2000, [bill], "cash", "desk")

    # --- payments --------------------------------------------------------------------------------------

    def _owed(self, id: int) -> int:
        return sum(row[6] for row in balance.open_bills(self.db, [id]))

    def _due(self, id: int) -> int:
        today = str(self.db.now.date())
        return sum(row[6] for row in balance.open_bills(self.db, [id]) if row[5] < today)

    def _pay(self, id: int, *, ahead: int = 0, share: float = 1, channel: str | None = None) -> int | None:
        """Pay what is owed, a share of it, or more; return the payment's number, None where nothing was owed."""
        owed = self._owed(id)
        fen = owed + ahead if share == 1 else round(owed * share / 10000) * 10000
        if owed == 0 or fen == 0:
            return None
        method = self.chance.choices(*METHODS)[0]
        if method == "transfer" and self.codes[id].startswith("A"):
            method = "corporate"
        ref = None
        if method not in ("cash", "debit"):
            ref = f"{self.db.now:%Y%m%d}{next(self._agenda.numbers)}"
        made = payments.pay(
            self.db, self.codes[id], fen, (), method, channel or CHANNELS.get(method, "online"), None, ref
        )
        return int(made.data["id"])

    def _part(self, id: int) -> None:
        if id not in self.told:
            self._pay(id, share=self.chance.choice((0.3, 0.5, 0.6)))

    # --- reminders -------------------------------------------------------------------------------------

    def _remind(self, id: int, time_: int) -> None:
        """Remind who is past due, with what came of it; what was promised may be kept."""
        self.busy.add(id)
        if id in self.told or not self._due(id):
            self.busy.discard(id)
            return
        if self.habits[id] == "slow":
            self._slow(id, time_)
        else:
            self._owing(id, time_)

    def _slow(self, id: int, time_: int) -> None:
        channel = "phone" if time_ == 1 else self.chance.choice(("visit", "wechat", "phone"))
        drawn = self.chance.random()
        if drawn < 0.25 and time_ < 3:
            self._note(id, channel, "unreached", words.UNREACHED)
            self._soon(3, 12, lambda: self._remind(id, time_ + 1))
            return
        days = self.chance.randint(2, 12)
        promise = self.db.now.date() + timedelta(days=days)
        self._note(id, channel, "promised", words.PROMISED, promise=promise)
        if drawn < 0.8 or time_ > 2:
            self._soon(1, days, lambda: self._paid_up(id))
        else:
            self._soon(days + 2, days + 20, lambda: self._remind(id, time_ + 1))

    def _paid_up(self, id: int) -> None:
        if id not in self.told:
            self._pay(id)
        self.busy.discard(id)

    def _owing(self, id: int, time_: int) -> None:
        drawn = self.chance.random()
        if time_ >= 3:
            self._letter(id)
        elif drawn < 0.45:
            channel = self.chance.choice(("phone", "visit", "visit"))
            why = self.refusals[id]
            self._note(id, channel, "refused", words.WHY[why], why=why)
        elif drawn < 0.65:
            self._note(id, "phone", "unreached", words.UNREACHED)
        elif drawn < 0.75:
            self._note(id, "visit", "disputed", words.DISPUTED)
        else:
            days = self.chance.randint(3, 14)
            promise = self.db.now.date() + timedelta(days=days)
            self._note(id, "phone", "promised", words.PROMISED, promise=promise)
            if self.chance.random() < 0.35 and self.codes[id] != SILENT:
                self._soon(1, days, lambda: self._part(id))
        self._soon(35, 90, lambda: self._remind(id, time_ % 4 + 1))

    def _letter(self, id: int) -> None:
        if self.chance.random() < 0.5 and self.codes[id] != SILENT:
            number = f"EMS{self.chance.randint(10**9, 10**10 - 1)}"
            reminders.remind(self.db, self.codes[id], "letter", evidence="delivered", number=number, note="寄催缴函")
        else:
            reminders.remind(self.db, self.codes[id], "letter", note="催缴函放在门口")

    def _note(self, id: int, channel: str, result: str, notes: tuple[str, ...], **more: Any) -> None:
        note = self.chance.choice(notes) if self.chance.random() < 0.7 else None
        reminders.remind(self.db, self.codes[id], channel, result=result, note=note, **more)

    # --- what is told of some ----------------------------------------------------------------------------

    def _stories(self) -> None:
        """A refund, a home sold with its debt left behind, and what a present morning finds."""
        day = self.end.date()
        self._agenda.later(datetime.combine(day - timedelta(days=150), time(10, 12)), self._paid_twice)
        self._agenda.later(datetime.combine(day - timedelta(days=95), time(11, 5)), self._sell)
        moments = {
            "kept": (5, time(10, 20)), "broken": (4, time(15, 40)), "refused": (3, time(16, 15)), "part": (2, time(9, 50)),
            "today": (2, time(10, 30)), "tomorrow": (1, time(14, 20)), "letter": (1, time(16, 40)),
        }  # fmt: skip
        for story, (days, at) in moments.items():
            moment = datetime.combine(day - timedelta(days=days), at)
            self._agenda.later(moment, partial(self._present, story))

    def _paid_twice(self) -> None:
        """One payment is made twice by mistake; the second is given back three days later."""
        code = "2-1-602"
        fen = 74_760
        payment = payments.pay(self.db, code, fen, (), "wechat", "online", None, "重复扣款示例").data["id"]
        at = self.db.now + 3 * DAY
        self._agenda.later(at, lambda: payments.refund(self.db, payment, None, "重复支付，原路退回"))

    def _sell(self) -> None:
        """A home changes hands: what the old owner owes stays with the old owner."""
        unit = units.find(self.db, SOLD)
        person = Person("孟晓明", phones=["19900099901"])
        transfer.change(self.db, SOLD, person, self.db.now.date())
        self.habits[unit["id"]] = "quarterly"
        new = resident_verbs.same_person(self.db, unit["id"], person)
        if new is not None:
            self.people[unit["id"]][0] = {"id": new, "name": person.name, "phone": person.phones[0]}

    def _present(self, story: str) -> None:
        """Do one thing of the last days with somebody who is past due and of whom nothing else was told these days."""
        only = LOOKED_AT if story == "today" else None
        some = [id for id in self.habits if self.codes[id] == only or (only is None and self._free(id))]
        if not some:
            return
        id = some[len(some) // 2]
        code, today = self.codes[id], self.db.now.date()
        self.told.add(id)
        if story in ("today", "tomorrow", "broken", "kept"):
            days = {"today": 2, "tomorrow": 2, "broken": 3, "kept": 3}[story]
            fen = None if story != "tomorrow" else 50_000
            note = words.PROMISED[len(story) % len(words.PROMISED)]
            promise = today + timedelta(days=days)
            reminders.remind(self.db, code, "phone", result="promised", promise=promise, promise_fen=fen, note=note)
            if story == "kept":
                self._agenda.later(self.db.now + timedelta(days=2), lambda: self._pay(id))
        elif story == "refused":
            reminders.remind(self.db, code, "visit", result="refused", why="quality", note="客厅外墙渗水，修好再交")
        elif story == "part":
            self._pay(id, share=0.5, channel="visit")
        else:
            reminders.remind(self.db, code, "letter", evidence="delivered", number="EMS1099001122", note="寄催缴函")

    def _free(self, id: int) -> bool:
        owing = self.habits[id] in ("slow", "owing") and id not in self.told
        return owing and self.codes[id] not in (SOLD, LOOKED_AT, *OLD) and self._due(id) > 0


def _next_quarter(start: date) -> date:
    return date(start.year + (start.month == 10), start.month % 12 + 3 if start.month < 10 else 1, 1)


def _quarter_before(start: date) -> date:
    return date(start.year - (start.month == 1), start.month - 3 if start.month > 1 else 10, 1)


def _quarters(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the quarters from one up to a day."""
    while first <= last:
        yield first
        first = _next_quarter(first)
