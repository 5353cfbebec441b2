"""What fees say of themselves, without being loaded (see butlercli/base/rooms.py)."""

from butlercli.base.i18n import N_
from butlercli.base.rooms import HOUSE, Kind, Setting, Table

GROUPS = {
    "fee": N_("Fees: bills, payments, reminders with promises, arrears."),
}
SUBGROUPS = {
    "fee late": N_("Late fees (违约金): computed, and charged only on your word."),
    "fee item": N_("Fee items: what is charged, by which rate, when it is due."),
    "fee discount": N_("Discounts: what a unit, or all units of a state, pay less."),
    "fee import": N_("Bills, payments and readings from files."),
}
PLACES = {"fee": 30, "收": 300, "催": 310}
# fmt: off
COMMANDS = {
    "fee bill": ("bills.commands.bill", "bill", N_("Make the bills of a period; what was billed stays.")),
    "fee bill add": ("bills.commands.bill", "add", N_("Bill a one-off charge: a repair, a card.")),
    "fee list": ("page.commands.lists", "list_", N_("List bills.")),
    "fee show": ("page.commands.show", "show", N_("Show a bill, a payment, or all the fees of a unit.")),
    "fee waive": ("payments.commands.correct", "waive", N_("Forgive a part of a bill, with reason and approval.")),
    "fee cancel": ("payments.commands.correct", "cancel", N_("Cancel a bill on which nothing is paid.")),
    "fee pay": ("payments.commands.pay", "pay", N_("Record a payment; it settles the oldest bills first.")),
    "fee payments": ("page.commands.lists", "payments", N_("List payments.")),
    "fee refund": ("payments.commands.pay", "refund", N_("Give a payment back, wholly or in part.")),
    "fee confirm": ("payments.commands.papers", "confirm", N_("Print what a payment settled (缴费核对单).")),
    "fee statement": ("payments.commands.papers", "statement", N_("Print the account of a unit.")),
    "fee reconcile": ("books.commands.reconcile", "reconcile", N_("Compare payments with finance's export.")),
    "fee arrears": ("dunning.commands.arrears", "arrears", N_("List who is past due, and since when.")),
    "fee aging": ("dunning.commands.arrears", "aging", N_("Show arrears by age and building.")),
    "fee remind": ("dunning.commands.remind", "remind", N_("Note a reminder: what came of it, what was promised.")),
    "fee reminders": ("dunning.commands.remind", "reminders", N_("List reminders and what became of promises.")),
    "fee refusals": ("dunning.commands.remind", "refusals", N_("Count the reasons of refusal.")),
    "fee plan": ("dunning.commands.plan", "plan", N_("Plan this week's calls and visits.")),
    "fee limitation": ("dunning.commands.limitation", "limitation", N_("Show when three years end, bill by bill.")),
    "fee letter": ("dunning.commands.letter", "letter", N_("Write letters of demand (催缴函).")),
    "fee stats": ("commands", "stats", N_("Figures of fees.")),
    "fee export": ("books.commands.export", "export", N_("Write the books for a second ledger, or as a spreadsheet.")),
    "fee read": ("items.commands.reading", "read", N_("Note what a meter shows.")),
    "fee readings": ("items.commands.reading", "readings", N_("List meter readings.")),
    "fee late list": ("bills.commands.late", "list_", N_("Compute late fees, with their formula.")),
    "fee late charge": ("bills.commands.late", "charge", N_("Charge late fees as bills of their own.")),
    "fee item add": ("items.commands.item", "add", N_("Add a fee item: how it is charged, and when.")),
    "fee item list": ("items.commands.item", "list_", N_("List fee items and their rates.")),
    "fee item show": ("items.commands.item", "show", N_("Show a fee item, its rates and discounts.")),
    "fee item edit": ("items.commands.item", "edit", N_("Change a fee item, or its rate from a day on.")),
    "fee discount add": ("items.commands.discount", "add", N_("Reduce what a unit, or all of a state, pays.")),
    "fee discount list": ("items.commands.discount", "list_", N_("List discounts.")),
    "fee discount edit": ("items.commands.discount", "edit", N_("Change the days, the share or the reason of a discount.")),
    "fee discount remove": ("items.commands.discount", "remove", N_("Take a discount away; bills made with it stay.")),
    "fee import bills": ("payments.commands.files", "bills", N_("Take in bills from a file.")),
    "fee import payments": ("payments.commands.files", "payments", N_("Take in payments from a file.")),
    "fee import readings": ("payments.commands.files", "readings", N_("Take in meter readings from a file.")),
    "收": ("dunning.commands.words", "pay", N_("Take a payment: 收 3-2-501 1008 微信.")),
    "催": ("dunning.commands.words", "remind", N_("Remind: 催 3-2-501 电话 答应12-1.")),
}
# fmt: on

TABLES = {
    "fee_item": Table(N_("fee items: {n}"), "name"),
    "fee_rate": Table(N_("rates: {n}")),
    "fee_discount": Table(N_("discounts: {n}")),
    "meter_reading": Table(N_("meter readings: {n}")),
    "fee_bill": Table(N_("bills: {n}"), "'B' || id"),
    "fee_waiver": Table(N_("waivers: {n}")),
    "fee_payment": Table(N_("payments: {n}"), "'P' || id"),
    "fee_refund": Table(N_("refunds: {n}"), "at"),
    "fee_allocation": Table(N_("settled parts of bills: {n}")),
    "fee_reminder": Table(N_("reminders: {n}"), "substr(at, 1, 10)"),
    "fee_reminder_bill": Table(N_("bills in reminders: {n}")),
}
FINDERS = {"item": "items.verbs.items"}
FIELDS = {
    "fee_item": ("fields", "ITEM"),
    "fee_rate": ("fields", "ITEM"),
    "fee_discount": ("fields", "DISCOUNT"),
    "meter_reading": ("fields", "READINGS"),
}
KINDS = {
    "item": Kind("fee_item", ("code", "name"), place=80),
    "bill": Kind("fee_bill", ("ref",), "B", ("a bill", "账单"), place=120),
    "payment": Kind("fee_payment", ("ref",), "P", ("a payment", "缴费"), place=110),
    "discount": Kind("fee_discount", numbered=True),
    "reminder": Kind("fee_reminder", numbered=True),
    "reading": Kind("meter_reading", numbered=True),
}
HIDDEN = ("imported", "rule")
MONEY = (
    *((table, "amount") for table in ("fee_bill", "fee_waiver", "fee_payment", "fee_refund", "fee_allocation")),
    ("fee_reminder", "promise_amount"),
    ("fee_reminder", "outstanding"),
)
OWNED = (("attachment", "reminder_id"),)
WRITERS = {"fee.export": ("books.views.hledger", ("hledger", "xlsx", "json"))}
ANSWERS = {
    "demo_share": ("demo", 40),
    "today": ("day", 40),
    "evening": ("day", 40),
    "unit_sections": ("day", 40),
    "resident_sections": ("day", 40),
    "search": ("day", 50),
    "owner_changing": ("bills.verbs.handover", 40),
    "report_noun": ("report.part", 40),
}

_CODE_944 = N_("Civil Code (民法典) art. 944: demand within a reasonable period; the number of days is the house's")
# Letters of demand (催缴函).
SETTINGS = {
    "letter.days": Setting(
        "days", "15", N_("The reasonable period that letters of demand give, in days."), _CODE_944, 60
    ),
    "letter.template": Setting("text", "", N_("A Word template of your own for letters of demand."), HOUSE, 61),
    "letter.company": Setting("text", "", N_("The company that issues letters of demand."), HOUSE, 62),
    "letter.contact": Setting("text", "", N_("Whom to ask about a letter of demand: name and telephone."), HOUSE, 63),
    "letter.pay": Setting("text", "", N_("How to pay, as letters of demand say it."), HOUSE, 64),
}

VIEWS = {
    "late": "bills.views.late",
    "fee": "owed.views",
    "fee.item_list": "items.views",
    "fee.item_echo": "items.views",
    "fee.item_show": "items.views",
    "fee.discount_list": "items.views",
    "fee.discount_echo": "items.views",
    "fee.discount_removed": "items.views",
    "fee.reading_list": "items.views",
    "fee.reading_echo": "items.views",
    "fee.run": "bills.views.run",
    "fee.bill_show": "page.views",
    "fee.payment_show": "page.views",
    "fee.unit_show": "page.views",
    "fee.stats": "views",
    "fee.explain_bills": "views",
    "fee.explain_units": "views",
    "fee.explain_payments": "views",
    "fee.explain_reminders": "views",
    "fee.explain_promises": "views",
    "fee.confirm": "payments.views",
    "fee.statement": "payments.views",
    "fee.reconcile": "books.views.books",
    "fee.export": "books.views.books",
    "dunning": "dunning.views.reminders",
    "dunning.limitation": "dunning.views.papers",
    "dunning.letters": "dunning.views.papers",
    "dunning.plan": "dunning.views.plan",
    "dunning.brief": "dunning.views.plan",
    "dunning.prepaid": "dunning.views.day",
    "dunning.promise": "dunning.views.day",
    "dunning.sum": "dunning.views.day",
}
DAY_CELLS = {"dunning.promise": "dunning.views.day", "dunning.sum": "dunning.views.day"}
DAY_STYLES = {"promises_due": "warn", "promises_broken": "bad"}
INVARIANTS = dict.fromkeys(("fee_allocation", "fee_waiver", "fee_refund", "fee_bill"), "owed.verbs.undone")

ARGUMENTS = {
    **dict.fromkeys(("fee waive", "fee cancel"), ("bill",)),
    **dict.fromkeys(("fee refund", "fee confirm"), ("payment",)),
    "fee show": ("fee",),
    "fee read": ("unit", "meter"),
    **dict.fromkeys(
        (
            "fee bill add", "fee list", "fee pay", "fee payments", "fee statement", "fee remind", "fee reminders",
            "fee readings", "fee late charge",
        ),
        ("unit",),
    ),
    "fee letter": ("unit",) * 40,
    **dict.fromkeys(("fee item show", "fee item edit"), ("item",)),
    **dict.fromkeys(("fee discount edit", "fee discount remove"), ("discount",)),
    "fee discount add": ("share",),
    "收": ("unit", *(("payment-word",) * 20)),
    "催": ("unit", *(("reminder-word",) * 20)),
}  # fmt: skip
OPTIONS = {
    "--item": "item", "-i": "item", "--bill": "bill", "fee pay -b": "bill", "fee remind -b": "bill",
    "--method": "method", "-m": "method", "--meter": "meter", "--state": "bill-state", "-s": "bill-state",
    "fee discount add --state": "unit-state", "fee discount add -s": "unit-state", "--source": "bill-source",
    "--result": "result", "fee remind -r": "result", "fee reminders -r": "result", "--why": "why",
    "--evidence": "evidence", "-e": "evidence", "--per": "per", "--cycle": "cycle", "--round": "rounding",
    "--kind": "unit-kind", "-k": "unit-kind", "--reason": "", "-c": "channel", "--share": "share",
    "--debtor": "resident", "--tone": "tone", "fee reminders --promise": "promise-state",
}  # fmt: skip
FLAGS = (
    "--replaced", "--prepaid", "--postpaid", "--anniversary", "--calendar", "--new-item", "--arrears", "--log",
)  # fmt: skip
WORDS = {
    "method": ("model", "METHODS"),
    "bill-state": ("model", "STATES"),
    "bill-source": ("model", "SOURCES"),
    "result": ("model", "RESULTS"),
    "why": ("model", "REFUSALS"),
    "evidence": ("model", "EVIDENCE"),
    "per": ("model", "PERS"),
    "cycle": ("model", "CYCLES"),
    "rounding": ("model", "ROUNDINGS"),
    "promise-state": ("dunning.verbs.promises", "STATES"),
    "share": ("model", "SHARES"),
    "tone": ("dunning.verbs.letters", "TONES"),
    "payment-word": ("model", "payment_words"),
    "reminder-word": ("model", "reminder_words"),
}
CANDIDATES = dict.fromkeys(("item", "bill", "payment", "fee", "meter", "discount"), "page.store.candidates")
