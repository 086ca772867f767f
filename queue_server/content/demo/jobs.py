"""Drawing the demo's jobs from their templates."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any

from queue_server.content.demo.places import AREAS, HOME_COUNTIES, REGIONS
from queue_server.content.disability import parse_disability
from queue_server.content.education import education_rank
from queue_server.content.model import EDUCATIONS, Record, Translation

PER_TEMPLATE = 8
_SEED = "hall90 demo jobs"
_UNTOLD = 0.09  # the share of real disability platforms' rows that leave it empty
_HOURS = (
    "早 8:30 至晚 5:30，周日休息",
    "早 8:00 至下午 4:00，一周六天",
    "上午 9:00 至 12:00，下午 2:00 至 6:00，周日休息",
)
_WEEKENDS_OFF = "早 9:00 至晚 5:00，双休"
_HALF_DAY = "每天 4 小时，上午或下午可以选"
_AT_HOME = "时间自己安排，每周 20 至 40 小时"
_FIT = {
    "wheelchair": ("轮椅能从大门一直进到工位", "门口有坡道，车间和通道轮椅都能过"),
    "seated": ("可以坐着做，每小时休息 10 分钟", "全程坐着工作，椅子可以调高低"),
    "home_work": ("在家就能做，不用天天来回跑",),
    "barrier_free_toilet": ("一层有无障碍卫生间",),
    "sign_language": ("班组里有人会手语",),
    "screen_reader": ("电脑和手机都装好了读屏软件",),
    "quiet": ("工作的地方安静",),
    "bus": ("公交 3 路直达，站牌到门口 80 米", "单位有班车，早晚各一趟"),
    "lodging": ("提供宿舍，一层留给行动不便的人",),
    "induction": ("先培训再上岗，有师傅一对一带",),
}
_INSURED = ("有五险", "交社会保险")


@dataclass(frozen=True, slots=True)
class _Draw:
    """One job being drawn: its template and the dice."""

    template: dict[str, Any]
    dice: random.Random

    def one(self, key: str) -> str:
        return str(self.dice.choice(self.template[key]))

    def facts(self) -> tuple[str, ...]:
        offered: list[str] = self.template["facts"]
        kept = [fact for at, fact in enumerate(offered) if at < 2 or self.dice.random() < 0.55]
        return tuple(kept)

    def suits(self) -> str:
        if self.dice.random() < _UNTOLD:
            return ""
        suits: list[str] = self.template["suits"]
        return "；".join(
            each for at, each in enumerate(suits) if at == 0 or self.dice.random() < 0.8
        )

    def pay(self) -> tuple[int, int]:
        low, high = self.template["pay"]
        first = low + self.dice.randrange(0, max(1, (high - low) // 300)) * 100
        return first, min(high, first + self.dice.choice((600, 800, 1000, 1200, 1500)))


def demo_jobs(anchor: date) -> Iterator[Record]:
    """Yield the demo's jobs, newest about two days before the anchor day."""
    text = resources.files(__package__).joinpath("jobs.toml").read_text("utf-8")
    for place, template in enumerate(tomllib.loads(text)["job"]):
        for turn in range(PER_TEMPLATE):
            dice = random.Random(f"{_SEED} {place} {turn}")  # noqa: S311  content, not a secret
            yield _job(f"demo:job-{place + 1:02}-{turn + 1}", _Draw(template, dice), anchor)


def _job(job_id: str, draw: _Draw, anchor: date) -> Record:
    facts = draw.facts()
    area = draw.one("areas") if "home_work" not in facts or draw.dice.random() < 0.5 else "home"
    county = draw.dice.choice(HOME_COUNTIES)
    spot, address = draw.dice.choice(AREAS[area])
    suits = draw.suits()
    low, high = draw.pay()
    told = [f"单位说明：{_told(suits)}可以报名"] if suits else []
    fit = [draw.dice.choice(_FIT[fact]) for fact in facts if fact in _FIT]
    pay_text = f"{low}–{high} 元／月"
    if "insurance" in facts:
        pay_text += "，" + draw.dice.choice(_INSURED)
    needs = draw.one("needs")
    return Record(
        kind="job",
        id=job_id,
        source="demo",
        title=draw.one("titles"),
        summary=draw.template["summary"],
        employer=f"{REGIONS[county][:2]}{draw.one('employers').removeprefix('安平县').removeprefix('安平')}",
        place=f"{REGIONS[county]}{spot}",
        address=address.format(n=draw.dice.randint(1, 9 if area in {"tech", "home"} else 48)),
        region=county,
        pay_min=low,
        pay_max=high,
        pay_text=pay_text,
        education=_education(draw.template["education"], needs),
        disability=parse_disability(suits),
        disability_text=suits,
        occupation=draw.template["occupation"],
        openings=draw.dice.choice((1, 1, 2, 2, 3, 5, 5, 8, 10)),
        hours=_hours(facts, draw),
        requirements=needs,
        fit=(*fit, *told),
        facts=facts,
        paragraphs=(*draw.template["do"], "怎样报名：打印推荐单，交给“职业介绍”窗口就可以了。"),
        published_at=_published(anchor, draw.dice),
        translations={
            "en": Translation(title=draw.template["en"], summary=draw.template["en_summary"])
        },
    )


def _education(told: str, needs: str) -> int:
    found = education_rank(needs)
    return EDUCATIONS.index(told) if found is None else found


def _told(suits: str) -> str:
    return suits.replace("；", "，").replace("-", "至").replace(",", "、")


def _hours(facts: tuple[str, ...], draw: _Draw) -> str:
    if "hours" in draw.template:
        return str(draw.template["hours"])
    if "home_work" in facts:
        return _AT_HOME
    if "weekends_off" in facts:
        return _WEEKENDS_OFF
    return _HALF_DAY if "part_time" in facts else draw.dice.choice(_HOURS)


def _published(anchor: date, dice: random.Random) -> datetime:
    day = anchor - timedelta(days=dice.randint(1, 28))
    return datetime.combine(day, time(dice.randint(0, 9), dice.randrange(0, 60, 5)), UTC)
