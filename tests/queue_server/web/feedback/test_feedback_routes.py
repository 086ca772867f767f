"""Feedback over HTTP: who may what, and how kiosks are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

ADDRESS = "/api/v1/feedback"
COMPLAINT = {"kind": "complaint", "text": "门口的坡道太陡"}


async def test_a_kiosk_tells_an_admin_answers_and_the_visitor_hears_of_it(
    running: Running,
) -> None:
    async with running.client("kiosk") as kiosk, running.client("admin") as admin:
        assert (await kiosk.post(ADDRESS, json=COMPLAINT)).json()["code"] == "key_missing"
        told = await kiosk.post(ADDRESS, json=COMPLAINT, headers={"Idempotency-Key": "one"})
        assert told.status_code == 201
        receipt = told.json()
        assert (await kiosk.get(ADDRESS)).status_code == 403
        (kept,) = (await admin.get(ADDRESS, params={"state": "received"})).json()["items"]
        assert kept["text"] == COMPLAINT["text"]
        path = f"{ADDRESS}/{kept['id']}"
        answered = await admin.post(f"{path}/replies", json={"text": "明天来修。"})
        assert answered.json()["state"] == "answered"
        asked = {"reference": receipt["reference"]}
        status = (await kiosk.get(f"{ADDRESS}/status", params=asked)).json()
        assert status["replies"][0]["text"] == "明天来修。"
        assert (await kiosk.get(f"{ADDRESS}/status", params={"reference": "1"})).status_code == 404
        words = {"summary": "坡道", "answer": "修"}
        assert (await admin.put(f"{path}/publication", json=words)).status_code == 403
    async with running.client() as anybody:
        assert (await anybody.get(f"{ADDRESS}/published")).json() == {"items": []}
        assert (await anybody.post(ADDRESS, json=COMPLAINT)).status_code == 401
        assert (await anybody.get(f"{ADDRESS}/status", params=asked)).status_code == 401


async def test_a_visit_is_rated_by_its_ticket(running: Running) -> None:
    ticket = await running.issue()
    path = f"/api/v1/tickets/{ticket['id']}/rating"
    async with running.client("kiosk") as kiosk, running.client("admin") as admin:
        assert (await kiosk.post(path, json={"score": 6})).status_code == 422
        assert (await kiosk.post(path, json={"score": 4})).status_code == 201
        span = {"since": "2026-01-01", "until": "2027-12-31"}
        counted = (await admin.get(f"{ADDRESS}/summary", params=span)).json()
    assert counted["scores"] == {"4": None}  # one alone is nobody's business


@pytest.mark.parametrize("role", ["kiosk", "staff", "reader"])
async def test_only_an_admin_sets_how_a_kiosk_begins(running: Running, role: str) -> None:
    async with running.client(role) as other:  # type: ignore[arg-type]  # a role of tokens
        refused = await other.put("/api/v1/kiosks/k1/modes", json={"size": "XL"})
        assert refused.status_code == 403


async def test_how_a_kiosk_begins_is_told_to_it_until_reset(running: Running) -> None:
    async with running.client("admin") as admin:
        path = "/api/v1/kiosks/k1/modes"
        wanted = {"size": "XL", "reach": True, "easy": True}
        assert (await admin.put(path, json=wanted)).status_code == 204
        kiosk = (await admin.get("/api/v1/site")).json()["kiosks"][0]
        assert {key: kiosk["modes"][key] for key in wanted} == wanted
        assert (await admin.put(path, json={"rate": 9})).json()["field"] == "rate"
        assert (await admin.put(path, json={"language": "fr"})).json()["field"] == "language"
        unknown = await admin.put("/api/v1/kiosks/k9/modes", json={})
        assert unknown.json()["code"] == "unknown_kiosk"
        assert (await admin.delete(path)).status_code == 204
        kiosk = (await admin.get("/api/v1/site")).json()["kiosks"][0]
        assert kiosk["modes"]["size"] == "M"


async def test_devices_are_told_the_plan_the_pages_and_the_questions(running: Running) -> None:
    async with running.client() as anybody:
        site = (await anybody.get("/api/v1/site")).json()
    assert {each["window"] for each in site["hall_map"]["places"]} >= {"w1", "w2", "w3"}
    assert site["pages"][0]["easy"]["zh-CN"]
    assert site["questions"][0]["choices"][0]["value"] == "yes"


async def test_a_need_is_matched_registered_found_and_erased(running: Running) -> None:
    wishes = {"occupations": ["cleaning"], "pay_min": 2000}
    async with running.client("kiosk") as kiosk, running.client("staff", "w3") as clerk:
        matched = await kiosk.post("/api/v1/needs/matches", json=wishes)
        assert matched.status_code == 200, matched.text
        assert "items" in matched.json()
        body = {"wishes": wishes, "consent": "1"}
        assert (await kiosk.post("/api/v1/needs", json=body)).json()["code"] == "key_missing"
        told = await kiosk.post("/api/v1/needs", json=body, headers={"Idempotency-Key": "n"})
        assert told.status_code == 201
        number = {"reference": told.json()["reference"]}
        assert (await kiosk.get("/api/v1/needs", params=number)).status_code == 403
        found = (await clerk.get("/api/v1/needs", params=number)).json()["items"]
        assert found[0]["wishes"]["occupations"] == ["cleaning"]
        status = (await kiosk.get("/api/v1/needs/status", params=number)).json()
        assert "wishes" not in status
        assert (await kiosk.post("/api/v1/needs/withdraw", json=number)).status_code == 204
        assert (await kiosk.get("/api/v1/needs/status", params=number)).status_code == 404
        assert (await kiosk.post("/api/v1/needs/withdraw", json={"reference": "x"})).json()[
            "field"
        ] == "reference"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_the_code_on_the_receipt_leads_a_phone_to_the_answer_never_to_the_words(
    running: Running, language: str
) -> None:
    async with running.client("kiosk") as kiosk, running.client("admin") as admin:
        told = await kiosk.post(ADDRESS, json=COMPLAINT, headers={"Idempotency-Key": "one"})
        receipt = told.json()
        path = f"/f/{receipt['code']}"
        assert receipt["url"].endswith(path)
        answer = {"text": "明天来修坡道。"}
        await admin.post(f"{ADDRESS}/{receipt['id']}/replies", json=answer)
    async with running.client() as phone:
        page = await phone.get(path, headers={"Accept-Language": language})
        assert page.status_code == 200
        assert "明天来修坡道。" in page.text
        assert COMPLAINT["text"] not in page.text
        assert ("已经回音" in page.text) == (language == "zh-CN")
        lost = await phone.get("/f/000000000000", headers={"Accept-Language": language})
        assert lost.status_code == 404
        assert running.server.site.hall.hotline in lost.text
