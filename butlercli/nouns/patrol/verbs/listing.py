"""Lists of rounds: chosen by what the command line says, the newest first."""

from butlercli.base.result import Result
from butlercli.kit import select
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import board as stored_board
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.store.database import Database


class WantedRounds(select.Wanted):
    """What a list of rounds is filtered by, in the words of the command line; `first` and `last` are stored days."""

    route: str | None
    first: str | None
    last: str | None
    state: str | None
    person: str | None
    extra: bool | None
    facility: str | None

    @property
    def states(self) -> set[str]:
        """The states asked for; raises UsageError (exit 2) for what is no state of a round."""
        return {model.STATES.parse(word) for word in select.several(self.state)}

    def filter(self, db: Database) -> stored_board.Filter:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        chosen = stored_board.Filter(now=rules.stamp(db.now)).between("o.date", self.first, self.last)
        if self.route:
            from butlercli.nouns.patrol.store import lookup

            chosen.equal("o.route_id", lookup.route(db, self.route)["id"])
        if self.person:
            chosen.of_person(self.person)
        if self.facility:
            from butlercli.nouns.facility import store as facilities

            chosen.of_facility(facilities.find(db, self.facility)["id"])
        if self.extra:
            chosen.may_be_extra()
        if len(self.states) == 1:
            chosen.may_be(next(iter(self.states)))
        return chosen


def list_rounds(db: Database, wanted: WantedRounds, limit: int | None) -> Result:
    """List the rounds that are wanted, the newest first; only those shown are read with their points."""
    chosen = wanted.filter(db)
    if wanted.states or wanted.extra:
        found = _computed(db, wanted, chosen)
        ids, total = found[:limit], len(found)
    else:
        ids = stored_board.ids(db, chosen, limit)
        total = select.total(ids, limit, lambda: stored_board.count(db, chosen))
    rows = stored_rounds.facts_of(db, ids, rules.stamp(db.now))
    return Result(
        "patrol.list",
        round_records.records(db, rows),
        total=total,
        extra={"rows": {row["id"]: row for row in rows}, "any": bool(ids) or stored_rounds.newest_id(db) is not None},
    )


def _computed(db: Database, wanted: WantedRounds, chosen: stored_board.Filter) -> list[int]:
    """Return the rounds in a state, or those nobody expected: both are computed, never stored."""
    moment, states = rules.stamp(db.now), wanted.states
    rows = stored_board.states(db, chosen, moment)
    if states:
        rows = [row for row in rows if rules.round_state(row, moment) in states]
    if wanted.extra:
        planner = Planner(db, sorted({row["route_id"] for row in rows}))
        rows = [row for row in rows if round_records.is_extra(planner, row)]
    return [row["id"] for row in rows]
