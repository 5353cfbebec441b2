"""One item's part of a billing run: which periods of which units, for how much, owed by whom."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from butlercli.base.money import HIGHEST_FEN, format_fen
from butlercli.base.result import Row
from butlercli.nouns.fee import model
from butlercli.nouns.fee.bills.rules import amounts
from butlercli.nouns.fee.bills.store import bills as bill_store
from butlercli.nouns.fee.bills.verbs.outcome import PendingBills
from butlercli.nouns.fee.items import rules as item_rules
from butlercli.nouns.fee.items import store as item_store
from butlercli.nouns.fee.items.verbs import readings
from butlercli.nouns.fee.owed.rules import debtors
from butlercli.nouns.fee.owed.rules.debtors import Debtor, Ownership
from butlercli.nouns.fee.owed.rules.periods import DAY, Period, due_date, service_periods
from butlercli.store.database import Database

Parts = list[tuple[Period, Debtor]]
_NOBODY = Ownership(())


class Unbilled(Exception):  # noqa: N818 - no error: the run goes on with the next period
    """A service period that is not billed, and why."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params


class Biller:
    """One item's part of a run."""

    def __init__(
        self, db: Database, item: Row, rates: list[Row], homes: Sequence[Row], owners: dict[int, Ownership],
        pending: PendingBills, span: tuple[date, date],
    ) -> None:  # fmt: skip
        self._dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self.item, self.rates, self.pending = item, rates, pending
        self.homes, self.owners = homes, owners
        self.first, self.last = span
        self.since, self.until = (date.fromisoformat(item[name]) if item[name] else None for name in ("since", "until"))
        self.reduced = item_store.discounts(db, item_id=item["id"])
        self._served: dict[tuple[Any, ...], list[Period]] = {}
        self.by_reading = item["per"] == "reading"
        self.readings = (
            item_store.readings_of(db, item["meter"], [unit["id"] for unit in homes]) if self.by_reading else {}
        )
        # A period that begins in the span ends within a cycle after it; a day more shows the neighbours' readings.
        begin, end = _around(self.first, self.last)
        if self.by_reading:
            begin -= timedelta(days=400)  # the last bill before may be some cycles back
        self.standing = bill_store.standing(db, item["id"], str(begin), str(end), rules=self.by_reading)

    def bill(self, *, named: bool) -> None:
        """Bill every unit; one of another kind is spoken of only where it was named."""
        if (self.until and self.until < self.first) or (self.since and self.since > self.last):
            return
        kind = self.item["unit_kind"]
        for unit in self.homes:
            if kind is not None and unit["kind"] != kind:
                if named:
                    self._refuse(unit, self.first, self.last, "other_kind", kind=kind)
                continue
            for period in self._periods(unit):
                try:
                    self._bill(unit, period)
                except Unbilled as why:
                    self._refuse(unit, period.start, period.end, why.reason, **why.params)

    def _refuse(self, unit: Row, start: date, end: date, reason: str, **params: Any) -> None:
        self.pending.refuse(self.item, unit, start, end, reason, params)

    def _periods(self, unit: Row) -> list[Period]:
        """Return a unit's service periods; what keeps it from having any is put down."""
        handover = date.fromisoformat(unit["handover_date"]) if unit["handover_date"] else None
        if handover is None and self.item["anniversary"]:
            self._refuse(unit, self.first, self.last, "no_handover")
            return []
        if unit["state"] == "undelivered":
            return self._undelivered(unit, handover)
        found = self._between(handover, self.until)
        if handover is None or handover <= self.last or found:
            return found
        # A run over a month in which no cycle begins for anybody has nothing to say of those yet to come.
        if self.item["anniversary"] or self._between(None, self.until):
            self._refuse(unit, self.first, self.last, "not_begun", date=str(handover))
        return found

    def _undelivered(self, unit: Row, handover: date | None) -> list[Period]:
        """Return the periods of a unit that is the developer's: up to the day before it is handed over."""
        if handover is None:
            return self._between(None, self.until)
        if handover <= self.last and (self.until is None or self.until >= handover):
            self._refuse(unit, max(handover, self.first), self.last, "still_undelivered", date=str(handover))
        if self.item["anniversary"]:
            return []
        return self._between(None, min(handover - DAY, self.until or date.max))

    def _between(self, handover: date | None, until: date | None) -> list[Period]:
        if handover is not None and handover < self.first and not self.item["anniversary"]:
            handover = None  # handed over before: it begins no period in the span, and such units share theirs
        key = (handover, until)
        if key not in self._served:
            anniversary = bool(self.item["anniversary"])
            self._served[key] = service_periods(
                self.item["cycle"], anniversary, handover, self.first, self.last, since=self.since, until=until
            )
        return self._served[key]

    def _bill(self, unit: Row, period: Period) -> None:
        """Put down the bills of a service period, one for each debtor; raises Unbilled where there can be none."""
        start, end = str(period.start), str(period.end)
        around = self.standing.get(unit["id"], ())
        known = [bill for bill in around if bill["period_start"] <= end and bill["period_end"] >= start]
        if known and _tiles(known, start, end):
            self.pending.known += 1
            return
        parts = debtors.parts(self.owners.get(unit["id"], _NOBODY), unit["state"], period)
        billed = {(bill["period_start"], bill["period_end"]) for bill in known}
        if not billed <= {(str(part.start), str(part.end)) for part, _debtor in parts}:
            raise Unbilled("overlap", bills=", ".join(f"{model.BILL_LETTER}{bill['id']}" for bill in known))
        rule = self._rule(unit, period, around)
        fen = amounts.whole(rule)
        if fen > HIGHEST_FEN:
            raise Unbilled("too_much", limit=format_fen(HIGHEST_FEN))
        if fen <= 0:
            raise _nothing(rule)
        self._put(unit, parts, billed, rule, fen)

    def _put(self, unit: Row, parts: Parts, billed: set[tuple[str, str]], rule: Row, fen: int) -> None:
        shares = [fen]
        if len(parts) > 1:
            rule["parts"] = [part.days for part, _debtor in parts]
            shares = amounts.share_out(fen, rule["parts"], rule["rounding"])
        for number, ((part, debtor), share) in enumerate(zip(parts, shares, strict=True), start=1):
            if (str(part.start), str(part.end)) in billed:
                continue
            if share == 0:
                self._refuse(unit, part.start, part.end, "rounded_away")
                continue
            if len(parts) > 1:
                rule["part"] = number
            due = due_date(part, self.item["timing"], self.item["due_day"])
            self.pending.add(self.item, unit, (part, debtor), due, share, self._dumps(rule), "run")

    def _rule(self, unit: Row, period: Period, around: Sequence[Row]) -> Row:
        """Return the snapshot from which a period's amount follows; raises Unbilled where something is not known."""
        per = self.item["per"]
        rate = item_rules.rate_on(self.rates, str(period.nominal_start)) or item_rules.rate_on(
            self.rates, str(period.start)
        )
        if rate is None:
            raise Unbilled("no_rate", date=str(period.start))
        rule: Row = {"per": per, "rate": rate, "rounding": self.item["rounding"]}
        if per == "area":
            if unit["area"] is None:
                raise Unbilled("no_area")
            rule["area"] = amounts.square_metres(unit["area"])
        if per in ("area", "unit"):
            rule["months"] = period.months
        if self.by_reading:
            rule.update(self._measured(unit, period, around))
        rule["days"], rule["days_of_period"] = period.days, period.days_of_period
        rule["service"] = [str(period.start), str(period.end)]
        discount = item_rules.discount_on(self.reduced, unit, str(period.start)) if self.reduced else None
        if discount is not None:
            rule["share"], rule["reason"] = discount["share"], discount["reason"]
        return rule

    def _measured(self, unit: Row, period: Period, around: Sequence[Row]) -> Row:
        """Return the readings of a period as fields of its rule, joined to those of the bills before and after it."""
        rows = self.readings.get(unit["id"], ())
        after, upto = (
            _billed_to(around, period, self.item["meter"], rows),
            _billed_from(around, period, self.item["meter"]),
        )
        found = readings.used(rows, period.start, period.end, after=after, upto=upto)
        if found is None:
            raise Unbilled("no_reading", meter=self.item["meter"])
        if found.amount.startswith("-"):
            raise Unbilled("below_billed", meter=self.item["meter"], value=found.begin[1])
        return {"meter": self.item["meter"], "from": list(found.begin), "to": list(found.end), "used": found.amount}


def _billed_to(around: Sequence[Row], period: Period, meter: str, rows: Sequence[Row]) -> readings.Told | None:
    """Return the reading where the last bill before a period ended.

    Where that bill is not the one just before, only a reading that is gone since: what was measured from it on is not
    to be billed again; one that still stands leaves the days between to their own bill.
    """
    eve = str(period.start - DAY)
    for bill in reversed([bill for bill in around if bill["period_end"] <= eve]):
        told = _told(bill, meter, "to")
        if told is not None:
            known = any((row["at"], row["value"]) == told for row in rows)
            return told if bill["period_end"] == eve or not known else None
    return None


def _billed_from(around: Sequence[Row], period: Period, meter: str) -> readings.Told | None:
    """Return the reading where the bill just after a period begins."""
    following = str(period.end + DAY)
    found = (_told(bill, meter, "from") for bill in around if bill["period_start"] == following)
    return next((told for told in found if told is not None), None)


def _told(bill: Row, meter: str, border: str) -> readings.Told | None:
    """Return the reading of a meter where a bill begins (`from`) or ends (`to`), None where it was not made by it."""
    rule = json.loads(bill["rule"])
    return (rule[border][0], rule[border][1]) if border in rule and rule.get("meter") == meter else None


def _around(first: date, last: date) -> tuple[date, date]:
    """Return the days that bills beside or inside a span may touch: a period that begins in it may last a year."""
    return first - DAY, last + timedelta(days=367)


def _tiles(known: Sequence[Row], start: str, end: str) -> bool:
    """Say whether bills, in order, cover a period from its first day to its last without gap or overlap.

    What a change of owner moved from a bill covers days of that bill again: it counts only where the first one is gone.
    """
    own = [bill for bill in known if not bill["moved"]]
    return _joined(own, start, end) or (len(own) < len(known) and _joined(known, start, end))


def _joined(known: Sequence[Row], start: str, end: str) -> bool:
    if not known or known[0]["period_start"] != start or known[-1]["period_end"] != end:
        return False
    return all(
        str(date.fromisoformat(one["period_end"]) + DAY) == following["period_start"]
        for one, following in pairwise(known)
    )


def _nothing(rule: Row) -> Unbilled:
    """Return why an amount is nothing."""
    if "share" in rule and not rule["share"].strip("0."):
        return Unbilled("free", why=rule["reason"])
    if rule["per"] == "reading" and not rule["used"].strip("0."):
        return Unbilled("nothing_used", meter=rule["meter"])
    return Unbilled("rounded_away")
