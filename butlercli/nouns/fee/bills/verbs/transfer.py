"""Change of owner as a whole: the register's people, and the bills that were made before it was told."""

from datetime import date

from butlercli.base.result import Result
from butlercli.nouns.fee.bills.verbs import handover
from butlercli.nouns.register.store import units
from butlercli.nouns.register.verbs import transfer as register_transfer
from butlercli.nouns.register.verbs.resident import Person
from butlercli.store.database import Database


def transfer(db: Database, unit_text: str, person: Person, day: date, *, keep_family: bool = False) -> Result:
    """Record that a unit changed hands on a day, and make what is owed from that day on the new owner's.

    Raises as `register_transfer.transfer` does. The remarks say which bills were moved or cut.
    """
    unit = units.find(db, unit_text)
    before = handover.Owners(db, unit["id"], day)
    result = register_transfer.transfer(db, unit_text, person, day, keep_family=keep_family)
    result.notices.extend(handover.hand_over(db, unit["id"], day, before))
    return result
