"""The figures of permits: those that begin in a period, as they stood at a moment."""

from typing import ClassVar

from butlercli.base.i18n import N_
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.figures.table import Records, Split, count, rate, total
from butlercli.nouns.permit.model import KINDS


class Permits(Snapshot):
    """The permits that begin in a span; a deposit is here from the day it was taken until the day it was returned."""

    name = "permit"
    select = """SELECT p.id, u.code AS unit, p.kind, p.until < :day AND coalesce(p.ended, '9') > :day AS overdue,
      CASE WHEN coalesce(p.taken, p.since) <= :day AND coalesce(p.returned, '9') > :day THEN p.deposit END AS held,
      EXISTS (SELECT 1 FROM permit_inspection i WHERE i.permit_id = p.id AND i.at <= :as_of) AS inspected
      FROM permit p JOIN unit u ON u.id = p.unit_id WHERE p.since BETWEEN :first_day AND :last_day AND p.since <= :day"""
    begins = "SELECT EXISTS (SELECT 1 FROM permit WHERE since <= :day)"
    measures = (
        count("permit.total", N_("Permits"), N_("permits that begin in the period")),
        Split("kind", KINDS, "kind", (count("permit.{code}", N_("Permits: {kind}"), N_("of this kind")),), every=True),
        count("permit.overdue", N_("Permits overdue"), N_("of these: open though the last day is over"), "overdue"),
        rate(
            "permit.inspected_rate", N_("Permits inspected"), N_("looked at on site ÷ begun in the period"), "inspected"
        ),
        total("permit.deposits_held", N_("Deposits still here"), "fen", N_("of these: deposits not returned"), "held"),
    )
    records: ClassVar = {
        "": Records(
            "permit.explain",
            """SELECT p.id, p.code, b.unit, p.kind, p.since AS "from", p.until, b.value AS deposit_fen, b.part AS in_numerator
            FROM {behind} b JOIN permit p ON p.id = b.id ORDER BY p.id""",
        )
    }
