"""The week's round of dunning: whom to call or visit, in order, and where something must be mended first.

The rules, the first that holds decides (`act_of`):

1. an open complaint or repair of the unit, or a refusal for building defects as the last word: mend it first; where
   something was mended since that refusal: visit
2. a promise not yet due: wait for its day; due today: call
3. a broken promise: call; the second one broken: visit
4. reminded within the last three days, or called in vain today: wait
5. more than two calls or messages in a row that reached nobody: visit; where a visit met nobody either: a letter
6. refused over title, or out of touch, or owed by the developer: a letter
7. the other refusals: visit, and talk
8. more than two years past due: a letter, so that the claim stays provable
9. no telephone: visit, or a letter where the debtor does not live there any more
10. else: call
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Result, Row
from butlercli.nouns.fee.dunning.store import plan as plan_store
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.dunning.verbs import arrears
from butlercli.nouns.fee.dunning.verbs.promises import key, promises
from butlercli.nouns.register.store import residents
from butlercli.store.database import Database

GROUPS = ("mend", "promise", "ask", "wait")
"""First what must be mended, then promises due or broken, then whom else to ask, then those to wait for."""
QUIET_DAYS = 3
CALLS = 2
LETTER_MONTHS = 24


def plan(db: Database, building: str | None = None, limit: int | None = None) -> Result:
    """Return who is past due in the order of the round; `limit` cuts the list."""
    rows = _sorted(_rows(db, building))
    shown = rows if limit is None else rows[:limit]
    for row in shown:
        del row["_place"]
    counts = {group: sum(row["group"] == group for row in rows) for group in GROUPS}
    fen = {group: sum(row["outstanding_fen"] for row in rows if row["group"] == group) for group in GROUPS}
    extra = {"counts": counts, "fen": fen, "kinds": [row.pop("_kind") for row in shown]}
    return Result("dunning.plan", shown, total=len(rows), extra=extra)


def _rows(db: Database, building: str | None) -> list[Row]:
    found = arrears.standing(db, db.now, building)
    if not found:
        return []
    known = _Known(db, found)
    return [known.row(row) for row in found]


class _Known:
    """What is known of the units and debtors that are past due, read at once."""

    def __init__(self, db: Database, rows: Sequence[Row]) -> None:
        now = format_iso(db.now)
        self.now = db.now
        self.places = plan_store.places(db)
        self.troubles = plan_store.open_troubles(db, now)
        self.mended = plan_store.last_mended(db, now)
        self.contacts = plan_store.last_contacts(db, [row["unit"] for row in rows], now)
        self.unreached = {key(row): row["unreached"] for row in reminder_store.unreached_since(db, now)}
        self.broken: dict[tuple[Any, ...], int] = {}
        for row in promises(db, db.now):
            self.broken[key(row)] = self.broken.get(key(row), 0) + (row["state"] == "broken")
        self.living = residents.of_units(db, [row["unit_id"] for row in rows])
        owners = {row["debtor_id"] for row in rows if row["debtor_id"] is not None}
        self.people = {person["id"]: person for person in residents.records(db, sorted(owners))}

    def row(self, standing: Row) -> Row:
        """Return a row of the plan as JSON; names with an underscore are for sorting and showing only."""
        unit = self.places[standing["unit_id"]]
        present = [one for one in self.living.get(standing["unit_id"], []) if one["role"] != "former"]
        debtor = self.people.get(standing["debtor_id"])
        spoken = [debtor] if debtor else present if standing["debtor_kind"] == "unknown" else []
        troubles = self.troubles.get(standing["unit"], [])
        facts = {
            **standing,
            "troubles": troubles,
            "mended_at": self.mended.get(standing["unit"]),
            "unreached": self.unreached.get(key(standing), 0),
            "broken": self.broken.get(key(standing), 0),
            "phones": list(dict.fromkeys(phone for one in spoken for phone in one["phones"])),
            "lives_there": standing["debtor_kind"] == "unknown" or any(one is not None and debtor and one["id"] == debtor["id"] for one in present),
        }  # fmt: skip
        act, reason, until = act_of(facts, self.now)
        wished = [*([debtor] if debtor else []), *(one for one in present if one is not debtor)]
        return {
            "group": _group(act, reason),
            "unit": standing["unit"],
            "debtor": standing["debtor"],
            "outstanding_fen": standing["outstanding_fen"],
            "bills": standing["bills"],
            "oldest_due": standing["oldest_due"],
            "months": standing["months"],
            "promise": _promise(standing["promised"]),
            "last_contact": self._last(standing),
            "phones": facts["phones"],
            "preferences": list(dict.fromkeys(wish for one in wished for wish in one["preferences"])),
            "tickets": troubles,
            "act": act,
            "reason": reason,
            "until": until,
            "_place": (len(unit["building"]), unit["building"], len(unit["entrance"]), unit["entrance"], len(unit["room"]), unit["room"]),
            "_kind": standing["debtor_kind"],
        }  # fmt: skip

    def _last(self, standing: Row) -> Row | None:
        """Return the last word with the household: of the contact log or a reminder, whichever is later."""
        reminder, contact = standing["reminder"], self.contacts.get(standing["unit"])
        if reminder and (contact is None or reminder["at"] >= contact["at"]):
            return {"at": reminder["at"], "channel": reminder["channel"], "result": reminder["result"], "text": None}
        if contact is None:
            return None
        return {"at": contact["at"], "channel": contact["channel"], "result": None, "text": contact["text"]}


def _promise(row: Row | None) -> Row | None:
    if row is None or row["state"] == "kept":
        return None
    return {
        "date": row["promise_date"],
        "amount_fen": row["promise_fen"],
        "paid_fen": row["paid_fen"],
        "state": row["state"],
    }


def act_of(facts: Row, now: datetime) -> tuple[str, str, str | None]:
    """Return what to do (mend, call, visit, letter, wait), the code of the reason, and until when to wait.

    facts: a row of `arrears.standing`, and troubles, mended_at, unreached, broken, phones, lives_there.
    """
    reminder, promised = facts["reminder"], facts["promised"]
    if facts["troubles"]:
        return "mend", "open_ticket", None
    if reminder and reminder["why"] == "quality":
        mended = (facts["mended_at"] or "") > reminder["at"]
        return ("visit", "mended", None) if mended else ("mend", "refused_quality", None)
    if promised and promised["state"] == "pending":
        return "wait", "promise_pending", promised["promise_date"]
    if promised and promised["state"] == "due":
        return "call", "promise_due", None
    if promised and promised["state"] == "broken" and not promised["followed"]:
        return ("visit", "broken_again", None) if facts["broken"] > 1 else ("call", "promise_broken", None)
    quiet = _quiet_until(reminder, now)
    if quiet is not None:
        return "wait", "reminded_lately", quiet
    return (*_asking(facts, reminder), None)


def _quiet_until(reminder: Row | None, now: datetime) -> str | None:
    """Return the first day to ask again where somebody was asked within the last days; after a call in vain, tomorrow."""
    if reminder is None:
        return None
    days = 1 if reminder["result"] == "unreached" else QUIET_DAYS
    again = datetime.fromisoformat(reminder["at"]).date() + timedelta(days=days)
    return again.isoformat() if again > now.date() else None


def _asking(facts: Row, reminder: Row | None) -> tuple[str, str]:
    why = reminder["why"] if reminder else None
    if reminder and reminder["result"] == "unreached" and reminder["channel"] == "visit" and facts["unreached"] > CALLS:
        return "letter", "nobody_there"
    if facts["unreached"] > CALLS:
        return "visit", "unreached"
    if why in ("title", "lost") or facts["debtor_kind"] == "developer":
        return "letter", f"refused_{why}" if why in ("title", "lost") else "developer"
    if reminder and reminder["result"] in ("refused", "disputed"):
        return "visit", "refused"
    if facts["months"] >= LETTER_MONTHS:
        return "letter", "old_debt"
    if not facts["phones"]:
        return ("visit", "no_phone") if facts["lives_there"] else ("letter", "moved_away")
    return "call", "first" if reminder is None else "again"


def _group(act: str, reason: str) -> str:
    if act in ("mend", "wait"):
        return act
    return "promise" if reason in ("promise_due", "promise_broken", "broken_again") else "ask"


def _sorted(rows: list[Row]) -> list[Row]:
    """Order the round: by group; promises as they are due; all else by building and entrance, the most money first.

    A building's homes stand together, so that they are walked in one go.
    """
    sums: dict[Any, int] = {}
    for row in rows:
        if row["group"] == "ask":
            sums[row["_place"][:2]] = sums.get(row["_place"][:2], 0) + row["outstanding_fen"]

    def order(row: Row) -> tuple[Any, ...]:
        place = row["_place"]
        if row["group"] == "promise":
            # Due today before broken ones; of these the one broken longest first.
            state = row["promise"]["state"] == "broken"
            return (1, state, "" if not state else row["promise"]["date"], place, -row["outstanding_fen"])
        if row["group"] == "wait":
            return (3, row["until"], place, -row["outstanding_fen"])
        return (GROUPS.index(row["group"]), -sums.get(place[:2], 0), place[:4], place[4:], -row["outstanding_fen"])

    return sorted(rows, key=order)
