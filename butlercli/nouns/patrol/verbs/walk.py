"""Walking a round: the points one after the other, each answer an operation of its own, the last one taken back."""

from datetime import datetime, timedelta
from typing import NamedTuple

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result, Row
from butlercli.base.text import quoted
from butlercli.kit import undo
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store import walk as stored_walk
from butlercli.nouns.patrol.verbs import log, rounds, steps
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.nouns.patrol.verbs.rounds import Entry, Place
from butlercli.store.database import Database

VERB = "patrol start"


class Said(NamedTuple):
    """What came of an answer: as it was judged (a reading outside its limits is a fault), and remarks."""

    seen: rules.Observed
    notices: list[Message]


class Walk:
    """A round that somebody is on. Nothing is written before the first answer."""

    __slots__ = ("_again", "_at", "_steps", "answered", "by", "db", "last", "place", "points", "row")

    def __init__(self, db: Database, place: Place, row: Row | None, by: str | None, at: datetime | None) -> None:
        """row: the round as it is kept, None where there is none yet. at: the time of every answer, None for its own."""
        self.db = db
        self.place = place
        self.row = row
        self.by = by
        self._at = at
        self.points = store.plan_points(db, place.plan_id)
        self.answered: dict[int, str] = {}
        self.last = stored_walk.last_seen(db, place.route["id"], row["id"] if row else None)
        self._steps: list[tuple[int, int]] = []
        self._read()
        # Skipped in an earlier go: asked once more, after those without a result.
        self._again = {id for id, result in self.answered.items() if result == "skipped"}
        if db.group is None:
            db.group = db.uid()

    def _read(self) -> None:
        self.row = stored_rounds.at_place(self.db, self.place.route["id"], self.place.date, self.place.window_start)
        self.answered = stored_rounds.answered(self.db, self.row["id"]) if self.row else {}

    @property
    def current(self) -> Row | None:
        """The point to be looked at now: the first without a result, then those skipped before; None at the end."""
        fresh = (point for point in self.points if point["id"] not in self.answered)
        again = (point for point in self.points if point["id"] in self._again)
        return next(fresh, None) or next(again, None)

    def position(self, point: Row) -> int:
        """Return which point of the round this is, from 1."""
        return next(number for number, one in enumerate(self.points, 1) if one["id"] == point["id"])

    @property
    def steps(self) -> int:
        """How many answers were given in this go."""
        return len(self._steps)

    def answer(self, point: Row, seen: rules.Observed, now: datetime) -> Said:
        """Write what was seen at a point, as one operation; the last answer ends the round.

        Raises UsageError (exit 2) for a reading at a point that has none. Where somebody else has answered the point
        in the meantime, that stands and is said.
        """
        self.db.now = now
        judged = rules.judged(point, seen)
        with self.db.operation(VERB) as operation:
            self._read()
            if point["id"] in self.answered and point["id"] not in self._again:
                other = Message(N_("{point} has got a result in the meantime."), point=point_name(point))
                return Said(judged, [other])
            line = Entry(point, judged, self._moment(point), "each", self.by)
            row, notices = log.write(self.db, self.place, [line], walking=True)
            steps.end_when_answered(self.db, row, self.place)
            operation.refs = f"R{row['id']}"
        self._steps.append((point["id"], operation.id))
        self._again.discard(point["id"])
        self._read()
        return Said(judged, notices)

    def _moment(self, point: Row) -> datetime:
        """Return the time of an answer: always after the point's last one, so that the later answer is its state."""
        at = self._at or self.db.now
        times = stored_rounds.times(self.db, self.row["id"]) if self.row else set()
        last = max((when for id, when in times if id == point["id"]), default=None)
        if last is not None and rules.stamp(at) <= last:
            at = datetime.fromisoformat(last) + timedelta(seconds=1)
            self.db.now = max(self.db.now, at)  # the clock was set back: nothing may lie in what is to come
        return at

    def back(self, now: datetime) -> Row | None:
        """Take the last answer of this go back with all it brought; return its point, None where there is none.

        Raises RuleError (exit 4) where something later stands in the way (its ticket was worked on).
        """
        if not self._steps:
            return None
        self.db.now = now
        id, number = self._steps[-1]
        with self.db.operation("undo") as operation:
            operation.refs = undo.undo(self.db, number).refs
        self._steps.pop()
        self._read()
        if id in self.answered:
            self._again.add(id)
        return next(point for point in self.points if point["id"] == id)

    def outcome(self) -> Result:
        """Return the round as it now stands; without a result where nothing was answered."""
        if self.row is None:
            return Result("patrol.echo", None, notices=[Message(N_("Nothing was noted."))], changed=False)
        last = stored_walk.last_lines(self.db, [self.row["id"]]).get(self.row["id"])
        if last is not None:  # a clock set back on the way must not hide what was seen before
            self.db.now = max(self.db.now, datetime.fromisoformat(last))
        result = round_records.outcome(self.db, [self.row["id"]], verb="start")
        if self.current is not None and self.row["course"] == "walking":
            command = f"butler patrol start {quoted(self.place.route['name'])}"
            result.notice(N_("Kept so far; go on with {command}."), command=command)
        return result


def point_name(point: Row) -> str:
    """Return what a point is called: B1-PUMP B1泵房."""
    return f"{point['code']} {point['name']}"


def begin(db: Database, text: str, by: str | None, at: datetime | None) -> tuple[Walk, list[Message]]:
    """Return the walk of a route (or of round R12): the round under way where it stopped, else a new one.

    Raises RuleError (exit 4) for a round of another time that is not under way. The remarks say what is resumed.
    """
    if at is not None:
        at = rounds.check_time(at, db.now)
    named = steps.round_ref(db, text)
    route = store.route(db, named["route_id"]) if named else lookup.route(db, text)
    place, kept = steps.place_now(db, route, at)
    if named is not None and (kept is None or kept["id"] != named["id"]):
        if named["course"] != "walking":
            raise steps.unwalkable(named)
        place, kept = rounds.place_of_round(route, named), named
    walk = Walk(db, place, kept, by, at)
    others = steps.forgotten(stored_rounds.walking(db, route["id"]), kept["id"] if kept else None)
    return walk, [*_resumed(walk), *others]


def _resumed(walk: Walk) -> list[Message]:
    row = walk.row
    if row is None:
        if walk.place.expected is None:
            return [Message(N_("No round is expected here now: this is an extra one."))]
        return []
    done, total = len(walk.answered), len(walk.points)
    if walk.current is None:
        return [Message(N_("R{id}: every point has a result already; nothing to do."), id=row["id"])]
    if row["course"] == "abandoned":
        return [Message(N_("R{id} was broken off ({why}); taken up again: {done} of {total:point has|points have} a "
                           "result."),
                        id=row["id"], why=row["note"], done=done, total=total)]  # fmt: skip
    return [Message(N_("R{id} goes on where it stopped: {done} of {total:point has|points have} a result."),
                    id=row["id"], done=done, total=total)]  # fmt: skip


def open_round(db: Database, text: str, at: datetime | None) -> Result:
    """Begin a round without a terminal: it is under way, to be checked step by step; what is there goes on."""
    walk, notices = begin(db, text, None, at)
    if walk.row is not None and walk.current is None:
        return round_records.outcome(db, [walk.row["id"]], notices)
    row = rounds.opened(db, walk.place, (at or db.now).replace(microsecond=0), walking=True)
    result = round_records.outcome(db, [row["id"]], notices, "start")
    point = walk.current
    if point is not None:
        result.notice(N_("Check the points with {command}."), command=f"butler patrol check {quoted(point['code'])}")
    return result


def day_of(walk: Walk) -> tuple[str, str, str | None]:
    """Return route, day and window of a walk, for its heading."""
    expected = walk.place.expected
    return walk.place.route["name"], walk.place.date.isoformat(), expected.window if expected else None
