"""The register's share of the demo: homes and shops, who lives in them, the departments, and two years of contacts."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Row
from butlercli.kit import spelling, texts
from butlercli.kit.demo import words
from butlercli.kit.demo.agenda import Event
from butlercli.kit.demo.town import Town
from butlercli.nouns.register.store import departments, units
from butlercli.store.database import Database


def demo_share(town: Town) -> "DemoRegister":
    """Write the register of the town."""
    return DemoRegister(town)


class DemoRegister:
    """Six hundred homes and two dozen shops, with the people in them."""

    def __init__(self, town: Town) -> None:
        """Write all of it: every other room stands on it."""
        self.town = town
        self.db = town.db
        self._units()
        self._residents()
        self._departments()
        self._contacts()

    def events(self) -> Iterator[Event]:
        """Yield nothing: it is all there from the beginning."""
        yield from ()

    def finish(self) -> None:
        """Leave it as it is."""

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
                        state = self.town.chance.choice(states)
                        id = units.insert(self.db, code, area=area, state=state, handover_date="2019-06-30")
                        self.town.homes.append({"id": id, "code": code.code, "state": state})
        for number in range(1, 25):
            code = parse_unit(f"A{number:02d}")
            units.insert(self.db, code, area=450_000 + number * 1_250, state="let", handover_date="2019-12-31")
        units.close_register(self.db)

    def _residents(self) -> None:
        number = 0
        for home in self.town.homes:
            living = 1 if home["state"] == "vacant" else self.town.chance.choice((1, 1, 2, 2, 3))
            for place in range(living):
                number += 1
                role = "owner" if place == 0 else ("tenant" if home["state"] == "let" else "family")
                self._resident(home, number, role)

    def _resident(self, home: Row, number: int, role: str) -> None:
        chance = self.town.chance
        name = chance.choice(words.FAMILY_NAMES) + chance.choice(words.GIVEN_NAMES)
        tags = [chance.choice(words.TAGS)] if chance.random() < 0.08 else []
        wishes = [chance.choice(words.PREFERENCES)] if chance.random() < 0.1 else []
        phone = f"1990000{number:04d}"
        id = add_resident(self.db, name, phone, tags=texts.listed(tags), preferences=texts.listed(wishes))
        move_in(self.db, id, home["id"], role, "2019-06-30")
        self.town.people.setdefault(home["id"], []).append({"id": id, "name": name, "phone": phone})

    def _departments(self) -> None:
        codes = departments.ids(self.db)
        for code, names in words.STAFF.items():
            for name in names:
                self.db.insert("department_person", {"department_id": codes[code], "name": name})

    def _contacts(self) -> None:
        day = self.town.begin.date()
        while day <= self.town.end.date():
            for _visit in range(self.town.chance.choice((0, 1, 1, 2, 3)) if day.weekday() < 6 else 0):
                at = datetime.combine(day, time(self.town.chance.randint(9, 18), self.town.chance.randint(0, 59)))
                home = self.town.chance.choice(self.town.homes)
                if at <= self.town.end:
                    self._contact(home, at)
            day += timedelta(days=1)

    def _contact(self, home: Row, at: datetime) -> None:
        stamp = format_iso(at)
        channel = self.town.chance.choice(("visit", "visit", "phone", "wechat", "desk"))
        self.db.insert(
            "contact",
            {
                "uid": self.db.uid(),
                "unit_id": home["id"],
                "resident_id": self.town.chance.choice(self.town.people[home["id"]])["id"],
                "at": stamp,
                "entered_at": stamp,
                "channel": channel,
                "text": self.town.chance.choice(words.CONTACTS),
            },
        )


def add_resident(db: Database, name: str, phone: str, **further: object) -> int:
    """Write a resident with one number, and return the id."""
    values = {"uid": db.uid(), "name": name, "spelling": spelling.spell(name), **further}
    id = db.insert("resident", values)
    db.insert("resident_phone", {"resident_id": id, "phone": phone})
    return id


def move_in(db: Database, resident: int, unit: int, role: str, since: str) -> None:
    """Write that somebody lives in a unit, or owns it, from a day on."""
    db.insert("residency", {"resident_id": resident, "unit_id": unit, "role": role, "since": since})
