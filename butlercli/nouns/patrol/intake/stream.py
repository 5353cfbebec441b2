"""`patrol log FILE`: lines of a script, a note or a guard-tour device, each into the round its time belongs to.

Lines are taken in the order of their times, whatever their order in the file, so that faults and confirmations fall
as they happened. The same file twice changes nothing: a line is known by its point and its second.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from butlercli.base.dates.iso import NOT_YET
from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Options
from butlercli.kit.intake.importer import Checked, Importer
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.patrol.intake import fields
from butlercli.nouns.patrol.intake.fields import Line
from butlercli.nouns.patrol.intake.places import Key, Places
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import stream
from butlercli.nouns.patrol.store.expect import DAY, unknown_years
from butlercli.nouns.patrol.verbs import rounds
from butlercli.nouns.patrol.verbs.faults import Faults, said
from butlercli.nouns.patrol.verbs.rounds import Entry
from butlercli.store.bulk import roomy

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell
    from butlercli.store.database import Database

Placed = dict[Key, list[Line]]
# Of two lines of one point and second the graver one is kept.
_GRAVITY = {"fault": 0, "skipped": 1, "ok": 2}


class Lines(Importer):
    """The log of lines. `again`: points may have further results in a round that has one; else such a line is a bad one."""

    noun = fields.NOUN
    verb = "patrol log"
    title = "Line"
    days = ("at", "date")

    def __init__(self, db: "Database", options: Options, *, again: bool = False) -> None:
        super().__init__(db, options)
        self._again = again

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
        """Return the reader of every field."""
        return fields.readers(orders)

    def is_blank(self, key: str, cell: "Cell") -> bool:
        """Say whether a cell tells nothing."""
        return fields.is_blank(key, cell)

    def no_day(self, cell: "Cell") -> bool:
        """Say whether a cell is a time of day."""
        return fields.is_clock(cell)

    def make(self, rows: Checked) -> list[Line]:
        """Return the lines that are new."""
        self._places = Places(self.db)
        lines = _lines(self, self._places, rows)
        self._kept = Kept(self.db, lines)
        self._fresh = _fresh(self.account, self.headers, lines, self._kept, self._again)
        return [line for found in self._fresh.values() for line in found]

    def store(self, _made: list[Line]) -> None:
        """Write the lines, and what they bring."""
        self._faults = _store(self.db, self.account, self.options, self._places, self._fresh, self._kept)

    def finish(self) -> None:
        """Account for the rounds and the tickets the lines went into."""
        account, faults = self.account, self._faults
        account.extra.update(
            rounds=len(self._fresh),
            faults=sum(line.seen.result == "fault" for found in self._fresh.values() for line in found),
            tickets_opened=faults.opened,
            tickets_joined=list(dict.fromkeys(faults.joined)),
            tickets_confirmed=faults.confirmed,
        )
        account.extra.setdefault("rounds_added", 0)
        if self.db.dry:
            account.preview = [_shown(self._places, key, line) for key, line in _first(self._fresh)]
        self.notices += [*said(faults), *unknown_years(self._places.planner.unknown_years)]


# --- reading --------------------------------------------------------------------------------------


def _lines(run: Importer, places: Places, rows: Checked) -> list[tuple[Key, Line]]:
    """Return the lines that can be taken, each with its round; what breaks a rule becomes a problem.

    What a device calls missed is left out and counted: it is no observation.
    """
    account = run.account
    bad = account.bad_rows()
    now = rules.stamp(run.db.now)
    # A JSON line that does not speak of a result is a scan, as a line of a table without that column.
    asks_result = "result" in run.headers and account.table.kind not in ("json", "jsonl")
    found: list[tuple[Key, Line]] = []
    missed = 0
    for row, given in rows:
        if row.number in bad or not given:
            continue
        if given.get("result") == fields.MISSED:
            missed += 1
            continue
        field = "at"
        try:
            at = fields.when(given)
            if at > now:
                raise UsageError(NOT_YET, at=at.replace("T", " "))
            field = "route"
            route = places.route(given.get("route", ""))
            key = places.key(route, at)
            field = "point"
            point = places.point(key, given.get("point", ""))
            field = "reading" if "reading" in given else "result"
            if asks_result:
                fields.check_told(given)
            seen = fields.observed(given, point)
        except ButlerError as error:
            run.refuse(row.number, field, row.values.get(field), error)
            continue
        found.append((key, Line(row.number, route, point, at, seen, given.get("entry", "device"), given.get("by"))))
    account.extra["missed"] = missed
    return found


# --- what is known already ------------------------------------------------------------------------


class Kept:
    """What the file holds already of the days the lines speak of: rounds by place, lines by route, point and time."""

    def __init__(self, db: "Database", lines: list[tuple[Key, Line]]) -> None:
        """Read the rounds of the lines' days and of the days before, as a round may have begun then."""
        days = {line.at[:10] for _key, line in lines}
        days |= {(date.fromisoformat(day) - DAY).isoformat() for day in days}
        rows = stream.rounds_of(db, {key[0] for key, _line in lines}, sorted(days))
        self.rounds: dict[Key, Row] = {(row["route_id"], row["date"], row["window_start"] or ""): row for row in rows}
        self.lines: dict[tuple[int, int, str], rules.Observed] = {}
        self.latest: dict[tuple[Key, int], str] = {}
        """Round and point: the time of the latest result, of those the file holds or this run adds."""
        held = stream.lines(db, [row["id"] for row in rows])
        for key, row in self.rounds.items():
            for point, at, seen in held[row["id"]]:
                self.lines[row["route_id"], point, at] = seen
                self.latest[key, point] = max(at, self.latest.get((key, point), ""))


def _fresh(account: Account, headers: dict[str, str], lines: list[tuple[Key, Line]], kept: Kept, again: bool) -> Placed:
    """Return the lines that are new, by round, in the order of their times.

    A line of the same point and second as another, in the stream or kept, is left out and counted.
    """
    lines.sort(key=lambda one: (one[1].at, one[0], one[1].point["id"], _GRAVITY[one[1].seen.result], one[1].number))
    fresh: Placed = {}
    own: dict[tuple[int, int, str], rules.Observed] = {}
    duplicates = 0
    for key, line in lines:
        point = line.point["id"]
        same = (line.route["id"], point, line.at)
        before = kept.lines.get(same) or own.get(same)
        if before is not None:
            duplicates += 1
            account.unchanged += same in kept.lines
            if (before.result, before.reading) != (line.seen.result, line.seen.reading):
                why = N_("says something else of a point and second that is known.")
                account.warnings.append(Problem(line.number, headers.get("result", ""), None, why))
            continue
        latest = kept.latest.get((key, point))
        if latest is not None and not again:
            why = N_("{point} has a result in this round already, of {at}; a second one wants {option}.")
            said = f"{line.point['code']} {line.point['name']}"
            problem = Problem(line.number, "", None, why, point=said, at=latest.replace("T", " "), option="--again")
            account.problems.append(problem)
            continue
        own[same] = line.seen
        kept.latest[key, point] = max(line.at, latest or "")
        fresh.setdefault(key, []).append(line)
    account.extra["duplicates"] = duplicates
    return fresh


# --- storing --------------------------------------------------------------------------------------


def _store(db: "Database", account: Account, options: Options, places: Places, fresh: Placed, kept: Kept) -> Faults:
    """Write the rounds, the tickets that faults bring, and the lines."""
    faults = Faults(db)
    if not fresh:
        return faults
    roomy(db)
    rows = _opened(db, account, places, fresh, kept)
    tickets = _tickets(db, options, fresh, rows, faults)
    lines = [(rows[key], line, tickets.get(line.number)) for key, found in fresh.items() for line in found]
    stream.insert_results(db, (_result(db, row, line, ticket) for row, line, ticket in lines))
    account.added = len(lines)
    for key, found in fresh.items():
        if key in kept.rounds:
            _brought_up(db, rows[key], found)
    return faults


def _opened(db: "Database", account: Account, places: Places, fresh: Placed, kept: Kept) -> dict[Key, Row]:
    """Return the rounds of lines: those that are kept, one broken off taken up again, and new ones."""
    rows: dict[Key, Row] = {}
    made: list[tuple[Any, ...]] = []
    next_id = stream.next_round_id(db)
    for key, found in fresh.items():
        place = places.places[key]
        if key in kept.rounds:
            rows[key] = rounds.opened(db, place, datetime.fromisoformat(found[0].at))
            continue
        id = next_id + len(made)
        end = rules.stamp(place.expected.end) if place.expected else None
        times = (found[0].at, found[-1].at)
        made.append((id, db.uid(), key[0], place.plan_id, key[1], place.window_start, end, "ended", *times))
        rows[key] = {"id": id}
    stream.insert_rounds(db, made)
    account.extra["rounds_added"] = len(made)
    account.refs = _refs([row["id"] for row in rows.values()])
    return rows


def _refs(ids: list[int]) -> str:
    """Return rounds as references: a run of them, else the first twenty."""
    if len(ids) > 1 and ids == list(range(ids[0], ids[0] + len(ids))):
        return f"R{ids[0]}-R{ids[-1]}"
    return ",".join(f"R{id}" for id in ids[:20]) + (" …" if len(ids) > 20 else "")


def _tickets(
    db: "Database", options: Options, fresh: Placed, rows: dict[Key, Row], faults: Faults
) -> dict[int, int | None]:
    """Return the tickets of faults by line, in the order of their times; the ok lines that may confirm a repair do."""
    confirmable = stream.to_confirm(db)
    telling = [
        (key, line)
        for key, found in fresh.items()
        for line in found
        if line.seen.result == "fault" or (line.seen.result == "ok" and line.point["id"] in confirmable)
    ]
    telling.sort(key=lambda one: one[1].at)
    tickets: dict[int, int | None] = {}
    for index, (key, line) in enumerate(telling):
        options.tick("store", index, len(telling))
        entry = Entry(line.point, line.seen, datetime.fromisoformat(line.at), line.entry, line.person)
        tickets[line.number] = faults.ticket_for(rows[key], line.route["name"], entry)
    return tickets


def _result(db: "Database", row: Row, line: Line, ticket: int | None) -> tuple[Any, ...]:
    now = rules.stamp(db.now)
    entry, seen = line.entry, line.seen
    if entry == "each":
        entry = rules.entry_of(entry, datetime.fromisoformat(line.at), db.now)
    entered = now if now != line.at else None
    return (
        row["id"], line.point["id"], line.at, entered, seen.result, entry, seen.reading, seen.note, line.person or None, ticket,
    )  # fmt: skip


def _brought_up(db: "Database", row: Row, found: Sequence[Line]) -> None:
    """Bring a round that was kept up to its new lines; a walk with nothing left to do ends."""
    first, last = datetime.fromisoformat(found[0].at), datetime.fromisoformat(found[-1].at)
    rounds.settle(db, row, first, last)
    if row["course"] == "walking" and rules.is_complete(rounds.load(db, [row["id"]])[0]):
        rounds.end(db, row, last)


def _first(fresh: Placed) -> list[tuple[Key, Line]]:
    lines = [(key, line) for key, found in fresh.items() for line in found]
    return sorted(lines, key=lambda one: one[1].number)[: engine.PREVIEW]


def _shown(places: Places, key: Key, line: Line) -> Row:
    """Return a line as a dry run shows it."""
    place = places.places[key]
    return {
        "route": line.route["name"],
        "date": key[1],
        "window": place.expected.window if place.expected else None,
        "point": f"{line.point['code']} {line.point['name']}",
        "at": line.at,
        "result": line.seen.result,
        "entry": line.entry,
        "reading": line.seen.reading,
        "note": line.seen.note,
        "by": line.person,
    }
