"""One key without Enter, and one line of text, from the terminal."""

import os
import sys
from typing import Any

SEVERAL = "several"
"""What `key` returns for several characters at once: a text pasted, a key held down. They are no answer."""


class _Characters:
    """Standard input without a buffer, so that what came together with a key can be told from what comes later."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.pending = ""

    def fileno(self) -> int:
        return self._descriptor

    def read(self, _count: int) -> str:
        if not self.pending:
            try:
                self.pending = os.read(self._descriptor, 1024).decode("utf-8", "replace")
            except OSError:  # the terminal has gone
                return ""
        first, self.pending = self.pending[:1], self.pending[1:]
        return first


def key() -> str:
    """Wait for one key and return it, in half width and small letters; nothing where the terminal has gone.

    A special key (an arrow, F1) is its whole sequence. Raises KeyboardInterrupt for Ctrl-C.
    """
    from butlercli.base.text import fold

    pressed = _windows() if sys.platform == "win32" else _posix()
    return pressed if pressed == SEVERAL else fold(pressed).lower()


def _posix() -> str:
    from readchar import readkey

    former: Any = sys.stdin
    characters: Any = _Characters(former.fileno())
    sys.stdin = characters
    try:
        pressed = str(readkey())
    finally:
        sys.stdin = former
    return SEVERAL if characters.pending else pressed


def _windows() -> str:
    from readchar import readkey

    pressed = str(readkey())
    several = False
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
            several = True
    return SEVERAL if several else pressed


def line() -> str:
    """Read one line and return it without blanks around it; nothing for an empty one, or one that is no text."""
    try:
        return sys.stdin.readline().strip()
    except UnicodeDecodeError:
        return ""
