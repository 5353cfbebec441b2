"""`fee stats`: the figures of a period, fees counted by group, and how each dunning channel fared."""

from butlercli.base.figures import Span, ratio
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit.figures import stats as kit_stats
from butlercli.nouns.fee.figures import metrics, tables
from butlercli.store.database import Database


def parse_by(text: str) -> str:
    """Return what fees are counted by; raises UsageError (exit 2) naming the choices."""
    return kit_stats.parse_by(text, metrics.BillSnapshot.dimensions, N_("Fees are not counted by “{value}”."))


def stats(db: Database, span: Span, by: str | None = None) -> Result:
    """Return the figures of a span (with those of the span before), counts by group, and how dunning and payments fared.

    The groups of `channel` are those of dunning.
    """
    snapshot = metrics.BillSnapshot(db, span)
    dunning = [channel(row) for row in tables.dunning(snapshot)]
    chosen = by or "item"
    groups = dunning if chosen == "channel" else [group(row, chosen) for row in tables.grouped(snapshot, chosen)]
    payments = [money(row, way) for way in ("channel", "method") for row in tables.payments(snapshot, way)]
    foot = {"dunning": dunning, "payments": payments}
    return kit_stats.page("fee.stats", snapshot, chosen, groups, {}, foot, begun=snapshot.begun)


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
