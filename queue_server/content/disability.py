"""Which disabilities a place is open to, as a mask of 7 categories by 4 levels.

Bit ``4 * category + level - 1``; categories as in ``model.DISABILITIES``, level 1 the severest
(GB/T 26341-2010). 0 means the source does not say. Grammar of the national platform's
``distypeStr``, from real rows: ``*( category levels "级" ";" )`` with
``levels = d ["-" d] / d *("," d) [","]``; spreadsheets write 视力一级、二级 or 三级以上.
"""

import re

from queue_server.content.model import DISABILITIES

LEVELS = (1, 2, 3, 4)
ALL_LEVELS = 0b1111
_WORDS = {
    "视力": "visual",
    "听力": "hearing",
    "言语": "speech",
    "肢体": "physical",
    "智力": "intellectual",
    "精神": "mental",
    "多重": "multiple",
}
_CATEGORY = re.compile("|".join(_WORDS))
_SPAN = re.compile(r"([1-4])\s*[-~至到]\s*([1-4])")
_ABOVE = re.compile(r"([1-4])级?(?:及)?以上")
_BELOW = re.compile(r"([1-4])级?(?:及)?以下")
_DIGITS = str.maketrans("一二三四１２３４－—–～；", "12341234----;")


def bit(category: str, level: int) -> int:
    """Return the mask of one category and level."""
    return 1 << (4 * DISABILITIES.index(category) + level - 1)


def category_mask(category: str) -> int:
    """Return the mask of a category at all its levels."""
    return ALL_LEVELS << (4 * DISABILITIES.index(category))


def parse_disability(text: str) -> int:
    """Return the mask a source's words mean; 0 where they name no category."""
    text = text.translate(_DIGITS)
    heads = list(_CATEGORY.finditer(text))
    if not heads:
        return 0
    ends = [head.start() for head in heads[1:]] + [len(text)]
    mask = 0
    shared = 0
    for head, end in zip(reversed(heads), reversed(ends), strict=True):
        # 视力、听力3级 gives both the same levels: a category without its own takes the next one's.
        levels = _levels(text[head.end() : end]) or shared or ALL_LEVELS
        shared = 0 if ";" in text[head.end() : end] else levels
        mask |= levels << (4 * DISABILITIES.index(_WORDS[head.group()]))
    return mask


def accepted(mask: int) -> list[tuple[str, tuple[int, ...]]]:
    """Return each category of a mask with its levels."""
    found = []
    for place, category in enumerate(DISABILITIES):
        levels = mask >> (4 * place) & ALL_LEVELS
        if levels:
            found.append((category, tuple(level for level in LEVELS if levels >> (level - 1) & 1)))
    return found


def wanted_mask(asked: str) -> int | None:
    """Return the mask of a filter such as ``visual`` or ``physical:3``; None where it is wrong."""
    category, _, level = asked.partition(":")
    if category not in DISABILITIES:
        return None
    if not level:
        return category_mask(category)
    return bit(category, int(level)) if level in {"1", "2", "3", "4"} else None


def _levels(text: str) -> int:
    """Return the four-bit set of levels written in a text."""
    if found := _ABOVE.search(text):
        return _level_set(1, int(found.group(1)))
    if found := _BELOW.search(text):
        return _level_set(int(found.group(1)), 4)
    levels = 0
    for first, last in _SPAN.findall(text):
        levels |= _level_set(min(int(first), int(last)), max(int(first), int(last)))
    for digit in re.findall(r"[1-4]", _SPAN.sub("", text)):
        levels |= 1 << (int(digit) - 1)
    return levels


def _level_set(first: int, last: int) -> int:
    return sum(1 << (level - 1) for level in range(first, last + 1))
