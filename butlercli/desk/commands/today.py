"""`butler today` (今) and `butler evening` (晚)."""

from butlercli.base.result import Result
from butlercli.cli.verb import verb
from butlercli.desk import today as desk
from butlercli.store.database import Database


@verb("read", shape="list", reveal=True, examples=("butler", "butler today", "butler today --json"))
def today(db: Database, limit: int | None = None) -> Result:
    """The day on one screen: tickets that press, callbacks owed, rounds to walk or missed, inspections due."""
    return desk.today(db, limit)


@verb("read", shape="list", reveal=True, examples=("butler evening", "butler 晚 --json"))
def evening(db: Database, limit: int | None = None) -> Result:
    """What must not wait overnight: no response yet, overdue, rounds missed or under way. Exit 6 while there is any."""
    return desk.evening(db, limit)
