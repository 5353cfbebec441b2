"""How dunning looks: a reminder noted, the log, promises, reasons of refusal, arrears, their ages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from butlercli.base.i18n import N_, _
from butlercli.base.money import format_fen
from butlercli.base.refs import references
from butlercli.base.result import Record, Result
from butlercli.base.sentences import near
from butlercli.nouns.fee import model
from butlercli.nouns.fee.dunning.verbs.promises import STATES as PROMISES
from butlercli.nouns.fee.owed.verbs.asof import AGES
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Seen, Styled
from butlercli.output.views import columns, common
from butlercli.output.views.columns import Listing

RECORDS = frozenset(("dunning.echo",))
PROMISE_STYLES = {"kept": "good", "due": "warn", "broken": "bad", "pending": ""}
RESULT_STYLES = {"promised": "name", "refused": "bad", "disputed": "warn", "unreached": "muted", "paid": "good"}
NOT_SAID = N_("not said")
NOTHING = N_("Nothing is past due on {day}.")


def money(fen: int | None) -> str:
    """Return an amount in yuan, nothing where there is none."""
    return "" if fen is None else format_fen(fen)


def who(name: str | None, kind: str = "") -> str:
    """Return a debtor's name, else what kind of debtor it is."""
    return name or (model.DEBTORS.label(kind) if kind else "")


def channel(record: Record) -> str:
    """Return the word for a channel."""
    return CHANNELS.label(record["channel"])


def result(record: Record) -> str:
    """Return what came of a reminder, with the reason of a refusal."""
    if record["result"] is None:
        return ""
    words = common.joined(model.RESULTS.label(record["result"]), model.REFUSALS.label(record["why"]), by=" ")
    return Styled(words, RESULT_STYLES[record["result"]])


def promised(record: Record, seen: Seen) -> str:
    """Return what a reminder brought as a promise: by when, how much, and how it stands where that is known."""
    if not record["promise_date"]:
        return ""
    state = record.get("promise_state")
    day = near(record["promise_date"], seen.now)
    text = common.joined(day, money(record["promise_fen"]), PROMISES.label(state) if state else "", by=" ")
    return Styled(text, PROMISE_STYLES[state] if state else "")


def evidence(record: Record) -> str:
    """Return the evidence of a reminder, and that it proves nothing where neither file nor number is kept."""
    if record["evidence"] == "none":
        return ""
    label = common.joined(model.EVIDENCE.label(record["evidence"]), record["evidence_number"], by=" ")
    return label if record["proven"] else Styled(common.joined(label, _("unproven"), by=" "), "warn")


# --- one reminder -------------------------------------------------------------------------------------


def echo(result_: Result, canvas: Canvas) -> list[Block]:
    """A reminder as it was noted, and what comes next."""
    record = result_.data
    about = result_.extra["about"]
    pairs = [
        (_("Who"), common.joined(record["unit"], who(record["debtor"], about.debtor.kind))),
        (_("When"), common.joined(common.moment(record["at"], canvas.now), channel(record))),
        (_("Result"), result(record)),
        (_("Promise"), promised(record, Seen())),
        (_("Note"), record["note"] or ""),
        (_("Evidence"), common.joined(evidence(record), common.listed(file["name"] for file in record["files"]))),
        (_("Past due then"), common.joined(money(record["outstanding_fen"]), _bills(record["bills"]))),
    ]
    lines = [Styled(text, "muted") for text in _next(record)]
    return [Fields(pairs), *([Lines(*lines)] if lines else [])]


def _bills(ids: Sequence[int]) -> str:
    if len(ids) > 6:
        return _("{n:bill|bills}").format(n=len(ids))
    return references("B", ids)


def _next(record: Record) -> list[str]:
    unit = record["unit"]
    if record["result"] == "refused" and record["why"] == "quality":
        return [_("Mend it first: {command}").format(command=f"butler add {unit} TEXT")]
    if record["result"] == "promised":
        return [_("When it is paid: {command}").format(command=f"butler fee pay {unit} AMOUNT")]
    return []


# --- the log ------------------------------------------------------------------------------------------


REMINDERS = Listing(
    columns.text(N_("Unit"), "unit"),
    columns.moment(N_("When"), "at"),
    Column(N_("How"), channel),
    Column(N_("Debtor"), lambda r: who(r["debtor"], "unknown"), raw=lambda r: r["debtor"] or "", flex=True),
    Column(N_("Result"), result, flex=True),
    Column(N_("Promise"), promised, raw=lambda r, _seen: r["promise_date"] or "", seen=True),
    columns.money(N_("Promised amount"), "promise_fen", file_only=True),
    Column(N_("State of the promise"), lambda r: PROMISES.label(r.get("promise_state")), file_only=True),
    columns.text(N_("Note"), "note", flex=True),
    Column(N_("Evidence"), evidence, flex=True, wide=True),
    columns.money(N_("Past due then"), "outstanding_fen", wide=True),
    Column(N_("Bills"), lambda r: references("B", r["bills"]), file_only=True),
    empty=N_("No reminder is noted so far: butler fee remind 3-2-501 --channel phone"),
)


# --- reasons of refusal -------------------------------------------------------------------------------


def _reason(record: Record) -> str:
    return model.REFUSALS.label(record["why"]) if record["why"] else _(NOT_SAID)


REFUSALS = Listing(
    Column(N_("Reason"), _reason),
    columns.count(N_("Times"), "reminders"),
    columns.count(N_("Homes"), "households"),
    columns.count(N_("Still owing"), "owing"),
    columns.money(N_("Past due now"), "outstanding_fen"),
    columns.words(N_("Unit"), "units", ", ", flex=True),
    empty=N_("Nobody has refused."),
)


def refusals(found: Result, canvas: Canvas) -> list[Block]:
    """Reasons of refusal with what stands behind them, and the sum."""
    blocks = columns.listing(found, canvas)
    if not found.data:
        return blocks
    if canvas.terminal:
        _units_below(blocks, found.data)
    total = sum(record["outstanding_fen"] for record in found.data)
    text = _("Refusals noted: {times}; households: {households}; past due behind them now: {amount} yuan.")
    said = text.format(
        times=sum(record["reminders"] for record in found.data),
        households=sum(record["households"] for record in found.data),
        amount=format_fen(total),
    )
    return [*blocks, Lines(said)]


def _units_below(blocks: list[Block], records: list[Record]) -> None:
    """Name the units below the table, where the lines wrap: no code is cut off at the edge of the screen."""
    grid = blocks[0]
    assert isinstance(grid, Grid)
    grid.headers, grid.aligns, grid.flex = grid.headers[:-1], grid.aligns[:-1], ()
    grid.rows = [row[:-1] for row in grid.rows]
    named = [common.labelled(_reason(record), common.listed(record["units"])) for record in records]
    blocks.insert(1, Lines(*named, hang=2))


# --- arrears ------------------------------------------------------------------------------------------


def _reminded(record: Record, seen: Seen) -> str:
    last, now = record["last_reminder"], seen.now
    if not last:
        return ""
    return _("today") if last[:10] == seen.today else near(last, now)


def _owing(record: Record, seen: Seen) -> str:
    return who(record["debtor"], seen.row(record).get("kind", ""))


OWING = Column(N_("Debtor"), _owing, raw=lambda r, _seen: r["debtor"], seen=True, flex=True)
"""Who owes: by name, else what kind of debtor it is, where that was lent (`kind`)."""
ARREARS = Listing(
    columns.text(N_("Unit"), "unit"),
    OWING,
    columns.money(N_("Past due"), "outstanding_fen"),
    columns.count(N_("Bills"), "bills"),
    columns.text(N_("Oldest due"), "oldest_due"),
    Column(N_("Months"), lambda r: _months(r["months"]), raw=lambda r: r["months"], align="r"),
    Column(N_("Reminded"), _reminded, raw=lambda r, _seen: r["last_reminder"], seen=True),
    Column(
        N_("Promise"),
        lambda r, seen: seen.row(r).get("promise") or r["promise"] or "",
        raw=lambda r, _seen: r["promise"],
        seen=True,
    ),
)


def _months(months: int) -> str:
    return Styled(str(months), "bad" if months >= 12 else "warn" if months >= 3 else "")


def arrears(found: Result, canvas: Canvas) -> list[Block]:
    """Who is past due, and the sum of all of them."""
    as_of: Any = found.extra["as_of"]
    if not found.data:
        nothing = N_("Nobody of that kind is past due on {day}.") if found.extra["chosen"] else NOTHING
        return [Lines(Styled(_(nothing).format(day=as_of.date().isoformat()), "good"))]
    lent = [
        {"kind": fact["debtor_kind"], "promise": _promise_word(fact["promised"], canvas.now)}
        for fact in found.extra["facts"]
    ]
    text = _("Past due on {day}: {amount} yuan, {rows:debtor|debtors}, {units:unit|units}.")
    said = text.format(
        day=as_of.date().isoformat(),
        amount=format_fen(found.extra["fen"]),
        rows=found.total,
        units=found.extra["units"],
    )
    return [*columns.listing(found, canvas, lent=lent), Lines(Styled(said, "head"))]


def _promise_word(row: Record | None, now: datetime) -> str:
    """Return the day of the latest promise, and that it was broken; one that was kept says nothing any more."""
    if row is None or row["state"] == "kept":
        return ""
    broken = row["state"] == "broken"
    said = PROMISES.label(row["state"]) if row["state"] != "pending" else ""
    text = common.joined(near(row["promise_date"], now), said, by=" ")
    return Styled(text, "bad" if broken else PROMISE_STYLES[row["state"]])


def _age(code: str) -> Column:
    return Column(
        AGES[code],
        lambda r: money(r["buckets"][code] or None),
        raw=lambda r: columns.yuan(r["buckets"][code]),
        align="r",
    )


AGING = Listing(
    columns.text(N_("Building"), "building"),
    columns.count(N_("Homes"), "units"),
    columns.money(N_("Past due"), "outstanding_fen"),
    *(_age(code) for code in AGES),
)


def aging(found: Result, canvas: Canvas) -> list[Block]:
    """Arrears by building and age, with the sum of all; on a narrow screen the ages stand below one another."""
    as_of: Any = found.extra["as_of"]
    if not found.data:
        return [Lines(Styled(_(NOTHING).format(day=as_of.date().isoformat()), "good"))]
    total = {**found.extra["sum"], "building": _("all buildings")}
    records = [*found.data, total]
    head = Lines(Styled(_("Past due on {day} by age, in yuan").format(day=as_of.date().isoformat()), "head"))
    if canvas.terminal and canvas.width < 110:
        return [head, _narrow(records)]
    grid = columns.grid(AGING.columns, records, Seen.of(found, canvas))
    grid.rows[-1] = [Styled(cell, "head") for cell in grid.rows[-1]]
    return [head, grid]


def _narrow(records: list[Record]) -> Grid:
    """Turn the table: a line an age, a column a building, where these are few; else buildings with the coarse ages."""
    if len(records) <= 6:
        headers = [_("Age"), *(record["building"] for record in records)]
        rows = [[_(AGES[code]), *(money(record["buckets"][code] or None) for record in records)] for code in AGES]
        rows.append([_("Past due"), *(Styled(money(record["outstanding_fen"]), "head") for record in records)])
        rows.append([_("Homes"), *(str(record["units"]) for record in records)])
        return Grid(headers, rows, aligns="l" + "r" * len(records))
    headers = [_(text) for text in (N_("Building"), N_("Homes"), N_("Past due"), N_("up to 90 days"), N_("91–365 days"), N_("over a year"))]  # fmt: skip
    groups = (("1-30", "31-90"), ("91-180", "181-365"), ("1-2y", "2-3y", "3y+"))
    rows = [
        [
            record["building"],
            str(record["units"]),
            money(record["outstanding_fen"]),
            *(money(sum(record["buckets"][code] for code in codes) or None) for codes in groups),
        ]
        for record in records
    ]
    rows[-1] = [Styled(cell, "head") for cell in rows[-1]]
    return Grid(headers, rows, aligns="lrrrrr")


LISTS = {
    "dunning.list": REMINDERS,
    "dunning.refusals": REFUSALS,
    "dunning.arrears": ARREARS,
    "dunning.aging": AGING,
}
VIEWS = {
    "dunning.echo": echo,
    "dunning.refusals": refusals,
    "dunning.arrears": arrears,
    "dunning.aging": aging,
}
