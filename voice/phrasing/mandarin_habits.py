"""How people say what is not quite a number: 985/211, No.1, CET-4, 8小时/天, an account's name.

These rules stand before the numbers' own, each turning what it finds into words without digits.
"""

import re
from collections.abc import Callable

from voice.phrasing import mandarin
from voice.phrasing.mandarin_numbers import cardinal, count, digits

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_N = r"\d+(?:\.\d+)?"
_SPAN = r"(年|个?月|天|日|周|次|季度|班|小时|间|人|桌|组|台|学期|学年)"
_EMERGENCY = {"110": "报警|警", "119": "火警|消防", "120": "急救|救护", "122": "交通|报警"}
_SCHOOLS = r"(?:985|211)"


def _rated(match: re.Match[str]) -> str:
    """Say 8小时/天 as 每天八小时: the span comes first, as people say it."""
    low, high, unit, span = match.groups()
    span = {"日": "天"}.get(span, span.removeprefix("个"))
    number = f"{cardinal(int(low))}到{_counted(high)}" if high else _counted(low)
    return f"每{span}{number}{unit}"


def _counted(number: str) -> str:
    return count(int(number))


def _schools(match: re.Match[str]) -> str:
    return "，".join(digits(number, one="幺") for number in re.findall(_SCHOOLS, match[0]))


def _account(match: re.Match[str]) -> str:
    """Say an account's name sign by sign: nobody finds it by a word that sounds like it."""
    return match[1] + "，" + mandarin.spelled(match[2], one="幺")


def _exam(match: re.Match[str]) -> str:
    letters = mandarin.spelled(match[1])
    levels = "、".join(cardinal(int(level)) for level in re.findall(r"\d", match[2]))
    return f"{letters}{levels}"


def _emergency(match: re.Match[str]) -> str:
    return digits(match[0], one="幺")


def _compile(pattern: str, words: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), words


HABITS: tuple[Rule, ...] = (
    # Only where nothing else stands: elsewhere a dash may begin an item or join two words.
    _compile(r"\A-(?=(?:0|[1-9]\d{0,5})(?:\.\d{1,6})?%?\Z)", lambda _match: "负"),
    _compile(
        rf"(?<![\d.\-])(\d{{1,4}})(?:\s*[-~]\s*(\d{{1,4}}))?\s*"
        rf"(小时|分钟|天|人|名|位|次|个|节|顿|件|单|班)\s*/\s*{_SPAN}(?![\u4e00-\u9fff]?工资)",
        _rated,
    ),
    _compile(
        rf"(?<![\d.A-Za-z\-]){_SCHOOLS}(?:\s*[/、,，和或]\s*{_SCHOOLS})+(?!\d)"
        rf"|(?<![\d.A-Za-z\-]){_SCHOOLS}(?=\s*(?:院校|高校|大学|工程|毕业|本科|重点|学校|学历|硕士|背景|双一流))",
        _schools,
    ),
    _compile(
        r"(?<![A-Za-z])(?:No|NO|N[o0]\.?|№)[.．]?\s*(\d{1,5})(?!\d)(号)?",
        lambda match: f"{cardinal(int(match[1]))}号",
    ),
    _compile(
        r"((?:微信|QQ|抖音|快手|公众|账|帐|用户)(?:号|名)?)\s*[:：]?\s*"
        r"((?=[A-Za-z_\-]*[A-Za-z])(?=[A-Za-z_\-]*\d)[A-Za-z0-9_\-]{5,30})",
        _account,
    ),
    _compile(r"(?<![A-Za-z])(CET|TEM|JLPT|N|HSK|PETS)-?([1-9](?:\s*[/、]\s*[1-9])?)(?!\d)", _exam),
    _compile(r"(?<=[A-Za-z]{2})(?:19|20)\d{2}(?![\d.*])", lambda match: digits(match[0])),
    _compile(
        r"(?<=[A-Za-z])\d{3,}(?![\d.*])(?=[^元年]|$)", lambda match: digits(match[0], one="幺")
    ),
    _compile(
        r"(?<![\w.\u4e00-\u9fff])-(\d)(?=层|楼)", lambda match: f"负{cardinal(int(match[1]))}"
    ),
    _compile(r"(?<=\d)A(?=级)", lambda _match: "诶"),
    *(
        _compile(rf"(?<![\d.A-Za-z\-]){number}(?=\s*(?:{after}))", _emergency)
        for number, after in _EMERGENCY.items()
    ),
    _compile(r"(?<![\d.])7\s*[x×*X]\s*24(?!\d)", lambda _match: "七乘二十四"),
    _compile(r"(?<=末四位)\s*([\dXx]{4})(?![\dA-Za-z])", lambda match: mandarin.spelled(match[1])),
)
