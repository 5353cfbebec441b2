"""The readers behind the laws: each finds the fault in a made-up file, and lets the innocent one beside it pass."""

from collections.abc import Callable, Iterator

import pytest

from tests.contracts import exceptions, laws, names, shape, tables
from tests.contracts.reading import Offence, Source, floors

Law = Callable[[Source], Iterator[Offence]]

# Law, file, faulty text, the word found, an innocent look-alike in the same file.
FAULTS: list[tuple[Law, str, str, str, str]] = [
    (laws.sql_outside, "nouns/fee/day.py", "x = 'SELECT id FROM fee_bill'", "SQL", "x = 'SELECT a bill'"),
    (laws.sql_outside, "nouns/fee/bills/verbs/late.py", "x = f'SELECT {y} FROM z'", "SQL", "'''SELECT a FROM b'''"),
    (laws.sql_outside, "desk/today.py", "x = '\\n  WITH a AS (SELECT 1 FROM b)'", "SQL", "x = 'WITH care, FROMAGE'"),
    (laws.sql_outside, "base/ids.py", "x = 'UPDATE a SET b = 1'", "SQL", "x = 'UPDATE: settle'"),
    (laws.sql_outside, "nouns/fee/rules.py", "x = f'EXISTS (SELECT 1 {y})'", "SQL", "x = f'{y} is WHERE it EXISTS'"),
    (laws.sql_outside, "nouns/fee/rules.py", "x = ' WHERE id = ?'", "SQL", "x = 'a file FROM finance'"),
    (laws.sql_outside, "base/ids.py", "x = 'a ORDER BY b'", "SQL", "x = 'order by phone'"),
    (laws.clocks, "base/dates/days.py", "datetime.now()", "datetime.now()", "clock.now()"),
    (laws.clocks, "kit/texts.py", "dt.date.today()", "date.today()", "self.today()"),
    (laws.prints, "nouns/fee/day.py", "print(1)", "print()", "printed(1)"),
    (laws.prints, "kit/texts.py", "import sys\nsys.stdout.write('')", "sys.stdout.write", "import sys\nsys.stdin.read()"),
    (laws.too_long, "base/ids.py", "a = 1\n" * 401, "lines", "a = 1\n" * 400),
    (laws.views_only_read, "nouns/fee/views.py", "record['_now'] = 1", "record['_now']", "now = record['_now']"),
    (laws.views_only_read, "desk/views/day.py", "del record['_row']", "record['_row']", "found[name] = record['row']"),
    (laws.nouns_hold_nothing, "nouns/__init__.py", "FEE = 1", "not empty", ""),
    # --- tables
    (tables.foreign_tables, "nouns/ticket/store/log.py", "x = 'SELECT 1 FROM fee_bill'", "reads fee_bill", "x = 'SELECT 1 FROM unit'"),
    (tables.foreign_tables, "nouns/fee/rules.py", "x = 'a JOIN patrol_round r'", "reads patrol_round", "x = 'a JOIN ticket t'"),
    (tables.foreign_tables, "nouns/fee/rules.py", "x = f'{a} FROM unit u, patrol_plan p'", "reads patrol_plan", "x = 'EXTRACT FROM the patrol_plan'"),
    (tables.foreign_tables, "store/undo.py", "x = 'SELECT 1 FROM v_ticket'", "reads v_ticket", "x = f'SELECT 1 FROM {table}'"),
    (tables.foreign_tables, "kit/undo.py", "x = f'{a} FROM unit WHERE {b}'", "reads unit", "x = f'WITH unit AS (SELECT 1) SELECT 1 FROM unit'"),
    (tables.foreign_tables, "output/plain.py", "x = 'DELETE FROM a WHERE b IN (SELECT id FROM ticket)'", "reads ticket", "x = 'SELECT 1 FROM setting'"),
    (tables.foreign_writes, "nouns/fee/rules.py", "x = 'INSERT OR IGNORE INTO unit (a) VALUES (1)'", "writes unit", "x = 'INSERT INTO fee_bill (a) VALUES (1)'"),
    (tables.foreign_writes, "nouns/fee/rules.py", "x = f'UPDATE ticket SET {a}'", "writes ticket", "x = 'ON CONFLICT DO UPDATE SET a = 1'"),
    (tables.foreign_writes, "nouns/fee/rules.py", "x = 'DELETE FROM contact'", "writes contact", "x = 'SELECT 1 FROM contact'"),
    (tables.foreign_writes, "nouns/fee/rules.py", "self.db.update('unit', 1, {})", "writes unit", "row.update(unit=1)"),
    (tables.foreign_writes, "nouns/fee/rules.py", "bulk.insert_rows(db, 'ticket', a, b)", "writes ticket", "lines.insert(0, 'ticket')"),
    (tables.foreign_writes, "nouns/fee/demo.py", "db.insert('unit', {})", "writes unit", "units.insert(db, 'unit')"),
    (tables.views_in_code, "nouns/fee/rules.py", "x = 'SELECT 1 FROM v_bill'", "reads v_bill", "x = 'v_bill'"),
    # --- names
    (names.foreign_nouns, "nouns/ticket/rules/loop.py", "from butlercli.nouns.fee import model", "nouns.fee", "from butlercli.nouns.register import model"),
    (names.foreign_nouns, "nouns/fee/rules.py", "if TYPE_CHECKING:\n    import butlercli.nouns.patrol.model", "nouns.patrol", "import butlercli.nouns.ticket.model"),
    (names.foreign_nouns, "nouns/ticket/views.py", "from ..fee import model", "nouns.fee", "from ..register import model"),
    (names.foreign_nouns, "kit/texts.py", "x = 'butlercli.nouns.fee.day'", "nouns.fee", "x = 'nouns and verbs'"),
    (names.foreign_nouns, "kit/texts.py", "x = f'nouns.ticket.{y}'", "nouns.ticket", "x = 'pronouns.ticket'"),
    (names.foreign_nouns, "store/undo.py", "x = {'fee_bill': 1}", "fee_bill", "x = 'a fee_bill'"),
    (names.foreign_nouns, "nouns/ticket/day.py", "x = 'fee'", "fee", "x = 'a fee'"),
    (names.foreign_nouns, "cli/run.py", "x = '派'", "派", "x = '派出所'"),
    (names.foreign_nouns, "nouns/register/day.py", "x = f'try: butler ticket add {y}'", "butler ticket", "x = 'the butler tickets, butler unit show'"),
    (names.foreign_nouns, "nouns/facility/verbs.py", "x = 'butler patrol point list'", "butler patrol", "x = 'butler patrol facility list'"),
    (names.foreign_facts_or_commands, "nouns/patrol/day.py", "from butlercli.nouns.ticket import facts", "butlercli.nouns.ticket.facts", "from butlercli.nouns.patrol import facts"),
    (names.foreign_facts_or_commands, "nouns/fee/bills/verbs/late.py", "from butlercli.nouns.ticket.facts import COMMANDS", "butlercli.nouns.ticket.facts.COMMANDS", "from butlercli.nouns.fee.facts import COMMANDS"),
    (names.foreign_facts_or_commands, "nouns/fee/day.py", "import butlercli.desk.facts", "butlercli.desk.facts", "from butlercli.base.rooms import facts"),
    (names.foreign_facts_or_commands, "nouns/fee/page/commands/show.py", "from butlercli.nouns.register.commands import unit", "butlercli.nouns.register.commands.unit", "from butlercli.nouns.fee.page.commands import lists"),
    (names.foreign_facts_or_commands, "desk/commands/today.py", "import butlercli.nouns.fee.bills.commands.late", "butlercli.nouns.fee.bills.commands.late", "from butlercli.nouns.fee.bills.verbs import late"),
    (names.strings_of_modules, "desk/today.py", "x = 'butlercli.desk.no_such'", "no module butlercli.desk.no_such", "x = 'butlercli.desk.today'"),
    (names.strings_of_modules, "output/plain.py", "x = 'butlercli.cli.run'", "above it: butlercli.cli.run", "x = 'butlercli.output.html'"),
    (names.strings_of_modules, "kit/undo.py", "x = f'butlercli.nouns.{noun}.day'", "butlercli.nouns.*", "x = f'butlercli.base.{noun}'"),
    (names.facts_stay_at_the_bottom, "nouns/fee/facts.py", "from butlercli.nouns.fee import model", "butlercli.nouns.fee.model", "from butlercli.base import i18n"),
    (names.facts_stay_at_the_bottom, "desk/facts.py", "import json", "json", "from butlercli.base.i18n import N_"),
]  # fmt: skip
# What may name everything: the list of rooms, and the migrations.
FREE = [
    (names.foreign_nouns, "base/rooms.py", "x = {'butlercli.nouns.ticket': ('ticket', '派')}"),
    (names.foreign_nouns, "desk/search.py", "x = 'butler ticket add'"),
    (tables.foreign_tables, "store/migrations/m0009_more.py", "x = 'CREATE VIEW a AS SELECT 1 FROM ticket'"),
    (tables.foreign_writes, "store/migrations/seeds.py", "x = 'INSERT INTO category (a) VALUES (1)'"),
    (laws.clocks, "base/clock.py", "datetime.now()"),
    (laws.prints, "output/plain.py", "print(1)"),
    (laws.sql_outside, "nouns/fee/owed/store/open.py", "x = 'SELECT 1 FROM fee_bill'"),
    (laws.sql_outside, "nouns/register/figures.py", "x = 'SELECT 1 FROM unit'"),
]


def test_each_law_finds_its_fault_and_nothing_else() -> None:
    for law, path, faulty, word, innocent in FAULTS:
        assert [found.word for found in law(Source(path, faulty))] == [word], (law.__name__, path, faulty)
        assert not list(law(Source(path, innocent))), (law.__name__, path, innocent)


def test_what_is_free_of_a_law_is_not_found() -> None:
    for law, path, text in FREE:
        assert not list(law(Source(path, text))), (law.__name__, path)


def test_an_offence_is_found_on_its_line() -> None:
    source = Source("nouns/ticket/day.py", "a = 1\n\nb = 'fee'\n")
    assert [str(found) for found in names.foreign_nouns(source)] == ["butlercli/nouns/ticket/day.py:3: fee"]


def test_an_exception_excuses_one_word_in_one_file_and_no_more() -> None:
    found = [Offence("a.py", 1, "fee"), Offence("a.py", 2, "ticket"), Offence("b.py", 3, "fee")]
    broken, unneeded = exceptions.judged(found, {("a.py", "fee"), ("c.py", "fee"), ("c.py", "unit")})
    assert broken == ["butlercli/a.py:2: ticket", "butlercli/b.py:3: fee"]
    assert unneeded == ["butlercli/c.py: fee, unit"]


def test_exceptions_only_become_fewer() -> None:
    text = '# why\n[day_one.law]\n"a.py" = ["fee", "ticket"]\n"b.py" = ["fee"]\n'
    needed = {"law": {("a.py", "ticket"), ("c.py", "fee")}}
    assert exceptions.shrunk(text, needed) == '# why\n[day_one.law]\n"a.py" = ["ticket"]\n'


# --- the shape of the house -------------------------------------------------------------------------

HOUSE = [
    "nouns/__init__.py",
    "nouns/fee/__init__.py",
    "nouns/fee/day.py",
    "nouns/fee/figures/stats.py",
    "nouns/fee/bills/__init__.py",
    "nouns/fee/bills/verbs/late.py",
    "nouns/fee/bills/views/day.py",
]


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("nouns/fee/owed/store.py", "nouns.fee.owed"),
        ("nouns/vote/rules.py", "nouns.vote"),
        ("nouns/fee/figures/rows.py", None),
        ("nouns/fee/bills/verbs/deep/rows.py", None),
        ("desk/store.py", None),
    ],
)
def test_a_room_that_the_contract_forgets_is_found(path: str, room: str | None) -> None:
    containers = ["butlercli.nouns.fee", "butlercli.nouns.fee.bills"]
    assert not list(shape.not_in_containers(HOUSE, floors(), containers))
    found = list(shape.not_in_containers([*HOUSE, path], floors(), containers))
    assert found == ([f"not in the contract of the floors: {room}"] if room else [])


def test_a_room_that_is_gone_is_found() -> None:
    containers = ["butlercli.nouns.fee", "butlercli.nouns.fee.bills", "butlercli.nouns.fee.late"]
    assert list(shape.not_in_containers(HOUSE, floors(), containers)) == ["no room: nouns.fee.late"]


def test_a_room_named_like_a_floor_is_found() -> None:
    assert not list(shape.named_like_a_floor(HOUSE, floors()))
    disguised = [*HOUSE, "nouns/fee/figures/store.py", "nouns/fee/figures/verbs/list.py"]
    assert list(shape.named_like_a_floor(disguised, floors())) == ["nouns.fee.figures"]


def test_a_noun_missing_from_a_list_is_found() -> None:
    assert not list(shape.not_everywhere(folders={"fee"}, shelves={"fee"}))
    found = list(shape.not_everywhere(folders={"fee", "vote"}, shelves={"fee"}, ROOMS={"fee", "vote"}))
    assert found == ["vote: not in shelves"]
    assert shape.nouns_on_disk([*HOUSE, "nouns/vote/facts.py"]) == {"fee", "vote"}


def test_facts_that_lead_nowhere_are_found() -> None:
    known = {"commands.bill": frozenset({"add"}), "views": frozenset[str](), "day": frozenset({"today"})}
    right: dict[str, dict[str, object]] = {
        "COMMANDS": {"fee bill": ("commands.bill", "add", "Add.")},
        "VIEWS": {"fee": "views"},
        "ANSWERS": {"today": ("day", 10)},
        "PLACES": {"fee": 10},
    }
    assert not list(names.wrong_pointers(right, known))
    wrong: dict[str, dict[str, object]] = {
        "COMMANDS": {"a": ("commands.bil", "add", ""), "b": ("commands.bill", "edit", ""), "c": ("day", "today", "")},
        "VIEWS": {"fee": "day"},
        "ANSWERS": {"evening": ("day", 10), "add": ("commands.bill", 10)},
    }
    assert list(names.wrong_pointers(wrong, known)) == [
        "COMMANDS a: no module commands.bil",
        "COMMANDS b: no edit in commands.bill",
        "COMMANDS c: day is no place for it",
        "VIEWS fee: day is no place for it",
        "ANSWERS evening: no evening in day",
        "ANSWERS add: commands.bill is no place for it",
    ]


def test_every_table_of_a_schema_is_found() -> None:
    sql = "CREATE TABLE a (id);\nCREATE VIRTUAL TABLE b USING fts5(x);\nCREATE INDEX c ON a (id);\nCREATE VIEW d AS SELECT 1"
    assert tables.created(sql) == {"a", "b"}
    assert {"v_bill", "search_ticket", "fee_bill"} <= tables.owners().keys()
