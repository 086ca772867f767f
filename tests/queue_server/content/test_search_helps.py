"""Where words find little, search looks further and says so; what is found says why it suits."""

from collections.abc import Callable, Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from hall.errors import RuleError
from queue_server.content.disability import parse_disability
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService
from queue_server.content.sounds import sound_keys, syllables
from queue_server.content.synonyms import synonyms_of
from queue_server.web.content import content_router
from queue_server.wire import Wishes

Job = Callable[..., Record]


def ids(service: ContentService, query: ContentQuery) -> list[str]:
    return [item.id for item in service.search(query).items]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("保结员", "保洁员"),
        ("收因员", "收银员"),
        ("普公", "普工"),
        ("护里", "护理"),
        ("安摩", "按摩"),
        ("分减", "分拣"),
    ],
)
def test_words_of_the_same_sound_are_found_and_named(
    service: ContentService, job: Job, asked: str, meant: str
) -> None:
    titles = ("保洁员", "收银员", "普工", "养老护理员", "按摩师", "仓库分拣员")
    service.import_items([job(n, title=title) for n, title in enumerate(titles)], source="t")
    page = service.search(ContentQuery(q=asked))
    assert page.heard_as == meant
    assert len(page.items) == 1
    assert meant in page.items[0].title
    assert asked in page.note["zh-CN"]
    assert meant in page.note["zh-CN"]
    assert set(page.note) == {"zh-CN", "en"}
    marked = [page.items[0].title[mark.start : mark.end] for mark in page.items[0].highlights]
    assert marked == [meant]


def test_what_is_written_comes_before_what_only_sounds_so(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [job(1, title="保结员培训记录"), *(job(n, title="保洁员") for n in range(2, 6))], source="t"
    )
    page = service.search(ContentQuery(q="保结员"))
    assert page.heard_as == "保洁员"
    assert page.items[0].id == "t:1"
    assert page.total == 5
    assert page.note != service.search(ContentQuery(q="宝洁元")).note


def test_pinyin_typed_into_a_search_is_heard(service: ContentService, job: Job) -> None:
    service.import_items([job(1, title="保洁员"), job(2, title="保安")], source="t")
    page = service.search(ContentQuery(q="baojie"))
    assert (page.heard_as, [item.id for item in page.items]) == ("保洁", ["t:1"])
    assert service.search(ContentQuery(q="bjy")).heard_as == "保洁员"


def test_exact_words_are_left_as_they_are(service: ContentService, job: Job) -> None:
    service.import_items([job(1, title="保洁员"), job(2, title="清洁工")], source="t")
    page = service.search(ContentQuery(q="保结员", exact=True))
    assert (page.total, page.heard_as, page.note) == (0, "", {})
    assert ids(service, ContentQuery(q="保洁", exact=True)) == ["t:1"]


def test_words_of_like_meaning_are_found_after_those_written(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [job(1, title="清洁工"), job(2, title="保洁员"), job(3, title="会计")], source="t"
    )
    page = service.search(ContentQuery(q="保洁"))
    assert [item.id for item in page.items] == ["t:2", "t:1"]
    assert page.also == ("清洁",)
    assert "清洁" in page.note["zh-CN"]


def test_where_enough_is_found_nothing_else_is_looked_for(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [*(job(n, title="保洁员") for n in range(30)), job(99, title="清洁工")], source="t"
    )
    page = service.search(ContentQuery(q="保洁"))
    assert (page.total, page.also, page.note) == (30, (), {})


def test_every_synonym_leads_to_the_others_and_stands_once() -> None:
    assert "清洁" in synonyms_of("保洁")
    assert "保洁" in synonyms_of("清洁")
    assert synonyms_of("不存在") == ()
    assert "保洁阿姨" not in synonyms_of("保洁")


def test_sounds_many_do_not_tell_apart_are_one() -> None:
    assert syllables("蓝能") == syllables("南宁")[:1] + syllables("楞")
    assert syllables("张三") == syllables("赞三")
    assert syllables("abc") == []
    assert sound_keys("保洁员") == {"~bao jie yuan ", "~jie yuan "}


def test_where_nothing_is_left_it_tells_what_each_filter_keeps_away(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [job(1, title="保洁员", region="150204", pay_min=3000), job(2, title="保洁员")], source="t"
    )
    page = service.search(ContentQuery(q="保洁", region="440100", pay_min=2000))
    assert (page.total, {each.name: each.count for each in page.widen}) == (0, {"region": 1})
    assert service.search(ContentQuery(q="保洁")).widen == ()


def test_an_item_says_why_it_suits_category_and_level(service: ContentService, job: Job) -> None:
    service.import_items(
        [
            job(1, disability=parse_disability("肢体残疾3,4级;"), education=0),
            job(2, disability=parse_disability("肢体残疾1-4级;")),
            job(3),
        ],
        source="t",
    )
    page = service.search(ContentQuery(disability="physical:3", education="junior"))
    told = {item.id: [reason.value for reason in item.reasons] for item in page.items}
    assert told == {
        "t:1": ["reason-disability-level", "reason-education-any"],
        "t:2": ["reason-disability-level"],
        "t:3": ["open-disability"],
    }
    (first,) = [item for item in page.items if item.id == "t:1"]
    assert first.reasons[0].names["zh-CN"] == "单位写明招收肢体残疾3级。"
    category = service.get("job", "t:1", ContentQuery(disability="physical"))
    assert category is not None
    assert "3、4级" in category.reasons[0].names["zh-CN"]
    plain = service.get("job", "t:1")
    assert plain is not None
    assert plain.reasons == ()


def test_likes_share_work_or_words_and_leave_the_item_out(
    service: ContentService, job: Job
) -> None:
    service.import_items(
        [
            job(1, title="保洁员", occupation="cleaning", region="150204", pay_max=3000),
            job(2, title="会计", occupation="desk", region="150204", pay_max=3000),
            job(3, title="绿化工", occupation="cleaning", region="440103"),
            job(4, title="保洁员", occupation="cleaning", region="150204", pay_max=3100),
            job(5, title="酒店保洁员", occupation="cleaning", region="150205"),
        ],
        source="t",
    )
    assert ids(service, ContentQuery(like="t:1")) == ["t:4", "t:5", "t:3"]
    assert ids(service, ContentQuery(like="t:1", region="150204")) == ["t:4"]


@pytest.fixture
def client(demo: ContentService) -> Iterator[TestClient[Litestar]]:
    with TestClient(Litestar(route_handlers=[content_router(demo)])) as client:
        yield client


def test_wishes_are_answered_with_reasons(demo: ContentService) -> None:
    wishes = Wishes(occupations=("massage",), disability="visual:1", facts=("lodging",))
    matches = demo.matching(wishes, limit=5)
    assert 1 <= len(matches) <= 5
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 100 for score in scores)
    values = [reason.value for reason in matches[0].reasons]
    assert values[0] == "reason-disability-level"
    assert "reason-occupation" in values


def test_what_a_job_refuses_is_no_match_and_what_it_leaves_open_is_asked(
    service: ContentService, job: Job
) -> None:
    told = {"title": "保洁员", "occupation": "cleaning"}
    service.import_items(
        [
            job(1, **told, disability=parse_disability("肢体残疾3级"), pay_max=3000, education=1),
            job(2, **told),
            job(3, **told, disability=parse_disability("听力残疾3级")),
            job(4, **told, pay_max=1500),
            job(5, **told, education=5),
            job(6, title="会计", occupation="desk"),
        ],
        source="t",
    )
    wishes = Wishes(
        occupations=("cleaning",), disability="physical:3", pay_min=2000, education="junior"
    )
    first, second = service.matching(wishes)
    assert (first.item.id, first.score, first.open_questions) == ("t:1", 100, ())
    assert second.item.id == "t:2"
    assert second.score < 60
    assert {each.value for each in second.open_questions} == {
        "open-disability",
        "open-pay",
        "open-education",
    }


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Wishes(occupations=("astronaut",)), "occupations"),
        (Wishes(regions=("15",)), "regions"),
        (Wishes(education="some"), "education"),
        (Wishes(disability="physical:9"), "disability"),
        (Wishes(facts=("cosy",)), "facts"),
    ],
)
def test_wishes_nothing_could_answer_are_refused(
    demo: ContentService, wishes: Wishes, field: str
) -> None:
    with pytest.raises(RuleError) as refusal:
        demo.matching(wishes)
    assert (refusal.value.code, refusal.value.fields["field"]) == ("invalid_wishes", field)


def test_the_vocabulary_is_sent_once(client: TestClient[Litestar]) -> None:
    first = client.get("/api/v1/suggest/vocabulary")
    counts = [term["count"] for term in first.json()["items"]]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 50
    again = client.get(
        "/api/v1/suggest/vocabulary", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_reasons_likes_and_refusals_over_the_wire(client: TestClient[Litestar]) -> None:
    first = client.get(
        "/api/v1/content", params={"kind": "job", "disability": "visual:1", "limit": 1}
    ).json()["items"][0]
    assert first["reasons"]
    one = client.get(f"/api/v1/content/job/{first['id']}", params={"disability": "visual:1"})
    assert one.json()["reasons"] == first["reasons"]
    likes = client.get("/api/v1/content", params={"like": first["id"]}).json()
    assert first["id"] not in [item["id"] for item in likes["items"]]
    missing = client.get("/api/v1/content", params={"like": "demo:none"})
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_content")
    wrong = client.get(f"/api/v1/content/job/{first['id']}", params={"disability": "tall"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "disability")
