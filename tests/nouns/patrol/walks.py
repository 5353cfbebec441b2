"""Two routes with a clock that can be turned: rounds logged through the real verbs, tickets taken on through theirs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from butlercli.base import clock
from butlercli.base.dates import Kind
from butlercli.base.figures import Figure, Span
from butlercli.kit.figures import reading
from butlercli.nouns.patrol.figures import metrics
from butlercli.nouns.patrol.rules.rounds import Observed
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.verbs import log
from butlercli.nouns.ticket.verbs import course
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database, open_write

Row = dict[str, Any]
DAY = "%Y-%m-%d %H:%M"
SINCE = "2026-03-01"
POINTS = {"PUMP": "water", "LIFT": "elevator", "GATE": None, "ROOF": None}


def at(text: str) -> datetime:
    """Read `2026-03-05 10:00`."""
    return datetime.strptime(text, DAY)


class Walks:
    """One file with 早巡 (08:00-10:00: PUMP, LIFT, GATE) and 夜巡 (22:00-02:00: ROOF, GATE), daily from March 2026 on."""

    def __init__(self, path: Path) -> None:
        clock.fix("2026-02-28T00:00")
        self.db: Database = open_write(path)
        with self.on("2026-02-28 00:00"):
            self.points: dict[str, int] = {}
            for code, kind in POINTS.items():
                facility = self._facility(code, kind) if kind else None
                values = {"uid": self.db.uid(), "code": code, "name": f"{code}点", "facility_id": facility}
                self.points[code] = self.db.insert("patrol_point", values)
            self.routes = {"早巡": self._route("早巡"), "夜巡": self._route("夜巡")}
            self.plan("早巡", SINCE, "08:00-10:00", ("PUMP", "LIFT", "GATE"))
            self.plan("夜巡", SINCE, "22:00-02:00", ("ROOF", "GATE"))

    def _facility(self, code: str, kind: str) -> int:
        return self.db.insert(
            "facility", {"uid": self.db.uid(), "code": f"{code}-1", "name": f"{code}设备", "kind": kind}
        )

    def _route(self, name: str) -> int:
        return self.db.insert("patrol_route", {"uid": self.db.uid(), "name": name})

    def plan(self, route: str, since: str, windows: str, points: Sequence[str]) -> None:
        """Say what a route expects from a day on (inside an operation)."""
        values = {"route_id": self.routes[route], "since": since, "every": "daily", "anchor": since, "windows": windows}
        plan = self.db.insert("patrol_plan", values)
        for position, code in enumerate(points, start=1):
            row = {"plan_id": plan, "point_id": self.points[code], "position": position}
            self.db.insert("patrol_plan_point", row)

    def pause(self, route: str, since: str, until: str) -> None:
        """Expect nothing of a route from a day to another."""
        with self.on("2026-03-01 00:00"):
            self.db.insert("patrol_pause", {"route_id": self.routes[route], "since": since, "until": until})

    @contextmanager
    def on(self, moment: str | datetime) -> Iterator[Database]:
        """Do something at a moment: one operation."""
        self.db.now = at(moment) if isinstance(moment, str) else moment
        with self.db.operation("test"):
            yield self.db

    def log(
        self, route: str, moment: str | datetime, *, typed: str | datetime | None = None, all_ok: bool = True,
        by: str | None = None, again: bool = False, **results: str,
    ) -> None:  # fmt: skip
        """Log a round: points by name, `ok`, `skipped` or the text of a fault; all others in order at once."""
        then = at(moment) if isinstance(moment, str) else moment
        seen = [(code, _observed(text)) for code, text in results.items()]
        with self.on(typed or moment) as db:
            log.log(db, route, log.RoundToLog(seen, all_ok=all_ok, at=then, by=by, again=again))

    def ticket(self, code: str) -> int:
        """Return the ticket of the fault found last at a point."""
        return stored_rounds.fault_tickets(self.db, self.points[code])[0]

    def resolve(self, id: int, moment: str | datetime) -> None:
        """Report a repair as done."""
        with self.on(moment) as db:
            verbs.resolve(db, [id], "已修好", None, db.now)

    def reopen(self, id: int, moment: str | datetime) -> None:
        """Open a ticket again."""
        with self.on(moment) as db:
            course.reopen(db, [id], "又坏了", db.now)

    def cancel(self, id: int, moment: str | datetime) -> None:
        """Cancel a ticket."""
        with self.on(moment) as db:
            course.cancel(db, [id], "误报", db.now)

    def duplicate(self, id: int, other: int, moment: str | datetime) -> None:
        """Cancel a ticket as a duplicate of another."""
        with self.on(moment) as db:
            course.link(db, id, other, True, db.now)

    def span(self, as_of: str, start: str = "2026-03-01", end: str = "2026-03-31", kind: Kind = "month") -> Span:
        """Return a span of days read at a moment; March 2026 unless told."""
        return Span(date.fromisoformat(start), date.fromisoformat(end), kind, at(as_of))

    def figures(self, as_of: str, **days: Any) -> dict[str, Figure]:
        """Return the figures of a period by key, as of a moment."""
        span = self.span(as_of, **days)
        return {figure.key: figure for figure in reading.figures(metrics.RoundSnapshot(self.db, span))}

    def pair(self, key: str, as_of: str, **days: Any) -> tuple[Any, Any]:
        """Return numerator and denominator of a figure."""
        figure = self.figures(as_of, **days)[f"patrol.{key}"]
        return figure.numerator, figure.denominator


def _observed(text: str) -> Observed:
    if text == "ok":
        return Observed("ok")
    return Observed("skipped", "门锁") if text == "skipped" else Observed("fault", text)
