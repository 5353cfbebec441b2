"""Parts of sentences in the language in force: lists, clauses, labels, shares, moments and days as a person says them."""

from collections.abc import Iterable
from datetime import date, datetime

from butlercli.base.i18n import N_, _, language

DASH = "–"
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
NEAR: dict[int | None, str] = {
    -1: N_("yesterday"),
    0: N_("today"),
    1: N_("tomorrow"),
    2: N_("the day after tomorrow"),
}


def joined(*parts: str | None, by: str = " · ") -> str:
    """Join the parts that are not empty."""
    return by.join(part for part in parts if part)


def listed(words: Iterable[str]) -> str:
    """Return words as a list: A、B or A, B."""
    return ("、" if language() == "zh" else ", ").join(words)


def commas(*parts: str) -> str:
    """Join the parts of a clause that are not empty: A，B or A, B."""
    return joined(*parts, by="，" if language() == "zh" else ", ")


def clauses(texts: Iterable[str]) -> str:
    """Return texts one after the other: A；B or A; B."""
    return ("；" if language() == "zh" else "; ").join(texts)


def sentences(*texts: str) -> str:
    """Join whole sentences."""
    return joined(*texts, by="" if language() == "zh" else " ")


def labelled(label: str, text: str) -> str:
    """Return a label and what it says: 漏检：A or missed: A."""
    return f"{label}{'：' if language() == 'zh' else ': '}{text}"


def bracketed(text: str) -> str:
    """Return a text in the brackets of the language, with the space it wants before them."""
    return f"（{text}）" if language() == "zh" else f" ({text})"


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal; a dash where there is none."""
    return DASH if value is None else f"{value * 100:.1f}%"


def yuan(fen: int | None) -> str:
    """Return an amount of fen in yuan, or a dash."""
    if fen is None:
        return DASH
    from butlercli.base.money import format_fen

    return _("{amount} yuan").format(amount=format_fen(fen))


def weekday(when: date) -> str:
    """Return the name of a day's weekday."""
    return _(WEEKDAYS[when.weekday()])


def near(day: str, now: datetime | None) -> str:
    """Return a stored day without its year where that is the year of now."""
    return day[5:10] if now is not None and day[:4] == f"{now:%Y}" else day[:10]


def moment(text: str | None, now: datetime | None) -> str:
    """Return a stored moment near now as a person would say it (今天 10:00), farther away as a date."""
    if not text:
        return ""
    then = datetime.fromisoformat(text)
    days = None if now is None else (then.date() - now.date()).days
    day = _(NEAR[days]) if days in NEAR else near(text, now)
    return f"{day} {then:%H:%M}"
