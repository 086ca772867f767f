"""Shorter words for what does not fit, by rule and in order, each use told. Pure.

Only words whose short form everybody in a hall reads the same way; names of people and places keep
every character. Numbers are never touched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_RULES: Sequence[tuple[str, str]] = (
    ("有限责任公司", "公司"),
    ("股份有限公司", "公司"),
    ("有限公司", "公司"),
    ("新疆维吾尔自治区", "新疆"),
    ("内蒙古自治区", "内蒙古"),
    ("残疾人联合会", "残联"),
    ("人力资源和社会保障局", "人社局"),
    ("公共就业服务中心", "就业中心"),
    ("星期", "周"),
    ("电话号码", "电话"),
    ("身份证件", "证件"),
    ("Limited", "Ltd"),
    ("Company", "Co."),
    ("telephone", "tel."),
    ("Telephone", "Tel."),
    ("Monday", "Mon"),
    ("Tuesday", "Tue"),
    ("Wednesday", "Wed"),
    ("Thursday", "Thu"),
    ("Friday", "Fri"),
    ("Saturday", "Sat"),
    ("Sunday", "Sun"),
    (" and ", " & "),
)


@dataclass(frozen=True, slots=True)
class Abbreviated:
    """A text made as short as it had to be, and each rule used as ``long→short``."""

    text: str
    used: tuple[str, ...] = ()


def abbreviate(text: str, fits: Callable[[str], bool]) -> Abbreviated:
    """Shorten a text rule by rule until it fits; one that cannot fit so is returned as it was."""
    used: list[str] = []
    shorter = text
    for long, short in _RULES:
        if fits(shorter):
            break
        if long in shorter:
            shorter = shorter.replace(long, short)
            used.append(f"{long.strip()}→{short.strip()}")
    return Abbreviated(shorter, tuple(used)) if fits(shorter) else Abbreviated(text)
