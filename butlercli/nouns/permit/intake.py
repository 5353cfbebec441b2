"""`butler permit import`: the list of permits that offices keep, by the numbers on the papers."""

from butlercli.kit.intake import keyed
from butlercli.nouns.permit.fields import ALL, PERMITS


class Permits(keyed.KeyedRecords):
    """The import of permits."""

    verb = "permit import"
    records, table, fields = PERMITS, "permit", ALL
    noun = keyed.noun("permit", ALL, {}, ("overdue", "deposit_held", "inspections", "photos"))
