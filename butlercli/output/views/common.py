"""What several views say: times as a person would say them, labels in the language in force."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from butlercli.base import rooms
from butlercli.base.i18n import _, language
from butlercli.base.sentences import clauses as clauses
from butlercli.base.sentences import joined as joined
from butlercli.base.sentences import labelled as labelled
from butlercli.base.sentences import listed as listed
from butlercli.base.sentences import moment as moment
from butlercli.base.sentences import percent as percent
from butlercli.base.sentences import weekday as weekday

if TYPE_CHECKING:
    from butlercli.base.fields import Field


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
    return _("{n:day|days}").format(n=_number(hours / 24))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"


def attempts(record: dict[str, Any]) -> str:
    """Return how often a callback was in vain; nothing where it never was."""
    number = record["unreached"]
    return _("{n:attempt|attempts}").format(n=number) if number else ""


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


def field_value(field: "Field", value: Any) -> str:
    """Return a field's stored value as it is shown: the word of a code, else the value itself."""
    from butlercli.base.vocabulary import Vocabulary

    if isinstance(field.kind, Vocabulary):
        return field.kind.label(value)
    if field.kind == "switch":
        return _("yes") if value else _("no")
    if field.kind == "money" and value is not None:
        from butlercli.base.money import format_fen

        return format_fen(value)
    if field.kind in ("words", "tags") and value is not None:
        import json

        value = listed(json.loads(value) if isinstance(value, str) else value)
    return "" if value is None else str(value)
