"""Who owes a bill: the owners of its service period, split by day where they change. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from butlercli.base.result import Row
from butlercli.nouns.fee.model import DEBTORS
from butlercli.nouns.fee.owed.rules.periods import DAY, Period, split


class Debtor(NamedTuple):
    """Who owes: kind (owner, developer, unknown), the first owner's id, and all the owners' names."""

    kind: str
    id: int | None
    name: str

    @classmethod
    def of(cls, row: Row) -> "Debtor":
        """Return whom a row is about; row: anything with debtor_kind, debtor_id and debtor."""
        return cls(row["debtor_kind"], row["debtor_id"], row["debtor"] or "")

    def same(self, other: "Debtor") -> bool:
        """Say whether two are one debtor: people by their number, all others by what they are called."""
        if self.kind != other.kind or self.id != other.id:
            return False
        return self.id is not None or self.name == other.name

    @property
    def called(self) -> str:
        """Return the name, else what kind of debtor it is."""
        return self.name or DEBTORS.label(self.kind)


DEVELOPER = Debtor("developer", None, "")
UNKNOWN = Debtor("unknown", None, "")


class Ownership:
    """The owners of one unit through time."""

    __slots__ = ("_spans", "changes")

    def __init__(self, rows: Sequence[Row]) -> None:
        """rows: residencies of owners and former owners: resident_id, name, role, since, until, in the order entered.

        The day of transfer belongs to the new owner; where nobody follows on that day, to the one who leaves. A former
        owner without a date of leaving owned at no day that is known.
        """
        dated = [row for row in rows if row["role"] == "owner" or row["until"] is not None]
        self._spans: list[tuple[date, date, int, str]] = []
        for row in dated:
            begin = date.fromisoformat(row["since"]) if row["since"] else date.min
            end = date.max  # the first day no longer owned
            if row["until"] is not None:
                end = date.fromisoformat(row["until"])
                if not any(other is not row and _owns(other, row["until"]) for other in dated):
                    end += DAY
            if begin < end:
                self._spans.append((begin, end, row["resident_id"], row["name"]))
        self.changes = sorted({day for span in self._spans for day in span[:2]})

    def on(self, day: date) -> Debtor:
        """Return who owned the unit on a day: several owners as one debtor, the first entered standing for all."""
        found = {id: name for begin, end, id, name in self._spans if begin <= day < end}
        if not found:
            return UNKNOWN
        return Debtor("owner", next(iter(found)), "、".join(found.values()))

    def ids_on(self, day: date) -> set[int]:
        """Return the residents who owned the unit on a day: each of joint owners may pay what they owe together."""
        return {id for begin, end, id, _name in self._spans if begin <= day < end}


def _owns(row: Row, day: str) -> bool:
    return (row["since"] or "") <= day and (row["until"] is None or row["until"] > day)


def parts(owners: Ownership, state: str | None, period: Period) -> list[tuple[Period, Debtor]]:
    """Return a service period cut where its debtor changes; units not handed over are the developer's."""
    if state == "undelivered":
        return [(period, DEVELOPER)]
    found: list[tuple[Period, Debtor]] = []
    for part in split(period, owners.changes):
        debtor = owners.on(part.start)
        if found and found[-1][1] == debtor:
            found[-1] = (found[-1][0]._replace(end=part.end), debtor)
        else:
            found.append((part, debtor))
    return found
