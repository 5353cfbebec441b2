"""What follows from the times a ticket came with."""

from datetime import datetime
from typing import Any

import pytest

from butlercli.nouns.ticket.rules import past

NOW = datetime(2026, 7, 1, 9, 30)


def completed(**values: Any) -> dict[str, Any]:
    row = {"created_at": "2026-06-01T10:00:00", **values}
    assert past.complete(row, None, NOW) == []
    return row


def test_a_closing_without_a_resolution_is_one() -> None:
    row = completed(closed_at="2026-06-02T10:00:00")
    assert row["resolved_at"] == row["responded_at"] == "2026-06-02T10:00:00"


def test_a_score_was_given_when_the_ticket_was_closed() -> None:
    row = completed(resolved_at="2026-06-02T10:00:00", closed_at="2026-06-03T10:00:00", score=5)
    assert row["called_back_at"] == "2026-06-03T10:00:00"


def test_a_day_without_a_time_counts_from_the_step_before_it() -> None:
    assert completed(resolved_at="2026-06-01T00:00:00")["resolved_at"] == "2026-06-01T10:00:00"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"responded_at": "2026-05-01T10:00:00"}, "responded_at"),
        ({"responded_at": "2026-06-03T10:00:00", "resolved_at": "2026-06-02T10:00:00"}, "resolved_at"),
        ({"resolved_at": "2026-08-01T10:00:00"}, "resolved_at"),
        ({"called_back_at": "2026-06-02T10:00:00"}, "called_back_at"),
        ({"score": 5}, "score"),
        ({"created_at": "2026-07-02T10:00:00"}, "created_at"),
    ],
)
def test_times_out_of_order_are_named(values: dict[str, Any], field: str) -> None:
    row = {"created_at": "2026-06-01T10:00:00", **values}
    assert field in [name for name, _error in past.complete(row, None, NOW)]


@pytest.mark.parametrize(
    ("values", "word", "state", "doubt"),
    [
        ({}, None, "new", None),
        ({}, "active", "active", None),
        ({}, "cancelled", "cancelled", None),
        ({}, "closed", "closed", past.WITHOUT_TIME),
        ({}, "resolved", "new", past.CONTRADICTED),
        ({"closed_at": "2026-06-02T10:00:00"}, "open", "closed", past.CONTRADICTED),
        ({"resolved_at": "2026-06-02T10:00:00"}, "new", "resolved", past.CONTRADICTED),
        ({"resolved_at": "2026-06-02T10:00:00"}, "closed", "closed", None),
        ({}, "open", "new", None),
        ({}, "deferred", "new", past.CONTRADICTED),
    ],
)
def test_a_word_for_the_state_is_honoured_where_the_times_allow_it(
    values: dict[str, Any], word: str | None, state: str, doubt: str | None
) -> None:
    assert past.state_of(completed(**values), word) == (state, doubt)
