"""Identity: UUIDv7 texts, the demo's seeded ones, the fixed share."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from butlercli.base.ids import SeededUids, share_of, uuid7

NOON = 1_782_878_400_000


@given(st.integers(0, (1 << 48) - 1), st.binary(min_size=10, max_size=16))
def test_a_uid_is_a_version_7_uuid_that_carries_its_moment(now_ms: int, rand: bytes) -> None:
    uid = uuid7(now_ms, rand)
    parsed = uuid.UUID(uid)
    assert str(parsed) == uid
    assert parsed.version == 7
    assert parsed.variant == uuid.RFC_4122
    assert parsed.int >> 80 == now_ms
    assert uuid7(now_ms, rand) == uid


def test_the_example_of_the_standard() -> None:
    # RFC 9562, appendix A.6: rand_a is CC3, rand_b is 18C4DC0C0C07398F.
    rand = ((0xCC3 << 62) | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, rand) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_uids_of_one_moment_rise_and_never_repeat() -> None:
    uids = [uuid7(NOON) for _ in range(5000)]
    assert uids == sorted(set(uids))
    assert all(uuid.UUID(uid).version == 7 for uid in uids)


def test_a_later_moment_sorts_later() -> None:
    assert uuid7(NOON) < uuid7(NOON + 1)


@pytest.mark.parametrize("now_ms", [-1, 1 << 48])
def test_a_moment_outside_48_bits_is_refused(now_ms: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(now_ms)


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="ten bytes"):
        uuid7(NOON, b"short")


def test_one_seed_gives_one_sequence() -> None:
    first, again, other = SeededUids(7), SeededUids(7), SeededUids(8)
    uids = [first(NOON) for _ in range(2000)]
    assert uids == [again(NOON) for _ in range(2000)]
    assert len(set(uids)) == 2000
    assert not set(uids) & {other(NOON) for _ in range(2000)}
    assert SeededUids(1)(NOON) == "019f1bd5-6e00-7306-beeb-8da1658eec67"


def test_a_share_is_fixed_by_the_uid_and_close_to_its_size() -> None:
    uids = SeededUids(1)
    drawn = [share_of(uids(NOON + minute)) for minute in range(10_000)]
    assert set(drawn) == set(range(100))
    assert 2800 < sum(share < 30 for share in drawn) < 3200
    assert share_of("019f1bd5-6e00-7306-beeb-8da1658eec67") == 99
