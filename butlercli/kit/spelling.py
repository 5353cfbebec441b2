"""How a name is spelt in pinyin, whole and by initials, so that `wangfang` and `wf` find 王芳.

Characters with several readings are stored with each sensible one: a surname by its reading as a surname
first (曾 zeng, 单 shan, 解 xie), then as it is read elsewhere.
"""

from functools import cache

MOST_READINGS = 8
LONGEST = 20

SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "任": "ren", "区": "ou", "查": "zha", "朴": "piao", "尉": "wei",
    "盖": "ge gai", "翟": "zhai", "乐": "yue le", "纪": "ji", "缪": "miao", "繁": "po", "种": "chong", "员": "yun", "宓": "mi",
    "冼": "xian", "洗": "xian", "折": "she", "黑": "he hei", "秘": "bi", "覃": "qin tan", "召": "shao", "逄": "pang", "华": "hua",
    "炅": "gui", "柏": "bai bo", "费": "fei bi", "葛": "ge", "宁": "ning", "那": "na", "车": "che", "沈": "shen", "谌": "chen shen",
    "贾": "jia", "薄": "bo", "燕": "yan", "应": "ying", "相": "xiang", "隗": "wei kui", "石": "shi", "过": "guo", "郇": "xun huan",
    "祭": "zhai ji", "乜": "nie", "郄": "qie xi", "逯": "lu", "行": "xing", "都": "du", "撒": "sa", "句": "gou", "盛": "sheng",
    "莘": "shen xin", "占": "zhan", "牟": "mou mu", "曲": "qu", "令": "ling", "参": "shen can", "阚": "kan", "佴": "nai",
    "訾": "zi", "藏": "zang", "长": "chang zhang", "广": "guang", "牛": "niu", "尹": "yin", "奇": "qi ji", "褚": "chu", "哈": "ha",
}  # fmt: skip
COMPOUND = {
    "尉迟": "yuchi", "万俟": "moqi", "澹台": "tantai", "长孙": "zhangsun", "单于": "chanyu", "鲜于": "xianyu", "令狐": "linghu",
    "欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "诸葛": "zhuge", "皇甫": "huangfu", "慕容": "murong", "司徒": "situ",
    "夏侯": "xiahou", "端木": "duanmu", "公孙": "gongsun", "东方": "dongfang", "南宫": "nangong", "西门": "ximen", "独孤": "dugu",
    "宇文": "yuwen", "轩辕": "xuanyuan", "呼延": "huyan", "闻人": "wenren", "申屠": "shentu", "太史": "taishi",
}  # fmt: skip
# How the two characters of a compound surname divide, for the initials.
_COMPOUND_INITIALS = {
    "尉迟": "yc", "万俟": "mq", "澹台": "tt", "长孙": "zs", "单于": "cy", "鲜于": "xy", "令狐": "lh", "欧阳": "oy", "司马": "sm",
    "上官": "sg", "诸葛": "zg", "皇甫": "hf", "慕容": "mr", "司徒": "st", "夏侯": "xh", "端木": "dm", "公孙": "gs", "东方": "df",
    "南宫": "ng", "西门": "xm", "独孤": "dg", "宇文": "yw", "轩辕": "xy", "呼延": "hy", "闻人": "wr", "申屠": "st", "太史": "ts",
}  # fmt: skip
GIVEN = {
    "乐": "le yue", "行": "xing hang", "长": "chang zhang", "茜": "qian xi", "朝": "chao zhao", "重": "chong zhong",
    "晟": "sheng cheng", "藏": "cang zang", "曾": "zeng ceng", "贾": "jia", "翟": "zhai di", "传": "chuan", "娜": "na nuo",
    "露": "lu", "宁": "ning", "参": "shen can", "卓": "zhuo", "澄": "cheng", "单": "dan shan", "解": "jie xie", "奇": "qi",
    "盛": "sheng cheng", "调": "tiao diao", "和": "he", "蔚": "wei yu", "会": "hui", "仔": "zai zi", "宿": "su", "石": "shi",
}  # fmt: skip

Reading = tuple[str, str]  # a syllable (or several) in full, and its initials


def spell(name: str) -> str:
    """Return the spellings of a name as words: each reading in full, then its initials (`wangfang wf`)."""
    if not name.isascii():
        return _chinese(name[:LONGEST])
    words = "".join(c if c.isalnum() else " " for c in name[: LONGEST * 3]).lower().split()
    return _joined([(("".join(words)), "".join(word[0] for word in words))]) if words else ""


def _chinese(name: str) -> str:
    readings: list[Reading] = [("", "")]
    rest = name
    if name[:2] in COMPOUND:
        readings, rest = [(COMPOUND[name[:2]], _COMPOUND_INITIALS[name[:2]])], name[2:]
    for position, character in enumerate(rest):
        first = position == 0 and rest is name
        choices = _readings(character, surname=first)
        if choices:
            readings = [(f + s, i + s[0]) for f, i in readings for s in choices][:MOST_READINGS]
    return _joined(readings)


def _readings(character: str, *, surname: bool) -> list[str]:
    """Return the readings of one character; a letter or digit is itself, anything else is nothing."""
    if character.isascii():
        return [character.lower()] if character.isalnum() else []
    table = SURNAMES if surname else GIVEN
    known = table.get(character, "").split()
    usual = _usual(character)
    found = [*known, *usual] if surname or not known else known
    return list(dict.fromkeys(found))


@cache
def _usual(character: str) -> list[str]:
    """Return the common reading of a character; ü is found as `v` and as `u`."""
    from pypinyin import lazy_pinyin

    syllable = "".join(lazy_pinyin(character, errors="ignore"))
    if not (syllable.isascii() and syllable.isalpha()):
        return []
    return [syllable, syllable.replace("v", "u")] if "v" in syllable else [syllable]


def _joined(readings: list[Reading]) -> str:
    words = [word for reading in readings for word in reading if word]
    return " ".join(dict.fromkeys(words))
