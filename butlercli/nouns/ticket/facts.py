"""What tickets say of themselves, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import CONTRACT, HOUSE, TRADE, Kind, Preset, Setting, Source, Table

GROUPS = {
    "ticket": N_("Tickets: complaints, repairs and all else that wants an answer."),
}
SUBGROUPS = {
    "ticket category": N_("Categories of tickets and their keywords."),
}
PLACES = {"ticket": 10, "派": 250, "到": 260, "好": 270, "回": 280, "挂": 290}
# fmt: off
COMMANDS = {
    "ticket add": ("commands.add", "add", N_("Record a ticket.")),
    "ticket list": ("commands.list", "list_", N_("List tickets.")),
    "ticket show": ("commands.show", "show", N_("Show tickets with their timelines.")),
    "ticket edit": ("commands.edit", "edit", N_("Change what was recorded, or correct a time.")),
    "ticket respond": ("commands.handling", "respond", N_("Answer the person who reported it.")),
    "ticket dispatch": ("commands.handling", "dispatch", N_("Send a department.")),
    "ticket arrive": ("commands.handling", "arrive", N_("Note that the department is on site.")),
    "ticket resolve": ("commands.handling", "resolve", N_("Note what was done.")),
    "ticket callback": ("commands.answer", "callback", N_("Call back and note the feedback.")),
    "ticket verify": ("commands.answer", "verify", N_("Check a repair that nobody reported.")),
    "ticket close": ("commands.answer", "close", N_("Close tickets whose loop is complete.")),
    "ticket done": ("commands.answer", "done", N_("Resolve, and close if nothing is owed.")),
    "ticket defer": ("commands.course", "defer", N_("Put off until a day, with a reason.")),
    "ticket resume": ("commands.course", "resume", N_("Take up a deferred ticket.")),
    "ticket reopen": ("commands.course", "reopen", N_("Open a ticket again.")),
    "ticket escalate": ("commands.course", "escalate", N_("Pass a ticket up.")),
    "ticket cancel": ("commands.course", "cancel", N_("Cancel a ticket, with a reason.")),
    "ticket note": ("commands.course", "note", N_("Add a note to the log.")),
    "ticket link": ("commands.course", "link", N_("Link two tickets, or mark a duplicate.")),
    "ticket slip": ("commands.show", "slip", N_("Print the text for the department's chat.")),
    "ticket stats": ("commands.stats", "stats", N_("Count tickets; common problems first.")),
    "ticket import": ("commands.files", "import_", N_("Take in tickets from a file.")),
    "ticket export": ("commands.files", "export", N_("Write tickets to a file.")),
    "ticket category list": ("commands.category", "list_", N_("List the categories and their keywords.")),
    "ticket category add": ("commands.category", "add", N_("Add a category.")),
    "ticket category edit": ("commands.category", "edit", N_("Change a category or its keywords.")),
    "ticket category remove": ("commands.category", "remove", N_("Remove a category that no ticket has.")),
    "派": ("commands.words", "dispatch", N_("Send a department: 派 12 工程.")),
    "到": ("commands.words", "arrive", N_("Note the arrival: 到 12.")),
    "好": ("commands.words", "resolve", N_("Note what was done: 好 12 已疏通.")),
    "回": ("commands.words", "callback", N_("Call back: 回 12 满意.")),
    "挂": ("commands.words", "defer", N_("Put off: 挂 12 等配件 周五.")),
}
# fmt: on

TABLES = {
    "ticket": Table(N_("tickets: {n}"), "title"),
    "ticket_event": Table(N_("steps of tickets: {n}")),
    "ticket_link": Table(),
    "category": Table(N_("categories: {n}"), "name"),
}
FINDERS = {"category": "store.categories"}
FIELDS = {"ticket": ("fields", "TICKET"), "category": ("fields", "CATEGORY")}
KINDS = {
    "ticket": Kind("ticket", ("ref",), "T", ("a ticket", "工单"), place=100),
    "category": Kind("category", ("code",), numbered=True, place=40),
}
HIDDEN = ("allowances", "response_base", "due_base", "due_fixed", "imported")
OWNED = (("attachment", "ticket_id"),)
SEARCH = (
    Source(0, "ticket", {"ticket": "id", "ticket_event": "ticket_id"}, (("unit", "code", "ticket", "unit_id", "id"),)),
)
ANSWERS = {
    "demo_share": ("demo", 20),
    "today": ("day", 10),
    "evening": ("day", 10),
    "unit_sections": ("day", 10),
    "resident_sections": ("day", 10),
    "facility_sections": ("day", 10),
    "facility_tickets": ("day", 10),
    "search": ("day", 20),
    "report_noun": ("report.part", 10),
}

SETTINGS = {
    "source": Setting("source", "phone", N_("Where a ticket came from when nothing is said."), HOUSE, 20),
    "sla": Setting("preset", "standard", N_("The preset of deadlines in force for new tickets."), CONTRACT, 21),
    "night_from": Setting("time", "21:00", N_("What comes in from then on is answered the next day."), TRADE, 22),
    "night_until": Setting("time", "12:00", N_("By then, where it came in at night."), TRADE, 23),
    "callback.complaint": Setting(
        "share", "all", N_("Complaints that owe a callback: all, none or a share."), TRADE, 24
    ),
    "callback.repair": Setting("share", "all", N_("Repairs that owe a callback."), TRADE, 25),
    "callback.consult": Setting("share", "none", N_("Consultations that owe a callback."), TRADE, 26),
    "callback.suggestion": Setting("share", "none", N_("Suggestions that owe a callback."), TRADE, 27),
    "callback.service": Setting("share", "none", N_("Services that owe a callback."), TRADE, 28),
    "callback.praise": Setting("share", "none", N_("Praise that owes a callback."), TRADE, 29),
}
SETTING_TYPES = {
    "source": (
        (
            "phone", "wechat", "group", "visit", "desk", "app", "hotline", "street", "company", "committee", "patrol",
            "incident", "event",
        ),
        N_("one of the sources of tickets, such as phone"),
    ),
}  # fmt: skip
# Deadlines (DESIGN §7); hours are calendar hours from created_at.
PRESETS = {
    "sla": Preset(
        {
            "response": Setting("response", "same-day", N_("Response: same-day, or minutes."), TRADE),
            "urgent_response_minutes": Setting("minutes", "30", N_("Response when urgent, in minutes."), CONTRACT),
            "urgent_hours": Setting("hours", "24", N_("Handling when urgent, in hours."), CONTRACT),
            "repair_hours": Setting("hours", "48", N_("Handling of repairs, in hours."), CONTRACT),
            "complaint_hours": Setting("hours", "72", N_("Handling of complaints, in hours."), CONTRACT),
            "other_hours": Setting("hours", "120", N_("Handling of all else, in hours."), CONTRACT),
        },
        {
            "standard": {},
            "swift": {"urgent_hours": "12", "repair_hours": "24", "complaint_hours": "48", "other_hours": "72"},
        },
    )
}

VIEWS = {
    "ticket": "views.tickets",
    "category": "views.tickets",
    "report.stats": "views.stats",
}
DAY_CELLS = {"ticket.list": "views.tickets"}
DAY_STYLES = {
    "escalated": "bad",
    "overdue": "bad",
    "no_response": "bad",
    "response_owed": "warn",
    "due_today": "warn",
    "callback_owed": "name",
}

ARGUMENTS = {
    **dict.fromkeys(
        (
            "ticket show", "ticket edit", "ticket respond", "ticket arrive", "ticket resolve", "ticket callback",
            "ticket verify", "ticket close", "ticket done", "ticket defer", "ticket resume", "ticket escalate",
            "ticket cancel", "ticket note", "ticket slip", "到", "好", "回", "挂",
        ),
        ("ticket",),
    ),
    "ticket dispatch": ("ticket", "department"),
    "派": ("ticket", "department"),
    "ticket link": ("ticket", "ticket"),
    "ticket reopen": ("ended",),
    "ticket category edit": ("category",),
}  # fmt: skip
OPTIONS = {
    "--category": "category", "-c": "category", "--kind": "kind", "-k": "kind", "--priority": "priority",
    "-p": "priority", "--state": "state", "-s": "state", "--source": "source", "--party": "party",
    "--reason": "defer-reason",
}  # fmt: skip
FLAGS = ("--overdue", "--unreached", "--unhappy", "--duplicate")
WORDS = {
    "kind": ("model", "KINDS"),
    "priority": ("model", "PRIORITIES"),
    "state": ("model", "STATES"),
    "source": ("model", "SOURCES"),
    "party": ("model", "PARTIES"),
    "defer-reason": ("model", "DEFER_REASONS"),
}
CANDIDATES = dict.fromkeys(("ticket", "ended", "category"), "store.candidates")
