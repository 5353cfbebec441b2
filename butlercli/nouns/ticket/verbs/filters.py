"""The conditions of `ticket list` and `ticket export`, from the words of the command line."""

from collections.abc import Sequence

from butlercli.kit import select
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.store import tickets as store
from butlercli.store.database import Database


class WantedTickets(select.Wanted):
    """What a list of tickets is filtered by, in the words of the command line; `start` and `end` are stored moments."""

    state: str | None
    kind: str | None
    category: str | None
    unit: str | None
    building: str | None
    department: str | None
    facility: str | None
    party: str | None
    priority: str | None
    source: str | None
    tags: Sequence[str] | None
    overdue: bool | None
    start: str | None
    end: str | None
    text: str | None

    def filter(self, db: Database) -> store.Filter:
        """Turn the words into conditions; raises UsageError or NotFoundError for words that name nothing."""
        chosen = store.Filter(db)
        for name, vocabulary in (
            ("kind", model.KINDS),
            ("priority", model.PRIORITIES),
            ("source", model.SOURCES),
            ("party", model.PARTIES),
        ):
            words = getattr(self, name)
            if words:
                chosen.any_of(f"t.{name}", [vocabulary.parse(word) for word in select.several(words)])
        self._state(chosen)
        self._things(db, chosen)
        for tag in self.tags or ():
            chosen.tagged("t.tags", tag)
        if self.overdue:
            chosen.where(store.OVERDUE)
        chosen.between("t.created_at", self.start, self.end)
        return chosen

    def _things(self, db: Database, chosen: store.Filter) -> None:
        """Add what refers to other tables; their rooms are loaded only where a word asks for them."""
        if not (self.category or self.department or self.facility or self.unit or self.building or self.text):
            return
        from butlercli.nouns.register.store import departments, units
        from butlercli.nouns.ticket.store import categories
        from butlercli.store import fulltext

        if self.category:
            chosen.equal("t.category_id", categories.find(db, self.category)["id"])
        if self.department:
            chosen.equal("t.department_id", departments.find(db, self.department)["id"])
        if self.facility:
            from butlercli.nouns.facility import store as facilities

            chosen.equal("t.facility_id", facilities.find(db, self.facility)["id"])
        if self.unit:
            chosen.equal("t.unit_id", units.find(db, self.unit)["id"])
        if self.building:
            chosen.equal("u.building", units.require_building(db, self.building))
        if self.text:
            chosen.any_of("t.id", fulltext.find(db, self.text, "ticket", 10_000))

    def _state(self, chosen: store.Filter) -> None:
        if not self.state:
            return
        wanted: list[str] = []
        owed: set[int] = set()  # both words for `resolved` say whether a callback is owed
        for word in select.several(self.state):
            if word in ("open", "未闭环", "未关闭"):
                wanted.extend(model.OPEN_STATES)
            elif model.CONFIRMING.find(word) and word != "resolved":
                wanted.append("resolved")
                owed.add(0)
            else:
                wanted.append(model.STATES.parse(word))
                if wanted[-1] == "resolved":
                    owed.update((1,) if word in model.STATES.words["resolved"] else (0, 1))
        chosen.in_states(wanted, callback_owed=bool(owed.pop()) if len(owed) == 1 else None)
