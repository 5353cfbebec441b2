"""Names and numbers in register cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.nouns.register.intake.people import is_name, read_people, split_names


def read(text: str) -> list[tuple[str, str, list[str]]]:
    return [(mention.role, mention.name, mention.phones) for mention in read_people(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("章云、赵恒安", ["章云", "赵恒安"]),
        ("沈春琳   章明丽、彭雅芝", ["沈春琳", "章明丽", "彭雅芝"]),
        ("何明娟 任怡兴", ["何明娟", "任怡兴"]),
        ("葛萍军\n许芝颖", ["葛萍军", "许芝颖"]),
        ("王 芳", ["王芳"]),
        ("John Smith", ["John Smith"]),
        ("、吴思月、柏敏", ["吴思月", "柏敏"]),
        ("/", []),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ],
)
def test_several_owners_of_one_cell(text: str, names: list[str]) -> None:
    assert split_names(text) == (names, True)


def test_a_point_between_names_is_not_certain() -> None:
    assert split_names("张涛梅.金娜") == (["张涛梅.金娜"], False)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("章云:13013994188、15003960796、赵恒安：13044979163",
         [("", "章云", ["13013994188", "15003960796"]), ("", "赵恒安", ["13044979163"])]),
        ("65393675、何慧永：13005022925", [("", "", ["65393675"]), ("", "何慧永", ["13005022925"])]),
        ("何明娟13088706531 任怡兴 13087369799",
         [("", "何明娟", ["13088706531"]), ("", "任怡兴", ["13087369799"])]),
        ("32794650/13026783263租户周永13026701840",
         [("", "", ["32794650", "13026783263"]), ("tenant", "周永", ["13026701840"])]),
        ("出租：18054824984", [("tenant", "", ["18054824984"])]),
        ("13015689625租户强小姐", [("tenant", "强小姐", ["13015689625"])]),
        ("张三 138 0013 8000", [("", "张三", ["13800138000"])]),
        ("John Smith: 13800138000", [("", "John Smith", ["13800138000"])]),
        ("18999999999", [("", "", [])]),
    ],
)  # fmt: skip
def test_numbers_belong_to_the_name_before_them(text: str, people: list[tuple[str, str, list[str]]]) -> None:
    assert read(text) == people


def test_what_is_no_number_is_handed_back() -> None:
    (mention,) = read_people("施环通：889621000345")
    assert mention.phones == [] and mention.bad == ["889621000345"]


@pytest.mark.parametrize(
    ("word", "certain"), [("王芳", True), ("欧阳娜娜", True), ("勇明霞梅军金超业主", False), ("张", False)]
)
def test_certain_names(word: str, certain: bool) -> None:
    assert is_name(word) is certain


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_people(text)
    split_names(text)
