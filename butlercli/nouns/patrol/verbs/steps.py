"""A round step by step: which one is under way, points checked one after the other, its end or its breaking off."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.refs import parse_ref
from butlercli.base.result import Message, Result, Row
from butlercli.base.text import fold, quoted
from butlercli.kit import naming
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import rounds as stored_rounds
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.store import walk as stored_walk
from butlercli.nouns.patrol.store.expect import Planner
from butlercli.nouns.patrol.verbs import log, rounds
from butlercli.nouns.patrol.verbs import record as round_records
from butlercli.nouns.patrol.verbs.rounds import Place
from butlercli.store.database import Database

# A walk in which nothing happened for so long is not the one somebody is on now, unless the moment belongs to it.
FORGOTTEN = timedelta(hours=12)


# --- which round -----------------------------------------------------------------------------------


def place_now(db: Database, route: Row, at: datetime | None) -> tuple[Place, Row | None]:
    """Return where a line of a route belongs, with the round that is kept there.

    That is the round under way, though its window may have ended or midnight passed; else the place of the moment.
    """
    moment = at or db.now
    place = rounds.place_of(Planner(db, [route["id"]]), route, moment)
    kept = stored_rounds.at_place(db, route["id"], place.date, place.window_start)
    if kept is not None and kept["course"] == "walking":
        return place, kept
    for row in current(db, stored_rounds.walking(db, route["id"]), at):
        return rounds.place_of_round(route, row), row
    return place, kept


def current(db: Database, walking: Sequence[Row], at: datetime | None) -> list[Row]:
    """Return those of the rounds under way that a moment may be a step of: begun before it, and not forgotten.

    Without `at` it is now, and a round that seems to begin later is under way too: the clock was set back.
    """
    if not walking:
        return []
    lines = stored_walk.last_lines(db, [row["id"] for row in walking])
    stamp = rules.stamp(at or db.now)
    oldest = rules.stamp((at or db.now) - FORGOTTEN)
    return [
        row
        for row in walking
        if max(row["started_at"], lines.get(row["id"], "")) > oldest and (at is None or row["started_at"] <= stamp)
    ]


def forgotten(walking: Sequence[Row], chosen: int | None) -> list[Message]:
    """Return a remark for each other round of these that is still under way."""
    return [
        Message(
            N_("{round} is still under way as well: {finish} or {abandon}."),
            round=name_of(row),
            finish=f"butler patrol finish R{row['id']}",
            abandon=f"butler patrol abandon R{row['id']} …",
        )
        for row in walking
        if row["id"] != chosen
    ]


def name_of(row: Row) -> str:
    """Return what a round is called in a sentence: R12 早巡 2026-07-01."""
    return f"R{row['id']} {row['route']} {row['date']}"


def round_ref(db: Database, text: str) -> Row | None:
    """Return the round that R12, #12 or 12 names, or None where the text is a route's; exit 3 where there is no such round."""
    word = fold(text).strip()
    if not re.fullmatch(r"#?[Rr]?#?\d{1,9}", word):
        return None
    if "#" not in word and naming.search(store.routes(db), text, lambda row: (row["name"],)):
        return None
    id = parse_ref(word, model.LETTER)
    row = stored_walk.round_by_id(db, id)
    if row is None:
        rounds.load(db, [id])  # says what is missing
    return row


# --- checking points -------------------------------------------------------------------------------


def check(db: Database, route_text: str | None, wanted: log.RoundToLog) -> Result:
    """Note points of the round under way, or begin one; raises the refusals of `log.lines_of`.

    Without a route, the points tell it: the round under way that has them, else the one route that has them. Raises
    UsageError (exit 2) where there are several, naming them.
    """
    at = rounds.check_time(wanted.at or db.now, db.now)
    if route_text is not None:
        route = lookup.route(db, route_text)
        place, kept = place_now(db, route, wanted.at)
    else:
        place, kept = told_by_points(db, [text for text, _seen in wanted.named], wanted.at)
    return note(db, place, kept, wanted, at, walking=True)


def note(
    db: Database, place: Place, kept: Row | None, wanted: log.RoundToLog, at: datetime, *, walking: bool
) -> Result:
    """Write what is wanted into the round of a place; a round under way whose points all have a result has ended."""
    lines = log.lines_of(db, place, kept, wanted, at)
    if not lines:
        assert kept is not None
        return log.nothing_left(db, place, kept, at)
    ended = kept is not None and kept["course"] == "ended"
    row, notices = log.write(db, place, lines, walking=walking)
    if end_when_answered(db, row, place) and walking and not ended:
        notices.append(Message(N_("Every point has a result: the round has ended.")))
    return round_records.outcome(db, [row["id"]], notices, "check")


def end_when_answered(db: Database, row: Row, place: Place) -> bool:
    """End a round under way once every point has a result, skipped ones too; say whether it has none to come."""
    answered = stored_rounds.answered(db, row["id"])
    if any(point["id"] not in answered for point in store.plan_points(db, place.plan_id)):
        return False
    if row["course"] == "walking":
        last = stored_walk.last_lines(db, [row["id"]])[row["id"]]
        rounds.end(db, row, datetime.fromisoformat(last))
    return True


def told_by_points(
    db: Database, texts: Sequence[str], at: datetime | None, say: str = "--route"
) -> tuple[Place, Row | None]:
    """Return where points belong whose route is not named: the round under way that has them, else their one route."""
    walking = current(db, stored_rounds.walking(db), at)
    having = [row for row in walking if _has_all(store.plan_points(db, row["plan_id"]), texts)]
    if len(having) == 1:
        return rounds.place_of_round(store.route(db, having[0]["route_id"]), having[0]), having[0]
    if having:
        raise _several(texts, [name_of(row) for row in having], say)
    points = [lookup.point(db, text) for text in texts]
    day = (at or db.now).date().isoformat()
    shared: dict[int, str] = {row["id"]: row["name"] for row in store.routes_of_point(db, points[0]["id"], day)}
    for point in points[1:]:
        here = {row["id"] for row in store.routes_of_point(db, point["id"], day)}
        shared = {id: name for id, name in shared.items() if id in here}
    if len(shared) == 1:
        return place_now(db, store.route(db, next(iter(shared))), at)
    said = [f"{point['code']} {point['name']}" for point in points]
    if shared:
        raise _several(said, list(shared.values()), say)
    raise RuleError(
        N_("No route in use has {points}.") if len(said) == 1 else N_("No route in use has all of these: {points}."),
        hint=N_("Name the points of one route at a time; see {command}."),
        code="no_route",
        points=said,
        command="butler patrol route list",
    )


def _has_all(points: Sequence[Row], texts: Sequence[str]) -> bool:
    return all(len(naming.search(points, text, naming.code_and_name)) == 1 for text in texts)


def _several(points: Sequence[str], names: Sequence[str], say: str) -> UsageError:
    return UsageError(
        N_("Several routes have {points}: {choices}."),
        hint=N_("Say which: {option}."),
        code="ambiguous",
        points=list(points),
        choices=list(names),
        option=say,
    )


# --- the end ---------------------------------------------------------------------------------------


def finish(db: Database, text: str | None, at: datetime | None) -> Result:
    """End the round under way; nothing under way, or a round that has ended, is no error.

    Raises UsageError (exit 2) naming them where several are under way and none is named.
    """
    moment = rounds.check_time(at or db.now, db.now)
    row = _under_way(db, text)
    if row is None:
        return _none_under_way(text)
    if row["course"] != "walking":
        return _not_under_way(db, row)
    last = max(row["started_at"], stored_walk.last_lines(db, [row["id"]]).get(row["id"], ""))
    if at is not None and rules.stamp(moment) < last:
        raise RuleError(
            N_("{round} cannot have ended before its last result ({at})."),
            code="too_early",
            round=name_of(row),
            at=last.replace("T", " "),
        )
    rounds.end(db, row, moment)
    result = round_records.outcome(db, [row["id"]], verb="finish")
    missing = [f"{point['code']} {point['name']}" for point in result.data["points"] if not _answered(point)]
    if missing:
        result.notice(N_("Without a result: {points}."), points=missing)
    return result


def _answered(point: Row) -> bool:
    return point["result"] in model.ENTERED


def abandon(db: Database, words: Sequence[str]) -> Result:
    """Break off the round under way with a reason; its results stay.

    words: the reason, and the route or R12 in front of it where several are under way. Raises UsageError (exit 2)
    without a reason or where several are under way, RuleError (exit 4) for a round that has ended.
    """
    text, reason = _reason(db, words)
    reason = rules.required(reason, N_("Say why it is broken off."), "butler patrol abandon 早巡 停电")
    row = _under_way(db, text)
    if row is None:
        return _none_under_way(text)
    if row["course"] == "abandoned":
        return _not_under_way(db, row)
    if row["course"] != "walking":
        raise RuleError(N_("{round} has ended; it cannot be broken off."), code="ended", round=name_of(row))
    rounds.end(db, row, db.now, "abandoned", reason)
    return round_records.outcome(db, [row["id"]], verb="abandon")


def _reason(db: Database, words: Sequence[str]) -> tuple[str | None, str]:
    """Split the round from the reason: a first word that names a route or a round does so."""
    first, rest = words[0], " ".join(words[1:])
    routes = naming.search(store.routes(db), first, lambda row: (row["name"],))
    exact = any(row["name"].lower() == first.strip().lower() for row in routes)
    if exact or (rest and routes) or re.fullmatch(r"[#Rr]+#?\d{1,9}|\d{1,9}", fold(first).strip()):
        return first, rest
    return None, " ".join(words)


def _under_way(db: Database, text: str | None) -> Row | None:
    """Return the round that is meant: R12 whatever its course, else the one under way (of a route)."""
    if text is not None:
        row = round_ref(db, text)
        if row is not None:
            return row
    route = lookup.route(db, text) if text is not None else None
    walking = stored_rounds.walking(db, route["id"] if route else None)
    if len(walking) > 1:
        raise UsageError(
            N_("Several rounds are under way: {choices}."),
            hint=N_("Say which, as in {example}."),
            code="ambiguous",
            choices=[name_of(row) for row in walking],
            example=f"R{walking[0]['id']}",
        )
    return walking[0] if walking else None


def _none_under_way(text: str | None) -> Result:
    if text is None:
        nothing = Message(N_("No round is under way; nothing to do."))
    else:
        nothing = Message(N_("No round of “{route}” is under way; nothing to do."), route=text)
    return Result("patrol.echo", None, notices=[nothing], changed=False)


def _not_under_way(db: Database, row: Row) -> Result:
    nothing = Message(N_("{round} is not under way; nothing to do."), round=name_of(row))
    return round_records.outcome(db, [row["id"]], [nothing])


def unwalkable(row: Row) -> NotFoundError | RuleError:
    """Return the refusal to walk a round of another time that is not under way."""
    return RuleError(
        N_("{round} is not under way, and its time has passed."),
        hint=N_("Log what was seen then with {command}."),
        code="ended",
        round=name_of(row),
        command=f"butler patrol log {quoted(row['route'])} … --at WHEN",
    )
