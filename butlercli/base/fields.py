"""The fields of a record, each declared once.

From a table of fields come the options of `add` and `edit` and how they are read (cli/fields.py, kit/fields.py), the
columns of other people's files and how their cells are read (kit/intake/keyed.py), what history calls a field, and
columns of lists (output/views/common.py).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from butlercli.base.vocabulary import Vocabulary


class Reference:
    """The kind of a field that names another record: `FINDERS` of the facts say who finds it."""

    __slots__ = ("to",)

    def __init__(self, to: str) -> None:
        self.to = to


if TYPE_CHECKING:
    Parse = Callable[[str], object]
    Plain = Literal[
        "text",
        "note",
        "day",
        "past",
        "moment",
        "money",
        "number",
        "phone",
        "phones",
        "switch",
        "tags",
        "texts",
        "words",
    ]
    Kind = Plain | Vocabulary | Reference | Parse

LISTS = ("phones", "tags", "texts", "words")
"""The kinds whose option is repeated."""


class Field:
    """One field of a record.

    name: in the JSON, as an option, and in the table, where it is no `column` of another name (`_id` stands behind it
    where it refers to another record).
    label, help: msgids, of its column and of its option.
    kind: what it holds and how it is read: `text` (one line of at most `most` characters, where that is said), `note` (any
    text, kept as typed), `day`, `past` (a day that is not to come), `moment`, `money` (in yuan, kept in fen), `number` (a
    whole one), `phone`, `switch` (its option is named or not, or `--yes/--no`), one of a vocabulary (of two words with such
    a switch, the first for its first flag), another record, or a parser of its own, which returns the value as it is stored,
    None for none, and raises UsageError. Lists are `words`, `tags` (without their + or #), `phones` (records of
    their own): all of them are named, one empty word clears them; and `texts`, which the verb reads.
    headers: how other people's files call it, best first; endings: of headers that only end so.
    wanted: the sentence for a record without it; a field that has none may be missing, and an empty text clears it, but for
    one that only its kind refuses (`clears` false).
    prefer: which day a text without a year means; after: the column of a day, today unless it is typed as well, that it
    does not come before without a year of its own: 1-15 after 12-1 is of the next year. metavar: of its option; flags: its names, `--name` unless given; a short
    one is added to it.
    """

    __slots__ = (
        "after", "clears", "column", "endings", "flags", "headers", "help", "kind", "label", "metavar", "most", "name", "prefer", "wanted",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        label: str,
        help: str,
        kind: "Kind" = "text",
        headers: tuple[str, ...] = (),
        *,
        endings: tuple[str, ...] = (),
        wanted: str = "",
        clears: bool = True,
        column: str = "",
        most: int = 0,
        prefer: "Literal['past', 'future'] | None" = None,
        after: str = "",
        metavar: str = "",
        flags: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.label = label
        self.help = help
        self.kind = kind
        self.headers = headers
        self.endings = endings
        self.wanted = wanted
        self.clears = clears
        self.most = most
        self.column = column or (f"{name}_id" if isinstance(kind, Reference) else name)
        self.prefer = prefer
        self.after = after
        self.metavar = metavar or name.upper()
        own = () if any(flag.startswith("--") for flag in flags) else (f"--{name.replace('_', '-')}",)
        self.flags = (*own, *flags)
