"""Folding to half width, and Chinese numerals."""

# A day, month or hour in figures or Chinese numerals; the same for amounts in front of a unit.
NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
AMOUNT = "(?:[0-9]{1,6}(?:\\.[0-9]{1,4})?|[零〇一二两三四五六七八九十廿百]{1,7}|半)"
YEAR = "(?:[0-9]{4}|[零〇一二三四五六七八九]{4})"

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "百": 100}


def _folding() -> dict[int, int]:
    """Map full width to half width, capitals to small letters, and the many dashes and blanks to one."""
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= {ord(char): ord(" ") for char in "\u3000\u00a0\u2002\u2003\u2009\u202f\t\n\r"}
    table |= {ord(char): ord("-") for char in "‐‑‒–—−"}
    table |= {ord("∶"): ord(":"), ord("〜"): ord("~")}
    table |= dict(zip(map(ord, "號點週禮後兩個時鐘"), map(ord, "号点周礼后两个时钟"), strict=True))
    for code in range(26):
        table[ord("A") + code] = ord("a") + code
        table[ord("Ａ") + code] = ord("a") + code
    return table


_FOLDING = _folding()


def flatten(text: str) -> str:
    """Return the text in half width and lower case, one character for each, so that places stay the same."""
    return text.translate(_FOLDING)


def number(text: str) -> int | None:
    """Read `12`, `十二`, `二十三`, `廿三`, `两`, `一百二十` or `二〇二六`; None if it is none."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit, below = 0, -1, 1000
    for char in text:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
            continue
        unit = _TENS.get(char)
        if unit is None or unit >= below or digit == 0:
            return None
        total += unit * (digit if digit > 0 else 1)
        digit, below = -1, 10 if unit == 20 else unit
    return total + max(digit, 0)
