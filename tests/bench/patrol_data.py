"""Years of daily patrol for the timings: invented, the same each time, written by plain SQL into a file made before."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from butlercli.store import journal

Cells = tuple[Any, ...]
KINDS = ("elevator", "water", "fire", "power", "access")
# The windows of the routes: the last one reaches past midnight.
WINDOWS = ((7, 9), (9, 11), (13, 15), (17, 19), (22, 26))
DAY = timedelta(days=1)


def patrol_history(
    path: Path, years: int = 10, *, until: date = date(2025, 12, 31), routes: int = 5, points: int = 20
) -> None:
    """Fill a file made by `butler init` with daily rounds up to `until`, of all of `years`, with faults and tickets.

    Of 100 rounds about 2 are missed, 3 late and 2 partial; of 100 results about one is a fault.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    journal.drop_triggers(connection)
    history = _History(connection, until.replace(year=until.year - years) + DAY, until, routes, points)
    history.register()
    history.walk()
    journal.create_triggers(connection)
    connection.execute("COMMIT")
    connection.close()


class _History:
    def __init__(self, connection: sqlite3.Connection, first: date, last: date, routes: int, points: int) -> None:
        self.connection = connection
        self.first = first
        self.last = last
        self.routes = routes
        self.points = points
        self.chance = random.Random(11)
        self.tickets: list[Cells] = []
        self.events: list[Cells] = []
        self.ticket = int(connection.execute("SELECT coalesce(max(id), 0) FROM ticket").fetchone()[0])

    def register(self) -> None:
        """Write facilities, points, routes and their plans."""
        many = self.connection.executemany
        every = self.routes * self.points
        many(
            "INSERT INTO facility (id, uid, code, name, kind, place) VALUES (?, ?, ?, ?, ?, ?)",
            [(n, f"bf{n}", f"FAC-{n}", f"{n}号设备", KINDS[n % 5], f"{n % 9 + 1}栋") for n in range(1, every // 2 + 1)],
        )
        many(
            "INSERT INTO patrol_point (id, uid, code, name, facility_id) VALUES (?, ?, ?, ?, ?)",
            [(n, f"bp{n}", f"P{n:03d}", f"{n}号点位", n // 2 if n % 2 == 0 else None) for n in range(1, every + 1)],
        )
        many(
            "INSERT INTO patrol_route (id, uid, name) VALUES (?, ?, ?)",
            [(n, f"br{n}", f"第{n}路") for n in range(1, self.routes + 1)],
        )
        since = self.first.isoformat()
        for route in range(1, self.routes + 1):
            begin, end = WINDOWS[(route - 1) % len(WINDOWS)]
            window = f"{begin:02d}:00-{end % 24:02d}:00"
            self.connection.execute(
                "INSERT INTO patrol_plan (id, route_id, since, every, anchor, windows) VALUES (?, ?, ?, 'daily', ?, ?)",
                (route, route, since, since, window),
            )
        many(
            "INSERT INTO patrol_plan_point (plan_id, point_id, position) VALUES (?, ?, ?)",
            [((n - 1) // self.points + 1, n, (n - 1) % self.points + 1) for n in range(1, every + 1)],
        )

    def walk(self) -> None:
        """Write every day's rounds with their results, then the tickets of the faults."""
        rounds: list[Cells] = []
        results: list[Cells] = []
        for round_id, (route, day) in enumerate(self._done(), start=1):
            begin, end = WINDOWS[(route - 1) % len(WINDOWS)]
            midnight = datetime.combine(day, time())
            start, finish = midnight + timedelta(hours=begin), midnight + timedelta(hours=end)
            late = self.chance.random() < 0.03
            at = (finish if late else start) + timedelta(minutes=self.chance.randint(5, 40))
            lines = list(self._lines(round_id, route, at))
            results.extend(lines)
            rounds.append(
                (round_id, f"bo{round_id}", route, route, day.isoformat(), _stamp(start), _stamp(finish), "ended", lines[0][2], lines[-1][2])
            )  # fmt: skip
        self._insert("ticket", _TICKET, self.tickets)
        self._insert("ticket_event", "ticket_id, verb, at", self.events)
        self._insert(
            "patrol_round",
            "id, uid, route_id, plan_id, date, window_start, window_end, course, started_at, ended_at",
            rounds,
        )
        self._insert(
            "patrol_result", "round_id, point_id, at, entered_at, result, entry, note, person, ticket_id", results
        )

    def _done(self) -> Iterator[tuple[int, date]]:
        """Yield the rounds that were walked; the others are missed."""
        day = self.first
        while day <= self.last:
            for route in range(1, self.routes + 1):
                if self.chance.random() >= 0.02:
                    yield route, day
            day += DAY

    def _lines(self, round_id: int, route: int, at: datetime) -> Iterator[Cells]:
        count = self.points if self.chance.random() >= 0.02 else self.points - 3
        entry = self.chance.choice(("each", "all-ok", "device"))
        typed = _stamp(at + timedelta(days=2)) if self.chance.random() < 0.02 else None
        person = self.chance.choice(("小陈", "小周"))
        for n in range(count):
            point = (route - 1) * self.points + n + 1
            moment = at + timedelta(minutes=n)
            if self.chance.random() < 0.01:
                self._open(moment)
                yield round_id, point, _stamp(moment), typed, "fault", "each", "异响", person, self.ticket
            else:
                yield round_id, point, _stamp(moment), typed, "ok", entry, None, person, None

    def _open(self, at: datetime) -> None:
        self.ticket += 1
        due = _stamp(at + timedelta(hours=48))
        resolved = self.chance.random() < 0.9
        done = _stamp(at + timedelta(hours=self.chance.randint(2, 90)))
        self.tickets.append(
            (self.ticket, f"bt{self.ticket}", "repair", "设备异响", "patrol", "normal", "resolved" if resolved else "new",
             _stamp(at), _stamp(at), "|21:00|12:00|", due, due, due, due, done if resolved else None)
        )  # fmt: skip
        if resolved:
            self.events.append((self.ticket, "resolve", done))

    def _insert(self, table: str, names: str, rows: list[Cells]) -> None:
        marks = ", ".join("?" * (names.count(",") + 1))
        self.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


_TICKET = (
    "id, uid, kind, title, source, priority, state, created_at, entered_at, allowances, response_base, due_base,"
    " response_due_at, due_at, resolved_at"
)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
