"""How figures are said in a report's sentences and tables."""

from collections.abc import Callable, Iterable, Sequence

from butlercli.base.document import Cell, Table
from butlercli.base.figures import Figure, Number
from butlercli.base.i18n import _, language
from butlercli.base.sentences import DASH as DASH
from butlercli.base.sentences import bracketed as bracketed
from butlercli.base.sentences import commas as commas
from butlercli.base.sentences import labelled as labelled
from butlercli.base.sentences import listed as listed
from butlercli.base.sentences import percent as percent
from butlercli.base.sentences import sentences as sentences
from butlercli.base.sentences import yuan as yuan


def share(part: int, whole: int) -> str:
    """Return a share with what it was made of: 92.5% (37/40)."""
    return percent(part / whole) + bracketed(f"{part}/{whole}") if whole else DASH


def number(value: Number | None) -> str:
    """Return a number without needless decimals, or a dash."""
    return DASH if value is None else f"{value:,.1f}".removesuffix(".0")


def value(figure: Figure) -> str:
    """Return a figure's value with its unit."""
    return measured(figure.value, figure.unit)


def measured(amount: Number | None, unit: str) -> str:
    """Return a value in its unit."""
    if amount is None:
        return DASH
    if unit == "share":
        return percent(amount)
    if unit == "minutes":
        return _("{n} min").format(n=number(amount))
    if unit == "hours":
        return _("{n} h").format(n=number(amount))
    if unit == "score":
        return f"{amount:.2f}"
    if unit == "fen":
        return yuan(int(amount))
    return number(amount)


def parted(figure: Figure, amount: Number | None) -> str:
    """Return a numerator or denominator: money as in an account, a plain number else."""
    if figure.of != "fen" or amount is None:
        return number(amount)
    from butlercli.base.money import format_fen

    return format_fen(int(amount))


def of(figure: Figure) -> str:
    """Return what a figure was made of: 37/40; nothing where it is a plain count."""
    if figure.denominator is None:
        return ""
    if figure.numerator is None:
        return f"n={figure.denominator}"
    return f"{parted(figure, figure.numerator)}/{parted(figure, figure.denominator)}"


def change(figure: Figure) -> str:
    """Return the change against the period before: points for shares, the difference else."""
    if figure.value is None or figure.previous is None:
        return DASH
    gap = figure.value - figure.previous
    if figure.unit == "share":
        return _("{n:point|points}").format(n=_signed(gap * 100, 1))
    if figure.unit == "score":
        return _signed(gap, 2)
    if figure.unit == "fen":
        return _signed(gap / 100, 2)
    return _signed(gap, 1).removesuffix(".0")


def _signed(gap: Number, places: int) -> str:
    """Return a difference with its sign; one that rounds to nothing has none."""
    rounded = round(gap, places)
    return f"{rounded:+,.{places}f}" if rounded else f"{0:.{places}f}"


def compared(figure: Figure) -> str:
    """Return a value with the one before it in brackets, where there is one."""
    if figure.previous is None:
        return value(figure)
    before = measured(figure.previous, figure.unit)
    return _("{value} (before: {before})").format(value=value(figure), before=before)


def key_figures(figures: Iterable[Figure]) -> Table:
    """Return the table of key figures: not those that are not known, nor those of a group such as a department."""
    rows: list[list[Cell]] = [
        [
            figure.said(figure.label),
            value(figure),
            of(figure),
            measured(figure.previous, figure.unit),
            change(figure),
        ]
        for figure in figures
        if figure.value is not None and not figure.grouped
    ]
    headers = [_("Figure"), _("Value"), _("Made of"), _("Before"), _("Change")]
    return Table("figures", _("Key figures"), headers, rows, "lrrrr")


def name(row: dict[str, object], none: str) -> str:
    """Return the name of a group that is a record, in the language in force; `none` where nothing was stated."""
    found = row.get("name") if language() == "zh" else row.get("english")
    return str(found or row.get("name") or row.get("code") or none)


class Mask:
    """Hides names and telephone numbers in texts made for others: those that are known, wherever they stand."""

    __slots__ = ("_names", "_of")

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        """`names` is asked when the first text is masked."""
        self._of = names
        self._names: list[str] | None = None

    def __call__(self, text: str | None, *further: str | None) -> str:
        """Return a text with known names, the further ones and every number masked."""
        if not text:
            return ""
        from butlercli.base.phones import mask_name, mask_phones_in

        if self._names is None:
            found = {name for name in self._of() if len(name) > 1}
            self._names = sorted(found, key=lambda name: (-len(name), name))
        masked = mask_phones_in(text)
        for known in (*(name for name in further if name and len(name) > 1), *self._names):
            if known in masked:
                masked = masked.replace(known, mask_name(known))
        return masked
