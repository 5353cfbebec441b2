"""How papers of payments look: what a payment settled, an account."""

from typing import Any

from butlercli.output.blocks import Column
from butlercli.output.views.report import document

RECORDS: frozenset[str] = frozenset({"fee.confirm", "fee.statement"})
LISTS: dict[str, list[Column]] = {}
VIEWS: dict[str, Any] = {"fee.confirm": document, "fee.statement": document}
