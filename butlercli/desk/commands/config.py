"""`butler config list`, `get` and `set`."""

from typing import Annotated

import typer

from butlercli.base.i18n import N_
from butlercli.base.result import Message, Result
from butlercli.cli.verb import verb
from butlercli.kit import settings
from butlercli.store.database import Database

Key = Annotated[
    str, typer.Argument(metavar="KEY", help=N_("The setting, such as community or sla.standard.repair_hours."))
]


@verb("read", shape="list", examples=("butler config list", "butler config list --json"))
def list_(db: Database, limit: int | None = None) -> Result:
    """List the settings: what holds, what it is, and where the rule comes from."""
    keys = settings.all_keys(db)
    shown = keys if limit is None else keys[:limit]
    return Result("setting.list", [settings.record(db, key) for key in shown], total=len(keys))


@verb("read", examples=("butler config get callback.complaint",))
def get(db: Database, key: Key) -> Result:
    """Show one setting."""
    return Result("setting.show", settings.record(db, key))


@verb(
    "write",
    examples=("butler config set community 示例花园", "butler config set sla.standard.repair_hours 36"),
)
def set_(
    db: Database,
    key: Key,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("The new value."))],
) -> Result:
    """Change a setting. Deadlines of tickets that exist stay as they are."""
    checked = settings.check(db, key, value)
    former = settings.value_of(db, key)
    if former == checked and key in db.settings:
        notices = [Message(N_("{key} holds that already; nothing to do."), key=key)]
        return Result("setting.show", settings.record(db, key), notices=notices, refs=key, changed=False)
    settings.store(db, key, checked)
    return Result("setting.show", settings.record(db, key), refs=key)
