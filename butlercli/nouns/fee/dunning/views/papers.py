"""How papers of dunning look: the three years of each bill, letters written."""

from collections.abc import Sequence
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.result import Record, Result
from butlercli.base.text import visible
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.output.blocks import Block, Canvas, Column, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset[str]()

# --- the three years ----------------------------------------------------------------------------------

HEAD = N_("When three years end (诉讼时效), bill by bill, as of {date}. No legal advice: courts differ.")
COUNTED = N_(
    "Counted from the day after each bill is due, to the same day three years on; not moved for holidays, nothing added "
    "for suspensions (Civil Code 民法典 188, 194, 201–203)."
)
DIFFER = N_(
    "The cautious date counts only payments and what can be proven; the other one also what you noted without proof. "
    "Courts differ on whether fees of several periods run on one clock: go by the cautious date."
)
BEFORE = N_(
    "Until that day these begin it anew (195): a demand with a signed slip, a courier's number or a recording; a part "
    "payment; a promise in writing; a suit or arbitration. Printing a letter or noting a call proves nothing."
)
AFTER = N_(
    "After the cautious date only a promise in writing or a payment counts (192); a demand alone does not. "
    "Whoever wants to sue asks a lawyer first."
)
NOTE = N_("A cautious date, no legal advice; courts differ (Civil Code 民法典 188, 192, 195).")
KINDS = {
    "payment": N_("part payment"),
    "demand": N_("demand"),
    "promise": N_("promise"),
}
GRADES = {
    "signed": N_("signed slip"),
    "delivered": N_("by courier"),
    "arrived": N_("arrival shown"),
    "recorded": N_("recording"),
    "written_promise": N_("in writing"),
    "unproven": N_("unproven"),
}
# What would begin it anew now, in few words.
NOW_BEFORE = N_("a proven demand, a payment, a written promise, a suit")
NOW_AFTER = N_("only a written promise or a payment (192)")


def limitation(result: Result, canvas: Canvas) -> list[Block]:
    """Draw bills by the day their three years end, under what that day is and above what would begin it anew."""
    head = Lines(
        Styled(_(HEAD).format(date=result.extra["day"].isoformat()), "head"),
        Styled(_(COUNTED), "muted"),
        Styled(_(DIFFER), "muted"),
    )
    blocks: list[Block] = [head, *columns.listing(result, canvas)]
    said = [] if canvas.wide else unproven(result.data)
    if any(not record["after_cautious_date"] for record in result.data):
        said.append(Styled(_(BEFORE), "muted"))
    if any(record["after_cautious_date"] for record in result.data):
        said.append(Styled(_(AFTER), "warn"))
    if said:
        blocks.append(Lines(*([""] if canvas.terminal else []), *said))
    return blocks


def unproven(records: Sequence[Record]) -> list[str]:
    """Return a line for each act that possibly interrupted bills: what it was, which bills, and the date if it counts."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for record in records:
        perhaps = record["unproven_act"]
        if perhaps is not None:
            key = (record["unit"], perhaps["kind"], perhaps["date"], record["possible_date"])
            groups.setdefault(key, []).append(f"B{record['bill_id']}")
    text = _("{bills}: possibly interrupted, unproven ({act}): the cautious date, or {possible} if it counts.")
    return [
        text.format(bills=", ".join(bills), act=f"{_(KINDS[kind])} {day}", possible=possible)
        for (_unit, kind, day, possible), bills in groups.items()
    ]


def act(record: Record | None) -> str:
    """Return an act in few words: demand 2026-03-01 (signed slip)."""
    if record is None:
        return ""
    ref = f"P{record['payment_id']}" if record["payment_id"] else ""
    grade = GRADES.get(record["grade"])
    inside = common.joined(_(grade) if grade else "", ref)
    return f"{_(KINDS[record['kind']])} {record['date']}" + (f" ({inside})" if inside else "")


def interrupted(record: Record, seen: Seen) -> str:
    """Return what the dates run from: what was proven, and what perhaps came later."""
    sure = act(record["interrupted_by"])
    if sure and record["revived"]:
        sure = common.clauses([sure, _("begun anew after the cautious date (192)")])
    perhaps = record["unproven_act"]
    if perhaps is None:
        return sure or _("nothing")
    told = f"{_(KINDS[perhaps['kind']])} {perhaps['date']}"
    short = N_("unproven: {act}") if seen.narrow else N_("possibly interrupted, unproven: {act}")
    said = _(short).format(act=told)
    return common.clauses([text for text in (sure, said) if text])


def _cautious(record: Record) -> str:
    days = record["days_left"]
    style = "bad" if days < 0 else "warn" if days <= 90 else ""
    return Styled(record["cautious_date"], style)


def _days(record: Record) -> str:
    days = record["days_left"]
    return Styled(f"{days:,}", "bad" if days < 0 else "warn" if days <= 90 else "")


def _about(record: Record) -> str:
    return f"{record['item_name']} {owed_views.service(record['period_start'], record['period_end'])}"


def _now(record: Record) -> str:
    return _(NOW_AFTER if record["after_cautious_date"] else NOW_BEFORE)


# --- letters ------------------------------------------------------------------------------------------


def _written(record: Record) -> str:
    """Return the name of a letter's file; a remark says once where they are."""
    return Styled(visible(record["file"].replace("\\", "/").rpartition("/")[2]), "name")


LISTS = {
    "dunning.limitation": Listing(
        Column(N_("Cautious date"), _cautious),
        Column(N_("Days left"), _days, raw=lambda r: r["days_left"], align="r", wide=True),
        columns.text(N_("Possible date"), "possible_date"),
        columns.text(N_("Unit"), "unit"),
        Column(N_("Debtor"), owed_views.debtor, flex=True),
        columns.ref("B", "bill_id", N_("Bill"), lettered=True),
        Column(N_("Item and period"), _about, flex=True, wide=True),
        columns.money(N_("Still owed"), "outstanding_fen"),
        Column(N_("Interrupted by"), interrupted, seen=True, flex=True),
        columns.text(N_("Due date"), "due_date", file_only=True),
        columns.text(N_("Runs from"), "begins", file_only=True),
        Column(N_("What counts now"), _now, file_only=True),
        Column(N_("Remark"), lambda _record: _(NOTE), file_only=True),
        empty=N_("No bill is owed."),
        other=N_("Nothing that is owed ends within this time."),
    ),
    "dunning.letters": Listing(
        Column(N_("File"), _written, flex=True),
        columns.text(N_("Unit"), "unit"),
        Column(N_("Debtor"), owed_views.debtor, flex=True),
        Column(N_("Bills"), lambda r: str(len(r["bills"])), raw=lambda r: len(r["bills"]), align="r"),
        columns.money(N_("Owed"), "outstanding_fen"),
        columns.text(N_("Pay by"), "pay_by"),
        empty=N_("No letter is to be written."),
    ),
}


def letters(result: Result, canvas: Canvas) -> list[Block]:
    """List the letters that were written, and say what they are."""
    if result.extra.get("template"):
        return [
            Lines(
                _("The template is in {path}; change it in Word as you like.").format(
                    path=visible(result.extra["template"])
                )
            )
        ]
    blocks = columns.listing(result, canvas)
    if result.data:
        note = _(
            "Drafts for the company to issue and seal. A printed letter proves nothing until it demonstrably arrives."
        )
        blocks.append(Lines(Styled(note, "muted")))
    return blocks


VIEWS: dict[str, Any] = {"dunning.limitation": limitation, "dunning.letters": letters}
