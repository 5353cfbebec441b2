"""How patrol points and routes look: lists, the whole of one, and how one now stands."""

from datetime import date
from typing import Any

from butlercli.base.i18n import N_, _, language
from butlercli.base.result import Record, Result
from butlercli.base.sentences import near
from butlercli.base.spark import spark
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.views.common import RESULT_STYLES
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
_DAYS = {
    "mon": ("Mon", "一"), "tue": ("Tue", "二"), "wed": ("Wed", "三"), "thu": ("Thu", "四"), "fri": ("Fri", "五"),
    "sat": ("Sat", "六"), "sun": ("Sun", "日"),
}  # fmt: skip


# --- schedules in words -----------------------------------------------------------------------------


def every(text: str) -> str:
    """Return a schedule as words in the language in force; a rule stays as it is written."""
    kind, _mark, days = text.partition(":")
    chinese = language() == "zh"
    if kind in ("daily", "workdays"):
        return _("every day") if kind == "daily" else _("working days")
    if kind == "weekly":
        names = [_DAYS[day][chinese] for day in days.split(",")]
        return "每周" + "、".join(names) if chinese else " ".join(names)
    if kind == "monthly":
        words = [_monthday(int(day), chinese) for day in days.split(",")]
        return "每月" + "、".join(words) if chinese else ", ".join(words)
    return text


def _monthday(day: int, chinese: bool) -> str:
    if chinese:
        return f"{day}日" if day > 0 else ("最后一天" if day == -1 else f"倒数第{-day}天")
    if day == -1:
        return "last day"
    return ordinal(day) if day > 0 else f"{ordinal(-day)} last day"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def windows(record: Record) -> str:
    """Return the windows of a route."""
    return " ".join(record["windows"])


def span(first: str | None, last: str | None) -> str:
    """Return the days from one to another in words."""
    if first and last:
        return f"{first} … {last}"
    return _("since {when}").format(when=first) if first else ""


def _when(record: Record, now: Any) -> str:
    """Return the next round: today 08:00-10:00, or its date."""
    if record["next"] is None:
        return ""
    day = date.fromisoformat(record["next"]["date"])
    gap = (day - now.date()).days if now else None
    days = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow")}
    said = _(days[gap]) if gap in days else near(record["next"]["date"], now)
    return f"{said} {record['next']['window']}"


def _state(record: Record, now: Any) -> str:
    """Return what keeps a route from being walked: paused, out of use, over, not begun yet."""
    today = now.date().isoformat() if now else ""
    if record["retired"]:
        return Styled(_("not walked from {date} on").format(date=record["retired"]), "muted")
    if record["paused"]:
        until = record["paused"]["until"]
        said = _("paused until {date}").format(date=until) if until else _("paused")
        return Styled(common.joined(said, record["paused"]["reason"], by=" "), "warn")
    if record["until"] and record["until"] < today:
        return Styled(_("ended on {date}").format(date=record["until"]), "muted")
    if record["from"] > today:
        return _("from {date}").format(date=record["from"])
    return _("until {when}").format(when=record["until"]) if record["until"] else ""


# --- lists ------------------------------------------------------------------------------------------


def limits(record: Record) -> str:
    """Return what is read at a point and within which limits: 压力 0.3–0.5 MPa."""
    if record["reading"] is None:
        return ""
    low, high = record["min"], record["max"]
    between = f"{low}–{high}" if low and high else (f"≥ {low}" if low else f"≤ {high}" if high else "")
    return common.joined(record["reading"], between, record["unit"], by=" ")


def _out(record: Record) -> str:
    if record["retired"] is None:
        return ""
    return Styled(_("out of use from {date}").format(date=record["retired"]), "muted")


def _next(record: Record, _seen: Seen) -> str:
    return f"{record['next']['date']} {record['next']['window']}" if record["next"] else ""


LISTS = {
    "point.list": Listing(
        columns.name(N_("Code"), "code"),
        columns.text(N_("Patrol point"), "name", flex=True),
        columns.text(N_("Where"), "place", flex=True),
        columns.text(N_("Facility"), "facility"),
        Column(N_("Reading"), limits, raw=lambda r: r["reading"]),
        columns.text(N_("Unit of the reading"), "unit", file_only=True),
        columns.text(N_("Least"), "min", file_only=True),
        columns.text(N_("Most"), "max", file_only=True),
        columns.listed(N_("Routes"), "routes", flex=True),
        Column(N_("To look at"), lambda r: common.clauses(r["checks"]), flex=True, wide=True),
        columns.text(N_("Out of use"), "retired", wide=True),
        empty=N_("No patrol point found; {command} adds one."),
        command="butler patrol point add",
        kept=2,
    ),
    "route.list": Listing(
        columns.name(N_("Route"), "name", flex=True),
        Column(N_("Days"), lambda r: every(r["every"]), raw=lambda r: r["every"], flex=True),
        Column(N_("Windows"), windows),
        Column(N_("Next round"), lambda r, seen: _when(r, seen.now), raw=_next, seen=True),
        Column(N_("State"), lambda r, seen: _state(r, seen.now), seen=True, flex=True),
        columns.words(N_("Patrol points"), "points", flex=True),
        columns.text(N_("Since"), "from", wide=True),
        columns.text(N_("Until"), "until", file_only=True),
        columns.text(N_("Note"), "note", flex=True, wide=True),
        empty=N_("No route found; {command} adds one."),
        command="butler patrol route add",
        kept=4,
    ),
}


# --- points -----------------------------------------------------------------------------------------


def echo_point(result: Result, _canvas: Canvas) -> list[Block]:
    """Say in a line or two how a point now stands."""
    record = result.data
    head = common.joined(record["code"], record["name"], record["place"], record["facility"], limits(record), by="  ")
    more = common.joined(common.clauses(record["checks"]), common.listed(record["routes"]), _out(record))
    return [Lines(head, *([Styled(f"     {more}", "muted")] if more else []), hang=5)]


def show_point(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a point: what it is, its open fault, readings as a line of bars, last results."""
    record = result.data
    ticket = record["ticket"]
    fields = Fields(
        [
            (_("Open fault"), Styled(_ticket(ticket), "bad") if ticket else ""),
            (_("Facility"), record["facility"] or ""),
            (_("Where"), record["place"] or ""),
            (_("To look at"), "\n".join(record["checks"])),
            (_("Reading"), limits(record)),
            (_("Last readings"), _spark(record)),
            (_("Routes"), common.listed(record["routes"])),
            (_("Out of use"), record["retired"] or ""),
        ],
        title=f"{record['code']}  {record['name']}",
    )
    return [fields, _results(record, canvas)]


def _ticket(ticket: Record) -> str:
    from butlercli.nouns.ticket.views.tickets import state_label

    return common.joined(f"T{ticket['id']}", ticket["title"], state_label(ticket), by="  ")


def _spark(record: Record) -> str:
    values = record["readings"]
    if not values:
        return ""
    numbers = [float(one["value"]) for one in values]
    least, most = min(values, key=lambda one: float(one["value"])), max(values, key=lambda one: float(one["value"]))
    said = _("last {last}, from {least} to {most}")
    return f"{spark(numbers)}  " + said.format(last=values[-1]["value"], least=least["value"], most=most["value"])


def _results(record: Record, canvas: Canvas) -> Grid:
    rows = [
        [
            common.moment(one["at"], canvas.now),
            Styled(model.RESULTS.label(one["result"]), RESULT_STYLES[one["result"]]),
            model.ENTRIES.label(one["entry"]),
            common.joined(one["reading"], record["unit"], by=" ") if one["reading"] else "",
            one["note"] or "",
            f"T{one['ticket_id']}" if one["ticket_id"] else "",
            one["by"] or "",
            f"R{one['round_id']} {one['route']}",
        ]
        for one in record["results"]
    ]
    headers = [N_("When"), N_("Result"), N_("Entry"), N_("Reading"), N_("Note"), N_("Ticket"), N_("By"), N_("Round")]
    grid = Grid(
        [_(header) for header in headers],
        rows,
        flex=(4, 7),
        title=_("Last results"),
        empty=_("Nothing was logged here yet."),
    )
    return columns.without_empty(grid, 2)


# --- routes -----------------------------------------------------------------------------------------


def echo_route(result: Result, canvas: Canvas) -> list[Block]:
    """Say in a line or two how a route now stands, and what comes next."""
    record = result.data
    head = common.joined(
        record["name"], every(record["every"]), windows(record), _state(record, canvas.now), record["note"], by="  "
    )
    coming = _when(record, canvas.now)
    lines = [f"     {' · '.join(record['points'])}"]
    if coming:
        lines.append("     " + common.labelled(_("Next round"), coming))
    return [Lines(head, *(Styled(line, "muted") for line in lines), hang=5)]


def show_route(result: Result, canvas: Canvas) -> list[Block]:
    """Draw the whole of a route: how it is walked, its points in order, its plans and pauses."""
    record = result.data
    today = canvas.now.date().isoformat()
    current = next((plan for plan in reversed(record["plans"]) if plan["from"] <= today), record["plans"][0])
    blocks: list[Block] = [
        Fields(
            [
                (_("State"), _state(record, canvas.now)),
                (_("Days"), every(record["every"])),
                (_("Windows"), windows(record)),
                (_("Next round"), _when(record, canvas.now)),
                (_("Note"), record["note"] or ""),
            ],
            title=record["name"],
        ),
        Grid(
            ["", _("Code"), _("Patrol point")],
            [[str(place), Styled(one["code"], "name"), one["name"]] for place, one in enumerate(current["points"], 1)],
            aligns="rll",
            flex=(2,),
            title=_("Patrol points"),
        ),
    ]
    if len(record["plans"]) > 1:
        blocks.append(_plans(record, current))
    if record["pauses"]:
        rows = [[span(one["from"], one["until"]), one["reason"] or ""] for one in record["pauses"]]
        blocks.append(Grid([_("Dates"), _("Reason")], rows, flex=(1,), title=_("Pauses")))
    return blocks


def _plans(record: Record, current: Record) -> Grid:
    rows = []
    for plan in record["plans"]:
        points = " ".join(one["code"] for one in plan["points"])
        style = "head" if plan is current else "muted"
        never = plan["until"] is not None and plan["until"] < plan["from"]
        dates = _("never in force") if never else span(plan["from"], plan["until"])
        rows.append([Styled(dates, style), every(plan["every"]), windows(plan), points])
    headers = [_("Dates"), _("Days"), _("Windows"), _("Patrol points")]
    return Grid(headers, rows, flex=(1, 3), title=_("Plans"))


VIEWS: dict[str, Any] = {
    "point.echo": echo_point,
    "point.show": show_point,
    "route.echo": echo_route,
    "route.show": show_route,
}
