"""`python -m tests.bench [--quick] [--check]`: the bars of the design, measured; `--check` exits 1 where one is missed."""

import argparse
import compileall
import contextlib
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import data, fee_data, stream_data
from tests.bench.timing import Pair, butler, once, pair, python

ROOT = Path(__file__).resolve().parents[2]
BARE = python("import typer, sqlite3")
RICH = python("import typer, sqlite3, rich.console, rich.table")


class Row:
    """One line of the table."""

    def __init__(self, name: str, reference: str, bar: float, measured: Pair, *, allowance_ms: float = 0) -> None:
        """`bar` is the highest ratio that is allowed, beyond an allowance in milliseconds."""
        self.name = name
        self.reference = reference
        self.bar = bar
        self.measured = measured
        self.allowance_ms = allowance_ms

    @property
    def held(self) -> bool:
        """Say whether the bar is held."""
        m = self.measured
        if self.allowance_ms:
            return m.own_ms <= self.bar * m.reference_ms + self.allowance_ms
        return m.ratio <= self.bar

    def text(self) -> str:
        """Return the row in Markdown."""
        m = self.measured
        bar = f"≤ {self.bar:g} ×" + (f" + {self.allowance_ms:g} ms" if self.allowance_ms else "")
        return (
            f"| {self.name} | {m.own_ms:.0f} ms | {self.reference} | {m.reference_ms:.0f} ms "
            f"| {m.ratio:.2f} × | {bar} | {'yes' if self.held else '**no**'} |"
        )


class Seconds:
    """One line of the table with an absolute bar."""

    def __init__(self, name: str, detail: str, bar: float, taken: float) -> None:
        """`bar` and `taken` are seconds; `detail` stands where a ratio has its reference."""
        self.name = name
        self.detail = detail
        self.bar = bar
        self.taken = taken

    @property
    def held(self) -> bool:
        """Say whether the bar is held."""
        return self.taken <= self.bar

    def text(self) -> str:
        """Return the row in Markdown."""
        held = "yes" if self.held else "**no**"
        return f"| {self.name} | {self.taken:.2f} s | {self.detail} | | | ≤ {self.bar:g} s | {held} |"


def patrol(folder: Path, base: dict[str, str], runs: int) -> list[Row | Seconds]:
    """Time a point logged in one line, and ten thousand lines from standard input."""
    path, file = folder / "patrol.db", folder / "lines.jsonl"
    stream_data.house(path)
    count = stream_data.write_lines(file)
    return [
        Row("`patrol log` with one point", "import typer, sqlite3", 1.45, _one_point(path, base, runs)),
        Seconds(f"`patrol log -`, {count} lines", "one transaction", 2, _lines(folder, base, path, file, min(runs, 5))),
    ]


def _one_point(path: Path, base: dict[str, str], runs: int) -> Pair:
    """Each run logs a point of its own."""
    environment = {**base, "BUTLER_DB": str(path)}
    own, reference = [], []
    for run in range(runs + 1):
        route, point = divmod(run, stream_data.POINTS)
        command = butler("patrol", "log", f"路线{route}", f"P{route}-{point:02d}=ok")
        own.append(once(command, {**environment, "BUTLER_NOW": "2026-07-01T17:50"}))
        reference.append(once(BARE, environment))
    return Pair(own[1:], reference[1:])


def _lines(folder: Path, base: dict[str, str], path: Path, file: Path, runs: int) -> float:
    """Return the median of the seconds; raises RuntimeError where the lines took more than one operation."""
    taken = []
    for run in range(runs):
        fresh = folder / f"lines{run}.db"
        shutil.copy(path, fresh)
        before = _operations(fresh)
        taken.append(once(butler("--db", str(fresh), "patrol", "log", "-"), base, stdin=file))
        if _operations(fresh) != before + 1:
            raise RuntimeError("patrol log - took more than one operation")
    return statistics.median(taken)


def _operations(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM operation").fetchone()[0])


def small(folder: Path, base: dict[str, str], runs: int) -> list[Row]:
    """Time the daily verbs on 100 tickets."""
    file = folder / "hundred.csv"
    data.write_tickets(file, 100)
    path = folder / "small.db"
    data.house(path, base, file)
    environment = {**base, "BUTLER_DB": str(path)}
    rows = [
        Row(
            "`ticket list --json`, 100 tickets",
            "import typer, sqlite3",
            1.35,
            pair(butler("ticket", "list", "--json"), BARE, environment, runs=runs),
        ),
        Row("completion of live values", "import typer, sqlite3", 1.35, _completion(environment, runs)),
        Row(
            "`ticket add`",
            "import typer, sqlite3",
            1.45,
            pair(butler("ticket", "add", "厨房漏水", "-u", "1-1-101"), BARE, environment, runs=runs),
        ),
        Row(
            "`记` (quick entry)",
            "import typer, sqlite3",
            1.45,
            pair(butler("记", "1-1-101 王女士 厨房漏水 急"), BARE, environment, runs=runs),
        ),
        Row("`ticket done`", "import typer, sqlite3", 1.45, _done(environment, runs)),
    ]
    if os.name == "posix":
        rows.append(
            Row(
                "`ticket list` as a table on a terminal",
                "import typer, sqlite3, rich.console, rich.table",
                1.35,
                pair(butler("ticket", "list"), RICH, environment, runs=runs, terminal=True),
            )
        )
    return rows


def _completion(environment: dict[str, str], runs: int) -> Pair:
    asked = {**environment, "_BUTLER_COMPLETE": "complete_bash", "COMP_WORDS": "butler ticket show ", "COMP_CWORD": "3"}
    return pair(butler(), BARE, asked, runs=runs)


def _done(environment: dict[str, str], runs: int) -> Pair:
    """Each run closes a ticket of its own."""
    own, reference = [], []
    for number in range(runs + 1):
        once(butler("ticket", "add", f"灯不亮{number}", "-k", "consult"), environment)
    newest = _newest(environment)
    for number in range(runs + 1):
        own.append(once(butler("ticket", "done", str(newest - number), "已处理"), environment))
        reference.append(once(BARE, environment))
    return Pair(own[1:], reference[1:])


def _newest(environment: dict[str, str]) -> int:
    import json

    command = butler("ticket", "list", "--sort", "id", "--limit", "1", "--json")
    out = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    return int(json.loads(out)[0]["id"])


def demo(folder: Path, base: dict[str, str], runs: int) -> list[Row]:
    """Time what asks every room, on the demo: the day, and the page of a unit. Both grow with each noun."""
    path = folder / "demo.db"
    once(butler("demo", "--db", str(path)), base)
    environment = {**base, "BUTLER_DB": str(path)}
    pages = (("bare `butler`, the demo's day", ()), ("`unit show`, the demo", ("unit", "show", "3-2-501")))
    return [
        Row(name, "import typer, sqlite3", 1.6, pair(butler(*words), BARE, environment, runs=runs))
        for name, words in pages
    ]


def fees(folder: Path, base: dict[str, str], runs: int, *, years: int) -> list[Row]:
    """Time a payment in a year of 600 units' monthly bills, and the lists of many years against those of one."""
    one, many = folder / "fees1.db", folder / "fees.db"
    counts = {}
    for path, span in ((one, 1), (many, years)):
        if span:
            once(butler("--db", str(path), "init", "--community", "示例花园"), base)
            counts = fee_data.fee_history(path, span)
    environment = {**base, "BUTLER_DB": str(one)}
    pay = pair(butler("fee", "pay", "1-1-101", "224.04", "-m", "wechat"), BARE, environment, runs=runs)
    rows = [Row("`fee pay`", "import typer, sqlite3", 1.45, pay)]
    for verb in ("arrears", "aging", "stats") if years else ():
        rows.append(
            Row(
                f"`fee {verb}`, {counts['fee_bill']:,} bills of {years} years",
                "the same on one year",
                2,
                _side_by_side(base, many, one, min(runs, 7), "fee", verb),
                allowance_ms=100,
            )
        )
    return rows


def large(folder: Path, base: dict[str, str], runs: int) -> list[Row]:
    """Time lists, import and the year's report on 100,000 tickets."""
    half, other = folder / "half.csv", folder / "other.csv"
    data.write_tickets(half, 50_000, 2024)
    data.write_tickets(other, 45_000, 2023, 60_001)
    year = folder / "year.csv"
    data.write_tickets(year, 5_000, 2025, 200_001)
    few = folder / "few.csv"
    data.write_tickets(few, 100, 2025)
    big_path, few_path = folder / "big.db", folder / "few.db"
    data.house(big_path, base, half, other, year)
    data.house(few_path, base, few)
    rows = [
        Row(
            "`ticket list`, first page of 100,000",
            "the same on 100 tickets",
            1.2,
            _side_by_side(base, big_path, few_path, runs, "ticket", "list"),
        ),
        Row(
            "`ticket note` in a file of 100,000",
            "the same in one of 100",
            1.2,
            _side_by_side(base, big_path, few_path, runs, "ticket", "note", "1", "已电话"),
        ),
        Row(
            "import of 50,000 tickets from CSV",
            "sqlite-utils insert --csv",
            2.5,
            _import(folder, base, half, min(runs, 3)),
        ),
    ]
    if shutil.which("sqlite3"):
        environment = {**base, "BUTLER_DB": str(big_path)}
        shell = ["sqlite3", str(big_path), f".read {_traced(folder, big_path)}"]
        report = butler("report", "annual", "2025", "--json")
        rows.append(
            Row(
                "`report annual --json`, a year of 5,000 in 100,000",
                "the same aggregates in the sqlite3 shell",
                3,
                pair(report, shell, environment, runs=runs),
            )
        )
    return rows


def _traced(folder: Path, path: Path) -> Path:
    """Write down the very SQL that the year's report runs, for the shell to run it as well."""
    code = (
        "import sys, butlercli.store.database as d; from butlercli.main import run; plain = d.connect; said = []\n"
        "def connect(path, *, write):\n"
        "    c = plain(path, write=write); c.set_trace_callback(said.append); return c\n"
        "d.connect = connect\n"
        f"run(['--db', {str(path)!r}, 'report', 'annual', '2025', '--json'])\n"
        "sys.stderr.write(';\\n'.join(said) + ';\\n')"
    )
    environment = {**os.environ, "BUTLER_NOW": "2026-07-01T09:30", "BUTLER_LANG": "zh"}
    done = subprocess.run(python(code), env=environment, capture_output=True, check=True)
    script = folder / "year.sql"
    script.write_bytes(done.stderr)
    return script


def _side_by_side(base: dict[str, str], big: Path, few: Path, runs: int, *words: str) -> Pair:
    """Time the same command on a large file and on a small one."""
    own, reference = [], []
    for _run in range(runs + 1):
        own.append(once(butler("--db", str(big), *words), base))
        reference.append(once(butler("--db", str(few), *words), base))
    return Pair(own[1:], reference[1:])


def _import(folder: Path, base: dict[str, str], file: Path, runs: int) -> Pair:
    own, reference = [], []
    for run in range(runs):
        mine, theirs = folder / f"import{run}.db", folder / f"plain{run}.db"
        once(butler("--db", str(mine), "init", "--community", "示例花园"), base)
        own.append(once(butler("--db", str(mine), "ticket", "import", str(file)), base))
        reference.append(once([*_sqlite_utils(), "insert", str(theirs), "ticket", str(file), "--csv"], base))
    return Pair(own, reference)


def _sqlite_utils() -> list[str]:
    script = Path(sys.executable).with_name("sqlite-utils" + (".exe" if os.name == "nt" else ""))
    return [str(script)] if script.exists() else [sys.executable, "-m", "sqlite_utils"]


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the daily verbs only, few runs")
    parser.add_argument("--check", action="store_true", help="exit 1 where a bar is missed")
    options = parser.parse_args()
    import butlercli

    compileall.compile_dir(str(Path(butlercli.__file__).parent), quiet=2)
    base = {name: value for name, value in os.environ.items() if not name.startswith(("BUTLER_", "_BUTLER"))}
    base.update(BUTLER_NOW="2026-07-01T09:30", BUTLER_LANG="zh")
    runs = 5 if options.quick else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[Row | Seconds] = [*small(folder, base, runs), *patrol(folder, base, runs), *demo(folder, base, runs)]
        rows += fees(folder, base, runs, years=0 if options.quick else 10)
        if not options.quick:
            rows += large(folder, base, 7)
    print("| what | took | against | took | ratio | bar | held |")
    print("|---|---:|---|---:|---:|---:|---|")
    for row in rows:
        print(row.text())
    return 1 if options.check and not all(row.held for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
