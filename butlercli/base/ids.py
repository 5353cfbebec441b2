"""Identity across machines: UUIDv7 texts, seeded ones for the demo, and a fixed share drawn from them."""

import os

_RANDOM_BITS = 74
_SHAPE = (7 << 76) | (2 << 62)  # Version 7 and variant 2 in their places (RFC 9562, section 5.7).

_last_ms = -1
_last_random = 0


def uuid7(now_ms: int, rand: bytes | None = None) -> str:
    """Return a UUIDv7 text for a moment in milliseconds of Unix time (RFC 9562).

    Without `rand`, ids of one process and one millisecond rise (RFC 9562, section 6.2, method 2), so
    they sort as they were made even under a fixed clock. `rand` is at least ten bytes, used as they are.
    Raises `ValueError` for a moment outside 48 bits or too few bytes.
    """
    if not 0 <= now_ms < 1 << 48:
        raise ValueError("now_ms must be Unix milliseconds of at most 48 bits")
    if rand is None:
        return _text(now_ms, _rising(now_ms))
    if len(rand) < 10:
        raise ValueError("rand must be at least ten bytes")
    return _text(now_ms, int.from_bytes(rand[:10], "big") & ((1 << _RANDOM_BITS) - 1))


def _rising(now_ms: int) -> int:
    """Return 74 random bits; within one millisecond always more than before."""
    global _last_ms, _last_random
    drawn = int.from_bytes(os.urandom(10), "big")
    if now_ms == _last_ms:
        # A random step of up to 2**32 keeps ids unguessable and leaves room for 2**41 of them.
        _last_random += (drawn & 0xFFFFFFFF) + 1
    else:
        # The top bit starts at zero, so that the steps do not run over.
        _last_random = drawn & ((1 << (_RANDOM_BITS - 1)) - 1)
    _last_ms = now_ms
    return _last_random


def _text(now_ms: int, random_bits: int) -> str:
    """Lay out the time, version, 12 random bits, variant and 62 random bits as the usual text."""
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    digits = f"{(now_ms << 80) | (high << 64) | low | _SHAPE:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class SeededUids:
    """Makes the same sequence of uids from the same seed and moments, on every machine and Python.

    An instance is called like `uuid7`: `uids(now_ms)`. For the demo and tests only: guessable.
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        """Start the sequence of `seed`."""
        self._state = seed & 0xFFFFFFFFFFFFFFFF

    def __call__(self, now_ms: int) -> str:
        """Return the next uid, for a moment in milliseconds of Unix time."""
        return uuid7(now_ms, (self._draw() << 64 | self._draw()).to_bytes(16, "big")[6:])

    def _draw(self) -> int:
        """Return the next 64 bits (SplitMix64: Steele, Lea, Flood 2014)."""
        mask = 0xFFFFFFFFFFFFFFFF
        self._state = (self._state + 0x9E3779B97F4A7C15) & mask
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        return mixed ^ (mixed >> 31)


def share_of(uid: str) -> int:
    """Return a number from 0 to 99 fixed by the uid: `share_of(uid) < 30` draws the same 30 % every time."""
    from zlib import crc32

    return crc32(uid.encode()) % 100
