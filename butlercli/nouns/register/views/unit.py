"""How units look: lists, the whole of one, the page of a call."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.register.model import CHANNELS, ROLES, UNIT_KINDS, UNIT_STATES
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("unit.show", "unit.call", "unit.echo", "unit.removed"))
PAST_SHOWN = 10
CALL_CONTACTS = 5


def role(record: Record) -> str:
    """Return the word for a resident's role, nothing for one who lives nowhere."""
    return ROLES.label(record["role"]) if record["role"] else ""


def _left(record: Record, canvas_now: Any) -> bool:
    today = canvas_now.date().isoformat() if canvas_now else ""
    return record["role"] == "former" or bool(record["until"] and record["until"] < today)


def tags(record: Record) -> str:
    """Return a resident's tags as they are typed: `+老人独居 +养狗`."""
    return " ".join(f"+{tag}" for tag in record["tags"])


def wishes(record: Record) -> str:
    """Return what a resident wishes, in one line."""
    return " · ".join(record["preferences"])


def _area(record: Record) -> str:
    """Return an area as it is kept: as many decimals as it has."""
    area = record["area"]
    return "" if area is None else f"{area:.4f}".rstrip("0").rstrip(".")


def _square(record: Record) -> str:
    return f"{_area(record)} m²" if record["area"] is not None else ""


def _living(record: Record, now: Any) -> list[Record]:
    return [person for person in record["residents"] if not _left(person, now)]


def _names(record: Record, seen: Seen) -> str:
    return "、".join(person["name"] for person in _living(record, seen.now))


def _first_phone(record: Record, seen: Seen) -> str:
    return next((person["phones"][0] for person in _living(record, seen.now) if person["phones"]), "")


def _unit_tags(record: Record, seen: Seen) -> str:
    return " ".join(dict.fromkeys(tag for person in _living(record, seen.now) for tag in tags(person).split()))


def _unit_wishes(record: Record, seen: Seen) -> str:
    living = _living(record, seen.now)
    return " · ".join(dict.fromkeys(wishes(person) for person in living if person["preferences"]))


def _silence(record: Record) -> str:
    if record["last_contact_at"] is None:
        return Styled(_("never"), "bad")
    return Styled(_("{n:day|days}").format(n=record["silent_days"]), "warn")


_UNIT = columns.name(N_("Unit"), "code")
_RESIDENTS = Column(N_("Residents"), _names, seen=True, flex=True)

LISTS = {
    "unit.list": Listing(
        _UNIT,
        _RESIDENTS,
        columns.word(N_("Kind"), "kind", UNIT_KINDS),
        Column(N_("Area"), _area, raw=lambda r: r["area"], align="r"),
        columns.word(N_("State"), "state", UNIT_STATES),
        Column(N_("Phone"), _first_phone, seen=True, wide=True),
        Column(N_("Tags"), _unit_tags, raw=lambda r, seen: _unit_tags(r, seen).replace("+", ""), seen=True, flex=True),
        columns.text(N_("Handed over"), "handover_date", wide=True),
        columns.text(N_("Note"), "note", flex=True, wide=True),
    ),
    "unit.silent": Listing(
        _UNIT,
        Column(N_("Silent"), _silence, raw=lambda r: r["silent_days"], align="r"),
        _RESIDENTS,
        Column(N_("Phone"), _first_phone, seen=True),
        Column(N_("Preferences"), _unit_wishes, seen=True, flex=True),
        Column(
            N_("Last contact"),
            lambda r: common.day(r["last_contact_at"]),
            raw=lambda r: r["last_contact_at"],
            wide=True,
        ),
    ),
}


def _rows_note(shown: int, total: int, command: str) -> list[Block]:
    return [columns.rest(shown, total, command)] if total > shown else []


# --- units -----------------------------------------------------------------------------------------


def show(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a unit: its facts and wishes, who lives there, tickets, contacts."""
    record = result.data
    blocks: list[Block] = [
        Fields([*_wish_fields(record, canvas.now), *_facts(record)], title=_heading(record)),
        *_people(record, canvas),
    ]
    for section in sections(result):
        blocks.extend(section_blocks(section, canvas, record["code"]))
    blocks.extend(contact_blocks(record, canvas, PAST_SHOWN))
    return blocks


def _heading(record: Record) -> str:
    return common.joined(
        record["code"],
        UNIT_KINDS.label(record["kind"]),
        _square(record),
        UNIT_STATES.label(record["state"]),
        by="  ",
    )


def _wish_fields(record: Record, now: Any) -> list[tuple[str, str]]:
    """Return what must be known before anybody knocks or calls: wishes and tags, with whose they are."""
    living = _living(record, now)
    wanted = [f"{person['name']}：{wishes(person)}" for person in living if person["preferences"]]
    tagged = [f"{person['name']} {tags(person)}" for person in living if person["tags"]]
    return [
        (_("Preferences"), Styled("\n".join(wanted), "warn")),
        (_("Tags"), Styled("\n".join(tagged), "head")),
    ]


def _facts(record: Record) -> list[tuple[str, str]]:
    return [
        (_("Handed over"), record["handover_date"] or ""),
        (_("Note"), record["note"] or ""),
    ]


_PEOPLE = (N_("No."), N_("Name"), N_("Role"), N_("Phone"), N_("Since"), N_("Until"), N_("Also in"), N_("Note"))


def _people(record: Record, canvas: Canvas) -> list[Block]:
    """Return the table of residents: those who live there, then those who left; every number stands whole."""
    rows = [row for person in record["residents"] for row in _person_rows(person, record["code"], canvas)]
    number = len(_PEOPLE) if canvas.wide else 6
    grid = Grid(
        [_(header) for header in _PEOPLE[:number]],
        [row[:number] for row in rows],
        aligns="r" + "l" * (number - 1),
        flex=[place for place in (1, 6, 7) if place < number],
        title=_("Residents"),
        empty=_("Nobody is registered; {command}").format(command=f"butler resident add NAME --unit {record['code']}"),
    )
    return [columns.without_empty(grid, 4)]


def _person_rows(person: Record, code: str, canvas: Canvas) -> list[list[str]]:
    """Return a resident's row, and one more for each further number."""
    style = "muted" if _left(person, canvas.now) else ""
    others = [other for other in person["units"] if other != code]
    first = person["phones"][0] if person["phones"] else ""
    cells = [
        str(person["id"]),
        person["name"],
        role(person),
        first,
        person["since"] or "",
        person["until"] or "",
        " ".join(others),
        person["note"] or "",
    ]
    rows = [cells, *(["", "", "", number, "", "", "", ""] for number in person["phones"][1:])]
    return [[Styled(cell, style) if style else cell for cell in row] for row in rows]


def sections(result: Result) -> list[Record]:
    """Return what nouns add to a page, with the records as they may be shown: those of the data, which are masked."""
    found: list[Record] = []
    taken: dict[str, int] = {}
    for section in result.extra["sections"]:
        key = section["id"].partition("_")[0]
        start = taken.get(key, 0)
        taken[key] = start + len(section["records"])
        found.append({**section, "records": result.data[key][start : taken[key]]})
    return found


def section_blocks(section: Record, canvas: Canvas, code: str, *, most: int = PAST_SHOWN) -> list[Block]:
    """Draw what a noun adds, by the columns of its own list; the unit's column says nothing here."""
    if not section["records"]:
        return []
    from butlercli.output import views

    shown = [one for one in columns.shown(views.columns_of(Result(section["kind"])), canvas) if one.header != "Unit"]
    seen = Seen(canvas.now, narrow=not canvas.wide, rows=section.get("rows"))
    records, total = section["records"][:most], section["total"]
    grid = columns.grid(shown, records, seen, title=f"{_(section['title'])} ({total})", kept=0)
    return [grid, *_rows_note(len(records), total, section.get("more") or f"butler ticket list -u {code} --limit 0")]


def contact_blocks(record: Record, canvas: Canvas, most: int) -> list[Block]:
    """Draw the contact log, the newest first."""
    contacts = record["contacts"]
    rows = [
        [
            common.moment(contact["at"], canvas.now),
            CHANNELS.label(contact["channel"]),
            contact["resident"] or "",
            contact["text"],
        ]
        for contact in contacts[:most]
    ]
    headers = [N_("When"), N_("How"), N_("With"), N_("What came of it")]
    if not any(row[2] for row in rows):
        headers, rows = [h for h in headers if h != "With"], [[*row[:2], row[3]] for row in rows]
    grid = Grid(
        [_(header) for header in headers],
        rows,
        flex=[len(headers) - 1],
        title=_("Contacts") + (f" ({len(contacts)})" if contacts else ""),
        empty=_("No contact yet."),
    )
    command = f"butler unit show {record['code']} --json" if "code" in record else "--json"
    return [grid, *_rows_note(len(rows), len(contacts), command)]


def call(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the page of a call: whom to dial, what they wish, what is open, what was said last."""
    record = result.data
    dial = [
        common.joined(number, person["name"], role(person), by="  ")
        for person in _living(record, canvas.now)
        for number in person["phones"]
    ]
    without = [person["name"] for person in _living(record, canvas.now) if not person["phones"]]
    blocks: list[Block] = [
        Fields(
            [
                (
                    _("Dial"),
                    Styled("\n".join(dial), "head") if dial else Styled(_("no number is known"), "bad"),
                ),
                (_("No number"), "、".join(without)),
                *_wish_fields(record, canvas.now),
                (_("Note"), record["note"] or ""),
            ],
            title=_heading(record),
        )
    ]
    for section in sections(result):
        if section["id"].endswith("_open"):
            blocks.extend(section_blocks(section, canvas, record["code"]))
    blocks.append(Fields(_last_contacts(record, canvas), title=_("Last contacts")))
    return blocks


def _last_contacts(record: Record, canvas: Canvas) -> list[tuple[str, str]]:
    """Return the last contacts whole: what was promised the last time must not be cut."""
    pairs = [
        (
            common.moment(contact["at"], canvas.now),
            common.joined(CHANNELS.label(contact["channel"]), contact["resident"], contact["text"]),
        )
        for contact in record["contacts"][:CALL_CONTACTS]
    ]
    return pairs or [("–", _("No contact yet."))]


def echo_unit(result: Result, canvas: Canvas) -> list[Block]:
    """Say in a line or two how a unit now stands."""
    record = result.data
    lines = [_heading(record)]
    lines += [
        "     " + _person_line(person, canvas.now)
        for person in record["residents"]
        if result.extra.get("verb") == "transfer" or not _left(person, canvas.now)
    ]
    handed = _("handed over {when}").format(when=record["handover_date"]) if record["handover_date"] else ""
    more = common.joined(handed, record["note"])
    if more:
        lines.append(Styled(f"     {more}", "muted"))
    return [Lines(*lines)]


def _person_line(person: Record, now: Any) -> str:
    period = " … ".join([person["since"] or "", person["until"] or ""]).strip() if person["until"] else person["since"]
    text = common.joined(role(person), person["name"], " ".join(person["phones"]), period, by="  ")
    return Styled(text, "muted") if _left(person, now) else text


def removed_unit(result: Result, _canvas: Canvas) -> list[Block]:
    """Say that a unit is gone."""
    return [Lines(_("Removed: {what}").format(what=_heading(result.data)))]


VIEWS: dict[str, Any] = {
    "unit.show": show,
    "unit.call": call,
    "unit.echo": echo_unit,
    "unit.removed": removed_unit,
}
