"""The answer to a question to the twin, for the page: sentences, a table, a picture."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from config.site import Site
from hall.texts import Texts
from queue_server.service.what_if import Run
from queue_server.statistics.measures import Spread
from queue_server.statistics.visits import CLASSES
from queue_server.statistics.withholding import SMALLEST_SHOWN
from queue_server.twin.asking import Change
from queue_server.twin.outcomes import EARLIER, ORDINARY, Outcome
from queue_server.web.charts import pairs

_HARDLY = 1.0
"""Minutes; a smaller difference of the mean is told as none."""


class WhatIfWait(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes somebody waited: on average, and nine of ten at most; null where nobody did."""

    who: str
    mean_before: float | None
    mean_after: float | None
    nine_before: float | None
    nine_after: float | None


def _waits(outcome: Outcome) -> dict[str, Spread]:
    return {**outcome.waits, **{f"class-{each}": told for each, told in outcome.classes.items()}}


def compared(run: Run) -> Iterator[WhatIfWait]:
    """Return the waits of each class before and after; too few to say anything are left out."""
    before, after = (_waits(each) for each in run.outcomes)
    for who in (ORDINARY, EARLIER, *(f"class-{each}" for each in CLASSES)):
        was, would = before.get(who), after.get(who)
        if any(each is None or each.count < SMALLEST_SHOWN for each in (was, would)):
            continue
        yield both(who, was, would)


def both(who: str, was: Spread | None, would: Spread | None) -> WhatIfWait:
    """Return one class's waits before and after."""
    return WhatIfWait(
        who=who,
        mean_before=was.mean if was else None,
        mean_after=would.mean if would else None,
        nine_before=was.nine_of_ten if was else None,
        nine_after=would.nine_of_ten if would else None,
    )


def _name(who: str, texts: Texts) -> str:
    return texts.written(who if who.startswith("class-") else f"what-if-{who}")


def rows(run: Run, texts: Texts) -> list[list[str]]:
    """Return the table's cells."""
    return [
        [
            _name(each.who, texts), _minutes(each.mean_before), _minutes(each.mean_after),
            _difference(each), _minutes(each.nine_before), _minutes(each.nine_after),
        ]
        for each in compared(run)
    ]  # fmt: skip


def chart(run: Run, texts: Texts) -> Any:
    """Return the picture of the mean waits."""
    found = list(compared(run))
    told = "; ".join(
        texts.written(
            "what-if-told",
            name=_name(each.who, texts),
            before=_minutes(each.mean_before),
            after=_minutes(each.mean_after),
        )
        for each in found
    )
    rows = [(_name(each.who, texts), each.mean_before, each.mean_after) for each in found]
    return pairs(texts.written("what-if-chart"), told, rows)


def sentences(run: Run, site: Site, texts: Texts) -> list[str]:
    """Return the answer in plain words: all waits, those turned away, and who would wait longer."""
    (before, after), change = run.outcomes, _in_words(run, site, texts)
    was, would = before.everyone, after.everyone
    if was is None or would is None:
        return [texts.written("what-if-nobody")]
    told = []
    hardly = abs(was.mean - would.mean) < _HARDLY
    told.append(
        texts.written(
            "what-if-same" if hardly else "what-if-answer",
            change=change, before=_minutes(was.mean), after=_minutes(would.mean),
        )
    )  # fmt: skip
    if not hardly:
        told.append(
            texts.written(
                "what-if-nine",
                before=_minutes(was.nine_of_ten),
                after=_minutes(would.nine_of_ten),
            )
        )
    if (before.refused, before.left) != (after.refused, after.left):
        told.append(
            texts.written(
                "what-if-turned", before=str(before.refused), after=str(after.refused),
                left_before=str(before.left), left_after=str(after.left),
            )
        )  # fmt: skip
    longer = [
        _name(each.who, texts)
        for each in compared(run)
        if each.mean_before is not None
        and each.mean_after is not None
        and each.mean_after - each.mean_before >= _HARDLY
    ]
    if longer:
        told.append(texts.written("what-if-worse", names=_joined(longer, texts)))
    return told


def _in_words(run: Run, site: Site, texts: Texts) -> str:
    change = run.change or Change()
    parts = []
    if change.window_like is not None:
        number = next((each.number for each in site.windows if each.id == change.window_like), 0)
        parts.append(texts.written("what-if-changed-window", number=str(number)))
    if change.opens:
        parts.append(texts.written("what-if-changed-opens", time=change.opens))
    if change.closes:
        parts.append(texts.written("what-if-changed-closes", time=change.closes))
    if change.over_lunch:
        parts.append(texts.written("what-if-changed-lunch"))
    if change.policy is not None:
        policy = texts.written(f"what-if-policy-{change.policy}")
        parts.append(texts.written("what-if-changed-policy", policy=policy))
    return _joined(parts, texts)


def basis(run: Run, texts: Texts) -> str:
    """Return which days were played, or that visitors were made up."""
    windows = _joined([str(each) for each in run.windows], texts)
    hours = _joined(list(run.hours), texts)
    if not run.days:
        return texts.written("what-if-drawn", windows=windows, hours=hours)
    days = _joined(list(run.days), texts)
    return texts.written(
        "what-if-own", days=days, came=str(run.came), windows=windows, hours=hours
    )  # fmt: skip


def _joined(parts: list[str], texts: Texts) -> str:
    return ("、" if texts.language == "zh-CN" else ", ").join(parts)


def _minutes(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _difference(each: WhatIfWait) -> str:
    if each.mean_before is None or each.mean_after is None:
        return "–"
    minutes = round(each.mean_after - each.mean_before)
    return f"{minutes:+d}" if minutes else "0"


def clock(instant: datetime | None, site: Site) -> str:
    """Return an instant as the hall writes it."""
    zone = ZoneInfo(site.hall.time_zone)
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}" if instant else ""
