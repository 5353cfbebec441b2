"""What the shell may offer of the register while a line is typed (see butlercli/store/candidates.py)."""

from collections.abc import Sequence

from butlercli.store.candidates import Candidate, Candidates, named_so


def candidates_unit(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return units whose code begins so, with the people in them."""
    from butlercli.base.text import fold

    return source.pairs(
        "SELECT u.code, (SELECT group_concat(r.name, ' ') FROM residency s JOIN resident r ON r.id = s.resident_id "
        "WHERE s.unit_id = u.id AND s.role <> 'former' AND s.until IS NULL) FROM unit u "
        "WHERE substr(u.code, 1, length(?1)) = ?1 ORDER BY u.building, u.entrance, length(u.room), u.room",
        fold(begun).upper(),
    )


def candidates_building(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the buildings."""
    pairs = source.pairs(
        "SELECT DISTINCT building, '' FROM unit WHERE building <> '' ORDER BY length(building), building"
    )
    return [pair for pair in pairs if pair[0].startswith(begun)]


def candidates_resident(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return residents whose name begins so, with their units."""
    return source.pairs(
        "SELECT r.name, (SELECT group_concat(u.code, ' ') FROM residency s JOIN unit u ON u.id = s.unit_id "
        "WHERE s.resident_id = r.id) FROM resident r WHERE substr(r.name, 1, length(?1)) = ?1 ORDER BY r.name",
        begun,
    )


def candidates_department(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the departments: code and name."""
    return named_so(source.pairs("SELECT code, name FROM department ORDER BY id"), begun)
