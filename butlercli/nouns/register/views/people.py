"""How residents, departments and the contact log look."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.register.model import CHANNELS, ROLES
from butlercli.nouns.register.views.unit import PAST_SHOWN, contact_blocks, role, section_blocks, sections, tags, wishes
from butlercli.output.blocks import Block, Canvas, Column, Fields, Lines, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(
    (
        "resident.show",
        "resident.echo",
        "resident.removed",
        "department.show",
        "department.echo",
        "department.removed",
        "contact.echo",
    )
)


def phone_and_more(record: Record) -> str:
    """Return a resident's first number, and how many more there are."""
    numbers = record["phones"]
    return f"{numbers[0]} +{len(numbers) - 1}" if len(numbers) > 1 else "".join(numbers)


def _minutes(record: Record) -> str:
    if record["arrive_minutes"] is None:
        return ""
    return _("{n} min").format(n=record["arrive_minutes"])


LISTS = {
    "resident.list": Listing(
        columns.ref("", header=N_("No.")),
        Column(N_("Unit"), lambda r: Styled(" ".join(r["units"]), "name"), raw=lambda r: " ".join(r["units"])),
        columns.text(N_("Name"), "name", flex=True),
        Column(N_("Role"), role),
        Column(N_("Phone"), phone_and_more, raw=lambda r: " ".join(r["phones"])),
        Column(N_("Preferences"), wishes, flex=True),
        Column(N_("Tags"), tags, raw=lambda r: " ".join(r["tags"]), flex=True),
        columns.text(N_("Since"), "since", wide=True),
        columns.text(N_("Until"), "until", wide=True),
        columns.text(N_("Note"), "note", flex=True, wide=True),
    ),
    "department.list": Listing(
        columns.name(N_("Code"), "code"),
        columns.text(N_("Name"), "name", flex=True),
        columns.words(N_("Also called"), "aliases", "、", flex=True),
        columns.text(N_("Phone"), "phone"),
        Column(N_("On site within"), _minutes, raw=lambda r: r["arrive_minutes"], align="r"),
        Column(N_("People"), lambda r: "、".join(person["name"] for person in r["people"]), flex=True),
    ),
}


# --- residents -------------------------------------------------------------------------------------


def echo_resident(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line or two how a resident now stands."""
    record = result.data
    head = common.joined(str(record["id"]), record["name"], role(record), " ".join(record["units"]), by="  ")
    lines = [common.joined(head, " ".join(record["phones"]), by="  ")]
    more = common.joined(wishes(record), tags(record), _period(record), record["note"])
    if more:
        lines.append(Styled(f"     {more}", "muted"))
    return [Lines(*lines)]


def _period(record: Record) -> str:
    if record["since"] and record["until"]:
        return f"{record['since']} … {record['until']}"
    if record["until"]:
        return _("until {when}").format(when=record["until"])
    return _("since {when}").format(when=record["since"]) if record["since"] else ""


def show_resident(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a resident."""
    record = result.data
    places = [
        common.joined(place["unit"], ROLES.label(place["role"]), _period(place), by="  ")
        for place in record["residencies"]
    ]
    blocks: list[Block] = [
        Fields(
            [
                (_("Preferences"), Styled(wishes(record), "warn")),
                (_("Tags"), Styled(tags(record), "head")),
                (_("Phone"), "\n".join(record["phones"])),
                (_("Unit"), "\n".join(places)),
                (_("Note"), record["note"] or ""),
                (_("Number"), str(record["id"])),
            ],
            title=common.joined(record["name"], role(record), by="  "),
        )
    ]
    for section in sections(result):
        blocks.extend(section_blocks(section, canvas, "UNIT"))
    if record["contacts"]:
        blocks.extend(contact_blocks(record, canvas, PAST_SHOWN))
    return blocks


def removed_resident(result: Result, _canvas: Canvas) -> list[Block]:
    """Say that a resident is gone."""
    record = result.data
    what = common.joined(str(record["id"]), record["name"], " ".join(record["units"]), by="  ")
    return [Lines(_("Removed: {what}").format(what=what))]


# --- departments, contacts --------------------------------------------------------------------------


def show_department(result: Result, _canvas: Canvas) -> list[Block]:
    """Draw a department and the people in it."""
    record = result.data
    people = [common.joined(person["name"], person["phone"], by="  ") for person in record["people"]]
    fields = Fields(
        [
            (_("Also called"), "、".join(record["aliases"])),
            (_("Phone"), record["phone"] or ""),
            (_("On site within"), _minutes(record)),
            (_("People"), "\n".join(people)),
            (_("Note"), record["note"] or ""),
            (_("Number"), str(record["id"])),
        ],
        title=f"{record['code']}  {record['name']}",
    )
    return [fields]


def echo_department(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line or two how a department now stands."""
    record = result.data
    lines = [
        common.joined(
            record["code"], record["name"], "、".join(record["aliases"]), record["phone"], _minutes(record), by="  "
        )
    ]
    people = "、".join(common.joined(person["name"], person["phone"], by=" ") for person in record["people"])
    more = common.joined(people, record["note"])
    if more:
        lines.append(Styled(f"     {more}", "muted"))
    return [Lines(*lines)]


def removed_department(result: Result, _canvas: Canvas) -> list[Block]:
    """Say that a department is gone."""
    what = common.joined(result.data["code"], result.data["name"], by="  ")
    return [Lines(_("Removed: {what}").format(what=what))]


def echo_contact(result: Result, canvas: Canvas) -> list[Block]:
    """Say what was noted in the contact log."""
    record = result.data
    when = common.moment(record["at"], canvas.now)
    head = common.joined(record["unit"], when, CHANNELS.label(record["channel"]), record["resident"], by="  ")
    return [Lines(common.joined(head, record["text"], by="  "))]


VIEWS: dict[str, Any] = {
    "resident.show": show_resident,
    "resident.echo": echo_resident,
    "resident.removed": removed_resident,
    "department.show": show_department,
    "department.echo": echo_department,
    "department.removed": removed_department,
    "contact.echo": echo_contact,
}
