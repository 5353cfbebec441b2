"""The command tree as a static table: words to (module, function, one line of help).

Nothing is imported from here; `build` loads the one verb that runs. The texts are msgids.
"""

from typing import NamedTuple

from butlercli.base.i18n import N_

Entry = tuple[str, str, str]


class GroupEntry(NamedTuple):
    """A group of verbs: its help, and verb to entry."""

    help: str
    verbs: dict[str, Entry]


ROOT_HELP = N_("The terminal workbench of a residential property butler. Without a command: the day on one screen.")
DB_HELP = N_("The database file (also BUTLER_DB).")
NOW_HELP = N_("Fix the clock, such as 2026-07-01T09:30 (also BUTLER_NOW).")
LANG_HELP = N_("Speak zh or en (also BUTLER_LANG).")
VERSION_HELP = N_("Print the version.")

_TICKET = "butlercli.cli.ticket"
_REGISTER = "butlercli.cli.register"
_HOUSE = "butlercli.cli.house"
_DAY = "butlercli.cli.day"
_PATROL = "butlercli.cli.patrol"
_FEE = "butlercli.cli.fee"

GROUPS: dict[str, GroupEntry] = {
    "ticket": GroupEntry(
        N_("Tickets: complaints, repairs and all else that wants an answer."),
        {
            "add": (f"{_TICKET}.add", "add", N_("Record a ticket.")),
            "list": (f"{_TICKET}.list", "list_", N_("List tickets.")),
            "show": (f"{_TICKET}.show", "show", N_("Show tickets with their timelines.")),
            "edit": (f"{_TICKET}.edit", "edit", N_("Change what was recorded, or correct a time.")),
            "respond": (f"{_TICKET}.handling", "respond", N_("Answer the person who reported it.")),
            "dispatch": (f"{_TICKET}.handling", "dispatch", N_("Send a department.")),
            "arrive": (f"{_TICKET}.handling", "arrive", N_("Note that the department is on site.")),
            "resolve": (f"{_TICKET}.handling", "resolve", N_("Note what was done.")),
            "callback": (f"{_TICKET}.answer", "callback", N_("Call back and note the feedback.")),
            "verify": (f"{_TICKET}.answer", "verify", N_("Check a repair that nobody reported.")),
            "close": (f"{_TICKET}.answer", "close", N_("Close tickets whose loop is complete.")),
            "done": (f"{_TICKET}.answer", "done", N_("Resolve, and close if nothing is owed.")),
            "defer": (f"{_TICKET}.course", "defer", N_("Put off until a day, with a reason.")),
            "resume": (f"{_TICKET}.course", "resume", N_("Take up a deferred ticket.")),
            "reopen": (f"{_TICKET}.course", "reopen", N_("Open a ticket again.")),
            "escalate": (f"{_TICKET}.course", "escalate", N_("Pass a ticket up.")),
            "cancel": (f"{_TICKET}.course", "cancel", N_("Cancel a ticket, with a reason.")),
            "note": (f"{_TICKET}.course", "note", N_("Add a note to the log.")),
            "link": (f"{_TICKET}.course", "link", N_("Link two tickets, or mark a duplicate.")),
            "slip": (f"{_TICKET}.show", "slip", N_("Print the text for the department's chat.")),
            "stats": (f"{_TICKET}.stats", "stats", N_("Count tickets; common problems first.")),
            "import": (f"{_TICKET}.transfer", "import_", N_("Take in tickets from a file.")),
            "export": (f"{_TICKET}.transfer", "export", N_("Write tickets to a file.")),
            "category list": (f"{_TICKET}.category", "list_", N_("List the categories and their keywords.")),
            "category add": (f"{_TICKET}.category", "add", N_("Add a category.")),
            "category edit": (f"{_TICKET}.category", "edit", N_("Change a category or its keywords.")),
            "category remove": (f"{_TICKET}.category", "remove", N_("Remove a category that no ticket has.")),
        },
    ),
    "patrol": GroupEntry(
        N_("Patrol: facilities, routes, rounds, and the faults they find."),
        {
            "log": (f"{_PATROL}.log", "log", N_("Log a round in one line, or many from a file or a script.")),
            "start": (f"{_PATROL}.walk", "start", N_("Walk a round: one key a point.")),
            "check": (f"{_PATROL}.walk", "check", N_("Check points step by step.")),
            "finish": (f"{_PATROL}.walk", "finish", N_("End the round that is under way.")),
            "abandon": (f"{_PATROL}.walk", "abandon", N_("Break off the round that is under way, with a reason.")),
            "due": (f"{_PATROL}.board", "due", N_("Show what is expected of a day, by window.")),
            "missed": (f"{_PATROL}.board", "missed", N_("List the rounds with missed points.")),
            "calendar": (f"{_PATROL}.board", "calendar", N_("Show a month of rounds at a glance.")),
            "list": (f"{_PATROL}.rounds", "list_", N_("List rounds.")),
            "show": (f"{_PATROL}.rounds", "show", N_("Show rounds with every point.")),
            "stats": (f"{_PATROL}.stats", "stats", N_("Figures of the patrol; repeated faults first.")),
            "labels": (f"{_PATROL}.labels", "labels", N_("Make a printable sheet of QR labels.")),
            "facility add": (f"{_PATROL}.facility", "add", N_("Register a facility.")),
            "facility list": (f"{_PATROL}.facility", "list_", N_("List facilities.")),
            "facility show": (
                f"{_PATROL}.facility",
                "show",
                N_("Show faults, repairs, readings and the next inspection of a facility."),
            ),
            "facility edit": (f"{_PATROL}.facility", "edit", N_("Change a facility, or note an inspection.")),
            "facility retire": (f"{_PATROL}.facility", "retire", N_("Take a facility out of use.")),
            "facility import": (f"{_PATROL}.facility", "import_", N_("Take in facilities from a file.")),
            "point add": (f"{_PATROL}.point", "add", N_("Add a patrol point.")),
            "point list": (f"{_PATROL}.point", "list_", N_("List patrol points.")),
            "point show": (f"{_PATROL}.point", "show", N_("Show a patrol point and its last results.")),
            "point edit": (f"{_PATROL}.point", "edit", N_("Change a patrol point.")),
            "point retire": (f"{_PATROL}.point", "retire", N_("Take a patrol point out of use.")),
            "route add": (f"{_PATROL}.route", "add", N_("Add a route: its points, windows and days.")),
            "route list": (f"{_PATROL}.route", "list_", N_("List routes.")),
            "route show": (f"{_PATROL}.route", "show", N_("Show a route, its plans and pauses.")),
            "route edit": (f"{_PATROL}.route", "edit", N_("Change a route from a day on.")),
            "route pause": (f"{_PATROL}.route", "pause", N_("Expect no rounds of a route for some days.")),
            "route resume": (f"{_PATROL}.route", "resume", N_("End a pause before its day.")),
            "route retire": (f"{_PATROL}.route", "retire", N_("Walk a route no more.")),
        },
    ),
    "fee": GroupEntry(
        N_("Fees: bills, payments, reminders with promises, arrears."),
        {
            "bill": (f"{_FEE}.billing", "bill", N_("Make the bills of a period; what was billed stays.")),
            "bill add": (f"{_FEE}.billing", "add", N_("Bill a one-off charge: a repair, a card.")),
            "list": (f"{_FEE}.lists", "list_", N_("List bills.")),
            "show": (f"{_FEE}.show", "show", N_("Show a bill, a payment, or all the fees of a unit.")),
            "waive": (f"{_FEE}.correct", "waive", N_("Forgive a part of a bill, with reason and approval.")),
            "cancel": (f"{_FEE}.correct", "cancel", N_("Cancel a bill on which nothing is paid.")),
            "pay": (f"{_FEE}.pay", "pay", N_("Record a payment; it settles the oldest bills first.")),
            "payments": (f"{_FEE}.lists", "payments", N_("List payments.")),
            "refund": (f"{_FEE}.pay", "refund", N_("Give a payment back, wholly or in part.")),
            "confirm": (f"{_FEE}.papers", "confirm", N_("Print what a payment settled (缴费核对单).")),
            "statement": (f"{_FEE}.papers", "statement", N_("Print the account of a unit.")),
            "reconcile": (f"{_FEE}.reconcile", "reconcile", N_("Compare payments with finance's export.")),
            "arrears": (f"{_FEE}.arrears", "arrears", N_("List who is past due, and since when.")),
            "aging": (f"{_FEE}.arrears", "aging", N_("Show arrears by age and building.")),
            "remind": (f"{_FEE}.remind", "remind", N_("Note a reminder: what came of it, what was promised.")),
            "reminders": (f"{_FEE}.remind", "reminders", N_("List reminders and what became of promises.")),
            "refusals": (f"{_FEE}.remind", "refusals", N_("Count the reasons of refusal.")),
            "plan": (f"{_FEE}.plan", "plan", N_("Plan this week's calls and visits.")),
            "limitation": (f"{_FEE}.limitation", "limitation", N_("Show when three years end, bill by bill.")),
            "letter": (f"{_FEE}.letter", "letter", N_("Write letters of demand (催缴函).")),
            "stats": (f"{_FEE}.stats", "stats", N_("Figures of fees.")),
            "export": (f"{_FEE}.export", "export", N_("Write the books for a second ledger, or as a spreadsheet.")),
            "read": (f"{_FEE}.reading", "read", N_("Note what a meter shows.")),
            "readings": (f"{_FEE}.reading", "readings", N_("List meter readings.")),
            "late list": (f"{_FEE}.late", "list_", N_("Compute late fees, with their formula.")),
            "late charge": (f"{_FEE}.late", "charge", N_("Charge late fees as bills of their own.")),
            "item add": (f"{_FEE}.item", "add", N_("Add a fee item: how it is charged, and when.")),
            "item list": (f"{_FEE}.item", "list_", N_("List fee items and their rates.")),
            "item show": (f"{_FEE}.item", "show", N_("Show a fee item, its rates and discounts.")),
            "item edit": (f"{_FEE}.item", "edit", N_("Change a fee item, or its rate from a day on.")),
            "discount add": (f"{_FEE}.discount", "add", N_("Reduce what a unit, or all of a state, pays.")),
            "discount list": (f"{_FEE}.discount", "list_", N_("List discounts.")),
            "discount edit": (
                f"{_FEE}.discount",
                "edit",
                N_("Change the days, the share or the reason of a discount."),
            ),
            "discount remove": (f"{_FEE}.discount", "remove", N_("Take a discount away; bills made with it stay.")),
            "import bills": (f"{_FEE}.files", "bills", N_("Take in bills from a file.")),
            "import payments": (f"{_FEE}.files", "payments", N_("Take in payments from a file.")),
            "import readings": (f"{_FEE}.files", "readings", N_("Take in meter readings from a file.")),
        },
    ),
    "unit": GroupEntry(
        N_("Units: homes, shops, villas, parking spaces."),
        {
            "add": (f"{_REGISTER}.unit", "add", N_("Register a unit.")),
            "list": (f"{_REGISTER}.unit", "list_", N_("List units.")),
            "show": (f"{_REGISTER}.unit", "show", N_("Show everything about a unit.")),
            "edit": (f"{_REGISTER}.unit", "edit", N_("Change a unit.")),
            "remove": (f"{_REGISTER}.unit", "remove", N_("Remove a unit that nothing refers to.")),
            "transfer": (f"{_REGISTER}.transfer", "transfer", N_("Record a change of owner (过户).")),
        },
    ),
    "resident": GroupEntry(
        N_("Residents: owners, tenants, families, and how they wish to be spoken to."),
        {
            "add": (f"{_REGISTER}.resident", "add", N_("Register a resident of a unit.")),
            "list": (
                f"{_REGISTER}.resident",
                "list_",
                N_("List residents, or households not contacted for long."),
            ),
            "show": (f"{_REGISTER}.resident", "show", N_("Show a resident.")),
            "edit": (f"{_REGISTER}.resident", "edit", N_("Change a resident.")),
            "remove": (f"{_REGISTER}.resident", "remove", N_("Remove a resident that nothing refers to.")),
            "merge": (f"{_REGISTER}.resident", "merge", N_("Make two records of one person one.")),
            "contact": (f"{_REGISTER}.contact", "contact", N_("Note a contact in the log.")),
            "import": (f"{_REGISTER}.files", "import_", N_("Take in the owner register from a file.")),
            "export": (f"{_REGISTER}.files", "export", N_("Write the register to a file.")),
        },
    ),
    "department": GroupEntry(
        N_("Departments and the people in them."),
        {
            "add": (f"{_REGISTER}.department", "add", N_("Add a department.")),
            "list": (f"{_REGISTER}.department", "list_", N_("List departments.")),
            "show": (f"{_REGISTER}.department", "show", N_("Show a department.")),
            "edit": (f"{_REGISTER}.department", "edit", N_("Change a department or its people.")),
            "remove": (
                f"{_REGISTER}.department",
                "remove",
                N_("Remove a department that nothing refers to."),
            ),
        },
    ),
    "report": GroupEntry(
        N_("Reports, whose every figure can be opened."),
        {
            "daily": ("butlercli.cli.report.periods", "daily", N_("Report on a day.")),
            "weekly": ("butlercli.cli.report.periods", "weekly", N_("Report on a week.")),
            "monthly": ("butlercli.cli.report.periods", "monthly", N_("Report on a month.")),
            "quarterly": ("butlercli.cli.report.periods", "quarterly", N_("Report on a quarter.")),
            "annual": ("butlercli.cli.report.periods", "annual", N_("The year-end summary and suggestions.")),
            "range": ("butlercli.cli.report.periods", "range_", N_("Report on any range of days.")),
        },
    ),
    "config": GroupEntry(
        N_("Settings, each with its source."),
        {
            "list": (f"{_HOUSE}.config", "list_", N_("List the settings.")),
            "get": (f"{_HOUSE}.config", "get", N_("Show one setting.")),
            "set": (f"{_HOUSE}.config", "set_", N_("Change a setting.")),
        },
    ),
}

TOP: dict[str, Entry] = {
    "today": (f"{_DAY}.today", "today", N_("The day on one screen.")),
    "add": (f"{_DAY}.quickadd", "add", N_("Record a ticket from one loose line, or many from a file.")),
    "evening": (f"{_DAY}.today", "evening", N_("What must not wait overnight; exit 6 while there is any.")),
    "search": (f"{_DAY}.search", "search", N_("Search everything.")),
    "call": (
        f"{_REGISTER}.contact",
        "call",
        N_("Call a household: number, preferences, open tickets; then the outcome."),
    ),
    "undo": (f"{_HOUSE}.undo", "undo", N_("Take the last operation back, or the one with this number.")),
    "redo": (f"{_HOUSE}.undo", "redo", N_("Take the last undo back.")),
    "history": (f"{_HOUSE}.undo", "history", N_("Show what changed in a record, field by field.")),
    "init": (f"{_HOUSE}.begin", "init", N_("Begin: name the community and create the file.")),
    "demo": (f"{_HOUSE}.begin", "demo", N_("Build a made-up community with two years of records.")),
    "backup": (f"{_HOUSE}.backup", "backup", N_("Write a backup of database and photos.")),
    "restore": (
        f"{_HOUSE}.backup",
        "restore",
        N_("Bring back a backup; the present state is kept beside it."),
    ),
    "doctor": (f"{_HOUSE}.doctor", "doctor", N_("Examine the file and its surroundings.")),
    "sql": (f"{_HOUSE}.sql", "sql", N_("Read the documented views with SQL.")),
    # The short forms of the day take loose words in any order.
    "派": (f"{_DAY}.loose", "dispatch", N_("Send a department: 派 12 工程.")),
    "到": (f"{_DAY}.loose", "arrive", N_("Note the arrival: 到 12.")),
    "好": (f"{_DAY}.loose", "resolve", N_("Note what was done: 好 12 已疏通.")),
    "回": (f"{_DAY}.loose", "callback", N_("Call back: 回 12 满意.")),
    "挂": (f"{_DAY}.loose", "defer", N_("Put off: 挂 12 等配件 周五.")),
    "收": (f"{_FEE}.loose", "pay", N_("Take a payment: 收 3-2-501 1008 微信.")),
    "催": (f"{_FEE}.loose", "remind", N_("Remind: 催 3-2-501 电话 答应12-1.")),
    "巡": (f"{_PATROL}.loose", "patrol", N_("Patrol: 巡 早巡 walks, 巡 早巡 好 logs it all in order.")),
}

# A verb of two words belongs to a group inside its group.
SUBGROUPS: dict[tuple[str, str], str] = {
    ("ticket", "category"): N_("Categories of tickets and their keywords."),
    ("patrol", "facility"): N_("Facilities: lifts, pumps, fire equipment and all that is inspected."),
    ("patrol", "point"): N_("Patrol points: what is looked at, read and scanned."),
    ("patrol", "route"): N_("Routes: which points, when, on which days."),
    ("fee", "late"): N_("Late fees (违约金): computed, and charged only on your word."),
    ("fee", "item"): N_("Fee items: what is charged, by which rate, when it is due."),
    ("fee", "discount"): N_("Discounts: what a unit, or all units of a state, pay less."),
    ("fee", "import"): N_("Bills, payments and readings from files."),
}

# Further words for the same command.
ALIASES: dict[str, tuple[str, ...]] = {
    "记": ("add",),
    "找": ("search",),
    "今": ("today",),
    "晚": ("evening",),
}


def canonical(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command's own words for an alias."""
    return ALIASES.get(words[0], words) if len(words) == 1 else words


def split(argv: list[str]) -> tuple[tuple[str, ...], list[str]] | None:
    """Split argv into the words of a command and the rest; None where no command is named."""
    if not argv:
        return ("today",), []
    first = argv[0]
    if first in TOP or first in ALIASES:
        return (first,), argv[1:]
    if first in GROUPS:
        verbs = GROUPS[first].verbs
        if len(argv) > 2 and f"{argv[1]} {argv[2]}" in verbs:
            return (first, argv[1], argv[2]), argv[3:]
        if len(argv) > 1 and argv[1] in verbs:
            return (first, argv[1]), argv[2:]
    return None


def longer(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the commands that begin with the words of another one: `fee bill add` of `fee bill`."""
    if len(words) != 2:
        return []
    return [(words[0], *verb.split()) for verb in GROUPS[words[0]].verbs if verb.startswith(f"{words[1]} ")]


def is_group(words: list[str]) -> bool:
    """Say whether the words name a group and no verb of it."""
    return (len(words) == 1 and words[0] in GROUPS) or (len(words) == 2 and (words[0], words[1]) in SUBGROUPS)


def find(words: tuple[str, ...]) -> Entry:
    """Return the entry of a command; raises KeyError where there is none."""
    words = canonical(words)
    if len(words) == 1:
        return TOP[words[0]]
    return GROUPS[words[0]].verbs[" ".join(words[1:])]


def commands() -> list[tuple[str, ...]]:
    """Return the words of every command, groups first."""
    found: list[tuple[str, ...]] = [(group, *verb.split()) for group, entry in GROUPS.items() for verb in entry.verbs]
    return [*found, *((name,) for name in TOP)]
