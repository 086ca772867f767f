from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from queue_server.content.service import ContentService
from queue_server.web.content import content_router


@pytest.fixture
def client(demo: ContentService) -> Iterator[TestClient[Litestar]]:
    with TestClient(Litestar(route_handlers=[content_router(demo)])) as client:
        yield client


def test_a_search_answers_items_total_facets_and_next(client: TestClient[Litestar]) -> None:
    asked = {"kind": "job", "q": "按摩", "disability": "visual", "pay_min": "3000", "limit": "3"}
    first = client.get("/api/v1/content", params=asked).json()
    assert set(first) >= {"items", "total", "facets", "next"}
    assert (first["heard_as"], first["note"], first["widen"]) == ("", {}, [])
    assert len(first["items"]) == 3
    assert first["total"] > 3
    item = first["items"][0]
    assert item["kind"] == "job"
    assert item["pay_max"] >= 3000
    assert any(mark["field"] == "title" for mark in item["highlights"])
    assert item["translations"]["en"]["title"]
    second = client.get("/api/v1/content", params={**asked, "cursor": first["next"]}).json()
    assert {item["id"] for item in first["items"]}.isdisjoint(
        item["id"] for item in second["items"]
    )


def test_facets_are_left_out_where_nobody_wants_them(client: TestClient[Litestar]) -> None:
    answer = client.get("/api/v1/content", params={"kind": "job", "facets": "false"}).json()
    assert answer["items"]
    assert answer["facets"] == []


def test_facts_may_be_asked_for_more_than_once(client: TestClient[Litestar]) -> None:
    answer = client.get("/api/v1/content", params={"facts": ["wheelchair", "seated"]}).json()
    assert answer["items"]
    for item in answer["items"]:
        assert {"wheelchair", "seated"} <= {fact["value"] for fact in item["facts"]}


def test_one_item_comes_with_its_description(client: TestClient[Litestar]) -> None:
    answer = client.get("/api/v1/content/policy/demo:policy-05").json()
    assert answer["title"] == "失业登记怎么办"
    assert len(answer["description"]) >= 3


@pytest.mark.parametrize("path", ["job/demo:none", "planet/demo:job-01-1", "policy/demo:job-01-1"])
def test_what_is_not_there_is_a_problem_404(client: TestClient[Litestar], path: str) -> None:
    answer = client.get(f"/api/v1/content/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["code"] == "unknown_content"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"region": "15"}, "region"),
        ({"q": "保洁" * 200}, "q"),
        ({"cursor": "x"}, "cursor"),
        ({"facts": "cosy"}, "facts"),
    ],
)
def test_a_question_that_does_not_fit_is_a_problem_422(
    client: TestClient[Litestar], asked: dict[str, str], field: str
) -> None:
    answer = client.get("/api/v1/content", params=asked)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("invalid_query", field)


@pytest.mark.parametrize(
    "asked", [{"q": "保" * 3000}, {"limit": 1000}, {"kind": "planet"}, {"sort": "best"}]
)
def test_a_parameter_out_of_bounds_is_refused(
    client: TestClient[Litestar], asked: dict[str, str]
) -> None:
    assert client.get("/api/v1/content", params=asked).status_code in {400, 422}


def test_suggestions_are_answered(client: TestClient[Litestar]) -> None:
    answer = client.get("/api/v1/suggest", params={"q": "bjy"}).json()
    assert answer["items"][0]["text"] == "保洁员"
    assert answer["next"] is None
