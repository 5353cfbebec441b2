"""How a permit looks on a line of the day."""

from butlercli.base.i18n import _
from butlercli.base.money import format_fen
from butlercli.base.result import Record
from butlercli.nouns.permit.model import KINDS
from butlercli.output.views import common, records


def _what(record: Record) -> str:
    held = _("deposit {amount}").format(amount=format_fen(record["deposit_fen"])) if record["deposit_held"] else ""
    return common.joined(KINDS.label(record["kind"]), held)


DAY_CELLS = {"permit.list": records.day_line("permit", "overdue", "until", "unit", _what, "contractor")}
