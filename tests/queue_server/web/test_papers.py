"""The hall on paper (R-39): slips are entered afterwards, once each, in their places."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    import httpx

    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _enter(client: httpx.AsyncClient, number: str, at: str, **more: Any) -> httpx.Response:
    body = {"number": number, "service": "unemployment", "at": at, **more}
    return await client.post("/api/v1/papers", json=body)


async def test_r_39_slips_keep_their_places_and_are_entered_once(
    running: Running, clock: ManualClock
) -> None:
    began = clock.now()
    await clock.advance(1800)
    printed = await running.issue()
    async with running.client("reception") as desk:
        early = await _enter(desk, "A9701", (began + timedelta(minutes=5)).isoformat())
        assert early.status_code == 201, early.text
        again = await _enter(desk, "A9701", (began + timedelta(minutes=9)).isoformat())
        assert again.json()["id"] == early.json()["id"]
        late = await _enter(desk, "A9702", (began + timedelta(days=9)).isoformat())
        gone = await _enter(desk, "A9703", began.isoformat(), served=True)
        line = (await desk.get("/api/v1/tickets?state=WAITING")).json()["items"]
    numbers = [each["number"] for each in line]
    assert numbers == ["A9701", printed["number"], "A9702"]
    assert gone.json()["state"] == "CANCELLED"
    assert late.json()["issued_at"] <= clock.now().isoformat().replace("+00:00", "Z")


async def test_what_is_no_slip_is_refused_and_machines_may_not_enter_any(running: Running) -> None:
    async with running.client("reception") as desk:
        now = running.server.clock.now().isoformat()
        for number in ("A001", "Z9701", "A9101", "9701", "A"):
            assert (await _enter(desk, number, now)).status_code == 422, number
    async with running.client("kiosk") as kiosk:
        assert (await _enter(kiosk, "A9701", now)).status_code == 403


async def test_the_page_prints_the_procedure_and_enters_a_slip(running: Running) -> None:
    await running.server.hall.create_user(SYSTEM, name="li", role="reception", password=PASSWORD)
    async with running.client() as client:
        await client.post("/staff/sign-in", data={"name": "li", "password": PASSWORD})
        page = (await client.get("/reception/paper?lang=en&from=9710&count=2")).text
        assert "A9710" in page
        assert "A9711" in page
        assert "A9712" not in page
        assert "Tick each number" in page
        csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
        sent = {"csrf": csrf, "number": "a9710", "at": "00:00"}
        done = await client.post("/reception/paper?lang=en", data=sent)
        assert "A9710 is entered: waits, 0 ahead." in done.text
        wrong = await client.post("/reception/paper?lang=en", data={**sent, "number": "A001"})
        assert wrong.status_code == 422
        assert "That is no slip of this hall" in wrong.text
        unwritten = await client.post("/reception/paper?lang=en", data={**sent, "at": "soon"})
        assert "Write the time on the slip" in unwritten.text
        foreign = await client.post("/reception/paper", data={**sent, "csrf": "other"})
        assert foreign.status_code == 403
