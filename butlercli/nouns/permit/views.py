"""How permits look: lists, the whole of one with its inspections, a line of the day."""

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record
from butlercli.nouns.permit.fields import ALL, FIELDS
from butlercli.nouns.permit.model import KINDS
from butlercli.output.blocks import Block, Canvas, Seen, Styled
from butlercli.output.views import columns, common, records, report
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("permit.show", "permit.echo"))
LISTS = {
    "permit.list": Listing(
        columns.ref("J"),
        *records.of(ALL, "code unit kind contractor until state deposit_fen", "from returned note"),
        empty=N_("None yet. {command} makes the first."),
        other=N_("Nothing found."),
        command="butler permit add",
        kept=1,
    ),
    "permit.explain": Listing(
        report.TICK,
        columns.ref("J"),
        *records.of(FIELDS[:7], "code unit kind from until"),
        columns.money(N_("Deposit"), "deposit_fen"),
    ),
}
_SEEN = (columns.moment(N_("When"), "at"), columns.text(N_("What was seen"), "text", flex=True))


def _more(record: Record, canvas: Canvas) -> list[Block]:
    title = _("Inspections") + f" ({len(record['inspections'])})"
    return [columns.grid(_SEEN, record["inspections"], Seen(canvas.now), title=title, empty=_("Not inspected yet."))]


def day_cells(record: Record, _section: str, _seen: Seen) -> tuple[str, ...]:
    """Lay a permit on one line: its name, what presses, its last day, the unit, what it is and the deposit, who."""
    late = record["overdue"] or record["state"] != "open"
    held = _("deposit {amount}").format(amount=format_fen(record["deposit_fen"])) if record["deposit_held"] else ""
    what = common.joined(KINDS.label(record["kind"]), held)
    name = record["code"] or f"J{record['id']}"
    return (
        name,
        Styled("!", "bad") if late else "",
        record["until"] or "",
        record["unit"],
        what,
        record["contractor"] or "",
    )


DAY_CELLS = {"permit.list": day_cells}
VIEWS = {**records.pages("permit", ALL, "code unit kind", more=_more), "permit.explain": report.explain}
