"""基本情况: households, area and occupancy, from the register."""

from butlercli.base.document import Cell, Table
from butlercli.base.figures import Span
from butlercli.base.i18n import _
from butlercli.kit.report import wording
from butlercli.kit.report.parts import Part
from butlercli.nouns.register import figures
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES
from butlercli.store.database import Database


def basics(db: Database, span: Span) -> Part:
    """Return what the community is made of, as the register has it: units keep no history, residents do."""
    found = figures.community(db, span.as_of.date())
    units = sum(row["units"] for row in found["kinds"])
    if not units:
        return Part("basics", [_("No units are registered yet.")])
    kinds = wording.listed([f"{UNIT_KINDS.label(row['kind'])} {row['units']}" for row in found["kinds"]])
    text = _("The register holds {units:unit|units} ({kinds}) and {residents:resident|residents}.")
    paragraphs = [text.format(units=units, kinds=kinds, residents=found["residents"])]
    area = sum(row["area"] or 0 for row in found["kinds"])
    if area:
        paragraphs.append(_("Their area is {area} m² in all.").format(area=_area(area)))
    paragraphs.append(_occupancy(found["states"]))
    return Part("basics", paragraphs, [_buildings(found["buildings"])] if found["buildings"] else [])


def _area(scaled: int) -> str:
    """Return an area given in 0.0001 m² with two decimals, half up."""
    hundredths = (scaled + 50) // 100
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"


def _occupancy(states: list[dict[str, int | str | None]]) -> str:
    counts = {str(row["state"]): int(row["units"] or 0) for row in states if row["state"]}
    unknown = sum(int(row["units"] or 0) for row in states if not row["state"])
    known = sum(counts.values())
    if not known:
        return _("Which units are occupied is not recorded: {command} notes it.").format(command="butler unit edit")
    lived_in = counts.get("occupied", 0) + counts.get("let", 0)
    words = wording.listed([f"{UNIT_STATES.label(state)} {n}" for state, n in counts.items()])
    text = _("Occupancy {share}: {words}.").format(share=wording.share(lived_in, known), words=words)
    if unknown:
        left_out = _("The state of {n:unit|units} is not recorded; {n:|it is|they are} left out.").format(n=unknown)
        return wording.sentences(text, left_out)
    return text


def _buildings(rows: list[dict[str, int | str | None]]) -> Table:
    cells: list[list[Cell]] = []
    for row in rows:
        known = int(row["known"] or 0)
        occupied = wording.percent(int(row["occupied"] or 0) / known) if known else wording.DASH
        area = round(int(row["area"]) / 10_000, 2) if row["area"] else None
        cells.append([str(row["building"] or wording.DASH), row["units"], area, occupied])
    headers = [_("Building"), _("Units"), _("Area (m²)"), _("Occupied")]
    return Table("units_by_building", _("Units by building"), headers, cells)
