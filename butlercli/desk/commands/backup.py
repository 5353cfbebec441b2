"""`butler backup` and `restore`."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from butlercli.base import clock
from butlercli.base.errors import DatabaseError, UsageError
from butlercli.base.i18n import N_, _
from butlercli.base.result import DRY_RUN, Message, Result
from butlercli.cli import options
from butlercli.cli.run import Session, interactive, reading
from butlercli.cli.verb import verb
from butlercli.store import backup as copies
from butlercli.store import restore as store


@verb("plain", examples=("butler backup", "butler backup 备份.zip --force"))
def backup(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help=N_("The file to write; without it one beside the database.")),
    ] = None,
    force: options.Force = False,
) -> Result:
    """Write database and photos into one file, consistent while others write, and verify it."""
    from butlercli.output.progress import Progress

    with reading() as db, _disk_trouble(), Progress() as progress:
        target = Path(file).expanduser() if file else None
        return Result("file.backup", copies.write(db, target, force=force, tick=progress.tick))


@verb("plain", examples=("butler restore 备份.zip -n",))
def restore(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=N_("A backup: .zip, or an automatic .db.gz, or a bare database."))
    ],
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
) -> Result:
    """Bring a backup back. It is verified first, and the present state is kept beside the database."""
    path = Session.path
    with _disk_trouble(), store.opened(Path(file).expanduser(), path) as chosen:
        if not dry_run and not _confirmed(yes, path, chosen):
            return Result("file.restore", None, notices=[Message(N_("Nothing was changed."))], changed=False)
        saved = None if dry_run else store.bring_back(chosen, path, clock.now())
        record = {"source": file, "path": str(path), "saved": str(saved) if saved else None, **chosen.facts}
    result = Result("file.restore", record, extra={"dry_run": dry_run})
    return result.notice(DRY_RUN) if dry_run else result


def _confirmed(yes: bool, path: Path, chosen: store.Backup) -> bool:
    if yes or not path.exists():
        return True
    if not interactive():
        raise UsageError(
            N_("This replaces the present database “{path}”; nobody is there to be asked."),
            hint=N_("Say yes beforehand with -y. The present state is kept beside it."),
            path=str(path),
        )
    question = _("Replace “{path}” by this backup ({tickets:ticket|tickets}, last written {at} UTC)?").format(
        path=path, tickets=chosen.facts["tickets"], at=chosen.facts["last_operation_at"] or "–"
    )
    return bool(typer.confirm(question, err=True))


@contextmanager
def _disk_trouble() -> Iterator[None]:
    """Turn the system's refusals on the way into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DatabaseError(N_("The disk is full; nothing was changed."), code="disk_full") from error
        raise DatabaseError(
            N_("The system refused “{path}”: {why}; nothing was changed."),
            code="cannot_open",
            path=str(error.filename or ""),
            why=error.strerror or str(error),
        ) from error
