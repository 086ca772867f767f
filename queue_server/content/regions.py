"""The tree of administrative divisions in six-digit codes, and the names learned from places.

``150000`` is a province, ``150200`` a city or league, ``150204`` a county. No table of names is
shipped beyond the provinces; the names below them are read out of the places that come with codes.
"""

import re
from functools import lru_cache

PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,10}?(?:自治州|地区|盟|市)")
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{1,12}?(?:自治县|自治旗|新区|林区|开发区|区|县|旗|市)")


def is_region(code: str) -> bool:
    """Tell whether a text has the form of a region code."""
    return len(code) == 6 and code.isascii() and code.isdigit() and code[:2] != "00"


def span(code: str) -> tuple[int, int]:
    """Return the first and last code of the tree under a code, both included."""
    number = int(code)
    if code.endswith("0000"):
        return number, number + 9999
    if code.endswith("00"):
        return number, number + 99
    return number, number


def child_step(code: str) -> int:
    """Return by what to divide codes to count the children of a region; '' is the country."""
    if not code:
        return 10000
    return 100 if code.endswith("0000") else 1


@lru_cache(maxsize=4096)
def names_in(code: str, place: str) -> tuple[tuple[str, str], ...]:
    """Return codes of regions with the names that a place written with a code tells.

    广东省广州市荔湾区东沙街道 with 440103 tells 4401 and 440103; 武汉·洪山区 likewise.
    """
    rest = place.replace("·", " ").replace("-", " ").strip()
    found: dict[str, str] = {}
    if province := _PROVINCE.match(rest):
        rest = rest[province.end() :].lstrip()
    city, blank, tail = rest.partition(" ")
    if not code.endswith("0000"):
        if matched := _CITY.match(rest):
            found[f"{code[:4]}00"], rest = matched.group(), rest[matched.end() :].lstrip()
        elif blank and 2 <= len(city) <= 8:
            found[f"{code[:4]}00"], rest = f"{city}市", tail.lstrip()
    if not code.endswith("00") and (county := _COUNTY.match(rest)):
        found[code] = county.group()
    return tuple(found.items())
