"""References: what is understood, and what is said of a reference of another kind."""

import pytest

from butlercli.base import i18n
from butlercli.base.errors import UsageError
from butlercli.base.refs import is_list, parse_ref, parse_refs, reads_as_refs


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("12", [12]), ("B12", [12]), ("#b12", [12]), ("B3,B5", [3, 5]), ("12，14、20-22", [12, 14, 20, 21, 22]),
        ("B3+4", [3, 4]), ("5-3", [3, 4, 5]), ("B3,3", [3]), ("＃１２", [12]),
    ],
)  # fmt: skip
def test_lists_and_ranges_are_understood(text: str, ids: list[int]) -> None:
    assert parse_refs(text, "B") == ids


@pytest.mark.parametrize(
    ("text", "letter", "value", "english", "chinese"),
    [
        ("P1", "B", "P1", ("a payment", "a bill"), ("缴费", "账单")),
        ("B1,p2-4", "B", "p2-4", ("a payment", "a bill"), ("缴费", "账单")),
        ("#R7", "T", "#R7", ("a patrol round", "a ticket"), ("巡检轮次", "工单")),
    ],
)
def test_a_reference_of_another_kind_is_called_what_it_is(
    text: str, letter: str, value: str, english: tuple[str, str], chinese: tuple[str, str]
) -> None:
    for code, names in (("en", english), ("zh", chinese)):
        i18n.set_language(code)
        with pytest.raises(UsageError) as caught:
            parse_refs(text, letter)
        params = caught.value.params
        assert (params["value"], params["other"], params["wanted"]) == (value, *names)
        assert caught.value.code == "other_kind"


@pytest.mark.parametrize("text", ["", "x", "P", "P1x", "B1,", "P1-B2", "1.5"])
def test_what_is_no_reference_of_any_kind_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_refs(text, "B")
    assert caught.value.code != "other_kind" and not reads_as_refs(text, "B")


def test_one_is_one_and_a_list_is_a_list() -> None:
    assert parse_ref("B3", "B") == 3
    with pytest.raises(UsageError):
        parse_ref("B3,B4", "B")
    assert [is_list(text) for text in ("B3", "3-2-501", "B3,B4", "12+14", "B3、P4")] == [False, False, True, True, True]
