"""The rooms of the house, and how they are asked and told without being imported.

ROOMS is the only list: a new noun is its folder and one line here. What a room says about itself stands in its module
`facts`: static tables that import nothing but `base`. The facts of the room that a command belongs to are loaded first;
an engine (search, history, completion, help ...) loads the others when it meets a word, letter, table or kind that no
loaded room owns.

A module of facts may hold

- `COMMANDS`: the words of a command to (module in the room, function, one line of help, a msgid)
- `GROUPS`, `SUBGROUPS`, `ALIASES`: the help of a group and of a group inside it; further words for a command
- `PLACES`: where its first words stand on the page of help, and what it adds among what other rooms add
- `ANSWERS`: what it can be asked or told, to (module in the room, place among the answers); the function has that name. A
  table as a third says that it is only asked where the table holds a row: a room that is not used costs nothing.
  Questions about the day: `today(db, limit)`, `evening(db, limit)`; about pages: `unit_sections(db, unit_id, limit)`,
  `resident_sections`, `ticket_sections`, `facility_sections`; and `search(db, text, limit)`: each a list of sections.
  `facility_tickets(db, facility_id)`: its repairs as rows, of them `facility_fault_tickets` the ids that faults opened.
  `report_noun()`: what reads the noun's records for reports (kit/report/parts.py); `demo_share(town)`: what it adds to
  the demo (kit/demo/town.py).
  Events: `owner_changing(db, unit_id, day)`, told before a unit changes hands: who hears it reads what it must know
  beforehand and returns what is to be called once it has changed hands, a function that returns a list of remarks;
  `facility_retired(db, facility_id)`: returns a remark, or None
- `TABLES`: every table that it writes, to what its rows are called (`Table`)
- `KINDS`: what a person may name, to the table behind it (`Kind`)
- `FINDERS`: kinds that fields refer to, to the module in the room whose `find(db, text)` returns a row or raises
- `FIELDS`: tables to (module in the room, name) of the fields of their records (base/fields.py)
- `SEARCH`: what it adds to the search index (`Source`)
- `VIEWS`, `DAY_CELLS`, `WRITERS`: kinds of results to the module in the room that lays them out, puts them on a line
  of the day, or makes a file of them (`written(result, data, format)`), there with the formats it may have
- `LABELS`: kinds of results on pages that are no room's to the fields whose codes have words, and their vocabularies in
  the room's `model`
- `DAY_STYLES`: how the headings of the day look
- `SETTINGS`, `PRESETS`: its settings, and those that come in named sets, by the setting that names the set in force
- `SETTING_TYPES`: types of settings that only it knows, to (the words that are allowed, or the name of a module in the
  room whose `checked_setting` returns a text as it is stored or raises UsageError; what is wanted, a msgid)
- `ARGUMENTS`, `OPTIONS`, `FLAGS`, `WORDS`, `CANDIDATES`: what the shell may offer (see cli/completion.py)
- `INVARIANTS`: tables to the module in the room whose `check_undone(db, number)` raises RuleError where an operation
  that changed them cannot be taken back
- `HIDDEN`, `MONEY`, `OWNED`, `NAMING`: how the history of its records reads (see store/history.py)
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from butlercli.base.i18n import N_

# A room, and the words its commands begin with: in the order in which rooms speak where no place is given.
ROOMS: dict[str, tuple[str, ...]] = {
    "butlercli.nouns.ticket": ("ticket", "派", "到", "好", "回", "挂"),
    "butlercli.nouns.register": ("unit", "resident", "department", "call"),
    "butlercli.nouns.facility": ("patrol facility",),
    "butlercli.nouns.patrol": ("patrol", "巡"),
    "butlercli.nouns.fee": ("fee", "收", "催"),
    "butlercli.nouns.permit": ("permit",),
    "butlercli.desk": (
        "report", "config", "today", "今", "add", "记", "evening", "晚", "search", "找", "undo", "redo", "history",
        "init", "demo", "backup", "restore", "doctor", "sql",
    ),
}  # fmt: skip
# Events of daily verbs, to the rooms that hear them (`ANSWERS`): no other room is loaded to be asked.
HEARD: dict[str, tuple[str, ...]] = {"ticket_added": ()}
LAST = 1000
"""The place of what gives none."""


# These are plain classes: every command pays for their making, and a NamedTuple's costs six times as much.


class Table:
    """What the rows of a table are called.

    counted: a msgid for so many of them, with `{n}`; label: how one row is called, an SQL expression over the table;
    carried: whether a text of it stands in the search documents of other records (`Source.carries`).
    """

    def __init__(self, counted: str = "", label: str = "", carried: bool = False) -> None:
        self.counted = counted
        self.label = label
        self.carried = carried


class Kind:
    """What a person may name.

    table: where it is kept; names: the columns that name it beside its number; letter: of its serial numbers; known_as:
    what one is called, in English and in Chinese; numbered: whether a bare number names it; place: where it stands
    among the kinds that a word may mean, None where a word never does; canonical: a name as it is kept, from how it is
    typed.
    """

    def __init__(
        self,
        table: str,
        names: tuple[str, ...] = (),
        letter: str = "",
        known_as: tuple[str, str] = ("", ""),
        numbered: bool = False,
        place: int | None = None,
        canonical: Callable[[str], str] | None = None,
    ) -> None:
        self.table = table
        self.names = names
        self.letter = letter
        self.known_as = known_as
        self.numbered = numbered
        self.place = place
        self.canonical = canonical


class Source:
    """What a kind of record adds to the search index.

    number: its own for good, below 64, never given to another; kind: its view is `search_KIND`, its table KIND;
    tables: each table whose rows change its documents, to the column that names the record; carries: other records
    whose text stands in its documents: (table, column, own table, reference, column that names the record).
    """

    def __init__(
        self, number: int, kind: str, tables: dict[str, str], carries: tuple[tuple[str, str, str, str, str], ...] = ()
    ) -> None:
        self.number = number
        self.kind = kind
        self.tables = tables
        self.carries = carries


class Setting:
    """One setting: its type's name, the value without one, what it is, the source of the rule, its place in the list."""

    def __init__(self, type: str, default: str, help: str, source: str, place: int = LAST) -> None:
        self.type = type
        self.default = default
        self.help = help
        self.source = source
        self.place = place


class Preset:
    """Settings that come in named sets, `KEY.PRESET.FIELD`: the fields, and the sets that are built in.

    What a set does not name is as in the first.
    """

    def __init__(self, fields: dict[str, Setting], built_in: dict[str, dict[str, str]]) -> None:
        self.fields = fields
        self.built_in = built_in


# Sources of rules that several rooms name.
TRADE = N_("custom of the trade: 事不过夜、件件有回音")
HOUSE = N_("house rule")
CONTRACT = N_("your company's service standard")


def facts(room: str) -> ModuleType:
    """Return what a room says about itself."""
    return import_module(f"{room}.facts")


def owner(words: list[str]) -> str | None:
    """Return the room whose commands begin so, by two words or one; None where none does."""
    for first in (" ".join(words[:2]), " ".join(words[:1])):
        for room, known in ROOMS.items():
            if first in known:
                return room
    return None


def first_words() -> set[str]:
    """Return the words that a command may begin with."""
    return {words.partition(" ")[0] for known in ROOMS.values() for words in known}


def all_facts() -> list[ModuleType]:
    """Return the facts of every room, in order."""
    return [facts(room) for room in ROOMS]


def merged(table: str) -> dict[Any, Any]:
    """Return one table of facts over all rooms."""
    found: dict[Any, Any] = {}
    for module in all_facts():
        found.update(getattr(module, table, {}))
    return found


def lookup(table: str, *keys: Any) -> tuple[str, Any] | None:
    """Return the room that owns the first of some keys which any knows, and what its facts say of it.

    Rooms whose facts are loaded are asked first, so that a daily verb loads no others. None where nobody knows.
    """
    unasked = []
    for room in ROOMS:
        module = sys.modules.get(f"{room}.facts")
        if module is None:
            unasked.append(room)
        elif (found := _known(module, table, keys)) is not None:
            return room, found
    for room in unasked:
        if (found := _known(facts(room), table, keys)) is not None:
            return room, found
    return None


def _known(module: ModuleType, table: str, keys: tuple[Any, ...]) -> Any:
    known = getattr(module, table, {})
    return next((known[key] for key in keys if key in known), None)


def module_of(room: str, name: str) -> ModuleType:
    """Import a module of a room by its name within the room."""
    return import_module(f"{room}.{name}")


def answers(question: str, db: Any = None) -> list[Any]:
    """Return the functions of the rooms that answer a question or hear an event, in their places; db: the file it is of."""
    found = []
    for room in HEARD.get(question, ROOMS):
        known = getattr(facts(room), "ANSWERS", {}).get(question)
        if known is not None and (db is None or len(known) < 3 or db.holds(known[2])):
            found.append((known[1], room, known[0]))
    return [getattr(module_of(room, name), question) for _place, room, name in sorted(found, key=lambda one: one[0])]


def gather(question: str, *arguments: Any) -> list[Any]:
    """Ask every room that answers a question, of the file that is the first argument; each answers with a list, and all of them are joined."""
    return [one for answer in answers(question, arguments[0]) for one in answer(*arguments)]


def tell(event: str, *arguments: Any) -> list[Any]:
    """Tell every room that hears an event; return what each has to say to it, where it says anything."""
    return [said for hear in answers(event) if (said := hear(*arguments)) is not None]
