"""Opening the file for the verbs of the house, which choose for themselves between reading and writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from butlercli.cli.run import Session, say_remarks, unmake
from butlercli.store.database import Database, open_read, open_write, translated_errors
from butlercli.store.location import check_readable


@contextmanager
def reading() -> Iterator[Database]:
    """Open the file for reading; raises NotFoundError (exit 3) without one, DatabaseError (exit 5) for a bad one."""
    db = open_read(Session.path, Session.named)
    try:
        with translated_errors(Session.path):
            yield db
    finally:
        db.close()


@contextmanager
def writing(*, dry: bool = False, existing: bool = True) -> Iterator[Database]:
    """Open the file for writing; with `existing` there must be one (exit 3), else it is created."""
    if existing:
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
