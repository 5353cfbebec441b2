"""Figures of the register and the contact log: whom the butler saw, and how many households there are."""

from datetime import date
from typing import ClassVar

from butlercli.base.figures import Span
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit.figures.snapshot import Snapshot
from butlercli.kit.figures.table import Records, count, rate
from butlercli.store.database import Database

# Lived in: by the owner or by a tenant. A unit whose state nobody noted is not counted as occupied.
OCCUPIED = "u.state IN ('occupied', 'let') AND u.kind <> 'parking'"
_CONTACTS = "c.at BETWEEN :first AND :last AND c.at <= :as_of"


class ContactSnapshot(Snapshot):
    """The contacts of a period."""

    name = "contact"
    select = f"SELECT c.id, c.unit_id, c.channel, c.at FROM contact c WHERE {_CONTACTS}"
    begins = "SELECT EXISTS (SELECT 1 FROM contact WHERE at <= :as_of)"
    measures = (
        count("contact.visits", N_("Home visits"), N_("contacts by visit in the period"), "channel = 'visit'"),
        rate(
            "contact.household_reach",
            N_("Households contacted"),
            N_("occupied units with any contact in the period ÷ occupied units"),
            "reached",
            source=f"(SELECT u.id IN (SELECT unit_id FROM {{table}}) AS reached FROM unit u WHERE {OCCUPIED})",
            records="units",
        ),
    )
    records: ClassVar = {
        "": Records(
            "report.explain",
            """SELECT c.id, c.text AS title, u.code AS unit, c.at AS created_at, c.channel, b.part AS in_numerator
            FROM {behind} b JOIN contact c ON c.id = b.id JOIN unit u ON u.id = c.unit_id ORDER BY c.at, c.id""",
        ),
        "units": Records(
            "report.explain",
            f"""SELECT u.id, NULL AS title, u.code AS unit, max(c.at) AS created_at, count(c.id) > 0 AS in_numerator
            FROM unit u LEFT JOIN {{table}} c ON c.unit_id = u.id
            WHERE {OCCUPIED} GROUP BY u.id ORDER BY u.building, u.entrance, length(u.room), u.room""",
        ),
    }


def by_channel(db: Database, span: Span) -> list[Row]:
    """Return the contacts of the period by channel: channel, contacts, units; the most first."""
    return db.rows(
        f"""SELECT c.channel, count(*) AS contacts, count(DISTINCT c.unit_id) AS units FROM contact c
        WHERE {_CONTACTS} GROUP BY c.channel ORDER BY contacts DESC, c.channel""",
        span.params,
    )


def community(db: Database, day: date) -> Row:
    """Return what the community is made of, as registered: units by kind, area, states, and a day's residents.

    Areas are integers of 0.0001 m².
    """
    kinds = db.rows("SELECT kind, count(*) AS units, sum(area) AS area FROM unit GROUP BY kind ORDER BY kind")
    states = db.rows(
        "SELECT state, count(*) AS units FROM unit WHERE kind <> 'parking' GROUP BY state ORDER BY count(*) DESC, state"
    )
    buildings = db.rows(
        """SELECT building, count(*) AS units, sum(area) AS area,
        count(*) FILTER (WHERE state IN ('occupied', 'let')) AS occupied, count(state) AS known
        FROM unit WHERE kind <> 'parking' GROUP BY building ORDER BY length(building), building"""
    )
    residents = db.value(
        """SELECT count(DISTINCT resident_id) FROM residency WHERE role NOT IN ('former', 'emergency')
        AND (until IS NULL OR until >= :day) AND (since IS NULL OR since <= :day)""",
        {"day": day.isoformat()},
    )
    return {"kinds": kinds, "states": states, "buildings": buildings, "residents": residents}


def names(db: Database) -> list[str]:
    """Return the names of all residents, for masking them in free text."""
    return [str(name) for name in db.column("SELECT DISTINCT name FROM resident")]
