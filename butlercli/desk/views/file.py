"""How the house speaks of itself: operations, history, settings, SQL, backups and the doctor's findings."""

from typing import Any

from butlercli.base.fields import Reference
from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.result import Record, Result
from butlercli.desk.views.findings import FINDINGS
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("history.list",))


def _number(record: Record) -> str:
    return "" if record["number"] is None else str(record["number"])


def _verb(record: Record) -> str:
    if record["outside"]:
        return Styled(_("outside butler"), "warn")
    text: str = record["verb"]
    return Styled(text, "muted") if record["undone"] else text


def _refs(record: Record) -> str:
    if record["undoes"] is not None:
        of = _("of {number}").format(number=record["undoes"])
        return common.joined(of, record["refs"])
    return record["refs"] or ""


def _standing(record: Record, seen: Seen) -> str:
    if record["outside"]:
        return Styled(_("never undone"), "muted")
    walk = _("same walk") if seen.row(record).get("walk") else ""
    return common.joined(Styled(_("undone"), "muted") if record["undone"] else "", walk)


ACTIONS = {"insert": N_("recorded"), "update": N_("changed"), "delete": N_("deleted")}


def _field(record: Record, seen: Seen) -> str:
    declared = seen.row(record).get("field")
    return _(declared.label) if declared else record["field"] or ""


def _value(record: Record, side: str, seen: Seen) -> str:
    lent = seen.row(record)
    value, label = record[side], str(lent.get(side) or "")
    if value is None:
        return "–"
    declared = lent.get("field")
    if declared and not isinstance(declared.kind, Reference):
        return common.field_value(declared, value)
    if lent.get("fen"):
        return format_fen(value)
    if label and label[1:] == str(value):
        return label  # a reference with its letter says the number already
    return f"{label} ({value})" if label else str(value)


LISTS = {
    "operation.list": Listing(
        Column(N_("No."), _number, raw=lambda record: record["number"], align="r"),
        columns.moment(N_("When"), "at"),
        Column(N_("Command"), _verb, flex=True),
        Column(N_("About"), _refs, flex=True),
        columns.count(N_("Changes"), "changes"),
        Column(N_("State"), _standing, seen=True),
        empty=N_("Nothing was done yet."),
    ),
    "history.list": Listing(
        columns.count(N_("No."), "operation"),
        columns.moment(N_("When"), "at"),
        Column(N_("Command"), lambda record: record["verb"] or Styled(_("outside butler"), "warn"), wide=True),
        Column(N_("Record"), lambda record: f"{record['table']} {record['row']}"),
        Column(N_("What"), lambda record: _(ACTIONS[record["action"]])),
        Column(N_("Field"), _field, raw=lambda record, _seen: record["field"] or "", seen=True),
        Column(N_("Old"), lambda record, seen: _value(record, "old", seen), seen=True, flex=True),
        Column(N_("New"), lambda record, seen: _value(record, "new", seen), seen=True, flex=True),
        empty=N_("Nothing has changed since it was recorded."),
    ),
    "setting.list": Listing(
        columns.text(N_("Setting"), "key"),
        Column(
            N_("Value"),
            lambda record: Styled(record["value"], "name") if record["set"] else record["value"],
            flex=True,
        ),
        Column(N_("Set"), lambda record: _("set") if record["set"] else _("preset"), wide=True),
        columns.text(N_("What it is"), "help", flex=True),
        columns.text(N_("Source"), "source", wide=True, flex=True),
    ),
    "sql.rows": Listing(),  # a query brings its columns along
    "sql.views": Listing(columns.text(N_("View"), "view"), columns.words(N_("Columns"), "columns", ", ", flex=True)),
}


def operations(result: Result, canvas: Canvas) -> list[Block]:
    """List what was done; steps of one interactive walk are marked as such."""
    groups = [None, *(record["group"] for record in result.data)]
    lent = [
        {"walk": record["group"] is not None and record["group"] == former}
        for record, former in zip(result.data, groups, strict=False)
    ]
    return columns.listing(result, canvas, lent=lent)


def operation(result: Result, canvas: Canvas) -> list[Block]:
    """Say what was taken back, or brought back."""
    record = result.data
    sentence = (
        N_("Taken back: operation {number}, {what} ({when}).")
        if result.extra["undoing"]
        else N_("Brought back: operation {number}, {what} ({when}).")
    )
    text = _(sentence).format(
        number=record["number"],
        what=common.joined(record["verb"], record["refs"], by=" "),
        when=common.moment(record["at"], canvas.now),
    )
    return [Lines(text)]


def history(result: Result, canvas: Canvas) -> list[Block]:
    """Show a record's changes, with the names of what changed fields refer to."""
    labels, money, fields = (result.extra[name] for name in ("labels", "money", "fields"))
    lent = []
    for record in result.data:
        field = (record["table"], record["field"])
        sides = {side: labels.get((record["field"], record[side])) for side in ("old", "new")}
        lent.append({**sides, "fen": field in money, "field": fields.get(field)})
    return columns.listing(result, canvas, lent=lent)


def setting(result: Result, _canvas: Canvas) -> list[Block]:
    """Show one setting, or how it stands after a change."""
    record = result.data
    return [
        Fields(
            [
                (_("Setting"), record["key"]),
                (_("Value"), Styled(record["value"] or "–", "name")),
                (_("Preset"), record["default"] or "–"),
                (_("What it is"), record["help"]),
                (_("Source"), record["source"]),
            ]
        )
    ]


def rows(result: Result, _canvas: Canvas) -> list[Block]:
    """Show what a query returned."""
    names = result.extra["columns"]
    found = [["" if value is None else str(value) for value in record.values()] for record in result.data]
    numeric = [
        all(isinstance(value, (int, float)) or value is None for value in column)
        for column in zip(*(record.values() for record in result.data), strict=True)
    ] or [False] * len(names)
    blocks: list[Block] = [
        Grid(
            names,
            found,
            aligns="".join("r" if right else "l" for right in numeric),
            flex=range(len(names)),
            empty=_("No row."),
        )
    ]
    if result.extra.get("more"):
        text = _("The first {shown:row|rows}; --limit 0 shows all.").format(shown=len(result.data))
        blocks.append(Lines(Styled(text, "muted")))
    return blocks


def backup(result: Result, _canvas: Canvas) -> list[Block]:
    """Say where the backup is."""
    text = _("Backup written and verified: {path} ({size}, {photos:photo|photos}).").format(
        path=result.data["path"], size=size(result.data["bytes"]), photos=result.data["photos"]
    )
    return [Lines(text)]


def restored(result: Result, _canvas: Canvas) -> list[Block]:
    """Say what was brought back, and where the former state is."""
    record = result.data
    lines = [
        _("Restored from {source}: {tickets:ticket|tickets}, {units:unit|units}, {photos:photo|photos}.").format(
            **record
        )
    ]
    if record["saved"]:
        lines.append(_("The state before is in {path}.").format(path=record["saved"]))
    return [Lines(*lines)]


def begun(result: Result, _canvas: Canvas) -> list[Block]:
    """Say how the house stands after `init`."""
    record = result.data
    pairs = [
        (_("Database"), record["path"]),
        (_("Community"), record["community"] or "–"),
        (_("Butler"), record["butler"] or "–"),
        (_("Time zone"), record["timezone"]),
    ]
    first = _("Next: butler add 3-2-501 kitchen leak")
    return [Fields(pairs), Lines(Styled(first, "muted"))] if record["created"] else [Fields(pairs)]


def size(count: int) -> str:
    """Return a number of bytes as a person would say it."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def doctor(result: Result, canvas: Canvas) -> list[Block]:
    """Show each check and what was found; on a terminal also a ruler for the eye."""
    lines: list[str] = []
    for check in result.data["checks"]:
        head, style = ("✓", "good") if check["ok"] else ("✗", "bad")
        lines.append(Styled(f"{head} {_(FINDINGS[check['name']].title)}", style))
        lines.extend(f"    {line}" for line in _found(check))
    if canvas.terminal:
        lines.extend(["", *_ruler(canvas.width)])
    return [Lines(*lines)]


def _found(check: Record) -> list[str]:
    texts = FINDINGS[check["name"]]
    said = []
    for item in check["found"]:
        params = {name: size(value) if name == "bytes" else value for name, value in item.items()}
        said.append(_(texts.sentences[item["code"]]).format(**params))
    return said


def _ruler(width: int) -> list[str]:
    """Return lines that end in one column where the terminal counts cells as butler does."""
    from butlercli.base.text import pad

    cells = min(width, 60) - 1
    samples = ("abcdefgh12345678", "物业管家一二三四", "，。：（）【】、", "🏠🔧📞✅👨‍👩‍👧🇨🇳")
    head = _("All bars must stand below each other, or tables will look crooked in this terminal:")
    return [Styled(head, "muted"), *(pad(sample, cells) + "|" for sample in samples)]


VIEWS: dict[str, Any] = {
    "operation.list": operations,
    "operation.echo": operation,
    "history.list": history,
    "setting.show": setting,
    "sql.rows": rows,
    "file.backup": backup,
    "file.restore": restored,
    "file.init": begun,
    "file.doctor": doctor,
}
