"""The guesses for many tickets are those for one."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from butlercli.domains.ticket.bulk_infer import Inferer
from butlercli.domains.ticket.infer import KIND_WORDS, infer
from butlercli.store.database import Database, connect
from butlercli.store.migrations import migrate, seeds

WORDS = [word for category in seeds.CATEGORIES for word in category[5].split()]
WORDS += [word for _kind, words in KIND_WORDS for word in words.split()]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=8).flatmap(
    lambda parts: st.sampled_from(["", " ", "，"]).map(lambda gap: gap.join(parts))
)


def opened() -> Database:
    connection = connect(":memory:", write=True)
    migrate(connection)
    return Database(connection, Path(":memory:"))


DB = opened()
INFERER = Inferer(DB)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_same_as_one_by_one(text: str) -> None:
    one, many = infer(DB, text), INFERER.infer(text)
    assert one["kind"] == many["kind"] and one["department_id"] == many["department_id"]
    assert (one["category"] or {}).get("code") == (many["category"] or {}).get("code")
