"""Residents: the people, and the units they live in or own."""

from typing import Any

from butlercli.store.database import Database

Row = dict[str, Any]


def match(db: Database, unit_id: int, name: str | None, phone: str | None) -> int | None:
    """Return the resident of a unit that a name or number belongs to, or None where that is not certain.

    王女士 is 王芳 where only one resident of the unit is a 王.
    """
    rows = db.rows(
        """SELECT DISTINCT r.id, r.name, EXISTS (SELECT 1 FROM resident_phone p WHERE p.resident_id = r.id AND p.phone = :phone) AS same
           FROM residency s JOIN resident r ON r.id = s.resident_id
           WHERE s.unit_id = :unit AND (s.until IS NULL OR s.until >= :today) AND s.role <> 'former'""",
        {"unit": unit_id, "phone": phone, "today": db.now.date().isoformat()},
    )
    for fits in (
        lambda row: bool(row["same"]),
        lambda row: row["name"] == name,
        lambda row: _same_family(row["name"], name),
    ):
        found = [row["id"] for row in rows if fits(row)]
        if len(found) == 1:
            return int(found[0])
    return None


TITLES = (
    "先生",
    "女士",
    "小姐",
    "太太",
    "阿姨",
    "叔叔",
    "大爷",
    "大妈",
    "老师",
    "师傅",
    "奶奶",
    "爷爷",
    "业主",
    "总",
)


def _same_family(full: str, called: str | None) -> bool:
    if not called:
        return False
    for title in TITLES:
        if called.endswith(title) and len(called) > len(title):
            return full.startswith(called[: -len(title)])
    return False
