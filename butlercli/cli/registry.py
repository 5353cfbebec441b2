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


# fmt: off
GROUPS: dict[str, GroupEntry] = {
    "ticket": GroupEntry(
        N_("Tickets: complaints, repairs and all else that wants an answer."),
        {
            "add": ("butlercli.nouns.ticket.commands.add", "add", N_("Record a ticket.")),
            "list": ("butlercli.nouns.ticket.commands.list", "list_", N_("List tickets.")),
            "show": ("butlercli.nouns.ticket.commands.show", "show", N_("Show tickets with their timelines.")),
            "edit": ("butlercli.nouns.ticket.commands.edit", "edit", N_("Change what was recorded, or correct a time.")),
            "respond": ("butlercli.nouns.ticket.commands.handling", "respond", N_("Answer the person who reported it.")),
            "dispatch": ("butlercli.nouns.ticket.commands.handling", "dispatch", N_("Send a department.")),
            "arrive": ("butlercli.nouns.ticket.commands.handling", "arrive", N_("Note that the department is on site.")),
            "resolve": ("butlercli.nouns.ticket.commands.handling", "resolve", N_("Note what was done.")),
            "callback": ("butlercli.nouns.ticket.commands.answer", "callback", N_("Call back and note the feedback.")),
            "verify": ("butlercli.nouns.ticket.commands.answer", "verify", N_("Check a repair that nobody reported.")),
            "close": ("butlercli.nouns.ticket.commands.answer", "close", N_("Close tickets whose loop is complete.")),
            "done": ("butlercli.nouns.ticket.commands.answer", "done", N_("Resolve, and close if nothing is owed.")),
            "defer": ("butlercli.nouns.ticket.commands.course", "defer", N_("Put off until a day, with a reason.")),
            "resume": ("butlercli.nouns.ticket.commands.course", "resume", N_("Take up a deferred ticket.")),
            "reopen": ("butlercli.nouns.ticket.commands.course", "reopen", N_("Open a ticket again.")),
            "escalate": ("butlercli.nouns.ticket.commands.course", "escalate", N_("Pass a ticket up.")),
            "cancel": ("butlercli.nouns.ticket.commands.course", "cancel", N_("Cancel a ticket, with a reason.")),
            "note": ("butlercli.nouns.ticket.commands.course", "note", N_("Add a note to the log.")),
            "link": ("butlercli.nouns.ticket.commands.course", "link", N_("Link two tickets, or mark a duplicate.")),
            "slip": ("butlercli.nouns.ticket.commands.show", "slip", N_("Print the text for the department's chat.")),
            "stats": ("butlercli.nouns.ticket.commands.stats", "stats", N_("Count tickets; common problems first.")),
            "import": ("butlercli.nouns.ticket.commands.files", "import_", N_("Take in tickets from a file.")),
            "export": ("butlercli.nouns.ticket.commands.files", "export", N_("Write tickets to a file.")),
            "category list": ("butlercli.nouns.ticket.commands.category", "list_", N_("List the categories and their keywords.")),
            "category add": ("butlercli.nouns.ticket.commands.category", "add", N_("Add a category.")),
            "category edit": ("butlercli.nouns.ticket.commands.category", "edit", N_("Change a category or its keywords.")),
            "category remove": ("butlercli.nouns.ticket.commands.category", "remove", N_("Remove a category that no ticket has.")),
        },
    ),
    "patrol": GroupEntry(
        N_("Patrol: facilities, routes, rounds, and the faults they find."),
        {
            "log": ("butlercli.nouns.patrol.commands.log", "log", N_("Log a round in one line, or many from a file or a script.")),
            "start": ("butlercli.nouns.patrol.commands.walk", "start", N_("Walk a round: one key a point.")),
            "check": ("butlercli.nouns.patrol.commands.walk", "check", N_("Check points step by step.")),
            "finish": ("butlercli.nouns.patrol.commands.walk", "finish", N_("End the round that is under way.")),
            "abandon": ("butlercli.nouns.patrol.commands.walk", "abandon", N_("Break off the round that is under way, with a reason.")),
            "due": ("butlercli.nouns.patrol.commands.board", "due", N_("Show what is expected of a day, by window.")),
            "missed": ("butlercli.nouns.patrol.commands.board", "missed", N_("List the rounds with missed points.")),
            "calendar": ("butlercli.nouns.patrol.commands.board", "calendar", N_("Show a month of rounds at a glance.")),
            "list": ("butlercli.nouns.patrol.commands.rounds", "list_", N_("List rounds.")),
            "show": ("butlercli.nouns.patrol.commands.rounds", "show", N_("Show rounds with every point.")),
            "stats": ("butlercli.nouns.patrol.commands.stats", "stats", N_("Figures of the patrol; repeated faults first.")),
            "labels": ("butlercli.nouns.patrol.commands.labels", "labels", N_("Make a printable sheet of QR labels.")),
            "facility add": ("butlercli.nouns.facility.commands", "add", N_("Register a facility.")),
            "facility list": ("butlercli.nouns.facility.commands", "list_", N_("List facilities.")),
            "facility show": ("butlercli.nouns.facility.commands", "show", N_("Show faults, repairs, readings and the next inspection of a facility.")),
            "facility edit": ("butlercli.nouns.facility.commands", "edit", N_("Change a facility, or note an inspection.")),
            "facility retire": ("butlercli.nouns.facility.commands", "retire", N_("Take a facility out of use.")),
            "facility import": ("butlercli.nouns.facility.commands", "import_", N_("Take in facilities from a file.")),
            "point add": ("butlercli.nouns.patrol.commands.point", "add", N_("Add a patrol point.")),
            "point list": ("butlercli.nouns.patrol.commands.point", "list_", N_("List patrol points.")),
            "point show": ("butlercli.nouns.patrol.commands.point", "show", N_("Show a patrol point and its last results.")),
            "point edit": ("butlercli.nouns.patrol.commands.point", "edit", N_("Change a patrol point.")),
            "point retire": ("butlercli.nouns.patrol.commands.point", "retire", N_("Take a patrol point out of use.")),
            "route add": ("butlercli.nouns.patrol.commands.route", "add", N_("Add a route: its points, windows and days.")),
            "route list": ("butlercli.nouns.patrol.commands.route", "list_", N_("List routes.")),
            "route show": ("butlercli.nouns.patrol.commands.route", "show", N_("Show a route, its plans and pauses.")),
            "route edit": ("butlercli.nouns.patrol.commands.route", "edit", N_("Change a route from a day on.")),
            "route pause": ("butlercli.nouns.patrol.commands.route", "pause", N_("Expect no rounds of a route for some days.")),
            "route resume": ("butlercli.nouns.patrol.commands.route", "resume", N_("End a pause before its day.")),
            "route retire": ("butlercli.nouns.patrol.commands.route", "retire", N_("Walk a route no more.")),
        },
    ),
    "fee": GroupEntry(
        N_("Fees: bills, payments, reminders with promises, arrears."),
        {
            "bill": ("butlercli.nouns.fee.bills.commands.bill", "bill", N_("Make the bills of a period; what was billed stays.")),
            "bill add": ("butlercli.nouns.fee.bills.commands.bill", "add", N_("Bill a one-off charge: a repair, a card.")),
            "list": ("butlercli.nouns.fee.page.commands.lists", "list_", N_("List bills.")),
            "show": ("butlercli.nouns.fee.page.commands.show", "show", N_("Show a bill, a payment, or all the fees of a unit.")),
            "waive": ("butlercli.nouns.fee.payments.commands.correct", "waive", N_("Forgive a part of a bill, with reason and approval.")),
            "cancel": ("butlercli.nouns.fee.payments.commands.correct", "cancel", N_("Cancel a bill on which nothing is paid.")),
            "pay": ("butlercli.nouns.fee.payments.commands.pay", "pay", N_("Record a payment; it settles the oldest bills first.")),
            "payments": ("butlercli.nouns.fee.page.commands.lists", "payments", N_("List payments.")),
            "refund": ("butlercli.nouns.fee.payments.commands.pay", "refund", N_("Give a payment back, wholly or in part.")),
            "confirm": ("butlercli.nouns.fee.payments.commands.papers", "confirm", N_("Print what a payment settled (缴费核对单).")),
            "statement": ("butlercli.nouns.fee.payments.commands.papers", "statement", N_("Print the account of a unit.")),
            "reconcile": ("butlercli.nouns.fee.books.commands.reconcile", "reconcile", N_("Compare payments with finance's export.")),
            "arrears": ("butlercli.nouns.fee.dunning.commands.arrears", "arrears", N_("List who is past due, and since when.")),
            "aging": ("butlercli.nouns.fee.dunning.commands.arrears", "aging", N_("Show arrears by age and building.")),
            "remind": ("butlercli.nouns.fee.dunning.commands.remind", "remind", N_("Note a reminder: what came of it, what was promised.")),
            "reminders": ("butlercli.nouns.fee.dunning.commands.remind", "reminders", N_("List reminders and what became of promises.")),
            "refusals": ("butlercli.nouns.fee.dunning.commands.remind", "refusals", N_("Count the reasons of refusal.")),
            "plan": ("butlercli.nouns.fee.dunning.commands.plan", "plan", N_("Plan this week's calls and visits.")),
            "limitation": ("butlercli.nouns.fee.dunning.commands.limitation", "limitation", N_("Show when three years end, bill by bill.")),
            "letter": ("butlercli.nouns.fee.dunning.commands.letter", "letter", N_("Write letters of demand (催缴函).")),
            "stats": ("butlercli.nouns.fee.commands", "stats", N_("Figures of fees.")),
            "export": ("butlercli.nouns.fee.books.commands.export", "export", N_("Write the books for a second ledger, or as a spreadsheet.")),
            "read": ("butlercli.nouns.fee.items.commands.reading", "read", N_("Note what a meter shows.")),
            "readings": ("butlercli.nouns.fee.items.commands.reading", "readings", N_("List meter readings.")),
            "late list": ("butlercli.nouns.fee.bills.commands.late", "list_", N_("Compute late fees, with their formula.")),
            "late charge": ("butlercli.nouns.fee.bills.commands.late", "charge", N_("Charge late fees as bills of their own.")),
            "item add": ("butlercli.nouns.fee.items.commands.item", "add", N_("Add a fee item: how it is charged, and when.")),
            "item list": ("butlercli.nouns.fee.items.commands.item", "list_", N_("List fee items and their rates.")),
            "item show": ("butlercli.nouns.fee.items.commands.item", "show", N_("Show a fee item, its rates and discounts.")),
            "item edit": ("butlercli.nouns.fee.items.commands.item", "edit", N_("Change a fee item, or its rate from a day on.")),
            "discount add": ("butlercli.nouns.fee.items.commands.discount", "add", N_("Reduce what a unit, or all of a state, pays.")),
            "discount list": ("butlercli.nouns.fee.items.commands.discount", "list_", N_("List discounts.")),
            "discount edit": ("butlercli.nouns.fee.items.commands.discount", "edit", N_("Change the days, the share or the reason of a discount.")),
            "discount remove": ("butlercli.nouns.fee.items.commands.discount", "remove", N_("Take a discount away; bills made with it stay.")),
            "import bills": ("butlercli.nouns.fee.payments.commands.files", "bills", N_("Take in bills from a file.")),
            "import payments": ("butlercli.nouns.fee.payments.commands.files", "payments", N_("Take in payments from a file.")),
            "import readings": ("butlercli.nouns.fee.payments.commands.files", "readings", N_("Take in meter readings from a file.")),
        },
    ),
    "unit": GroupEntry(
        N_("Units: homes, shops, villas, parking spaces."),
        {
            "add": ("butlercli.nouns.register.commands.unit", "add", N_("Register a unit.")),
            "list": ("butlercli.nouns.register.commands.unit", "list_", N_("List units.")),
            "show": ("butlercli.nouns.register.commands.unit", "show", N_("Show everything about a unit.")),
            "edit": ("butlercli.nouns.register.commands.unit", "edit", N_("Change a unit.")),
            "remove": ("butlercli.nouns.register.commands.unit", "remove", N_("Remove a unit that nothing refers to.")),
            "transfer": ("butlercli.nouns.register.commands.transfer", "transfer", N_("Record a change of owner (过户).")),
        },
    ),
    "resident": GroupEntry(
        N_("Residents: owners, tenants, families, and how they wish to be spoken to."),
        {
            "add": ("butlercli.nouns.register.commands.resident", "add", N_("Register a resident of a unit.")),
            "list": ("butlercli.nouns.register.commands.resident", "list_", N_("List residents, or households not contacted for long.")),
            "show": ("butlercli.nouns.register.commands.resident", "show", N_("Show a resident.")),
            "edit": ("butlercli.nouns.register.commands.resident", "edit", N_("Change a resident.")),
            "remove": ("butlercli.nouns.register.commands.resident", "remove", N_("Remove a resident that nothing refers to.")),
            "merge": ("butlercli.nouns.register.commands.resident", "merge", N_("Make two records of one person one.")),
            "contact": ("butlercli.nouns.register.commands.contact", "contact", N_("Note a contact in the log.")),
            "import": ("butlercli.nouns.register.commands.files", "import_", N_("Take in the owner register from a file.")),
            "export": ("butlercli.nouns.register.commands.files", "export", N_("Write the register to a file.")),
        },
    ),
    "department": GroupEntry(
        N_("Departments and the people in them."),
        {
            "add": ("butlercli.nouns.register.commands.department", "add", N_("Add a department.")),
            "list": ("butlercli.nouns.register.commands.department", "list_", N_("List departments.")),
            "show": ("butlercli.nouns.register.commands.department", "show", N_("Show a department.")),
            "edit": ("butlercli.nouns.register.commands.department", "edit", N_("Change a department or its people.")),
            "remove": ("butlercli.nouns.register.commands.department", "remove", N_("Remove a department that nothing refers to.")),
        },
    ),
    "report": GroupEntry(
        N_("Reports, whose every figure can be opened."),
        {
            "daily": ("butlercli.desk.commands.report", "daily", N_("Report on a day.")),
            "weekly": ("butlercli.desk.commands.report", "weekly", N_("Report on a week.")),
            "monthly": ("butlercli.desk.commands.report", "monthly", N_("Report on a month.")),
            "quarterly": ("butlercli.desk.commands.report", "quarterly", N_("Report on a quarter.")),
            "annual": ("butlercli.desk.commands.report", "annual", N_("The year-end summary and suggestions.")),
            "range": ("butlercli.desk.commands.report", "range_", N_("Report on any range of days.")),
        },
    ),
    "config": GroupEntry(
        N_("Settings, each with its source."),
        {
            "list": ("butlercli.desk.commands.config", "list_", N_("List the settings.")),
            "get": ("butlercli.desk.commands.config", "get", N_("Show one setting.")),
            "set": ("butlercli.desk.commands.config", "set_", N_("Change a setting.")),
        },
    ),
}

TOP: dict[str, Entry] = {
    "today": ("butlercli.desk.commands.today", "today", N_("The day on one screen.")),
    "add": ("butlercli.desk.commands.quickadd", "add", N_("Record a ticket from one loose line, or many from a file.")),
    "evening": ("butlercli.desk.commands.today", "evening", N_("What must not wait overnight; exit 6 while there is any.")),
    "search": ("butlercli.desk.commands.search", "search", N_("Search everything.")),
    "call": ("butlercli.nouns.register.commands.contact", "call", N_("Call a household: number, preferences, open tickets; then the outcome.")),
    "undo": ("butlercli.desk.commands.undo", "undo", N_("Take the last operation back, or the one with this number.")),
    "redo": ("butlercli.desk.commands.undo", "redo", N_("Take the last undo back.")),
    "history": ("butlercli.desk.commands.undo", "history", N_("Show what changed in a record, field by field.")),
    "init": ("butlercli.desk.commands.begin", "init", N_("Begin: name the community and create the file.")),
    "demo": ("butlercli.desk.commands.begin", "demo", N_("Build a made-up community with two years of records.")),
    "backup": ("butlercli.desk.commands.backup", "backup", N_("Write a backup of database and photos.")),
    "restore": ("butlercli.desk.commands.backup", "restore", N_("Bring back a backup; the present state is kept beside it.")),
    "doctor": ("butlercli.desk.commands.doctor", "doctor", N_("Examine the file and its surroundings.")),
    "sql": ("butlercli.desk.commands.sql", "sql", N_("Read the documented views with SQL.")),
    # The short forms of the day take loose words in any order.
    "派": ("butlercli.nouns.ticket.commands.words", "dispatch", N_("Send a department: 派 12 工程.")),
    "到": ("butlercli.nouns.ticket.commands.words", "arrive", N_("Note the arrival: 到 12.")),
    "好": ("butlercli.nouns.ticket.commands.words", "resolve", N_("Note what was done: 好 12 已疏通.")),
    "回": ("butlercli.nouns.ticket.commands.words", "callback", N_("Call back: 回 12 满意.")),
    "挂": ("butlercli.nouns.ticket.commands.words", "defer", N_("Put off: 挂 12 等配件 周五.")),
    "收": ("butlercli.nouns.fee.dunning.commands.words", "pay", N_("Take a payment: 收 3-2-501 1008 微信.")),
    "催": ("butlercli.nouns.fee.dunning.commands.words", "remind", N_("Remind: 催 3-2-501 电话 答应12-1.")),
    "巡": ("butlercli.nouns.patrol.commands.words", "patrol", N_("Patrol: 巡 早巡 walks, 巡 早巡 好 logs it all in order.")),
}

# fmt: on
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
