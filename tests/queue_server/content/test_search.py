from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server.content.disability import parse_disability
from queue_server.content.model import EDUCATIONS, ContentQuery, Record
from queue_server.content.service import ContentService

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
Job = Callable[..., Record]


def ids(service: ContentService, **asked: object) -> list[str]:
    return [item.id for item in service.search(ContentQuery(**asked)).items]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("region", "kept"),
    [
        ("150000", ["t:3", "t:2", "t:1"]),
        ("150200", ["t:2", "t:1"]),
        ("150204", ["t:1"]),
        ("440000", []),
    ],
)
def test_a_region_means_all_within_it(
    service: ContentService, job: Job, region: str, kept: list[str]
) -> None:
    codes = ("150204", "150200", "150499")
    service.import_items([job(n, region=code) for n, code in enumerate(codes, 1)], source="t")
    assert ids(service, region=region) == kept


def test_somebody_with_junior_schooling_sees_what_asks_for_no_more(
    service: ContentService, job: Job
) -> None:
    ranks = [EDUCATIONS.index(name) for name in ("any", "junior", "college")]
    service.import_items(
        [job(0), *(job(n, education=rank) for n, rank in enumerate(ranks, 1))], source="t"
    )
    assert set(ids(service, education="junior")) == {"t:0", "t:1", "t:2"}


def test_what_does_not_tell_whom_it_suits_stays_and_says_so(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [
            job(1, disability=parse_disability("肢体残疾3,4级;")),
            job(2, disability=parse_disability("视力残疾1-4级;")),
            job(3),
        ],
        source="t",
    )
    items = service.search(ContentQuery(disability="physical:3")).items
    assert {item.id: item.disability_known for item in items} == {"t:1": True, "t:3": False}
    assert ids(service, disability="physical:1") == ["t:3"]


def test_pay_asked_for_is_reached_by_the_highest_offered(service: ContentService, job: Job) -> None:
    service.import_items(
        [job(1, pay_min=3000, pay_max=4000), job(2, pay_min=5000), job(3)], source="t"
    )
    assert ids(service, pay_min=4000) == ["t:2", "t:1"]
    assert ids(service, sort="pay") == ["t:2", "t:1", "t:3"]


def test_all_facts_asked_for_must_hold(service: ContentService, job: Job) -> None:
    service.import_items(
        [job(1, facts=("wheelchair", "seated")), job(2, facts=("seated",))], source="t"
    )
    assert ids(service, facts=("wheelchair", "seated")) == ["t:1"]


def test_a_title_that_matches_comes_before_an_employer_that_does(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [job(1, title="保洁员"), job(2, title="文员", employer="净美保洁公司")], source="t"
    )
    assert ids(service, q="保洁") == ["t:1", "t:2"]
    assert ids(service, q="保洁", sort="newest") == ["t:2", "t:1"]


def test_marks_stand_where_the_written_text_matches(service: ContentService, job: Job) -> None:
    service.import_items([job(1, title="ＣＮＣ操作（cnc）", employer="云杉CNC")], source="t")
    (item,) = service.search(ContentQuery(q="cnc")).items
    marked = [getattr(item, mark.field)[mark.start : mark.end] for mark in item.highlights]
    assert marked == ["ＣＮＣ", "cnc", "CNC"]


def test_what_is_over_is_shown_no_more(
    service: ContentService, job: Job, clock: ManualClock
) -> None:
    service.import_items([job(1, expires_at=NOW + timedelta(hours=1)), job(2)], source="t")
    assert service.get("job", "t:1") is not None
    clock.pass_time(3601)
    assert service.search(ContentQuery()).total == 1
    assert ids(service) == ["t:2"]
    assert service.get("job", "t:1") is None


@pytest.mark.parametrize("sort", ["newest", "pay", "relevance"])
def test_pages_show_each_row_once_while_rows_come_in(
    service: ContentService, job: Job, sort: str
) -> None:
    old = [
        job(n, pay_max=n % 4 * 1000 or None, published_at=NOW - timedelta(days=n % 5))
        for n in range(40)
    ]
    service.import_items(old, source="t")
    seen: list[str] = []
    cursor = ""
    for turn in range(20):
        page = service.search(ContentQuery(q="岗位", sort=sort, limit=7, cursor=cursor))  # type: ignore[arg-type]
        seen += [item.id for item in page.items]
        service.import_items([job(1000 + turn, pay_max=9000, published_at=NOW)], source="t")
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == len(set(seen))
    assert {f"t:{n}" for n in range(40)} <= set(seen)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "*",
        "a OR b",
        "NEAR(a b)",
        "tok:保",
        "-保",
        "(",
        "^保",
        "'; drop table item; --",
        "\x00",
        "\u202e员洁保",
        "🙂",
        "{a b}",
        "\ud800",
        "%",
        "_",
        "保" * 200,
        "保 " * 100,
    ],
)
def test_no_query_is_anything_but_text(service: ContentService, job: Job, query: str) -> None:
    service.import_items([job(1, title="保洁员")], source="t")
    page = service.search(ContentQuery(q=query))
    assert page.total == len(page.items)
    assert service.counts() == {"job": 1}


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("q", {"q": "保洁" * 5000}),
        ("kind", {"kind": "planet"}),
        ("region", {"region": "15"}),
        ("region", {"region": "１５００００"}),
        ("occupation", {"occupation": "astronaut"}),
        ("education", {"education": "some"}),
        ("disability", {"disability": "physical:5"}),
        ("pay_min", {"pay_min": -1}),
        ("facts", {"facts": ("cosy",)}),
        ("cursor", {"cursor": "%%%"}),
        ("cursor", {"cursor": "AAAA"}),
        ("limit", {"limit": 0}),
    ],
)
def test_a_question_that_makes_no_sense_names_its_field(
    service: ContentService, field: str, asked: dict[str, object]
) -> None:
    with pytest.raises(RuleError) as refused:
        service.search(ContentQuery(**asked))  # type: ignore[arg-type]
    assert refused.value.code == "invalid_query"
    assert refused.value.fields["field"] == field


def test_a_cursor_of_another_order_is_refused(service: ContentService, job: Job) -> None:
    service.import_items([job(n) for n in range(3)], source="t")
    cursor = service.search(ContentQuery(limit=1)).next or ""
    with pytest.raises(RuleError):
        service.search(ContentQuery(sort="pay", cursor=cursor))


def test_one_item_comes_whole_and_a_list_without_descriptions(
    service: ContentService, job: Job
) -> None:
    service.import_items([job(1, paragraphs=("做什么", "怎么做"))], source="t")
    item = service.get("job", "t:1")
    assert item is not None
    assert item.description == ("做什么", "怎么做")
    assert service.search(ContentQuery()).items[0].description == ()
    assert service.get("policy", "t:1") is None
    assert service.get("job", "t:2") is None


def test_words_of_the_easy_text_are_found(
    service: ContentService, job: Callable[..., Record]
) -> None:
    service.import_items([job(1, easy_read=("这是打扫卫生的工作。",)), job(2)], source="t")
    found = service.search(ContentQuery(q="打扫卫生", exact=True))
    assert [item.id for item in found.items] == ["t:1"]
