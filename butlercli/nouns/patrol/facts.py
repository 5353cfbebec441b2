"""What the patrol says of itself, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import Kind, Source, Table

GROUPS = {
    "patrol": N_("Patrol: facilities, routes, rounds, and the faults they find."),
}
SUBGROUPS = {
    "patrol point": N_("Patrol points: what is looked at, read and scanned."),
    "patrol route": N_("Routes: which points, when, on which days."),
}
PLACES = {"patrol": 20, "巡": 320}
# fmt: off
COMMANDS = {
    "patrol log": ("commands.log", "log", N_("Log a round in one line, or many from a file or a script.")),
    "patrol start": ("commands.walk", "start", N_("Walk a round: one key a point.")),
    "patrol check": ("commands.walk", "check", N_("Check points step by step.")),
    "patrol finish": ("commands.walk", "finish", N_("End the round that is under way.")),
    "patrol abandon": ("commands.walk", "abandon", N_("Break off the round that is under way, with a reason.")),
    "patrol due": ("commands.board", "due", N_("Show what is expected of a day, by window.")),
    "patrol missed": ("commands.board", "missed", N_("List the rounds with missed points.")),
    "patrol calendar": ("commands.board", "calendar", N_("Show a month of rounds at a glance.")),
    "patrol list": ("commands.rounds", "list_", N_("List rounds.")),
    "patrol show": ("commands.rounds", "show", N_("Show rounds with every point.")),
    "patrol stats": ("commands.stats", "stats", N_("Figures of the patrol; repeated faults first.")),
    "patrol labels": ("commands.labels", "labels", N_("Make a printable sheet of QR labels.")),
    "patrol point add": ("commands.point", "add", N_("Add a patrol point.")),
    "patrol point list": ("commands.point", "list_", N_("List patrol points.")),
    "patrol point show": ("commands.point", "show", N_("Show a patrol point and its last results.")),
    "patrol point edit": ("commands.point", "edit", N_("Change a patrol point.")),
    "patrol point retire": ("commands.point", "retire", N_("Take a patrol point out of use.")),
    "patrol route add": ("commands.route", "add", N_("Add a route: its points, windows and days.")),
    "patrol route list": ("commands.route", "list_", N_("List routes.")),
    "patrol route show": ("commands.route", "show", N_("Show a route, its plans and pauses.")),
    "patrol route edit": ("commands.route", "edit", N_("Change a route from a day on.")),
    "patrol route pause": ("commands.route", "pause", N_("Expect no rounds of a route for some days.")),
    "patrol route resume": ("commands.route", "resume", N_("End a pause before its day.")),
    "patrol route retire": ("commands.route", "retire", N_("Walk a route no more.")),
    "巡": ("commands.words", "patrol", N_("Patrol: 巡 早巡 walks, 巡 早巡 好 logs it all in order.")),
}
# fmt: on

TABLES = {
    "patrol_point": Table(N_("patrol points: {n}"), "code"),
    "patrol_route": Table(label="name"),
    "patrol_plan": Table(N_("plans of routes: {n}"), "since"),
    "patrol_plan_point": Table(N_("points in plans of routes: {n}")),
    "patrol_pause": Table(N_("pauses of routes: {n}")),
    "patrol_round": Table(N_("patrol rounds: {n}")),
    "patrol_result": Table(N_("patrol results: {n}")),
}
FIELDS = {
    "patrol_point": ("fields", "POINT"),
    **dict.fromkeys(("patrol_route", "patrol_plan"), ("fields", "ROUTE")),
}
KINDS = {
    "route": Kind("patrol_route", ("name",), place=60),
    "point": Kind("patrol_point", ("code", "name"), place=70),
    "round": Kind("patrol_round", (), "R", ("a patrol round", "巡检轮次")),
}
NAMING = (("patrol_result", "point_id"), ("patrol_plan_point", "point_id"))
SEARCH = (
    Source(5, "patrol_point", {"patrol_point": "id"}),
    Source(6, "patrol_route", {"patrol_route": "id"}),
    Source(7, "patrol_round", {"patrol_round": "id", "patrol_result": "round_id"}),
)
WRITERS = {"patrol.labels": ("views.sheet", ("csv", "json", "md", "xlsx", "html", "svg"))}
ANSWERS = {
    "demo_share": ("demo", 30),
    "today": ("day", 20),
    "evening": ("day", 20),
    "ticket_sections": ("day", 20),
    "facility_sections": ("day", 20),
    "facility_fault_tickets": ("day", 20),
    "facility_retired": ("day", 20),
    "search": ("day", 40),
    "report_noun": ("report.part", 30),
}

VIEWS = {
    "patrol": "views.common",
    "patrolstats": "views.stats",
    "point": "views.routes",
    "route": "views.routes",
    "patrol.due": "views.board",
    "patrol.missed": "views.board",
    "patrol.calendar": "views.board",
    "patrol.list": "views.rounds",
    "patrol.show": "views.rounds",
    "patrol.ticket_rounds": "views.day",
    "patrol.faults": "views.facility",
    "patrol.readings": "views.facility",
}
DAY_CELLS = {"patrol.due": "views.day"}
DAY_STYLES = {"patrol_walk": "warn", "patrol_missed": "bad"}
INVARIANTS = {"patrol_plan": "verbs.undone"}

ARGUMENTS = {
    **dict.fromkeys(("patrol point show", "patrol point edit", "patrol point retire"), ("point",)),
    **dict.fromkeys(
        (
            "patrol route show", "patrol route edit", "patrol route pause", "patrol route resume", "patrol route retire",
            "patrol start", "patrol finish", "patrol abandon",
        ),
        ("route",),
    ),
    **dict.fromkeys(("patrol log", "巡"), ("route", *(("point",) * 40))),
    **dict.fromkeys(("patrol check", "patrol labels"), ("point",) * 40),
}  # fmt: skip
OPTIONS = {
    "--route": "route", "-r": "route", "--point": "point", "--points": "points", "--fault": "point", "--skip": "point",
    "--state": "round-state", "-s": "round-state",
}  # fmt: skip
FLAGS = ("--all-ok", "--again", "--back", "--extra", "--walk")
WORDS = {"round-state": ("model", "STATES")}
CANDIDATES = dict.fromkeys(("route", "point", "points"), "store.candidates")
