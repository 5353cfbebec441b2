"""What the shell may offer while a line is typed: short lists of live values, read quickly or not at all."""

import sqlite3
from pathlib import Path

MOST = 200
PATIENCE_MS = 200

Candidate = tuple[str, str]

OPEN = "state NOT IN ('closed', 'cancelled')"
ENDED = "state IN ('resolved', 'closed', 'cancelled')"


class Candidates:
    """An open file that is only looked at; no file is ever created, and a busy one is not waited for."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises sqlite3.Error or DatabaseError where it is not a database of this version."""
        from butlercli.store import database

        self._connection = database.connect(path, write=False)
        self._connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        if database.checked_version(self._connection, path) != database.SCHEMA_VERSION:
            raise sqlite3.DatabaseError("another schema")

    def _pairs(self, sql: str, *params: object) -> list[Candidate]:
        return [
            (str(value), str(text or "")) for value, text in self._connection.execute(f"{sql} LIMIT {MOST}", params)
        ]

    def units(self, begun: str) -> list[Candidate]:
        """Return units whose code begins so, with the people in them."""
        return self._pairs(
            "SELECT u.code, (SELECT group_concat(r.name, ' ') FROM residency s JOIN resident r ON r.id = s.resident_id "
            "WHERE s.unit_id = u.id AND s.role <> 'former' AND s.until IS NULL) FROM unit u "
            "WHERE substr(u.code, 1, length(?1)) = ?1 ORDER BY u.building, u.entrance, length(u.room), u.room",
            begun,
        )

    def tickets(self, begun: str, condition: str = OPEN) -> list[Candidate]:
        """Return tickets whose number begins so, the newest first, with unit and title; the condition is the code's own."""
        return self._pairs(
            "SELECT t.id, coalesce(u.code || ' ', '') || substr(t.title, 1, 200) FROM ticket t LEFT JOIN unit u ON u.id = t.unit_id "
            f"WHERE t.{condition} AND CAST(t.id AS TEXT) LIKE ? || '%' ORDER BY t.id DESC",
            begun,
        )

    def buildings(self) -> list[Candidate]:
        """Return the buildings."""
        return self._pairs(
            "SELECT DISTINCT building, '' FROM unit WHERE building <> '' ORDER BY length(building), building"
        )

    def departments(self) -> list[Candidate]:
        """Return the departments: code and name."""
        return self._pairs("SELECT code, name FROM department ORDER BY id")

    def facilities(self) -> list[Candidate]:
        """Return the facilities in use, and those that were: code and name."""
        return self._pairs("SELECT code, name FROM facility ORDER BY retired IS NOT NULL, code")

    def routes(self) -> list[Candidate]:
        """Return the routes in use, and those that were: name and points."""
        return self._pairs(
            "SELECT r.name, (SELECT group_concat(q.code, ' ') FROM patrol_plan_point x JOIN patrol_point q ON q.id = x.point_id "
            "WHERE x.plan_id = (SELECT p.id FROM patrol_plan p WHERE p.route_id = r.id ORDER BY p.since DESC LIMIT 1)) "
            "FROM patrol_route r ORDER BY r.retired IS NOT NULL, r.id"
        )

    def points(self) -> list[Candidate]:
        """Return the patrol points in use, and those that were: code and name."""
        return self._pairs("SELECT code, name FROM patrol_point ORDER BY retired IS NOT NULL, id")

    def fee_items(self) -> list[Candidate]:
        """Return the fee items: code and name."""
        return self._pairs("SELECT code, name FROM fee_item ORDER BY id")

    def open_bills(self, begun: str, unit: str = "") -> list[Candidate]:
        """Return the bills (of a unit) that owe something whose number begins so, the newest first: unit, item, what is owed."""
        return self._pairs(
            "SELECT id, unit || ' ' || item_name || ' ' || printf('%,d.%02d', outstanding_fen / 100, outstanding_fen % 100) "
            "FROM (SELECT b.id, u.code AS unit, i.name AS item_name, b.amount "
            "- coalesce((SELECT sum(w.amount) FROM fee_waiver w WHERE w.bill_id = b.id), 0) "
            "- coalesce((SELECT sum(a.amount) FROM fee_allocation a WHERE a.bill_id = b.id), 0) AS outstanding_fen "
            "FROM fee_bill b JOIN unit u ON u.id = b.unit_id JOIN fee_item i ON i.id = b.item_id "
            "WHERE b.cancelled_at IS NULL AND CAST(b.id AS TEXT) LIKE ?1 || '%' AND ?2 IN ('', u.code) "
            "AND outstanding_fen > 0 ORDER BY b.id DESC)",
            begun,
            unit,
        )

    def payments(self, begun: str) -> list[Candidate]:
        """Return the payments whose number begins so, the newest first: unit, amount (yuan), day."""
        return self._pairs(
            "SELECT p.id, u.code || ' ' || printf('%,d.%02d', p.amount / 100, p.amount % 100) || ' ' || substr(p.paid_at, 1, 10) "
            "FROM fee_payment p JOIN unit u ON u.id = p.unit_id WHERE CAST(p.id AS TEXT) LIKE ? || '%' ORDER BY p.id DESC",
            begun,
        )

    def meters(self) -> list[Candidate]:
        """Return the meters that items are charged by or that were read, with the item."""
        return self._pairs(
            "SELECT meter, name FROM fee_item WHERE meter IS NOT NULL UNION SELECT meter, '' FROM meter_reading "
            "WHERE meter NOT IN (SELECT meter FROM fee_item WHERE meter IS NOT NULL)"
        )

    def discounts(self) -> list[Candidate]:
        """Return the discounts: number and reason."""
        return self._pairs("SELECT id, share || ' ' || reason FROM fee_discount ORDER BY id")

    def categories(self) -> list[Candidate]:
        """Return the ticket categories: code and name."""
        return self._pairs("SELECT code, name FROM category ORDER BY id")

    def residents(self, begun: str) -> list[Candidate]:
        """Return residents whose name begins so, with their units."""
        return self._pairs(
            "SELECT r.name, (SELECT group_concat(u.code, ' ') FROM residency s JOIN unit u ON u.id = s.unit_id "
            "WHERE s.resident_id = r.id) FROM resident r WHERE substr(r.name, 1, length(?1)) = ?1 ORDER BY r.name",
            begun,
        )

    def operations(self) -> list[Candidate]:
        """Return the operations that stand and are no undo, the newest first."""
        return self._pairs(
            "SELECT id, verb || ' ' || refs FROM operation WHERE open = 0 AND undone = 0 AND undoes IS NULL ORDER BY id DESC"
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
