"""How the week's round looks: what must be mended first, promises, whom to ask by building, whom to wait for."""

from typing import Any

from butlercli.base import sentences
from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.vocabulary import Vocabulary
from butlercli.nouns.fee.dunning.verbs.promises import STATES as PROMISES
from butlercli.nouns.fee.dunning.views.reminders import PROMISE_STYLES, money, optional, who, yuan
from butlercli.nouns.fee.model import RESULTS
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Column, Grid, Lines, Styled
from butlercli.output.views import common

RECORDS = frozenset[str]()

ACTS = Vocabulary(
    N_("what to do"),
    {
        "mend": ("mend first", "先解决"),
        "call": ("call", "打电话"),
        "visit": ("visit", "上门"),
        "letter": ("letter", "发函"),
        "wait": ("wait", "等待"),
    },
)
GROUPS = {
    "mend": N_("Mend first, then ask"),
    "promise": N_("Promises due and broken"),
    "ask": N_("To ask, by building"),
    "wait": N_("To wait for"),
}
REASONS = {
    "open_ticket": N_("open: {tickets}"),
    "refused_quality": N_("refused over building defects"),
    "mended": N_("refused over building defects; mended since"),
    "promise_pending": N_("promised for {until}"),
    "promise_due": N_("promised for today"),
    "promise_broken": N_("promise of {date} broken"),
    "broken_again": N_("broke promises before, last {date}"),
    "reminded_lately": N_("reminded {last}; again from {until}"),
    "unreached": N_("not reached by phone three times or more"),
    "nobody_there": N_("nobody met on a visit either"),
    "refused_title": N_("disputes the title"),
    "refused_lost": N_("out of touch"),
    "developer": N_("owed by the developer"),
    "refused": N_("refused last time: talk"),
    "old_debt": N_("more than two years past due"),
    "no_phone": N_("no telephone known"),
    "moved_away": N_("lives here no more, no telephone known"),
    "first": N_("not asked yet"),
    "again": N_("asked {last}"),
}
TICKETS = 2


def _tickets(record: Record) -> str:
    return ", ".join(f"T{ticket['id']} {ticket['title']}" for ticket in record["tickets"])


def reason(record: Record) -> str:
    """Return in words why this is to be done."""
    last = record["last_contact"]
    shown = [f"T{ticket['id']} {ticket['title']}" for ticket in record["tickets"][:TICKETS]]
    if len(record["tickets"]) > TICKETS:
        shown.append("…")
    return _(REASONS[record["reason"]]).format(
        tickets=common.listed(shown),
        until=(record["until"] or "")[5:],
        date=(record["promise"] or {}).get("date", "")[5:],
        last=common.day(last["at"])[5:] if last else "",
    )


def _last(record: Record) -> str:
    last = record["last_contact"]
    if last is None:
        return ""
    said = RESULTS.label(last["result"]) if last["result"] else ""
    return common.joined(common.moment(last["at"], record.get("_now")), CHANNELS.label(last["channel"]), said, by=" ")


def _promise(record: Record) -> str:
    promise = record["promise"]
    if promise is None:
        return ""
    day = sentences.near(promise["date"], record.get("_now"))
    text = common.joined(day, money(promise["amount_fen"]), PROMISES.label(promise["state"]), by=" ")
    return Styled(text, PROMISE_STYLES[promise["state"]])


def _act(record: Record) -> str:
    styles = {"mend": "bad", "wait": "muted", "visit": "warn", "letter": "name", "call": ""}
    return Styled(ACTS.label(record["act"]), styles[record["act"]])


def _words(record: Record) -> str:
    """Return the reason, and how the debtor wishes to be spoken to."""
    return common.joined(reason(record), *record["preferences"])


def _age(record: Record) -> str:
    months = record["months"]
    text = _("{n} mo").format(n=months) if months else _("under 1 mo")
    return Styled(text, "bad" if months >= 12 else "warn" if months >= 3 else "")


def _phones(record: Record) -> str:
    return " ".join(record["phones"])


PLAN = [
    Column(N_("Group"), lambda r: _(GROUPS[r["group"]]), file_only=True),
    Column(N_("Unit"), lambda r: r["unit"]),
    Column(N_("Debtor"), lambda r: who(r["debtor"], r.get("_kind", "")), raw=lambda r: r["debtor"], flex=True),
    Column(N_("Past due"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r"),
    Column(N_("Months"), _age, raw=lambda r: r["months"], align="r"),
    Column(N_("To do"), _act),
    Column(N_("Why, and wishes"), _words, raw=reason, flex=True),
    Column(N_("Wishes"), lambda r: common.joined(*r["preferences"]), file_only=True),
    Column(N_("Promise"), _promise, wide=True),
    Column(N_("Last contact"), _last, wide=True),
    Column(N_("Phone"), _phones, wide=True),
    Column(N_("Open tickets"), _tickets, file_only=True),
    Column(N_("Oldest due"), optional("oldest_due"), file_only=True),
    Column(N_("Bills"), lambda r: str(r["bills"]), raw=lambda r: r["bills"], align="r", file_only=True),
]  # fmt: skip
LISTS: dict[str, list[Column]] = {"dunning.plan": PLAN}


def _grid(rows: list[Record], canvas: Canvas, title: str) -> Grid:
    shown = [column for column in PLAN if not column.file_only and (canvas.wide or not column.wide)]
    for row in rows:
        row["_now"] = canvas.now
    cells = [[column.get(row) for column in shown] for row in rows]
    kept = [index for index, _column in enumerate(shown) if any(line[index] for line in cells)]
    return Grid(
        [_(shown[index].header) for index in kept],
        [[line[index] for index in kept] for line in cells],
        aligns="".join(shown[index].align for index in kept),
        flex=[place for place, index in enumerate(kept) if shown[index].flex],
        title=title,
    )


def plan(result: Result, canvas: Canvas) -> list[Block]:
    """The round: a table for each group, in order, and how to note what came of it."""
    if not result.data:
        return [Lines(Styled(_("Nothing is past due: nobody is to be asked."), "good"))]
    for record, kind in zip(result.data, result.extra["kinds"], strict=True):
        record["_kind"] = kind
    counts, fen = result.extra["counts"], result.extra["fen"]
    blocks: list[Block] = []
    for group, title in GROUPS.items():
        rows = [record for record in result.data if record["group"] == group]
        if rows:
            blocks.append(_grid(rows, canvas, common.joined(f"{_(title)} {counts[group]}", sentences.yuan(fen[group]))))
    lines: list[str] = []
    if result.total is not None and result.total > len(result.data):
        text = _("{shown} of {total}; --limit 0 shows all.")
        lines.append(Styled(text.format(shown=len(result.data), total=result.total), "muted"))
    first = next((row for row in result.data if row["group"] not in ("mend", "wait")), result.data[0])
    lines.append(_noted(first["unit"]))
    return [*blocks, Lines(*lines)]


def _noted(unit: str) -> str:
    return Styled(_("What came of it: butler fee remind {unit} --promise 12-1").format(unit=unit), "muted")


def brief(result: Result, canvas: Canvas) -> list[Block]:
    """What 催 alone shows: promises due and broken, and whom to ask next."""
    from butlercli.nouns.fee.dunning.views.day import PROMISED

    blocks: list[Block] = []
    promises, rows = result.data["promises"], result.data["plan"]
    if promises:
        shown = [[column.get(record) for column in PROMISED] for record in promises]
        title = f"{_(GROUPS['promise'])} {len(promises)}"
        headers = [_(column.header) for column in PROMISED]
        aligns = "".join(column.align for column in PROMISED)
        blocks.append(Grid(headers, shown, aligns=aligns, flex=(1,), title=title))
    for record, kind in zip(rows, result.extra["kinds"], strict=True):
        record["_kind"] = kind
    if rows:
        blocks.append(_grid(rows, canvas, _("Next to ask")))
    if not blocks:
        return [Lines(Styled(_("Nothing is past due: nobody is to be asked."), "good"))]
    first = next((row for row in [*promises, *rows] if row.get("group") != "mend"), rows[0] if rows else None)
    lines: list[str] = [_noted(first["unit"])] if first else []
    if result.extra["left"]:
        more = _("{n} more: {command}").format(n=result.extra["left"], command="butler fee plan")
        lines.insert(0, Styled(more, "muted"))
    return [*blocks, Lines(*lines)]


VIEWS: dict[str, Any] = {"dunning.plan": plan, "dunning.brief": brief}
