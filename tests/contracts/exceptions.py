"""What a law lets pass: the faults of the first day, which may only become fewer, and words that mean something else.

`python -m tests.contracts.exceptions` takes those away that are no longer needed.
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.contracts.reading import Offence

FILE = Path(__file__).with_name("exceptions.toml")
Allowed = set[tuple[str, str]]


def allowed(law: str) -> Allowed:
    """Return what a law lets pass, as (file, word)."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = (found["day_one"], found["other_meaning"])
    return {(path, word) for kind in kinds for path, words in kind.get(law, {}).items() for word in words}


def judged(offences: Iterable[Offence], allowed: Allowed) -> tuple[list[str], list[str]]:
    """Return the offences that nothing excuses, and the exceptions that nothing needs."""
    found = list(offences)
    seen = {(offence.path, offence.word) for offence in found}
    broken = [str(offence) for offence in found if (offence.path, offence.word) not in allowed]
    unneeded: dict[str, list[str]] = {}
    for path, word in sorted(allowed - seen):
        unneeded.setdefault(path, []).append(word)
    return broken, [f"butlercli/{path}: {', '.join(words)}" for path, words in unneeded.items()]


def shrunk(text: str, needed: dict[str, Allowed]) -> str:
    """Return the file of exceptions with only those left that are needed, by law."""
    kept, law = [], ""
    for line in text.splitlines():
        if line.startswith("["):
            law = line.strip("[]").partition(".")[2]
        if line.startswith('"'):
            path = line.split('"')[1]
            words = [word for word in tomllib.loads(line)[path] if (path, word) in needed[law]]
            if not words:
                continue
            line = f'"{path}" = {json.dumps(words, ensure_ascii=False)}'
        kept.append(line)
    return "\n".join(kept) + "\n"


def main() -> None:
    """Take away the exceptions that are no longer needed."""
    from tests.contracts.test_house import LAWS, offences

    needed = {law: {(found.path, found.word) for found in offences(law)} for law in LAWS}
    FILE.write_text(shrunk(FILE.read_text(encoding="utf-8"), needed), encoding="utf-8")


if __name__ == "__main__":
    main()
