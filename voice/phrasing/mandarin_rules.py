"""The normaliser's rules for Mandarin, in order: the special before the general.

Each rule turns what it finds into words without digits, so a later rule cannot read it again. A
dash between numbers is 到, never 负.
"""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from voice.phrasing import mandarin
from voice.phrasing.grades import DISABILITY_KINDS
from voice.phrasing.mandarin_habits import HABITS
from voice.phrasing.mandarin_numbers import (
    DIGITS,
    LONGEST_CARDINAL,
    cardinal,
    count,
    decimal,
    digits,
)
from voice.phrasing.mandarin_units import MEASURES, UNITS
from voice.phrasing.values import Money, money_range, scaled

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_N = r"\d+(?:\.\d+)?"
_TO = r"\s*(?:-|~|至|到)+\s*"
_SCALE = r"(千|万|亿|[kKwW](?![A-Za-z]))"
_YUAN = r"(?:元人民币|人民币|块钱|元|块)"
_PER = (
    r"(?:\s*(?:/|每|一)\s*(个?月|年|天|日|小时|时|周|次|件|人|斤|平方米|课时|单|台|套|箱|桶|吨"
    r"|公里|节|票|班|篇|间|户|h|H)(?![A-Za-z]))"
)
_PERIOD = "凌晨|清晨|早上|早晨|早|上午|中午|午后|下午|傍晚|晚上|夜里|夜间|晚|夜"
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))


def _money_range(match: re.Match[str]) -> str:
    before, low, low_scale, high, high_scale, unit, per, months, bound = match.groups()
    amount = money_range(low, low_scale, high, high_scale)
    return _money(before, amount, bool(unit), per, months, bound)


def _money_one(match: re.Match[str]) -> str:
    before, low, low_scale, unit, per, months, bound = match.groups()
    return _money(before, Money(low=scaled(low, low_scale)), bool(unit), per, months, bound)


def _money(
    before: str | None, amount: Money, unit: bool, per: str | None, months: str | None, bound: str
) -> str:
    named = before in ("每月", "月薪", "每天", "日薪", "时薪", "年薪", "底薪") or not per
    words = mandarin.money(
        Money(
            low=amount.low,
            high=amount.high,
            per="" if named else (per or "").removeprefix("个"),
            months=months or "",
            bound="以上" if bound == "+" else bound or "",
        )
    )
    if not unit and not per and not (before or "").startswith(("¥", "$")):
        words = words.replace("元", "", 1) if words.count("元") == 1 else words
    if before == "$":
        words = words.replace("元", "美元")
    return ("" if before in (None, "¥", "$") else before or "") + words


def _date(match: re.Match[str]) -> str:
    year, month, the_day = (int(part) for part in match.groups())
    try:
        return mandarin.day(date(year, month, the_day), weekday=False)
    except ValueError:
        return "，".join(digits(part) for part in match.groups())


def _time(match: re.Match[str]) -> str:
    period, hour, minute, second, half = match.groups()
    if half and int(hour) <= 12:
        hour = str(int(hour) % 12 + (12 if half in "Pp" else 0))
    if int(hour) > 23:
        return f"{cardinal(int(hour))}点" + (f"{cardinal(int(minute))}分" if int(minute) else "")
    value = time(int(hour), int(minute), int(second or 0))
    return (period or "") + mandarin.clock(value, period=not period)


def _percents(match: re.Match[str]) -> str:
    low, high, sign = match.groups()
    mille = sign == "‰"
    words = mandarin.percent(Decimal(low), mille=mille)
    return f"{words}到{mandarin.percent(Decimal(high), mille=mille)}" if high else words


def _measured(match: re.Match[str]) -> str:
    low, high, unit = match.groups()
    number = _counted(high or low, unit)
    words = f"{decimal(Decimal(low))}到{number}" if high else number
    return words + UNITS[unit]


def _counted(number: str, unit: str) -> str:
    return decimal(Decimal(number)) if "°" in unit or unit == "℃" else count(Decimal(number))


def _cold(match: re.Match[str]) -> str:
    return (
        f"零下{decimal(Decimal(match[1]))}{'摄氏' if 'C' in match[2] or '℃' in match[2] else ''}度"
    )


def _range(match: re.Match[str]) -> str:
    low, high = match.groups()
    return f"{_number(low)}到{_number(high)}"


def _counts(text: str) -> str:
    numbers = re.findall(_N, text)
    return "到".join("两" if number == "2" else _number(number) for number in numbers)


def _number(text: str) -> str:
    whole = text.partition(".")[0]
    if "." not in text and _is_code(text):
        return digits(text, one="幺" if len(text) > 4 else "一")
    if len(whole) > LONGEST_CARDINAL:
        return "点".join(digits(part) for part in text.split("."))
    return decimal(Decimal(text))


def _is_code(digits_only: str) -> bool:
    """Tell digits that are a code, not an amount: a leading zero, or long and not round."""
    leading_zero = len(digits_only) > 1 and digits_only.startswith("0")
    length = len(digits_only)
    return leading_zero or length > 9 or (length > 6 and not digits_only.endswith("000"))


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match[1]), int(match[2])
    if below == 0 or above >= below:
        return f"{cardinal(above)}，{cardinal(below)}"
    return f"{cardinal(below)}分之{cardinal(above)}"


def _grades(match: re.Match[str]) -> str:
    grade = re.sub(r"\d", lambda digit: DIGITS[int(digit[0])], match[2])
    return f"{match[1]}残疾{grade}级"


def _address(match: re.Match[str]) -> str:
    text = re.sub(r"\d", lambda digit: DIGITS[int(digit[0])], match[0])
    for symbol, name in (("@", "艾特"), (".", "点"), ("/", "斜杠"), (":", "冒号"), ("-", "横线")):
        text = text.replace(symbol, name)
    return "".join(mandarin.character_name(one) if not one.isalpha() else one for one in text)


def _none(_match: re.Match[str]) -> str:
    return ""


def _compile(pattern: str, words: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), words


RULES: tuple[Rule, ...] = (
    _compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\dA-Za-z])|(?<=[\dA-Za-z])\s+(?=[\u4e00-\u9fff])", _none),
    _compile(r"(?<=\d)T(?=\d{2}:\d{2})", lambda _m: " "),
    *HABITS,
    # The number of a list's item, not a decimal: "5.完成".
    _compile(
        r"(?<![\d.A-Za-z])(\d{1,2})\.(?:\s*(?=[\u4e00-\u9fff【(])|\s+(?=[A-Za-z]))",
        lambda m: f"{cardinal(int(m[1]))}、",
    ),
    _compile(
        r"(?:https?://|www\.)[\w./:?=&%#~-]+"
        r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}"
        r"(?:\.[A-Za-z0-9-]{1,63}){1,6}"
        r"|(?<![A-Za-z0-9_.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){0,6}"
        r"\.(?:com|cn|net|org|gov)(?:\.cn)?(?![A-Za-z0-9_.])",
        _address,
    ),
    _compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])", lambda m: mandarin.identity(m[0])),
    _compile(r"(?<![\dA-Za-z*])\d{2,8}\*{2,}[\dXx]{0,4}(?![\dA-Za-z*])", lambda m: _masked(m[0])),
    _compile(
        r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d])",
        lambda m: mandarin.phone(m[0]),
    ),
    _compile(
        r"(?<!\d)(?:\(0\d{2,3}\)\s*\d{7,8}|0\d{2,3}[- ]\d{7,8}|[48]00-?\d{3}-?\d{4})"
        r"(?:\s*(?:转|-)\s*\d{1,5})?(?!\d)",
        lambda m: mandarin.phone(re.sub(r"(?<=\d{7})-(?=\d{1,5}$)", "转", m[0])),
    ),
    _compile(
        r"(电话|热线|拨打|致电|来电|举报|客服|手机|短信|打|拨|TEL|Tel|tel)([::\s]{0,3})"
        r"(\d{3,8}(?:[- ]\d{3,8})?)(?![\d.元年个])",
        lambda m: f"{m[1]}{m[2]}{mandarin.phone(m[3])}",
    ),
    _compile(
        r"(?<![\d.])(?:12333|12345|12385|12348|12315|12366|12393|12388|12328|12355)(?![\d.元])",
        lambda m: mandarin.phone(m[0]),
    ),
    _compile(
        r"(?<![A-Za-z0-9])[A-Z]{1,2}-?\d{3,4}(?![A-Za-z0-9])", lambda m: mandarin.ticket(m[0])
    ),
    _compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])", _date),
    _compile(
        r"(?<!\d)((?:19|20)\d{2})[-/.](0[1-9]|1[0-2])(?![\d.])",
        lambda m: mandarin.day(f"{m[1]}-{m[2]}"),
    ),
    _compile(
        rf"(?<!\d)(\d{{4}}){_TO}(\d{{4}})(?=年|届|学年)",
        lambda m: f"{digits(m[1])}到{digits(m[2])}",
    ),
    _compile(r"(?<!\d)(\d{4}|[6-9]\d|0\d)(?=年(?!以|经|工|内)|届|级|学年)", lambda m: digits(m[1])),
    _compile(r"(?<!\d)(\d{2})(?=应届|届)", lambda m: digits(m[1])),
    _compile(
        r"(?<!\d)(\d{1,2})月(\d{1,2})(日|号)?",
        lambda m: f"{cardinal(int(m[1]))}月{cardinal(int(m[2]))}{m[3] or '日'}",
    ),
    _compile(
        rf"({_PERIOD})?(?<![\d:.])([01]?\d|2[0-4])[::]([0-5]\d)(?:[::]([0-5]\d))?"
        r"(?:\s*([AaPp])\.?[Mm]\b\.?)?(?![\d:])",
        _time,
    ),
    _compile(rf"({_N})(?:%)?{_TO}({_N})([%‰])", _percents),
    _compile(rf"({_N})()([%‰])", _percents),
    _compile(rf"(?<![\d.℃°C度])(?:零下\s*-?|-)({_N})\s*(℃|°C|°|度)", _cold),
    _compile(
        rf"([¥$]|每月|月薪|每天|日薪|时薪|年薪|底薪)?(?<![\d.])({_N})\s*{_SCALE}?\s*{_YUAN}?{_TO}[¥$]?({_N})"
        rf"\s*{_SCALE}?\s*({_YUAN})?{_PER}?(?:\s*[·*x×]\s*(\d{{2}})\s*薪)?(以上|以下|左右|起|\+(?!\w))?(?![A-Za-z\d])",
        lambda m: _money_range(m) if _is_money(m, (1, 3, 5, 6, 7, 8)) else m[0],
    ),
    _compile(
        rf"([¥$]|每月|月薪|每天|日薪|时薪|年薪|底薪)?(?<![\d.\-])({_N})\s*{_SCALE}?\s*({_YUAN})?{_PER}?"
        rf"(?:\s*[·*x×]\s*(\d{{2}})\s*薪)?(以上|以下|左右|起|\+(?!\w))?(?![A-Za-z\d])",
        lambda m: _money_one(m) if _is_money(m, (1, 3, 4)) or (m[5] and len(m[2]) > 2) else m[0],
    ),
    _compile(
        rf"({'|'.join(DISABILITY_KINDS)})([一二三四1-4](?:[、,,]?[一二三四1-4]|[-到至][一二三四1-4])*)级",
        _grades,
    ),
    _compile(
        r"(?<![\d.])(\d{3,4})(?=室|房间|房|教室|办公室|包间|路(?!程|费|人))",
        lambda m: digits(m[1], one="幺"),
    ),
    _compile(
        rf"({_N})\s*[×x*X]\s*({_N})(?:\s*[×x*X]\s*({_N}))?(?:\s*({_UNIT})(?![A-Za-z²³]))?",
        lambda m: "乘".join(_number(part) for part in m.groups()[:3] if part) + UNITS.get(m[4], ""),
    ),
    _compile(rf"(?<![\d.])({_N})(?:{_TO}({_N}))?\s*({_UNIT})(?![A-Za-z²³])", _measured),
    _compile(
        r"(?<![\d.])(\d{1,2})[::](\d{1,2})(?![\d:])",
        lambda m: f"{cardinal(int(m[1]))}比{cardinal(int(m[2]))}",
    ),
    _compile(
        rf"(?<![\d.第]){_N}{_TO}{_N}(?=\s*(?:{MEASURES}))(?!\s*年级)", lambda m: _counts(m[0])
    ),
    _compile(rf"(?<![\d.])({_N}){_TO}({_N})(?![\d])", _range),
    _compile(r"(?<![\d./])(\d{1,3})/(\d{1,3})(?![\d./])", _fraction),
    _compile(r"(?<=第)(\d+)", lambda m: cardinal(int(m[1])) if len(m[1]) < 9 else digits(m[1])),
    _compile(rf"(?<![\d.第])2(?=\s*(?:{MEASURES}))(?!年级)", lambda _m: "两"),
    _compile(r"(?<![\d.])(\d{1,6})\+(?!\d)", lambda m: f"{_number(m[1])}以上"),
    _compile(rf"(?<![A-Za-z\d.]){_N}", lambda m: _number(m[0])),
    _compile(r"\d+(?:\.\d+)?", lambda m: _number(m[0])),
)


_ENDLESS = re.compile(r"\d{41,}")


def _is_money(match: re.Match[str], groups: tuple[int, ...]) -> bool:
    return any(match[group] for group in groups)


def _masked(text: str) -> str:
    if re.fullmatch(r"1\d{2}\*{4}\d{4}", text):
        return mandarin.phone(text)
    return "".join("点" if letter == "*" else mandarin.spelled(letter) for letter in text)


def read_numbers(text: str) -> str:
    """Apply every rule to text in NFKC with ASCII digits; the answer holds no ASCII digit."""
    # No number anybody means; the rules would look through it for minutes.
    text = _ENDLESS.sub(lambda m: digits(m[0]), text)
    for pattern, words in RULES:
        text = pattern.sub(words, text)
    return text
