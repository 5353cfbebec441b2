"""Every contract of import-linter fails when it is broken: one fault for each, put into a copy of the package.

So does every law that is read from the sources, on a file of the package as it stands (see test_laws.py for the many
ways in which each may be broken).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.contracts import exceptions
from tests.contracts.reading import PACKAGE, ROOT, Source, configuration
from tests.contracts.test_house import LAWS

# The contract, by the beginning of its name; a file of the package; what it imports against the contract.
IMPORTS = [
    ("The house", "kit/texts.py", "butlercli.nouns.ticket.model"),
    ("The house", "store/location.py", "butlercli.output.plain"),
    ("The house", "nouns/ticket/verbs/page.py", "butlercli.desk.search"),
    ("The house", "base/ids.py", "butlercli.kit.texts"),
    ("The shelves", "nouns/register/verbs/page.py", "butlercli.nouns.ticket.rules"),
    ("The shelves", "nouns/patrol/verbs/record.py", "butlercli.nouns.fee.model"),
    ("The shelves", "nouns/fee/bills/verbs/runs.py", "butlercli.nouns.patrol.store.board"),
    ("The floors", "nouns/ticket/verbs/page.py", "butlercli.nouns.ticket.views"),
    ("The floors", "nouns/ticket/rules/loop.py", "butlercli.nouns.ticket.store.log"),
    ("The floors", "nouns/ticket/facts.py", "butlercli.nouns.ticket.model"),
    ("The floors", "nouns/fee/bills/store/bills.py", "butlercli.nouns.fee.bills.verbs.late"),
    ("Fees", "nouns/fee/owed/verbs/records.py", "butlercli.nouns.fee.bills.store.bills"),
    ("Fees", "nouns/fee/rules.py", "butlercli.nouns.fee.items.store"),
    ("Only commands speak", "nouns/ticket/verbs/show.py", "butlercli.cli.options"),
    ("Nobody imports a command", "nouns/ticket/views/tickets.py", "butlercli.nouns.register.commands.contact"),
    ("Only views, commands", "nouns/ticket/verbs/show.py", "butlercli.output.plain"),
    ("Only views, commands", "kit/holidays.py", "butlercli.output.plain"),
    ("Typer lives", "nouns/ticket/views/tickets.py", "typer"),
    ("Only output and views render", "nouns/ticket/verbs/show.py", "rich"),
    ("base is pure", "base/ids.py", "sqlite3"),
]
# Files that are no floor, no noun of the shelves, no floor of the house.
STRANGERS = [
    ("The house", "attic/__init__.py"),
    ("The shelves", "nouns/vote/__init__.py"),
    ("The floors", "nouns/ticket/helpers.py"),
    ("Fees", "nouns/fee/helpers.py"),
]
# Two modules side by side that import each other.
CIRCLE = ("No circles", "nouns/fee/page/verbs/listing.py", "nouns/fee/page/verbs/show.py")
# The law, a file of the package, a line put at its end.
LINES = [
    ("sql_outside", "nouns/ticket/verbs/page.py", "FAULT = 'SELECT id FROM ticket'"),
    ("clocks", "nouns/fee/day.py", "FAULT = datetime.now()"),
    ("prints", "nouns/fee/day.py", "print(1)"),
    ("too_long", "nouns/fee/day.py", "FAULT = 1\n" * 400),
    ("views_only_read", "nouns/ticket/views/tickets.py", "LISTS['fault'] = LISTS['ticket.list']"),
    ("nouns_hold_nothing", "nouns/__init__.py", "FAULT = 1"),
    ("foreign_tables", "nouns/ticket/store/log.py", "FAULT = 'SELECT id FROM patrol_result'"),
    ("foreign_tables", "kit/attachments.py", "FAULT = 'SELECT id FROM fee_bill'"),
    ("foreign_writes", "nouns/fee/owed/store/balance.py", "FAULT = 'UPDATE unit SET area = 1'"),
    ("foreign_writes", "nouns/patrol/verbs/rounds.py", "db.insert('ticket', {})"),
    ("views_in_code", "nouns/fee/figures/tables.py", "FAULT = 'SELECT id FROM v_bill'"),
    ("foreign_nouns", "nouns/register/verbs/page.py", "FAULT = 'butlercli.nouns.ticket.day'"),
    ("foreign_nouns", "nouns/patrol/verbs/page.py", "FAULT = 'butler fee list'"),
    ("foreign_nouns", "cli/run.py", "FAULT = '派'"),
    ("foreign_facts_or_commands", "nouns/fee/day.py", "from butlercli.nouns.ticket import facts"),
    ("foreign_facts_or_commands", "nouns/fee/commands.py", "from butlercli.nouns.register.commands import texts"),
    ("strings_of_modules", "nouns/fee/day.py", "FAULT = 'butlercli.nouns.fee.nowhere'"),
    ("facts_stay_at_the_bottom", "nouns/fee/facts.py", "from butlercli.nouns.fee import model"),
]


def _module(path: str) -> str:
    return "butlercli." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _broken_house(folder: Path) -> None:
    shutil.copytree(PACKAGE, folder / "butlercli", ignore=shutil.ignore_patterns("__pycache__", "locale", "manual"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    _name, one, other = CIRCLE
    there_and_back = [("", one, _module(other)), ("", other, _module(one))]
    for _name, path, imported in [*IMPORTS, *there_and_back]:
        text = (folder / "butlercli" / path).read_text(encoding="utf-8")
        (folder / "butlercli" / path).write_text(f"{text}\nimport {imported}\n", encoding="utf-8")
    for _name, path in STRANGERS:
        (folder / "butlercli" / path).parent.mkdir(exist_ok=True)
        (folder / "butlercli" / path).write_text('"""A stranger."""\n', encoding="utf-8")


def _report(folder: Path) -> dict[str, str]:
    """Return what import-linter says of each broken contract, by its name."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    known = [contract["name"] for contract in configuration("importlinter")["contracts"]]
    found: dict[str, str] = {}
    name = ""
    for line in done.stdout.partition("Broken contracts")[2].splitlines():
        name = line.strip() if line.strip() in known else name
        found[name] = found.get(name, "") + line + "\n"
    return found


def test_every_contract_reports_its_faults(tmp_path: Path) -> None:
    _broken_house(tmp_path)
    report = _report(tmp_path)
    assert {name for name in report if name} == {
        contract["name"] for contract in configuration("importlinter")["contracts"]
    }
    expected = [(name, f"{_module(path)} -> {imported} (") for name, path, imported in IMPORTS]
    expected += [(name, f"- {_module(path)}\n") for name, path in STRANGERS]
    expected.append((CIRCLE[0], f"No cycles are allowed in {_module(CIRCLE[1]).rpartition('.')[0]}."))
    said = {name: "".join(text for full, text in report.items() if full.startswith(name)) for name, _line in expected}
    silent = [f"{name}: {line}" for name, line in expected if line not in said[name]]
    assert not silent, "\n".join(silent)


def test_every_law_reports_its_faults() -> None:
    assert {law for law, _path, _line in LINES} == LAWS.keys()
    for law, path, line in LINES:
        text = (PACKAGE / path).read_text(encoding="utf-8")
        allowed = exceptions.allowed(law)
        before, _unneeded = exceptions.judged(LAWS[law](Source(path, text)), allowed)
        after, _unneeded = exceptions.judged(LAWS[law](Source(path, f"{text}\n{line}\n")), allowed)
        assert not before and len(after) == 1, (law, path, before, after)
