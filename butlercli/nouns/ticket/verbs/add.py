"""Recording a ticket: what is given, what is guessed, and the deadlines copied onto it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base import rooms
from butlercli.base.dates.iso import BY_AT, minute, not_yet
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, language
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments, settings
from butlercli.nouns.register.store import departments, units
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.store import categories
from butlercli.nouns.ticket.verbs import handling as verbs
from butlercli.nouns.ticket.verbs.guess import infer
from butlercli.store.database import Database

LONGEST_TEXT = 100_000
GUESSED = N_("T{id}: {guesses} guessed from its words; edit changes them.")


class Draft:
    """A ticket to be: everything but the title may be left out. Codes are checked, names are not yet looked up."""

    __slots__ = (
        "assignee", "at", "category", "department", "detail", "due", "facility", "kind", "new_unit", "party", "phone", "photos", "place", "priority",
        "ref", "reporter", "source", "tags", "title", "unit",
    )  # fmt: skip

    title: str
    unit: str | None
    place: str | None
    facility: str | None
    kind: str | None
    category: str | None
    priority: str | None
    department: str | None
    assignee: str | None
    source: str | None
    party: str | None
    reporter: str | None
    phone: str | None
    detail: str | None
    ref: str | None
    due: datetime | None
    at: datetime | None
    tags: Sequence[str]
    photos: Sequence[str]
    new_unit: bool | None

    def __init__(self, title: str, **values: Any) -> None:
        """Keep the values given; unknown names are a programming error."""
        self.title = title
        for name in self.__slots__:
            if name != "title":
                setattr(self, name, values.pop(name, () if name in ("tags", "photos") else None))
        if values:
            raise TypeError(f"unknown fields: {', '.join(values)}")


def allowances(db: Database) -> str:
    """Return the deadlines in force as they are copied onto a new ticket."""
    preset = settings.get(db, "sla")
    fields = ("urgent_response_minutes", "urgent_hours", "repair_hours", "complaint_hours", "other_hours")
    values = [settings.preset_value(db, "sla", preset, field) for field in fields]
    response = settings.preset_value(db, "sla", preset, "response")
    return "|".join([response, settings.get(db, "night_from"), settings.get(db, "night_until"), *values])


def add(db: Database, draft: Draft) -> Result:
    """Record a ticket; what was guessed from its words is said in the notices."""
    id, notices = insert(db, draft)
    return verbs.outcome(db, [id], notices, "add")


def insert(db: Database, draft: Draft) -> tuple[int, list[Message]]:
    """Write one ticket and return its id with the remarks on it."""
    title = rules.checked_title(draft.title)
    if draft.detail:
        from butlercli.kit import texts

        texts.limited(draft.detail, LONGEST_TEXT)
    created: datetime = draft.at or db.now
    if created > db.now:
        raise not_yet(created, hint=BY_AT)
    notices: list[Message] = []
    chosen = _classified(db, draft, title)
    unit_id = None
    if draft.unit:
        unit, said = units.taken(db, draft.unit, new=bool(draft.new_unit))
        unit_id = unit["id"]
        notices += said
    row: Row = {
        "uid": db.uid(),
        "title": title,
        "detail": draft.detail or None,
        "unit_id": unit_id,
        **_location(db, draft),
        "source": draft.source or settings.get(db, "source"),
        "priority": draft.priority or "normal",
        "party": draft.party or "property",
        "assignee": draft.assignee or None,
        "tags": tags_json(draft.tags),
        "state": "new",
        "created_at": rules.stamp(created),
        "entered_at": rules.stamp(db.now),
        **_reporter(db, draft, unit_id),
        **chosen,
    }
    row.update(_deadlines(db, draft, created, row["kind"], row["priority"]))
    id = db.insert("ticket", {name: value for name, value in row.items() if value is not None})
    _say_guesses(db, draft, row, id, notices)
    attachments.store(db, draft.photos, ticket_id=id)
    notices += rooms.tell("ticket_added", db, id)
    return id, notices


def _location(db: Database, draft: Draft) -> Row:
    """Return place and facility; where neither unit nor place is named, it is where the facility stands."""
    if not draft.facility:
        return {"place": draft.place or None}
    from butlercli.nouns.facility import store as facilities

    facility = facilities.find(db, draft.facility)
    return {"place": draft.place or (None if draft.unit else facility["place"]), "facility_id": facility["id"]}


def _say_guesses(db: Database, draft: Draft, row: Row, id: int, notices: list[Message]) -> None:
    """Say what was guessed from the words."""
    guessed = [] if draft.kind else [model.KINDS.label(row["kind"])]
    if row["category_id"] and not draft.category:
        names = categories.names(db, row["category_id"])
        guessed.append(names["name"] if language() == "zh" else names["english"])
    if row["department_id"] and not draft.department:
        guessed.append(departments.name_of(db, row["department_id"]))
    if guessed:
        notices.append(Message(GUESSED, id=id, guesses=" · ".join(guessed)))


def _deadlines(db: Database, draft: Draft, created: datetime, kind: str, priority: str) -> Row:
    allowed = allowances(db)
    response, due = rules.Allowances(allowed).deadlines(created, kind, priority)
    if draft.due:
        if draft.due <= created:
            raise UsageError(
                N_("The due time {due} is not after the ticket's own ({at})."),
                due=minute(draft.due),
                at=minute(created),
            )
        due = draft.due
    return {
        "allowances": allowed,
        "response_base": rules.stamp(response),
        "response_due_at": rules.stamp(response),
        "due_base": rules.stamp(due),
        "due_at": rules.stamp(due),
        "due_fixed": 1 if draft.due else 0,
    }


def _classified(db: Database, draft: Draft, title: str) -> Row:
    """Return kind, category and department: as given, else as the words speak for."""
    category = categories.find(db, draft.category) if draft.category else None
    guess = infer(db, f"{title}\n{draft.detail or ''}")
    if category is None:
        category = guess["category"]
    department_id = departments.find(db, draft.department)["id"] if draft.department else None
    if department_id is None and category is not None:
        department_id = category["department_id"]
    return {
        "kind": draft.kind or guess["kind"],
        "category_id": category["id"] if category else None,
        "department_id": department_id,
    }


def _reporter(db: Database, draft: Draft, unit_id: int | None) -> Row:
    """Return name, phone and the resident they belong to, where the unit has one of that name or number."""
    name, phone = draft.reporter or None, draft.phone or None
    resident_id = None
    if unit_id is not None and (name or phone):
        from butlercli.nouns.register.store import residents

        resident_id = residents.match(db, unit_id, name, phone)
    return {"reporter": name, "phone": phone, "resident_id": resident_id}


def tags_json(tags: Sequence[str]) -> str:
    """Return tags as they are stored: without a leading + or #, each once."""
    if not tags:
        return "[]"
    import json

    cleaned = [tag.strip().lstrip("+#＋＃").strip() for tag in tags]
    return json.dumps(list(dict.fromkeys(tag for tag in cleaned if tag)), ensure_ascii=False)
