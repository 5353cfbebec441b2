"""The laws of the house, each over every file of the package (see DESIGN, the house and its laws)."""

import ast
import fnmatch
import tomllib
from collections.abc import Callable, Iterator

import pytest

from butlercli.base import rooms
from tests.contracts import exceptions, laws, names, shape, tables
from tests.contracts.reading import (
    Offence,
    Source,
    configuration,
    contract,
    first_words,
    floors,
    layers,
    shelves,
    sources,
)

PATHS = [source.path for source in sources()]
LAWS: dict[str, Callable[[Source], Iterator[Offence]]] = {
    law.__name__: law
    for law in (
        laws.sql_outside,
        laws.clocks,
        laws.prints,
        laws.too_long,
        laws.nouns_hold_nothing,
        laws.views_only_read,
        tables.foreign_tables,
        tables.foreign_writes,
        tables.views_in_code,
        names.foreign_nouns,
        names.foreign_facts_or_commands,
        names.strings_of_modules,
        names.facts_stay_at_the_bottom,
    )
}


def offences(law: str) -> list[Offence]:
    """Return every offence against a law, file by file."""
    return [offence for source in sources() for offence in LAWS[law](source)]


@pytest.mark.parametrize("law", LAWS)
def test_every_file_keeps_the_law(law: str) -> None:
    broken, unneeded = exceptions.judged(offences(law), exceptions.allowed(law))
    assert not broken, "\n".join([LAWS[law].__doc__ or law, *broken])
    assert not unneeded, "\n".join(["No longer needed (python -m tests.contracts.exceptions):", *unneeded])


def test_every_exception_is_of_a_law() -> None:
    found = tomllib.loads(exceptions.FILE.read_text(encoding="utf-8"))
    assert {law for kind in found.values() for law in kind} <= LAWS.keys()


def test_ruff_passes_over_no_sql_that_the_law_forbids() -> None:
    excused = {f"butlercli/{path}" for path, _word in exceptions.allowed("sql_outside")}
    for pattern, lints in configuration("ruff")["lint"]["per-file-ignores"].items():
        floor = "{store," in pattern or pattern == "tests/**"
        assert "S608" not in lints or floor or fnmatch.filter(excused, pattern), f"no longer needed: {pattern}"


def test_every_table_has_an_owner() -> None:
    known = [table for table, _owner in tables.owned()]
    assert sorted(known) == sorted(tables.created(tables.schema()))


def test_the_nouns_are_the_same_in_every_list() -> None:
    lists = {"folders": shape.nouns_on_disk(PATHS), "shelves": set(shelves()), "ROOMS": set(first_words())}
    facts = {path.split("/")[1] for path in PATHS if path.startswith("nouns/") and path.endswith("/facts.py")}
    assert not list(shape.not_everywhere(**lists, facts=facts))


def test_the_contract_of_the_floors_names_every_room() -> None:
    found = contract("The floors")
    assert not list(shape.not_in_containers(PATHS, floors(), found["containers"]))
    within = {name.rpartition(".")[2] for name in found["containers"]} - set(shelves())
    assert set(found["exhaustive_ignores"]) == within


def test_no_room_within_a_room_is_named_like_a_floor() -> None:
    assert not list(shape.named_like_a_floor(PATHS, floors()))
    assert not set(contract("The floors")["exhaustive_ignores"]) & set(floors())


def test_fees_name_every_room_and_floor_of_theirs() -> None:
    listed = {name for beside in layers("Fees") for name in beside}
    present = {path.split("/")[2].removesuffix(".py") for path in PATHS if path.startswith("nouns/fee/")}
    assert present - {"__init__"} <= listed


def test_facts_lead_to_what_is_there() -> None:
    wrong = []
    for room in rooms.ROOMS:
        facts = {name: table for name, table in vars(rooms.facts(room)).items() if name.isupper()}
        wrong += [f"{room}.facts: {one}" for one in names.wrong_pointers(facts, _defined(room))]
    assert not wrong, "\n".join(wrong)


def _defined(room: str) -> dict[str, frozenset[str]]:
    inside = "/".join(room.split(".")[1:]) + "/"
    found = {}
    for source in sources():
        if source.path.startswith(inside):
            name = source.path.removeprefix(inside).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found[name] = frozenset(node.name for node in source.tree.body if isinstance(node, ast.FunctionDef))
    return found
