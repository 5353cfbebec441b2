"""What the shell may offer on lines about fees: bills, payments, items, meters, and the words of their options."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from butlercli.store.candidates import Candidates

Candidate = tuple[str, str]

# What the words after a command are, one after the other.
ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("fee", "bill", "add"): ("unit",),
    **dict.fromkeys((("fee", "waive"), ("fee", "cancel")), ("open-bill",)),
    **dict.fromkeys((("fee", "refund"), ("fee", "confirm")), ("payment",)),
    ("fee", "show"): ("fee",),
    ("fee", "read"): ("unit", "meter"),
    **{
        ("fee", name): ("unit",) for name in ("list", "pay", "payments", "statement", "remind", "reminders", "readings")
    },
    ("fee", "letter"): ("unit",) * 40,
    **{("fee", "item", name): ("item",) for name in ("show", "edit")},
    **{("fee", "discount", name): ("discount",) for name in ("edit", "remove")},
    ("fee", "discount", "add"): ("share",),
    ("fee", "late", "charge"): ("unit",),
    ("收",): ("unit", *(("taken",) * 20)),
    ("催",): ("unit", *(("reminded",) * 20)),
}
# What the word after an option is, on lines about fees.
OPTIONS = {
    "--item": "item", "-i": "item", "--bill": "open-bill", "--method": "method", "-m": "method", "--meter": "meter",
    "--state": "bill-state", "-s": "bill-state", "--source": "bill-source", "--result": "result", "-r": "result", "--why": "why",
    "--evidence": "evidence", "-e": "evidence", "--per": "per", "--cycle": "cycle", "--round": "rounding", "--kind": "unit-kind",
    "-k": "unit-kind", "--reason": "", "-c": "channel", "--share": "share", "--debtor": "resident", "--tone": "tone",
}  # fmt: skip
FLAGS = frozenset(
    (
        "--replaced", "--prepaid", "--postpaid", "--anniversary", "--calendar", "--new-item", "--arrears", "--log",
    )
)  # fmt: skip
LIVE = frozenset(("item", "open-bill", "payment", "fee", "meter", "discount"))
SHARES = ("0%", "50%", "70%", "80%", "90%")
TONES = ("gentle", "formal", "final")


def kind_of(option: str, words: list[str]) -> str | None:
    """Return what stands after an option of a verb of fees; None where it is what it is everywhere."""
    verb = " ".join(words[1:3])
    if option == "-b" and verb.split()[:1] in (["pay"], ["remind"]):
        return "open-bill"
    if option in ("--state", "-s") and verb == "discount add":
        return "unit-state"
    if option == "--promise":  # of a reminder it is a day
        return "promise-state" if verb.split()[:1] == ["reminders"] else None
    if option == "-r" and verb.split()[:1] not in (["remind"], ["reminders"]):
        return None
    return OPTIONS.get(option)


def words_of(kind: str) -> list[Candidate] | None:
    """Return the words of a closed list with their labels; None where the kind is none of these."""
    if kind in ("share", "tone"):
        return [(word, "") for word in (SHARES if kind == "share" else TONES)]
    from butlercli.nouns.fee import model
    from butlercli.nouns.fee.dunning.verbs import promises
    from butlercli.nouns.register import model as register

    vocabulary = {
        "method": model.METHODS, "bill-state": model.STATES, "bill-source": model.SOURCES, "result": model.RESULTS,
        "why": model.REFUSALS, "evidence": model.EVIDENCE, "per": model.PERS, "cycle": model.CYCLES,
        "rounding": model.ROUNDINGS, "unit-state": register.UNIT_STATES, "unit-kind": register.UNIT_KINDS,
        "promise-state": promises.STATES,
    }.get(kind)  # fmt: skip
    if vocabulary is not None:
        return [(code, vocabulary.label(code)) for code in vocabulary]
    if kind == "taken":  # the words of 收 are Chinese, whatever language is spoken
        return [(labels[1], code) for code, labels in {**model.METHODS.words, **register.CHANNELS.words}.items()]
    if kind == "reminded":
        found = {**register.CHANNELS.words, **model.RESULTS.words, **model.REFUSALS.words}
        return [(labels[1], code) for code, labels in found.items()]
    return None


def live(source: "Candidates", kind: str, begun: str, words: Sequence[str] = ()) -> list[Candidate]:
    """Return records for the word begun: items by code or name, bills and payments by number, also at a list's end.

    words: those before it; where they pay or remind for a unit, only its own bills are offered.
    """
    if kind in ("item", "meter"):
        pairs = source.fee_items() if kind == "item" else source.meters()
        found = [pair for pair in pairs if pair[0].lower().startswith(begun.lower())]
        return found or [(name, code) for code, name in pairs if name.startswith(begun)]
    if kind == "discount":
        return [pair for pair in source.discounts() if pair[0].startswith(begun)]
    if kind == "fee":
        return _any(source, begun)
    match = re.fullmatch(r"(.*[,+、])?([BbPp]?)(\d*)", begun)
    if match is None:
        return []
    before, letter, digits = match[1] or "", match[2], match[3]
    capital = "P" if kind == "payment" else "B"
    if letter and letter.upper() != capital:
        return []
    pairs = source.payments(digits) if kind == "payment" else source.open_bills(digits, _unit(words))
    sign = letter or ("" if digits else capital)
    return [(f"{before}{sign}{value}", text) for value, text in pairs]


def _unit(words: Sequence[str]) -> str:
    """Return the unit that stands after pay or remind; nothing for other verbs."""
    from butlercli.base.unitcode import try_parse_unit

    found = [try_parse_unit(word) for word in words[2:]] if words[1:2] in (["pay"], ["remind"]) else []
    return next((code.code for code in found if code is not None), "")


def _any(source: "Candidates", begun: str) -> list[Candidate]:
    """Return what `fee show` takes: open bills once B is begun, payments once P is begun, else units."""
    from butlercli.base.text import fold

    text = fold(begun).upper()
    found = source.units(text)
    if text[:1] == "B" and (text[1:] == "" or text[1:2].isdigit() or "," in text):
        found = [*live(source, "open-bill", begun), *found]
    if text[:1] == "P":
        found = [*live(source, "payment", begun), *found]
    return found
