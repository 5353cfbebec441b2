"""Text on a terminal: widths, cutting, wrapping, escapes, folding, tables, formulas."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from butlercli.base.text import (
    chinese_number,
    fit,
    fold,
    formula_safe,
    formula_unsafe,
    pad,
    plain_table,
    visible,
    width,
    wrap,
)

anything = st.text(st.characters(exclude_categories=()))
ordinary = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from(
            "，。：；！？（）【】“”《》、…—·￥℃㎡①②★→×°éü\u0301ｱカあ한글🔥👍🏽🚗💧👨\u200d👩⚠\ufe0f📞🇨🇳½Ⅲα"
        ),
    )
)


@given(ordinary)
def test_widths_agree_with_rich(text: str) -> None:
    assert width(text) == cell_len(text)


def test_every_assigned_character_of_old_standing_is_as_wide_as_rich_says() -> None:
    import unicodedata

    ucd = unicodedata.ucd_3_2_0
    different = [
        hex(point)
        for point in range(0x20, 0x30000)
        if ucd.category(chr(point)) not in ("Cn", "Cs", "Co") and width(chr(point)) != cell_len(chr(point))
    ]
    assert different == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("漏水", 4), ("ＡＢ", 4), ("é", 1), ("e\u0301", 1), ("❤\ufe0f", 2),
     ("👨\u200d👩\u200d👧", 2), ("1\ufe0f\u20e3", 2), ("\u200b", 0),
     ("\x1b", 0), ("a\tb", 2), ("🏽", 0), ("👍🏽", 2), ("…", 1)],
)  # fmt: skip
def test_cells_of_what_people_write(text: str, cells: int) -> None:
    assert width(text) == cells == cell_len(text)


def test_a_wide_character_is_never_split() -> None:
    assert fit("厨房漏水", 8) == "厨房漏水"
    assert fit("厨房漏水", 7) == "厨房漏…"
    assert fit("厨房漏水", 6) == "厨房…"
    assert fit("厨房漏水", 1) == "…"
    assert fit("厨房漏水", 0) == ""
    assert fit("厨房漏水", 5, "") == "厨房"
    assert fit("厨房漏水", 2, "...") == "厨"
    assert fit("👨\u200d👩\u200d👧👧", 3) == "👨\u200d👩\u200d👧…"
    assert fit("cafe\u0301s", 5) == "cafe\u0301s"
    assert fit("cafe\u0301 noir", 5) == "cafe\u0301…"


@given(anything, st.integers(0, 12))
def test_what_was_fitted_fits(text: str, cells: int) -> None:
    cut = fit(text, cells)
    assert width(cut) <= cells
    assert cut == text or text.startswith(cut.removesuffix("…"))


def test_padding_counts_cells() -> None:
    assert pad("漏水", 6) == "漏水  "
    assert pad("漏水", 6, "right") == "  漏水"
    assert pad("漏水", 7, "center") == " 漏水  "
    assert pad("厨房漏水", 6) == "厨房漏水"


def test_chinese_breaks_anywhere_and_latin_at_spaces() -> None:
    assert wrap("厨房漏水要修", 5) == ["厨房", "漏水", "要修"]
    assert wrap("the kitchen leaks", 8) == ["the", "kitchen", "leaks"]
    assert wrap("修 Panasonic 电梯", 9) == ["修", "Panasonic", "电梯"]
    assert wrap("3-2-501厨房漏水", 9) == ["3-2-501厨", "房漏水"]
    assert wrap("a\n\nb", 9) == ["a", "", "b"]
    assert wrap("", 9) == [""]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("漏水", 1) == ["漏", "水"]


@given(anything, st.integers(2, 20))
@example("a" * 5 + " " * 9 + "b", 4)
@example("000\xa0", 3)
@example("漏\u3000水", 2)
def test_no_line_is_too_long_and_nothing_but_spaces_is_lost(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("厨房漏水 3-2-501！", "厨房漏水 3-2-501！"),
        ("a\tb\nc\r", r"a\tb\nc\r"),
        ("\x1b[31m红", r"\x1b[31m红"),
        ("\x7f\x85\x00", r"\x7f\x85\x00"),
        ("价\u202e001", r"价\u202e001"),
        ("\u2066\u061c\u200b\ufeff\u2028\u200e", r"\u2066\u061c\u200b\ufeff\u2028\u200e"),
        ("\ud83d", r"\ud83d"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("管\u200d家", r"管\u200d家"),
        ("👨\u200d", r"👨\u200d"),
        ("\U000e0041", r"\U000e0041"),
        ("全角\u3000空格", "全角\u3000空格"),
        (r"C:\new", r"C:\new"),
    ],
)
def test_what_would_act_or_hide_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_newlines_may_stay() -> None:
    assert visible("a\nb\x1b\r\n", keep_newlines=True) == "a\nb\\x1b\\r\n"


@given(anything)
def test_what_is_shown_is_harmless_and_shown_the_same_again(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not set(shown) & {chr(point) for point in (*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F))}
    shown.encode()


def test_every_control_and_bidi_character_is_escaped() -> None:
    for point in (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
                  *range(0x2066, 0x206A), 0xFEFF, *range(0xD800, 0xE000)):  # fmt: skip
        assert visible(f"水{chr(point)}水") != f"水{chr(point)}水"


def test_full_width_typing_is_folded() -> None:
    assert fold("３－２－５０１　＠工程：１５：３０，＋水；＃Ｂ１８（急）！") == "3-2-501 @工程:15:30,+水;#B18(急)!"
    assert fold("3—2–501") == "3-2-501"
    assert fold("漏水。【急】“厨房”、") == "漏水。【急】“厨房”、"


@given(anything)
def test_folding_keeps_every_position(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert all(after == before or after in " ¥" or after.isascii() for before, after in zip(text, folded, strict=True))


def test_chinese_numerals_up_to_ninety_nine() -> None:
    digits = ["", *"一二三四五六七八九"]
    for value in range(1, 100):
        tens, ones = divmod(value, 10)
        written = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[ones]
        assert chinese_number(written) == value
    assert chinese_number("一十二") == 12
    for wrong in ("", "百", "二二", "十十", "二二十", "十二三", "12"):
        assert chinese_number(wrong) is None


def test_a_plain_table_lines_up() -> None:
    rows = [["12", "厨房漏水", "3-2-501"], ["3", "停电", "B1-301"]]
    assert plain_table(["号", "事项", "房号"], rows, ["right", "left", "left"]) == [
        "号  事项      房号",
        "12  厨房漏水  3-2-501",
        " 3  停电      B1-301",
    ]


def test_a_plain_table_is_cut_only_when_told() -> None:
    rows = [["1", "厨房的水管漏水，楼下也湿了"]]
    assert plain_table([], rows, ["left", "left"]) == ["1  厨房的水管漏水，楼下也湿了"]
    assert plain_table([], rows, ["left", "left"], 12) == ["1  厨房的水…"]
    assert plain_table(["a", "b"], [["1" * 9, "x"]], ["left", "right"], 5) == ["a", "1111…"]
    assert plain_table(["事项"], [], ["left"]) == ["事项"]
    assert plain_table([], [], []) == []


@given(st.lists(st.tuples(anything, anything), max_size=4), st.integers(0, 30))
def test_a_cell_is_one_line_and_a_line_fits(rows: list[tuple[str, str]], cells: int) -> None:
    lines = plain_table(["a", "b"], rows, ["left", "right"], cells)
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= cells and "\n" not in line for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "＋1",
        "－1",
        "＠工程",
        "\t=1",
        "\t",
        "\r1",
        "\n=1",
        "  =1",
        "\u3000=1",
    ],
)
def test_what_would_start_a_formula_is_text(text: str) -> None:
    assert formula_safe(text) == "'" + text


@pytest.mark.parametrize("text", ["", "漏水", "'漏水", "3-2-501", "1=1", "'", "''", " 漏水"])
def test_other_text_is_left_alone(text: str) -> None:
    assert formula_safe(text) == text == formula_unsafe(text)


@given(st.one_of(anything, st.text(alphabet="'=+-@ \t\r1＝")))
def test_the_import_takes_off_what_the_export_put_on(text: str) -> None:
    guarded = formula_safe(text)
    assert formula_unsafe(guarded) == text
    assert not guarded.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not guarded.startswith(("\t", "\r"))


def test_the_floor_stays_light() -> None:
    import subprocess

    heavy = {
        "dataclasses",
        "json",
        "decimal",
        "uuid",
        "secrets",
        "random",
        "difflib",
        "unicodedata",
        "rich",
        "csv",
    }
    code = (
        "import sys; before = set(sys.modules);"
        "from butlercli.base import fuzzy, ids, segment, text, unitcode;"
        "text.width('厨房漏水'); text.visible('厨房漏水'); unitcode.parse_unit('3-2-501');"
        "print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not heavy & set(loaded.split())
    assert "butlercli.base.unitcolumns" not in loaded.split()


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    assert wrap("水管漏水，请尽快", 8) == ["水管漏", "水，请尽", "快"]
    assert wrap("（一）二", 4) == ["（", "一）", "二"]
    assert wrap("，，，，", 4) == ["，，", "，，"]
    assert all(width(line) <= 6 for line in wrap("好。" * 20, 6))


def test_a_line_does_not_end_with_an_opening_mark() -> None:
    assert wrap("中位数（上期）", 8) == ["中位数", "（上期）"]
    assert wrap("（（（", 2) == ["（", "（", "（"]
