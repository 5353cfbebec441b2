"""Wordings no letter of demand may hold (DESIGN §9): threats of cutting supplies, of blocking doors, lifts or parking,
of making names public, and 滞纳金. Supplies by the Civil Code (民法典) 944; the rest is this program's own policy.
"""

import re
from functools import cache

_SUPPLY = "(?:自来)?水|电|气|燃气|煤气|暖|暖气|热|供暖|供热|水电"
_DOORS = "进出|出入|进入|通行|入内|回家|门禁|刷卡|乘梯|电梯|停车|车位|泊车|车辆"
_GAP = "[^。；！？，,;!?]{0,10}?"
_CHINESE = (
    # cutting water, power, gas, heat
    rf"(?:停止|停|断|限|切断|中断|掐断|截断|关闭|暂停|停用)(?:供应|供给|供|用)?(?:{_SUPPLY})(?!费|表|梯|话|脑|子|卡|动|瓶|器)",
    rf"(?:停止|中断|暂停|限制){_GAP}(?:供水|供电|供气|供暖|供热|用水|用电|用气)",
    r"关(?:闭|停)?(?:水阀|气阀|阀门|电闸|总闸)|拉闸|剪线",
    # doors, lifts, parking
    rf"(?:禁止|限制|不得|不准|不许|不予|不让|拒绝|阻止|暂停|取消|停用|停止|注销|冻结|锁定|封锁|关闭){_GAP}"
    rf"(?:(?:{_DOORS})(?!诉讼|仲裁|司法|法律|程序)|放行)",
    rf"(?:门禁|电梯|车位|车辆|停车|门卡|出入卡|道闸){_GAP}(?:停用|注销|失效|锁|封|禁|限制|取消|冻结|拦)",
    r"锁(?:门|车|梯|住车)|堵(?:门|车|锁)|拦(?:车|门)|封(?:门|车)|停梯|(?:换|撤)(?:门)?锁",
    # names in public
    rf"(?:公布|公示|公开|张贴|曝光|刊登|广播|点名){_GAP}(?:名单|姓名|名字|房号|门牌|户号|欠费|欠款|照片)",
    rf"(?:姓名|名单|房号|门牌|欠费(?:情况|信息|名单)?|欠款){_GAP}(?:公布|公示|公开|张贴|曝光|刊登|上墙)",
    rf"(?:业主群|微信群|群里|全体业主|其他业主|邻居|单位|公告栏|朋友圈|媒体|楼道){_GAP}(?:公布|公示|公开|张贴|曝光|通报|披露|发布)",
    r"曝光|黑名单|老赖|(?:通知|告知|通报)(?:您|你)?(?:的)?(?:工作|所在)?单位",
    r"滞纳金",
)
_ENGLISH = (
    r"(?:cut(?:ting)?(?: off| down)?|disconnect\w*|shut(?:ting)?(?: off)?|turn(?:ing)?(?: off)?|stop(?:ping)?(?: the)?(?: supply of)?|suspend\w*)"
    r" (?:of |your |the |to |off )*(?:water|power|electricity|heat\w*|gas)\b",
    r"\b(?:water|power|electricity|heating|gas)\b[^.;!?]{0,25}\b(?:be|is|are) (?:cut|disconnected|shut|turned off|stopped|suspended)",
    r"(?:block|deny|denied|refuse|restrict|forbid|disable|lock)\w*[^.;!?]{0,25}\b(?:entry|entrance|access|lifts?|elevators?|doors?|parking)\b",
    r"\b(?:access cards?|entry|lifts?|elevators?|parking)\b[^.;!?]{0,25}\b(?:blocked|denied|disabled|locked|restricted|cancelled)",
    r"blacklist|name and shame|(?:publish|post|expose|disclos|announc)\w*[^.;!?]{0,25}\bnames?\b|\bnames?\b[^.;!?]{0,25}\b(?:published|posted|exposed|made public)",
)


_NO_TEXT = ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/numbering.xml")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join((*_CHINESE, *_ENGLISH)), re.IGNORECASE)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"(?<=[。；！？;!?])|(?<=\.)\s")


def sentence(text: str) -> str | None:
    """Return the first sentence of a text that no letter may hold, or None.

    Spaces between Chinese letters do not hide a wording.
    """
    from butlercli.base.text import fold

    for line in text.splitlines():
        for part in _ends().split(line):
            plain = fold(part)
            close = re.sub(r"(?<=[^\x00-\x7f])[\s\u200b\u3000]+(?=[^\x00-\x7f])", "", plain)
            if _pattern().search(close) or _pattern().search(re.sub(r"\s+", " ", plain)):
                return part.strip()
    return None


def in_file(parts: dict[str, bytes]) -> str | None:
    """Return the first forbidden sentence of a Word file, wherever it stands: body, tables, headers, footers, text boxes."""
    for paragraph in paragraphs(parts):
        found = sentence(paragraph)
        if found is not None:
            return found
    return None


def paragraphs(parts: dict[str, bytes]) -> list[str]:
    """Return every paragraph of a Word file as text, runs joined; `parts` are the entries of its archive, inflated.

    Raises lxml's XMLSyntaxError where a part is no XML.
    """
    from lxml import etree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    drawn = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found: list[str] = []
    for name, content in parts.items():
        if not (name.startswith("word/") and name.endswith(".xml")) or name in _NO_TEXT:
            continue
        root = etree.fromstring(content, parser)
        for space in (word, drawn):
            for paragraph in root.iter(f"{space}p"):
                found.append("".join(part.text or "" for part in paragraph.iter(f"{space}t")))
    return [text for text in found if text.strip()]
