"""How facilities look: lists, the whole of one with what happened to it, and how one now stands."""

from datetime import date, timedelta
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.facility.model import FACILITY_KINDS
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Styled
from butlercli.output.views import common

RECORDS = frozenset(("facility.show", "facility.echo"))
SHOWN = 10
NARROW = 20
"""So many of the last readings are drawn on a narrow terminal."""
SOON = timedelta(days=30)
NAMES = ("inspect", "test")
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
        said.append(_(N_("in the years of use {years}")).format(years=common.listed(numbers)))
    if interval:
        one, several = _EVERY[interval[-1]]
        again = _(one) if interval[:-1] == "1" else _(several).format(n=interval[:-1])
        said.append(_(N_("then {again}")).format(again=again) if said else again)
    return _(N_("{first}, {then}")).format(first=said[0], then=said[1]) if len(said) > 1 else "".join(said)


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


def _today(record: Record) -> date | None:
    now = record.get("_now")
    return now.date() if now else None


def _name(record: Record) -> str:
    return Styled(record["name"], "muted") if is_out(record, _today(record)) else record["name"]


def _retired(record: Record) -> str:
    return Styled(record["retired"], "muted") if record["retired"] else ""


def _next(name: str, header: str) -> Column:
    return Column(header, lambda r: next_day(r, name, _today(r)), raw=lambda r: r[f"next_{name}"])


def _file(header: str, field: str) -> Column:
    return Column(header, lambda r: r[field] or "", raw=lambda r: r[field], file_only=True)


LISTS: dict[str, list[Column]] = {
    "facility.list": [
        Column(N_("Code"), lambda r: Styled(r["code"], "name"), raw=lambda r: r["code"]),
        Column(N_("Facility"), _name, raw=lambda r: r["name"], flex=True),
        Column(N_("Kind"), lambda r: FACILITY_KINDS.label(r["kind"])),
        Column(N_("Where"), lambda r: r["place"] or "", flex=True, wide=True),
        Column(N_("Put into use"), lambda r: r["installed"] or "", wide=True),
        _next("inspect", N_("Next inspection")),
        _next("test", N_("Next test")),
        Column(N_("Maintained by"), lambda r: r["vendor"] or "", flex=True, wide=True),
        Column(N_("Out of use"), _retired, raw=lambda r: r["retired"], wide=True),
        _file(N_("Last inspection"), "inspected"),
        _file(N_("Last test"), "tested"),
        _file(N_("Inspection schedule"), "inspect"),
        _file(N_("Test schedule"), "test"),
        _file(N_("Maker"), "maker"),
        _file(N_("Model"), "model"),
        _file(N_("Phone of the maintainer"), "vendor_phone"),
        _file(N_("Note"), "note"),
    ],
}


def list_(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the list; columns that are empty throughout are left out on a terminal, and a `?` is explained."""
    from butlercli.output import views

    blocks = views.list_blocks(result, canvas, N_("No facility is registered so; {command} adds one."))
    grid = blocks[0]
    assert isinstance(grid, Grid)
    grid.empty = grid.empty.format(command="butler patrol facility add")
    if canvas.terminal and grid.rows:
        kept = [index for index in range(len(grid.headers)) if index < 3 or any(row[index] for row in grid.rows)]
        flex = [place for place, index in enumerate(kept) if index in grid.flex]
        grid = Grid(
            [grid.headers[index] for index in kept],
            [[row[index] for index in kept] for row in grid.rows],
            aligns="".join(grid.aligns[index] for index in kept),
            flex=flex,
        )
        blocks[0] = grid
    checks = [one for record in result.data for one in record["schedules"].values()]
    marks = (
        _(N_("! past due")) if any(one["overdue"] for one in checks) else "",
        _(N_("? the last one is not recorded: {command}")).format(command="butler patrol facility edit")
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
        _(N_("out of use from {date}")).format(date=record["retired"]) if record["retired"] else "",
        *(_said(record, name) for name in NAMES),
    )
    if more:
        lines.append(Styled(f"     {more}", "muted"))
    return [Lines(*lines, hang=5)]


def _said(record: Record, name: str) -> str:
    one = record["schedules"][name]
    if not one["next"]:
        return ""
    day = _(N_("{when} past due")).format(when=one["next"]) if one["overdue"] else one["next"]
    text = N_("next inspection {date}") if name == "inspect" else N_("next test {date}")
    missing = _(_UNRECORDED[name]) if one["unrecorded"] else ""
    return common.joined(_(text).format(date=day), missing, by=" ")


def show(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a facility: its facts and what is next, then faults, tickets and readings."""
    record = result.data
    title = common.joined(record["code"], record["name"], FACILITY_KINDS.label(record["kind"]), by="  ")
    return [
        Fields(_facts(record, canvas), title=title),
        *_faults(record, canvas),
        *_tickets(record),
        *_readings(record, canvas),
    ]


def _facts(record: Record, canvas: Canvas) -> list[tuple[str, str]]:
    today = canvas.now.date()
    out = _(N_("out of use from {date}")).format(date=record["retired"]) if record["retired"] else ""
    return [
        (_(N_("State")), Styled(out, "warn") if out else ""),
        (_(N_("Where")), record["place"] or ""),
        (_(N_("Put into use")), record["installed"] or ""),
        (_(N_("Next inspection")), _due(record, "inspect", today)),
        (_(N_("Last inspection")), record["inspected"] or ""),
        (_(N_("Next test")), _due(record, "test", today)),
        (_(N_("Last test")), record["tested"] or ""),
        (_(N_("Maker")), record["maker"] or ""),
        (_(N_("Model")), record["model"] or ""),
        (_(N_("Maintained by")), common.joined(record["vendor"], record["vendor_phone"], by=" ")),
        (_(N_("Patrol points")), "\n".join(_point(point) for point in record["points"])),
        (_(N_("Note")), record["note"] or ""),
    ]


def _point(point: Record) -> str:
    out = _(N_("out of use")) if point["retired"] else ""
    return common.joined(f"{point['code']} {point['name']}", out)


def _due(record: Record, name: str, today: date) -> str:
    """Return the next date, how far it is, and by which rule; or why there is no date."""
    one = record["schedules"][name]
    if not one["schedule"] or is_out(record, today):
        return ""
    rule = common.joined(schedule(one["schedule"]), one["source"], one["setting"])
    if one["next"]:
        day = next_day(record, name, today)
        late = _(N_("past due")) if one["overdue"] else ""
        said = common.joined(one["next"], late, _distance(one["next"], today))
        if one["unrecorded"]:
            said = common.joined(said, _(_UNRECORDED[name]))
    elif one["undated"]:
        day, said = "", _(N_("unknown: the day it was put into use is not recorded"))
    else:
        day, said = "", _(N_("none any more")) if one["schedule"] != "none" else _(N_("none"))
    style = getattr(day, "style", "") or ("warn" if one["unrecorded"] else "")
    return Styled(f"{said}\n{rule}", style)


def _distance(day: str, today: date) -> str:
    days = (date.fromisoformat(day) - today).days
    if days == 0:
        return _(N_("today"))
    text = N_("in {n} days") if days > 0 else N_("{n} days ago")
    return _(text).format(n=abs(days))


def _more(shown: int, total: int, record: Record) -> list[Block]:
    if total <= shown:
        return []
    text = _(N_("{shown} of {total}; all of them: {command}"))
    command = f"butler patrol facility show {record['code']} --json"
    return [Lines(Styled(text.format(shown=shown, total=total, command=command), "muted"))]


def _faults(record: Record, canvas: Canvas) -> list[Block]:
    faults = record["faults"]
    grid = Grid(
        [_(N_("When")), _(N_("Point")), _(N_("What was found")), _(N_("Ticket"))],
        [
            [common.moment(one["at"], canvas.now), one["point"], _found(one), f"T{one['ticket_id']}"]
            for one in faults[:SHOWN]
        ],
        aligns="lllr",
        flex=(2,),
        title=_(N_("Faults")) + (f" ({len(faults)})" if faults else ""),
        empty=_(N_("No fault was found.")),
    )
    return [grid, *_more(SHOWN, len(faults), record)]


def _found(fault: Record) -> str:
    return common.joined(
        fault["note"], common.joined(fault["reading"], fault["reading_unit"] if fault["reading"] else None, by=" ")
    )


def _tickets(record: Record) -> list[Block]:
    from butlercli.nouns.ticket import model
    from butlercli.nouns.ticket.views import state_label

    tickets = record["repairs"]
    if not tickets:
        return []
    grid = Grid(
        [_(N_("Ref")), _(N_("Title")), _(N_("Kind")), _(N_("State")), _(N_("Recorded")), _(N_("Resolved"))],
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
        title=_(N_("Tickets")) + f" ({len(tickets)})",
    )
    return [grid, *_more(SHOWN, len(tickets), record)]


def _readings(record: Record, canvas: Canvas) -> list[Block]:
    from butlercli.base.spark import spark
    from butlercli.nouns.facility.store import number

    if not record["readings"]:
        return []
    rows = [
        [
            one["point"],
            common.joined(one["reading"], one["reading_unit"], by=" "),
            spark([number(value["value"]) for value in one["values"]])[0 if canvas.wide else -NARROW :],
            one["min"] or "",
            one["max"] or "",
            Styled(one["last"], "bad" if _beyond(one) else "head"),
            limits(one),
        ]
        for one in record["readings"]
    ]
    headers = (N_("Point"), N_("Reading"), N_("Course"), N_("Least"), N_("Most"), N_("Last one"), N_("Limits"))
    title = _(N_("Readings"))
    return [Grid([_(header) for header in headers], rows, aligns="lllrrrl", flex=(0, 1), title=title)]


def limits(point: Record) -> str:
    """Return the limits of a reading: `0.3 – 0.5`, `≥ 0.3`, `≤ 0.5`, or nothing."""
    if point["low"] is not None and point["high"] is not None:
        return f"{point['low']} – {point['high']}"
    if point["low"] is not None:
        return f"≥ {point['low']}"
    return f"≤ {point['high']}" if point["high"] is not None else ""


def _beyond(point: Record) -> bool:
    """Say whether the last reading lies outside its limits as they now are."""
    from butlercli.nouns.facility.store import number

    last = number(point["last"])
    low, high = (number(point[name]) if point[name] is not None else None for name in ("low", "high"))
    return last is not None and ((low is not None and last < low) or (high is not None and last > high))


VIEWS: dict[str, Any] = {"facility.list": list_, "facility.show": show, "facility.echo": echo}
