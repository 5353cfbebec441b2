"""Dates in columns of exported files."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.dates import DayOrder, decide_day_order, parse_cell_moment
from butlercli.base.errors import UsageError

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2026/3/5", "2026-03-06"], "ymd"),
        ([], "ymd"),
        ([45000, None, "待定"], "ymd"),
        (["05/03/2026", "13/03/2026"], "dmy"),
        (["3/5/26", "3/15/26"], "mdy"),
        (["05.03.2026"], "dmy"),
        (["05/03/2026", "06/03/2026"], None),
        (["13/05/2026", "05/13/2026"], None),
        (["2026/3/5", "13/05/2026", "31/31/2026"], "dmy"),
        (["98-3-31"], "ymd"),
        (["26-3-31"], None),
    ],
)
def test_a_column_has_one_order(values: list[object], order: DayOrder | None) -> None:
    assert decide_day_order(values) == order


@pytest.mark.parametrize(
    ("value", "order", "expected"),
    [
        ("2026/3/5 9:5", None, "2026-03-05T09:05:00"),
        ("2017年8月5日", None, "2017-08-05T00:00:00"),
        ("2017年8月5日 下午3:05", None, "2017-08-05T15:05:00"),
        ("2017.8.5", None, "2017-08-05T00:00:00"),
        ("20260305", None, "2026-03-05T00:00:00"),
        (20260305, None, "2026-03-05T00:00:00"),
        ("05.03.2026", "dmy", "2026-03-05T00:00:00"),
        ("3/5/26 1:30 PM", "mdy", "2026-03-05T13:30:00"),
        ("98-3-31", "ymd", "1998-03-31T00:00:00"),
        ("31/12/2026", None, "2026-12-31T00:00:00"),
        (46086, None, "2026-03-05T00:00:00"),
        (46086.5, None, "2026-03-05T12:00:00"),
        ("46086.75", None, "2026-03-05T18:00:00"),
        (61, None, "1900-03-01T00:00:00"),
        (date(2026, 3, 5), None, "2026-03-05T00:00:00"),
        (datetime(2026, 3, 5, 9, 5, 1, 999), None, "2026-03-05T09:05:01"),
        ("2026-03-05T01:00:00.000Z", None, "2026-03-05T09:00:00"),
        ("2026-03-05 24:00", None, "2026-03-06T00:00:00"),
    ],
)
def test_a_cell_is_a_moment(value: object, order: DayOrder | None, expected: str) -> None:
    assert parse_cell_moment(value, order, SHANGHAI).isoformat() == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "今天",
        True,
        5,
        2026,
        60,
        -1,
        float("nan"),
        float("inf"),
        10**30,
        300000,
        "05/03/2026",
        "2026-02-30",
        "2026/3/5 25:00",
        "2026-03-05 x",
        "2026/3/5 9:",
        "1/2/3/4",
        date(1800, 1, 1),
        b"2026-03-05",
        "2" * 1000000,
    ],
)
def test_a_cell_that_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(UsageError):
        parse_cell_moment(value, None)


def test_a_cell_against_the_order_of_its_column_names_the_other_reading() -> None:
    with pytest.raises(UsageError) as caught:
        parse_cell_moment("12/31/2026", "dmy")
    assert caught.value.params["nearest"] == "2026-12-31"


def test_an_offset_needs_the_zone() -> None:
    with pytest.raises(UsageError):
        parse_cell_moment("2026-03-05T01:00:00Z", None)


@given(st.datetimes(datetime(1907, 1, 1), datetime(2199, 12, 31)))
def test_excel_serials_come_back_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert parse_cell_moment(serial, None) == moment


@given(st.one_of(st.text(max_size=200), st.floats(), st.integers(), st.text("0123456789/-.: 年月日TZap", max_size=24)))
def test_any_cell_is_read_or_refused(value: object) -> None:
    for order in ("ymd", "dmy", "mdy", None):
        try:
            parse_cell_moment(value, order, SHANGHAI)
        except UsageError:
            continue
    decide_day_order([value])
