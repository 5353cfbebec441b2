"""What the shell may offer where any record may stand, and of the operations that may be undone."""

from collections.abc import Sequence

from butlercli.nouns.register.store.candidates import candidates_department, candidates_unit
from butlercli.nouns.ticket.store.candidates import candidates_ticket
from butlercli.store.candidates import Candidate, Candidates


def candidates_record(source: Candidates, begun: str, words: Sequence[str]) -> list[Candidate]:
    """Return what a history may be asked of: tickets, units, departments."""
    found = [
        *candidates_ticket(source, begun, words),
        *candidates_unit(source, begun, words),
        *candidates_department(source, begun, words),
    ]
    return found if begun else found[:50]


def candidates_operation(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the operations that stand, the newest first."""
    return [pair for pair in source.operations() if pair[0].startswith(begun)]
