"""Words that sound like what was asked for: the Chinese form of a typing error, and of speech.

保结员 sounds like 保洁员. Syllables are compared without tones and with sounds folded that many
speakers do not tell apart (z and zh, n and l, in and ing). What is found are words of today's
titles, so whatever is heard exists; who asks is told what was looked for instead.
"""

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, select

from queue_server.content.database import term, term_key
from queue_server.content.tokens import normalise

SOUND = "~"
_LONGEST = 48
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_FOLDED = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^l"), "n"),
    (re.compile(r"([aei])ng$"), r"\1n"),
)


def syllables(text: str) -> list[str]:
    """Return the folded syllable of each character of a Chinese text; empty for any other."""
    if not _CHINESE.fullmatch(text):
        return []
    from pypinyin import Style, lazy_pinyin

    return [_folded(each) for each in lazy_pinyin(text, style=Style.NORMAL)]


def sound_keys(text: str) -> set[str]:
    """Return the keys a term is found by from any syllable on."""
    spelled = [each for run in _CHINESE.findall(normalise(text)) for each in (*syllables(run), "")]
    keys = set()
    for start in range(len(spelled) - 1):
        rest = spelled[start : spelled.index("", start)]
        if len(rest) > 1:
            keys.add(_key(rest))
    return keys


def heard(connection: Connection, word: str) -> str:
    """Return the part of a title's words that sounds like a word; empty where there is none."""
    asked = syllables(word)
    if len(asked) < 2:
        return ""
    first = _key(asked)
    rows = connection.execute(
        select(term.c.text, term.c.count)
        .join(term_key, term_key.c.term == term.c.n)
        .where(term_key.c.key >= first, term_key.c.key < first + "\U0010ffff")
        .distinct()
    )
    counted: Counter[str] = Counter()
    for text, count in rows:
        for part in set(_alike(normalise(text), asked)):
            counted[part] += count
    counted.pop(word, None)
    if not counted:
        return ""
    return min(counted, key=lambda part: (-_shared(part, word), -counted[part], part))


def parts_spelled(text: str, word: str) -> list[str]:
    """Return the parts of a text whose pinyin, or its initials, is a word of Latin letters."""
    from pypinyin import Style, lazy_pinyin

    found = []
    for run in _CHINESE.findall(text):
        spelled = lazy_pinyin(run, style=Style.NORMAL)
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                here = spelled[start:end]
                if word in ("".join(here), "".join(each[0] for each in here)):
                    found.append(run[start:end])
    return found


def _alike(text: str, asked: Sequence[str]) -> list[str]:
    """Return the parts of a text that sound as asked."""
    found = []
    for run in _CHINESE.finditer(text):
        spelled = syllables(run.group())
        length = len(asked)
        found += [
            run.group()[start : start + length]
            for start in range(len(spelled) - length + 1)
            if spelled[start : start + length] == asked
        ]
    return found


def _shared(part: str, word: str) -> int:
    return sum(left == right for left, right in zip(part, word, strict=True))


def _key(spelled: Sequence[str]) -> str:
    return (SOUND + " ".join(spelled) + " ")[:_LONGEST]


def _folded(syllable: str) -> str:
    for pattern, folded in _FOLDED:
        syllable = pattern.sub(folded, syllable)
    return syllable
