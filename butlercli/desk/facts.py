"""What the desk says of itself, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import HOUSE, Kind, Setting, Table

GROUPS = {
    "report": N_("Reports, whose every figure can be opened."),
    "config": N_("Settings, each with its source."),
}
PLACES = {
    "report": 70,
    "config": 80,
    "today": 110,
    "add": 120,
    "evening": 130,
    "search": 140,
    "undo": 160,
    "redo": 170,
    "history": 180,
    "init": 190,
    "demo": 200,
    "backup": 210,
    "restore": 220,
    "doctor": 230,
    "sql": 240,
}
ALIASES = {"记": "add", "找": "search", "今": "today", "晚": "evening"}
# fmt: off
COMMANDS = {
    "report daily": ("commands.report", "daily", N_("Report on a day.")),
    "report weekly": ("commands.report", "weekly", N_("Report on a week.")),
    "report monthly": ("commands.report", "monthly", N_("Report on a month.")),
    "report quarterly": ("commands.report", "quarterly", N_("Report on a quarter.")),
    "report annual": ("commands.report", "annual", N_("The year-end summary and suggestions.")),
    "report range": ("commands.report", "range_", N_("Report on any range of days.")),
    "config list": ("commands.config", "list_", N_("List the settings.")),
    "config get": ("commands.config", "get", N_("Show one setting.")),
    "config set": ("commands.config", "set_", N_("Change a setting.")),
    "today": ("commands.today", "today", N_("The day on one screen.")),
    "add": ("commands.quickadd", "add", N_("Record a ticket from one loose line, or many from a file.")),
    "evening": ("commands.today", "evening", N_("What must not wait overnight; exit 6 while there is any.")),
    "search": ("commands.search", "search", N_("Search everything.")),
    "undo": ("commands.undo", "undo", N_("Take the last operation back, or the one with this number.")),
    "redo": ("commands.undo", "redo", N_("Take the last undo back.")),
    "history": ("commands.undo", "history", N_("Show what changed in a record, field by field.")),
    "init": ("commands.begin", "init", N_("Begin: name the community and create the file.")),
    "demo": ("commands.begin", "demo", N_("Build a made-up community with two years of records.")),
    "backup": ("commands.backup", "backup", N_("Write a backup of database and photos.")),
    "restore": ("commands.backup", "restore", N_("Bring back a backup; the present state is kept beside it.")),
    "doctor": ("commands.doctor", "doctor", N_("Examine the file and its surroundings.")),
    "sql": ("commands.sql", "sql", N_("Read the documented views with SQL.")),
}
# fmt: on

TABLES = {"setting": Table(), "attachment": Table(N_("files: {n}"))}
KINDS = {"setting": Kind("setting", ("key",), place=90)}

SETTINGS = {
    "community": Setting("text", "", N_("The community's name, as it stands on reports."), HOUSE, 10),
    "butler": Setting("text", "", N_("Your name, as it stands on reports."), HOUSE, 11),
    "timezone": Setting("zone", "Asia/Shanghai", N_("The community's time zone."), HOUSE, 12),
    "backup_daily": Setting("switch", "true", N_("A backup on the first write of each day."), HOUSE, 50),
}

VIEWS = {
    "day": "views.day",
    "search": "views.day",
    "operation": "views.file",
    "history": "views.file",
    "setting": "views.file",
    "file": "views.file",
    "sql": "views.file",
}

ARGUMENTS = {
    "add": ("unit",),
    "history": ("record",),
    "undo": ("operation",),
    "config get": ("setting",),
    "config set": ("setting",),
}
FLAGS = ("--list", "--fix", "--views", "--all")
CANDIDATES = {"record": "candidates", "operation": "candidates"}
