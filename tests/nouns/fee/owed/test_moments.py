"""When something of fees happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from butlercli.base.errors import UsageError
from butlercli.nouns.fee.owed.verbs import moments
from tests.nouns.fee.community import Fees


@pytest.fixture
def fees(tmp_path: Path) -> Iterator[Fees]:
    house = Fees(tmp_path / "butler.db")
    yield house
    house.db.close()


def test_now_stands_for_a_time_that_was_not_said(fees: Fees) -> None:
    assert moments.past(fees.db, None) == fees.db.now


def test_a_time_to_come_is_refused(fees: Fees) -> None:
    early = datetime(2026, 1, 1, 9, 0, 30, 250)
    assert moments.past(fees.db, early) == datetime(2026, 1, 1, 9, 0, 30)
    with pytest.raises(UsageError) as refused:
        moments.past(fees.db, fees.db.now + timedelta(seconds=1))
    assert refused.value.code == "in_future"
