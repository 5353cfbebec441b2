"""A line of small bars for a row of figures."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float | None]) -> str:
    """Return one bar a value, the least the lowest and the greatest the highest; a blank where there is none.

    Values that are all the same stand at half height.
    """
    known = [value for value in values if value is not None]
    if not known:
        return " " * len(values)
    low, high = min(known), max(known)

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        if high == low:
            return BARS[3]
        # Halved first, so that the two ends of the range of floats do not overflow.
        share = (value / 2 - low / 2) / (high / 2 - low / 2)
        return BARS[min(int(share * len(BARS)), len(BARS) - 1)]

    return "".join(bar(value) for value in values)
