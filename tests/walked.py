"""A terminal that a person sits at: what is drawn is read, and keys are pressed when the program waits for them."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

NOW = "2026-07-01T09:30"
PATIENCE = 20.0


class Terminal:
    """A command line whose stdin and stderr (and stdout) are a pseudo-terminal."""

    def __init__(
        self, path: Path, words: list[str], *, now: str | None = NOW, lang: str = "en", columns: int = 80
    ) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        environment = {**os.environ, "BUTLER_DB": str(path), "BUTLER_LANG": lang, "TERM": "xterm-256color"}
        environment.pop("COLUMNS", None)
        if now is not None:
            environment["BUTLER_NOW"] = now
        self._follower = follower
        self._process = subprocess.Popen(
            [sys.executable, "-m", "butlercli", *words],
            stdin=follower, stdout=follower, stderr=follower, env=environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(follower, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self.drawn = ""

    def _waits_for_a_key(self) -> bool:
        import termios

        return not termios.tcgetattr(self._leader)[3] & termios.ICANON

    def _read(self) -> None:
        while select.select([self._leader], [], [], 0.005)[0]:
            try:
                chunk = os.read(self._leader, 65536)
            except OSError:
                return
            if not chunk:
                return
            self.drawn += chunk.decode("utf-8", "replace")

    def press(self, keys: str) -> "Terminal":
        """Press keys at once, when the program waits for one."""
        end = time.monotonic() + PATIENCE
        while not self._waits_for_a_key():
            self._read()
            assert time.monotonic() < end and self._process.poll() is None, self.drawn
        self._read()
        before = len(self.drawn)
        os.write(self._leader, keys.encode())
        while len(self.drawn) == before and self._process.poll() is None:  # every key is answered
            self._read()
            assert time.monotonic() < end, self.drawn
        return self

    def type(self, text: str, *, after: str) -> "Terminal":
        """Type a line when the program has asked for it."""
        self.wait(after)
        os.write(self._leader, (text + "\n").encode())
        return self

    def wait(self, text: str) -> "Terminal":
        """Wait until something is drawn since the last time one waited."""
        end = time.monotonic() + PATIENCE
        while text not in self.drawn:
            self._read()
            assert time.monotonic() < end, f"{text!r} was not drawn:\n{self.drawn}"
        self.drawn = self.drawn.partition(text)[2]
        return self

    def interrupt(self) -> "Terminal":
        """Press Ctrl-C."""
        os.write(self._leader, b"\x03")
        return self

    def leave(self, code: int = 0) -> str:
        """Wait for the end and return what was drawn since."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            self._read()
            if time.monotonic() > end:
                os.kill(self._process.pid, signal.SIGKILL)
                raise AssertionError(f"still running:\n{self.drawn}")
        self._read()
        os.close(self._follower)
        os.close(self._leader)
        assert self._process.returncode == code, f"{self._process.returncode}\n{self.drawn}"
        return self.drawn
