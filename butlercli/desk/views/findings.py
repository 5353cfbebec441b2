"""The doctor's words: what each check is called, and a sentence for everything it may find."""

from typing import NamedTuple

from butlercli.base.i18n import N_


class Finding(NamedTuple):
    """A check's title, and code to sentence."""

    title: str
    sentences: dict[str, str]


FINDINGS: dict[str, Finding] = {
    "file": Finding(
        N_("The file can be opened"),
        {"unreadable": N_("{why}"), "default": N_("There is no database yet.")},
    ),
    "sqlite": Finding(
        N_("SQLite is recent enough"),
        {"old": N_("SQLite {version} is older than {wanted}.")},
    ),
    "integrity": Finding(
        N_("The database is whole"),
        {"damaged": N_("{why}")},
    ),
    "foreign_keys": Finding(
        N_("Every reference leads somewhere"),
        {"dangling": N_("{count:row|rows} of {table} {count:|refers|refer} to a {parent} that does not exist.")},
    ),
    "schema": Finding(
        N_("The schema is as it should be"),
        {
            "missing": N_("{type} {name} is missing."),
            "different": N_("{type} {name} is not as butler made it."),
            "foreign": N_("{type} {name} is not butler's."),
        },
    ),
    "triggers": Finding(
        N_("Every change is journalled"),
        {
            "triggers": N_(
                "{count:trigger of the journal is|triggers of the journal are} missing or changed: "
                "{names}. --fix writes {count:|it|them} anew."
            ),
            "open": N_("An operation was left open; changes since are taken for its own."),
        },
    ),
    "search": Finding(
        N_("The search index is up to date"),
        {"stale": N_("Records have changed that the index has not seen. --fix writes it anew.")},
    ),
    "attachments": Finding(
        N_("Photos are there and unchanged"),
        {
            "missing": N_("Photo “{name}” of {owner} is missing ({sha256})."),
            "changed": N_("Photo “{name}” of {owner} was changed after it was stored ({sha256})."),
        },
    ),
    "settings": Finding(
        N_("Settings hold what they should"),
        {"bad": N_("Setting {key} holds “{value}”, which does not fit.")},
    ),
    "place": Finding(
        N_("The file lies on this machine's own disk"),
        {
            "network": N_("“{path}” is on a network share; locks do not hold there. Keep it on this machine."),
            "synced": N_(
                "“{path}” is in “{folder}”, which is synced; half a write may be uploaded. Keep it elsewhere and put backups there."
            ),
        },
    ),
    "backup": Finding(
        N_("There is a recent backup"),
        {
            "none": N_("There is no backup yet; butler backup writes one."),
            "old": N_("The last backup is {days:day|days} old: “{path}”."),
            "off": N_("The daily backup is switched off (setting backup_daily)."),
        },
    ),
    "permissions": Finding(
        N_("Nobody else can read the file"),
        {
            "readable": N_("“{path}” can be read by other users of this machine (mode {mode})."),
            "read_only": N_("“{path}” or its folder cannot be written to."),
        },
    ),
}
