"""`butler fee letter`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.result import DRY_RUN, Message, Result
from butlercli.cli import options
from butlercli.cli.run import reading, writing
from butlercli.cli.verb import verb
from butlercli.nouns.register.store import units as register_units
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.nouns.fee.dunning.verbs.letters import Letter

Units = Annotated[
    list[str] | None, typer.Argument(metavar="[UNIT]...", help=N_("The units whose debtors are written to."))
]
Arrears = Annotated[bool, typer.Option("--arrears", help=N_("Write to all who are past due."))]
Building = Annotated[
    str | None, typer.Option("--building", "-b", metavar="BUILDING", help=N_("Of these, only this building."))
]
MinMonths = Annotated[
    int,
    typer.Option("--min-months", metavar="N", min=0, help=N_("Only where the oldest bill is so many months past due.")),
]
MinAmount = Annotated[
    str | None, typer.Option("--min-amount", metavar="AMOUNT", help=N_("Only who owes so much at least, in yuan."))
]
Tone = Annotated[str, typer.Option("--tone", metavar="TONE", help=N_("gentle, formal or final; formal unless told."))]
Folder = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="DIR", help=N_("The folder for the letters; made where there is none.")),
]
Template = Annotated[str | None, typer.Option("--template", metavar="FILE", help=N_("A Word template of your own."))]
Days = Annotated[
    int | None,
    typer.Option("--days", metavar="N", min=1, max=365, help=N_("The reasonable period to pay, in days.")),
]
Log = Annotated[
    bool, typer.Option("--log", help=N_("Note each letter as a reminder, without evidence: printing proves nothing."))
]
SaveTemplate = Annotated[
    str | None,
    typer.Option("--save-template", metavar="FILE", help=N_("Write the built-in template, for you to change.")),
]


@verb(
    "plain",
    examples=(
        "butler fee letter 3-2-501 -o 催缴函",
        "butler fee letter --arrears --min-months 2 --tone final -o 催缴函 --log",
        "butler fee letter --save-template 我的模板.docx",
    ),
)
def letter(
    units: Units = None,
    arrears: Arrears = False,
    building: Building = None,
    min_months: MinMonths = 0,
    min_amount: MinAmount = None,
    tone: Tone = "formal",
    folder: Folder = None,
    template: Template = None,
    days: Days = None,
    log: Log = False,
    save_template: SaveTemplate = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> Result:
    """Write letters of demand (催缴函): one Word file a unit and debtor, with bills, total and a reasonable period.

    They are drafts for the company to issue and seal. A template that threatens to cut supplies, block doors or make
    names public is refused. The setting letter.template names a template that is always used.
    """
    if save_template is not None:
        return _told(_save(save_template, force, bool(units) or arrears, dry=dry_run), dry=dry_run)
    narrowed = building is not None or min_months > 0 or min_amount is not None
    _check(units, arrears=arrears, narrowed=narrowed, folder=folder, dry=dry_run)
    from butlercli.nouns.fee.dunning.verbs import letters

    manner = letters.TONES.parse(tone)
    # Hundreds of letters take a while to fill in: others may write meanwhile.
    with reading() as db:
        if units:
            found, notices = letters.of_units(db, units)
        else:
            found, notices = (
                letters.of_arrears(db, register_units.building(db, building), min_months, _fen(min_amount)),
                [],
            )
        batch = Batch(found, manner, letters.days_given(db, days), folder, force=force)
        batch.contents = _filled(db, found, manner, batch.days, template)
        if not (log and found):
            return _told(_write(db, batch, [None] * len(found), notices, dry=dry_run), dry=dry_run)
    return _told(_logged(batch, notices, dry=dry_run), dry=dry_run)


def _told(result: Result, *, dry: bool) -> Result:
    return result.notice(DRY_RUN) if dry else result


class Batch:
    """The letters to be written: how, where, and, filled in, by the names of their files."""

    __slots__ = ("contents", "days", "folder", "force", "letters", "tone")

    def __init__(self, letters: "list[Letter]", tone: str, days: int, folder: str | None, *, force: bool) -> None:
        """tone: a code; days: how many are given to pay."""
        self.letters = letters
        self.tone = tone
        self.days = days
        self.folder = folder
        self.force = force
        self.contents: dict[str, bytes] = {}


def _check(units: Sequence[str] | None, *, arrears: bool, narrowed: bool, folder: str | None, dry: bool) -> None:
    """Refuse options that do not fit together; raises UsageError (exit 2)."""
    if bool(units) == arrears:
        raise UsageError(
            N_("Name the units, or write to all with {option}; one of the two."),
            hint=N_("For example: {example}."),
            option="--arrears",
            example="butler fee letter 3-2-501 -o 催缴函",
        )
    if narrowed and not arrears:
        raise UsageError(
            N_("{options} choose among all who are past due; they go with {option}."),
            options="--building, --min-months, --min-amount",
            option="--arrears",
        )
    if folder is None and not dry:
        raise UsageError(N_("Say where the letters go."), hint=N_("For example: {example}."), example="-o 催缴函")


def _fen(text: str | None) -> int:
    from butlercli.base.money import parse_fen

    return parse_fen(text, allow_zero=True) if text is not None else 0


def _filled(db: Database, found: "list[Letter]", tone: str, days: int, named: str | None) -> dict[str, bytes]:
    """Fill in every letter before any file is written; a fault in the template is said even where none is due."""
    from butlercli.nouns.fee.dunning.verbs import letter_files, letters
    from butlercli.nouns.fee.dunning.views import template as letter_template
    from butlercli.output.letters import fill
    from butlercli.output.progress import Progress

    template = letter_files.template(db, named) or letter_template.build()
    contents: dict[str, bytes] = {}
    with Progress() as progress:
        for number, one in enumerate(found):
            progress.tick("build", number, len(found))
            fields = letters.fields(db, one, tone, days)
            contents[one.file] = fill(template, fields)
            letter_files.check(contents[one.file], one.unit["code"])
    return contents


def _logged(batch: Batch, notices: list[Message], *, dry: bool) -> Result:
    """Note the letters as reminders and write the files, which is last: where it fails, nothing was logged."""
    with writing(dry=dry) as db:
        with db.operation("fee letter") as operation:
            ids: list[int | None] = [_log(db, one) for one in batch.letters]
            result = _write(db, batch, ids, notices, dry=dry)
            operation.refs = result.refs
        return result.notice(N_("Noted as reminders, without evidence: {count}."), count=len(ids))


def _write(
    db: Database, batch: Batch, logged: Sequence[int | None], notices: list[Message], *, dry: bool
) -> Result:  # fmt: skip
    """Write the files and say so; logged: the reminders of the letters, None where they are not noted."""
    from datetime import timedelta

    from butlercli.nouns.fee.dunning.verbs import letters
    from butlercli.output import bundle

    pay_by = (db.now + timedelta(days=batch.days)).date().isoformat()
    if batch.folder is not None and batch.contents:
        if dry:
            bundle.check(batch.folder, batch.contents, force=batch.force)
        else:
            bundle.write(batch.folder, batch.contents, force=batch.force)
            said = N_("Letters written to {path}: {count}.")
            notices.append(Message(said, count=len(batch.contents), path=batch.folder))
    found = zip(batch.letters, logged, strict=True)
    records = [letters.record(one, batch.folder or "", batch.tone, pay_by, id) for one, id in found]
    refs = ", ".join(one.unit["code"] for one in batch.letters[:20])
    extra = {"now": db.now}
    return Result("dunning.letters", records, notices=notices, refs=refs, extra=extra, changed=bool(records))


def _log(db: Database, one: "Letter") -> int:
    """Note a letter as a reminder by letter, about its bills, without evidence; return its number."""
    from butlercli.nouns.fee.dunning.verbs import reminders

    ids = [bill["id"] for bill in one.bills]
    made = reminders.remind(db, one.unit["code"], "letter", evidence="none", bills=ids, note=one.file)
    return int(made.data["id"])


def _save(path: str, force: bool, others: bool, *, dry: bool) -> Result:
    """Write the built-in template to a file."""
    from butlercli.nouns.fee.dunning.views import template as letter_template
    from butlercli.output import files

    if others:
        raise UsageError(N_("{option} only writes the template; leave the units out."), option="--save-template")
    if not path.lower().endswith(".docx"):
        raise UsageError(N_("A template is a Word file."), hint=N_("Name one: {example}."), example="模板.docx")
    target = files.target_of(path, force)
    if not dry:
        files.put(target, letter_template.build())
    return Result("dunning.letters", {"template": path}, extra={"template": path}, changed=True)
