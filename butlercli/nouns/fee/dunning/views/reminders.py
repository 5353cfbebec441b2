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
from butlercli.nouns.fee.owed import views as owed_views
from butlercli.nouns.fee.owed.verbs.asof import AGES
from butlercli.nouns.register.model import CHANNELS
from butlercli.output.blocks import Block, Canvas, Column, Fields, Grid, Lines, Styled
from butlercli.output.views import common

RECORDS = frozenset(("dunning.echo",))
PROMISE_STYLES = {"kept": "good", "due": "warn", "broken": "bad", "pending": ""}
RESULT_STYLES = {"promised": "name", "refused": "bad", "disputed": "warn", "unreached": "muted", "paid": "good"}
NOT_SAID = N_("not said")
NOTHING = N_("Nothing is past due on {day}.")


def money(fen: int | None) -> str:
    """Return an amount in yuan, nothing where there is none."""
    return "" if fen is None else format_fen(fen)


def yuan(key: str) -> Any:
    """Return how a file holds an amount: in yuan, as a number."""
    return lambda record: owed_views.yuan(record[key])


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


def promised(record: Record) -> str:
    """Return what a reminder brought as a promise: by when, how much, and how it stands where that is known."""
    if not record["promise_date"]:
        return ""
    state = record.get("promise_state")
    day = near(record["promise_date"], record.get("_now"))
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
        (_("Promise"), promised(record)),
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


def optional(key: str) -> Any:
    """Return how a text that may be absent is shown."""
    return lambda record: record[key] or ""


def _when(record: Record) -> str:
    return common.moment(record["at"], record.get("_now"))


REMINDERS = [
    Column(N_("Unit"), lambda r: r["unit"]),
    Column(N_("When"), _when, raw=lambda r: r["at"]),
    Column(N_("How"), channel),
    Column(N_("Debtor"), lambda r: who(r["debtor"], "unknown"), raw=optional("debtor"), flex=True),
    Column(N_("Result"), result, flex=True),
    Column(N_("Promise"), promised, raw=optional("promise_date")),
    Column(N_("Promised amount"), lambda r: money(r["promise_fen"]), raw=yuan("promise_fen"), align="r", file_only=True),
    Column(N_("State of the promise"), lambda r: PROMISES.label(r.get("promise_state")), file_only=True),
    Column(N_("Note"), optional("note"), flex=True),
    Column(N_("Evidence"), evidence, flex=True, wide=True),
    Column(N_("Past due then"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r", wide=True),
    Column(N_("Bills"), lambda r: references("B", r["bills"]), file_only=True),
]  # fmt: skip


def reminders(found: Result, canvas: Canvas) -> list[Block]:
    """The log of reminders."""
    from butlercli.output.views import list_blocks

    return list_blocks(found, canvas, N_("No reminder is noted so far: butler fee remind 3-2-501 --channel phone"))


# --- reasons of refusal -------------------------------------------------------------------------------


def _reason(record: Record) -> str:
    return model.REFUSALS.label(record["why"]) if record["why"] else _(NOT_SAID)


REFUSALS = [
    Column(N_("Reason"), _reason),
    Column(N_("Times"), lambda r: str(r["reminders"]), raw=lambda r: r["reminders"], align="r"),
    Column(N_("Homes"), lambda r: str(r["households"]), raw=lambda r: r["households"], align="r"),
    Column(N_("Still owing"), lambda r: str(r["owing"]), raw=lambda r: r["owing"], align="r"),
    Column(N_("Past due now"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r"),
    Column(N_("Unit"), lambda r: ", ".join(r["units"]), flex=True),
]


def refusals(found: Result, canvas: Canvas) -> list[Block]:
    """Reasons of refusal with what stands behind them, and the sum."""
    from butlercli.output.views import list_blocks

    blocks = list_blocks(found, canvas, N_("Nobody has refused."))
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


def _reminded(record: Record) -> str:
    last, now = record["last_reminder"], record.get("_now")
    if not last:
        return ""
    return _("today") if now is not None and last[:10] == f"{now:%Y-%m-%d}" else near(last, now)


ARREARS = [
    Column(N_("Unit"), lambda r: r["unit"]),
    Column(N_("Debtor"), lambda r: who(r["debtor"], r.get("_kind", "")), raw=lambda r: r["debtor"], flex=True),
    Column(N_("Past due"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r"),
    Column(N_("Bills"), lambda r: str(r["bills"]), raw=lambda r: r["bills"], align="r"),
    Column(N_("Oldest due"), lambda r: r["oldest_due"]),
    Column(N_("Months"), lambda r: _months(r["months"]), raw=lambda r: r["months"], align="r"),
    Column(N_("Reminded"), _reminded, raw=lambda r: r["last_reminder"]),
    Column(N_("Promise"), lambda r: r.get("_promise") or r["promise"] or "", raw=lambda r: r["promise"]),
]  # fmt: skip


def _months(months: int) -> str:
    return Styled(str(months), "bad" if months >= 12 else "warn" if months >= 3 else "")


def arrears(found: Result, canvas: Canvas) -> list[Block]:
    """Who is past due, and the sum of all of them."""
    from butlercli.output.views import list_blocks

    as_of: Any = found.extra["as_of"]
    if not found.data:
        nothing = N_("Nobody of that kind is past due on {day}.") if found.extra["chosen"] else NOTHING
        return [Lines(Styled(_(nothing).format(day=as_of.date().isoformat()), "good"))]
    for record, fact in zip(found.data, found.extra["facts"], strict=True):
        record["_kind"] = fact["debtor_kind"]
        record["_promise"] = _promise_word(fact["promised"], canvas.now)
    text = _("Past due on {day}: {amount} yuan, {rows:debtor|debtors}, {units:unit|units}.")
    said = text.format(
        day=as_of.date().isoformat(),
        amount=format_fen(found.extra["fen"]),
        rows=found.total,
        units=found.extra["units"],
    )
    return [*list_blocks(found, canvas), Lines(Styled(said, "head"))]


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
        raw=lambda r: owed_views.yuan(r["buckets"][code]),
        align="r",
    )


AGING = [
    Column(N_("Building"), lambda r: r["building"]),
    Column(N_("Homes"), lambda r: str(r["units"]), raw=lambda r: r["units"], align="r"),
    Column(N_("Past due"), lambda r: money(r["outstanding_fen"]), raw=yuan("outstanding_fen"), align="r"),
    *(_age(code) for code in AGES),
]


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
    rows = [[column.get(record) for column in AGING] for record in records]
    rows[-1] = [Styled(cell, "head") for cell in rows[-1]]
    grid = Grid([_(column.header) for column in AGING], rows, aligns="".join(column.align for column in AGING))
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


LISTS: dict[str, list[Column]] = {
    "dunning.list": REMINDERS,
    "dunning.refusals": REFUSALS,
    "dunning.arrears": ARREARS,
    "dunning.aging": AGING,
}
VIEWS = {
    "dunning.echo": echo,
    "dunning.list": reminders,
    "dunning.refusals": refusals,
    "dunning.arrears": arrears,
    "dunning.aging": aging,
}
