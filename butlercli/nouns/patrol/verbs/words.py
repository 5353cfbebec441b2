"""Loose words of 巡: a route, points and what was seen at them, read by what they mean and not by where they stand."""

from collections.abc import Sequence

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.base.text import fold, quoted
from butlercli.kit import naming
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.rules import rounds as rules
from butlercli.nouns.patrol.store import lookup
from butlercli.nouns.patrol.store import routes as store
from butlercli.nouns.patrol.verbs import log, rounds, steps
from butlercli.store.database import Database

ALL = ("好", "正常", "全好", "都好", "全部好", "全正常", "全部正常", "都正常", "一切正常", "ok", "all-ok", "allok")
_FIRST = ("其余", "其他", "其它", "余下", "剩下", "剩余")
_LAST = ("好", "正常", "都好", "全好", "都正常", "全正常", "均正常")
REST = ("rest-ok", "rest", *(first + last for first in _FIRST for last in _LAST))
EXAMPLE = "butler 巡 早巡 B1泵房 漏水"


class Meant:
    """What loose words mean: a route, points with the words that belong to each, and whether all else is in order."""

    __slots__ = ("all_ok", "points", "route", "rows")

    def __init__(self, route: Row | None, rows: Sequence[Row]) -> None:
        """rows: the points the words may name."""
        self.route = route
        self.rows = rows
        self.points: list[tuple[Row, list[str]]] = []
        self.all_ok = False

    @property
    def walks(self) -> bool:
        """Say whether nothing but a route was said: somebody is about to walk it."""
        return self.route is not None and not self.points and not self.all_ok


def read(db: Database, words: Sequence[str]) -> Meant:
    """Read the words; raises NotFoundError or UsageError for a route or a point that there is not."""
    left = [word for word in (word.strip("，。,；;！! ") for word in words) if word]
    route = _route(db, left)
    if route is None:
        meant = Meant(None, store.points(db))
        if not any(_point(meant.rows, word) for word in left):
            lookup.route(db, left[0] if left else "")  # says which routes there are
    else:
        place, _kept = steps.place_now(db, route, None)
        meant = Meant(route, store.plan_points(db, place.plan_id))
    _sort(db, meant, left)
    return meant


def _route(db: Database, left: list[str]) -> Row | None:
    """Take the word that names a route out of the words: in full, else the one that begins a single route's name."""
    rows = store.routes(db)
    for word in left:
        found = [row for row in rows if row["name"].lower() == word.lower()]
        if found:
            left.remove(word)
            return found[0]
    for word in left:
        if word.lower() in ALL or word.lower() in REST or rules.find_reading(word) or model.RESULTS.find(word):
            continue
        found = naming.search(rows, word, lambda row: (row["name"],))
        if found and not any(_point(store.points(db), other, exactly=True) for other in (word,)):
            row = lookup.route(db, word)  # says where it may be several
            left.remove(word)
            return row
    return None


def _point(rows: Sequence[Row], word: str, *, exactly: bool = False) -> Row | None:
    """Return the point a word names: its code or name in full, or the beginning of one point's, of two letters or more."""
    found = naming.search(rows, word, naming.code_and_name)
    if len(found) != 1:
        return None
    named = [text.lower() for text in naming.code_and_name(found[0])]
    return found[0] if word.lower() in named or (not exactly and len(word) > 1) else None


def _sort(db: Database, meant: Meant, words: Sequence[str]) -> None:
    """Share the words among the points: what follows a point is its own, what stands before the first is the first's."""
    before: list[str] = []
    for word in words:
        row = _point(meant.rows, word, exactly=bool(meant.points))
        if row is not None:
            meant.points.append((row, []))
        elif fold(word).lower() in REST:
            meant.all_ok = True
        elif meant.points:
            meant.points[-1][1].append(word)
        else:
            before.append(word)
    if meant.points and before:
        meant.points[0][1][:0] = before
    elif len(before) == 1 and fold(before[0]).lower() in ALL:
        meant.all_ok = True
    elif before:
        _no_point(db, meant, before)


def _no_point(db: Database, meant: Meant, words: Sequence[str]) -> None:
    """Refuse words among which there is no point: of another route, unknown, or ambiguous."""
    if meant.route is not None:
        place, _kept = steps.place_now(db, meant.route, None)
        word = next((word for word in words if fold(word).lower() not in ALL), words[0])
        rounds.points_at(db, place).find(word)
    raise UsageError(
        N_("Say at which point: “{value}”."), hint=N_("For example: {example}."), value=" ".join(words), example=EXAMPLE
    )


def seen(row: Row, words: Sequence[str]) -> rules.Observed:
    """Return what the words say of a point: 好, a number where it has a reading, 跳过 and why, else what is wrong.

    Raises UsageError where nothing is said, for nothing may be made up.
    """
    if not words:
        raise UsageError(
            N_("Say what was seen at {point}."),
            hint=N_("For example: {example}."),
            point=f"{row['code']} {row['name']}",
            example=EXAMPLE,
        )
    first, rest = fold(words[0]).lower(), " ".join(words[1:])
    code = "ok" if first in ALL else model.RESULTS.find(words[0])
    if code == "ok":
        return _in_order(row, words)
    if code == "skipped":
        return rules.Observed(
            "skipped", rules.required(rest, N_("Say why it was skipped."), "butler 巡 早巡 B1泵房 跳过 门锁")
        )
    if code == "fault":
        return rules.Observed("fault", rules.required(rest, N_("Say what is wrong."), EXAMPLE))
    if row["reading"] is not None:
        reading = rules.find_reading(words[0], row["reading_unit"])
        if reading is not None:
            return rules.Observed("ok", rules.checked_note(rest) or None, reading)
    last = fold(words[-1]).lower()
    if len(words) > 1 and model.RESULTS.find(last) in ("skipped", "fault"):
        return seen(row, [words[-1], *words[:-1]])
    return rules.Observed("fault", rules.checked_note(" ".join(words)))


def _in_order(row: Row, words: Sequence[str]) -> rules.Observed:
    """Read 好, 好 0.42: in order, with the number that was read; more words than that might be a fault."""
    if len(words) == 1:
        return rules.Observed("ok")
    reading = rules.find_reading(words[1], row["reading_unit"]) if row["reading"] is not None else None
    if len(words) == 2 and reading is not None:
        return rules.Observed("ok", None, reading)
    raise UsageError(
        N_("“{value}”: in order or not?"),
        hint=N_("A remark on a point in order: {example}."),
        value=" ".join(words),
        example=f"butler patrol check {quoted(row['code'] + '=ok:' + ' '.join(words[1:]))}",
    )


def note(db: Database, meant: Meant, by: str | None, *, again: bool = False) -> Result:
    """Write what the words mean into the round under way, or that of now; raises the refusals of `patrol log`."""
    named = [(row["code"], seen(row, words)) for row, words in meant.points]
    wanted = log.RoundToLog(named, all_ok=meant.all_ok, by=by, again=again)
    if meant.route is None:
        if meant.all_ok:
            raise UsageError(N_("Say which route."), hint=N_("For example: {example}."), example="butler 巡 早巡 好")
        place, kept = steps.told_by_points(db, [code for code, _seen in named], None, EXAMPLE)
    else:
        place, kept = steps.place_now(db, meant.route, None)
    return steps.note(db, place, kept, wanted, db.now, walking=False)
