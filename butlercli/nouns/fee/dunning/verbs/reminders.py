"""Reminders: the log of who was asked for money, what came of it, what was promised, and what proves it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from butlercli.base.dates.iso import format_iso
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.money import format_fen
from butlercli.base.result import Message, Result, Row
from butlercli.kit import texts
from butlercli.nouns.fee import model
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.dunning.verbs import addressee
from butlercli.nouns.fee.owed.verbs import moments
from butlercli.nouns.register.store import units
from butlercli.store.database import Database

LONGEST_NUMBER = 100
FAR_ABOVE = 2  # Times what is owed: people promise the next bill along with this one, a slip of the finger is tenfold.


def remind(
    db: Database,
    unit: str,
    channel: str,
    *,
    result: str | None = None,
    promise: date | None = None,
    promise_fen: int | None = None,
    why: str | None = None,
    note: str | None = None,
    evidence: str = "none",
    files: Sequence[str] = (),
    number: str | None = None,
    at: datetime | None = None,
    debtor: str | None = None,
    bills: Sequence[int] = (),
) -> Result:
    """Note a reminder; channel, result, why and evidence are codes.

    A promise's date says that it was promised, a reason that it was refused. The debtor is the one named, else the one
    who is past due at the unit. Raises NotFoundError (exit 3) for an unknown unit, bill or file, UsageError (exit 2)
    where the words do not fit together or the debtor is not clear, RuleError (exit 4) for a bill that is not the debtor's.
    """
    moment = moments.past(db, at)
    outcome = _outcome(result, promise, promise_fen, why)
    _check_promise(outcome, promise, moment)
    row = units.find(db, unit)
    about = addressee.about(db, row, debtor, bills, moment)
    proof = _evidence(evidence, number, files)
    values = {
        **_head(db, row, about, moment),
        "channel": channel,
        "result": outcome,
        "promise_date": promise.isoformat() if promise else None,
        "promise_amount": promise_fen,
        "why": why,
        "note": texts.note(note),
        "evidence": proof[0],
        "evidence_number": proof[1],
    }
    id = reminder_store.add(db, values, about.bills)
    from butlercli.kit import attachments

    attachments.store(db, files, reminder_id=id)
    notices = [*about.notices, *_remarks(values, files, row["code"]), *_far_above(db, row, about, promise_fen, moment)]
    return Result("dunning.echo", records(db, [id])[0], notices=notices, refs=row["code"], extra={"about": about})


def _head(db: Database, unit: Row, about: addressee.About, moment: datetime) -> Row:
    """Return whom a reminder was for, when, and what was past due then."""
    return {
        "uid": db.uid(),
        "unit_id": unit["id"],
        "debtor_kind": about.debtor.kind,
        "debtor_id": about.debtor.id,
        "debtor": about.debtor.name,
        "at": format_iso(moment),
        "entered_at": format_iso(db.now),
        "outstanding": about.fen,
    }


def _outcome(result: str | None, promise: date | None, promise_fen: int | None, why: str | None) -> str | None:
    """Return what came of it; raises UsageError where the parts contradict each other."""
    outcome = result or ("promised" if promise else "refused" if why else None)
    if promise is not None and outcome != "promised":
        raise UsageError(N_("A promise goes only with the result promised."), code="result_mismatch")
    if outcome == "promised" and promise is None:
        raise UsageError(
            N_("Say by when it was promised."), hint=N_("For example: {example}."), example="--promise 12-1"
        )
    if promise_fen is not None and outcome != "promised":
        raise UsageError(N_("An amount goes only with a promise."), code="result_mismatch")
    if why is not None and outcome in ("promised", "paid"):
        raise UsageError(
            N_("A reason of refusal does not go with the result {result}."),
            code="result_mismatch",
            result=model.RESULTS.label(outcome),
        )
    return outcome


def _check_promise(outcome: str | None, promise: date | None, moment: datetime) -> None:
    if outcome == "promised" and promise is not None and promise < moment.date():
        day = promise.isoformat()[4:]  # the year is the first in which that day is still to come
        year = moment.year + (f"{moment:-%m-%d}" > day)
        raise UsageError(
            N_("The promised day {date} lies before the reminder of {at}."),
            hint=N_("Write the year too: {example}."),
            date=promise.isoformat(),
            at=moment.date().isoformat(),
            example=f"{year}{day}",
        )


def _evidence(evidence: str, number: str | None, files: Sequence[str]) -> tuple[str, str | None]:
    """Return the kind of evidence and its number; a number alone is a courier's, a file alone is no evidence."""
    word = (number or "").strip() or None
    if word and len(word) > LONGEST_NUMBER:
        raise UsageError(N_("The number has more than {most} characters."), most=LONGEST_NUMBER)
    if word and evidence == "none" and not files:
        return "delivered", word
    return evidence, word


def is_proven(row: Row, *, filed: bool) -> bool:
    """Say whether the evidence is at hand: of a kind that proves, with a file kept, or delivered with the courier's number."""
    if row["evidence"] == "delivered" and row["evidence_number"]:
        return True
    return row["evidence"] != "none" and filed


def _remarks(values: Row, files: Sequence[str], unit: str) -> list[Message]:
    notices = []
    if values["evidence"] != "none" and not is_proven(values, filed=bool(files)):
        said = N_("Unproven: {evidence}, but no file (--file) is kept.")
        if values["evidence"] == "delivered":
            said = N_("Unproven: {evidence}, but neither a file (--file) nor a number (--number) is kept.")
        notices.append(Message(said, evidence=model.EVIDENCE.label(values["evidence"])))
    if values["evidence"] == "none" and files:
        notices.append(Message(N_("The file is kept; it counts as evidence only with --evidence.")))
    if values["result"] == "paid":
        notices.append(Message(N_("If it was paid, record it: {command}."), command=f"butler fee pay {unit} AMOUNT"))
    return notices


def _far_above(db: Database, unit: Row, about: addressee.About, promise_fen: int | None, at: datetime) -> list[Message]:
    """Return a remark where more was promised than can be meant; where nothing is past due, that is said already."""
    if promise_fen is None or about.fen == 0 or promise_fen <= FAR_ABOVE * about.fen:
        return []
    owed = max(about.fen, addressee.owed(db, unit, about.debtor, at))
    if promise_fen <= FAR_ABOVE * owed:
        return []
    said = N_("{promised} yuan were promised, {owed} yuan are owed in all: if that is a slip, {command} takes it back.")
    return [Message(said, promised=format_fen(promise_fen), owed=format_fen(owed), command="butler undo")]


# --- reading ----------------------------------------------------------------------------------------


def records(db: Database, ids: Iterable[int]) -> list[Row]:
    """Return reminders as JSON, in the order of the ids; those that do not exist are left out."""
    wanted = list(ids)
    rows = reminder_store.rows(db, wanted)
    bills = reminder_store.bills(db, wanted)
    files = reminder_store.files(db, wanted)
    return [_record(rows[id], bills.get(id, []), files.get(id, [])) for id in wanted if id in rows]


def _record(row: Row, bills: list[int], files: list[Row]) -> Row:
    return {
        "id": row["id"],
        "uid": row["uid"],
        "unit": row["unit"],
        "debtor": row["debtor"] or None,
        "at": row["at"],
        "channel": row["channel"],
        "result": row["result"],
        "promise_date": row["promise_date"],
        "promise_fen": row["promise_amount"],
        "why": row["why"],
        "note": row["note"],
        "evidence": row["evidence"],
        "evidence_number": row["evidence_number"],
        "proven": is_proven(row, filed=bool(files)),
        "files": files,
        "outstanding_fen": row["outstanding"],
        "bills": bills,
        "entered_at": row["entered_at"],
    }


def of_unit(db: Database, unit_id: int, limit: int | None = None) -> list[Row]:
    """Return a unit's reminders as JSON, the newest first, each with `promise_state` as it stands now."""
    return _with_promises(db, reminder_store.ids(db, reminder_store.Wanted(unit_id=unit_id), limit), unit_id)


def _with_promises(
    db: Database, ids: Sequence[int], unit_id: int | None, states: dict[int, str] | None = None
) -> list[Row]:
    found = records(db, ids)
    known = states if states is not None else _states(db, unit_id) if any(r["promise_date"] for r in found) else {}
    for record in found:
        record["promise_state"] = known.get(record["id"])
    return found


def _states(db: Database, unit_id: int | None) -> dict[int, str]:
    from butlercli.nouns.fee.dunning.verbs.promises import promises

    return {row["reminder_id"]: row["state"] for row in promises(db, db.now, unit_id)}


def listing(db: Database, wanted: reminder_store.Wanted, promise: str | None, limit: int | None) -> Result:
    """Return the reminders asked for, the newest first; `promise` keeps those whose promise stands so now."""
    if promise is None:
        found = _with_promises(db, reminder_store.ids(db, wanted, limit), wanted.unit_id)
        total = reminder_store.count(db, wanted)
        return Result("dunning.list", found, total=total)
    states = _states(db, wanted.unit_id)
    ids = [id for id in reminder_store.ids(db, wanted) if states.get(id) == promise]
    return Result("dunning.list", _with_promises(db, ids[:limit], wanted.unit_id, states), total=len(ids))
