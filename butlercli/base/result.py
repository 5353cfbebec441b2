"""What a verb returns: facts, never sentences. One renderer speaks.

`kind` names the view that shows the data; `data` is what `--json` prints; notices are remarks for the
person at the terminal (stderr).
"""

from collections.abc import Sequence
from typing import Any

from butlercli.base.i18n import N_

Record = dict[str, Any]
"""What is known of one thing, as JSON has it."""
Row = dict[str, Any]
"""One row of the database, by column."""
# Said before the result, which then shows what would be.
DRY_RUN = N_("A dry run: nothing was written.")


class Message:
    """A sentence to be: an English msgid and the values of its fields."""

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, **params: Any) -> None:
        """Keep the msgid and its values; nothing is formatted before it is shown."""
        self.msgid = msgid
        self.params = params


class Result:
    """The outcome of one verb.

    kind: name of the view, such as `ticket.list`. data: a record, a list of records or None.
    notices: remarks for stderr. exit_code: 0, or 6 where a check found problems. total: how many
    records there are in all, where the list shows fewer. refs: what the operation was about, for the
    journal. extra: facts a view needs beside the data (never printed in JSON).
    changed: False where there was nothing to do.
    """

    __slots__ = ("changed", "data", "exit_code", "extra", "kind", "notices", "refs", "total")

    def __init__(
        self,
        kind: str,
        data: Any = None,
        *,
        notices: Sequence[Message] = (),
        exit_code: int = 0,
        total: int | None = None,
        refs: str = "",
        extra: Record | None = None,
        changed: bool = True,
    ) -> None:
        """Keep the facts as they are."""
        self.kind = kind
        self.data = data
        self.notices = list(notices)
        self.exit_code = exit_code
        self.total = total
        self.refs = refs
        self.extra = extra or {}
        self.changed = changed

    def notice(self, msgid: str, **params: Any) -> "Result":
        """Add a remark and return the same result."""
        self.notices.append(Message(msgid, **params))
        return self
