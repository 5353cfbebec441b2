"""The READMEs run as they are read: every command line in order, each with the clock of its heading.

`python -m tests.docs.readme` writes the output blocks and the tables of commands anew in both READMEs.

- A line in a ```sh or ```powershell block that begins with `butler` is run; `# exit 6` (`# 退出码 6`) after it states
  its exit code. A heading with a time, such as `### 09:40`, sets the clock.
- A ```text block right after it holds what those lines print. `<!-- first 5 lines -->` above it keeps five lines.
- `<!-- file: NAME -->` above a ```text block or a table is a file of that name (a table becomes an .xlsx).
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from butlercli import main as entry
from butlercli.base import i18n
from butlercli.cli import registry

ROOT = Path(__file__).resolve().parents[2]
READMES = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}
DAY = "2026-07-01"
FOUND = 6  # what a check exits with where it finds something: the folder of a test may be shared, its tools old
# Where the program keeps its file on the reader's machine, in place of the folder of this run.
HOMES = {"zh": "C:\\Users\\小陈\\AppData\\Local\\butler\\", "en": "~/.local/share/butler/"}
CODE = re.compile(r"#.*?(?:exit|退出码) (\d+)")
CUT = re.compile(r"<!-- first (\d+) lines -->")
FILE = re.compile(r"<!-- file: (\S+) -->")
TIME = re.compile(r"#+ .*?\b(\d{2}:\d{2})\b")


class Command(NamedTuple):
    """One command line as it stands in the README."""

    line: int
    shell: str
    text: str
    clock: str

    @property
    def words(self) -> list[str]:
        """The words after `butler`, as the shell hands them over (PowerShell leaves the backslash alone)."""
        lexer = shlex.shlex(self.text, posix=True, punctuation_chars=False)
        lexer.whitespace_split = True
        lexer.escape = "" if self.shell == "powershell" else "\\"
        words = list(lexer)[1:]
        # Which shell this is, the test cannot let chance decide.
        return [*words, "bash"] if words == ["--install-completion"] else words

    @property
    def code(self) -> int:
        """The exit code that its comment states, else 0."""
        found = CODE.search(self.text)
        return int(found[1]) if found else 0


class Block(NamedTuple):
    """A fenced block or a table: first and last line of its content, and the mark above it."""

    language: str
    begin: int
    end: int
    mark: str
    clock: str


class Readme:
    """One README, taken apart."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.path = READMES[language]
        self.lines = self.path.read_text(encoding="utf-8").splitlines()

    def blocks(self) -> Iterator[Block]:
        """Yield the fenced blocks, and the tables that have a mark."""
        clock, mark, index = "08:20", "", 0
        while index < len(self.lines):
            line = self.lines[index]
            if found := TIME.match(line):
                clock = found[1]
            if line.startswith("```") or (line.startswith("|") and FILE.match(mark)):
                table = line.startswith("|")
                begin = end = index if table else index + 1
                while self.lines[end].startswith("|") if table else self.lines[end] != "```":
                    end += 1
                yield Block("table" if table else line[3:].strip(), begin, end, mark, clock)
                index, mark = end, ""
            elif line.strip():
                mark = line if line.startswith("<!--") else ""
            index += 1

    def commands(self, block: Block | None = None) -> list[Command]:
        """Return the command lines of a block, or of the whole page."""
        found = []
        for part in [block] if block else self.blocks():
            if part.language in ("sh", "powershell"):
                for number in range(part.begin, part.end):
                    text = self.lines[number]
                    if re.match(r"butler(\s|$)", text):
                        found.append(Command(number + 1, part.language, text, f"{DAY}T{part.clock}"))
        return found

    def sections(self) -> list[tuple[int, str]]:
        """Return the headings outside fenced blocks: level and text."""
        inside = {number for block in self.blocks() for number in range(block.begin - 1, block.end + 1)}
        headings = [re.match(r"(#+) (.*)", line) for n, line in enumerate(self.lines) if n not in inside]
        return [(len(found[1]), found[2]) for found in headings if found]

    def refreshed(self) -> "Refreshed":
        """Run the page; return it with real output and a true table of commands, and what did not go as stated."""
        lines = list(self.lines)
        wrong: list[str] = []
        with house(self.language) as folder:
            printed = list(self._printed(folder, wrong))
        for block, body in reversed(printed):
            if body is not None:
                lines[block.begin : block.end] = body
        page = "\n".join(lines) + "\n"
        marks = r"(?s)<!-- commands -->.*<!-- /commands -->"
        return Refreshed(re.sub(marks, lambda _found: table(self.language), page), wrong)

    def _printed(self, folder: Path, wrong: list[str]) -> Iterator[tuple[Block, list[str] | None]]:
        """Run the page; yield each block with what it has to hold, or None where that is the author's."""
        said: list[str] | None = None
        last = 0
        for block in self.blocks():
            write_file(folder, block, self.lines)
            apart = any(line.strip() and not CUT.match(line) for line in self.lines[last + 1 : block.begin - 1])
            if block.language == "text" and said is not None and not apart:
                cut = CUT.match(block.mark)
                yield block, [*said[: int(cut[1])], "…"] if cut and len(said) > int(cut[1]) else said
            else:
                yield block, None
            said = None
            for command in self.commands(block):
                ran = run(command, folder)
                said = [*(said or []), *ran.shown]
                if ran.code != command.code and not (command.words == ["doctor"] and ran.code == FOUND):
                    wrong.append(f"line {command.line}: {command.text}: exit {ran.code}\n" + "\n".join(ran.shown))
            last = block.end


class Refreshed(NamedTuple):
    """A page with real output in it, and the command lines that did not end as the page states."""

    page: str
    wrong: list[str]


class Ran(NamedTuple):
    """What a command did: its exit code and the lines it printed, data first, remarks after."""

    code: int
    shown: list[str]


@contextlib.contextmanager
def house(language: str) -> Iterator[Path]:
    """Stand in an empty folder, with an empty home, as a newcomer does."""
    before, environ = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        (folder / "home").mkdir()
        (folder / "here").mkdir()
        for key in [key for key in os.environ if key.startswith(("BUTLER_", "LC_"))]:
            del os.environ[key]
        home = str(folder / "home")
        os.environ.update({"HOME": home, "USERPROFILE": home, "XDG_DATA_HOME": home, "BUTLER_LANG": language})
        os.chdir(folder / "here")
        try:
            yield folder
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environ)


def run(command: Command, folder: Path) -> Ran:
    """Run a command line in this process, at its clock."""
    os.environ["BUTLER_NOW"] = command.clock
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = entry.run(command.words)
    language = os.environ["BUTLER_LANG"]
    text = (out.getvalue() + err.getvalue()).lstrip("\ufeff")
    data = str(folder / "home" / "butler") + os.sep
    if HOMES[language].endswith("\\"):
        text = re.sub(re.escape(data) + r"[\w./-]*", lambda path: path[0].replace("/", "\\"), text)
        data = data.replace("/", "\\")
    return Ran(code, [line.rstrip() for line in text.replace(data, HOMES[language]).splitlines()])


def write_file(folder: Path, block: Block, lines: list[str]) -> None:
    """Write the file that a block shows, where it shows one."""
    found = FILE.match(block.mark)
    if not found:
        return
    path = folder / "here" / found[1]
    body = lines[block.begin : block.end]
    if block.language == "table":
        _workbook(path, [[cell.strip() for cell in line.strip("|").split("|")] for line in body[:1] + body[2:]])
    else:
        path.write_text("\n".join(body) + "\n", encoding="utf-8")


def _workbook(path: Path, rows: list[list[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()


def table(language: str) -> str:
    """Return the table of all commands, between its marks."""
    i18n.set_language(language)
    short = {target: word for word, target in registry.aliases().items()}
    head = ("命令", "单字", "做什么") if language == "zh" else ("Command", "One character", "What it does")
    rows = [head, ("---", "---", "---")]
    for words in sorted(registry.commands(), key=lambda words: (len(words) > 1, registry.commands().index(words))):
        alone = words[0] if words[0] in "派到好回挂收催巡" else short.get(words, "")
        name = f"`butler {' '.join(words)}`"
        rows.append((name, f"`{alone}`" if alone else "", i18n._(registry.find(words)[2]).replace("|", "\\|")))
    body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"<!-- commands -->\n{body}\n<!-- /commands -->"


def main() -> int:
    """Write both READMEs anew; say which changed."""
    for language, path in READMES.items():
        page, wrong = Readme(language).refreshed()
        if wrong:
            sys.stderr.write(f"{path.name}\n" + "\n".join(wrong) + "\n")
            return 1
        if page != path.read_text(encoding="utf-8"):
            path.write_text(page, encoding="utf-8", newline="\n")
            sys.stderr.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
