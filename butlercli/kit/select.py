"""Choosing records: conditions collected one by one, the words a list is filtered by, and a page of what is found."""

from collections.abc import Callable, Iterable, Sequence, Sized
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from butlercli.store.database import Database


class Filter:
    """Conditions on rows; the SQL is the code's own, values are parameters."""

    __slots__ = ("conditions", "params")

    def __init__(self, **params: Any) -> None:
        """Begin without a condition; `params` are values that conditions may name."""
        self.conditions: list[str] = []
        self.params: dict[str, Any] = params

    def where(self, condition: str, **params: Any) -> Self:
        """Add a condition with the values that it names."""
        self.conditions.append(f"({condition})")
        self.params.update(params)
        return self

    def equal(self, column: str, value: Any) -> Self:
        """Add a condition that a column (an SQL expression of the code's own) has a value; None asks for nothing."""
        return self if value is None else self.where(f"{column} = {self._named(value)}")

    def between(self, column: str, first: Any, last: Any) -> Self:
        """Add a condition that a column lies between two values, both of them included; None is without bound."""
        if first is not None:
            self.where(f"{column} >= {self._named(first)}")
        return self if last is None else self.where(f"{column} <= {self._named(last)}")

    def any_of(self, column: str, values: Iterable[Any]) -> Self:
        """Add a condition that a column is one of some values."""
        return self.where(f"{column} IN ({', '.join([self._named(value) for value in values])})")

    def holding(self, text: str | None, *columns: str) -> Self:
        """Add a condition that one of some columns holds a text, in any case; None asks for nothing."""
        if text is None or not text.strip():
            return self
        whole = " || char(10) || ".join(f"coalesce({column}, '')" for column in columns)
        return self.where(f"instr(lower({whole}), lower({self._named(text.strip())})) > 0")

    def tagged(self, column: str, tag: str) -> Self:
        """Add a condition that a column, a list in JSON, has a tag, typed with its mark or without."""
        tag = tag.strip().lstrip("+#＋＃")
        return self.where(f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = {self._named(tag)})")

    def _named(self, value: Any) -> str:
        """Keep a value under a name of its own and return how SQL names it."""
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    @property
    def sql(self) -> str:
        """Return all conditions as one: what stands behind WHERE."""
        return " AND ".join(self.conditions) or "1"

    @property
    def bare(self) -> bool:
        """Say whether there is no condition at all."""
        return not self.conditions


class Wanted:
    """What a list is filtered by: a subclass declares the names, what is not said is None."""

    def __init__(self, **values: Any) -> None:
        """Keep the values; raises TypeError for a name that the list does not know."""
        known = type(self).__annotations__
        if unknown := values.keys() - known.keys():
            raise TypeError(f"{type(self).__name__} is not filtered by {', '.join(sorted(unknown))}")
        for name in known:
            setattr(self, name, values.get(name))


def several(text: str | None) -> list[str]:
    """Return the words of a list that is typed with commas, Chinese or not: open,挂起."""
    return [] if text is None else text.replace("，", ",").replace("、", ",").split(",")


def listed(ids: Iterable[int]) -> str:
    """Return serial numbers as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return f"[{','.join([str(int(id)) for id in ids])}]"


def total(page: Sized, limit: int | None, count: Callable[[], int]) -> int:
    """Return how many there are in all; they are counted only where a page is full."""
    return len(page) if limit is None or len(page) < limit else count()


def by_ids(db: "Database", sql: str, ids: Sequence[int], **params: Any) -> list[dict[str, Any]]:
    """Return rows by id, in the order asked for; `sql` has :ids for those wanted, what does not exist is left out."""
    found = {row["id"]: row for row in db.rows(sql, {**params, "ids": listed(ids)})}
    return [found[id] for id in ids if id in found]
