"""Files made for the tests: spreadsheets, archives that lie, and where the real files are."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from butlercli.kit.intake.formats import read_source
from butlercli.kit.intake.grid import Source
from butlercli.kit.intake.headers import FieldSpec, Required
from butlercli.kit.intake.table import MappedTable, map_source

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

REGISTER: Mapping[str, FieldSpec] = {
    "unit": FieldSpec(("房号", "房间号", "房屋编号", "门牌号", "新房号", "新单元号", "房屋", "铺位", "unit no")),
    "room": FieldSpec(("房", "房间", "单元名称")),
    "building": FieldSpec(("楼栋", "栋号", "楼号", "楼栋编号", "栋数", "楼阁名称")),
    "floor": FieldSpec(("楼层", "层", "原单元号")),
    "entrance": FieldSpec(("单元", "单元编号")),
    "name": FieldSpec(("业主姓名", "业主", "姓名", "客户名称", "业主名称")),
    "phone": FieldSpec(("联系电话", "手机", "手机号", "电话", "mobile"), ("联系电话", "联系手机", "固定电话")),
    "area": FieldSpec(("建筑面积", "面积"), ("建筑面积",), repeat=False),
    "handover_date": FieldSpec(("收楼日期", "交付日期", "收铺日期")),
    "state": FieldSpec(("房屋状态", "房屋状况")),
}
TICKETS: Mapping[str, FieldSpec] = {
    "ref": FieldSpec(("工单编号", "留言编号", "CaseID")),
    "title": FieldSpec(("标题", "主题", "留言主题", "Category")),
    "created_at": FieldSpec(("登记时间", "留言时间", "OpenedDate")),
    "detail": FieldSpec(("留言详情", "内容")),
    "source": FieldSpec(("来源",)),
    "phone": FieldSpec(("电话",)),
    "name": FieldSpec(("业主",)),
}
UNIT: Required = [("unit", "room")]


def real(name: str) -> str:
    """Return the path of a real file, or skip where the folder is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("the real files are not here")
    return str(path)


def text_source(text: str | bytes, *, format: str | None = None) -> Source:
    """Read text as if it came through a pipe."""
    data = text.encode() if isinstance(text, str) else text
    return read_source("-", io.BytesIO(data), format=format)


def register(text: str | bytes, required: Required = UNIT, **options: Any) -> MappedTable:
    """Read a register given as delimited text or JSON."""
    return map_source(text_source(text), REGISTER, required=required, **options)


def xlsx(fill: Callable[[Any], None]) -> bytes:
    """Return a workbook that `fill` writes."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


def xlsx_rows(*rows: list[Any], name: str = "住宅") -> bytes:
    """Return a workbook with one sheet of these rows."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)

    return xlsx(fill)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """Return an archive with one entry added."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an archive with every entry changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return out.getvalue()


def lying_entry(content: bytes, claimed: int) -> bytes:
    """Return an archive whose only entry claims in both headers to inflate to `claimed` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    name = b"xl/workbook.xml"
    sums = struct.pack("<IIIHH", zlib.crc32(content), len(packed), claimed, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sums + name + packed
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sums
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def ods(rows: str, table: str = "住宅") -> bytes:
    """Return an OpenDocument spreadsheet with these `<table:table-row>` elements."""
    spaces = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
    head = " ".join(spaces.format(name) for name in ("office", "table", "text"))
    body = f'<office:spreadsheet><table:table table:name="{table}">{rows}</table:table></office:spreadsheet>'
    content = f"<?xml version='1.0'?><office:document-content {head}><office:body>{body}</office:body>"
    content += "</office:document-content>"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def ods_row(*texts: str, cell: str = "", row: str = "") -> str:
    """Return one row of text cells; `cell` and `row` are further attributes."""
    cells = "".join(
        f'<table:table-cell office:value-type="string" {cell}><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row {row}>{cells}</table:table-row>"
