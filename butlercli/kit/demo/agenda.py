"""What a room's share of the demo does and when: told event by event, in the order of time."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime

from butlercli.store.database import Database

Event = tuple[datetime, int, Callable[[], None]]
"""When something happens, its place among what happens at the same moment, and what does it."""


class Agenda:
    """What is to happen, with numbers of its own that keep the order of one moment."""

    __slots__ = ("_db", "_events", "numbers")

    def __init__(self, db: Database, first: int = 0) -> None:
        """first: the first number, so that rooms whose events share a moment stay apart."""
        self._db = db
        self._events: list[Event] = []
        self.numbers = itertools.count(first)

    def later(self, at: datetime, step: Callable[[], object]) -> None:
        """Do a step at a moment, which is the database's now then."""

        def run() -> None:
            self._db.now = at
            step()

        heapq.heappush(self._events, (at, next(self.numbers), run))

    def until(self, moment: datetime) -> Iterator[Event]:
        """Yield what happens before a moment, also what these events themselves put down."""
        while self._events and self._events[0][0] < moment:
            yield heapq.heappop(self._events)
