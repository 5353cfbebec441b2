"""How tickets look: echo, list, the whole of one, the slip."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base.dates.iso import minute
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import fit, visible
from butlercli.nouns.ticket import model
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("ticket.show", "ticket.slip", "ticket.echo"))


def state_label(record: Record) -> str:
    """Return the word for a ticket's state; 待确认 where no callback is owed."""
    if record["state"] == "resolved" and not record["callback_owed"]:
        return model.CONFIRMING.label("resolved")
    return model.STATES.label(record["state"])


def place(record: Record) -> str:
    """Return where it is: the unit, or the place."""
    return common.joined(record["unit"], record["place"], by=" ")


def mark(record: Record) -> str:
    """Return the marks that say without colour what is pressing: ⬆ escalated, ! overdue, 急 urgent."""
    marks = ("↑" if record["escalated_at"] and record["state"] not in ("closed", "cancelled") else "") + (
        "!" if record["overdue"] else ""
    )
    if record["priority"] == "urgent":
        marks += _("U")
    return Styled(marks, "bad") if marks else ""


def due(record: Record, seen: Seen) -> str:
    """Return the due time of an open ticket, with what it means now."""
    if record["state"] not in ("new", "active", "deferred"):
        return ""
    now: datetime | None = seen.now
    if record["state"] == "deferred":
        return Styled(_("until {when}").format(when=common.moment(record["defer_until"], now)), "muted")
    text = common.moment(record["due_at"], now)
    if record["overdue"]:
        return Styled(_("{when} overdue").format(when=text), "bad")
    if record["due_at"][:10] == seen.today:
        return Styled(text, "warn")
    return text


def _state(record: Record) -> str:
    styles = {"new": "warn", "resolved": "name", "closed": "good", "cancelled": "muted", "deferred": "muted"}
    return Styled(state_label(record), styles.get(record["state"], ""))


def _stars(record: Record) -> str:
    return f"{record['score']}/5" if record["score"] else ""


def day_cells(record: Record, section: str, seen: Seen) -> tuple[str, ...]:
    """Lay a ticket on one line of the day: reference, marks, the time that matters under this heading, place, title, who."""
    now = seen.now
    when = (
        {
            "callback_owed": common.joined(
                _("done {when}").format(when=common.moment(record["resolved_at"], now)), common.attempts(record)
            ),
            "to_close": _("done {when}").format(when=common.moment(record["resolved_at"], now)),
            "response_owed": _("by {when}").format(when=common.moment(record["response_due_at"], now)),
            "no_response": _("came {when}").format(when=common.moment(record["created_at"], now)),
        }.get(section)
        or due(record, seen)
        or common.moment(record["resolved_at"], now)
    )
    who = seen.row(record).get("department_name") if section in ("overdue", "due_today") else record["reporter"]
    return f"T{record['id']}", mark(record), when, fit(visible(place(record)), 12), record["title"], who or ""


DAY_CELLS = {"ticket.list": day_cells}


LISTS = {
    "ticket.list": Listing(
        columns.ref("T"),
        Column(N_("Mark"), mark, raw=lambda r: "overdue" if r["overdue"] else None),
        Column(N_("Unit"), place, raw=lambda r: r["unit"], flex=True),
        columns.text(N_("Title"), "title", flex=True),
        columns.word(N_("Kind"), "kind", model.KINDS),
        Column(N_("State"), _state, raw=state_label),
        Column(N_("Due"), due, raw=lambda r, _seen: r["due_at"], seen=True),
        Column(N_("Department"), lambda r, seen: seen.row(r).get("department_name") or "", seen=True, wide=True),
        columns.moment(N_("Recorded"), "created_at", wide=True),
        Column(N_("Score"), _stars, raw=lambda r: r["score"], wide=True, align="r"),
    ),
    "category.list": Listing(
        columns.text(N_("Code"), "code"),
        columns.text(N_("Name"), "name"),
        columns.text(N_("English"), "english", wide=True),
        columns.word(N_("Kind"), "kind", model.KINDS),
        columns.text(N_("Department"), "department_name"),
        columns.count(N_("Tickets"), "tickets"),
        columns.words(N_("Keywords"), "keywords", flex=True),
    ),
}


def _several(result: Result) -> list[tuple[Record, Record]]:
    data = result.data if isinstance(result.data, list) else [result.data]
    rows = result.extra.get("rows", {})
    return [(record, rows.get(record["id"], {})) for record in data]


def echo(result: Result, canvas: Canvas) -> list[Block]:
    """Say in one or two lines a ticket how it now stands, and what comes next."""
    lines: list[str] = []
    for record, row in _several(result):
        lines.append(common.joined(f"T{record['id']}", place(record), _reporter(record), record["title"], by="  "))
        what = common.joined(
            model.KINDS.label(record["kind"]),
            common.category(row),
            row.get("department_name"),
            record["assignee"],
            model.PRIORITIES.label(record["priority"]) if record["priority"] != "normal" else "",
            " ".join(f"+{tag}" for tag in record["tags"]),
        )
        lines.append(
            Styled(f"     {common.joined(what, state_label(record), _deadlines(record, canvas.now))}", "muted")
        )
    return [Lines(*lines, fit=len(lines) > 2, hang=5)]


def _deadlines(record: Record, now: datetime) -> str:
    if record["state"] in ("new", "active"):
        response = _("respond by {when}").format(when=common.moment(record["response_due_at"], now))
        handling = _("handle by {when}").format(when=common.moment(record["due_at"], now))
        return common.joined(response if not record["responded_at"] else "", handling)
    if record["state"] == "deferred":
        return common.joined(
            _("until {when}").format(when=common.moment(record["defer_until"], now)),
            model.DEFER_REASONS.label(record["defer_reason"]),
        )
    if record["state"] == "resolved" and record["callback_owed"] and not record["called_back_at"]:
        tried = common.attempts(record)
        return common.joined(_("a callback is owed"), tried)
    return common.joined(_stars(record), record["feedback"])


def _reporter(record: Record) -> str:
    return common.joined(record["reporter"], record["phone"], by=" ")


def show(result: Result, canvas: Canvas) -> list[Block]:
    """Draw each ticket: its facts in a panel, then the timeline with the time between links, then what is missing."""
    blocks: list[Block] = []
    for record, row in _several(result):
        title = f"T{record['id']}  {record['title']}"
        wishes = result.extra["wishes"].get(record["id"], ())
        blocks.append(Fields(_facts(record, row, canvas, wishes), title=title))
        blocks.append(Lines(*_timeline(record, result.extra["events"][record["id"]], result), hang=TEXT_AT))
        blocks.extend(_sections(record, result, canvas))
    return blocks


def _sections(record: Record, result: Result, canvas: Canvas) -> list[Block]:
    """Draw what other nouns add to a ticket's page."""
    sections = [section for section in result.extra.get("sections", {}).get(record["id"], ()) if section["records"]]
    if not sections:
        return []
    from butlercli.nouns.register.views.unit import section_blocks

    return [
        block
        for section in sections
        for block in section_blocks({**section, "records": record[section["id"]]}, canvas, record["unit"] or "")
    ]


def _wish(person: Record) -> str:
    """Say how a resident wishes to be spoken to."""
    return common.joined(person["name"], *person["preferences"], " ".join(f"+{tag}" for tag in person["tags"]))


def _facts(record: Record, row: Record, canvas: Canvas, wishes: Sequence[Record]) -> list[tuple[str, str]]:
    now: datetime = canvas.now
    state = common.joined(state_label(record), _deadlines(record, canvas.now))
    style = "bad" if record["overdue"] else ""
    return [
        (_("State"), Styled(common.joined(state, _("overdue") if record["overdue"] else ""), style)),
        (
            _("Kind"),
            common.joined(
                model.KINDS.label(record["kind"]),
                common.category(row),
                model.PRIORITIES.label(record["priority"]),
            ),
        ),
        (_("Where"), place(record)),
        (_("Facility"), common.joined(record["facility"], row.get("facility_name"), by=" ")),
        (_("Reporter"), common.joined(_reporter(record), model.SOURCES.label(record["source"]))),
        (_("Preferences"), Styled("\n".join(_wish(person) for person in wishes), "name")),
        (
            _("Handled by"),
            common.joined(row.get("department_name"), record["assignee"], model.PARTIES.label(record["party"])),
        ),
        (_("Detail"), record["detail"] or ""),
        (_("Cause"), record["cause"] or ""),
        (_("Tags"), " ".join(f"+{tag}" for tag in record["tags"])),
        (_("Feedback"), common.joined(_stars(record), record["feedback"])),
        (_("Escalated"), common.moment(record["escalated_at"], now)),
        (_("Linked"), "\n".join(_linked(other) for other in record.get("linked", ()))),
        (_("Photos"), common.listed(photo["name"] for photo in record.get("photos", ()))),
        (_("Number"), record["ref"] or ""),
    ]


def _linked(other: Record) -> str:
    relation = {
        "related": N_("related"),
        "duplicate": N_("says the same, cancelled"),
        "duplicate_of": N_("duplicate of"),
    }[other["relation"]]
    who = _reporter(other) if other["relation"] == "duplicate" else ""  # who is called back with this one
    return common.joined(f"T{other['id']}", other["title"], who, _(relation), model.STATES.label(other["state"]))


# How wide the words for steps are in the wider language, and where the text of a step begins.
STEP_CELLS = 11
TEXT_AT = 18 + 10 + 4 + STEP_CELLS + 2


def _timeline(record: Record, events: list[Record], result: Result) -> list[str]:
    """Return one line a step, with the time since the one before, then the links that are still missing."""
    steps = [{"verb": "add", "at": record["created_at"], "text": model.SOURCES.label(record["source"])}]
    steps.extend({"verb": event["verb"], "at": event["at"], "text": _event_text(event)} for event in events)
    former: datetime | None = None
    lines: list[str] = []
    for step in steps:
        then = datetime.fromisoformat(step["at"])
        gap = f"+{common.duration(then - former)}" if former is not None and then > former else ""
        former = then
        head = f"{minute(then)}  {_cells(gap, 10)}  ● {_cells(model.VERBS.label(step['verb']), STEP_CELLS)}"
        lines.append(f"{head}  {step['text']}".rstrip())
    lines.extend(_missing(record, result.extra["owes"].get(record["id"])))
    return lines


def _cells(text: str, cells: int) -> str:
    from butlercli.base.text import pad

    return pad(text, cells)


def _event_text(event: Record) -> str:
    score = f"{event['score']}/5 {model.SCORES.label(str(event['score']))}" if event["score"] else ""
    until = _("until {when}").format(when=minute(event["until"])) if event["until"] else ""
    unreached = _("nobody reached") if event["reached"] == 0 else ""
    again = _("to be done again") if event["reopens"] and event["verb"] == "callback" else ""
    note = event["note"]
    if event["verb"] == "edit" and note:
        note = common.listed(model.FIELDS.label(name) for name in note.split(", "))
    return common.joined(event["department_name"], event["person"], unreached, score, until, note, again)


def _missing(record: Record, will_owe: bool | None) -> list[str]:
    if record["state"] in ("closed", "cancelled"):
        return []
    owed = {"response", "handling"} | ({"callback", "feedback"} if record["callback_owed"] or will_owe else set())
    missing = [name for name, at in record["links"].items() if not at and name in owed]
    lines: list[str] = []
    if missing:
        words = " → ".join(model.LINKS.label(name) for name in missing)
        lines.append(Styled(_("{dots} still missing: {links}").format(dots="○", links=words), "warn"))
    else:
        lines.append(Styled(_("○ complete; next: butler ticket close {id}").format(id=record["id"]), "good"))
    return lines


def slip(result: Result, _canvas: Canvas) -> list[Block]:
    """Write the text for the department's chat: what, where, when it is due, whom to call."""
    blocks: list[Block] = []
    for record, row in _several(result):
        urgent = f"【{model.PRIORITIES.label(record['priority'])}】" if record["priority"] in ("high", "urgent") else ""
        lines = [
            f"{urgent}T{record['id']} {record['title']}",
            _labelled(N_("Where"), place(record)),
            _labelled(N_("Facility"), common.joined(record["facility"], row.get("facility_name"), by=" ")),
            _labelled(N_("What"), common.joined(model.KINDS.label(record["kind"]), common.category(row))),
            # In a chat it is read later: no 今天, no 明天.
            _labelled(N_("Due"), minute(record["due_at"])),
            _labelled(N_("To"), common.joined(row.get("department_name"), record["assignee"])),
            _labelled(N_("Call"), _reporter(record)),
            _labelled(N_("Mind"), "；".join(_wish(person) for person in result.extra["wishes"].get(record["id"], ()))),
            *(record["detail"] or "").splitlines(),
        ]
        blocks.append(Lines(*(line for line in lines if line)))
    return blocks


def _labelled(label: str, value: str) -> str:
    return common.labelled(_(label), value) if value else ""


def of_facility(result: Result, _canvas: Canvas) -> list[Block]:
    """Draw the tickets of a facility on its page, the newest first."""
    from butlercli.nouns.facility.views import SHOWN, more

    tickets = result.data
    if not tickets:
        return []
    grid = Grid(
        [_("Ref"), _("Title"), _("Kind"), _("State"), _("Recorded"), _("Resolved")],
        [
            [
                f"T{one['id']}",
                one["title"],
                model.KINDS.label(one["kind"]),
                state_label(one),
                common.day(one["created_at"]),
                common.day(one["resolved_at"]),
            ]
            for one in tickets[:SHOWN]
        ],
        aligns="rlllll",
        flex=(1,),
        title=_("Tickets") + f" ({len(tickets)})",
    )
    return [grid, *more(result)]


VIEWS: dict[str, Any] = {
    "ticket.echo": echo,
    "ticket.show": show,
    "ticket.slip": slip,
    "ticket.repairs": of_facility,
}
