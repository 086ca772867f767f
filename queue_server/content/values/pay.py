"""Pay in a source's own words as yuan a month.

Days, hours, weeks and years become months as labour law counts them: 21.75 paid days, 174 hours.
Where nothing can be read both ends are None; the words themselves are always kept beside them.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST = 10_000_000
_LEAST = 100
_LOOKED_AT = 300
_NUMBER = r"(\d+(?:\.\d+)?)\s*(万|千|百|k|w)?"
_SPAN = re.compile(rf"{_NUMBER}\s*(?:元|块)?\s*(?:[-~—–至到]|－)\s*{_NUMBER}", re.IGNORECASE)
_ONE = re.compile(_NUMBER, re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_EXTRA = re.compile(r"[·x*×]?\s*\d{2}\s*(?:薪|个月)|\d+\s*(?:小时制|险|休|天制)|[一二三四五六]险")
_SCALE = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "百": 100, None: 1, "": 1}
_UNITS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"时薪|[/每]\s*(?:小时|时|h\b)|一小时|hour", re.IGNORECASE), 174.0),
    (re.compile(r"日薪|日结|[/每]\s*(?:天|日)|一天|day", re.IGNORECASE), 21.75),
    (re.compile(r"周薪|[/每]\s*(?:周|星期)|week", re.IGNORECASE), 52 / 12),
    (re.compile(r"年薪|[/每]\s*年|一年|year", re.IGNORECASE), 1 / 12),
)
_AT_LEAST = re.compile(r"以上|起|底薪|不低于|保底|基本工资|[>≥+]")
_AT_MOST = re.compile(r"以下|以内|不超过|最高|[<≤]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Yuan a month, and the words it was read from."""

    low: int | None = None
    high: int | None = None
    text: str = ""


def read_pay(text: str) -> Pay:
    """Return the pay a text tells: ``3千-4千``, ``底薪3000+提成``, ``200元/天``, ``面议``."""
    # Thousands of digits or blanks would take these patterns minutes; pay is told at the start.
    folded = _EXTRA.sub(" ", _GROUPED.sub("", unicodedata.normalize("NFKC", text[:_LOOKED_AT])))
    factor = next((each for unit, each in _UNITS if unit.search(folded)), 1.0)
    if found := _SPAN.search(folded):
        first, first_scale, second, second_scale = found.groups()
        # 3-4千 gives both ends the scale of the second; 8千-1.2万 each its own.
        scale = first_scale or second_scale
        low, high = _yuan(first, scale, factor), _yuan(second, second_scale or scale, factor)
        return _pay(low, high, text)
    if (found := _ONE.search(folded)) is None:
        return Pay(text=text)
    number, scale = found.groups()
    amount = _yuan(number, scale, factor)
    if _AT_MOST.search(folded):
        return _pay(None, amount, text)
    return _pay(amount, None if _AT_LEAST.search(folded) else amount, text)


def monthly(low: float | None, high: float | None, unit: str, text: str = "") -> Pay:
    """Return pay given as numbers with a unit word (schema.org: HOUR DAY WEEK MONTH YEAR)."""
    factor = {"HOUR": 174.0, "DAY": 21.75, "WEEK": 52 / 12, "YEAR": 1 / 12}.get(unit.upper(), 1.0)
    ends = [None if each is None else round(each * factor) for each in (low, high)]
    return _pay(ends[0], ends[1], text)


def _yuan(number: str, scale: str | None, factor: float) -> int:
    # A number of hundreds of digits is infinite as a float: whatever is beyond the most is alike.
    return round(min(float(number) * _SCALE[(scale or "").lower()] * factor, MOST + 1))


def _pay(low: int | None, high: int | None, text: str) -> Pay:
    low, high = _likely(low), _likely(high)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Pay(low=low, high=high, text=text)


def _likely(amount: int | None) -> int | None:
    return amount if amount is not None and _LEAST <= amount <= MOST else None
