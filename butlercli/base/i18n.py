"""The two languages: English msgids in the code, Chinese from the gettext catalogue.

The language is one setting of the process, chosen by `main` before anything is built. Modules mark
their sentences with `N_` when they are loaded and translate with `_` when they are shown, so a module
loaded once can speak either language.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

LANGUAGES = ("zh", "en")
# A field that counts: its name, a bar where the number is not said again, the word for one, the word for several.
FORM = r"\{(\w+):(\|?)([^{}|]*)\|([^{}|]*)\}"
_language = "zh"
_catalogue: dict[str, str] | None = {}


def N_(message: str) -> str:  # noqa: N802 - gettext's conventional name
    """Mark a msgid for the catalogue and return it unchanged."""
    return message


def language() -> str:
    """Return the language in force: `zh` or `en`."""
    return _language


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """Decide the language: `--lang`, then `BUTLER_LANG`, then the locale, then Chinese.

    A value that is neither Chinese nor English is passed over; bare containers and cron have no locale,
    and their reports must still be Chinese.
    """
    names = (option, environ.get("BUTLER_LANG"))
    locales = tuple(environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    for value in (*names, *locales):
        prefix = (value or "").lower()[:2]
        if prefix in LANGUAGES:
            return prefix
    return "zh"


def set_language(code: str) -> None:
    """Speak `zh` or `en` from now on."""
    global _language, _catalogue
    _language = code
    # The Chinese catalogue is read with the first sentence that is said: JSON says none.
    _catalogue = None if code == "zh" else {}


def _(message: str) -> str:
    """Translate a msgid into the language in force; an unknown msgid comes back as it is."""
    global _catalogue
    if _catalogue is None:
        _catalogue = _load_chinese()
    text = _catalogue.get(message, message) if message else ""
    return Counted(text) if "|" in text else text


class Counted(str):
    """A sentence whose nouns agree with its numbers, once it is formatted.

    `{n:bill|bills}` says a number and its word, "1 bill" or "2 bills"; `{n:|is|are}` says the word alone. A number
    may also come as a text; Chinese has one form for all numbers, so its sentences have plain fields.
    """

    __slots__ = ()

    def format(self, *_args: object, **values: object) -> str:
        """Return the sentence with its fields filled, all of them by name."""
        import re

        return re.sub(FORM, lambda form: _counted(form, values), str(self)).format(**values)


def _counted(form: "re.Match[str]", values: Mapping[str, object]) -> str:
    name, bare, one, several = form.groups()
    word = one if str(values[name]) == "1" else several
    return word if bare else f"{{{name}}} {word}"


def _load_chinese() -> dict[str, str]:
    """Read the compiled catalogue; without one (a checkout never installed) English is spoken."""
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale", "zh_CN", "LC_MESSAGES", "butler.mo")  # noqa: PTH118, PTH120 - pathlib costs more than the read
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError:
        return {}
    return _parse_mo(data)


def _parse_mo(data: bytes) -> dict[str, str]:
    """Parse a GNU .mo file as Babel writes it: little-endian, all msgids in one run, all translations in the next.

    Cutting the two runs at their NULs is ten times faster than reading the tables entry by entry.
    """
    import struct

    _magic, _version, count, originals, translations = struct.unpack_from("<5I", data)
    return dict(zip(_run(data, originals, count), _run(data, translations, count), strict=True))


def _run(data: bytes, table: int, count: int) -> list[str]:
    import struct

    _length, start = struct.unpack_from("<2I", data, table)
    length, last = struct.unpack_from("<2I", data, table + (count - 1) * 8)
    return data[start : last + length].decode().split("\0")
