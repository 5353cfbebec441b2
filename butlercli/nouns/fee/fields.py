"""The fields of a fee item, of its rates, of a discount and of a reading."""

import re

from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.kit import texts
from butlercli.nouns.fee import model
from butlercli.nouns.fee.rules import parse_part, parse_rate, parse_reading, parse_share
from butlercli.nouns.register.model import UNIT_KINDS, UNIT_STATES


def code(text: str) -> str:
    """Return an item's code in half width; raises UsageError for one that is empty, long or could be a reference."""
    refused = N_("“{value}” is no code of a fee item.")
    found = texts.code(text, refused, "物业费")
    if re.fullmatch(r"[BbPp#]?\d+", found):
        raise texts.bad_code(text, refused, "物业费")
    return found


# fmt: off
ITEM = (
    Field("code", N_("Code"), N_("A short code to call it by (wyf, 停车费)."), code, clears=False),
    Field("per", N_("Charged by"), N_(
        "What it is charged by: area, unit, fixed (a sum a period) or reading."
    ), model.PERS, metavar="WAY", clears=False),
    Field("rate", N_("Rate"), N_(
        "Yuan per m² (or unit) and month; a period; a unit read."
    ), parse_rate, metavar="YUAN", clears=False),
    Field("cycle", N_("Cycle"), N_("How often it is billed: month, quarter, half or year."), model.CYCLES, clears=False),
    Field("name", N_("Fee item"), N_("What it is called."), wanted=N_("A fee item has a name.")),
    Field("anniversary", N_("From the handover"), N_(
        "Periods run from the unit's handover date, or with the calendar."
    ), "switch", flags=("--anniversary/--calendar",)),
    Field("due_day", N_("Due day"), N_("The day of the month it is due, 1–31 (1 unless told; 31 is the last)."), "number", metavar="DAY"),
    Field("timing", N_("Time of payment"), N_(
        "Due in the first month of the period (unless told), or in the month after its last."
    ), model.TIMINGS, flags=("--prepaid/--postpaid",), clears=False),
    Field("rounding", N_("Rounding"), N_(
        "Round amounts to the fen (unless told), jiao or yuan."
    ), model.ROUNDINGS, metavar="UNIT", flags=("--round",), clears=False),
    Field("unit_kind", N_("Only for"), N_(
        "Only units of a kind: home, shop, villa or parking."
    ), UNIT_KINDS, metavar="KIND", flags=("--kind",)),
    Field("meter", N_("Meter"), N_("The meter it is charged by (水表); its name unless told.")),
    Field("late_rate", N_("Late fee a day"), N_("Late fee (违约金) a day: 0.0003, 0.03%, 万分之三."), parse_part, metavar="RATE"),
    Field("late_grace", N_("Days of grace"), N_("Days past due before a late fee begins."), "number", metavar="DAYS"),
    Field("late_cap", N_("Most of a late fee"), N_(
        "The most a late fee may be, of the bill: 0.2, 20%."
    ), parse_part, metavar="PART"),
    Field("since", N_("Since"), N_("The first day it is charged for."), "day", metavar="DATE", flags=("--from",)),
    Field("until", N_("Until"), N_("The last day it is charged for."), "day", metavar="DATE"),
    Field("note", N_("Note"), N_("A remark."), "note"),
)
# Of `edit`: a rate, from when on it holds, and the rest.
EDITED = (
    ITEM[2],
    Field("start", N_("Since"), N_("The new rate holds for periods that begin on this day or later."), "day", metavar="DATE", flags=("--from",)),
    *ITEM[:2],
    *ITEM[3:],
)
DISCOUNT = (
    Field("share", N_("To pay"), N_("What is paid: 70%, 0.7, 7折, 全免."), parse_share, clears=False),
    Field("reason", N_("Reason"), N_("Why less is paid."), metavar="TEXT", wanted=N_("A discount has a reason.")),
    Field("unit", N_("Unit"), N_("For one unit."), Reference("unit"), flags=("-u",), clears=False),
    Field("state", N_("State"), N_(
        "For all units of a state (空置, vacant)."
    ), UNIT_STATES, flags=("-s",), clears=False),
    Field("item", N_("Fee item"), N_("Of one fee item; without it, of all."), Reference("item"), flags=("-i",), clears=False),
    Field("since", N_("Since"), N_(
        "For periods that begin on this day or later."
    ), "day", metavar="DATE", flags=("--from",)),
    Field("until", N_("Until"), N_("For periods that begin on this day at the latest."), "day", metavar="DATE"),
)
READING = (
    Field("unit", N_("Unit"), N_("The unit's code, such as 3-2-501."), Reference("unit"), clears=False),
    Field("meter", N_("Meter"), N_("The meter, or the fee item charged by it (水表)."), "text", (
        "表计", "仪表", "表名", "表名称", "表种", "表类型", "仪表类型", "表计类型", "表别", "抄表类型", "meter name", "meter type",
    ), wanted=N_("A meter has a name."), clears=False),
    Field("value", N_("Reading"), N_("What it shows, such as 1250.5."), parse_reading, (
        "本期读数", "本次读数", "本月读数", "抄表读数", "当前读数", "本期止码", "止码", "止度", "本期示数", "示数", "表底数", "表底", "读数", "reading",
    ), clears=False),
    Field("replaced", N_("New meter"), N_("A new meter: the value is what it shows as it begins."), "switch", (
        "换表", "是否换表", "已换表", "meter replaced",
    )),
    Field("final", N_("Last of the old meter"), N_("What the old meter showed at its end."), parse_reading, (
        "旧表止码", "旧表止度", "旧表读数", "旧表底数", "final reading",
    ), metavar="VALUE", clears=False),
)
# When it was read: an option of every verb that looks back (cli/options.py).
READ_AT = Field("at", N_("When"), "", "moment", (
    "抄表日期", "抄表时间", "本期抄表日期", "本次抄表日期", "本次抄表时间", "读数日期", "读数时间", "日期", "时间", "read at", "read on", "reading date", "date",
), prefer="past")
READINGS = (*READING[:2], READ_AT, *READING[2:])
# fmt: on
