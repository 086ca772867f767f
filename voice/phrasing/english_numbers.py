"""Numbers as English words: cardinals, ordinals, years and digits one by one."""

from decimal import Decimal

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ("", "thousand", "million", "billion", "trillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

LONGEST_CARDINAL = 15


def cardinal(number: int) -> str:
    """Return 3005 as "three thousand and five"."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number < 20:
        return _SMALL[number]
    if number >= 10**LONGEST_CARDINAL:
        return digits(str(number))
    groups = [number // 1000**power % 1000 for power in range(len(_GROUPS))]
    words = [
        f"{_below_thousand(group)} {_GROUPS[power]}".strip()
        for power, group in reversed(list(enumerate(groups)))
        if group and power
    ]
    last = groups[0]
    if last:
        joint = "and " if words and last < 100 else ""
        words.append(joint + _below_thousand(last))
    return " ".join(words)


def ordinal(number: int) -> str:
    """Return 21 as "twenty-first"."""
    words = cardinal(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:at], words[at:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def decimal(number: Decimal) -> str:
    """Return 1.5 as "one point five", without zeros that end the fraction."""
    whole, _, fraction = format(abs(number), "f").partition(".")
    fraction = fraction.rstrip("0")
    words = cardinal(int(whole))
    if fraction:
        words += " point " + digits(fraction)
    return "minus " + words if number < 0 else words


def digits(text: str) -> str:
    """Return ASCII digits one by one."""
    return " ".join(_SMALL[int(digit)] for digit in text)


def year(number: int) -> str:
    """Return 2026 as "twenty twenty-six", 2005 as "two thousand and five"."""
    if not 1100 <= number <= 2099 or 2000 <= number <= 2009:
        return cardinal(number)
    century, rest = divmod(number, 100)
    if rest == 0:
        return cardinal(century) + " hundred"
    tail = f"oh {cardinal(rest)}" if rest < 10 else cardinal(rest)
    return f"{cardinal(century)} {tail}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = _SMALL[rest] if rest < 20 else _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
        words.append(f"and {small}" if hundreds else small)
    return " ".join(words)
