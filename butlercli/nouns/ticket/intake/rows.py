"""One checked row becomes one ticket: what it is about, its deadlines, its state and the events behind it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit import settings
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.register.store import departments
from butlercli.nouns.ticket import model
from butlercli.nouns.ticket.intake.fields import state_word
from butlercli.nouns.ticket.rules import loop as rules
from butlercli.nouns.ticket.rules import past
from butlercli.nouns.ticket.store import categories
from butlercli.nouns.ticket.verbs import add as adding
from butlercli.nouns.ticket.verbs.guess import Inferer

if TYPE_CHECKING:
    from butlercli.base.unitcode import UnitCode
    from butlercli.kit.intake.engine import Account
    from butlercli.store.database import Database

_TITLE_CUT = 100
_PLAIN = ("ref", "detail", "place", "reporter", "phone", "assignee", "cause", "feedback", "defer_reason")
_TOLD = ("respond", "resolve", "verify", "close", "escalate", "cancel")
_UNKNOWN = N_("is not known here; it is kept as a tag.")


class Made:
    """A ticket to be: the row's number, its values as given, as columns, and its events."""

    __slots__ = ("events", "given", "number", "unit", "values")

    def __init__(self, number: int, given: Row, unit: "UnitCode | None", values: Row, events: list[Row]) -> None:
        """Keep the parts."""
        self.number = number
        self.given = given
        self.unit = unit
        self.values = values
        self.events = events


class Maker:
    """Makes tickets of rows, with everything looked up kept at hand."""

    __slots__ = (
        "_account",
        "_allowances",
        "_allowed",
        "_categories",
        "_db",
        "_departments",
        "_entered",
        "_facilities",
        "_guesses",
        "_inferer",
        "_policies",
        "_source",
        "headers",
    )

    def __init__(self, db: "Database", account: "Account", headers: dict[str, str]) -> None:
        """Read what every row needs: deadlines in force, policies of callbacks, categories."""
        self._db = db
        self._account = account
        self.headers = headers
        self._allowed = adding.allowances(db)
        self._allowances = rules.Allowances(self._allowed)
        self._entered = rules.stamp(db.now)
        self._source = settings.get(db, "source")
        self._policies = {kind: settings.get(db, f"callback.{kind}") for kind in model.KINDS}
        self._inferer = Inferer(db)
        self._guesses: dict[str, Row] = {}
        self._categories: dict[str, Row | None] = {}
        self._departments: dict[str, int | None] = {}
        self._facilities: dict[str, int | None] = {}

    def make(self, number: int, given: Row, unit: "UnitCode | None", uid: str | None) -> Made | None:
        """Return the ticket of a row, or None where it breaks a rule, which is then a problem of the account."""
        values: Row = {name: given[name] or None for name in _PLAIN if name in given}
        values["uid"] = uid or self._db.uid()
        title = given.get("title") or self._title(given)
        if not title:
            error = UsageError(N_("A ticket wants a title: in a few words, what it is about."))
            self._problem(number, "title", None, error)
            return None
        values["title"] = title
        for name in past.TIMES:
            if name in given:
                values[name] = given[name]
        values["created_at"] = given.get("created_at") or min(
            filter(None, (given.get("answered_at"), *(given.get(name) for name in past.TIMES))),
            default=self._entered,
        )
        if "score" in given:
            values["score"] = int(given["score"])
        for name in ("unreached", "reopen_count"):
            values[name] = given.get(name, 0)
        wrong = past.complete(values, given.get("answered_at"), self._db.now)
        for field, problem in wrong:
            self._problem(number, field, given.get(field), problem)
        if wrong:
            return None
        self._classify(number, given, values, title)
        self._deadlines(number, given, values)
        self._settle(number, given, values)
        log = given.get("log") or ()
        texts = {item["verb"]: item.get("note") for item in log if item["verb"] in _TOLD}
        if given.get("answer"):
            texts["resolve"] = given["answer"]
        events = past.events(values, texts)
        events.extend(_besides(log))
        return Made(number, given, unit, values, events)

    def _problem(self, number: int, field: str, value: Any, error: ButlerError) -> None:
        self._account.problems.append(Problem.of(number, self.headers.get(field, field), _shown(value), error))

    def _warn(self, number: int, field: str, value: Any, why: str) -> None:
        self._account.warnings.append(Problem(number, self.headers.get(field, field), value, why))

    def _title(self, given: Row) -> str:
        """Return a title where none is given: the first line of the detail, else the category's text."""
        text = given.get("detail") or given.get("category") or ""
        line = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return line if len(line) <= _TITLE_CUT else line[: _TITLE_CUT - 1] + "…"

    def _classify(self, number: int, given: Row, values: Row, title: str) -> None:
        """Fill kind, category and department as `create` does; words that name none are kept as tags."""
        tags = list(given.get("tags", ()))
        category = self._category(number, given, tags)
        guess = self._guess(f"{title}\n{values.get('detail') or ''}")
        department_id = self._department(number, given, tags)
        values["facility_id"] = self._facility(number, given, tags)
        kind = given.get("kind")
        if category is None and not (kind and department_id):
            category = guess["category"]
        if department_id is None and category is not None:
            department_id = category["department_id"]
        values.update(
            kind=kind or guess["kind"],
            category_id=category["id"] if category else None,
            department_id=department_id,
            tags=adding.tags_json(tags) if tags else "[]",
            source=given.get("source") or self._source,
            priority=given.get("priority") or "normal",
            party=given.get("party") or "property",
        )

    def _guess(self, text: str) -> Row:
        found = self._guesses.get(text)
        if found is None:
            found = self._inferer.infer(text)
            if len(self._guesses) < 10_000 and len(text) < 200:
                self._guesses[text] = found
        return found

    def _category(self, number: int, given: Row, tags: list[str]) -> Row | None:
        word = given.get("category")
        if not word:
            return None
        if word not in self._categories:
            try:
                self._categories[word] = categories.find(self._db, word)
            except ButlerError:
                self._categories[word] = None
        found = self._categories[word]
        if found is None:
            tags.append(word)
            self._warn(number, "category", word, _UNKNOWN)
        return found

    def _department(self, number: int, given: Row, tags: list[str]) -> int | None:
        word = given.get("department")
        if not word:
            return None
        if word not in self._departments:
            try:
                self._departments[word] = int(departments.find(self._db, word)["id"])
            except ButlerError:
                self._departments[word] = None
        found = self._departments[word]
        if found is None:
            tags.append(word)
            self._warn(number, "department", word, _UNKNOWN)
        return found

    def _facility(self, number: int, given: Row, tags: list[str]) -> int | None:
        word = given.get("facility")
        if not word:
            return None
        if word not in self._facilities:
            from butlercli.nouns.facility import store as facilities

            try:
                self._facilities[word] = int(facilities.find(self._db, word)["id"])
            except ButlerError:
                self._facilities[word] = None
        found = self._facilities[word]
        if found is None:
            tags.append(word)
            self._warn(number, "facility", word, _UNKNOWN)
        return found

    def _deadlines(self, number: int, given: Row, values: Row) -> None:
        created = datetime.fromisoformat(values["created_at"])
        response, due = self._allowances.deadlines(created, values["kind"], values["priority"])
        stamps = response.isoformat(timespec="seconds"), due.isoformat(timespec="seconds")
        fixed = given.get("due_at") not in (None, stamps[1])
        if fixed and given["due_at"] <= values["created_at"]:
            fixed = False
            self._warn(number, "due_at", given["due_at"], N_("is not after the ticket's own time; left out."))
        end = given["due_at"] if fixed else stamps[1]
        values.update(
            allowances=self._allowed,
            response_base=stamps[0],
            response_due_at=stamps[0],
            due_base=end,
            due_at=end,
            due_fixed=int(fixed),
            entered_at=self._entered,
            imported=1,
        )

    def _settle(self, number: int, given: Row, values: Row) -> None:
        """Fill state and callback_owed."""
        if values.get("resolved_at"):
            policy = self._policies[values["kind"]]
            reached = {"reporter": None, "phone": None, **values}
            values["callback_owed"] = given.get("callback_owed", int(rules.owes_callback(reached, policy)))
        word, told = given.get("state"), None
        if word:
            told = state_word(word)
            if told is None:
                self._warn(number, "state", word, N_("is not a state known here; the times tell it."))
        values["defer_until"] = given.get("defer_until")
        values["state"], doubt = past.state_of(values, told)
        if doubt:
            self._warn(number, "state", word, doubt)
        if values["state"] != "deferred":
            values["defer_until"] = values["defer_reason"] = None


def _besides(log: Sequence[Row]) -> Iterator[Row]:
    """Yield what stands in an exported log beside the links: notes, and that the ticket was opened again."""
    for item in log:
        if item["verb"] in ("note", "reopen") and _is_stamp(item["at"]):
            reopens = 1 if item["verb"] == "reopen" else None
            yield {"verb": item["verb"], "at": item["at"], "note": item.get("note"), "reopens": reopens}


def _is_stamp(text: str) -> bool:
    """Tell whether a text is a moment as it is stored."""
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds") == text
    except ValueError:
        return False


def _shown(value: Any) -> Any:
    return value.replace("T", " ") if isinstance(value, str) and len(value) == 19 and value[10] == "T" else value
