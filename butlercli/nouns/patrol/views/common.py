"""How rounds look: what was logged, a round with every point, lists."""

from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.nouns.patrol import model
from butlercli.output.blocks import Block, Canvas, Lines, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()
RESULT_STYLES = {"ok": "good", "fault": "bad", "skipped": "warn", "missed": "bad"}
STATE_STYLES = {"done": "good", "partial": "bad", "open": "warn", "abandoned": "muted"}


def punctual(record: Record) -> str:
    """Return whether a round was on time, where it can be said."""
    if record["extra"]:
        return _("extra round")
    if record["on_time"] is None:
        return ""
    return _("on time") if record["on_time"] else _("not on time")


def head(record: Record) -> str:
    """Return the line that names a round: R12, route, day, window, state."""
    text = common.joined(
        f"R{record['id']}  {record['route']}",
        record["date"],
        record["window"],
        model.STATES.label(record["state"]),
        punctual(record),
        record["by"],
    )
    return Styled(text, STATE_STYLES[record["state"]])


def counts(record: Record) -> str:
    """Return how many points of a round have which result: 正常 5, 异常 1."""
    found: dict[str | None, int] = {}
    for point in record["points"]:
        found[point["result"]] = found.get(point["result"], 0) + 1
    parts = [f"{model.RESULTS.label(code)} {found[code]}" for code in model.RESULTS if found.get(code)]
    if found.get(None):
        parts.append(_("to come {n}").format(n=found[None]))
    return common.joined(*parts)


def _records(result: Result) -> list[Record]:
    return result.data if isinstance(result.data, list) else [result.data]


def echo(result: Result, _canvas: Canvas) -> list[Block]:
    """What was logged: the round, its counts, and the points that are not in order or still missing."""
    lines: list[str] = []
    for record in _records(result):
        lines.append(head(record))
        lines.append("     " + counts(record))
        lines.extend(_not_in_order(record))
        missing = [f"{p['code']} {p['name']}" for p in record["points"] if p["result"] in (None, "missed")]
        if missing:
            text = _("missed") if record["state"] != "open" else _("still to come")
            lines.append(Styled("     " + common.labelled(text, common.joined(*missing)), "warn"))
    return [Lines(*lines, hang=5)]


def _not_in_order(record: Record) -> list[str]:
    lines: list[str] = []
    for point in record["points"]:
        if point["result"] in ("fault", "skipped"):
            ticket = f"→ T{point['ticket_id']}" if point["ticket_id"] else ""
            text = common.joined(
                f"{point['code']} {point['name']}", model.RESULTS.label(point["result"]), point["note"], ticket, by="  "
            )
            lines.append(Styled("     " + text, RESULT_STYLES[point["result"]]))
    return lines


def labels(result: Result, canvas: Canvas) -> list[Block]:
    """What the labels say, and how they are printed."""
    if not result.data:
        text = _("There are no patrol points yet; {command} adds one.").format(command="butler patrol point add")
        return [Lines(Styled(text, "muted"))]
    blocks = columns.listing(result, canvas)
    if canvas.terminal:
        text = _("A sheet to print: {command}").format(command="butler patrol labels -o labels.html")
        blocks.append(Lines(Styled(text, "muted")))
    return blocks


LISTS = {
    "patrol.labels": Listing(
        columns.text(N_("Code"), "code"),
        columns.text(N_("Point name"), "name", flex=True),
        columns.text(N_("Where"), "place", wide=True, flex=True),
        columns.text(N_("What the label holds"), "line"),
    ),
}
VIEWS: dict[str, Any] = {"patrol.echo": echo, "patrol.labels": labels}
