"""Why an item suits somebody, in sentences; and what it does not tell.

The item's own statements decide: a category and level it names, schooling it asks for, its place,
its pay, facts about the place of work. What the source leaves open is said as openly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from queue_server.content.disability import accepted, wanted_mask
from queue_server.content.education import highest_suited
from queue_server.content.model import EDUCATIONS, Record
from queue_server.content.presenting import catalogues, label_of
from queue_server.content.regions import span
from queue_server.wire import Label

_Frozen = str | tuple[str, str] | tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody has and looks for; whatever is empty plays no part.

    ``disability`` is a category with or without a level (``physical:3``); ``pay_min`` is yuan a
    month.
    """

    disability: str = ""
    education: str = ""
    regions: tuple[str, ...] = ()
    region_names: Mapping[str, str] | None = None
    occupations: tuple[str, ...] = ()
    pay_min: int | None = None
    facts: tuple[str, ...] = ()


def reasons_for(record: Record, wanted: Wanted) -> tuple[Label, ...]:
    """Return why an item suits, the most telling first."""
    return tuple(_reasons(record, wanted))


def questions_left(record: Record, wanted: Wanted) -> tuple[Label, ...]:
    """Return what the item does not say, to be asked of the employer."""
    return tuple(_questions(record, wanted))


def _reasons(record: Record, wanted: Wanted) -> Iterator[Label]:
    if wanted.disability and record.disability:
        yield from _disability(record.disability, wanted.disability)
    if record.occupation and record.occupation in wanted.occupations:
        yield sentence("reason-occupation", work=("occupation", record.occupation))
    yield from _place(record, wanted)
    yield from _pay(record, wanted)
    yield from _schooling(record, wanted)
    for fact in wanted.facts:
        if fact in record.facts:
            yield sentence("reason-fact", fact=("fact", fact))


def _questions(record: Record, wanted: Wanted) -> Iterator[Label]:
    if wanted.disability and not record.disability:
        yield sentence("open-disability")
    if wanted.pay_min and record.pay_max is None and record.pay_min is None:
        yield sentence("open-pay")
    if wanted.education and record.education is None:
        yield sentence("open-education")
    for fact in wanted.facts:
        if fact not in record.facts:
            yield sentence("open-fact", fact=("fact", fact))


def _disability(mask: int, asked: str) -> Iterator[Label]:
    wanted = wanted_mask(asked)
    if wanted is None or not mask & wanted:
        return
    category, _, level = asked.partition(":")
    levels = dict(accepted(mask))[category]
    if level:
        yield sentence("reason-disability-level", what=("disability", category), level=level)
    elif len(levels) == 4:
        yield sentence("reason-disability-all", what=("disability", category))
    else:
        named = "、".join(map(str, levels)), ", ".join(map(str, levels))
        yield sentence(
            "reason-disability-some",
            what=("disability", category),
            levels={"zh-CN": named[0], "en": named[1]},
        )


def _pay(record: Record, wanted: Wanted) -> Iterator[Label]:
    highest = record.pay_max if record.pay_max is not None else record.pay_min
    if wanted.pay_min and highest is not None and highest >= wanted.pay_min:
        yield sentence("reason-pay", yuan=str(highest), wanted=str(wanted.pay_min))


def _place(record: Record, wanted: Wanted) -> Iterator[Label]:
    for code in wanted.regions:
        if record.region and _within(record.region, code):
            place = record.place or (wanted.region_names or {}).get(code, code)
            yield sentence("reason-region", place=place)
            return


def _schooling(record: Record, wanted: Wanted) -> Iterator[Label]:
    highest = highest_suited(wanted.education) if wanted.education else None
    if highest is None or record.education is None or record.education > highest:
        return
    if record.education == 0:
        yield sentence("reason-education-any")
    else:
        yield sentence("reason-education", schooling=("education", EDUCATIONS[record.education]))


def _within(region: str, code: str) -> bool:
    first, last = span(code)
    return first <= int(region) <= last


def sentence(key: str, **values: str | tuple[str, str] | Mapping[str, str]) -> Label:
    """Return a sentence of the catalogues; a pair is a group and id of theirs, named per language.

    A mapping gives another value per language.
    """
    told = tuple(
        (name, tuple(each.items()) if isinstance(each, Mapping) else each)
        for name, each in values.items()
    )
    return _sentence(key, told)


@lru_cache(maxsize=4096)
def _sentence(key: str, values: tuple[tuple[str, _Frozen], ...]) -> Label:
    # A page of twenty says the same few things of most of its items.
    names = {
        language: texts.written(key, **{name: _value(each, language) for name, each in values})
        for language, texts in catalogues().items()
    }
    return Label(value=key, names=names)


def _value(value: _Frozen, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value[0], str):
        return label_of(*value).names[language]
    return dict(value)[language]
