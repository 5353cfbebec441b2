"""`fee stats`: the figures of a period, fees counted by group, and how each dunning channel fared."""

from butlercli.base import fuzzy
from butlercli.base.figures import Figure, Span, ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.nouns.fee.figures import metrics, tables
from butlercli.store.database import Database

BY = tables.BY
WORDS = {
    "items": "item", "项目": "item", "收费项目": "item", "buildings": "building", "楼栋": "building", "楼": "building", "months": "month",
    "月": "month", "月份": "month", "服务月": "month", "channels": "channel", "渠道": "channel", "方式": "channel",
}  # fmt: skip


def parse_by(text: str) -> str:
    """Return what fees are counted by; raises UsageError (exit 2) naming the choices."""
    return fuzzy.one_of(text, BY, WORDS, N_("Fees are not counted by “{value}”."))


def stats(db: Database, span: Span, by: str | None = None) -> Result:
    """Return the figures of a span (with those of the span before), counts by group, and the dunning channels.

    JSON: {from, to, as_of, metrics, by, groups, dunning, payments}; groups of `channel` are those of dunning.
    """
    snapshot = metrics.BillSnapshot(db, span)
    figures = _figures(db, span, snapshot)
    dunning = [channel(row) for row in tables.dunning(snapshot)]
    chosen = by or "item"
    rows = [] if chosen == "channel" else tables.grouped(snapshot, chosen)
    data = {
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "as_of": span.params["as_of"],
        "metrics": {figure.key: figure.as_json() for figure in figures},
        "by": chosen,
        "groups": dunning if chosen == "channel" else [group(row, chosen) for row in rows],
        "dunning": dunning,
        "payments": [money(row, way) for way in ("channel", "method") for row in tables.payments(snapshot, way)],
    }
    extra = {"figures": figures, "begun": snapshot.begun, "sections": ()}
    return Result("fee.stats", data, extra=extra)


def _figures(db: Database, span: Span, snapshot: metrics.BillSnapshot) -> list[Figure]:
    found = metrics.figures(snapshot)
    former = {
        figure.key: figure.value for figure in metrics.figures(metrics.BillSnapshot(db, span.before(), "fee_before"))
    }
    for figure in found:
        figure.previous = former.get(figure.key)
    return found


def group(row: Row, by: str) -> Row:
    """Return a group of bills as JSON; what such a group does not have is None."""
    opening, recovered = row["opening"], row["recovered"]
    return {
        "by": by,
        "group": row["grp"],
        "name": row["name"],
        "bills": row["bills"],
        "units": row["units"],
        "billed_fen": row["billed"],
        "waived_fen": row["waived"],
        "received_fen": row["received"],
        "collection_rate": ratio(row["received"], row["billed"] - row["waived"]),
        "collection_rate_before_waivers": ratio(row["received"], row["billed"]),
        "household_collection_rate": ratio(row["units"] - row["unsettled"], row["units"]),
        "arrears_opening_fen": opening,
        "arrears_recovered_fen": recovered,
        "recovery_rate": None if opening is None else ratio(recovered, opening),
        "arrears_fen": row["arrears"],
        "arrears_households": row["behind"],
        "paid_in_fen": row.get("paid_in"),
    }


def channel(row: Row) -> Row:
    """Return how one channel of dunning fared as JSON."""
    return {
        "by": "channel",
        "group": row["grp"],
        "reminders": row["reminders"],
        "reached": row["reached"],
        "reached_rate": ratio(row["reached"], row["reminders"]),
        "promised": row["promised"],
        "refused": row["refused"],
        "promises_due": row["due"],
        "promises_kept": row["kept"],
        "promise_kept_rate": ratio(row["kept"], row["due"]),
        "followed": row["followed"],
        "followed_rate": ratio(row["followed"], row["reminders"]),
        "followed_fen": row["fen"],
    }


def money(row: Row, by: str) -> Row:
    """Return the money of one pay channel or method as JSON."""
    return {
        "by": by,
        "group": row["grp"],
        "payments": row["payments"],
        "paid_fen": row["paid"],
        "refunded_fen": row["refunded"],
    }
