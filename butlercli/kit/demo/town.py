"""The made-up community while it is built: what the rooms' shares of the demo know of each other."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from butlercli.base.result import Row
from butlercli.kit.demo.agenda import Event
from butlercli.store.database import Database


class Town:
    """The file that is written, its two years, one seeded row of chances, and who lives where.

    people: by the id of their unit, as rows of id, name and phone; a change of owner is told here.
    """

    __slots__ = ("begin", "chance", "db", "end", "homes", "people", "seed")

    def __init__(self, db: Database, seed: int, begin: datetime) -> None:
        """Begin at a moment; the end is the run's own."""
        self.db = db
        self.seed = seed
        self.chance = random.Random(seed)
        self.begin = begin
        self.end = db.now
        self.homes: list[Row] = []
        self.people: dict[int, list[Row]] = {}

    @property
    def last_year(self) -> datetime:
        """The moment from which rounds are walked: what a patrol found before was written down by hand."""
        return self.end - timedelta(days=365)


class Share(Protocol):
    """What a room adds to the demo; what every other room stands on it writes when it is made."""

    def events(self) -> Iterator[Event]:
        """Yield what happens, in the order of time."""

    def finish(self) -> None:
        """Leave the present as a real morning finds it."""


class Finale:
    """The share of a room on which nothing else stands: all of it is written when the rest is there."""

    def __init__(self, write: Callable[[], None]) -> None:
        """`write` is called at the end."""
        self.finish = write

    def events(self) -> Iterator[Event]:
        """Yield nothing."""
        yield from ()
