"""Money in the capitals of Chinese bills (人民币大写), which nobody can add a stroke to."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """Return an amount of fen in capitals: 壹仟零捌元整, 壹拾元零伍分, 叁角整; a negative one begins with 负.

    As the rules for filling in bills and settlement vouchers of the People's Bank have it (正确填写票据和结算凭证的基本规定):
    整 stands after 元 and 角, never after 分; one 零 for any number of noughts inside. Raises ValueError above 10^16 yuan.
    """
    if fen < 0:
        return "负" + capitals(-fen)
    yuan, part = divmod(fen, 100)
    jiao, rest = divmod(part, 10)
    written = _whole(yuan) + "元" if yuan or not part else ""
    if jiao:
        written += _DIGITS[jiao] + "角"
    elif rest and yuan:
        written += "零"
    return written + (_DIGITS[rest] + "分" if rest else "整")


def _whole(number: int) -> str:
    """Return a whole number in groups of four digits: 万, 亿."""
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    if len(groups) > len(_GROUPS):
        raise ValueError(number)
    written, gap = "", False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            gap = bool(written)
            continue
        if written and (gap or group < 1000):
            written += "零"
        written, gap = written + _group(group) + _GROUPS[index], False
    return written


def _group(group: int) -> str:
    """Return one to four digits, noughts at the end left out, noughts inside as one 零."""
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return written
