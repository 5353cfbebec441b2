"""What Typer refuses is said in the house's words, in both languages, with the way out."""

import pytest

from tests.conftest import Butler


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (("ticket", "add"), "TITLE is missing", "缺少 TITLE"),
        (
            ("ticket", "add", "x", "--sourec", "phone"),
            "no option --sourec. Did you mean --source?",
            "没有选项 --sourec",
        ),
        (("ticket", "list", "--limit", "abc"), "--limit wants a whole number", "--limit 应为整数"),
        (("ticket", "list", "--limit", "-1"), "0 or more", "不小于 0"),
        (("ticket", "close", "1", "2"), "Too many words: 2", "多出的内容：2"),
        (("ticket", "add", "x", "--kind"), "--kind wants a value", "--kind 后面要有值"),
        (("ticket", "list", "--overdue=1"), "--overdue takes no value", "--overdue 后面不带值"),
        (("ticket", "nosuch"), "no command “nosuch”", "没有命令“nosuch”"),
        (("ticket", "add", "x", "--{name}"), "no option --{name}", "没有选项 --{name}"),
    ],
)
def test_is_one_sentence_in_either_language(butler: Butler, words: tuple[str, ...], english: str, chinese: str) -> None:
    for language, expected in (("en", english), ("zh", chinese)):
        outcome = butler(*words, lang=language)
        assert outcome.code == 2
        assert expected in outcome.err
        assert len(outcome.err.strip().splitlines()) == 1


def test_the_pages_of_help_speak_chinese(butler: Butler) -> None:
    page = butler.ok("ticket", "close", "--help", lang="zh").out
    assert page.startswith("用法：butler ticket close [选项] REF")
    assert "显示此帮助并退出" in page and "Show this" not in page
