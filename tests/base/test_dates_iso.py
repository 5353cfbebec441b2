"""Stored moments as sentences say them."""

from butlercli.base.dates.iso import day_or_minute, minute


def test_a_sentence_says_the_minute() -> None:
    assert minute("2026-06-30T17:05:59") == "2026-06-30 17:05"
    assert minute("2026-06-30T00:00:00") == "2026-06-30 00:00"


def test_of_midnight_only_the_day_is_known() -> None:
    assert day_or_minute("2026-06-30T00:00:00") == "2026-06-30"
    assert day_or_minute("2026-06-30T17:05:59") == "2026-06-30 17:05"
