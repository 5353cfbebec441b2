"""A round's page: every point with what was seen, and what became of its faults."""

import json
from collections.abc import Sequence
from typing import Any

from butlercli.base.result import Result, Row
from butlercli.nouns.patrol.store import board as stored_board
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.nouns.patrol.verbs import rounds
from butlercli.store.database import Database

_LINE = ("at", "result", "entry", "note", "reading", "person", "ticket_id")


def show(db: Database, refs: Sequence[int]) -> Result:
    """Return rounds with all that is known of their points; raises NotFoundError for those that do not exist."""
    rows = rounds.load(db, refs)
    moment = rounds.moment(db, refs)
    lines = stored_rounds.results(db, refs, moment)
    pages = _Pages(db, lines, stored_rounds.photos(db, refs), moment)
    found = round_records.records(db, rows, moment)
    plans: dict[int, list[Row]] = {}
    for record, row in zip(found, rows, strict=True):
        if row["plan_id"] not in plans:
            plans[row["plan_id"]] = store.plan_points(db, row["plan_id"])
        for point, known in zip(record["points"], plans[row["plan_id"]], strict=True):
            point.update(pages.point(known, [line for line in lines[row["id"]] if line["point_id"] == known["id"]]))
    data: Any = found[0] if len(found) == 1 else found
    return Result("patrol.show", data, refs=",".join(f"R{ref}" for ref in refs))


class _Pages:
    """What the points of rounds say beyond the round's own record; tickets are read once."""

    def __init__(self, db: Database, lines: dict[int, list[Row]], photos: dict[int, list[Row]], moment: str) -> None:
        self._db = db
        self._photos = photos
        ids = {line["ticket_id"] for of_round in lines.values() for line in of_round if line["ticket_id"]}
        self._tickets = stored_board.tickets(db, sorted(ids), moment)

    def point(self, known: Row, lines: Sequence[Row]) -> Row:
        """Return what a point is, who looked, its photos, its fault's ticket, and its earlier lines in this round."""
        latest = lines[-1] if lines else None
        return {
            "place": known["place"],
            "facility": known["facility"],
            "checks": json.loads(known["checks"]),
            "reading_name": known["reading"],
            "reading_unit": known["reading_unit"],
            "low": known["low"],
            "high": known["high"],
            "person": latest["person"] if latest else None,
            "photos": [photo for line in lines for photo in self._photos.get(line["id"], ())],
            "fault": self._fault(latest) if latest else None,
            "earlier": [{name: line[name] for name in _LINE} | {"fault": self._fault(line)} for line in lines[:-1]],
        }

    def _fault(self, line: Row) -> Row | None:
        """Return what became of a fault: its ticket, when it was rectified, and what confirmed that.

        The ticket is the one that stands for it now: of a duplicate, the other. A verification confirms, or the next
        ok at the point once it was resolved.
        """
        ticket = self._tickets.get(line["ticket_id"]) if line["ticket_id"] else None
        if ticket is None:
            return None
        confirmed_at, confirmed_by = ticket["verified_at"], None
        if ticket["resolved_at"] and not confirmed_at:
            ok = stored_board.next_ok(self._db, line["point_id"], max(ticket["resolved_at"], line["at"]))
            confirmed_at, confirmed_by = (ok["at"], ok["round_id"]) if ok else (None, None)
        return {
            "ticket_id": ticket["id"],
            "title": ticket["title"],
            "state": ticket["state"],
            "callback_owed": bool(ticket["callback_owed"]),
            "rectified_at": ticket["resolved_at"],
            "confirmed_at": confirmed_at if ticket["resolved_at"] else None,
            "confirmed_by_round": confirmed_by,
        }
