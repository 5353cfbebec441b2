"""`fee reconcile`: finance's export against the payments here, by reference (流水号). Nothing is written."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Result, Row
from butlercli.kit.intake import values
from butlercli.kit.intake.engine import Options
from butlercli.nouns.fee.books import store as books_store
from butlercli.nouns.fee.intake import fields as intake_fields
from butlercli.nouns.fee.intake import rows as intake_rows

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.store.database import Database

_NEAR_DAYS = 7


def reconcile(
    db: "Database", options: Options, first: str | None = None, last: str | None = None, method: str | None = None
) -> Result:
    """Compare a file of receipts with ours; exit 6 where they differ.

    `first` and `last` are moments; without them the days of the file count. `method` is a code: only payments of that
    method are compared, and rows that name another are left aside. Rows with the same reference are one receipt;
    where the file has negative rows, refunds are taken off on both sides. Raises UsageError (exit 2) for the file.
    """
    run = Receipts(db, options)
    account = run.open()
    rows = [one for piece in run.made() for one in piece]
    every = len(rows)
    rows = [one for one in rows if not method or one.values.get("method") in (None, method)]
    aside = every - len(rows)
    begin, end = _span(rows, first, last)
    every = len(rows)
    # A receipt that finance entered on a day outside is that of our payment inside all the same.
    inside = {row["ref"] for row in _ours(db, begin, end, [], method, net=False) if row["ref"]}
    rows = [one for one in rows if begin <= one.values["paid_at"] <= end or one.values.get("ref") in inside]
    outside = every - len(rows)
    net = any(one.values["amount"] < 0 for one in rows)
    theirs = _receipts([one for one in rows if one.values.get("ref")])
    ours = _ours(db, begin, end, list(theirs), method, net)
    data = _compared(theirs, ours, [_without_ref(one) for one in rows if not one.values.get("ref")])
    data = {
        "file": options.file,
        "sheet": account.table.sheet,
        "from": begin[:10],
        "to": end[:10],
        "method": method,
        "refunds_taken_off": net,
        **data,
        "unread": [problem.record() for problem in account.problems],
        "outside": outside,
        "other_methods": aside,
        "unmapped": account.table.unmapped,
    }
    found = any(data[name] for name in ("only_finance", "only_ours", "amount_differs", "date_differs", "unread"))
    extra = {"problems": account.problems}
    return Result("fee.reconcile", data, extra=extra, exit_code=6 if found else 0)


class Receipts(intake_rows.FeeImporter):
    """Finance's export as it is compared: nothing of it is stored."""

    noun = intake_fields.FINANCE
    title = "FeeFinance"
    days = ("paid_at",)

    def readers(self, orders: "Mapping[str, DayOrder | None]") -> Mapping[str, values.Read]:
        """Return the reader of every field; negative sums are refunds."""
        return intake_fields.payment_readers(orders, negative=True)

    def make_of(self, rows: list[intake_rows.Given]) -> list[intake_rows.Given]:
        """Leave out rows without an amount or a day, which become problems."""
        lacks = (("amount", N_("has no amount.")), ("paid_at", N_("does not tell when it was paid.")))
        found = []
        for one in rows:
            why = next((pair for pair in lacks if pair[0] not in one.values), None)
            if why is None:
                found.append(one)
            else:
                self.problem(one.number, why[0], None, why[1])
        return found


def _span(rows: list[intake_rows.Given], first: str | None, last: str | None) -> tuple[str, str]:
    """Return the moments between which both sides are compared."""
    days = sorted(one.values["paid_at"][:10] for one in rows)
    if not days and not (first and last):
        raise UsageError(
            N_("The file has no row to compare."),
            hint=N_("Name the days: {example}."),
            code="no_rows",
            example="--from 2026-06-01 --to 2026-06-30",
        )
    begin = first or f"{min(days[0], last[:10]) if last else days[0]}T00:00:00"
    end = last or f"{max(days[-1], begin[:10])}T23:59:59"
    return begin, end


def _receipts(rows: list[intake_rows.Given]) -> dict[str, Row]:
    """Return what finance received by reference: rows of one reference together, on the first one's day."""
    found: dict[str, Row] = {}
    for one in rows:
        values = one.values
        receipt = found.setdefault(
            values["ref"],
            {"ref": values["ref"], "rows": [], "unit": None, "amount_fen": 0, "paid_at": values["paid_at"]},
        )
        receipt["rows"].append(one.number)
        receipt["amount_fen"] += values["amount"]
        receipt["paid_at"] = min(receipt["paid_at"], values["paid_at"])
        if one.unit is not None:
            receipt["unit"] = receipt["unit"] or one.unit.code
    return found


def _without_ref(one: intake_rows.Given) -> Row:
    """Return a row without a reference."""
    unit = one.unit.code if one.unit else None
    values = one.values
    return {
        "ref": None,
        "rows": [one.number],
        "unit": unit,
        "amount_fen": values["amount"],
        "paid_at": values["paid_at"],
    }


def _ours(db: "Database", begin: str, end: str, refs: list[str], method: str | None, net: bool) -> list[Row]:
    """Return our payments of the span, and those of any day that finance names."""
    rows = books_store.payments_between(db, begin, end, refs)
    named = set(refs)
    return [
        {
            "id": row["id"],
            "ref": row["ref"],
            "unit": row["unit"],
            "amount_fen": row["amount"] - (row["refunded"] if net else 0),
            "paid_at": row["paid_at"],
            "method": row["method"],
        }
        for row in rows
        if row["ref"] in named or method is None or row["method"] == method
    ]


def _compared(theirs: dict[str, Row], ours: list[Row], without_ref: list[Row]) -> Row:
    """Return both differences, by reference, and the sums of both sides.

    The sums hold: finance − ours = only there − only here + what the amounts differ by + without reference there − here.
    """
    by_ref = {row["ref"]: row for row in ours if row["ref"]}
    both = [(theirs[ref], by_ref[ref]) for ref in theirs if ref in by_ref]
    only_finance = [row for ref, row in theirs.items() if ref not in by_ref]
    only_ours = [row for row in ours if row["ref"] and row["ref"] not in theirs]
    unnamed = [row for row in ours if not row["ref"]]
    for row in (*only_finance, *without_ref):
        row["perhaps"] = _perhaps(row, [*unnamed, *only_ours])
    differ = [_pair(one, other) for one, other in both if one["amount_fen"] != other["amount_fen"]]
    dates = [_pair(one, other) for one, other in both if one["paid_at"][:10] != other["paid_at"][:10]]
    there = sum(row["amount_fen"] for row in (*theirs.values(), *without_ref))
    here = sum(row["amount_fen"] for row in ours)
    return {
        "finance": {"receipts": len(theirs) + len(without_ref), "amount_fen": there},
        "ours": {"payments": len(ours), "amount_fen": here},
        "difference_fen": there - here,
        "agree": sum(one["amount_fen"] == other["amount_fen"] for one, other in both),
        "only_finance": only_finance,
        "only_ours": only_ours,
        "amount_differs": differ,
        "date_differs": dates,
        "finance_without_ref": without_ref,
        "ours_without_ref": unnamed,
    }


def _pair(one: Row, other: Row) -> Row:
    """Return a receipt and the payment it is, side by side."""
    return {
        "ref": one["ref"],
        "rows": one["rows"],
        "id": other["id"],
        "unit": other["unit"],
        "finance_fen": one["amount_fen"],
        "ours_fen": other["amount_fen"],
        "difference_fen": one["amount_fen"] - other["amount_fen"],
        "finance_paid_at": one["paid_at"],
        "ours_paid_at": other["paid_at"],
    }


def _perhaps(row: Row, candidates: list[Row]) -> list[int]:
    """Return the payments of the same amount within a week (and of the same unit, where that is told): perhaps the same."""
    from datetime import date

    day = date.fromisoformat(row["paid_at"][:10])
    return [
        other["id"]
        for other in candidates
        if other["amount_fen"] == row["amount_fen"]
        and (row["unit"] is None or row["unit"] == other["unit"])
        and abs((date.fromisoformat(other["paid_at"][:10]) - day).days) <= _NEAR_DAYS
    ][:5]
