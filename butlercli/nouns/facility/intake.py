"""`patrol facility import`: the register of facilities (设备台账), out of the file it is kept in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from butlercli.base.errors import ButlerError, UsageError
from butlercli.base.i18n import N_
from butlercli.base.phones import mask_phone, normalise_phone
from butlercli.base.result import Result, Row
from butlercli.kit import texts
from butlercli.kit.intake import engine, values
from butlercli.kit.intake.engine import Account, Noun, Options, swift
from butlercli.kit.intake.headers import FieldSpec
from butlercli.kit.intake.problems import Problem
from butlercli.nouns.facility import rules as inspections
from butlercli.nouns.facility import store as facilities
from butlercli.nouns.facility import verbs as facility_verbs
from butlercli.nouns.facility.model import FACILITY_KINDS

if TYPE_CHECKING:
    from butlercli.base.dates import DayOrder
    from butlercli.kit.intake.grid import Cell
    from butlercli.store.database import Database

VERB = "patrol facility import"
_DATES = ("installed", "inspected", "tested", "retired")
_BLANK = frozenset(("", "/", "-", "—", "无"))

FIELDS: dict[str, FieldSpec] = {
    "code": FieldSpec(
        (
            "设备编号", "设施编号", "设备代码", "设备编码", "设施代码", "资产编号", "编号", "代码", "编码", "内部编号", "facility code",
            "facility no", "asset no", "equipment no",
        ),
        repeat=False,
    ),
    "name": FieldSpec(
        ("设备名称", "设施名称", "设施设备名称", "设备设施名称", "设备", "设施", "名称", "facility", "facility name", "equipment"), repeat=False
    ),
    "kind": FieldSpec(
        (
            "类别", "设备类别", "设施类别", "种类", "设备种类", "设备类型", "设施类型", "类型", "分类", "系统", "所属系统", "facility kind",
            "category", "type",
        ),
        repeat=False,
    ),
    "place": FieldSpec(
        ("位置", "安装位置", "设备位置", "安装地点", "所在位置", "使用地点", "地点", "where", "location"), repeat=False
    ),
    "installed": FieldSpec(
        (
            "投用日期", "安装日期", "启用日期", "投入使用日期", "使用日期", "投用时间", "安装时间", "启用时间", "put into use", "installed on",
            "installation date",
        ),
        repeat=False,
    ),
    "inspect": FieldSpec(("检验周期", "年检周期", "检验年份", "inspection schedule"), repeat=False),
    "test": FieldSpec(("检测周期", "检测年份", "test schedule"), repeat=False),
    "inspected": FieldSpec(
        (
            "上次检验", "上次检验日期", "检验日期", "最近检验日期", "年检日期", "上次年检日期", "上次检验时间", "检验时间", "last inspection",
            "inspection date",
        ),
        repeat=False,
    ),
    "tested": FieldSpec(
        ("上次检测", "上次检测日期", "检测日期", "最近检测日期", "上次检测时间", "检测时间", "last test", "test date"), repeat=False
    ),
    "maker": FieldSpec(("品牌", "制造单位", "生产厂家", "制造厂家", "制造商", "厂家", "manufacturer", "brand"), repeat=False),
    "model": FieldSpec(("型号", "规格型号", "设备型号", "型号规格", "规格"), repeat=False),
    "vendor": FieldSpec(
        ("维保单位", "维护单位", "维修单位", "维保公司", "维护保养单位", "maintained by", "contractor", "maintenance company"), repeat=False
    ),
    "vendor_phone": FieldSpec(
        (
            "维保电话", "维保单位电话", "维保联系电话", "联系电话", "电话", "vendor phone", "phone of the maintainer",
            "maintenance phone",
        ),
        repeat=False,
    ),
    "note": FieldSpec(("备注", "说明", "remark", "remarks"), repeat=False),
    "retired": FieldSpec(("停用日期", "停用时间", "报废日期", "out of use"), repeat=False),
    "next_inspect": FieldSpec(("下次检验", "下次检验日期", "检验有效期", "检验到期日期", "next inspection"), repeat=False),
    "next_test": FieldSpec(("下次检测", "下次检测日期", "next test"), repeat=False),
}  # fmt: skip
COMPUTED = ("id", "uid", "next_inspect", "next_test", "overdue", "schedules", "points", "faults", "repairs", "readings")
NOUN = Noun("facility", FIELDS, ["code", "name", "kind"], COMPUTED)

# How the files of offices call the kinds; a longer word that holds one of them is of that kind.
_KINDS = {
    "电梯": "elevator", "扶梯": "elevator", "消防": "fire", "灭火": "fire", "喷淋": "fire", "给排水": "water", "给水": "water",
    "排水": "water", "供水": "water", "水泵": "water", "供配电": "power", "配电": "power", "强电": "power", "发电": "power",
    "燃气": "gas", "照明": "lighting", "门禁": "access", "监控": "access", "安防": "access", "弱电": "access", "道闸": "access",
    "环境卫生": "environment", "环卫": "environment", "绿化": "greening", "游乐": "playground", "健身": "playground", "儿童": "playground",
    "房屋本体": "building", "其他": "other", "其它": "other",
}  # fmt: skip


def take_in(db: "Database", options: Options) -> Result:
    """Import facilities; raises UsageError (exit 2) for the file, CheckError (exit 6) for its rows."""
    with swift():
        plain = readers({})
        engine.constants_checked(NOUN, options, lambda f, v: plain[f](v) if f in plain else v)
        table = engine.read(options, NOUN)
        account = Account(table)
        account.overlong()
        headers = {column.field: column.header for column in reversed(table.columns)}
        known = facilities.by_codes(db)
        rows = _checked(db, account, known, _validated(account, known, headers, options), headers)
        engine.settle(account, options, dry=db.dry)
        bad = account.bad_rows()
        _store(db, account, known, [(number, given) for number, given in rows if number not in bad], options)
        return engine.outcome(NOUN, account, options, dry=db.dry)


def readers(orders: "Mapping[str, DayOrder | None]") -> dict[str, values.Read]:
    """Return the reader of every field."""
    short = values.text(texts.LONGEST_NAME)
    found: dict[str, values.Read] = dict.fromkeys(("name", *facility_verbs.SHORT), short)
    found.update({name: values.day(orders.get(name)) for name in _DATES})
    found.update({name: values.remembered(inspections.canonical) for name in inspections.CHECKS})
    found["code"] = lambda cell: facility_verbs.checked_code(values.plain(cell))
    found["kind"] = values.remembered(_kind)
    found["vendor_phone"] = values.remembered(normalise_phone)
    found["note"] = values.text(texts.LONGEST_TEXT)
    return found


def _kind(text: str) -> str:
    """Read a kind: our own word, or one that holds a word offices use for one kind and for no other."""
    code = FACILITY_KINDS.find(text)
    if code is not None:
        return code
    held = {kind for word, kind in _KINDS.items() if word in text}
    return held.pop() if len(held) == 1 else FACILITY_KINDS.parse(text)


def _validated(
    account: Account, known: dict[str, Row], headers: dict[str, str], options: Options
) -> list[tuple[int, Row]]:
    """Return the rows' numbers and values, checked cell by cell; what was refused becomes a problem."""
    rows = account.table.rows
    orders = {
        field: values.column_order(rows, field, options.date_format, headers[field])
        for field in _DATES
        if field in headers
    }
    fields = readers(orders)
    cells = [{key: cell for key, cell in row.values.items() if key in fields and not _is_blank(cell)} for row in rows]
    for item in cells:
        _drop_known_mask(item, known)
    options.tick("check", 0, len(rows))
    checked = values.check("Facility", fields, cells)
    for index, field, error in checked.refused:
        row = rows[index]
        account.problems.append(Problem.of(row.number, headers.get(field, field), row.values.get(field), error))
    return [(row.number, given) for row, given in zip(rows, checked.values, strict=True)]


def _is_blank(cell: "Cell") -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() in _BLANK)


def _drop_known_mask(item: Row, known: dict[str, Row]) -> None:
    """Leave out a masked number that is the known facility's own, as our own files show it."""
    number = values.plain(item.get("vendor_phone"))
    row = known.get(values.plain(item.get("code")).strip().lower())
    if "*" in number and row is not None and mask_phone(row["vendor_phone"] or "") == number:
        del item["vendor_phone"]


def _checked(
    db: "Database", account: Account, known: dict[str, Row], rows: list[tuple[int, Row]], headers: dict[str, str]
) -> list[tuple[int, Row]]:
    """Return the rows that make a facility; a code twice, what a new one lacks, or a day to come is a problem."""
    bad = account.bad_rows()
    seen: dict[str, int] = {}
    found = []
    for number, given in rows:
        if number in bad or not given:
            continue

        def refuse(field: str, value: Any, error: ButlerError, number: int = number) -> None:
            account.problems.append(Problem.of(number, headers.get(field, field), value, error))

        code = given.get("code")
        if code is None:
            refuse("code", None, UsageError(N_("A facility has a code.")))
            continue
        first = seen.setdefault(code.lower(), number)
        if first != number:
            why = N_("stands in row {first} already; a code is one facility's.")
            account.problems.append(Problem(number, headers.get("code", "code"), code, why, first=first))
            continue
        if code.lower() not in known:
            for field, said in (("name", N_("A facility has a name.")), ("kind", N_("A facility has a kind."))):
                if field not in given:
                    refuse(field, None, UsageError(said))
        for field in inspections.CHECKS.values():
            if given.get(field, "") > db.now.date().isoformat():
                refuse(field, given[field], UsageError(N_("{date} has not come yet."), date=given[field]))
        found.append((number, given))
    return found


def _store(
    db: "Database", account: Account, known: dict[str, Row], rows: list[tuple[int, Row]], options: Options
) -> None:
    """Write the new facilities; update the known ones where nobody changed them here."""
    touched: list[str] = []
    updates: list[tuple[int, Row, Row]] = []
    for index, (number, given) in enumerate(rows):
        if not index % 100:
            options.tick("store", index, len(rows))
        row = known.get(given["code"].lower())
        if row is not None:
            updates.append((number, row, given))
            continue
        id = facility_verbs.insert(db, given)
        account.added += 1
        touched.append(given["code"])
        if db.dry and len(account.preview) < engine.PREVIEW:
            account.preview.append(facilities.record(db, facilities.by_id(db, id)))
    touched.extend(_update(db, account, updates))
    account.refs = ",".join(touched[:20]) + (" …" if len(touched) > 20 else "")


def _update(db: "Database", account: Account, updates: list[tuple[int, Row, Row]]) -> list[str]:
    """Bring known facilities to what the file says, but for fields changed here; return the codes of those changed."""
    edited: dict[int, set[str]] | None = None
    touched: list[str] = []
    for number, row, given in updates:
        wanted = {
            name: value
            for name, value in given.items()
            if name != "code" and value != row[name] and not values.only_masked(value, row[name])
        }
        if wanted and edited is None:
            edited = engine.journal_edits(db, "facility", VERB)
        own = (edited or {}).get(row["id"], set())
        changes = {name: value for name, value in wanted.items() if name not in own}
        label = {"row": number, "code": row["code"], "name": row["name"]}
        if len(changes) < len(wanted):
            account.kept.append({**label, "fields": [name for name in wanted if name in own]})
        if changes:
            db.update("facility", row["id"], changes)
            account.updated.append({**label, "fields": list(changes)})
            touched.append(row["code"])
        else:
            account.unchanged += 1
    return touched
