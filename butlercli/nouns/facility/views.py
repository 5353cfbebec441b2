"""How facilities look: lists, the whole of one with what happened to it, and how one now stands."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import fit, visible
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.output.blocks import Block, Canvas, Column, Fields, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("facility.show", "facility.echo"))
SHOWN = 10
"""So many records of a section stand on the page of a facility."""
SOON = timedelta(days=30)
NAMES = ("inspect", "test")
# Fields with a column of their own in the list; the others stand in files only.
_SHOWN = ("code", "name", "kind", "place", "installed", "vendor")
_UNRECORDED = {"inspect": N_("last inspection not recorded"), "test": N_("last test not recorded")}
_EVERY = {
    "y": (N_("every year"), N_("every {n} years")),
    "m": (N_("every month"), N_("every {n} months")),
    "d": (N_("every day"), N_("every {n} days")),
}


def schedule(text: str) -> str:
    """Return a schedule of inspections in words: `1,4,every:1y` is the years of use 1, 4, then every year."""
    years, _mark, interval = text.partition("every:")
    said = []
    if text != "none" and (numbers := [year for year in years.split(",") if year]):
        said.append(_("in the years of use {years}").format(years=common.listed(numbers)))
    if interval:
        one, several = _EVERY[interval[-1]]
        again = _(one) if interval[:-1] == "1" else _(several).format(n=interval[:-1])
        said.append(_("then {again}").format(again=again) if said else again)
    return _("{first}, {then}").format(first=said[0], then=said[1]) if len(said) > 1 else "".join(said)


def is_out(record: Record, today: date | None) -> bool:
    """Say whether a facility is out of use on a day."""
    return bool(record["retired"] and (today is None or record["retired"] <= today.isoformat()))


def next_day(record: Record, name: str, today: date | None) -> str:
    """Return the next date of `inspect` or `test` with its mark: `!` overdue, `?` where the last one is not recorded."""
    one = record["schedules"][name]
    if one["next"] is None:
        return ""
    if one["overdue"]:
        return Styled(f"{one['next']} !", "bad")
    near = today is not None and one["next"] <= (today + SOON).isoformat()
    return Styled(one["next"] + ("?" if one["unrecorded"] else ""), "warn" if near else "")


def _name(record: Record, seen: Seen) -> str:
    return Styled(record["name"], "muted") if is_out(record, seen.day) else record["name"]


def _retired(record: Record) -> str:
    return Styled(record["retired"], "muted") if record["retired"] else ""


def _next(name: str, header: str) -> Column:
    return Column(
        header, lambda r, seen: next_day(r, name, seen.day), raw=lambda r, _seen: r[f"next_{name}"], seen=True
    )


def _faults(record: Record) -> str:
    text = common.joined(*(f"T{one['id']} {one['title']}" for one in record["open_tickets"]))
    return Styled(text, "bad") if text else ""


def _file_only() -> list[Column]:
    from butlercli.nouns.facility.fields import FIELDS

    return [columns.field(field) for field in FIELDS if field.name not in _SHOWN]


_KIND = columns.word(N_("Kind"), "kind", FACILITY_KINDS)
LISTS = {
    "facility.list": Listing(
        columns.name(N_("Code"), "code"),
        Column(N_("Facility"), _name, raw=lambda r, _seen: r["name"], seen=True, flex=True),
        _KIND,
        columns.text(N_("Where"), "place", flex=True, wide=True),
        columns.text(N_("Put into use"), "installed", wide=True),
        _next("inspect", N_("Next inspection")),
        _next("test", N_("Next test")),
        columns.text(N_("Maintained by"), "vendor", flex=True, wide=True),
        Column(N_("Out of use"), _retired, raw=lambda r: r["retired"], wide=True),
        empty=N_("No facility is registered so; {command} adds one."),
        command="butler patrol facility add",
        kept=3,
        files=_file_only,
    ),
    "facility.unit": Listing(
        columns.name(N_("Code"), "code"),
        columns.text(N_("Facility"), "name", flex=True),
        _KIND,
        columns.text(N_("Where"), "place", flex=True),
        Column(N_("Open faults"), _faults, flex=True),
    ),
}


def list_(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list, and explain its marks."""
    blocks = columns.listing(result, canvas)
    checks = [one for record in result.data for one in record["schedules"].values()]
    marks = (
        _("! past due") if any(one["overdue"] for one in checks) else "",
        _("? the last one is not recorded: {command}").format(command="butler patrol facility edit")
        if any(one["unrecorded"] and one["next"] for one in checks)
        else "",
    )
    if any(marks):
        blocks.append(Lines(Styled(common.joined(*marks), "muted")))
    return blocks


# --- one facility -----------------------------------------------------------------------------------


def echo(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line or two how a facility now stands, and what comes next."""
    record = result.data
    lines = [
        common.joined(record["code"], record["name"], FACILITY_KINDS.label(record["kind"]), record["place"], by="  ")
    ]
    more = common.joined(
        _("out of use from {date}").format(date=record["retired"]) if record["retired"] else "",
        *(_said(record, name) for name in NAMES),
    )
    if more:
        lines.append(Styled(f"     {more}", "muted"))
    return [Lines(*lines, hang=5)]


def _said(record: Record, name: str) -> str:
    one = record["schedules"][name]
    if not one["next"]:
        return ""
    day = _("{when} past due").format(when=one["next"]) if one["overdue"] else one["next"]
    text = N_("next inspection {date}") if name == "inspect" else N_("next test {date}")
    missing = _(_UNRECORDED[name]) if one["unrecorded"] else ""
    return common.joined(_(text).format(date=day), missing, by=" ")


def show(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a facility: its facts and what is next, then what each room above knows of it."""
    record = result.data
    sections = [result.extra["sections"][name] for name in record if name in result.extra["sections"]]
    title = common.joined(record["code"], record["name"], FACILITY_KINDS.label(record["kind"]), by="  ")
    return [
        Fields(_facts(record, sections, canvas), title=title),
        *(block for section in sections if section["kind"] for block in _section(section, record, canvas)),
    ]


def _facts(record: Record, sections: Sequence[Record], canvas: Canvas) -> list[tuple[str, str]]:
    today = canvas.now.date()
    out = _("out of use from {date}").format(date=record["retired"]) if record["retired"] else ""
    return [
        (_("State"), Styled(out, "warn") if out else ""),
        (_("Where"), record["place"] or ""),
        (_("Put into use"), record["installed"] or ""),
        (_("Next inspection"), _due(record, "inspect", today)),
        (_("Last inspection"), record["inspected"] or ""),
        (_("Next test"), _due(record, "test", today)),
        (_("Last test"), record["tested"] or ""),
        (_("Maker"), record["maker"] or ""),
        (_("Model"), record["model"] or ""),
        (_("Maintained by"), common.joined(record["vendor"], record["vendor_phone"], by=" ")),
        *((_(section["title"]), _lines(record[section["id"]])) for section in sections if not section["kind"]),
        (_("Note"), record["note"] or ""),
    ]


def _lines(records: Sequence[Record]) -> str:
    """Return what a room above adds to the facts: a line a record, by its code, name and whether it is out of use."""
    out = _("out of use")
    return "\n".join(common.joined(f"{one['code']} {one['name']}", out if one["retired"] else "") for one in records)


def _due(record: Record, name: str, today: date) -> str:
    """Return the next date, how far it is, and by which rule; or why there is no date."""
    one = record["schedules"][name]
    if not one["schedule"] or is_out(record, today):
        return ""
    rule = common.joined(schedule(one["schedule"]), one["source"], one["setting"])
    if one["next"]:
        day = next_day(record, name, today)
        late = _("past due") if one["overdue"] else ""
        said = common.joined(one["next"], late, _distance(one["next"], today))
        if one["unrecorded"]:
            said = common.joined(said, _(_UNRECORDED[name]))
    elif one["undated"]:
        day, said = "", _("unknown: the day it was put into use is not recorded")
    else:
        day, said = "", _("none any more") if one["schedule"] != "none" else _("none")
    style = getattr(day, "style", "") or ("warn" if one["unrecorded"] else "")
    return Styled(f"{said}\n{rule}", style)


def _distance(day: str, today: date) -> str:
    days = (date.fromisoformat(day) - today).days
    if days == 0:
        return _("today")
    text = N_("in {n:day|days}") if days > 0 else N_("{n:day|days} ago")
    return _(text).format(n=abs(days))


def more(result: Result) -> list[Block]:
    """Say under a section how many of its records are shown, where not all are, and which command shows all."""
    total = len(result.data)
    if total <= SHOWN:
        return []
    return [columns.rest(SHOWN, total, result.extra["all"])]


def _section(section: Record, record: Record, canvas: Canvas) -> list[Block]:
    """Draw what a room above knows of a facility, with the records as they may be shown: those of the data."""
    from butlercli.output import views

    command = f"butler patrol facility show {record['code']} --json"
    return views.blocks(Result(section["kind"], record[section["id"]], extra={"all": command}), canvas)


def day_cells(record: Record, section: str, _seen: Seen) -> tuple[str, ...]:
    """Lay a facility on one line: its code, the next inspection or test, where it stands, what it is."""
    del section
    dates = {"inspect": record["next_inspect"], "test": record["next_test"]}
    name = min((name for name in dates if dates[name]), key=lambda name: str(dates[name]))
    label = _("inspection") if name == "inspect" else _("test")
    overdue = record["schedules"][name]["overdue"]
    when = _("{when} past due").format(when=dates[name]) if overdue else dates[name]
    place = fit(visible(record["place"] or ""), 12)
    mark = Styled("!", "bad") if overdue else ""
    return record["code"], mark, when, place, common.joined(record["name"], label), record["vendor"] or ""


DAY_CELLS = {"facility.list": day_cells}
VIEWS: dict[str, Any] = {"facility.list": list_, "facility.show": show, "facility.echo": echo}
