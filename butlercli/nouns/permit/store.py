"""The SQL of permits: those that want something done, those of a unit, and what was seen on site."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from butlercli.base.result import Row
from butlercli.kit.select import Filter
from butlercli.nouns.permit.fields import PERMITS
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.store.candidates import Candidate, Candidates

HELD = "r.deposit > 0 AND r.returned IS NULL"


def due(db: Database) -> list[Row]:
    """Return open permits that end today or should have ended, and ended ones whose deposit is still here."""
    wanted = Filter(today=db.now.date().isoformat())
    wanted.where(f"CASE WHEN r.state = 'open' THEN r.until <= :today ELSE {HELD} END")
    return PERMITS.rows(db, wanted, "coalesce(r.ended, r.until), r.id")


def inspections(db: Database, id: int) -> list[Row]:
    """Return what was seen on site, the newest first: at, text."""
    return db.rows("SELECT at, text FROM permit_inspection WHERE permit_id = ? ORDER BY at DESC, id DESC", (id,))


def candidates_permit(source: "Candidates", begun: str, _words: Sequence[str]) -> "list[Candidate]":
    """Return the open permits for the shell."""
    return PERMITS.candidates(source, begun, "kind || ' ' || coalesce(contractor, '')", "state = 'open'")
