"""Phone numbers as residents give them, and as others may see them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.errors import UsageError
from butlercli.base.phones import find_phones, mask_name, mask_phone, mask_phones_in, normalise_phone

MOBILES = st.from_regex("1[3-9][0-9]{9}", fullmatch=True).filter(str.isascii)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0755-88886666", "075588886666"),
        ("(0755)8888 6666", "075588886666"),
        ("+86 755 88886666", "075588886666"),
        ("010-66668888", "01066668888"),
        ("88886666", "88886666"),
        ("400-123-4567", "4001234567"),
        ("0755-88886666转123", "075588886666x123"),
        ("0755-88886666-123", "075588886666x123"),
        ("0755-8888666-6", "07558888666x6"),
        ("12345", "12345"),
        ("110", "110"),
        ("668899", "668899"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
    ],
)
def test_a_number_is_kept_as_digits(text: str, number: str) -> None:
    assert normalise_phone(text) == number
    assert normalise_phone(number) == number


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1380013800", "12800138000", "13800138000 王", "666", "+12", "1" * 1_000_000, "٣" * 11],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        normalise_phone(text)


@pytest.mark.parametrize("text", ["138****8000", "138xxxx8000", "138＊＊＊＊8000", "0755****6666"])
def test_a_masked_number_never_replaces_a_real_one(text: str) -> None:
    with pytest.raises(UsageError, match="masked"):
        normalise_phone(text)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800138000", "138****8000"),
        ("075588886666", "0755****6666"),
        ("01066668888", "010****8888"),
        ("88886666", "****6666"),
        ("075588886666x123", "0755****6666x***"),
        ("+85291234567", "+852****4567"),
        ("668899", "6****9"),
        ("12345", "12345"),
        ("138****8000", "138****8000"),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_hidden(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("王女士 138 0013 8000 或 0755-88886666转3 急", "王女士 138****8000 或 0755****6666x* 急"),
        ("3-2-501 １３８－００１３－８０００", "3-2-501 138****8000"),
        ("电话:+86-138-0013-8000。", "电话:138****8000。"),
        ("2026-07-15 13800138000", "2026-07-15 138****8000"),
        ("13800138000/13900139000", "138****8000/139****9000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "138****8000"),
        ("(0755)88886666", "0755****6666"),
        ("İ 13800138000", "İ 138****8000"),
    ],
)
def test_numbers_are_masked_where_they_stand(text: str, masked: str) -> None:
    assert mask_phones_in(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "单号 44030113800138000",
        "138001380001",
        "13-2-501 12345",
        "2026-07-01 13:30:00",
        "金额 1380.00",
        "3-2-501",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert find_phones(text) == []
    assert mask_phones_in(text) == text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王芳", "王*"),
        ("王小芳", "王**"),
        ("欧阳娜娜", "欧**"),
        ("王女士", "王女士"),
        ("欧阳先生", "欧阳先生"),
        ("王芳女士", "王*女士"),
        ("张总", "张总"),
        ("王建工", "王**"),
        ("John Smith", "J***"),
        ("王芳、李大强", "王*、李**"),
        ("王", "王"),
        ("", ""),
    ],
)
def test_a_given_name_is_hidden(name: str, masked: str) -> None:
    assert mask_name(name) == masked
    assert mask_name(masked) == masked


@given(MOBILES, st.sampled_from(["", " ", "-"]), st.sampled_from(["", "+86", "0086", "86 "]))
def test_every_mobile_is_found_and_hidden(mobile: str, gap: str, country: str) -> None:
    written = country + gap.join((mobile[:3], mobile[3:7], mobile[7:]))
    assert normalise_phone(written) == mobile
    assert [number for _, _, number in find_phones(f"打{written}找他")] == [mobile]
    assert mask_phones_in(f"打{written}找他") == f"打{mobile[:3]}****{mobile[7:]}找他"


@given(st.one_of(st.text(max_size=200), st.text("0123456789 -+()转x*", max_size=30)))
def test_any_text_is_read_or_refused(text: str) -> None:
    for start, end, number in find_phones(text):
        assert 0 <= start < end <= len(text)
        assert normalise_phone(number) == number
    mask_phone(text)
    mask_name(text)
    try:
        assert normalise_phone(normalise_phone(text)) == normalise_phone(text)
    except UsageError:
        return


@pytest.mark.parametrize("piece", ["1", "1 ", "0755-", "+86", "(0", "13800138000 ", "1-3-"])
def test_a_megabyte_is_masked_at_once(piece: str) -> None:
    begun = time.perf_counter()
    mask_phones_in(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - begun < 5
