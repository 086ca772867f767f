"""Numbers as Mandarin words: cardinals, counts, decimals and digits one by one."""

from decimal import Decimal

DIGITS = "零一二三四五六七八九"
PHONE_DIGITS = "零幺二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿", "亿亿")

#: Longer ones are read digit by digit: nobody follows a cardinal of seventeen places.
LONGEST_CARDINAL = 16


def cardinal(number: int) -> str:
    """Return 3005 as 三千零五; 2 is 二, but 两千, 两万, 两亿 where it leads."""
    if number < 0:
        return "负" + cardinal(-number)
    if number < 10:
        return DIGITS[number]
    if number >= 10**LONGEST_CARDINAL:
        return digits(str(number))
    words = _grouped(_groups(number)).removeprefix("零")
    if words.startswith("一十"):
        words = words[1:]
    if words[0] == "二" and words[1] in "千万亿":
        words = "两" + words[1:]
    return words


def _grouped(groups: list[int]) -> str:
    """Join groups of ten thousand, with one 零 wherever places before a digit are empty."""
    words = ""
    gap = False
    for index, group in enumerate(groups):
        if group == 0:
            gap = True
            continue
        words += "零" if gap or group < 1000 else ""
        words += _below_ten_thousand(group) + _GROUPS[len(groups) - 1 - index]
        gap = False
    return words


def count(number: int | Decimal) -> str:
    """Return a number before a measure word: 2 is 两."""
    if number == 2:
        return "两"
    return decimal(Decimal(number))


def decimal(number: Decimal) -> str:
    """Return 1.5 as 一点五, without zeros that end the fraction."""
    text = format(abs(number), "f")
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    words = cardinal(int(whole))
    if fraction:
        words += "点" + digits(fraction)
    return "负" + words if number < 0 else words


def digits(text: str, *, one: str = "一") -> str:
    """Return ASCII digits one by one; ``one`` is 一 or 幺."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in text)


def _groups(number: int) -> list[int]:
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.insert(0, group)
    return groups


def _below_ten_thousand(number: int) -> str:
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + _PLACES[place]
        gap = False
    return words
