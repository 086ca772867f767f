"""Records as the wire tells them: codes with their written names, spans of what matched."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from hall.texts import Texts, load_texts
from queue_server.content.disability import accepted
from queue_server.content.highlighting import spans
from queue_server.content.model import EDUCATIONS, Media, Record
from queue_server.wire import (
    ContentItem,
    ContentMedia,
    ContentTranslation,
    DisabilityAccepted,
    Facet,
    FacetValue,
    Highlight,
    Label,
)

LANGUAGES = ("zh-CN", "en")
_MARKED: tuple[Literal["title", "employer", "place", "address", "summary"], ...] = (
    "title",
    "employer",
    "place",
    "address",
    "summary",
)


def names_of(key: str, **values: object) -> dict[str, str]:
    """Return the written name of a catalogue key per language."""
    return {language: texts.written(key, **values) for language, texts in catalogues().items()}


def present(record: Record, asked: Sequence[str], *, whole: bool) -> ContentItem:
    """Return a record as the wire tells it; ``whole`` gives the description as well."""
    return ContentItem(
        id=record.id,
        kind=record.kind,
        title=record.title,
        summary=record.summary,
        employer=record.employer,
        place=record.place,
        address=record.address,
        region=record.region,
        pay_min=record.pay_min,
        pay_max=record.pay_max,
        pay_text=record.pay_text,
        education=None
        if record.education is None
        else label_of("education", EDUCATIONS[record.education]),
        disability_known=record.disability != 0,
        disability=_disability(record.disability),
        disability_text=record.disability_text,
        occupation=label_of("occupation", record.occupation) if record.occupation else None,
        openings=record.openings,
        hours=record.hours,
        requirements=record.requirements,
        fit=record.fit,
        facts=tuple(label_of("fact", fact) for fact in record.facts),
        tags=record.tags,
        description=record.paragraphs if whole else (),
        published_at=record.published_at,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        expires_at=record.expires_at,
        source=record.source,
        translations={
            language: ContentTranslation(title=each.title, summary=each.summary)
            for language, each in record.translations.items()
        },
        highlights=_highlights(record, asked),
        easy_read=record.easy_read,
        media=tuple(_media(each) for each in record.media) if whole else (),
        employment=label_of("employment", record.employment) if record.employment else None,
        experience=record.experience,
        occupation_code=record.occupation_code,
        url=record.url if whole else "",
        related=record.related if whole else (),
    )


def _media(media: Media) -> ContentMedia:
    return ContentMedia(
        kind=media.kind,
        url=media.url,
        alt=media.alt,
        captions=media.captions,
        language=media.language,
    )


def present_facets(
    counts: Mapping[str, Mapping[str, int]], region_names: Mapping[str, str]
) -> tuple[Facet, ...]:
    """Return counted facets with the names of their values."""
    return tuple(
        Facet(
            name=name,
            values=tuple(
                FacetValue(value=value, names=_value_names(name, value, region_names), count=count)
                for value, count in values.items()
            ),
        )
        for name, values in counts.items()
    )


def _value_names(name: str, value: str, region_names: Mapping[str, str]) -> dict[str, str]:
    if name == "region":
        return {"zh-CN": region_names.get(value, value)}
    if name == "pay_min":
        return dict(_pay_names(value))
    return dict(label_of({"facts": "fact"}.get(name, name), value).names)


@lru_cache(maxsize=64)
def _pay_names(yuan: str) -> Mapping[str, str]:
    return names_of("pay-at-least", yuan=yuan)


@lru_cache(maxsize=512)
def label_of(group: str, value: str) -> Label:
    """Return a coded value with its names, such as ``disability`` ``visual``."""
    return Label(value=value, names=names_of(f"{group}-{value.replace('_', '-')}"))


@lru_cache(maxsize=4096)
def _disability(mask: int) -> tuple[DisabilityAccepted, ...]:
    return tuple(
        DisabilityAccepted(
            category=category, names=label_of("disability", category).names, levels=levels
        )
        for category, levels in accepted(mask)
    )


def _highlights(record: Record, asked: Sequence[str]) -> tuple[Highlight, ...]:
    return tuple(
        Highlight(field=field, start=start, end=end)
        for field in _MARKED
        for start, end in (spans(getattr(record, field), asked) if asked else ())
    )


@lru_cache(maxsize=1)
def catalogues() -> Mapping[str, Texts]:
    """Return the catalogues by language."""
    return {language: load_texts(language, "queue_server.content") for language in LANGUAGES}
