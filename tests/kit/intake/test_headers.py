import pytest

from butlercli.base.errors import UsageError
from butlercli.kit.intake.grid import Grid, Merge
from butlercli.kit.intake.headers import Header, Matcher, find_header, is_private, normalise, split_blocks
from tests.kit.intake.made import REGISTER, UNIT


def matcher(**options: str) -> Matcher:
    """Return the matcher of a register; `options` are columns mapped by hand."""
    return Matcher(REGISTER, options, {}, UNIT)


def found(grid: Grid, merges: list[Merge] | None = None, **options: str) -> Header:
    """Return the header that must be found."""
    header = find_header(grid, merges or [], matcher(**options))
    assert header is not None
    return header


def fields(header: Header) -> list[str | None]:
    """Return the field of each column."""
    return [match.field if match else None for match in header.matches]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("房 号", "房号"),
        ("　业主\n姓名：*", "业主姓名"),
        ("联系电话（必填）", "联系电话"),
        ("建筑面积（㎡)", "建筑面积"),
        ("【房号】", "房号"),
        ("Ｕｎｉｔ　Ｎｏ．", "unitno"),
        ("handover_date", "handoverdate"),
        ("Handover Date", "handoverdate"),
        (" ** ", ""),
    ],
)
def test_a_header_is_compared_by_what_it_says(header: str, name: str) -> None:
    assert normalise(header) == name


@pytest.mark.parametrize(
    "header",
    [
        *(
            "身份证号码",
            "业主身 份\n证号",
            "证件号码",
            "租户证件号",
            "护照",
            "密码",
            "ID Card No.",
            "idCard",
            "id_card",
        ),
        *("IDCard", "ID No.", "Owner's ID number", "Identity Number", "Login Password", "pwd", "Passport"),
    ],
)
def test_private_columns_are_known(header: str) -> None:
    assert is_private(header)
    assert matcher().match(header) is None


@pytest.mark.parametrize(
    "header",
    ["证件类型", "Valid card", "Paid card amount", "Case ID", "id", "CaseID", "Ticket ID number", "房号"],
)
def test_other_columns_are_not_private(header: str) -> None:
    assert not is_private(header)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("房间号", "unit"),
        ("Unit No.", "unit"),
        ("unit", "unit"),
        ("业主1", "name"),
        ("业主二", "name"),
        ("建筑面积M2", "area"),
        ("业主住户联系手机1", "phone"),
        ("备注2业主、住户联系电话", "phone"),
        ("实测建筑面积（㎡)", "area"),
        ("收楼通知书日期", None),
        ("是否已收楼", None),
    ],
)
def test_names_match_by_meaning(header: str, field: str | None) -> None:
    match = matcher().match(header)
    assert (match and match.field) == field


def test_the_header_is_found_under_titles() -> None:
    grid: Grid = [
        ["示例花园业主一览"],
        [],
        ["制表日期：2026-01-01"],
        ["序号", "房号", "业主"],
        [1, "3-2-501", "王小明"],
    ]
    assert found(grid).first == 3
    assert fields(found(grid)) == [None, "unit", "name"]


def test_two_rows_of_a_header_are_read_together() -> None:
    grid: Grid = [
        ["示例花园", None, None, None, None, None],
        ["房号", "业主", None, "租户", None, "建筑"],
        [None, "姓名", "电话", "姓名", "电话", "面积"],
        ["3-2-501", "王小明", 13800000000, None, None, 87.5],
    ]
    header = found(grid)
    assert (header.first, header.last) == (1, 2)
    assert fields(header) == ["unit", "name", "phone", None, None, "area"]
    assert header.names == ["房号", "业主姓名", "电话", "租户姓名", "租户电话", "建筑面积"]
    merged = [Merge(0, 0, 0, 5), Merge(1, 1, 1, 2), Merge(1, 3, 1, 4)]
    assert fields(found(grid, merged)) == fields(header)


def test_a_data_row_never_joins_the_header() -> None:
    grid: Grid = [["房号", "业主", "电话"], ["3-2-501", "业主", None]]
    assert found(grid).last == 0


def test_one_field_is_a_header_only_when_it_is_all_a_row_needs() -> None:
    assert fields(found([["名单"], ["房号", "x"]])) == ["unit", None]
    assert find_header([["姓名", "x"]], [], matcher()) is None
    assert find_header([], [], matcher()) is None


def test_a_name_mapped_by_hand_wins_and_one_mapped_to_nothing_is_left_out() -> None:
    assert fields(found([["住址", "业主", "房号"]], 住址="unit", 房号="")) == ["unit", "name", None]


def test_mapping_refuses_unknown_fields_and_private_columns() -> None:
    with pytest.raises(UsageError) as unknown:
        matcher(住址="unti")
    assert unknown.value.params["nearest"] == "unit"
    with pytest.raises(UsageError) as private:
        matcher(身份证号="name")
    assert private.value.code == "private_column"


def blocks(*names: str) -> list[list[int]]:
    """Return the blocks of a one-row header."""
    return split_blocks(found([list(names)]), matcher())


def test_blocks_side_by_side_are_the_same_names_again() -> None:
    assert blocks("序号", "房号", "业主", "", "序号", "房号", "业主") == [[0, 1, 2, 3], [4, 5, 6]]
    assert blocks("楼栋", "房号", "业主", "房号", "业主", "备注") == [[0, 1, 2], [0, 3, 4, 5]]


def test_two_owners_of_one_unit_are_not_two_blocks() -> None:
    assert len(blocks("房号", "姓名", "电话", "姓名", "电话")) == 1
    assert len(blocks("房号", "人数", "收楼日期", "人数", "电话", "收楼日期")) == 1
