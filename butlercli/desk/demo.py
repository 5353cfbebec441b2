"""A made-up community with two years of records, the same for the same day, to look around and to learn.

Every name, number and event is invented. The records are made by the same functions that the verbs use, with the
clock moved along, so that they obey every rule.
"""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from butlercli.base import rooms
from butlercli.base.errors import RuleError
from butlercli.base.i18n import N_
from butlercli.base.ids import SeededUids
from butlercli.kit import settings
from butlercli.kit.demo.town import Share, Town
from butlercli.store.database import Database, open_write

SEED = 20260101
Tick = Callable[[str, int, int], None]


class Demo:
    """The building of the community, from the shares of all rooms that have one."""

    def __init__(self, db: Database) -> None:
        """Begin two years before the run's moment."""
        self.town = Town(db, SEED, datetime.combine(_two_years_before(db.now), time(8, 0)))

    def build(self, tick: Tick | None = None) -> None:
        """Write the settings, then what happens in every room, in the order of time."""
        town = self.town
        town.db.now = town.begin
        for key, value in (("community", "示例花园"), ("butler", "小陈")):
            settings.store(town.db, key, value)
        shares: list[Share] = [share(town) for share in rooms.answers("demo_share")]
        days = (town.end - town.begin).days
        for at, _number, happen in heapq.merge(*(share.events() for share in shares), key=lambda event: event[:2]):
            happen()
            if tick is not None:
                tick("build", (at - town.begin).days, days)
        for share in shares:
            share.finish()
        town.db.now = town.end


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
