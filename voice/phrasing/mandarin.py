"""Typed values as Mandarin words. Each takes text already in NFKC and ASCII digits."""

import re
from datetime import date, time
from decimal import Decimal

from voice.phrasing.letters import MANDARIN_LETTERS, name_of
from voice.phrasing.mandarin_numbers import PHONE_DIGITS, cardinal, count, decimal, digits
from voice.phrasing.values import Money

_WEEKDAYS = "一二三四五六日"
_PER = {"日": "天", "时": "小时", "h": "小时", "H": "小时"}


def spelled(text: str, *, one: str = "幺") -> str:
    """Return letters and digits one by one, without pauses: A017 is 诶零幺七."""
    return "".join(character_name(character, one=one) for character in text if character != " ")


def character_name(character: str, *, one: str = "一") -> str:
    """Return what one character is called when it stands alone."""
    if character.isascii() and character.isdigit():
        return digits(character, one=one)
    upper = character.upper()
    if upper in MANDARIN_LETTERS:
        return MANDARIN_LETTERS[upper]
    if character.isalpha():
        return character
    return name_of(character, mandarin=True)


def ticket(number: str, *, one: str = "幺") -> str:
    """Return a ticket number: letter, then digits one by one."""
    return spelled(re.sub(r"[\s-]", "", number), one=one)


def phone(number: str) -> str:
    """Return a telephone number in the groups people say, 1 as 幺, masked digits as 点."""
    number = re.sub(r"^\s*(?:\+|00)86[\s-]*", "", number.strip())
    main, _, extension = re.sub(r"(?:转|ext\.?|x)\s*", "#", number, flags=re.IGNORECASE).partition(
        "#"
    )
    parts = [part for part in re.split(r"[\s()-]+", main) if part]
    joined = "".join(parts)
    if re.fullmatch(r"1[\d*]{10}", joined):
        groups = [joined[:3], joined[3:7], joined[7:]]
    elif re.fullmatch(r"[48]00\d{7}", joined):
        groups = [joined[:3], joined[3:6], joined[6:]]
    elif len(parts) > 1:
        groups = [parts[0], *(half for part in parts[1:] for half in _halves(part))]
    else:
        groups = _halves(joined)
    words = "，".join(_phone_digits(group) for group in groups)
    return f"{words}，转{_phone_digits(extension)}" if extension else words


def _halves(number: str) -> list[str]:
    return [number[:4], number[4:]] if len(number) > 5 else [number]


def _phone_digits(text: str) -> str:
    return "".join(
        PHONE_DIGITS[int(letter)] if letter.isdigit() else "点" if letter == "*" else ""
        for letter in text
    )


def identity(number: str) -> str:
    """Return the last four of an identity or card number; the rest is never spoken."""
    plain = re.sub(r"[\s-]", "", number)
    if len(plain) <= 6 and "*" not in plain:
        return spelled(plain)
    return "末四位，" + spelled(plain[-4:].replace("*", "·")).replace("间隔号", "点")


def money(amount: Money) -> str:
    """Return 3500 to 5000 a month as 每月三千五百到五千元."""
    per = f"每{_PER.get(amount.per, amount.per)}" if amount.per else ""
    if amount.high is None or amount.high == amount.low:
        words = yuan(amount.low)
    else:
        words = f"{decimal(amount.low)}到{yuan(amount.high)}"
    months = f"，一年{decimal(Decimal(amount.months))}薪" if amount.months else ""
    return per + words + amount.bound + months


def yuan(amount: Decimal) -> str:
    """Return 12.5 as 十二元五角, 3000 as 三千元."""
    fen = amount * 100
    if fen != fen.to_integral_value() or fen % 100 == 0 or amount >= 10_000:
        words = decimal(amount)
        return ("两" if words == "二" else words) + "元"
    whole, rest = divmod(int(fen), 100)
    jiao, single = divmod(rest, 10)
    words = yuan(Decimal(whole)) if whole else ""
    if jiao:
        words += count(jiao) + "角"
    elif whole:
        words += "零"
    return words + (f"{count(single)}分" if single else "")


def day(value: date | str, *, weekday: bool = True) -> str:
    """Return 二零二六年十一月二十一日，星期六; a "YYYY-MM" without its day."""
    if isinstance(value, str):
        year, month = value.split("-")
        return f"{digits(year)}年{cardinal(int(month))}月"
    words = f"{digits(f'{value.year:04d}')}年{cardinal(value.month)}月{cardinal(value.day)}日"
    return f"{words}，星期{_WEEKDAYS[value.weekday()]}" if weekday else words


def clock(value: time, *, twenty_four: bool = False, period: bool = True) -> str:
    """Return 14:30 as 下午两点三十分, or 十四点三十分 by the 24-hour clock."""
    hour = value.hour
    shown = hour if twenty_four or hour <= 12 else hour - 12
    words = f"{count(shown)}点"
    if value.minute or value.second:
        zero = "零" if 0 < value.minute < 10 else ""
        words += f"{zero}{cardinal(value.minute)}分"
    if value.second:
        words += f"{'零' if value.second < 10 else ''}{cardinal(value.second)}秒"
    return words if twenty_four or not period else _period(hour) + words


def _period(hour: int) -> str:
    for before, name in ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午")):
        if hour < before:
            return name
    return "晚上"


def percent(number: Decimal, *, mille: bool = False) -> str:
    """Return 15 as 百分之十五."""
    sign = "负" if number < 0 else ""
    return f"{sign}{'千' if mille else '百'}分之{decimal(abs(number))}"
