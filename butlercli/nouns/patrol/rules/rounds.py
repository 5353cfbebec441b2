"""Decisions about rounds: their state, what a value says of a point, whether a reading is in order. Pure; no I/O."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.base.text import fold
from butlercli.nouns.patrol import model

LONGEST_NOTE = 10_000


class Observed(NamedTuple):
    """What was seen at a point: the result, a note (what is wrong, why it was skipped), a reading as decimal text."""

    result: str
    note: str | None = None
    reading: str | None = None


def stamp(moment: datetime) -> str:
    """Return a civil moment as it is stored."""
    return moment.isoformat(timespec="seconds")


def is_complete(facts: Row) -> bool:
    """Say whether every point of a round is ok or fault."""
    return bool(facts["points"]) and int(facts["covered"]) >= int(facts["points"])


def round_state(facts: Row, as_of: str) -> str:
    """Return the state of a round at a moment: done, abandoned, open or partial.

    facts: a row of `rounds.facts` read at that moment.
    """
    if is_complete(facts):
        return "done"
    ended = facts["ended_at"] is not None and facts["ended_at"] <= as_of
    if facts["course"] == "abandoned" and ended:
        return "abandoned"
    if not ended or (facts["window_end"] is not None and facts["window_end"] > as_of):
        return "open"
    return "partial"


def on_time(facts: Row) -> bool | None:
    """Say whether a done round lies within its window with all its lines; None while it is not done, or without one."""
    if facts["window_start"] is None or not is_complete(facts):
        return None
    return bool(facts["window_start"] <= facts["first_at"] and facts["last_at"] <= facts["window_end"])


def due_state(facts: Row | None, end: str, as_of: str) -> str:
    """Return the state of an expected round at a moment: done, late, open, missed or partial; `end` of its window."""
    if facts is not None and is_complete(facts):
        return "late" if facts["last_at"] > end else "done"
    if as_of < end:
        return "open"
    return "partial" if facts is not None and facts["answered"] else "missed"


def entry_of(entry: str, at: datetime, now: datetime) -> str:
    """Return how a result counts as entered: point by point, but more than 24 hours later, is 补录."""
    late = entry == "each" and now - at > timedelta(hours=model.LATE_HOURS)
    return "late" if late else entry


def parse_value(text: str) -> Observed:
    """Read `ok`, `fault:TEXT`, `skip:REASON` or a reading, in either language; raises UsageError (exit 2)."""
    word, mark, rest = _split(text)
    code = model.RESULTS.find(word)
    if code == "ok" and not (mark and rest):
        return Observed("ok")
    if code == "ok":
        return Observed("ok", checked_note(rest))
    if code == "fault":
        return Observed("fault", required(rest, N_("Say what is wrong."), "B1-PUMP=fault:漏水"))
    if code == "skipped":
        return Observed("skipped", required(rest, N_("Say why it was skipped."), "B1-PUMP=skip:门锁"))
    reading = find_reading(text)
    if reading is not None:
        return Observed("ok", None, reading)
    raise UsageError(
        N_("“{value}” says nothing of a point."),
        hint=N_("Write ok, fault:TEXT, skip:REASON, or a reading such as {example}."),
        value=text,
        example="0.35",
    )


def _split(text: str) -> tuple[str, str, str]:
    """Return the word before the first colon, the colon and what follows."""
    match = re.match(r"\s*([^:：]{1,12}?)\s*([:：])", text)
    if match is None:
        return text.strip(), "", ""
    return match[1], match[2], text[match.end() :].strip()


def required(text: str | None, what: str, example: str) -> str:
    """Return a text that must not be empty; raises UsageError naming what is wanted."""
    cleaned = (text or "").strip()
    if not cleaned:
        raise UsageError(what, hint=N_("For example: {example}."), example=example)
    return checked_note(cleaned)


def checked_note(text: str) -> str:
    """Return a note of at most 10,000 characters; raises UsageError for a longer one."""
    if len(text) > LONGEST_NOTE:
        raise UsageError(
            N_("The text has {length} characters; at most {most} are kept."), length=len(text), most=LONGEST_NOTE
        )
    return text


def find_reading(text: str, unit: str | None = None) -> str | None:
    """Return a number as decimal text without needless zeros, or None; a unit after it is taken off."""
    word = fold(text).strip().replace("−", "-").replace("。", ".")
    if unit and word.lower().endswith(unit.lower()):
        word = word[: -len(unit)].strip()
    match = re.fullmatch(r"([+-]?)(\d{1,12})(?:\.(\d{0,9}))?(?:\s*[A-Za-zμΩ°℃%‰/³²]{1,8})?", word)
    if match is None:
        return None
    whole, part = match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if match[1] == "-" and number != "0" else number


def parse_reading(text: str, unit: str | None = None) -> str:
    """Return a number as decimal text; raises UsageError (exit 2) for what is none."""
    found = find_reading(text, unit)
    if found is None:
        raise UsageError(N_("“{value}” is no reading."), hint=N_("For example: {example}."), value=text, example="0.35")
    return found


def judged(point: Row, seen: Observed) -> Observed:
    """Return what was seen, a fault where a reading is outside the point's limits.

    Raises UsageError (exit 2) for a reading at a point that has none.
    """
    if seen.reading is None:
        return seen
    if point["reading"] is None:
        raise UsageError(
            N_("{point} has no reading."),
            hint=N_("Give it one: {command}."),
            point=f"{point['code']} {point['name']}",
            command=f"butler patrol point edit {point['code']} --reading …",
        )
    wrong = outside(point, seen.reading)
    if wrong is None or seen.result != "ok":
        return seen
    return Observed("fault", " ".join(filter(None, (wrong, seen.note))), seen.reading)


def outside(point: Row, reading: str) -> str | None:
    """Return what is wrong with a reading (压力 0.25 MPa < 0.3), or None where it lies within the limits."""
    from decimal import Decimal

    value = Decimal(reading)
    said = " ".join(filter(None, (point["reading"], reading, point["reading_unit"])))
    if point["low"] is not None and value < Decimal(point["low"]):
        return f"{said} < {point['low']}"
    if point["high"] is not None and value > Decimal(point["high"]):
        return f"{said} > {point['high']}"
    return None


def number(text: str) -> float | None:
    """Return a stored reading as a number for comparing and drawing; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None
