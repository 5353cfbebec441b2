"""A section: a heading with the records under it, as a noun adds it to today, evening, search and the page of a unit."""

from collections.abc import Sequence
from typing import Any

Section = dict[str, Any]


def section(
    id: str,
    title: str,
    next: str,
    records: Sequence[Any],
    limit: int | None,
    kind: str,
    more: str = "",
    **extra: Any,
) -> Section:
    """Return a section of records (as JSON), so many of them at most; `total` says how many there are.

    title: a msgid; kind: the list view that shows the records; next: the command to type; more: the command that shows
    all, where it is not the list of tickets.
    """
    return {
        "id": id,
        "title": title,
        "kind": kind,
        "total": len(records),
        "next": next,
        "records": records[:limit],
        "more": more,
        **extra,
    }
