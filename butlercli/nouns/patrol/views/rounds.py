"""How rounds look: a list of them, and the page of one with every point."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import pad, visible, width
from butlercli.nouns.patrol import model
from butlercli.nouns.patrol.views.common import RESULT_STYLES, STATE_STYLES, counts, punctual
from butlercli.nouns.ticket.views import tickets as ticket
from butlercli.output.blocks import Block, Canvas, Column, Fields, Lines, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("patrol.show",))
INSET = 4
MOST_CODE, MOST_NAME = 14, 24


def _number(record: Record, *results: str | None) -> int:
    return sum(point["result"] in results for point in record["points"])


def _covered(record: Record) -> str:
    return f"{_number(record, 'ok', 'fault')}/{len(record['points'])}"


def _shown(results: tuple[str, ...], style: str) -> Any:
    def get(record: Record) -> str:
        found = _number(record, *results)
        return Styled(str(found), style) if found else ""

    return get


def _state(record: Record) -> str:
    return Styled(model.STATES.label(record["state"]), STATE_STYLES[record["state"]])


def _tickets(record: Record) -> str:
    return common.listed(dict.fromkeys(f"T{point['ticket_id']}" for point in record["points"] if point["ticket_id"]))


LISTS = {
    "patrol.list": Listing(
        columns.ref("R"),
        columns.text(N_("Date"), "date"),
        Column(N_("Window"), lambda r: r["window"] or "+", raw=lambda r: r["window"]),
        columns.text(N_("Route"), "route", flex=True),
        Column(N_("State"), _state, raw=lambda r: model.STATES.label(r["state"])),
        Column(N_("Points"), _covered, raw=lambda r: _number(r, "ok", "fault"), align="r"),
        Column(N_("Points expected"), lambda r: str(len(r["points"])), raw=lambda r: len(r["points"]), file_only=True),
        Column(N_("Faults"), _shown(("fault",), "bad"), raw=lambda r: _number(r, "fault"), align="r"),
        Column(N_("Skipped"), _shown(("skipped",), "warn"), raw=lambda r: _number(r, "skipped"), align="r", wide=True),
        Column(N_("Missed"), _shown(("missed",), "bad"), raw=lambda r: _number(r, "missed"), align="r", wide=True),
        Column(N_("On time"), punctual, wide=True),
        Column(N_("Tickets"), _tickets, flex=True, wide=True),
        columns.text(N_("Walked by"), "by", flex=True),
        columns.text(N_("Started"), "started_at", file_only=True),
        columns.text(N_("Finished"), "finished_at", file_only=True),
        columns.text(N_("Note"), "note", file_only=True),
    )
}


def rounds(result: Result, canvas: Canvas) -> list[Block]:
    """A list of rounds; where none was ever logged, how one is."""
    if not result.extra["any"]:
        text = _("There are no rounds yet; {command} logs one.").format(command="butler patrol log")
        return [Lines(Styled(text, "muted"))]
    return columns.listing(result, canvas)


# --- one round --------------------------------------------------------------------------------------


def show(result: Result, _canvas: Canvas) -> list[Block]:
    """Draw each round: its facts in a panel, then a line for each point, and beneath it what is notable there."""
    blocks: list[Block] = []
    for record in result.data if isinstance(result.data, list) else [result.data]:
        title = f"R{record['id']}  {record['route']}  {record['date']} {record['window'] or ''}".rstrip()
        blocks.append(Fields(_facts(record), title=title))
        blocks.append(Lines(*_points(record), hang=INSET))
    return blocks


def _facts(record: Record) -> list[tuple[str, str]]:
    state = Styled(common.joined(model.STATES.label(record["state"]), punctual(record)), STATE_STYLES[record["state"]])
    times = [_clock(record[name], record["date"]) for name in ("started_at", "finished_at") if record[name]]
    return [
        (_("State"), state),
        (_("Walked"), " – ".join(dict.fromkeys(times))),
        (_("Walked by"), record["by"] or ""),
        (_("Points"), counts(record)),
        (_("Note"), record["note"] or ""),
    ]


def _clock(moment: str, day: str) -> str:
    """Return the time of a moment, with its day where that is not the round's."""
    return moment[11:16] if moment[:10] == day else f"{moment[5:10]} {moment[11:16]}"


def _points(record: Record) -> list[str]:
    points = record["points"]
    codes = min(max((width(visible(p["code"])) for p in points), default=0), MOST_CODE)
    names = min(max((width(visible(p["name"])) for p in points), default=0), MOST_NAME)
    words = max(width(_word(p["result"])) for p in points) if points else 0
    lines: list[str] = []
    for point in points:
        head = [
            pad(visible(point["code"]), codes),
            pad(visible(point["name"]), names),
            pad(_word(point["result"]), words),
        ]
        if point["result"] not in (None, "missed"):
            head += [_clock(point["at"], record["date"]), model.ENTRIES.label(point["entry"])]
            head += [point["person"]] if point["person"] and point["person"] != record["by"] else []
        head += [_reading(point, point["reading"])] if point["reading"] else []
        style = RESULT_STYLES.get(point["result"] or "", "muted")
        # What is in order needs no colour: what is not stands out.
        lines.append(Styled("  ".join(head).rstrip(), "" if style == "good" else style))
        lines.extend(" " * INSET + line for line in _details(point, record))
    return lines


def _word(result: str | None) -> str:
    return model.RESULTS.label(result) if result else _("still to come")


def _reading(point: Record, value: str) -> str:
    """Return a reading with its name, unit and limits: 压力 0.42 MPa (0.3–0.5)."""
    low, high = point["low"], point["high"]
    limits = f"({low}–{high})" if low and high else f"(≥ {low})" if low else f"(≤ {high})" if high else ""
    return common.joined(point["reading_name"], value, point["reading_unit"], limits, by=" ")


def _details(point: Record, record: Record) -> list[str]:
    """Return the lines beneath a point: the note, its ticket, photos, what it was before, what is to be looked at."""
    lines = [] if not point["note"] else point["note"].splitlines()
    if point["fault"]:
        lines.append(_fault(point["fault"], point["ticket_id"], record))
    if point["photos"]:
        lines.append(common.labelled(_("Photos"), common.listed(photo["name"] for photo in point["photos"])))
    lines.extend(_earlier(point, line, record) for line in reversed(point["earlier"]))
    if point["checks"] and point["result"] != "ok":
        lines.append(common.labelled(_("To check"), common.clauses(point["checks"])))
    return lines


def _fault(fault: Record, ticket_id: int, record: Record) -> str:
    """Say which ticket a fault has, whether it is rectified, and what confirmed that."""
    name = f"T{ticket_id}" if fault["ticket_id"] == ticket_id else f"T{ticket_id} = T{fault['ticket_id']}"
    if not fault["rectified_at"]:
        rectified = _("not rectified yet")
    else:
        rectified = _("rectified {when}").format(when=_clock(fault["rectified_at"], record["date"]))
    confirmed = ""
    if fault["confirmed_at"]:
        when = _clock(fault["confirmed_at"], record["date"])
        by = f"R{fault['confirmed_by_round']}" if fault["confirmed_by_round"] else ""
        confirmed = common.joined(_("confirmed {when}").format(when=when), by, by=" ")
    elif fault["rectified_at"]:
        confirmed = _("not confirmed yet")
    return common.joined(f"→ {name}", ticket.state_label(fault), rectified, confirmed)


def _earlier(point: Record, line: Record, record: Record) -> str:
    """Return an earlier line of a point that was looked at again."""
    ticket_of = f"→ T{line['ticket_id']}" if line["ticket_id"] else ""
    text: Sequence[str | None] = (
        f"{_('Earlier')} {_clock(line['at'], record['date'])}",
        model.RESULTS.label(line["result"]),
        model.ENTRIES.label(line["entry"]),
        _reading(point, line["reading"]) if line["reading"] else "",
        line["person"] if line["person"] != record["by"] else "",
        line["note"],
        ticket_of,
    )
    return Styled(common.joined(*text, by="  "), "muted")


VIEWS: dict[str, Any] = {"patrol.list": rounds, "patrol.show": show}
