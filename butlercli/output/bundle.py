"""Several files into one folder: all of them whole, or none."""

from collections.abc import Iterable
from pathlib import Path

from butlercli.base.errors import NotFoundError, UsageError
from butlercli.base.i18n import N_
from butlercli.output import files


def check(folder: str, names: Iterable[str], *, force: bool = False) -> None:
    """Refuse a folder that cannot be one, or that holds one of the files already (without `force`); writes nothing.

    Raises UsageError (exit 2) and NotFoundError (exit 3) where the folder above it does not exist.
    """
    path = Path(folder).expanduser()
    if path.exists() and not path.is_dir():
        raise UsageError(
            N_("“{path}” is a file, not a folder."), hint=N_("Name a folder for the letters."), path=folder
        )
    if not path.is_dir():
        if not path.absolute().parent.is_dir():
            raise NotFoundError(
                N_("There is no folder “{path}”."), hint=N_("Make it first, or name another."), path=str(path.parent)
            )
        return
    for name in names:
        files.target_of(str(path / name), force)


def write(folder: str, contents: dict[str, bytes], *, force: bool = False) -> None:
    """Write files by name, each beside its place first; where one fails, those of this call are taken away again.

    The folder is made where there is none. Raises what `files.write` raises for a single file.
    """
    check(folder, contents, force=force)
    path = Path(folder).expanduser()
    made = not path.is_dir()
    written: list[Path] = []
    try:
        if made:
            path.mkdir()
        for name, content in contents.items():
            target = path / name
            new = not target.exists()
            files.put(target, content)
            if new:
                written.append(target)
    except BaseException as error:
        for target in written:
            target.unlink(missing_ok=True)
        if made and path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        if isinstance(error, OSError):
            raise files.refused(error, path) from error
        raise
