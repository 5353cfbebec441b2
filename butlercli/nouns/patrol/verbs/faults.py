"""A fault found on patrol becomes a repair ticket, or joins the one that is open for its point; all in one transaction."""

from collections.abc import Sequence

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.verbs.rounds import Entry
from butlercli.store.database import Database

# The tickets' own modules are imported where they are needed: a round in order loads none of them.
# What a facility's faults are sorted under, where that category is kept.
CATEGORIES = {
    "elevator": "elevator", "fire": "fire", "water": "plumbing", "power": "electric", "gas": "gas", "lighting": "electric",
    "access": "access", "environment": "cleaning", "greening": "greening", "playground": "facility", "building": "facility",
}  # fmt: skip


class Faults:
    """The tickets of points' faults, read once a point, and written along with the lines of rounds."""

    def __init__(self, db: Database) -> None:
        """Begin with nothing read."""
        self.db = db
        self.opened: list[int] = []
        self.joined: list[int] = []
        self.reopened: list[int] = []
        self.confirmed: list[int] = []
        self._tickets: dict[int, list[int]] = {}
        self._categories: set[str] | None = None

    def ticket_for(self, round_row: Row, route: str, line: Entry) -> int | None:
        """Return the ticket of a fault, opened or joined; None where the line is no fault.

        The next ok at a point whose repair is resolved confirms it: the ticket is verified by the round.
        """
        if line.seen.result == "fault":
            known = self._open(line.point["id"])
            id = self._join(known[0], round_row, route, line) if known else self._open_new(line)
            self._tickets[line.point["id"]] = [id, *(row["id"] for row in known if row["id"] != id)]
            return id
        if line.seen.result == "ok":
            for ticket in self._open(line.point["id"]):
                self._confirm(ticket, round_row, route, line)
        return None

    def _open(self, point_id: int) -> list[Row]:
        """Return the tickets of a point's faults that are open, that of the last fault first.

        A duplicate stands for what it duplicates.
        """
        if point_id not in self._tickets:
            self._tickets[point_id] = stored_rounds.fault_tickets(self.db, point_id)
        if not self._tickets[point_id]:
            return []
        from butlercli.nouns.ticket.store import log
        from butlercli.nouns.ticket.store import tickets as store

        found: dict[int, Row] = {}
        for id in self._tickets[point_id]:
            row = store.by_ids(self.db, [id])[0]
            if row["state"] == "cancelled" and (other := log.stands_for(self.db, id)) is not None:
                row = store.by_ids(self.db, [other])[0]
            if row["state"] not in ("closed", "cancelled"):
                found.setdefault(row["id"], row)
        return list(found.values())

    def _open_new(self, line: Entry) -> int:
        from butlercli.nouns.ticket.rules.loop import LONGEST_TITLE
        from butlercli.nouns.ticket.verbs import add as adding

        point = line.point
        draft = adding.Draft(
            f"{point['name']} {line.seen.note}"[:LONGEST_TITLE],
            kind="repair",
            source="patrol",
            category=self._category(point["facility_kind"]),
            facility=point["facility"],
            place=point["place"] or point["facility_place"] or point["name"],
            at=line.at,
        )
        id, _guesses = adding.insert(self.db, draft)
        self.opened.append(id)
        return id

    def _category(self, kind: str | None) -> str | None:
        if kind is None or kind not in CATEGORIES:
            return None
        if self._categories is None:
            from butlercli.nouns.ticket.store import categories

            self._categories = {row["code"] for row in categories.all_rows(self.db)}
        code = CATEGORIES[kind]
        return code if code in self._categories else None

    def _join(self, ticket: Row, round_row: Row, route: str, line: Entry) -> int:
        """Add a fault to the open ticket of its point; one that is resolved but not closed is opened again."""
        from butlercli.nouns.ticket.rules import loop as ticket_rules
        from butlercli.nouns.ticket.verbs import course

        id = int(ticket["id"])
        text = f"R{round_row['id']} {route}: {line.seen.note}"
        at = max(line.at, ticket_rules.moment(ticket["created_at"]))
        resolved = ticket_rules.state_at(ticket, self.db.now) == "resolved"
        if resolved and rules.stamp(at) >= max(filter(None, (ticket[name] for name in _AFTER))):
            course.reopen(self.db, [id], text, at)
            self.reopened.append(id)
        else:
            course.note(self.db, [id], text, at)
        self.joined.append(id)
        return id

    def _confirm(self, ticket: Row, round_row: Row, route: str, line: Entry) -> None:
        if ticket["state"] != "resolved" or ticket["verified_at"]:
            return
        from butlercli.nouns.ticket.rules import loop as ticket_rules
        from butlercli.nouns.ticket.verbs import answer

        if ticket_rules.has_reporter(ticket) or ticket["callback_owed"] or rules.stamp(line.at) < ticket["resolved_at"]:
            return
        entry = rules.entry_of(line.entry, line.at, self.db.now)
        text = f"R{round_row['id']} {route}: {model.RESULTS.label('ok')} ({model.ENTRIES.label(entry)})"
        answer.verify(self.db, [ticket["id"]], text, line.person, line.at)
        self.confirmed.append(ticket["id"])


_AFTER = ("resolved_at", "called_back_at", "verified_at", "created_at")


def said(faults: Faults, most: int = 5) -> Sequence[Message]:
    """Return the remarks on what faults brought: tickets opened again, opened, joined, confirmed."""
    found: list[Message] = []
    if len(faults.reopened) == 1:
        text = N_("T{id} was resolved; the fault is back, it is open again.")
        found.append(Message(text, id=faults.reopened[0]))
    for ids, text in (
        (
            faults.reopened[1:] and faults.reopened,
            N_("Were resolved; the faults are back, they are open again: {refs}."),
        ),
        (faults.opened, N_("Repair tickets opened: {refs}.")),
        (faults.joined, N_("Joined the open tickets: {refs}.")),
        (faults.confirmed, N_("Repairs confirmed by this round: {refs}; close them with butler ticket close.")),
    ):
        unique = list(dict.fromkeys(ids))
        if unique:
            refs = [f"T{id}" for id in unique[:most]] + (["…"] if len(unique) > most else [])
            found.append(Message(text, refs=refs))
    return found
