from collections.abc import Callable
from dataclasses import replace

import pytest

from hall.texts import catalogue_source, load_texts
from queue_server.content.model import (
    DISABILITIES,
    EDUCATIONS,
    FACTS,
    KINDS,
    OCCUPATIONS,
    ContentQuery,
    Record,
)
from queue_server.content.presenting import LANGUAGES, names_of
from queue_server.content.service import ContentService
from queue_server.content.terms import term_keys, terms_of

_QUESTIONS = [
    ContentQuery(kind="job"),
    ContentQuery(kind="job", q="员"),
    ContentQuery(kind="job", region="159921", disability="visual"),
    ContentQuery(kind="job", education="junior", pay_min=3000, facts=("wheelchair",)),
    ContentQuery(kind="job", occupation="making", disability="hearing:2"),
    ContentQuery(q="安平"),
]


@pytest.mark.parametrize("query", _QUESTIONS, ids=repr)
def test_choosing_a_value_gives_as_many_as_its_facet_says(
    demo: ContentService, query: ContentQuery
) -> None:
    checked = 0
    for facet in demo.facets(query):
        for value in facet.values:
            chosen: object = value.value
            if facet.name == "pay_min":
                chosen = int(value.value)
            elif facet.name == "facts":
                chosen = (value.value,)
            asked = replace(query, **{facet.name: chosen})  # type: ignore[arg-type]
            assert demo.search(asked).total == value.count, (facet.name, value.value)
            checked += 1
    assert checked > 10


def test_a_facet_leaves_its_own_filter_out(demo: ContentService) -> None:
    free = {f.name: f.values for f in demo.facets(ContentQuery(kind="job"))}
    chosen = {f.name: f.values for f in demo.facets(ContentQuery(kind="job", occupation="massage"))}
    assert chosen["occupation"] == free["occupation"]
    assert chosen["education"] != free["education"]


@pytest.mark.parametrize("query", _QUESTIONS, ids=repr)
def test_who_wants_no_counts_gets_the_same_items_and_total(
    demo: ContentService, query: ContentQuery
) -> None:
    short, whole = demo.search(replace(query, facets=False)), demo.search(query)
    assert (short.items, short.total, short.next) == (whole.items, whole.total, whole.next)
    assert whole.facets
    assert short.facets == ()
    none = replace(query, facets=False, pay_min=999_999)
    assert demo.search(none).widen == demo.search(replace(none, facets=True)).widen


def test_counts_follow_what_is_applied(demo: ContentService) -> None:
    assert demo.counts()["job"] == demo.search(ContentQuery(kind="job")).total


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("保洁", "保洁员"),
        ("洁员", "保洁员"),
        ("baojie", "保洁员"),
        ("bao jie", "保洁员"),
        ("jieyuan", "保洁员"),
        ("bjy", "保洁员"),
        ("BJY", "保洁员"),
        ("259", "保洁员"),
        ("2265439", "保洁员"),
        ("mram", "盲人按摩师"),
    ],
)
def test_a_term_is_found_by_text_pinyin_initials_and_keys(
    demo: ContentService, typed: str, term: str
) -> None:
    assert term in [found.text for found in demo.suggest(typed, limit=50).items]


@pytest.mark.parametrize("typed", ["", " ", "zzzz", "\U0010ffff", "%", "'", "1" * 500, "保" * 500])
def test_what_nobody_means_suggests_nothing(demo: ContentService, typed: str) -> None:
    assert demo.suggest(typed).items == ()


def test_the_most_frequent_term_comes_first(demo: ContentService) -> None:
    counts = [found.count for found in demo.suggest("b").items]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) <= 10


@pytest.mark.parametrize("typed", ["54259", "jgbjy", "jiguanbaojieyuan", "机关保洁员"])
def test_a_title_spelled_whole_comes_before_longer_ones_and_rare_readings(
    service: ContentService, job: Callable[..., Record], typed: str
) -> None:
    """乙 is read ji in old texts only; 机关保洁员们 is longer, though more frequent."""
    titles = ("乙岗保洁员", "乙岗保洁员", "机关保洁员", *["机关保洁员们"] * 3)
    service.import_items([job(n, title=title) for n, title in enumerate(titles)], source="t")
    found = [each.text for each in service.suggest(typed).items]
    assert found[:2] == ["机关保洁员", "机关保洁员们"]
    assert len(found) == len(set(found))


def test_two_letters_begin_the_most_frequent_term(
    service: ContentService, job: Callable[..., Record]
) -> None:
    titles = ("背景", *["保洁员"] * 3)
    service.import_items([job(n, title=title) for n, title in enumerate(titles)], source="t")
    assert [each.text for each in service.suggest("bj").items] == ["保洁员", "背景"]


def test_titles_fall_into_terms() -> None:
    assert list(terms_of("【急缺】保洁员/绿化工（包吃住） 2人")) == ["保洁员", "绿化工"]
    assert "kuaiji" in term_keys("会计") or "huiji" in term_keys("会计")
    assert {"kj", "hj"} & term_keys("会计")


def test_both_languages_name_every_value() -> None:
    for group, values in (
        ("kind", KINDS),
        ("occupation", OCCUPATIONS),
        ("education", EDUCATIONS),
        ("disability", DISABILITIES),
        ("fact", FACTS),
    ):
        for value in values:
            names = names_of(f"{group}-{value.replace('_', '-')}")
            assert set(names) == set(LANGUAGES)
            assert all(names.values())


_VALUES = (
    "yuan", "what", "level", "levels", "work", "place", "wanted", "schooling", "fact", "words",
    "asked", "heard",
)  # fmt: skip


def test_both_catalogues_have_the_same_keys() -> None:
    keys = []
    for language in LANGUAGES:
        source = catalogue_source("queue_server.content", language)
        keys.append({each.split(" =")[0] for each in source.splitlines() if " = " in each})
        texts = load_texts(language, "queue_server.content")
        values = dict.fromkeys(_VALUES, "3000")
        assert all(texts.written(key, **values) for key in keys[-1])
    assert keys[0] == keys[1]
