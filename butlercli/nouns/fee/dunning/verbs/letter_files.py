"""Templates of letters as files: read with care; they and the letters made of them searched for what none may hold."""

from pathlib import Path

from butlercli.base.errors import NotFoundError, RuleError, UsageError
from butlercli.base.i18n import N_
from butlercli.nouns.fee.dunning.rules import forbidden
from butlercli.store.database import Database

LARGEST = 20_000_000


def template(db: Database, named: str | None) -> bytes | None:
    """Return the template: the one named, else the setting's, else None, which means the built-in one.

    Raises NotFoundError (exit 3) for a file that does not exist, UsageError (exit 2) for one that is no Word file,
    RuleError (exit 4) for one that holds a forbidden wording, with the sentence.
    """
    from butlercli.kit import settings

    chosen = named or settings.get(db, "letter.template")
    if not chosen:
        return None
    content = _read(chosen)
    found = _forbidden(content, chosen)
    if found is not None:
        raise RuleError(
            N_("The template holds a sentence that no letter may hold: “{sentence}”."),
            hint=N_("Take it out: no threats of cutting supplies or of blocking doors, no names in public, no 滞纳金."),
            code="forbidden_wording",
            sentence=found,
        )
    return content


def _read(name: str) -> bytes:
    path = Path(name).expanduser()
    if not path.is_file():
        raise NotFoundError(
            N_("There is no template “{path}”."), hint=N_("{command} writes one to change."), path=name,
            command="butler fee letter --save-template FILE.docx",
        )  # fmt: skip
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(N_("“{path}” is too big for a template."), path=name)
        return path.read_bytes()
    except OSError as error:
        raise UsageError(N_("“{path}” cannot be read: {why}."), path=name, why=error.strerror or str(error)) from error


def _forbidden(content: bytes, name: str) -> str | None:
    from lxml.etree import XMLSyntaxError

    from butlercli.kit.intake.limits import inflate

    if not content.startswith(b"PK"):
        raise _no_word_file(name)
    parts = inflate(content, name)
    if "word/document.xml" not in parts:
        raise _no_word_file(name)
    try:
        return forbidden.in_file(parts)
    except XMLSyntaxError as error:
        raise _no_word_file(name) from error


def _no_word_file(name: str) -> UsageError:
    return UsageError(
        N_("“{path}” is not a Word file (.docx)."),
        hint=N_("Save it in Word as .docx; {command} writes one to begin with."),
        path=name,
        command="butler fee letter --save-template FILE.docx",
    )


def check(letter: bytes, unit: str) -> None:
    """Refuse a filled letter to a unit where what was filled in makes a wording that no letter may hold.

    Raises RuleError (exit 4) with the sentence.
    """
    found = _forbidden(letter, unit)
    if found is None:
        return
    raise RuleError(
        N_("The letter to {unit} would hold a sentence that no letter may hold: “{sentence}”."),
        hint=N_(
            "It comes from what is filled in: the name of a fee item, or a setting (letter.…). Nothing was written."
        ),
        code="forbidden_wording",
        unit=unit,
        sentence=found,
    )
