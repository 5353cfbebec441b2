"""Paired timings of whole processes: A B A B …, the ratio of each pair, and their median."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

Command = Sequence[str]


class Pair:
    """What a command took against its reference: medians in milliseconds and the median ratio."""

    def __init__(self, own: list[float], reference: list[float]) -> None:
        """Both lists hold seconds, pair by pair."""
        self.own_ms = statistics.median(own) * 1000
        self.reference_ms = statistics.median(reference) * 1000
        self.ratio = statistics.median(a / b for a, b in zip(own, reference, strict=True))


def once(command: Command, environment: dict[str, str], *, terminal: bool = False, stdin: Path | None = None) -> float:
    """Run a command as a fresh process and return the seconds it took; raises where it fails."""
    if terminal:
        return _on_terminal(command, environment)
    source = stdin.open("rb") if stdin else subprocess.DEVNULL
    begun = time.perf_counter()
    done = subprocess.run(
        command, env=environment, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    taken = time.perf_counter() - begun
    if done.returncode not in (0, 6):
        raise RuntimeError(f"{command}: {done.returncode}: {done.stderr.decode()[-500:]}")
    return taken


def _on_terminal(command: Command, environment: dict[str, str]) -> float:
    """Run a command with a pseudo-terminal as its stdout."""
    import pty

    leader, follower = pty.openpty()
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower)
    os.close(follower)
    try:
        while os.read(leader, 65536):
            pass
    except OSError:
        pass  # the other end is closed
    process.wait()
    taken = time.perf_counter() - begun
    os.close(leader)
    if process.returncode:
        raise RuntimeError(f"{command}: {process.returncode}")
    return taken


def pair(
    own: Command,
    reference: Command,
    environment: dict[str, str],
    *,
    runs: int = 11,
    terminal: bool = False,
) -> Pair:
    """Time two commands in turn, after one uncounted run of each."""
    once(own, environment, terminal=terminal)
    once(reference, environment)
    pairs = [(once(own, environment, terminal=terminal), once(reference, environment)) for _run in range(runs)]
    return Pair([a for a, _b in pairs], [b for _a, b in pairs])


def python(code: str) -> list[str]:
    """Return the command that runs a line of Python in this interpreter."""
    return [sys.executable, "-c", code]


def butler(*words: str) -> list[str]:
    """Return the command line of butler, as it is installed beside this interpreter."""
    script = Path(sys.executable).with_name("butler" + (".exe" if os.name == "nt" else ""))
    return [str(script), *words] if script.exists() else [sys.executable, "-m", "butlercli", *words]
