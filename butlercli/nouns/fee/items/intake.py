"""`fee import readings`: what meters showed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from butlercli.base.dates.iso import NOT_YET, day_or_minute, format_iso
from butlercli.base.errors import ButlerError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Row
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account
from butlercli.kit.intake.importer import Importer
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.nouns.fee.intake.rows import FeeImporter, Given
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import readings
from butlercli.store import bulk

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.store.database import Database

_FIELDS = ("value", "replaced", "final")


class Reading(NamedTuple):
    """A reading to be: the row's number, and its columns."""

    number: int
    row: Row


class Readings(FeeImporter):
    """The import of readings.

    A reading of the same moment is known where it says the same, and a problem where it does not; so is a meter that
    would run backwards.
    """

    noun = intake_fields.READING
    verb = "fee import readings"
    title = "FeeReading"
    days = ("at",)

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> Mapping[str, values.Read]:
        """Return the reader of every field but those of the unit."""
        return intake_fields.reading_readers(orders)

    def make_of(self, rows: list[Given]) -> list[Reading]:
        """Return the readings that are new; what contradicts others becomes a problem."""
        meters = _Meters(self)
        now = format_iso(self.db.now)
        lacks = (
            ("meter", N_("names no meter.")),
            ("at", N_("does not tell when it was read.")),
            ("value", N_("tells no reading.")),
        )
        told: dict[tuple[str, str], list[Row]] = {}
        for one in rows:
            if self.lacks(one, lacks) or (meter := meters.of(one)) is None:
                continue
            given = one.values
            if given["at"] > now:
                read_at = day_or_minute(given["at"])
                self.problem(one.number, "at", read_at, NOT_YET, at=read_at)
                continue
            if given.get("final") is not None and not given.get("replaced"):
                given["replaced"] = 1  # a meter that has a last reading was replaced
            assert one.unit is not None
            row = {"unit": one.unit.code, "meter": meter, "at": given["at"], "row": one.number}
            row |= {"value": given["value"], "replaced": given.get("replaced", 0), "final": given.get("final")}
            told.setdefault((row["unit"], meter), []).append(row)
        meters.say(self.notices)
        here: dict[tuple[str, str], list[Row]] = {}
        for row in item_store.readings_at(self.db, {unit for unit, _meter in told}):
            here.setdefault((row["unit"], row["meter"]), []).append(row)
        found: list[Row] = []
        for key, group in told.items():
            found.extend(_fitted(self, here.get(key, []), group))
        return [Reading(row["row"], row) for row in sorted(found, key=lambda row: row["row"])]

    def store(self, made: list[Reading]) -> None:
        """Write the new readings, and say where bills were made by others."""
        bad = self.account.bad_rows()
        ids = self.register(one.unit for one in self.given if one.number not in bad)
        fresh = [row for _number, row in made]
        moments: dict[tuple[int, str], list[str]] = {}
        for row in fresh:
            row["unit_id"] = ids[row["unit"]]
            moments.setdefault((row["unit_id"], row["meter"]), []).append(row["at"])
        _store(self.db, self.account, fresh)
        for (unit_id, meter), times in moments.items():
            self.notices += readings.billed_otherwise(self.db, unit_id, meter, times)


def _fitted(run: Importer, here: list[Row], group: list[Row]) -> list[Row]:
    """Return the new readings of one meter; known ones are counted."""
    by_time: dict[str, Row] = {row["at"]: row for row in here}
    fresh = []
    for row in group:
        same = by_time.get(row["at"])
        if same is None:
            by_time[row["at"]] = row
            fresh.append(row)
        elif all(same[name] == row[name] for name in _FIELDS):
            run.account.unchanged += 1
        else:
            why = N_("The meter showed {shown} at this time already.")
            run.problem(row["row"], "value", row["value"], why, shown=same["value"])
    _rising(run, [by_time[at] for at in sorted(by_time)])
    return fresh


def _rising(run: Importer, rows: list[Row]) -> None:
    """Put down the new readings at which a meter would run backwards, so that it never does without them."""
    good: list[Row] = []
    for row in rows:
        while good and _falls(good[-1], row) and ("row" in row or "row" in good[-1]):
            before = good[-1]
            shown = row["final"] if row["replaced"] else row["value"]
            why = N_("The meter would fall from {before} ({before_at}) to {after} ({after_at}); was it replaced?")
            facts = {"before": before["value"], "before_at": before["at"][:10], "after": shown}
            number = row.get("row") or before["row"]
            run.problem(number, "value", shown, why, **facts, after_at=row["at"][:10])
            if "row" in row:
                break
            good.pop()  # the one that stands here already is right, what the file says before it is not
        else:
            good.append(row)


def _falls(before: Row, after: Row) -> bool:
    if after["replaced"] and after["final"] is None:
        return False
    return bool(readings.sum_between([before, after]) < 0)


class _Meters:
    """Finds the meters that a file names."""

    __slots__ = ("_found", "_run")

    def __init__(self, run: Importer) -> None:
        self._run = run
        self._found: dict[str, tuple[str, bool] | ButlerError] = {}

    def of(self, one: Given) -> str | None:
        """Return the meter of a row, None where none is meant: that is a problem."""
        text = one.values["meter"]
        if text not in self._found:
            try:
                self._found[text] = readings.meter_named(self._run.db, text)
            except ButlerError as error:
                self._found[text] = error
        found = self._found[text]
        if isinstance(found, ButlerError):
            self._run.refuse(one.number, "meter", text, found)
            return None
        return found[0]

    def say(self, notices: list[Message]) -> None:
        """Say which meters no item is billed by."""
        names = [found[0] for found in self._found.values() if not isinstance(found, ButlerError) and not found[1]]
        for name in dict.fromkeys(names):
            notices.append(Message(N_("No fee item is billed by the meter “{meter}” yet."), meter=name))


def _store(db: "Database", account: Account, fresh: list[Row]) -> None:
    """Write the new readings."""
    first = bulk.next_id(db, "meter_reading")
    entered = format_iso(db.now)
    for index, row in enumerate(fresh):
        row.update(id=first + index, uid=db.uid(), entered_at=entered)
    item_store.insert_readings(db, [tuple(row[name] for name in item_store.READING_COLUMNS) for row in fresh])
    account.added = len(fresh)
    account.refs = ",".join(dict.fromkeys(row["unit"] for row in fresh[:20])) + (" …" if len(fresh) > 20 else "")
    if db.dry:
        account.preview = [readings.record(row, None) for row in fresh[: engine.PREVIEW]]
