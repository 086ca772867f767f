"""How people say what is not quite a number in English: No. 5, 24/7, 8 hours/day, an address.

These rules stand before the numbers' own.
"""

import re
from collections.abc import Callable

from voice.phrasing.english_numbers import cardinal, decimal, digits
from voice.phrasing.values import scaled

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_SIGNS = {"@": "at", ".": "dot", "/": "slash", ":": "colon", "-": "dash", "_": "underscore"}
_SHORT = {"e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "approx.": "about"}


def _address(match: re.Match[str]) -> str:
    """Say an address part by part: digits one by one, signs by name."""
    parts = re.findall(r"[A-Za-z]+|\d+|.", re.sub(r"^https?://", "", match[0]))
    said = (digits(each) if each.isdigit() else _SIGNS.get(each, each) for each in parts)
    return " ".join(said)


def _dollars(match: re.Match[str]) -> str:
    low, low_scale, high, high_scale = match.groups()
    words = decimal(scaled(low, low_scale or (high_scale if high else None)))
    if high:
        words += " to " + decimal(scaled(high, high_scale))
    return f"{words} dollars"


def _compile(pattern: str, words: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), words


HABITS: tuple[Rule, ...] = (
    # Only where nothing else stands: elsewhere a dash may begin an item or join two words.
    _compile(r"\A-(?=(?:0|[1-9]\d{0,5})(?:\.\d{1,6})?%?\Z)", lambda _match: "minus "),
    _compile(
        r"(?:https?://|www\.)[A-Za-z0-9./:?=&%#~_-]+[A-Za-z0-9/]"
        r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}"
        r"(?:\.[A-Za-z0-9-]{1,63}){1,6}",
        _address,
    ),
    _compile(
        r"(?<![A-Za-z])(?:e\.g\.|i\.e\.|etc\.|approx\.)", lambda match: f"{_SHORT[match[0]]},"
    ),
    _compile(
        r"(?<![A-Za-z])(?:No|NO|Nr)\.?\s?(\d{1,5})(?!\d)",
        lambda match: f"number {cardinal(int(match[1]))}",
    ),
    _compile(r"(?<![\d./])24/7(?![\d/])", lambda _match: "twenty-four seven"),
    _compile(
        r"(?<=[A-Za-z])\s*/\s*(day|week|month|year|hour|person|room|shift)(?![A-Za-z])",
        lambda match: f" {'an' if match[1] == 'hour' else 'a'} {match[1]}",
    ),
    _compile(r"(?<=[A-Z]\d{3})\s*[-~]\s*(?=[A-Z]\d{3})", lambda _match: " to "),
    _compile(
        r"\$\s?(\d+(?:\.\d+)?)(?:\s?([kK])(?![A-Za-z]))?"
        r"(?:\s*[-~]\s*\$?\s?(\d+(?:\.\d+)?)(?:\s?([kK])(?![A-Za-z]))?)?(?![\d.]\d)",
        _dollars,
    ),
    _compile(r"(?<=°[CF])\s*[-~]\s*(?=\d)", lambda _match: " to "),
    _compile(r"(?<![\d°CF])(?<![\d°CF] )-(?=\d+(?:\.\d+)?\s*°)", lambda _match: "minus "),
    _compile(
        r"(?<![\d:.])(\d{1,3}):(\d{1,2})(?![\d:])(?=\s*(?:ratio|\)|$))",
        lambda match: (
            match[0]
            if len(match[2]) == 2
            else f"{cardinal(int(match[1]))} to {cardinal(int(match[2]))}"
        ),
    ),
)
