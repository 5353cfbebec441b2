"""How imports and exports look: what was taken in and what was not, and the rows of a file to be."""

import json
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.phones import mask_phones_in
from butlercli.base.result import Record, Result
from butlercli.base.text import visible
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Styled
from butlercli.output.views import common
from butlercli.output.views.columns import Listing

RECORDS: frozenset[str] = frozenset()
_SHOWN = 20
_PASSED = {
    "header": N_("repeated headers"),
    "total": N_("totals"),
    "title": N_("titles"),
    "note": N_("remarks and signatures"),
    "no_key": N_("without what a row needs"),
    "nothing": N_("no amount"),
}


def account(result: Result, _canvas: Canvas) -> list[Block]:
    """Say what an import did; in a dry run first the mapping and the first rows as they would be stored."""
    data = result.data
    blocks: list[Block] = []
    if result.extra.get("dry"):
        blocks.extend(_preview(result))
    said = _patrol_summary if result.kind == "import.patrol" else _summary
    blocks.append(Lines(Styled(said(data), "head"), *_counts(data)))
    blocks.extend(_differences(data))
    for key, title, style in (
        ("problems", N_("Rejected ({count}):"), "bad"),
        (
            "warnings",
            _DOUBTFUL.get(result.kind, N_("Not understood ({count}); all else in these rows was taken:")),
            "warn",
        ),
    ):
        problems = result.extra.get(key) or []
        if problems:
            lines = [mask_phones_in(problem.line()) for problem in problems[:_SHOWN]]
            if len(problems) > _SHOWN:
                lines.append("  " + _("… and {count} more; --json names all.").format(count=len(problems) - _SHOWN))
            blocks.append(Lines(Styled(_(title).format(count=len(problems)), style), *lines))
    left = _left_out(data)
    if left:
        blocks.append(Lines(*(Styled(line, "muted") for line in left)))
    return blocks


def _summary(data: Record) -> str:
    text = _("{file}: {rows:row|rows}: {added} new, {updated} updated, {unchanged} unchanged, {rejected} rejected.")
    return text.format(
        file=visible(data["file"]),
        rows=data["rows"],
        added=data["added"],
        updated=len(data["updated"]),
        unchanged=data["unchanged"],
        rejected=len({problem["row"] for problem in data["rejected"]}),
    )


def _patrol_summary(data: Record) -> str:
    text = _("{file}: {rows:line|lines}: {added} new, {duplicates} known already, {rejected} rejected.")
    return text.format(
        file=visible(data["file"]),
        rows=data["rows"],
        added=data["added"],
        duplicates=data["duplicates"],
        rejected=len({problem["row"] for problem in data["rejected"]}),
    )


_DOUBTFUL = {"import.patrol": N_("Left out, though they say something else ({count}):")}
_COUNTS = (
    ("units_registered", N_("Units registered: {count}.")),
    ("units", N_("Units in the file: {count}.")),
    ("residents_added", N_("Residents added: {count}.")),
    ("phones_added", N_("Phone numbers added: {count}.")),
    ("rounds", N_("Rounds with new lines: {count}.")),
    ("faults", N_("Faults among them: {count}.")),
    ("cancelled", N_("Bills that the file calls cancelled, left out: {count}.")),
    ("missed", N_("Said to be missed, which is computed here: {count}; left out.")),
)


def _counts(data: Record) -> list[str]:
    lines = [_(text).format(count=data[key]) for key, text in _COUNTS if data.get(key)]
    if data.get("amount_fen"):
        lines.insert(0, _("New in all: {amount} yuan.").format(amount=format_fen(data["amount_fen"])))
    if data.get("rejected_file"):
        lines.append(_("Rejected rows are in {file}.").format(file=visible(data["rejected_file"])))
    return lines


def _differences(data: Record) -> list[Block]:
    blocks: list[Block] = []
    for key, title in (
        ("updated", N_("Updated:")),
        ("kept", N_("Changed here, so the file's value was not taken:")),
        ("differs", N_("Recorded here otherwise, and not changed by a file (money that is settled, or whose it is):")),
        ("not_in_file", N_("Registered here, but not in the file (nothing was removed):")),
    ):
        items = data.get(key) or []
        if items:
            lines = [f"  {_difference(item)}" for item in items[:_SHOWN]]
            if len(items) > _SHOWN:
                lines.append("  " + _("… and {count} more; --json names all.").format(count=len(items) - _SHOWN))
            blocks.append(Lines(Styled(_(title), "head"), *lines))
    return blocks


def _difference(item: Record) -> str:
    row = _("row {row}").format(row=item["row"]) if item.get("row") else ""
    ref = f"T{item['id']}" if item.get("id") and not item.get("unit") else ""
    return common.joined(
        row,
        ref,
        *(visible(item.get(name) or "") for name in ("unit", "code", "name")),
        ", ".join(item.get("fields") or ()),
    )


def _left_out(data: Record) -> list[str]:
    texts = (
        ("unmapped", N_("Columns left out (no field of that meaning): {names}")),
        ("never_imported", N_("Never imported (identity numbers, passwords): {names}")),
        ("computed", N_("Columns that follow from the others: {names}")),
        ("other_sheets", N_("Other sheets, not read (--sheet NAME): {names}")),
    )
    lines = [
        _(text).format(names=common.listed(visible(" ".join(name.split())) for name in data[key]))
        for key, text in texts
        if data.get(key)
    ]
    if data["passed_over"]:
        words = [f"{_(_PASSED[reason])} {count}" for reason, count in data["passed_over"].items()]
        lines.append(_("Rows passed over: {words}").format(words=common.listed(words)))
    return lines


def _preview(result: Result) -> list[Block]:
    data = result.data
    rows = [
        [column["letter"], visible(" ".join(column["column"].split())), column["field"]] for column in data["columns"]
    ]
    blocks: list[Block] = [Grid([_("Column"), _("Header"), _("Field")], rows, flex=(1,))]
    for number, record in enumerate(data.get("preview") or (), 1):
        pairs = [_named(name, value, result.kind) for name, value in record.items() if value and value is not True]
        pairs = [pair for pair in pairs if pair[0] not in ("uid", "links", "log", "id", "schedules")]
        blocks.append(Fields(pairs, _("Row {number} as it would be stored").format(number=number)))
    return blocks


def _named(name: str, value: Any, kind: str) -> tuple[str, str]:
    """Return a field and its value as they are shown: money in yuan."""
    if name.endswith("_fen") and isinstance(value, int):
        return name.removesuffix("_fen"), format_fen(value)
    return name, visible(_cell(value, kind))


def _cell(value: Any, kind: str = "") -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(
            common.joined(
                item.get("name"), common.label(kind, "role", item.get("role")), " ".join(item.get("phones") or ())
            )
            for item in value
        )
    if isinstance(value, str):
        return value if len(value) <= 200 else value[:199] + "…"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict | bool) else str(value)


def _raw(name: str) -> Any:
    """Return the reader of a column for files: lists as JSON, so that words with commas come back whole."""

    def raw(record: Record) -> Any:
        value = record[name]
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False) if value else None
        return value

    return raw


def _listing(names: str, shown: str) -> Listing:
    """Return a file's columns under the names of the fields; only the `shown` ones on a screen."""
    screen = shown.split()
    return Listing(
        *(
            Column(
                name,
                lambda record, name=name: visible(_cell(record[name])) if record[name] not in (None, []) else "",
                raw=_raw(name),
                flex=name in ("title", "note", "name"),
                file_only=name not in screen,
            )
            for name in names.split()
        )
    )


LISTS = {
    "import.ticket_rows": _listing(
        "id uid ref kind category title detail unit building place reporter phone source party priority department assignee"
        " state tags created_at response_due_at responded_at dispatched_at arrived_at due_at defer_until defer_reason"
        " resolved_at called_back_at verified_at closed_at escalated_at score feedback cause reopen_count unreached overdue"
        " callback_owed links log",
        "id ref kind category title unit state created_at",
    ),
    "import.register_rows": _listing(
        "unit kind area state handover_date unit_note uid name role phones since until tags preferences note",
        "unit kind area state name role phones",
    ),
}
VIEWS: dict[str, Any] = {}
OTHERS = account
"""How an import of whatever records is told of."""
