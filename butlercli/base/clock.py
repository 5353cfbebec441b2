"""The one place that asks the time: civil time in the community's zone, and UTC for the journal.

`--now` fixes the clock for the whole run. Times are naive `datetime` values in the community's zone,
cut to the second, as they are stored.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_

DEFAULT_ZONE = "Asia/Shanghai"
_fixed: datetime | None = None
_zone: tzinfo = timezone(timedelta(hours=8))


def fix(text: str | None) -> None:
    """Fix the clock at `YYYY-MM-DD[THH:MM[:SS]]` (civil time), or let it run again with None.

    Raises UsageError (exit 2) for anything else.
    """
    global _fixed
    if not text:
        _fixed = None
        return
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?", text, re.ASCII):
        raise _bad_clock(text)
    try:
        _fixed = datetime.fromisoformat(text)
    except ValueError:
        raise _bad_clock(text) from None


def _bad_clock(text: str) -> UsageError:
    return UsageError(
        N_("“{value}” is not a moment for --now or BUTLER_NOW."),
        hint=N_("Write it as {example}."),
        value=text,
        example="2026-07-01T09:30",
    )


def zone_named(name: str) -> tzinfo:
    """Return the time zone of an IANA name; raises UsageError where there is none of that name."""
    if name == DEFAULT_ZONE:
        # No summer time since 1991, and no zone database to load: daily verbs start faster.
        return timezone(timedelta(hours=8), DEFAULT_ZONE)
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            N_("“{value}” is not a time zone."),
            hint=N_("Use an IANA name such as {example}."),
            value=name,
            example=DEFAULT_ZONE,
        ) from None


def use_zone(name: str) -> None:
    """Make the named zone the community's for the rest of the run."""
    global _zone
    _zone = zone_named(name)


def zone() -> tzinfo:
    """Return the community's zone."""
    return _zone


def now() -> datetime:
    """Return the present moment as naive civil time in the community's zone, to the second."""
    if _fixed is not None:
        return _fixed
    return datetime.now(_zone).replace(tzinfo=None, microsecond=0)


def utc_text() -> str:
    """Return the present moment in UTC as `YYYY-MM-DDTHH:MM:SSZ`, for the journal."""
    moment = now().replace(tzinfo=_zone).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def milliseconds() -> int:
    """Return milliseconds since 1970 in UTC, for identifiers; follows a fixed clock."""
    if _fixed is not None:
        return int(_fixed.replace(tzinfo=_zone).timestamp() * 1000)
    return int(datetime.now(UTC).timestamp() * 1000)
