"""How a surname sounds: what lists of people are sorted by, in the clear as the label shows the character anyway."""

import os
from functools import lru_cache

# Surnames of two characters, and those of one that are read otherwise than the character usually is.
COMPOUND = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空",
    "夏侯", "宇文", "长孙", "万俟", "澹台", "端木", "独孤", "南宫", "轩辕", "闻人", "申屠", "公冶",
    "太史", "钟离", "濮阳", "淳于", "单于", "呼延", "百里", "东郭", "南门", "鲜于", "拓跋", "第五",
    "左丘", "西门",
))  # fmt: skip
READ_AS = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "任": "ren",
    "盖": "ge", "翟": "zhai", "朴": "piao", "华": "hua", "覃": "qin", "缪": "miao", "燕": "yan",
    "冼": "xian", "乐": "yue", "员": "yun", "折": "she", "种": "chong", "秘": "bi", "尉迟": "yuchi",
    "万俟": "moqi", "澹台": "tantai", "长孙": "zhangsun", "单于": "chanyu",
}  # fmt: skip


def surname(name: str) -> str:
    """The surname of a Chinese name: its first two characters when these are a compound one, else the first."""
    return name[:2] if name[:2] in COMPOUND else name[:1]


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """Pinyin without tones of a surname, in small letters; letters of another script stay as they are."""
    return READ_AS.get(text) or "".join(_reading(each) for each in text).lower()


def _reading(character: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # a surname is no phrase: 40 MB and 80 ms less
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - the variable above decides what is loaded

    return "".join(lazy_pinyin(character))
