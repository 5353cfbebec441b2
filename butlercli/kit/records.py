"""Records that are little more than their fields: found, chosen, added, changed and shown by one machine.

A room says which they are (`Records`), what must hold of them, and what is computed; its verbs are what its trade does
with them. What a record is called, its table, letter and names stand in its facts (`KINDS`).
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from butlercli.base import rooms
from butlercli.base.errors import RuleError, UsageError
from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_, language
from butlercli.base.result import Message, Result, Row
from butlercli.base.sections import Section, section
from butlercli.kit import fields as kit
from butlercli.kit import select
from butlercli.store.database import Database


def _nothing(_row: Row) -> None:
    return None


class Records:
    """All records of a kind.

    kind: as in the facts, and before the point in the kinds of results; `KIND_id` names it in other tables. fields: all of
    its own. command: what its commands begin with. check: raises where a row, as it
    would stand, may not be. computed: what JSON says beside the fields, from a row and the day.
    """

    def __init__(
        self,
        kind: str,
        fields: Sequence[Field],
        *,
        command: str,
        check: Callable[[Row], None] = _nothing,
        computed: Callable[[Row, str], Row] = lambda _row, _today: {},
    ) -> None:
        """Keep the parts."""
        self.kind = kind
        self.fields = fields
        self.command = command
        self.check = check
        self.computed = computed

    @functools.cached_property
    def known(self) -> rooms.Kind:
        """What the facts say of the kind."""
        return _known(self.kind)

    @functools.cached_property
    def _select(self) -> str:
        """Rows `r` with the names of what they refer to, which are called as the fields are."""
        names, joins = [], []
        for field in self.fields:
            if isinstance(field.kind, Reference):
                other = _known(field.kind.to)
                names.append(f", {field.name}.{other.names[0]} AS {field.name}")
                joins.append(f" LEFT JOIN {other.table} AS {field.name} ON {field.name}.id = r.{field.column}")
        return f"SELECT r.*{''.join(names)} FROM {self.known.table} r{''.join(joins)}"

    def rows(
        self, db: Database, chosen: select.Filter | None = None, order: str = "r.id DESC", limit: int | None = None
    ) -> list[Row]:
        """Return the rows `r` that are chosen."""
        wanted = chosen or select.Filter()
        end = "" if limit is None else f" LIMIT {int(limit)}"
        return db.rows(f"{self._select} WHERE {wanted.sql} ORDER BY {order}{end}", wanted.params)

    def of(self, db: Database, column: str, id: int) -> list[Row]:
        """Return the rows that refer to another record, the newest first."""
        return self.rows(db, select.Filter().equal(f"r.{column}", id))

    def row(self, db: Database, id: int) -> Row:
        """Return the row of a record that exists."""
        return self.rows(db, select.Filter().equal("r.id", id))[0]

    def find(self, db: Database, text: str) -> Row:
        """Return the row that a name means, or an unambiguous beginning of one, or its number.

        Raises UsageError (exit 2) where there are several, NotFoundError (exit 3) with the nearest where there is none.
        """
        names = self.known.names
        listed = db.rows(f"SELECT id{''.join(f', {name}' for name in names)} FROM {self.known.table} ORDER BY id DESC")

        def words(row: Row) -> list[str]:
            return [row[name] or f"{self.known.letter}{row['id']}" for name in names]

        from butlercli.kit import naming

        found = naming.search(listed, text, words)
        from butlercli.base.refs import parse_refs, reads_as_refs

        if not found and reads_as_refs(text, self.known.letter):
            ids = parse_refs(text, self.known.letter)
            found = [row for row in listed if row["id"] == ids[0]] if len(ids) == 1 else []
        if len(found) == 1:
            return self.row(db, found[0]["id"])
        raise self._unfound(listed, found, text, words)

    def _unfound(self, listed: list[Row], found: list[Row], text: str, words: Callable[[Row], list[str]]) -> Exception:
        from butlercli.kit import naming

        error = naming.unfound(
            listed,
            found,
            text,
            words=words,
            several=N_("“{value}” may be one of several: {choices}."),
            none=N_("“{value}” is not {known}."),
            hint=N_("One of: {choices}; {command} adds one."),
            empty=N_("None yet. {command} makes the first."),
            command=f"{self.command} add",
        )
        error.params["known"] = self.called
        return error

    @property
    def called(self) -> str:
        """What one of them is called, in the language in force."""
        return self.known.known_as[language() == "zh"]

    def name(self, row: Row) -> str:
        """Return how a person names a record: by its name, else by its number."""
        return row[self.known.names[0]] or f"{self.known.letter}{row['id']}"

    def record(self, db: Database, row: Row) -> Row:
        """Return a row as JSON."""
        shown = {field.name: _shown(field, row) for field in self.fields}
        return {"id": row["id"], "uid": row["uid"], **shown, **self.computed(row, db.now.date().isoformat())}

    # --- verbs ----------------------------------------------------------------------------------------

    def echo(self, db: Database, id: int, notices: Sequence[Message] = ()) -> Result:
        """Return a record as it now stands."""
        row = self.row(db, id)
        return Result(f"{self.kind}.echo", self.record(db, row), refs=self.name(row), notices=notices)

    def add(
        self, db: Database, given: Row, photos: Sequence[str] | None = None, notices: Sequence[Message] = ()
    ) -> Result:
        """Write a new record with its photos; raises RuleError (exit 4) where its name is taken, and what `check` raises."""
        self._check(db, {**dict.fromkeys(field.column for field in self.fields), **given}, 0)
        id = kit.insert(db, self.known.table, given)
        if photos:
            from butlercli.kit import attachments

            attachments.store(db, photos, **{f"{self.kind}_id": id})
        return self.echo(db, id, notices)

    def edit(self, db: Database, text: str, changes: Row) -> Result:
        """Change a record; None clears a field. Raises UsageError where nothing is named, and what `add` raises."""
        return self.change(db, self.find(db, text), changes)

    def change(self, db: Database, row: Row, changes: Row) -> Result:
        """Write what differs from a row and return how the record now stands; a remark where nothing does."""
        self._check(db, {**row, **changes}, row["id"])
        return kit.edit(db, self.known.table, row, changes, self.name(row), lambda said: self.echo(db, row["id"], said))

    def _check(self, db: Database, row: Row, own: int) -> None:
        for name in self.known.names:
            taken = db.value(
                f"SELECT id FROM {self.known.table} WHERE {name} = ? COLLATE NOCASE AND id <> ?", (row[name], own)
            )
            if taken is not None:
                raise RuleError(
                    N_("“{value}” is {known} already."),
                    hint=N_("See it with {command}."),
                    code="duplicate",
                    value=row[name],
                    known=self.called,
                    command=f"{self.command} show {self.known.letter}{taken}",
                )
        self.check_row(row)

    def check_row(self, row: Row) -> None:
        """Raise UsageError (exit 2) where a row, as it would stand, may not be: by its name alone, or as `check` says."""
        letter = self.known.letter
        for name in self.known.names:
            value = str(row[name] or "")
            if letter and value[:1].upper() == letter and value[1:].isdigit():
                raise UsageError(
                    N_("“{value}” would be read as a serial number."),
                    hint=N_("Write it otherwise, such as {example}."),
                    value=value,
                    example=f"No-{value[1:]}",
                )
        self.check(row)

    def listing(self, db: Database, chosen: select.Filter, order: str, limit: int | None) -> Result:
        """List the records that are chosen."""
        rows = self.rows(db, chosen, order, limit)

        def count() -> int:
            return int(db.value(f"SELECT count(*) FROM ({self._select} WHERE {chosen.sql})", chosen.params))

        any_ = bool(rows) or db.value(f"SELECT 1 FROM {self.known.table} LIMIT 1") is not None
        shown = [self.record(db, row) for row in rows]
        return Result(f"{self.kind}.list", shown, total=select.total(rows, limit, count), extra={"any": any_})

    def show(self, db: Database, text: str, **more: Callable[[Database, int], Any]) -> Result:
        """Return the whole of a record: behind its fields in the JSON what `more` returns of it, and its photos."""
        row = self.find(db, text)
        further = {name: get(db, row["id"]) for name, get in more.items()}
        from butlercli.kit import attachments

        further["photos"] = attachments.of(db, f"{self.kind}_id", row["id"])
        return Result(f"{self.kind}.show", {**self.record(db, row), **further}, refs=self.name(row))

    # --- what others ask ------------------------------------------------------------------------------

    def section(
        self,
        db: Database,
        id: str,
        title: str,
        rows: Iterable[Row],
        limit: int | None,
        verb: str = "show {}",
        **more: Any,
    ) -> Section:
        """Return rows as a section of the day or a page; `verb` is what is to be done with the first, whose name `{}` is."""
        records = [self.record(db, row) for row in rows]
        first = self.name(records[0]) if records else self.kind.upper()
        more = {"more": f"{self.command} list", **more}
        return section(id, title, f"{self.command} {verb.format(first)}", records, limit, f"{self.kind}.list", **more)

    def found(self, db: Database, title: str, text: str, limit: int | None) -> Section:
        """Return what a search finds among the records, the newest first."""
        from butlercli.store import fulltext

        ids = fulltext.find(db, text, self.kind, limit or 10_000)
        rows = self.rows(
            db, select.Filter().where("r.id IN (SELECT value FROM json_each(:ids))", ids=select.listed(ids))
        )
        total = select.total(ids, limit, lambda: fulltext.count(db, text, self.kind))
        return {**self.section(db, self.kind, title, rows, limit), "total": total}

    def candidates(self, source: Any, begun: str, about: str, where: str = "1") -> "list[tuple[str, str]]":
        """Return for the shell the names of records with what they are about, an SQL expression; numbers where unnamed."""
        from butlercli.store.candidates import begun_so

        name = f"coalesce({self.known.names[0]}, '{self.known.letter}' || id)"
        return begun_so(
            source.pairs(f"SELECT {name}, {about} FROM {self.known.table} WHERE {where} ORDER BY id DESC"), begun
        )


def _known(kind: str) -> rooms.Kind:
    found = rooms.lookup("KINDS", kind)
    assert found is not None
    known: rooms.Kind = found[1]
    return known


def _shown(field: Field, row: Row) -> Any:
    value = row[field.name] if isinstance(field.kind, Reference) else row[field.column]
    if field.kind in ("words", "tags"):
        from butlercli.kit import texts

        return texts.unlisted(value)
    return bool(value) if field.kind == "switch" else value
