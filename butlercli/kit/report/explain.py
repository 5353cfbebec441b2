"""The records behind a figure, and which days it is about."""

from collections.abc import Sequence

from butlercli.base.dates.iso import minute
from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_, _
from butlercli.base.result import Result
from butlercli.kit.figures import reading
from butlercli.kit.report.parts import Noun, nouns
from butlercli.kit.report.spans import Asked
from butlercli.store.database import Database


def explain(db: Database, asked: Asked, key: str, among: Sequence[Noun] | None = None) -> Result:
    """List the records behind a figure of some nouns, or of all; raises UsageError (exit 2) naming the nearest key."""
    wanted = key.strip()
    snapshots = [noun.snapshot(db, asked.span) for noun in (nouns() if among is None else among)]
    for snapshot in snapshots:
        records = reading.explain(snapshot, wanted)
        if records is not None:
            found = {figure.key: figure for figure in reading.figures(snapshot)}[wanted]
            extra = {"figure": found, "subtitle": header(asked, "")}
            return Result(reading.kind_of(snapshot, wanted), records, extra=extra)
    known = [figure.key for snapshot in snapshots for figure in reading.figures(snapshot)]
    raise _unknown(wanted, known)


def _unknown(key: str, known: list[str]) -> UsageError:
    from butlercli.base.fuzzy import nearest

    last = key.rpartition(".")[2]
    close = nearest(key, known) or [name for name in known if last and last in name][:1]
    return UsageError(
        N_("There is no figure “{key}”."),
        hint=N_("Did you mean {nearest}?") if close else N_("One of: {choices}."),
        key=key,
        nearest=close[0] if close else "",
        choices=", ".join(known[:8]) + " …",
    )


def header(asked: Asked, butler: str) -> str:
    """Return the line under the title: which days, read at which moment, by whom."""
    span = asked.span
    days = span.start.isoformat() if span.days == 1 else f"{span.start} – {span.end}"
    if asked.to_date:
        days = _("{days} (to date)").format(days=days)
    line = _("{days}, as of {moment}").format(days=days, moment=minute(span.as_of))
    return f"{line} · {butler}" if butler else line
