"""Facts about a place of work and its kind of employment, out of the words people write."""

import re
from collections.abc import Iterable

from queue_server.content.model import FACTS

_FACTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), facts)
    for words, facts in (
        (r"包吃住|包食宿|食宿全包|免费食宿|提供食宿|包吃包住|吃住免费", ("meals", "lodging")),
        (r"包住|提供住宿|提供宿舍|免费住宿|员工宿舍", ("lodging",)),
        (r"包吃|包(?:午|工作)?餐|管饭|工作餐|免费午餐|提供午餐|餐补", ("meals",)),
        (r"[三四五六]险|社保|社会保险|养老保险|五险一金", ("insurance",)),
        (r"双休|周末休息|周六日休", ("weekends_off",)),
        (r"无需经验|经验不限|不限经验|无经验要求", ("no_experience",)),
        (r"岗前培训|专业培训|带薪培训|有师傅带|入职培训", ("induction",)),
        (r"班车|车接送|公交直达", ("bus",)),
        (r"居家办公|居家就业|在家(?:上班|工作|办公|就业)|远程办公", ("home_work",)),
        (r"轮椅(?:可|能|通)|无障碍(?:通道|设施|环境|坡道)", ("wheelchair",)),
        (r"无障碍卫生间|无障碍厕所", ("barrier_free_toilet",)),
        (r"坐着(?:工作|上班|做)|坐班岗|坐姿", ("seated",)),
        (r"手语", ("sign_language",)),
        (r"读屏|屏幕阅读", ("screen_reader",)),
        (r"白班|不上夜班|无夜班|长白班", ("day_shift",)),
        (r"兼职|半天|小时工|钟点工", ("part_time",)),
        (r"免费(?:培训|参加|学习)|不收(?:取)?(?:任何)?费用|免学费", ("free",)),
        (r"生活补贴|培训补贴|交通补贴|误工补贴", ("allowance",)),
    )
)
_DENIED = re.compile(r"(?:不|无|没有|未|非)$")
_KINDS: tuple[tuple[str, str], ...] = (
    ("实习", "internship"),
    ("兼职", "part_time"),
    ("part", "part_time"),
    ("临时", "temporary"),
    ("短期", "temporary"),
    ("temporary", "temporary"),
    ("contractor", "temporary"),
    ("intern", "internship"),
    ("居家", "home"),
    ("全职", "full_time"),
    ("长期", "full_time"),
    ("full", "full_time"),
)


def facts_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the facts that texts tell, in the order of FACTS; 不包住 tells none."""
    found = {
        fact for text in texts for words, facts in _FACTS if _told(words, text) for fact in facts
    }
    return tuple(fact for fact in FACTS if fact in found)


def employment_of(text: str) -> str:
    """Return the kind of employment a text names, or nothing."""
    lowered = text.lower()
    return next((kind for word, kind in _KINDS if word in lowered), "")


def _told(words: re.Pattern[str], text: str) -> bool:
    return any(not _DENIED.search(text[: found.start()]) for found in words.finditer(text))
