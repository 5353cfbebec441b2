"""Run one verb: open the file, call, commit, show. Verbs that choose for themselves between reading and writing open it here, too."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import DRY_RUN, Message, Result

if TYPE_CHECKING:
    from pathlib import Path

    from butlercli.cli.verb import Spec
    from butlercli.store.database import Database

PAGE = 50


class Session:
    """What `main` read from argv before anything was built: the file."""

    path: "Path"
    named: bool = False
    request: "Request"


class Request:
    """How the result is wanted: the shared options of the command line."""

    __slots__ = ("csv", "dry_run", "force", "format", "json", "limit", "output", "reveal")

    def __init__(
        self,
        json: bool = False,
        csv: bool = False,
        output: str | None = None,
        format: str | None = None,
        force: bool = False,
        limit: int | None = None,
        reveal: bool = False,
        dry_run: bool = False,
    ) -> None:
        """Keep the options as given."""
        self.json = json
        self.csv = csv
        self.output = output
        self.format = format
        self.force = force
        self.limit = limit
        self.reveal = reveal
        self.dry_run = dry_run

    def rows(self) -> int | None:
        """Return how many rows a list is to fetch: None for all."""
        if self.limit is not None:
            return self.limit or None
        return None if self.json or self.csv or self.output or self.format else PAGE


def run(function: Callable[..., Result | None], spec: "Spec", request: Request, values: dict[str, Any]) -> int:
    """Run a verb and show its result; returns the exit code."""
    Session.request = request
    if request.json and (request.csv or request.output):
        raise UsageError(
            N_("--json prints; it goes with neither --csv nor --output."),
            hint=N_("Write {option} to have a file."),
            option="-o FILE.json",
        )
    if spec.ask is not None:
        spec.ask(values)
    if spec.shape == "list":
        values["limit"] = request.rows()
    if spec.mode == "plain":
        return _show(function(**values), request, None)
    if spec.mode == "read":
        return _read(function, spec, request, values)
    return _write(function, spec, request, values)


def _read(function: Callable[..., Result | None], spec: "Spec", request: Request, values: dict[str, Any]) -> int:
    with reading() as db:
        result = function(db, **values)
        if request.reveal and result is not None:
            _note_access(spec, result)
        return _show(result, request, db)


def _write(function: Callable[..., Result | None], spec: "Spec", request: Request, values: dict[str, Any]) -> int:
    with writing(dry=request.dry_run, existing=False) as db:
        if spec.mode == "dialogue":
            result = function(db, **values)
        else:
            with db.operation(spec.name) as operation:
                result = function(db, **values)
                if result is not None:
                    operation.refs = result.refs
        if request.dry_run and result is not None:
            result.notice(DRY_RUN)
        return _show(result, request, db)


@contextmanager
def reading() -> "Iterator[Database]":
    """Open the file for reading; raises NotFoundError (exit 3) without one, DatabaseError (exit 5) for a bad one."""
    from butlercli.store.database import open_read, translated_errors

    db = open_read(Session.path, Session.named)
    try:
        with translated_errors(Session.path):
            yield db
        if db.remarks:
            say_remarks(db)
    finally:
        db.close()


@contextmanager
def writing(*, dry: bool = False, existing: bool = True) -> "Iterator[Database]":
    """Open the file for writing; with `existing` there must be one (exit 3), else it is created."""
    from butlercli.store.database import open_write, translated_errors

    if existing:
        from butlercli.store.location import check_readable

        check_readable(Session.path, Session.named)
    db = open_write(Session.path, dry=dry)
    try:
        with translated_errors(Session.path):
            yield db
        say_remarks(db)
    except BaseException:
        unmake(db)
        raise
    finally:
        db.close()


def unmake(db: "Database") -> None:
    """Take a file away again that was made for an operation which then failed."""
    if db.created and not db.connection.in_transaction and db.untouched:
        db.close()
        db.path.unlink(missing_ok=True)


def say_remarks(db: "Database") -> None:
    """Say what was done beside the work: a file made or brought up to date, a day's backup."""
    from butlercli.output.render import notices

    notices([Message(msgid, **params) for msgid, params in db.remarks])
    db.remarks.clear()


def _note_access(spec: "Spec", result: Result) -> None:
    """Note in the access log that whole numbers were shown; no operation, and never undone."""
    from butlercli.store.database import open_write

    db = open_write(Session.path)
    try:
        db.note_access(spec.name, result.refs)
    finally:
        db.close()


def _show(result: Result | None, request: Request, db: "Database | None") -> int:
    if result is None:
        return 0
    from butlercli.output.show import show

    if db is not None:
        result.extra.setdefault("now", db.now)
    return show(
        result,
        json=request.json,
        csv=request.csv,
        output=request.output,
        format=request.format,
        force=request.force,
        reveal=request.reveal,
    )


def interactive() -> bool:
    """Say whether questions can be asked: a terminal on both ends."""
    return sys.stdin.isatty() and sys.stderr.isatty()
