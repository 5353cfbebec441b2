"""The walk on a terminal: a point at a time, one key for each answer. Questions and echoes go to stderr."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence

from butlercli.base import clock
from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Message, Result, Row
from butlercli.cli import keys
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.verbs import walk as walk_verbs

INTERRUPTED = 130
STYLES = {"ok": "good", "fault": "bad", "skipped": "warn"}
KEYS = (
    ("o", N_("in order")),
    ("f", N_("fault")),
    ("s", N_("skip")),
    ("r", N_("reading")),
    ("b", N_("back")),
    ("q", N_("stop and keep")),
    ("?", N_("keys")),
)
HELP = (
    ("o", N_("The point was looked at and is in order. Nothing else stands for it: no Enter, no space.")),
    ("f", N_("A fault; what is wrong is asked. It opens a repair ticket or joins the open one of the point.")),
    ("s", N_("Skipped; the reason is asked.")),
    ("r", N_("A reading; the number is asked. Outside the limits of the point it is a fault.")),
    ("b", N_("Back: the last answer is taken back, with the ticket it opened.")),
    ("q", N_("Stop; what was answered is kept, and the walk goes on from there next time.")),
)
STOP = ("q", "\x04", "")
Seen = rules.Observed


def run(walk: walk_verbs.Walk, notices: Sequence[Message]) -> Result:
    """Ask point after point until all have a result or it is stopped; return the round as it then stands."""
    _heading(walk, notices)
    interrupted = False
    try:
        while (point := walk.current) is not None:
            _show_point(walk, point)
            if not _one(walk, point):
                break
    except KeyboardInterrupt:
        interrupted = True
        _say("")
    result = walk.outcome()
    if interrupted:
        result.exit_code = INTERRUPTED
    return result


def _one(walk: walk_verbs.Walk, point: Row) -> bool:
    """Ask until a point has its answer or one has gone back; False to stop."""
    while True:
        pressed = _key()
        if pressed in STOP:
            _say(_("stopped"), style="muted")
            return False
        if pressed == "b":
            if _back(walk):
                return True
        elif pressed == "?":
            _say("")
            _say(*(f"{name}  {_(text)}" for name, text in HELP), hang=9, inset=6)
        elif pressed in ASKED:
            seen = ASKED[pressed](point)
            if seen is not None and _answered(walk, point, seen):
                return True
        elif pressed == keys.SEVERAL:
            _say(_("One key at a time: several at once are no answer."), style="warn")
        else:
            _say(_("This key says nothing; ? shows the keys."), style="muted")


# --- what the keys ask ------------------------------------------------------------------------------


def _ok(_point: Row) -> Seen | None:
    return Seen("ok")


def _fault(_point: Row) -> Seen | None:
    text = _ask(N_("What is wrong (empty: back to the keys): "))
    return Seen("fault", text) if text else None


def _skip(_point: Row) -> Seen | None:
    text = _ask(N_("Why skipped (empty: back to the keys): "))
    return Seen("skipped", text) if text else None


def _reading(point: Row) -> Seen | None:
    """Ask for a number until it is one; a point without a reading says so."""
    if point["reading"] is None:
        rule = rules.Observed("ok", None, "0")
        try:
            rules.judged(point, rule)
        except ButlerError as error:
            _refused(error, pressed=True)
        return None
    while True:
        text = _ask(N_("{what} (empty: back to the keys): "), what=_reading_of(point))
        if not text:
            return None
        try:
            return Seen("ok", None, rules.parse_reading(text, point["reading_unit"]))
        except ButlerError as error:
            _refused(error)


ASKED: dict[str, Callable[[Row], Seen | None]] = {"o": _ok, "f": _fault, "s": _skip, "r": _reading}


def _ask(msgid: str, **params: object) -> str:
    from butlercli.output.render import fill

    sys.stderr.write(fill(msgid, params))
    sys.stderr.flush()
    return keys.line()


def _answered(walk: walk_verbs.Walk, point: Row, seen: Seen) -> bool:
    """Write an answer and echo it; False where it was refused."""
    try:
        if seen.note is not None:
            rules.checked_note(seen.note)
        said = walk.answer(point, seen, clock.now())
    except ButlerError as error:
        _refused(error, pressed=seen == Seen("ok"))
        return False
    _say(_judged(point, seen, said.seen), style=STYLES[said.seen.result], inset=0 if seen == Seen("ok") else 6, hang=6)
    _messages(said.notices)
    return True


def _judged(point: Row, seen: Seen, judged: Seen) -> str:
    """Return the echo of an answer: its result, and what could not be seen while it was typed."""
    label = model.RESULTS.label(judged.result)
    if judged.result != seen.result:
        return _("outside its limits: {what}").format(what=f"{label} · {judged.note}")
    return " ".join(filter(None, (label, judged.reading, point["reading_unit"] if judged.reading else None)))


def _back(walk: walk_verbs.Walk) -> bool:
    """Take the last answer back; False where there is none, or something is in the way."""
    try:
        point = walk.back(clock.now())
    except ButlerError as error:
        _refused(error, pressed=True)
        return False
    if point is None:
        _say(_("There is no answer of this walk to take back."), style="muted")
        return False
    _say(_("taken back: {point}").format(point=walk_verbs.point_name(point)), style="warn")
    return True


# --- what is shown ----------------------------------------------------------------------------------


def _heading(walk: walk_verbs.Walk, notices: Sequence[Message]) -> None:
    if walk.current is None:
        _messages(notices, inset=0)
        return
    _say(" · ".join(filter(None, walk_verbs.day_of(walk))), style="head")
    _messages(notices, inset=0)
    _say(" · ".join(f"{name} {_(text)}" for name, text in KEYS), style="muted")


def _show_point(walk: walk_verbs.Walk, point: Row) -> None:
    """Show where one is: 3/12 B1-PUMP B1泵房 · what to look at · what is read · how it was last time."""
    from butlercli.output.views import common

    place = point["place"] or point["facility_place"]
    checks = common.listed(json.loads(point["checks"]))
    last = walk.last.get(point["id"])
    before = walk.answered.get(point["id"])
    parts = (
        walk_verbs.point_name(point),
        place if place and place != point["name"] else "",
        _("look at: {checks}").format(checks=checks) if checks else "",
        _("read: {what}").format(what=_reading_of(point)) if point["reading"] else "",
        _("skipped before") if before else "",
        _("last time {result}").format(result=_former(last, point)) if last else "",
    )
    number = f"{walk.position(point):>2}/{len(walk.points)}"
    _say(f"{number}  {' · '.join(filter(None, parts))}", hang=6)


def _reading_of(point: Row) -> str:
    """Return what is read at a point with its unit and limits: 压力 MPa 0.3–0.5."""
    low, high = point["low"], point["high"]
    limits = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
    return " ".join(filter(None, (point["reading"], point["reading_unit"], limits)))


def _former(last: Row, point: Row) -> str:
    label = model.RESULTS.label(last["result"])
    reading = " ".join(filter(None, (last["reading"], point["reading_unit"]))) if last["reading"] else None
    return " ".join(filter(None, (label, reading or last["note"])))


def _key() -> str:
    sys.stderr.write("      > ")
    sys.stderr.flush()
    return keys.key()


def _messages(messages: Sequence[Message], inset: int = 6) -> None:
    from butlercli.output.render import fill

    for message in messages:
        _say(fill(message.msgid, message.params), inset=inset, hang=inset)


def _refused(error: ButlerError, *, pressed: bool = False) -> None:
    """Say why an answer was refused; after a key, which leaves the cursor behind the prompt, on a line of its own."""
    from butlercli.output.render import fill

    if pressed:
        _say("")

    message = fill(error.message, error.params)
    hint = fill(error.hint, error.params) if error.hint else ""
    text = ("" if message.endswith("。") else " ").join(filter(None, (message, hint)))
    _say(text, style="warn", inset=6, hang=6)


def _say(*lines: str, style: str = "", inset: int = 0, hang: int = 0) -> None:
    """Write lines to stderr, fitted to the terminal; what was typed is shown with visible escapes."""
    from butlercli.output import plain, render
    from butlercli.output.blocks import Canvas, Lines, Styled

    columns, rows = shutil.get_terminal_size((80, 24))
    canvas = Canvas(max(columns, 40), rows, True, None)
    block = Lines(*(Styled(" " * inset + line, style) for line in lines), hang=hang)
    for line in plain.lines([block], canvas, colour=render.colour_wanted()):
        sys.stderr.write(line + "\n")
    sys.stderr.flush()
