"""The progress bar of long work: on stderr, on a terminal, and only once it has taken a second."""

import sys
from types import TracebackType
from typing import Any

from butlercli.base.i18n import N_, _

_WORDS = {
    "check": N_("Checking"),
    "store": N_("Storing"),
    "build": N_("Making it up"),
    "copy": N_("Copying"),
    "pack": N_("Packing"),
}
_AFTER = 1.0


class Progress:
    """A bar that shows itself when the work takes long; `tick` may be called often."""

    __slots__ = ("_bar", "_begun", "_live", "_task", "_what")

    def __init__(self) -> None:
        """Begin to count the time."""
        from time import monotonic

        self._live = sys.stderr.isatty()
        self._begun = monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._what = ""

    def __enter__(self) -> "Progress":
        """Return the bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()

    def tick(self, what: str, done: int, total: int) -> None:
        """Show how far a step has come: `what` is one of the words above."""
        if not self._live:
            return
        if self._bar is None:
            from time import monotonic

            if monotonic() - self._begun < _AFTER:
                return
            self._start()
        if what != self._what:
            self._what = what
            self._bar.update(self._task, description=_(_WORDS[what]))
        self._bar.update(self._task, completed=done, total=total)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
