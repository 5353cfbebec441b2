"""`butler permit import`: the list of permits that offices keep, by the numbers on the papers."""

from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.intake import keyed
from butlercli.nouns.permit.fields import BY_CODE, PERMITS


class Permits(keyed.Keyed):
    """The import of permits."""

    verb = "permit import"
    table = "permit"
    fields = BY_CODE
    noun = keyed.noun(table, fields, {}, ("overdue", "deposit_held", "inspections", "photos"))
    twice = N_("stands in row {first} already; a number is one permit's.")

    def known(self) -> dict[str, Row]:
        """Return the permits here by their numbers in small letters."""
        return {row["code"].lower(): row for row in PERMITS.rows(self.db) if row["code"]}

    def record(self, id: int) -> Row:
        """Return a permit as JSON."""
        return PERMITS.record(self.db, PERMITS.row(self.db, id))

    def check(self, row: Row) -> None:
        """Raise UsageError where a permit, as it would stand, may not be."""
        PERMITS.check(row)
