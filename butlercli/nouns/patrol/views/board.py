"""How what is expected looks: the rounds due on a day, those missed, a month at a glance."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from butlercli.base.i18n import N_, _, language
from butlercli.base.result import Record, Result
from butlercli.base.text import fit, pad, width
from butlercli.base.vocabulary import Vocabulary
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Runs, Styled, style_of
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
STYLES = {"done": "good", "late": "warn", "partial": "bad", "missed": "bad", "open": ""}
NO_ROUTES = N_("There are no routes yet; {command} adds one.")
# One character for each state: two cells a day must do. The legend under the month says what they mean.
MARKS = Vocabulary(
    N_("mark of a state"),
    {
        "done": ("D", "完"),
        "late": ("L", "迟"),
        "partial": ("P", "缺"),
        "missed": ("M", "漏"),
        "open": ("o", "待"),
        "none": ("·", "·"),
        "extra": ("+", "+"),
    },
)
MARK_STYLES = {**STYLES, "open": "muted", "none": "muted", "extra": "name"}
WEEKDAYS = {"zh": "一二三四五六日", "en": "MTWTFSS"}
EXTRA = N_("extra round")
NARROW, ROOMY = 2, 3


def state(record: Record) -> str:
    """Return the word for the state of an expected round."""
    return Styled(model.DUE_STATES.label(record["state"]), STYLES[record["state"]])


def _ref(record: Record) -> str:
    return f"R{record['round_id']}" if record["round_id"] else ""


LISTS = dict.fromkeys(
    ("patrol.due", "patrol.missed", "patrol.calendar"),
    Listing(
        columns.text(N_("Date"), "date"),
        columns.text(N_("Window"), "window"),
        columns.text(N_("Route"), "route", flex=True),
        Column(N_("State"), state),
        columns.ref("R", "round_id", N_("Round")),
        columns.words(N_("Missed points"), "missed_points", ", ", flex=True),
        columns.words(N_("Skipped points"), "skipped_points", ", ", flex=True),
        columns.words(N_("Points to come"), "open_points", ", ", flex=True),
    ),
)


def no_routes() -> list[Block]:
    """Say how one begins, where there is no route at all."""
    text = _(NO_ROUTES).format(command="butler patrol route add")
    return [Lines(Styled(text, "muted"))]


def _pairs(result: Result) -> list[tuple[Record, Any]]:
    """Return the rows with what they were made of: the round's facts among it."""
    return list(zip(result.data, result.extra["standings"], strict=True))


def _covered(standing: Any) -> str:
    """Return how many points are ok or fault, of how many."""
    if standing.facts is None:
        return f"0/{len(standing.missed) + len(standing.to_come)}"
    return f"{standing.facts['covered']}/{standing.facts['points']}"


# --- a day --------------------------------------------------------------------------------------------


def due(result: Result, canvas: Canvas) -> list[Block]:
    """A day by its windows: the state, how many points, what is notable; beneath it the points that are wanting."""
    if not result.extra["routes"]:
        return no_routes()
    day: date = result.extra["day"]
    title = common.joined(day.isoformat(), common.weekday(day))
    rows = [_due_row(record, standing, day, canvas.now) for record, standing in _pairs(result)]
    headers = [_(text) for text in (N_("Window"), N_("Route"), N_("State"), N_("Points"), N_("Round"), N_("Remarks"))]
    empty = _("No round is expected on {day}.").format(day=day.isoformat())
    blocks: list[Block] = [Lines(Styled(title, "head"))]
    blocks.append(Grid(headers, rows, aligns="lllrrl", flex=(1,), empty=empty))
    lines = [line for record, standing in _pairs(result) for line in _wanting(record, standing)]
    lines.extend(_extra_line(facts) for facts in result.extra["extras"])
    if lines:
        blocks.append(Lines(*lines, hang=5))
    return [*blocks, *columns.more(result)]


def _due_row(record: Record, standing: Any, day: date, now: datetime) -> list[str]:
    window = record["window"] if record["date"] == day.isoformat() else f"{record['date'][5:]} {record['window']}"
    shown: str = state(record)
    if record["state"] == "open" and standing.expected.start <= now:
        shown = Styled(shown, "warn")
    return [window, record["route"], shown, _covered(standing), _ref(record), _what(record, standing, now)]


def _what(record: Record, standing: Any, now: datetime) -> str:
    """Say in few words what is notable: faults, how late, how long there is still time, that nobody came."""
    facts = standing.facts
    parts = [f"{model.RESULTS.label('fault')} {facts['faults']}" if facts and facts["faults"] else ""]
    if record["state"] == "late":
        parts.append(_("last point {when}").format(when=common.moment(facts["last_at"], now)))
    if record["state"] == "open" and standing.expected.start <= now:
        parts.append(_("{length} left").format(length=common.duration(standing.expected.end - now)))
    if record["state"] == "missed":
        parts.append(_("every point"))
    return common.joined(*parts)


def _wanting(record: Record, standing: Any) -> list[str]:
    """Return the line beneath the day that names the points a round is wanting; none where nobody came yet."""
    if not standing.facts or not standing.facts["answered"]:
        return []
    named = (
        ("missed_points", model.RESULTS.label("missed") + " {points}"),
        ("open_points", _("to come {points}")),
        ("skipped_points", model.RESULTS.label("skipped") + " {points}"),
    )
    parts = [text.format(points=common.listed(record[name])) for name, text in named if record[name]]
    if not parts:
        return []
    return [Styled(f"{_ref(record)}  {record['route']}  {common.joined(*parts)}", STYLES[record["state"]] or "warn")]


def _missed(record: Record, standing: Any) -> str:
    """Return the points nobody looked at; where nobody came at all, that it is every one."""
    walked = bool(standing.facts and standing.facts["answered"])
    return common.listed(record["missed_points"]) if walked else _("every point")


def _extra_line(facts: Record) -> str:
    """Return the line of a round that nobody expected."""
    text = common.joined(
        f"+ R{facts['id']}  {facts['route']}",
        facts["started_at"][11:16],
        f"{facts['covered']}/{facts['points']}",
        f"{model.RESULTS.label('fault')} {facts['faults']}" if facts["faults"] else "",
        _(EXTRA),
    )
    return Styled(text, "muted")


# --- what was missed ----------------------------------------------------------------------------------


def missed(result: Result, _canvas: Canvas) -> list[Block]:
    """One row a round: when, which, and the points nobody looked at."""
    if not result.extra["routes"]:
        return no_routes()
    first, last = result.extra["first"], result.extra["last"]
    span = f"{first}" if first == last else f"{first} … {last}"
    expected = result.extra["expected"]
    if not result.data:
        text = _("{span}: no point was missed. Rounds expected: {expected}.") if expected else _(NOTHING)
        return [Lines(Styled(text.format(span=span, expected=expected), "good" if expected else "muted"))]
    rows = [
        [
            record["date"],
            record["window"],
            record["route"],
            state(record),
            _covered(standing),
            _ref(record),
            _missed(record, standing),
        ]
        for record, standing in _pairs(result)
    ]
    headers = [N_("Date"), N_("Window"), N_("Route"), N_("State"), N_("Points"), N_("Round"), N_("Missed")]
    title = _("{span}: points missed in {n} of {expected:expected round|expected rounds}").format(
        span=span, n=result.total, expected=expected
    )
    grid = Grid([_(text) for text in headers], rows, aligns="llllrrl", flex=(2, 6))
    return [Lines(Styled(title, "head")), grid, *columns.more(result)]


NOTHING = N_("No round had to be done in {span} so far.")


# --- a month ------------------------------------------------------------------------------------------


def calendar(result: Result, canvas: Canvas) -> list[Block]:
    """A month: a line for each route and window, a character for each day, what the characters mean and how many."""
    if not result.extra["routes"]:
        return no_routes()
    first: date = result.extra["first"]
    days = [first + timedelta(days=n) for n in range((result.extra["last"] - first).days + 1)]
    places = _places(result)
    title = Styled(f"{first:%Y-%m}", "head")
    if not places:
        text = _("No round is expected in {month}.").format(month=f"{first:%Y-%m}")
        return [Lines(title, Styled(text, "muted"))]
    cells, room = _measures(places, len(days), canvas)
    lines: list[str] = [_head(days, cells, room, title, canvas.now.date()), _head_of_weekdays(days, cells, room)]
    whole = {route for route, _window in places}
    whole -= {route for route, window in places if width(f"{route} {window}") >= room}
    former = ""
    for (route, window), marks in places.items():
        if route not in whole and route != former:  # too long to stand before its days: above them
            lines.append(fit(route, canvas.width or room + len(days) * cells))
        former = route
        label = f"{route} {window}" if route in whole else fit(f"  {window}", room - 1)
        lines.append(_row(pad(label, room), [_mark(marks.get(day, "none"), cells) for day in days]))
    return [Lines(*lines), Lines(*_legend(places, canvas))]


def _row(label: str, cells: Sequence[str]) -> Runs:
    """Join a label and the cells of the days; nothing hangs over at the end."""
    last = cells[-1]
    return Runs(label, *cells[:-1], Styled(last.rstrip(), style_of(last)))


def _places(result: Result) -> dict[tuple[str, str], dict[date, str]]:
    """Return the state of each day by route and window; the rounds nobody expected have a line of their own."""
    found: dict[tuple[str, str], dict[date, str]] = {}
    for one in result.extra["standings"]:
        found.setdefault((one.route, one.expected.window), {})[one.expected.date] = one.state
    extra = _(EXTRA)
    for facts in result.extra["extras"]:
        found.setdefault((facts["route"], extra), {})[date.fromisoformat(facts["date"])] = "extra"
    order = list(dict.fromkeys(route for route, _window in found))
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1] == extra, item[0][1])))


def _measures(places: Iterable[tuple[str, str]], days: int, canvas: Canvas) -> tuple[int, int]:
    """Return the cells of a day and of the label before the days, so that a line fits the terminal."""
    wanted = max(width(f"{route} {window}") for route, window in places) + 1
    if not canvas.terminal:
        return ROOMY, wanted
    cells = ROOMY if canvas.width - days * ROOMY >= min(wanted, 26) else NARROW
    return cells, min(wanted, max(canvas.width - days * cells, 13))


def _head(days: Sequence[date], cells: int, room: int, title: str, today: date) -> Runs:
    """Number the days: all where there is room, else the first and each Monday; today stands out."""
    pieces: list[str] = []
    for day in days:
        # In two cells, numbers side by side would read as one.
        beside = abs((day - today).days) == 1
        numbered = cells == ROOMY or day == today or (not beside and (day.day == 1 or day.weekday() == 0))
        shown = str(day.day) if numbered else ""
        pieces.append(Styled(pad(shown, cells), "name" if day == today else "muted"))
    return _row(Styled(pad(title, room), "head"), pieces)


def _head_of_weekdays(days: Sequence[date], cells: int, room: int) -> Runs:
    letters = WEEKDAYS[language()]
    pieces = [Styled(pad(letters[day.weekday()], cells), "muted" if day.weekday() < 5 else "") for day in days]
    return _row(" " * room, pieces)


def _mark(state: str, cells: int) -> str:
    return Styled(pad(MARKS.label(state), cells), MARK_STYLES[state])


def _legend(places: dict[tuple[str, str], dict[date, str]], canvas: Canvas) -> list[str]:
    """Say what the characters mean and how many there are of each, in as many lines as it takes."""
    counts: dict[str, int] = {}
    for marks in places.values():
        for code in marks.values():
            counts[code] = counts.get(code, 0) + 1
    words = {code: model.DUE_STATES.label(code) for code in model.DUE_STATES} | {"extra": _(EXTRA)}
    items = [
        Styled(f"{MARKS.label(code)} {words[code]} {counts[code]}", MARK_STYLES[code])
        for code in ("done", "late", "partial", "missed", "open", "extra")
        if code in counts
    ]
    items.append(Styled(f"{MARKS.label('none')} {_('none expected')}", "muted"))
    lines: list[list[str]] = [[]]
    for item in items:
        if canvas.terminal and width("".join(lines[-1])) + 3 + width(item) > canvas.width:
            lines.append([])
        lines[-1] += ["   ", item] if lines[-1] else [item]
    return [Runs(*line) for line in lines]


VIEWS: dict[str, Any] = {"patrol.due": due, "patrol.missed": missed, "patrol.calendar": calendar}
