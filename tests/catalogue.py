"""The Chinese catalogue kept equal to the sentences in the code.

`python -m tests.catalogue` adds new msgids to the .po file (untranslated) and drops those that nobody says any more;
`--check` only says whether anything is missing, and exits 1 where it is.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "butlercli"
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "butler.po"
MARKS = {"N_", "_"}


def spoken() -> dict[str, set[str]]:
    """Return every msgid of the program and of Typer's own pages, with the files that say it."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for message in [*_marked(tree), *_docstrings(tree)]:
            found.setdefault(message, set()).add(path.relative_to(PACKAGE.parent).as_posix())
    for path in _typer_files():
        for message in _marked(ast.parse(path.read_text(encoding="utf-8")), {"_"}):
            found.setdefault(message, set()).add("typer")
    return found


def _typer_files() -> Iterator[Path]:
    spec = find_spec("typer")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent
    for name in ("core.py", "rich_utils.py", "main.py", "completion.py", "_click"):
        path = folder / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _marked(tree: ast.AST, marks: set[str] = MARKS) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _called(node.func) in marks:
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                yield argument.value


def _called(function: ast.expr) -> str:
    """Return the name a call goes by, also behind its module: `i18n._`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _docstrings(tree: ast.AST) -> Iterator[str]:
    """Yield the docstrings that are a command's help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_is_verb(mark) for mark in node.decorator_list):
            text = ast.get_docstring(node, clean=False)
            if text:
                yield text


def _is_verb(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "verb"


def read() -> Catalog:
    """Return the catalogue as it stands in the repository."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh_CN")


def problems() -> list[str]:
    """Return what is wrong with the catalogue: missing, empty, fuzzy, superfluous, or with other fields."""
    import string

    catalogue = read()
    known = {str(message.id): message for message in catalogue if message.id}
    said = spoken()
    found = [
        f"missing: {message!r} ({', '.join(sorted(files))})" for message, files in said.items() if message not in known
    ]
    for id, message in known.items():
        if id not in said:
            found.append(f"nobody says: {id!r}")
        elif not message.string:
            found.append(f"not translated: {id!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {id!r}")
        elif "typer" not in said[id] and _fields(string.Formatter(), id) != _fields(
            string.Formatter(), str(message.string)
        ):
            found.append(f"other fields: {id!r} / {message.string!r}")
    return found


def _fields(formatter: "string.Formatter", text: str) -> set[str]:  # type: ignore[name-defined]  # noqa: F821
    try:
        return {name for _text, name, _spec, _conversion in formatter.parse(text) if name}
    except ValueError:
        return set()


def update() -> None:
    """Write the catalogue with every msgid that is said, keeping the translations there are."""
    former = {str(message.id): str(message.string) for message in read() if message.id} if PO.exists() else {}
    catalogue = Catalog(
        locale="zh_CN",
        domain="butler",
        charset="utf-8",
        project="butler",
        fuzzy=False,
        header_comment="# The Chinese sentences of butler. `python -m tests.catalogue` keeps them equal to the code.",
        creation_date=datetime(2026, 1, 1),  # the same file from the same sentences
    )
    for message in sorted(spoken()):  # by sentence and without the place: a module that moves changes nothing here
        catalogue.add(message, former.get(message, ""))
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, catalogue, width=110, include_lineno=False, sort_output=False, omit_header=False)
    compile_catalogue()


def compile_catalogue() -> None:
    """Compile the catalogue beside its source, as the build does."""
    with PO.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, read())


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    wrong = problems()
    sys.stdout.write("".join(f"{line}\n" for line in wrong) + f"{len(wrong)} problems\n")
    sys.exit(1 if wrong else 0)
