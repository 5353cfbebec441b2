"""三 建议: what the figures speak for; each suggestion names the figure it rests on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from butlercli.base.figures import Figure
from butlercli.base.i18n import _
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Report


class Rule(NamedTuple):
    """A suggestion that holds while a figure is on the wrong side of a mark."""

    key: str
    wrong: Callable[[float], bool]
    text: str


def below(mark: float) -> Callable[[float], bool]:
    """Return the condition that a figure is below a mark."""
    return lambda value: value < mark


def above(mark: float) -> Callable[[float], bool]:
    """Return the condition that a figure is above a mark."""
    return lambda value: value > mark


def called_for(rules: Sequence[Rule], report: Report) -> list[str]:
    """Return the suggestions of rules whose figures are on the wrong side of their marks, each with its figure."""
    return [
        _rested(rule.text, report.figures[rule.key])
        for rule in rules
        if rule.key in report.figures
        and report.figures[rule.key].value is not None
        and rule.wrong(float(report.figures[rule.key].value or 0))
    ]


def _rested(text: str, figure: Figure) -> str:
    value = wording.commas(wording.value(figure), wording.of(figure))
    return _("{suggestion} (rests on: {label} {value}).").format(
        suggestion=_(text), label=figure.said(figure.label), value=value
    )
