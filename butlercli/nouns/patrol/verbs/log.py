"""Lines logged into a round: what was named, what `--all-ok` fills, and the tickets that faults bring."""

from collections.abc import Sequence
from datetime import datetime

from butlercli.base.errors import RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.kit import attachments
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.nouns.patrol.store.lookup import PointsOf
from butlercli.nouns.patrol.verbs import faults, rounds
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.nouns.patrol.verbs.rounds import Entry, Place
from butlercli.store.database import Database


class RoundToLog:
    """What the command line says of a round: points with what was seen, photos, and whether all else is in order."""

    __slots__ = ("again", "all_ok", "at", "by", "named", "photos")

    def __init__(
        self,
        named: Sequence[tuple[str, rules.Observed]] = (),
        *,
        all_ok: bool = False,
        photos: Sequence[tuple[str, str]] = (),
        at: datetime | None = None,
        by: str | None = None,
        again: bool = False,
    ) -> None:
        """named: (point as typed, what was seen); photos: (point as typed, file)."""
        self.named = named
        self.all_ok = all_ok
        self.photos = photos
        self.at = at
        self.by = by
        self.again = again


def parse_named(
    values: Sequence[str], fault: Sequence[str] = (), skip: Sequence[str] = ()
) -> list[tuple[str, rules.Observed]]:
    """Read `POINT=ok|fault:TEXT|skip:REASON|READING`, and the pairs of --fault and --skip; raises UsageError."""
    found = [(point, rules.parse_value(value)) for point, value in (pair(text, "B1-PUMP=ok") for text in values)]
    for text in fault:
        point, said = pair(text, "--fault B1-PUMP=漏水")
        found.append((point, rules.Observed("fault", rules.required(said, N_("Say what is wrong."), "B1-PUMP=漏水"))))
    for text in skip:
        point, said = pair(text, "--skip B1-PUMP=门锁")
        reason = rules.required(said, N_("Say why it was skipped."), "B1-PUMP=门锁")
        found.append((point, rules.Observed("skipped", reason)))
    return found


def pair(text: str, example: str) -> tuple[str, str]:
    """Split `POINT=VALUE`; raises UsageError where one side is missing."""
    point, mark, value = text.replace("＝", "=", 1).partition("=") if "=" not in text else text.partition("=")
    if not mark or not point.strip() or not value.strip():
        raise UsageError(
            N_("“{value}” is not POINT=VALUE."), hint=N_("For example: {example}."), value=text, example=example
        )
    return point.strip(), value.strip()


def log(db: Database, route_text: str, wanted: RoundToLog) -> Result:
    """Log a round, or part of one; raises the refusals of `lines_of` and RuleError for a retired route."""
    route = lookup.route(db, route_text)
    at = rounds.check_time(wanted.at or db.now, db.now)
    place = rounds.place_of(Planner(db, [route["id"]]), route, at)
    known = stored_rounds.at_place(db, route["id"], place.date, place.window_start)
    lines = lines_of(db, place, known, wanted, at)
    if not lines:
        assert known is not None
        return nothing_left(db, place, known, at)
    row, notices = write(db, place, lines)
    return round_records.outcome(db, [row["id"]], notices, "log")


def nothing_left(db: Database, place: Place, known: Row, at: datetime) -> Result:
    """Return the round as it stands: every point has a result, which is no error.

    Raises RuleError (exit 4) where somebody walked on a day of which no round is expected, and the nearest one is
    complete: what was seen would be lost without a word.
    """
    if place.expected is not None and not place.expected.start <= at <= place.expected.end:
        planner = Planner(db, [place.route["id"]])
        if not planner.on(place.route["id"], at.date()):
            raise RuleError(
                N_(
                    "No round of “{route}” is expected on {day}; the nearest, R{id} of {date}, has every result already."
                ),
                hint=N_("To keep these as a second look at its points, add {option}."),
                code="again",
                route=place.route["name"],
                day=at.date().isoformat(),
                id=known["id"],
                date=place.date.isoformat(),
                option="--again",
            )
    nothing = Message(N_("R{id}: every point has a result already; nothing to do."), id=known["id"])
    return round_records.outcome(db, [known["id"]], [nothing])


def lines_of(db: Database, place: Place, known: Row | None, wanted: RoundToLog, at: datetime) -> list[Entry]:
    """Return the lines that are wanted at a place, each point checked.

    Raises RuleError (exit 4) for a point of another route and for one that has a result already (without `again`),
    UsageError (exit 2) for a point named twice, a reading that does not fit, and where nothing is said at all.
    """
    points = rounds.points_at(db, place)
    answered = stored_rounds.answered(db, known["id"]) if known else {}
    named = _named(points, wanted)
    if not named and not wanted.all_ok:
        raise UsageError(
            N_("Say what was seen: a point and its result, or --all-ok."),
            hint=N_("For example: {example}."),
            example=f"butler patrol log {place.route['name']} --all-ok",
        )
    taken: set[int] = set()  # points with a line of this very second: another could not be told from it
    if not wanted.again:
        _check_fresh(place, known, [points_row for points_row, _seen in named.values()], answered)
    elif known is not None:
        taken = {point for point, second in stored_rounds.times(db, known["id"]) if second == rules.stamp(at)}
        _check_second(known, taken, [row for row, _seen in named.values()])
    lines = [Entry(row, rules.judged(row, seen), at, "each", wanted.by) for row, seen in named.values()]
    if wanted.all_ok:
        left_out = taken.union(named) if wanted.again else {*answered, *named}
        rest = (row for row in points.rows if row["id"] not in left_out)
        lines.extend(Entry(row, rules.Observed("ok"), at, "all-ok", wanted.by) for row in rest)
    return _in_order(points, _with_photos(points, lines, wanted.photos))


def _named(points: PointsOf, wanted: RoundToLog) -> dict[int, tuple[Row, rules.Observed]]:
    found: dict[int, tuple[Row, rules.Observed]] = {}
    for text, seen in wanted.named:
        row = points.find(text)
        if row["id"] in found:
            raise UsageError(N_("{point} is named twice."), point=f"{row['code']} {row['name']}")
        found[row["id"]] = (row, seen)
    return found


def _check_fresh(place: Place, known: Row | None, rows: Sequence[Row], answered: dict[int, str]) -> None:
    for row in rows:
        if known is not None and row["id"] in answered:
            raise RuleError(
                N_("{point} has a result in R{id} ({route} {date}) already."),
                hint=N_("Looked at once more? Add {option}."),
                code="again",
                point=f"{row['code']} {row['name']}",
                id=known["id"],
                route=place.route["name"],
                date=place.date.isoformat(),
                option="--again",
            )


def _check_second(known: Row, taken: set[int], rows: Sequence[Row]) -> None:
    """Refuse a second result of a point at the very second of one that is kept: which came later could not be told."""
    for row in rows:
        if row["id"] in taken:
            raise RuleError(
                N_("{point} has a result of this very second in R{id}."),
                hint=N_("Say when it was looked at again: {option}."),
                code="same_second",
                point=f"{row['code']} {row['name']}",
                id=known["id"],
                option="--at",
            )


def _with_photos(points: PointsOf, lines: list[Entry], photos: Sequence[tuple[str, str]]) -> list[Entry]:
    by_point = {line.point["id"]: line for line in lines}
    for text, file in photos:
        row = points.find(text)
        line = by_point.get(row["id"])
        if line is None:
            raise UsageError(
                N_("The photo of {point} wants a result of it in the same line."),
                point=f"{row['code']} {row['name']}",
            )
        line.photos = (*line.photos, file)
    return lines


def _in_order(points: PointsOf, lines: list[Entry]) -> list[Entry]:
    order = {row["id"]: position for position, row in enumerate(points.rows)}
    return sorted(lines, key=lambda line: order[line.point["id"]])


def write(
    db: Database, place: Place, lines: Sequence[Entry], *, walking: bool = False, into: faults.Faults | None = None
) -> tuple[Row, list[Message]]:
    """Write lines into the round of their place, each fault with its ticket; a walk with nothing left to do ends.

    Returns the round's row and the remarks.
    """
    found = into or faults.Faults(db)
    row = rounds.opened(db, place, lines[0].at, walking=walking)
    for line in lines:
        add(db, found, place, row, line)
    rounds.settle(db, row, min(line.at for line in lines), max(line.at for line in lines))
    if row["course"] == "walking" and rules.is_complete(rounds.load(db, [row["id"]])[0]):
        rounds.end(db, row, max(line.at for line in lines))
    return row, list(faults.said(found)) if into is None else []


def add(db: Database, found: faults.Faults, place: Place, row: Row, line: Entry) -> int:
    """Write one line with its ticket and photos, and return its id."""
    ticket = found.ticket_for(row, place.route["name"], line)
    id = rounds.add(db, row, line, ticket)
    if line.photos:
        attachments.store(db, line.photos, result_id=id, **({"ticket_id": ticket} if ticket else {}))
    return id
