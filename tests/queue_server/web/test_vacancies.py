"""Vacancies registered at a window: shown as jobs, matched to wishes, without the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from queue_server.domain.actors import TokenRole
    from tests.queue_server.web.conftest import Running

_VACANCY: dict[str, Any] = {
    "title": "包装工",
    "employer": "安平纸箱厂",
    "contact": "王先生 13800000000",
    "region": "150204",
    "occupation": "making",
    "pay_min": 3000,
    "pay_max": 4000,
    "education": "any",
    "open_to": ["physical:3", "physical:4", "hearing"],
    "facts": ["lodging"],
    "description": "坐着包装纸箱，电话13800000000",
}


async def _registered(running: Running, key: str = "v1", **other: Any) -> dict[str, Any]:
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.post(
            "/api/v1/vacancies", json={**_VACANCY, **other}, headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


async def _need(running: Running, key: str, **wishes: Any) -> str:
    async with running.client("kiosk") as kiosk:
        answer = await kiosk.post(
            "/api/v1/needs",
            json={"wishes": wishes, "consent": "1", "contact": "小李 139"},
            headers={"Idempotency-Key": key},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["reference"])


async def test_a_vacancy_is_found_as_a_job_at_once_and_without_its_contact(
    running: Running,
) -> None:
    made = await _registered(running)
    async with running.client() as visitor:
        page = await visitor.get("/api/v1/content", params={"kind": "job", "q": "纸箱 坐着"})
        (found,) = page.json()["items"]
        assert found["id"] == made["content_id"]
        one = await visitor.get(
            f"/api/v1/content/job/{found['id']}", params={"disability": "physical:3"}
        )
    assert one.json()["reasons"][0]["value"] == "reason-disability-level"
    assert "13800000000" not in one.text
    assert "王先生" not in one.text


async def test_the_same_registration_again_is_the_same_vacancy(running: Running) -> None:
    first, again = await _registered(running), await _registered(running)
    assert first["id"] == again["id"]
    async with running.client("staff", "w3") as clerk:
        listed = (await clerk.get("/api/v1/vacancies")).json()["items"]
    assert [each["id"] for each in listed] == [first["id"]]


async def test_stated_wishes_a_vacancy_answers_are_told_without_the_person(
    running: Running,
) -> None:
    best = await _need(
        running, "n1", occupations=["making"], disability="physical:3", facts=["lodging"]
    )
    part = await _need(
        running, "n2", words=["包装"], pay_min=3500, education="junior", facts=["meals"]
    )
    await _need(running, "n3", occupations=["making"], disability="visual:1")
    await _need(running, "n4", occupations=["making"], pay_min=9000)
    await _need(running, "n5", regions=["440000"])
    made = await _registered(running)
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.get(f"/api/v1/vacancies/{made['id']}/matches")
    matches = answer.json()["items"]
    assert [each["reference"] for each in matches] == [best, part]
    assert matches[0]["score"] == 100 > matches[1]["score"] > 50
    assert "reason-disability-level" in [each["value"] for each in matches[0]["reasons"]]
    assert [each["value"] for each in matches[1]["open_questions"]] == ["open-fact"]
    assert "小李" not in answer.text


async def test_levels_of_a_disability_decide_whom_a_vacancy_answers(running: Running) -> None:
    wanted = {
        level: await _need(running, f"l{level}", occupations=["making"], disability=level)
        for level in ("physical:2", "physical:3", "physical:4", "physical", "hearing:1", "mental:4")
    }
    made = await _registered(running, open_to=["physical:3", "physical:4", "hearing:4"])
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.get(f"/api/v1/vacancies/{made['id']}/matches")
    found = {each["reference"] for each in answer.json()["items"]}
    assert found == {wanted[each] for each in ("physical:3", "physical:4", "physical")}


async def test_a_closed_vacancy_is_gone_everywhere(running: Running) -> None:
    made = await _registered(running)
    async with running.client("staff", "w3") as clerk:
        assert (await clerk.delete(f"/api/v1/vacancies/{made['id']}")).status_code == 204
        again = await clerk.delete(f"/api/v1/vacancies/{made['id']}")
        assert (again.status_code, again.json()["code"]) == (404, "unknown_vacancy")
        page = await clerk.get("/api/v1/content", params={"q": "纸箱", "exact": "true"})
        assert page.json()["total"] == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"region": "15"}, "region"),
        ({"occupation": "astronaut"}, "occupation"),
        ({"education": "some"}, "education"),
        ({"open_to": ["tall"]}, "open_to"),
        ({"facts": ["cosy"]}, "facts"),
        ({"pay_min": 5000}, "pay_max"),
        ({"title": " \u200b "}, "title"),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_field(
    running: Running, told: dict[str, Any], field: str
) -> None:
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.post(
            "/api/v1/vacancies", json={**_VACANCY, **told}, headers={"Idempotency-Key": "x"}
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_vacancy")
    assert answer.json()["field"] == field


async def test_only_windows_register_and_see_vacancies(running: Running) -> None:
    made = await _registered(running)
    refused: dict[TokenRole | None, int] = {None: 401, "kiosk": 403, "display": 403}
    for role, refusal in refused.items():
        async with running.client(role) as other:
            posted = await other.post(
                "/api/v1/vacancies", json=_VACANCY, headers={"Idempotency-Key": "y"}
            )
            seen = await other.get(f"/api/v1/vacancies/{made['id']}/matches")
            listed = await other.get("/api/v1/vacancies")
        assert {posted.status_code, seen.status_code, listed.status_code} == {refusal}
    async with running.client("staff", "w3") as clerk:
        bare = await clerk.post("/api/v1/vacancies", json=_VACANCY)
    assert bare.json()["code"] == "key_missing"
