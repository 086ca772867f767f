"""The demo's courses, policies and notices, from their files."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any

from queue_server.content.demo.places import ANPING
from queue_server.content.disability import parse_disability
from queue_server.content.model import Record, Translation

NO_LAW = "这是演示内容，不是法律文本；办事请以当地正式文件和窗口答复为准。"
_APPLY = "报名：到“培训与创业登记”窗口，带身份证和残疾人证；来不了可以请家人代报。"


def demo_trainings(anchor: date) -> Iterator[Record]:
    """Yield the courses; each is shown until the day it begins."""
    for number, told in enumerate(_entries("trainings.toml", "training"), start=1):
        begins = _at(anchor, told["begins_in"], 1)
        suits = told.get("suits", "")
        yield Record(
            kind="training",
            id=f"demo:training-{number:02}",
            source="demo",
            title=told["title"],
            summary=told["summary"],
            employer=told["organiser"],
            place=told["place"],
            region=ANPING,
            disability=parse_disability(suits),
            disability_text=suits.rstrip(";").replace(";", "；"),
            openings=told["seats"],
            hours=f"共 {told['days']} 天",
            facts=tuple(told["facts"]),
            paragraphs=(*told["paragraphs"], _APPLY),
            published_at=_at(anchor, -number % 15 - 15, 2),
            starts_at=begins,
            translations=_english(told),
        )


def demo_policies(anchor: date) -> Iterator[Record]:
    """Yield the policy leaflets."""
    for number, told in enumerate(_entries("policies.toml", "policy"), start=1):
        yield Record(
            kind="policy",
            id=f"demo:policy-{number:02}",
            source="demo",
            title=told["title"],
            summary=told["summary"],
            employer=told["office"],
            place="安平县",
            region=ANPING,
            tags=("演示内容",),
            paragraphs=(*told["paragraphs"], NO_LAW),
            published_at=_at(anchor, -30 - 11 * number, 2),
            translations=_english(told),
        )


def demo_notices(anchor: date) -> Iterator[Record]:
    """Yield the notices."""
    for number, told in enumerate(_entries("notices.toml", "notice"), start=1):
        published = -int(told["days_ago"])
        lasts = told.get("lasts")
        yield Record(
            kind="notice",
            id=f"demo:notice-{number:02}",
            source="demo",
            title=told["title"],
            summary=told["summary"],
            employer="安平县残疾人就业服务大厅",
            place="安平县",
            region=ANPING,
            paragraphs=tuple(told["paragraphs"]),
            published_at=_at(anchor, published, 1),
            expires_at=None if lasts is None else _at(anchor, published + lasts, 10),
            translations=_english(told),
        )


def _entries(file: str, key: str) -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)[key]
    return entries


def _english(told: dict[str, Any]) -> dict[str, Translation]:
    return {"en": Translation(title=told["en"], summary=told["en_summary"])}


def _at(anchor: date, days: int, hour: int) -> datetime:
    return datetime.combine(anchor + timedelta(days=days), time(hour), UTC)
