"""The commands of every record with a table of fields, and what may be typed into them."""

from collections.abc import Callable
from typing import NamedTuple

from butlercli.nouns.fee import model
from tests.contracts.test_hostile import HOSTILE

Words = tuple[str, ...]
Typed = str | list[str] | bool


class Way(NamedTuple):
    """The commands of a record.

    before: what `add` wants before its fields, which names the record; arguments: fields that are typed without an
    option, the first names the record where nothing stands before; always: fields without which there is none; key: the
    field of the JSON by which it is found, where that is not its first argument; add: the verb that makes one, edit:
    whether another changes it, flags: with options of other names; file: what takes in files, where any does; column: of a file, beside those of the fields;
    unread: fields that a file has no column for; rows: those that history knows as rows of their own; kept: those that an empty text does not empty; later: those that only `edit`
    writes, never: those that only verbs of their own write; kind: what `history` calls
    it, where that is not the table; house: lines that make what it refers to; section: of
    what `list` shows, where that is a page; mild: names and words are plain ones, for files give them another meaning; fit:
    puts right what may not stand together.
    """

    command: Words
    list: Words
    file: Words = ()
    before: Words = ()
    arguments: Words = ()
    always: Words = ()
    key: str = ""
    add: str = "add"
    edit: bool = True
    flags: tuple[tuple[str, str], ...] = ()
    column: Words = ()
    unread: Words = ()
    kept: Words = ()
    later: Words = ()
    never: Words = ()
    rows: Words = ()
    kind: str = ""
    house: tuple[Words, ...] = ()
    section: str = ""
    mild: bool = False
    fit: Callable[[dict[str, Typed]], None] = lambda typed: None


def _days(typed: dict[str, Typed]) -> None:
    if "since" in typed and "until" in typed:
        typed["until"] = "2027-12-31"


def _fee_item(typed: dict[str, Typed]) -> None:
    if model.PERS.parse(str(typed["per"])) != "reading":
        typed.pop("meter", None)
    _days(typed)


def _discount(typed: dict[str, Typed]) -> None:
    typed.setdefault("state", "空置")
    if "unit" in typed:
        del typed["state"]
    _days(typed)


def _contact(typed: dict[str, Typed]) -> None:
    typed.pop("unit", None)  # stands before the text


def _point(typed: dict[str, Typed]) -> None:
    if "reading" not in typed:
        for name in ("unit", "min", "max"):
            typed.pop(name, None)


def _route(typed: dict[str, Typed]) -> None:
    typed.update(points=["GATE", "ROOF"], windows=["20:00-22:00"])
    if "until" in typed:
        typed["until"] = "2027-12-31"


def _permit(typed: dict[str, Typed]) -> None:
    typed.setdefault("deposit_fen", "2000")
    typed["from"] = typed["taken"] = "2019-01-01"  # today where a person says nothing, none in a file


def _reading(typed: dict[str, Typed]) -> None:
    if "final" in typed:
        typed["replaced"] = True


WAYS = {
    "facility": Way(
        ("patrol", "facility"),
        ("patrol", "facility", "list", "--all", "--reveal"),
        ("patrol", "facility", "import"),
        arguments=("code", "name"),
    ),
    "unit": Way(
        ("unit",),
        ("unit", "list"),
        ("resident", "import"),
        before=("1-1-101",),
        column=("房号", "1-1-101"),
        unread=("note",),
    ),
    "department": Way(("department",), ("department", "list"), before=("lift",)),
    "patrol_point": Way(
        ("patrol", "point"),
        ("patrol", "point", "list"),
        arguments=("code", "name"),
        kind="point",
        house=(("patrol", "facility", "add", "LIFT-1", "货梯", "--kind", "elevator"),),
        fit=_point,
    ),
    "patrol_route": Way(
        ("patrol", "route"),
        ("patrol", "route", "list"),
        arguments=("name",),
        always=("points", "windows"),
        kept=("points", "windows", "every", "from"),
        rows=("points",),
        kind="route",
        house=(
            ("patrol", "point", "add", "GATE", "东门"),
            ("patrol", "point", "add", "ROOF", "天台"),
        ),
        fit=_route,
    ),
    "fee_item": Way(
        ("fee", "item"),
        ("fee", "item", "list", "--all"),
        arguments=("code",),
        always=("per", "rate", "cycle"),
        kept=("meter",),
        flags=(("since", "--since"),),
        kind="item",
        fit=_fee_item,
    ),
    "fee_discount": Way(
        ("fee", "discount"),
        ("fee", "discount", "list"),
        arguments=("share",),
        key="id",
        kind="discount",
        house=(
            ("unit", "add", "1-1-101"),
            ("fee", "item", "add", "wyf", "--name=物业费", "--per=area", "--rate=2.8", "--cycle=month"),
        ),
        fit=_discount,
    ),
    "meter_reading": Way(
        ("fee",),
        ("fee", "readings"),
        ("fee", "import", "readings"),
        arguments=("unit", "meter", "value"),
        always=("at",),
        key="id",
        add="read",
        edit=False,
        column=("房号", "1-1-101"),
        unread=("unit",),
        kind="reading",
        house=(("unit", "add", "1-1-101"),),
        fit=_reading,
    ),
    "resident": Way(
        ("resident",),
        ("resident", "list", "--former", "--reveal"),
        ("resident", "import"),
        arguments=("name",),
        always=("unit",),
        column=("房号", "1-1-101"),
        unread=("unit",),
        kept=("unit", "role"),
        house=(("unit", "add", "1-1-101"),),
        mild=True,
        fit=_days,
    ),
    "permit": Way(
        ("permit",),
        ("permit", "list", "--reveal"),
        ("permit", "import"),
        before=("1-1-101",),
        arguments=("kind",),
        always=("code",),
        key="code",
        kept=("unit", "kind", "code"),
        never=("unit", "state", "ended", "outcome"),
        column=("房号", "1-1-101"),
        house=(("unit", "add", "1-1-101"),),
        fit=_permit,
    ),
    "permit_inspection": Way(
        ("permit", "inspect"),
        ("permit", "show", "J1"),
        before=("J1",),
        arguments=("text",),
        add="",
        edit=False,
        kind="-",
        house=(("permit", "add", "1-1-101", "装修", "--new-unit"),),
        section="inspections",
    ),
    "contact": Way(
        ("resident", "contact"),
        ("unit", "show", "1-1-101"),
        before=("1-1-101",),
        arguments=("text",),
        add="",
        edit=False,
        kind="-",
        house=(("resident", "add", "王芳", "--unit=1-1-101", "--new-unit"),),
        section="contacts",
        fit=_contact,
    ),
    "ticket": Way(
        ("ticket",),
        ("ticket", "list", "--reveal"),
        ("ticket", "import"),
        arguments=("title",),
        always=("kind", "category", "priority", "department", "source", "party"),
        key="id",
        column=("房号", "1-1-101"),
        unread=("unit",),
        kept=("kind", "priority", "source", "party"),
        later=("assignee", "cause"),
        house=(
            ("unit", "add", "1-1-101"),
            ("patrol", "facility", "add", "LIFT-1", "货梯", "--kind", "elevator"),
        ),
        mild=True,
    ),
    "category": Way(("ticket", "category"), ("ticket", "category", "list"), before=("solar",)),
}
# Tables whose rows belong to another record: their fields are among its own.
PARTS = {"patrol_plan": "patrol_route", "fee_rate": "fee_item", "resident_phone": "resident", "residency": "resident"}
# What may be typed into fields with a parser of their own, and where files are stricter than options.
OWN = {
    ("facility", "code"): ("X-1", "ｘ－１", "泵 1", "A=1"),
    ("facility", "inspect"): ("1,4,every:1y", "每年", "none", "每6个月"),
    ("facility", "test"): ("2,3", "every:30d", "none"),
    ("patrol_point", "code"): ("B1-PUMP", "ｇａｔｅ", "东门"),
    ("patrol_point", "min"): ("0.3", "0"),
    ("patrol_point", "max"): ("0.5", "１２"),
    ("patrol_route", "name"): ("早巡", "夜巡 2", "B栋"),
    ("patrol_route", "every"): ("daily", "工作日", "每周一四", "monthly:1,15"),
    ("ticket", "reporter"): ("王女士", *HOSTILE[:-1]),
    ("ticket", "assignee"): ("张师傅", *HOSTILE[:-1]),
    ("ticket", "title"): ("厨房漏水", "MAX 1", *HOSTILE),
    ("fee_item", "code"): ("wyf", "ＷＹ", "停车费"),
    ("fee_item", "rate"): ("2.80", "¥3", "2.8元/㎡"),
    ("fee_item", "late_rate"): ("万分之三", "0.05%", "0.0003"),
    ("fee_item", "late_cap"): ("20%", "0.5"),
    ("fee_discount", "share"): ("7折", "70%", "0.7", "全免"),
    ("meter_reading", "value"): ("1250.5", "１２", "0"),
    ("meter_reading", "final"): ("131.2", "0"),
    ("permit", "code"): ("ZX-2026-014", "ＺＸ－１", "许可 7"),
    ("unit", "area"): ("89.5", "120", "0.0001", "１０２．３"),
}
# Names of records that every house has.
REFERENCES = {
    "department": ("工程", "service", "greening"),
    "facility": ("LIFT-1", "货梯"),
    "unit": ("1-1-101", "1栋1单元101"),
    "item": ("wyf", "物业费"),
    "resident": ("王芳",),
    "category": ("noise", "噪音"),
}
