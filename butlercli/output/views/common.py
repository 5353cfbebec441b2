"""What several views say: times as a person would say them, labels in the language in force."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from butlercli.base import rooms
from butlercli.base.i18n import N_, _, language

if TYPE_CHECKING:
    from butlercli.base.fields import Field
    from butlercli.output.blocks import Column

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def moment(text: str | None, now: datetime | None) -> str:
    """Return a stored moment near now as a person would say it (今天 10:00), farther away as a date."""
    if not text:
        return ""
    then = datetime.fromisoformat(text)
    clock = f"{then:%H:%M}"
    if now is None:
        return f"{then:%Y-%m-%d %H:%M}"
    days = (then.date() - now.date()).days
    near = {
        -1: _("yesterday"),
        0: _("today"),
        1: _("tomorrow"),
        2: _("the day after tomorrow"),
    }
    if days in near:
        return f"{near[days]} {clock}"
    if then.year == now.year:
        return f"{then:%m-%d} {clock}"
    return f"{then:%Y-%m-%d} {clock}"


def day(text: str | None) -> str:
    """Return the date of a stored moment or date."""
    return text[:10] if text else ""


def duration(gap: timedelta) -> str:
    """Return a length of time in its largest unit, from minutes to days."""
    minutes = int(gap.total_seconds() // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    hours = minutes / 60
    if hours < 48:
        return _("{n} h").format(n=_number(hours))
    return _("{n} days").format(n=_number(hours / 24))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"


def weekday(when: date) -> str:
    """Return the name of a day's weekday."""
    return _(WEEKDAYS[when.weekday()])


def attempts(record: dict[str, Any]) -> str:
    """Return how often a callback was in vain; nothing where it never was."""
    number = record["unreached"]
    if not number:
        return ""
    return (_("{n} attempt") if number == 1 else _("{n} attempts")).format(n=number)


def percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal; a dash where there is none."""
    return "–" if value is None else f"{value * 100:.1f}%"


def category(record: dict[str, Any]) -> str:
    """Return a category's name in the language in force, from a row or record that carries both names."""
    names = (record.get("category_name"), record.get("category_english"))
    chosen = names[0] if language() == "zh" else names[1]
    return chosen or record.get("category") or ""


def label(kind: str, field: str, code: str | None) -> str | None:
    """Return the word for a code in the records of a kind, None where the room of that kind has none for the field."""
    found = rooms.lookup("LABELS", kind)
    if found is None or field not in found[1]:
        return None
    room, vocabularies = found
    return str(getattr(rooms.module_of(room, "model"), vocabularies[field]).label(code))


def joined(*parts: str | None, by: str = " · ") -> str:
    """Join the parts that are not empty."""
    return by.join(part for part in parts if part)


def listed(words: Iterable[str]) -> str:
    """Return words as a list in the language in force: A、B or A, B."""
    return ("、" if language() == "zh" else ", ").join(words)


def clauses(texts: Iterable[str]) -> str:
    """Return texts one after the other, in the language in force: A；B or A; B."""
    return ("；" if language() == "zh" else "; ").join(texts)


def labelled(label: str, value: str) -> str:
    """Return a label and what it says, in the language in force: 漏检：A or missed: A."""
    return f"{label}{'：' if language() == 'zh' else ': '}{value}"


def field_value(field: "Field", value: Any) -> str:
    """Return a field's stored value as it is shown: the word of a code, else the value itself."""
    from butlercli.base.vocabulary import Vocabulary

    if isinstance(field.kind, Vocabulary):
        return field.kind.label(value)
    if field.kind == "switch":
        return _("yes") if value else _("no")
    if field.kind in ("words", "tags") and isinstance(value, str):
        import json

        value = listed(json.loads(value))
    return "" if value is None else str(value)


def file_column(field: "Field") -> "Column":
    """Return the column of a field that only files have."""
    from butlercli.output.blocks import Column

    return Column(
        field.label,
        lambda record: field_value(field, record[field.name]),
        raw=lambda record: field_value(field, record[field.name]) or None,
        file_only=True,
    )
