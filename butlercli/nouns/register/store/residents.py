"""Residents: the people, and the units they live in or own."""

from collections.abc import Mapping, Sequence

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import Row
from butlercli.kit import select
from butlercli.kit.texts import unlisted
from butlercli.store.database import Database


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


# The order in which residents of a unit are named.
ROLE_ORDER = {"owner": 0, "tenant": 1, "family": 2, "occupant": 3, "emergency": 4, "former": 5}


def is_current(residency: Row, today: str) -> bool:
    """Say whether a residency holds on a day: not a former owner's, and not ended before it."""
    return residency["role"] != "former" and (residency["until"] is None or residency["until"] >= today)


def by_id(db: Database, id: int) -> Row | None:
    """Return a resident's row, or None."""
    return db.row("SELECT * FROM resident WHERE id = ?", (id,))


def phones(db: Database, id: int) -> list[Row]:
    """Return the numbers of a resident, id and phone, in the order they came."""
    return db.rows("SELECT id, phone FROM resident_phone WHERE resident_id = ? ORDER BY id", (id,))


def namesakes(db: Database, name: str, but: int) -> list[int]:
    """Return the ids of at most five residents of a name, without one of them."""
    return db.column("SELECT id FROM resident WHERE name = ? AND id <> ? ORDER BY id LIMIT 5", (name, but))


def same_person(db: Database, unit_id: int, name: str, numbers: Sequence[str]) -> int | None:
    """Return the id of who must be the same person: of that name in this unit, else of that name and number."""
    found = db.value(
        """SELECT r.id FROM resident r JOIN residency s ON s.resident_id = r.id WHERE s.unit_id = ? AND r.name = ?
           ORDER BY s.role = 'former', s.until IS NOT NULL, r.id""",
        (unit_id, name),
    )
    if found is None and numbers:
        marks = ", ".join("?" * len(numbers))
        found = db.value(
            "SELECT r.id FROM resident r JOIN resident_phone p ON p.resident_id = r.id "
            f"WHERE r.name = ? AND p.phone IN ({marks}) ORDER BY r.id",
            (name, *numbers),
        )
    return None if found is None else int(found)


def places(db: Database, unit_id: int) -> list[Row]:
    """Return the residencies of a unit with the `name` of the resident, in the order they were told."""
    return db.rows(
        "SELECT s.*, r.name FROM residency s JOIN resident r ON r.id = s.resident_id WHERE s.unit_id = ? ORDER BY s.id",
        (unit_id,),
    )


def records(db: Database, ids: Sequence[int], unit_of: Mapping[int, int] | None = None) -> list[Row]:
    """Return residents as JSON, in the order of their ids given; those that do not exist are left out.

    `role`, `since` and `until` are those of the unit meant (`unit_of`, by resident), else of the unit they live in
    (owners first); `units` names where they live now, or, where nowhere, where they lived.
    """
    meant = unit_of or {}
    people = _by_id(db, "SELECT * FROM resident WHERE id IN (SELECT value FROM json_each(?))", ids, "id")
    phones = _by_id(
        db,
        "SELECT resident_id, phone FROM resident_phone WHERE resident_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        ids,
    )
    places = residencies(db, ids)
    today = db.now.date().isoformat()
    return [
        _record(people[id][0], [p["phone"] for p in phones.get(id, ())], places.get(id, []), meant.get(id), today)
        for id in ids
        if id in people
    ]


def residencies(db: Database, ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the residencies of residents by resident: id, unit and its code, role, since, until."""
    return _by_id(
        db,
        "SELECT s.*, u.code AS unit FROM residency s JOIN unit u ON u.id = s.unit_id WHERE s.resident_id IN (SELECT value FROM json_each(?)) ORDER BY s.id",
        ids,
    )


def _by_id(db: Database, sql: str, ids: Sequence[int], key: str = "resident_id") -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in db.rows(sql, (select.listed(ids),)):
        found.setdefault(row[key], []).append(row)
    return found


def _record(person: Row, phones: list[str], places: list[Row], unit_id: int | None, today: str) -> Row:
    ordered = sorted(places, key=lambda place: _rank(place, today))
    main = next((place for place in ordered if place["unit_id"] == unit_id), None)
    if main is None and ordered:
        main = ordered[0]
    now = [place["unit"] for place in ordered if is_current(place, today)]
    return {
        "id": person["id"],
        "uid": person["uid"],
        "name": person["name"],
        "role": main["role"] if main else None,
        "phones": phones,
        "units": list(dict.fromkeys(now or [place["unit"] for place in ordered])),
        "since": main["since"] if main else None,
        "until": main["until"] if main else None,
        "tags": unlisted(person["tags"]),
        "preferences": unlisted(person["preferences"]),
        "note": person["note"],
    }


def _rank(place: Row, today: str) -> tuple[bool, int, int, int]:
    """Return the order of a residency among a person's: those that hold first, owners first, the newest first."""
    since = int((place["since"] or "0").replace("-", ""))
    return (not is_current(place, today), ROLE_ORDER[place["role"]], -since, place["id"])


def of_unit(db: Database, unit_id: int) -> list[Row]:
    """Return everyone of a unit as JSON: owners, tenants, families, others; then those who have left."""
    return of_units(db, [unit_id]).get(unit_id, [])


def of_units(db: Database, unit_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the residents of several units as JSON, by unit."""
    members: dict[int, list[int]] = {}
    pairs = _by_id(
        db,
        "SELECT DISTINCT unit_id, resident_id FROM residency WHERE unit_id IN (SELECT value FROM json_each(?))",
        unit_ids,
        "unit_id",
    )
    for unit_id, rows in pairs.items():
        members[unit_id] = [row["resident_id"] for row in rows]
    ids = sorted({id for group in members.values() for id in group})
    people = _by_id(db, "SELECT * FROM resident WHERE id IN (SELECT value FROM json_each(?))", ids, "id")
    phones = _by_id(
        db,
        "SELECT resident_id, phone FROM resident_phone WHERE resident_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        ids,
    )
    places = residencies(db, ids)
    today = db.now.date().isoformat()
    found: dict[int, list[Row]] = {}
    for unit_id, group in members.items():
        made = [
            _record(people[id][0], [p["phone"] for p in phones.get(id, ())], places[id], unit_id, today) for id in group
        ]
        found[unit_id] = sorted(made, key=lambda record: _order(record, today))
    return found


def _order(record: Row, today: str) -> tuple[bool, int, int]:
    return (not is_current(record, today), ROLE_ORDER[record["role"]], record["id"])


def find(db: Database, text: str) -> Row:
    """Return the resident's row that a text names: serial number, phone, name, its beginning, or its pinyin.

    Raises UsageError (exit 2) naming the candidates where there are several, NotFoundError (exit 3) with the
    nearest names where there is none.
    """
    word = text.strip()
    number = word.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 7:
        row = by_id(db, int(number))
        if row is None:
            raise NotFoundError(
                N_("There is no resident {value}."),
                hint=N_("See {command}."),
                value=word,
                command="butler resident list",
            )
        return row
    if not word:
        raise UsageError(N_("Name a resident: the number, the name, or its pinyin."))
    found = _named(db, word)
    if len(found) == 1:
        return found[0]
    if not found:
        raise _unknown(db, word)
    raise UsageError(
        N_("“{value}” may be several residents: {choices}."),
        hint=N_("Give the number in front."),
        code="ambiguous",
        value=word,
        choices="; ".join(_candidate(db, row) for row in found[:10]) + (" …" if len(found) > 10 else ""),
    )


def _named(db: Database, word: str) -> list[Row]:
    """Return whom a word names: by exact name or number, else by the beginning of the name, else by pinyin."""
    plain = "".join(word.lower().split())
    pattern = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    digits = "".join(c for c in word if c.isdigit())
    for condition, value in (
        ("name = ?", word),
        ("id IN (SELECT resident_id FROM resident_phone WHERE phone = ?)", digits or None),
        ("replace(lower(name), ' ', '') LIKE ? || '%' ESCAPE '\\'", pattern),
        ("' ' || spelling || ' ' LIKE '% ' || ? || ' %' ESCAPE '\\'", pattern),
        ("' ' || spelling LIKE '% ' || ? || '%' ESCAPE '\\'", pattern),
    ):
        found = db.rows(f"SELECT * FROM resident WHERE {condition} ORDER BY id LIMIT 50", (value,))
        if found:
            return found
    return []


def _candidate(db: Database, row: Row) -> str:
    record = records(db, [row["id"]])[0]
    return " ".join([str(row["id"]), row["name"], *record["units"][:3]])


def _unknown(db: Database, word: str) -> NotFoundError:
    from butlercli.base.fuzzy import nearest

    close = nearest(word, db.column("SELECT DISTINCT name FROM resident LIMIT 20000"), 3)
    return NotFoundError(
        N_("There is no resident “{value}”."),
        hint=N_("Nearest: {nearest}.") if close else N_("See {command}."),
        code="unknown_resident",
        value=word,
        nearest=" · ".join(close),
        command="butler resident list",
    )


def wishes(db: Database, unit_id: int) -> list[Row]:
    """Return how the present residents of a unit wish to be spoken to: name, preferences and tags, where there are any."""
    import json

    rows = db.rows(
        """SELECT DISTINCT r.id, r.name, r.preferences, r.tags FROM residency s JOIN resident r ON r.id = s.resident_id
           WHERE s.unit_id = :unit AND s.role <> 'former' AND (s.until IS NULL OR s.until >= :today)
             AND (r.preferences <> '[]' OR r.tags <> '[]') ORDER BY r.id""",
        {"unit": unit_id, "today": db.now.date().isoformat()},
    )
    for row in rows:
        row["preferences"], row["tags"] = json.loads(row["preferences"]), json.loads(row["tags"])
    return rows
