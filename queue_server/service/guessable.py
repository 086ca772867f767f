"""Passwords that those who guess try first: common words, walks over the keyboard, dates, names.

Rules instead of a list: whatever is left of a password once digits and signs at its ends are cut
off must not be one of the words people choose most, and the whole must not be a run, a repeat, a
date or what the hall itself is called.
"""

import re
from collections.abc import Iterable

_WORDS = (
    "password passwd pass passw0rd p@ssw0rd p@ssword welcome letmein admin administrator "
    "root user guest test demo login master secret changeme default computer internet "
    "windows monkey dragon football baseball basketball superman batman sunshine princess "
    "shadow iloveyou love trustno michael jordan charlie jennifer michelle jessica daniel "
    "hello freedom whatever starwars qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbnm "
    "qazwsx qazwsxedc mima woaini woaiwojia woaizuguo wodemima zhongguo beijing shanghai "
    "guanliyuan xitong fuwu fuwutai dating canlian jiuye zhangsan lisi wangwu xiaoming nihao "
    "aini hall ticket kiosk staff reception window supervisor reader queue"
)
_COMMON = frozenset(_WORDS.split(" "))
_RUNS = (
    "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb", "qazwsxedcrfvtgb", "1q2w3e4r5t6y7u8i9o0p", "147258369",
)  # fmt: skip
_DATE = re.compile(r"(19|20)?\d\d[-./]?(0[1-9]|1[0-2])[-./]?(0[1-9]|[12]\d|3[01])")
_LUCKY = re.compile(r"[568]*(520|521|1314|888|666|168)+[0-9]*")
_SHORTEST_RUN = 5


def is_guessable(password: str, own: Iterable[str] = ()) -> bool:
    """Tell whether a password is one of those tried first; ``own`` are names it must not be."""
    plain = password.casefold()
    core = plain.strip("0123456789!@#$%^&*?.,_-+= ")
    letters = "".join(each for each in plain if each.isalnum())
    names = {each.casefold() for each in own if each}
    return (
        core in _COMMON
        or plain in names
        or (len(core) > 1 and core in names)
        or len(set(letters)) <= 2
        or _is_repeat(letters)
        or _is_run(letters)
        or _DATE.fullmatch(plain) is not None
        or _LUCKY.fullmatch(letters) is not None
    )


def _is_repeat(text: str) -> bool:
    return any(
        text == text[:size] * (len(text) // size)
        for size in range(1, len(text) // 2 + 1)
        if len(text) % size == 0 and size <= 4
    )


def _is_run(text: str) -> bool:
    """Tell whether a text is one or two walks over the keyboard, the alphabet or the digits."""
    left = text
    for _ in range(2):
        size = next(
            (
                size
                for size in range(len(left), _SHORTEST_RUN - 2, -1)
                if any(left[:size] in run or left[:size] in run[::-1] for run in _RUNS)
            ),
            0,
        )
        left = left[size:]
        if not left:
            return True
    return False
