"""Why people do not pay: the reasons of refusal, how often they were heard, and what stands behind them now."""

from datetime import datetime

from butlercli.base.dates.iso import format_iso
from butlercli.base.result import Result, Row
from butlercli.nouns.fee.dunning.store import reminders as reminder_store
from butlercli.nouns.fee.dunning.verbs.promises import key
from butlercli.nouns.fee.owed.verbs import asof
from butlercli.store.database import Database


def refusals(
    db: Database, as_of: datetime, first: str | None = None, last: str | None = None, building: str | None = None
) -> Result:
    """Count reasons of refusal among the reminders of a span, the most money behind them first.

    A reason is counted twice over: in how many reminders it was heard, and of how many households (a unit and debtor)
    it is the newest refusal of the span. Behind it stands what these households have past due at `as_of`. Disputes
    count where they have a reason; a refusal without one is the reason null.
    """
    rows = reminder_store.refusals(db, format_iso(as_of), first, last, building)
    owed = {key(row): row["outstanding_fen"] for row in asof.arrears(db, as_of, building)} if rows else {}
    found: dict[str | None, Row] = {}
    for row in rows:
        line = found.setdefault(
            row["why"],
            {"why": row["why"], "reminders": 0, "households": 0, "owing": 0, "outstanding_fen": 0, "units": []},
        )
        line["reminders"] += 1
        if row["newest"]:
            fen = owed.get(key(row), 0)
            line["households"] += 1
            line["owing"] += bool(fen)
            line["outstanding_fen"] += fen
            line["units"].append(row["unit"])
    lines = sorted(found.values(), key=lambda line: (-line["outstanding_fen"], -line["households"], -line["reminders"]))
    extra = {"first": first, "last": last, "as_of": as_of}
    return Result("dunning.refusals", lines, total=len(lines), extra=extra)
