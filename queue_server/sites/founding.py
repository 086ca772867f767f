"""A hall's first site file, made from the answers of the first run."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import InlineTable

from config.loader import DEMO_SITE

LARGEST = 40
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = DAYS[:5]
_HEAD = """\
This hall's settings, made by the first steps; change them on the page “Hall settings” or here.
`hall90 config check FILE` tells every fault, `hall90 config explain KEY` what a key means.
"""


class NewService(msgspec.Struct, frozen=True, kw_only=True):
    """One service of the hall to come."""

    id: str
    prefix: str
    names: dict[str, str]
    minutes: int = 10
    icon: str = "form"
    about: dict[str, str] = msgspec.field(default_factory=dict)


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the first run was told so far; ``done`` are the screens answered."""

    name: dict[str, str] = msgspec.field(default_factory=dict)
    region: str = ""
    hotline: str = ""
    public_url: str = ""
    colour: str = ""
    services: tuple[NewService, ...] = ()
    windows: int = 3
    always: bool = False
    week: dict[str, tuple[str, ...]] = msgspec.field(
        default_factory=lambda: dict.fromkeys(WORKDAYS, ("09:00-12:00", "13:30-17:00"))
    )
    holidays: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


def usual_services() -> tuple[NewService, ...]:
    """Return the services such halls offer, to choose from."""
    demo = tomlkit.parse(DEMO_SITE.read_text("utf-8")).unwrap()
    return tuple(msgspec.convert(each, NewService) for each in demo["service"])


def founded(answers: Answers) -> str:
    """Return the text of the site file."""
    demo = tomlkit.parse(DEMO_SITE.read_text("utf-8")).unwrap()
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["sign"] = []
    languages = [each for each in ("zh-CN", "en") if answers.name.get(each)] or ["zh-CN"]
    named = {each: text for each, text in answers.name.items() if text}
    _add(document, "hall", {
        "id": f"hall-{answers.region or 'new'}", "name": named, "region": answers.region,
        "time_zone": "Asia/Shanghai", "public_url": answers.public_url, "languages": languages,
        "hotline": answers.hotline, **({"colour": answers.colour} if answers.colour else {}),
        "hours": _hours(answers),
    })  # fmt: skip
    services = tomlkit.aot()
    for each in answers.services:
        services.append(_table(msgspec.to_builtins(each)))
    document["service"] = services
    _several(document, "zone", [
        {"id": "main", "names": {"zh-CN": "大厅", "en": "Hall"},
         "directions": {"zh-CN": "在您面前的大厅里。", "en": "In the hall before you."}},
    ])  # fmt: skip
    _several(document, "window", [
        {"id": f"w{number}", "number": number, "zone": "main",
         "services": [each.id for each in answers.services]}
        for number in range(1, answers.windows + 1)
    ])  # fmt: skip
    _several(document, "board", [{"id": "hall", "zone": "main"}])
    _several(document, "kiosk", [
        {"id": "k1", "zone": "main", "geometry": "", "printer": "", "printer_profile": "80mm",
         "offline_range": {"first": 5001, "last": 5999}},
    ])  # fmt: skip
    for name in ("priority", "grace", "speech"):
        _add(document, name, demo[name])
    return re.sub(r"\n{3,}", "\n\n", tomlkit.dumps(document))


def number_of(text: str, fallback: int) -> int:
    """Return a number of windows that can be, from what was typed."""
    found = re.fullmatch(r"\s*(\d{1,3})\s*", text, re.ASCII)
    return min(max(int(found[1]), 1), LARGEST) if found else fallback


def _hours(answers: Answers) -> dict[str, Any]:
    if answers.always:
        return {"always": True}
    week = {day: list(answers.week[day]) for day in DAYS if answers.week.get(day)}
    holidays = {"holidays": list(answers.holidays)} if answers.holidays else {}
    return {"week": week, **holidays}


def _add(document: tomlkit.TOMLDocument, name: str, values: Mapping[str, Any]) -> None:
    document[name] = _table(values)


def _several(document: tomlkit.TOMLDocument, name: str, items: list[dict[str, Any]]) -> None:
    listed = tomlkit.aot()
    for each in items:
        listed.append(_table(each))
    document[name] = listed


def _table(values: Mapping[str, Any]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for name, value in values.items():
        if name == "about" and not value:
            continue
        if name == "hours":
            table[name] = _table(value)
        else:
            table[name] = _inline(value) if isinstance(value, Mapping) else value
    table.add(tomlkit.nl())
    return table


def _inline(values: Mapping[str, Any]) -> InlineTable:
    inline = tomlkit.inline_table()
    for name, value in values.items():
        inline[name] = _inline(value) if isinstance(value, Mapping) else value
    return inline
