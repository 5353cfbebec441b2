"""`butler init` and `demo`."""

import getpass
from typing import Annotated, Any

import typer

from butlercli.base.i18n import N_, _
from butlercli.base.result import DRY_RUN, Message, Result
from butlercli.cli import options
from butlercli.cli.run import Session, interactive, reading, writing
from butlercli.cli.verb import verb
from butlercli.kit import settings
from butlercli.store.database import Database
from butlercli.store.location import backup_folder, size

ASKED = ("community", "butler", "timezone")


@verb(
    "plain",
    examples=("butler init --community 示例花园 --butler 小陈", "butler init --timezone Asia/Shanghai"),
)
def init(
    community: Annotated[str | None, typer.Option(help=N_("The community's name, as it stands on reports."))] = None,
    butler: Annotated[str | None, typer.Option(help=N_("Your name, as it stands on reports."))] = None,
    timezone: Annotated[
        str | None, typer.Option(help=N_("The community's time zone; Asia/Shanghai unless given."))
    ] = None,
    dry_run: options.DryRun = False,
) -> Result:
    """Begin: create the file and say whose it is. On an existing file only what is given is changed."""
    given = {"community": community, "butler": butler, "timezone": timezone}
    new = not size(Session.path)
    if new and interactive() and not any(given.values()):
        given = _ask()
    if not new and not any(value is not None for value in given.values()):
        with reading() as db:
            return _existing(Result("file.init", _record(db, created=False)))
    with writing(dry=dry_run, existing=False) as db:
        with db.operation("init") as operation:
            changed = [key for key, value in given.items() if value is not None and _set(db, key, value)]
            operation.refs = ",".join(changed)
        record = _record(db, created=new)
    result = Result("file.init", record, refs=",".join(changed))
    if not new:
        _existing(result)
    return result.notice(DRY_RUN) if dry_run else result


def _existing(result: Result) -> Result:
    return result.notice(N_("There is a database already: {path}"), path=str(Session.path))


def _ask() -> dict[str, str | None]:
    """Ask for what stands on reports; Enter takes what is proposed."""
    questions = {
        "community": (N_("The community's name"), ""),
        "butler": (N_("Your name"), _user()),
        "timezone": (N_("Time zone"), settings.default("timezone")),
    }
    answers: dict[str, str | None] = {}
    for key, (question, proposal) in questions.items():
        answer = typer.prompt(_(question), default=proposal, show_default=bool(proposal), err=True)
        answers[key] = answer.strip() or None
    return answers


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _set(db: Database, key: str, value: str) -> bool:
    checked = settings.check(db, key, value)
    if settings.value_of(db, key) == checked and (key in db.settings or not checked):
        return False
    settings.store(db, key, checked)
    return True


def _record(db: Database, *, created: bool) -> dict[str, Any]:
    return {
        "path": str(db.path),
        "created": created,
        **{key: settings.value_of(db, key) or None for key in ASKED},
        "backups": str(backup_folder(db.path)),
    }


@verb("plain", examples=("butler --db 示例.db demo -n",))
def demo(dry_run: options.DryRun = False) -> Result | None:
    """Build a made-up community with two years of records in a file of its own, and print its annual report.

    Without --db the file is demo.db in your data folder. An existing database is never touched.
    """
    path = Session.path if Session.named else Session.path.with_name("demo.db")
    look = f"butler --db {_quoted(str(path))}"
    if dry_run:
        message = Message(N_("The demo would be built in “{path}”."), path=str(path))
        return Result("file.init", None, notices=[message, Message(DRY_RUN)])
    if Session.named or not size(path):
        from butlercli.desk.demo import build as build_demo
        from butlercli.output.progress import Progress

        _say(N_("Building a made-up community with two years of records: {path}"), path=str(path))
        with Progress() as progress:
            build_demo(path, progress.tick)
    Session.path, Session.named = path, True
    _annual_report()
    _say(
        N_("Look around: {today} · {tickets} · {fees} · {unit}"),
        today=f"{look} today",
        tickets=f"{look} ticket list",
        fees=f"{look} fee arrears",
        unit=f"{look} unit show 3-2-501",
    )
    return None


def _annual_report() -> None:
    from butlercli.cli.build import build_verb

    words = ["--json"] if Session.request.json else []
    build_verb(("report", "annual")).main(words, prog_name="butler report annual", standalone_mode=False)


def _say(msgid: str, **params: str) -> None:
    from butlercli.output.render import notices

    notices([Message(msgid, **params)])


def _quoted(path: str) -> str:
    return f"'{path}'" if any(character.isspace() for character in path) else path
