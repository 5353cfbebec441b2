"""Errors a person can act on. Each class knows its exit code; each error its sentence, hint and stable code.

`message` and `hint` are msgids with `{name}` fields; `params` fills them when the sentence is shown, so
that nothing a user typed is ever read as a template. `details` are further lines, one a bad row or finding.
"""

from typing import Any

from butlercli.base.result import Message


class ButlerError(Exception):
    """The base of every expected failure. `code` is stable and English, for `--json`."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, *, hint: str = "", code: str = "", **params: Any) -> None:
        """Keep the msgids and the values of their fields; `code` narrows the class's own code."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.params = params
        self.details: list[Message] = []
        if code:
            self.code = code


class UsageError(ButlerError):
    """Exit 2: an unknown option, a bad value, an ambiguous reference, a file that is not what it should be."""

    exit_code = 2
    code = "usage"


class NotFoundError(ButlerError):
    """Exit 3: what was named does not exist."""

    exit_code = 3
    code = "not_found"


class RuleError(ButlerError):
    """Exit 4: a rule refuses (wrong state, duplicate, closed loop incomplete, changed since)."""

    exit_code = 4
    code = "refused"


class DatabaseError(ButlerError):
    """Exit 5: locked too long, corrupt, newer schema, disk full, read-only."""

    exit_code = 5
    code = "database"


class CheckError(ButlerError):
    """Exit 6: a check found problems."""

    exit_code = 6
    code = "check"
