"""Both languages are complete: every sentence has its Chinese, none is fuzzy, none is superfluous."""

from tests import catalogue


def test_the_chinese_catalogue_is_complete() -> None:
    assert catalogue.problems() == []
