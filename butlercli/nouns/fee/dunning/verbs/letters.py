"""Letters of demand: one a unit and debtor, filled into the built-in template or one of the user's own.

A letter is a draft for the company to issue and seal. It goes to whoever owed the bills, not to the door. That it was
written proves nothing: logged, it is a reminder without evidence.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from butlercli.base.capitals import capitals
from butlercli.base.dates.iso import format_iso
from butlercli.base.i18n import N_, _, language
from butlercli.base.money import format_fen
from butlercli.base.result import Message, Row
from butlercli.base.text import visible
from butlercli.base.vocabulary import Vocabulary
from butlercli.kit import settings
from butlercli.nouns.fee.dunning.store import letters as letter_store
from butlercli.nouns.fee.owed.rules.debtors import Debtor
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.nouns.fee.payments.verbs.papers import period
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

TONES = Vocabulary(
    N_("tone of a letter"),
    {"gentle": ("gentle", "委婉", "温和"), "formal": ("formal", "正式"), "final": ("final", "最后", "严正")},
)
LONGEST_NAME = 60
_UNSAFE = '<>:"/\\|?*'


class Letter:
    """One letter: the unit, whom it goes to, its bills (past due, still owing), and the name of its file."""

    __slots__ = ("bills", "debtor", "file", "kind", "late_fen", "unit")

    def __init__(self, unit: Row, bills: Sequence[Row], late_fen: int) -> None:
        """bills: rows of one debtor, the oldest due first; late_fen: the late fee computed so far."""
        self.unit = unit
        self.bills = list(bills)
        self.debtor = str(bills[0]["debtor"] or "")
        self.kind = bills[0]["debtor_kind"]
        self.late_fen = late_fen
        self.file = ""

    @property
    def owed(self) -> int:
        """Return what its bills owe together, in fen."""
        return sum(bill["outstanding"] for bill in self.bills)


def of_units(db: Database, texts: Sequence[str]) -> tuple[list[Letter], list[Message]]:
    """Return the letters of units as they are named, and a remark for each that owes nothing past due.

    Raises UsageError (exit 2) and NotFoundError (exit 3) for units that do not exist.
    """
    found: list[Letter] = []
    notices: list[Message] = []
    seen: set[int] = set()
    for row in [units.find(db, text) for text in texts]:
        if row["id"] in seen:
            continue
        seen.add(row["id"])
        made = _of_unit(db, row)
        if not made:
            notices.append(Message(N_("{unit} owes nothing past due; no letter."), unit=row["code"]))
        found += made
    return _named(found), notices


def of_arrears(db: Database, building: str | None, min_months: int, min_fen: int) -> list[Letter]:
    """Return the letters of all who are past due, in the order of the units; of a building, for so many months, with so much."""
    found: list[Letter] = []
    wanted: dict[int, list[Row]] = {}
    for row in asof.arrears(db, db.now, building):
        if row["months"] >= min_months and row["outstanding_fen"] >= min_fen:
            wanted.setdefault(row["unit_id"], []).append(row)
    for rows in wanted.values():
        unit = units.find(db, rows[0]["unit"])
        for letter in _of_unit(db, unit):
            if any(Debtor.of(letter.bills[0]).same(Debtor.of(row)) for row in rows):
                found.append(letter)
    return _named(found)


def _of_unit(db: Database, unit: Row) -> list[Letter]:
    """Return the letters of a unit, one a debtor who is past due."""
    groups: list[list[Row]] = []
    for bill in letter_store.overdue(db, format_iso(db.now), unit["id"]):
        for group in groups:
            if Debtor.of(group[0]).same(Debtor.of(bill)):
                group.append(bill)
                break
        else:
            groups.append([bill])
    late = _late(db, unit["id"]) if groups else {}
    return [Letter(unit, group, sum(late.get(bill["id"], 0) for bill in group)) for group in groups]


def _late(db: Database, unit_id: int) -> dict[int, int]:
    """Return the late fees computed so far and not charged yet, by bill, in fen."""
    from butlercli.nouns.fee.bills.verbs import late

    found: dict[int, int] = {}
    for row in late.compute(db, db.now, unit_id):
        found[row["bill_id"]] = found.get(row["bill_id"], 0) + row["amount_fen"]
    return found


# --- names of files -----------------------------------------------------------------------------------


def _named(letters: list[Letter]) -> list[Letter]:
    """Give each letter the name of its file, none of them twice, whatever the system's rule about capitals."""
    taken: set[str] = set()
    for letter in letters:
        base = safe_name(f"{_('Letter of demand')}-{letter.unit['code']}-{letter.debtor or _unnamed(letter.kind)}")
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        letter.file = name + ".docx"
    return letters


def safe_name(text: str) -> str:
    """Return a text as the name of a file on Windows as well: no marks it forbids, no end in a dot or blank, not too long."""
    import unicodedata

    shown = unicodedata.normalize("NFC", visible(text))
    kept = "".join("_" if mark in _UNSAFE or ord(mark) < 32 else mark for mark in shown)
    short = kept[:LONGEST_NAME]
    while len(short.encode("utf-8", "replace")) > 180:
        short = short[:-1]
    return short.strip(" .") or "_"


# --- what a letter says -------------------------------------------------------------------------------


def days_given(db: Database, days: int | None) -> int:
    """Return how many days are given to pay: as asked, else the setting."""
    return days if days is not None else int(settings.get(db, "letter.days"))


def fields(db: Database, letter: Letter, tone: str, days: int) -> dict[str, Any]:
    """Return what the template's fields say; texts of people are the characters they are, never markup."""
    now = db.now
    late = letter.late_fen
    found: dict[str, Any] = {
        "community": _safe(settings.get(db, "community") or _("our community")),
        "company": _safe(settings.get(db, "letter.company") or _("The property company")),
        "butler": _safe(settings.get(db, "butler")),
        "contact": _safe(settings.get(db, "letter.contact") or settings.get(db, "butler")),
        "pay": _safe(settings.get(db, "letter.pay")),
        "unit": _safe(letter.unit["code"]),
        "debtor": _safe(letter.debtor or _unnamed(letter.kind)),
        "date": date_text(now),
        "pay_by": date_text(now + timedelta(days=days)),
        "days": days,
        "count": len(letter.bills),
        "total": format_fen(letter.owed),
        "capitals": capitals(letter.owed),
        "late": format_fen(late) if late else "",
        "late_capitals": capitals(late) if late else "",
        "together": format_fen(letter.owed + late),
        "bills": [_bill(bill) for bill in letter.bills],
        "tone": tone,
    }
    return found | {code: code == tone for code in TONES}


def _unnamed(kind: str) -> str:
    return _("Developer") if kind == "developer" else _("The owner")


def _bill(bill: Row) -> dict[str, Any]:
    settled = bill["paid"] + bill["waived"]
    return {
        "id": f"B{bill['id']}",
        "item": _safe(bill["item"]),
        "period": period(bill["period_start"], bill["period_end"]),
        "start": bill["period_start"],
        "end": bill["period_end"],
        "due": bill["due_date"],
        "amount": format_fen(bill["amount"]),
        "paid": format_fen(bill["paid"]),
        "waived": format_fen(bill["waived"]),
        "settled": format_fen(settled) if settled else "–",
        "owed": format_fen(bill["outstanding"]),
    }


def date_text(when: datetime) -> str:
    """Return a day as a letter writes it: 2026年7月1日."""
    return f"{when.year}年{when.month}月{when.day}日" if language() == "zh" else f"{when:%Y-%m-%d}"


def _safe(text: str) -> Any:
    """Return a text as the XML of its own characters.

    docxtpl turns what remains of escaped marks (`{_{`) back into marks after filling in; an underscore written as a
    character reference is none of them.
    """
    from markupsafe import Markup, escape

    shown = str(escape(visible(text.replace("\r\n", "\n"), keep_newlines=True)))
    return Markup(shown.replace("_", "&#95;"))


def record(letter: Letter, folder: str, tone: str, pay_by: str, reminder_id: int | None = None) -> Row:
    """Return a letter as JSON; `file` is where it was written."""
    from pathlib import Path

    return {
        "unit": letter.unit["code"],
        "debtor": letter.debtor or None,
        "debtor_kind": letter.kind,
        "file": str(Path(folder) / letter.file),
        "tone": tone,
        "bills": [bill["id"] for bill in letter.bills],
        "outstanding_fen": letter.owed,
        "late_fee_fen": letter.late_fen,
        "pay_by": pay_by,
        "reminder_id": reminder_id,
    }
