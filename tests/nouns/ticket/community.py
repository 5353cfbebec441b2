"""A house with a clock that can be turned: tickets made through the real verbs, at any time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from butlercli.base import clock
from butlercli.base.dates import Kind
from butlercli.base.figures import Figure, Span
from butlercli.kit.figures import reading
from butlercli.nouns.ticket.figures import metrics
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs import answer, course
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.store.database import Database, open_write

DAY = "%Y-%m-%d %H:%M"


def at(text: str) -> datetime:
    """Read `2026-03-05 10:00`."""
    return datetime.strptime(text, DAY)


class House:
    """One file, and the verbs with the moment they are used at."""

    def __init__(self, path: Path) -> None:
        clock.fix("2026-01-01T00:00")
        self.db: Database = open_write(path)

    @contextmanager
    def on(self, moment: str | datetime) -> Iterator[Database]:
        """Do something at a moment: one operation."""
        self.db.now = at(moment) if isinstance(moment, str) else moment
        with self.db.operation("test"):
            yield self.db

    def add(self, moment: str, title: str = "事项", *, typed: str | None = None, **values: Any) -> int:
        """Record a ticket that came in at a moment; `typed` is when it was entered, if later."""
        with self.on(typed or moment) as db:
            draft = adding.Draft(title, at=at(moment), **{"kind": "complaint", "source": "phone", **values})
            return adding.insert(db, draft)[0]

    def _do(self, moment: str, typed: str | None, step: Callable[[Database, datetime], Any]) -> None:
        with self.on(typed or moment) as db:
            step(db, at(moment))

    def respond(self, id: int, moment: str, typed: str | None = None) -> None:
        self._do(moment, typed, lambda db, now: verbs.respond(db, [id], "已联系", now))

    def dispatch(self, id: int, moment: str, department: str = "engineering", told: str | None = None) -> None:
        self._do(moment, None, lambda db, now: verbs.dispatch(db, [id], department, None, told, now))

    def arrive(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: verbs.arrive(db, [id], now))

    def resolve(self, id: int, moment: str, typed: str | None = None) -> None:
        self._do(moment, typed, lambda db, now: verbs.resolve(db, [id], "已处理", None, now))

    def callback(self, id: int, moment: str, score: int | None = 5, typed: str | None = None, **values: Any) -> None:
        made = answer.Answer(score=None if values.get("unreached") else score, **values)
        self._do(moment, typed, lambda db, now: answer.callback(db, [id], made, now))

    def verify(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: answer.verify(db, [id], None, None, now))

    def close(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: verbs.close(db, [id], now))

    def defer(self, id: int, moment: str, until: str) -> None:
        self._do(moment, None, lambda db, now: course.defer(db, [id], at(until), "parts", None, now))

    def resume(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: course.resume(db, [id], None, now))

    def reopen(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: course.reopen(db, [id], "又坏了", now))

    def cancel(self, id: int, moment: str) -> None:
        self._do(moment, None, lambda db, now: course.cancel(db, [id], "撤回", now))

    def figures(self, start: str, end: str, as_of: str, kind: Kind = "month") -> dict[str, Figure]:
        """Return the figures of a period by key, as of a moment."""
        span = Span(date.fromisoformat(start), date.fromisoformat(end), kind, at(as_of))
        return {figure.key: figure for figure in reading.figures(metrics.TicketSnapshot(self.db, span))}

    def pair(self, key: str, as_of: str) -> tuple[Any, Any]:
        """Return numerator and denominator of a figure of March 2026."""
        figure = self.figures("2026-03-01", "2026-03-31", as_of)[f"ticket.{key}"]
        return figure.numerator, figure.denominator

    def value(self, key: str, as_of: str = "2026-12-31 23:59") -> Any:
        """Return the value of a figure of March 2026."""
        return self.figures("2026-03-01", "2026-03-31", as_of)[f"ticket.{key}"].value
