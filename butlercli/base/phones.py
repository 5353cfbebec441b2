"""Phone numbers: read into digits, found in free text, masked for others' eyes; names masked too."""

import re
from functools import cache

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_
from butlercli.base.text import fold

_LONGEST = 50
_MOBILE = "1[3-9][0-9]{9}"
_AREA_CODE = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_TITLES = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "阿姨",
    "叔叔",
    "大爷",
    "大妈",
    "大叔",
    "大姐",
    "大哥",
    "爷爷",
    "奶奶",
    "师傅",
    "老师",
    "医生",
    "经理",
    "主任",
    "主管",
    "队长",
    "站长",
    "书记",
    "警官",
    "律师",
    "同学",
    "同志",
    "老板",
    "业主",
    "住户",
    "租户",
    "家属",
    "总",
    "工",
    "姐",
    "哥",
    "叔",
    "姨",
    "爷",
    "婆",
    "嫂",
]
_COMPOUND_SURNAMES = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "长孙",
    "宇文",
    "司徒",
    "夏侯",
    "端木",
    "令狐",
    "独孤",
    "南宫",
    "西门",
]


@cache
def _number() -> re.Pattern[str]:
    """Return what a number is without its separators: mobile, landline, 400, local, service or short."""
    landline = f"{_AREA_CODE}[2-9][0-9]{{6,7}}"
    return re.compile(f"{_MOBILE}|{landline}|[48]00[0-9]{{7}}|[2-9][0-9]{{6,7}}|[1-9][0-9]{{4,5}}|1[12][0-9]")


@cache
def _extension() -> re.Pattern[str]:
    return re.compile(r"(.*?[0-9)]) *(?:转|分机|ext\.?|x|#)[:： ]*([0-9]{1,6})")


@cache
def _dashed_extension() -> re.Pattern[str]:
    """Return a whole landline or mobile with one more group behind a dash, as switchboards are written."""
    return re.compile(
        rf"(\(?{_AREA_CODE}\)?[- ]?[2-9][0-9]{{6,7}}|[2-9][0-9]{{6,7}}|{_MOBILE}"
        rf"|[48]00(?:[- ]?[0-9]){{7}})-([0-9]{{1,6}})"
    )


def normalise_phone(text: str) -> str:
    """Return a phone number as digits.

    Spaces, dashes, points, brackets, full width and the prefixes +86, 0086 are taken off. Understood:
    mobiles (13800138000), landlines with area code (075588886666) or without (7 or 8 digits), 400 and 800
    numbers, service numbers and short numbers of a company network (3, 5 or 6 digits). An extension (转123,
    分机123, -123 behind a whole number) is kept as `x123`, and a foreign number with its `+` (+85291234567).

    Raises UsageError: no phone number, or a masked one (138****8000), which would overwrite a real one.
    """
    folded = fold(text).strip().lower() if len(text) <= _LONGEST else ""
    if re.search(r"[*•●＊×]|x{2,}", folded):
        raise UsageError(
            N_("“{value}” is a masked phone number."),
            hint=N_("Give the whole number, or leave it out."),
            value=text,
        )
    number = _normalised(folded)
    if number is None:
        raise UsageError(
            N_("“{value}” is not a phone number."),
            hint=N_("A mobile has 11 digits ({mobile}), a landline its area code ({landline})."),
            value=text if len(text) <= 40 else text[:39] + "…",
            mobile="13800138000",
            landline="0755-88886666",
        )
    return number


def _normalised(folded: str) -> str | None:
    """Return the canonical form of a folded number, None when it is none."""
    main, extension = folded, ""
    match = _extension().fullmatch(folded) or _dashed_extension().fullmatch(_without_country(folded))
    if match:
        main, extension = match[1], f"x{match[2]}"
    if not re.fullmatch(r"\+?[0-9 .()-]+", main):
        return None
    digits = re.sub(r"[ .()-]", "", main)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+86"):
        digits = digits[3:]
        if not re.fullmatch(f"{_MOBILE}|0.*|[48]00[0-9]{{7}}", digits):
            digits = "0" + digits
    elif digits.startswith("+"):
        return digits + extension if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits) else None
    elif re.fullmatch(f"(?:86|0){_MOBILE}", digits):
        digits = digits[-11:]
    return digits + extension if _number().fullmatch(digits) else None


def _without_country(folded: str) -> str:
    """Take +86 or 0086 off, for numbers whose extension hangs on a dash."""
    return re.sub(r"^(?:\+|00)86[ -]?(?=0|1[3-9]|[48]00)", "", folded)


@cache
def _in_text() -> re.Pattern[str]:
    """Mobiles, landlines with area code and foreign numbers, with separators anywhere between digits."""
    gap = "[ .-]{0,2}"
    country = rf"(?:(?:\+|00) ?86{gap}|(?<![0-9])86{gap}(?=1))?"
    extension = r"(?: ?(?:转|分机|ext\.?|x|#)[: ]?[0-9]{1,6}(?![0-9]))?"
    # Its first three digits stand together (13-2-501 is a unit), or all of them stand apart.
    mobile = f"(?:1[3-9][0-9](?:{gap}[0-9]){{8}}|1 [3-9](?: [0-9]){{9}})"
    area = r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?"
    landline = rf"(?:{area}{gap}|(?<=86)[ -]?[1-9][0-9]{{1,2}}[ -])[2-9](?:{gap}[0-9]){{6,7}}"
    foreign = r"\+(?!86)[1-9](?:[ .()-]?[0-9]){7,14}"
    return re.compile(f"(?<![0-9])(?:{country}(?:{mobile}|{landline})|{foreign})(?![0-9]){extension}", re.I)


def find_phones(text: str) -> list[tuple[int, int, str]]:
    """Return the phone numbers in a text as (start, end, canonical number), from left to right.

    Mobiles, landlines with area code and foreign numbers with their `+`, whatever single blanks, points or
    dashes stand between the digits; numbers without an area code are too much like any other figure.
    """
    found = []
    folded = fold(text)
    for match in _in_text().finditer(folded):
        number = _normalised(match[0].lower())
        if number is not None:
            found.append((match.start(), match.end(), number))
    return found


def mask_phone(number: str) -> str:
    """Hide the middle of a phone number: `138****8000`, `0755****6666`, `****6666`, `+852****4567`.

    Service numbers that belong to nobody (110, 12345, 95598) are shown; of a short number only the first
    and last digit are; an extension is hidden whole. What is masked already stays so.
    """
    main, mark, extension = number.strip().partition("x")
    tail = "x" + "*" * len(extension) if mark else ""
    if "*" in main or not main:
        return main + tail
    if len(main) <= 6:
        public = main[0] in "19" and main.isdigit() and len(main) <= 5
        return (main if public else main[0] + "*" * max(len(main) - 2, 1) + main[-1:]) + tail
    if len(main) <= 8:
        return "****" + main[-4:] + tail
    keep = 3
    if main.startswith("+"):
        keep = 4
    elif main.startswith("0"):
        keep = 3 if main[1] in "12" else 4
    return f"{main[:keep]}****{main[-4:]}{tail}"


def mask_phones_in(text: str) -> str:
    """Return a text with every phone number in it masked; the rest stays as typed."""
    parts, position = [], 0
    for start, end, number in find_phones(text):
        parts += [text[position:start], mask_phone(number)]
        position = end
    return "".join(parts) + text[position:]


def mask_name(name: str) -> str:
    """Hide a given name: 王芳 → 王*, 王小芳 → 王**, 欧阳娜娜 → 欧**, John Smith → J***.

    A surname with a title stays as it is, as nothing of the given name is in it (王女士); a full name keeps
    its title (王芳女士 → 王*女士). Several names are masked one by one.
    """
    return "".join(
        part if separator else _mask_one(part)
        for separator, part in ((index % 2, part) for index, part in enumerate(re.split("([、，,;；/&]+ *)", name)))
    )


def _mask_one(name: str) -> str:
    """Mask a single name."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return f"{name[0]}***"
    title = next((word for word in _TITLES if name.endswith(word) and len(name) > len(word)), "")
    rest = name.removesuffix(title) if title else name
    if title and (len(rest) == 1 or rest in _COMPOUND_SURNAMES):
        return name
    if title and len(title) == 1:
        # 王建工 may be a name: one character says too little to be a title behind a whole name.
        rest, title = name, ""
    if len(rest) == 1:
        return rest
    return rest[0] + ("*" if len(rest) == 2 else "**") + title
