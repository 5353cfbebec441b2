"""What the shell may offer of tickets while a line is typed (see butlercli/store/candidates.py)."""

import re
from collections.abc import Sequence

from butlercli.store.candidates import Candidate, Candidates, named_so

OPEN = "state NOT IN ('closed', 'cancelled')"
ENDED = "state IN ('resolved', 'closed', 'cancelled')"


def candidates_ticket(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the open tickets for the last number of a list."""
    return _tickets(source, begun, OPEN)


def candidates_ended(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the tickets that may be opened again."""
    return _tickets(source, begun, ENDED)


def _tickets(source: Candidates, begun: str, condition: str) -> list[Candidate]:
    """Return tickets for the last number of a list (`12,1` offers `12,14`), in the way it is begun (`T1` offers `T14`)."""
    match = re.fullmatch(r"(.*[,+])?([Tt]?)(\d*)", begun)
    if match is None:
        return []
    before, letter, digits = match[1] or "", match[2], match[3]
    pairs = source.pairs(
        "SELECT t.id, coalesce(u.code || ' ', '') || substr(t.title, 1, 200) FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id "
        f"WHERE t.{condition} AND CAST(t.id AS TEXT) LIKE ? || '%' ORDER BY t.id DESC",
        digits,
    )
    return [(f"{before}{letter}{value}", text) for value, text in pairs]


def candidates_category(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the ticket categories: code and name."""
    return named_so(source.pairs("SELECT code, name FROM category ORDER BY id"), begun)
