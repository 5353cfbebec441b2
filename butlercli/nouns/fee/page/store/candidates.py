"""What the shell may offer of fees while a line is typed (see butlercli/store/candidates.py)."""

import re
from collections.abc import Sequence

from butlercli.nouns.fee.owed.store.formula import LIVE, OWED
from butlercli.nouns.register.store.candidates import candidates_unit
from butlercli.store.candidates import Candidate, Candidates, coded


def candidates_item(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the fee items: code and name."""
    return coded(source.pairs("SELECT code, name FROM fee_item ORDER BY id"), begun)


def candidates_meter(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the meters that items are charged by or that were read, with the item."""
    pairs = source.pairs(
        "SELECT meter, name FROM fee_item WHERE meter IS NOT NULL UNION SELECT meter, '' FROM meter_reading "
        "WHERE meter NOT IN (SELECT meter FROM fee_item WHERE meter IS NOT NULL)"
    )
    return coded(pairs, begun)


def candidates_discount(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the discounts: number and reason."""
    pairs = source.pairs("SELECT id, share || ' ' || reason FROM fee_discount ORDER BY id")
    return [pair for pair in pairs if pair[0].startswith(begun)]


def candidates_bill(source: Candidates, begun: str, words: Sequence[str]) -> list[Candidate]:
    """Return the bills that owe something, also at a list's end, the newest first: unit, item, what is owed.

    words: those before it; where they pay or remind for a unit, only its own bills are offered.
    """
    return _numbered(
        source,
        begun,
        "B",
        "SELECT id, unit || ' ' || item_name || ' ' || printf('%,d.%02d', owed / 100, owed % 100) "
        f"FROM (SELECT b.id, u.code AS unit, i.name AS item_name, {OWED} AS owed "
        "FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id "
        f"WHERE {LIVE} AND CAST(b.id AS TEXT) LIKE ?1 || '%' AND ?2 IN ('', u.code) AND owed > 0 ORDER BY b.id DESC)",
        _unit(words),
    )


def candidates_payment(source: Candidates, begun: str, _words: Sequence[str]) -> list[Candidate]:
    """Return the payments, also at a list's end, the newest first: unit, amount (yuan), day."""
    return _numbered(
        source,
        begun,
        "P",
        "SELECT p.id, u.code || ' ' || printf('%,d.%02d', p.amount / 100, p.amount % 100) || ' ' || substr(p.paid_at, 1, 10) "
        "FROM fee_payment p JOIN unit u ON u.id = p.unit_id WHERE CAST(p.id AS TEXT) LIKE ? || '%' ORDER BY p.id DESC",
    )


def _numbered(source: Candidates, begun: str, capital: str, sql: str, *params: str) -> list[Candidate]:
    match = re.fullmatch(r"(.*[,+、])?([BbPp]?)(\d*)", begun)
    if match is None:
        return []
    before, letter, digits = match[1] or "", match[2], match[3]
    if letter and letter.upper() != capital:
        return []
    sign = letter or ("" if digits else capital)
    return [(f"{before}{sign}{value}", text) for value, text in source.pairs(sql, digits, *params)]


def _unit(words: Sequence[str]) -> str:
    """Return the unit that stands after pay or remind; nothing for other verbs."""
    from butlercli.base.unitcode import try_parse_unit

    found = [try_parse_unit(word) for word in words[2:]] if words[1:2] in (["pay"], ["remind"]) else []
    return next((code.code for code in found if code is not None), "")


def candidates_fee(source: Candidates, begun: str, words: Sequence[str]) -> list[Candidate]:
    """Return what `fee show` takes: open bills once B is begun, payments once P is begun, else units."""
    from butlercli.base.text import fold

    text = fold(begun).upper()
    found = candidates_unit(source, begun, words)
    if text[:1] == "B" and (text[1:] == "" or text[1:2].isdigit() or "," in text):
        found = [*candidates_bill(source, begun, ()), *found]
    if text[:1] == "P":
        found = [*candidates_payment(source, begun, ()), *found]
    return found
