"""A name is found by its pinyin, whole and by initials."""

import pytest

from butlercli.kit.spelling import spell


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("王芳", {"wangfang", "wf"}),
        ("曾祥", {"zengxiang", "zx"}),
        ("单雄信", {"shanxiongxin", "sxx"}),
        ("解放", {"xiefang", "xf", "jiefang", "jf"}),
        ("仇英", {"qiuying", "qy"}),
        ("任行", {"renxing", "rx", "renhang", "rh"}),
        ("吕布", {"lvbu", "lubu", "lb"}),
        ("欧阳娜", {"ouyangna", "oyn"}),
        ("尉迟恭", {"yuchigong", "ycg"}),
        ("单于夫", {"chanyufu", "cyf"}),
        ("John Smith", {"johnsmith", "js"}),
        ("王A", {"wanga", "wa"}),
    ],
)
def test_every_sensible_reading_is_stored(name: str, words: set[str]) -> None:
    assert words <= set(spell(name).split())


@pytest.mark.parametrize("name", ["", "😀", "（）", "\x1b[31m", "===", "\u202e"])
def test_what_has_no_sound_has_no_spelling_but_its_letters(name: str) -> None:
    assert all(word.isalnum() and word.isascii() for word in spell(name).split())


def test_a_very_long_name_stays_short() -> None:
    assert len(spell("解" * 10_000)) < 3_000
    assert len(spell("行" * 200)) < 3_000
