"""A cell that cannot be taken, or only in part: where it stands, what it says, and why."""

from typing import Any

from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Message
from butlercli.base.text import visible

_SHOWN = 60
_KEPT = 500


class Problem:
    """One bad or doubtful cell. `why` is a msgid, filled from `params` when it is shown."""

    __slots__ = ("column", "params", "row", "value", "why")

    def __init__(self, row: int, column: str, value: Any, why: str, **params: Any) -> None:
        """`row` is the number a person sees beside it; `column` the header, or nothing for a whole row."""
        self.row = row
        self.column = column
        self.value = value
        self.why = why
        self.params = params

    @classmethod
    def of(cls, row: int, column: str, value: Any, error: ButlerError) -> "Problem":
        """Return the problem that a parser's error tells of."""
        problem = cls(row, column, value, error.message)
        problem.params = error.params
        return problem

    def reason(self) -> str:
        """Return why, as a sentence in the language in force."""
        safe = {name: _safe(value) if isinstance(value, str) else value for name, value in self.params.items()}
        return _(self.why).format(**safe)

    def record(self) -> dict[str, Any]:
        """Return the problem as JSON; a value of any length is cut, as it is only there to be recognised."""
        return {"row": self.row, "column": self.column or None, "value": self.shown(), "why": self.reason()}

    def message(self) -> Message:
        """Return the problem as one line of an error, for the renderer."""
        why = Message(self.why, **self.params)
        facts = {"row": self.row, "column": " ".join(self.column.split()), "value": self.shown(), "why": why}
        if not self.column:
            return Message(N_("row {row}: {why}"), **facts)
        if self.value is None:
            return Message(N_("row {row} · {column}: {why}"), **facts)
        return Message(N_("row {row} · {column} “{value}”: {why}"), **facts)

    def shown(self) -> str | None:
        """Return the value cut to what is needed to recognise it."""
        return None if self.value is None else _plain(self.value)[:_KEPT]

    def line(self) -> str:
        """Return the problem as one line of text."""
        value = "" if self.value is None else _safe(_plain(self.value))
        text = self.message().msgid if self.column or self.value is None else N_("row {row} “{value}”: {why}")
        return "  " + _(text).format(row=self.row, column=_safe(self.column), value=value, why=self.reason())


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _safe(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
