"""What every way to show a Result shares: masked data, JSON, and the sentences that go to stderr."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from butlercli.base.errors import ButlerError
from butlercli.base.i18n import _
from butlercli.base.result import Message
from butlercli.base.text import visible


def colour_wanted() -> bool:
    """Say whether colour may be used: not with NO_COLOR, not on a dumb terminal."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def json_text(data: Any) -> str:
    """Return JSON: an array with one record a line, an object indented."""
    import json

    if isinstance(data, list):
        if not data:
            return "[]"
        encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
        return "[\n" + ",\n".join([encode(record) for record in data]) + "\n]"
    return json.dumps(data, ensure_ascii=False, indent=2)


def masked(data: Any, reveal: bool) -> Any:
    """Return data with phone numbers masked, also in free text, unless they are to be revealed."""
    if reveal or data is None:
        return data
    import re

    return _masked(data, "", re.compile(r"\d(?:[ .()-]{0,2}\d){6}").search)


def _masked(value: Any, key: str, numbers: Any) -> Any:
    if isinstance(value, dict):
        shown = dict(value)
        for name, item in value.items():
            if item is not None and name not in _NEVER_PHONES:
                shown[name] = _masked(item, name, numbers)
        return shown
    if isinstance(value, list):
        inner = "phone" if key == "phones" else key
        return [_masked(item, inner, numbers) for item in value]
    phone = key in _PHONES
    if isinstance(value, str) and (phone or (len(value) > 6 and numbers(value))):
        if phone and len(value) == 11 and value[0] == "1" and value.isdigit():
            return f"{value[:3]}****{value[7:]}"  # a mobile as it is stored: nothing needs to be loaded
        from butlercli.base import phones

        return phones.mask_phone(value) if phone else phones.mask_phones_in(value)
    return value


_PHONES = ("phone", "vendor_phone")
# Keys whose values are numbers, codes, times and identities: nobody's telephone.
_NEVER_PHONES = frozenset(
    [
        "id",
        "uid",
        "ref",
        "unit",
        "building",
        "kind",
        "category",
        "state",
        "source",
        "priority",
        "party",
        "department",
        "facility",
        "code",
        "date",
        "window",
        "result",
        "entry",
        "reading",
        "line",
        "started_at",
        "finished_at",
        "verb",
        "links",
        "overdue",
        "score",
        "reopen_count",
        "unreached",
        "callback_owed",
        "defer_until",
        "defer_reason",
        "at",
        "sha256",
        "evidence_number",
        "key",
        "count",
        "counts",
        "total",
        "area",
        "created_at",
        "response_due_at",
        "responded_at",
        "dispatched_at",
        "arrived_at",
        "due_at",
        "resolved_at",
        "called_back_at",
        "verified_at",
        "closed_at",
        "escalated_at",
        "period_start",
        "period_end",
        "due_date",
        "paid_at",
        "entered_at",
    ]
)


def fill(msgid: str, params: dict[str, Any]) -> str:
    """Translate a msgid and fill its fields; what a user typed is shown with visible escapes and cut at length."""
    safe: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, list):
            from butlercli.base.sentences import listed

            value = listed(map(str, value))
        text: Any = visible(value) if isinstance(value, str) else value
        if isinstance(value, Message):
            text = fill(value.msgid, value.params)
        safe[name] = text[:200] + "…" if isinstance(text, str) and len(text) > 200 else text
    return _(msgid).format(**safe)


def notices(messages: Sequence[Message]) -> None:
    """Print remarks to stderr, one a line."""
    for message in messages:
        remark(message.msgid, **message.params)


def remark(msgid: str, **params: Any) -> None:
    """Print one remark to stderr."""
    _to_stderr(fill(msgid, params))


def _to_stderr(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def failure(error: ButlerError, *, as_json: bool) -> None:
    """Say on stderr what is wrong and what to do next; as an object with --json."""
    message = fill(error.message, error.params)
    hint = fill(error.hint, error.params) if error.hint else ""
    if as_json:
        import json

        body: dict[str, Any] = {"code": error.code, "message": message, "hint": hint or None}
        if error.details:
            body["details"] = [
                {**_plain(line.params), "message": fill(line.msgid, line.params)} for line in error.details
            ]
        _to_stderr(json.dumps({"error": body}, ensure_ascii=False))
        return
    text = ("" if message.endswith("。") else " ").join(part for part in (message, hint) if part)
    _to_stderr("\n".join([text, *("  " + fill(line.msgid, line.params) for line in error.details)]))


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    """Return a detail's facts as JSON values."""
    return {
        name: fill(value.msgid, value.params) if isinstance(value, Message) else value for name, value in params.items()
    }
