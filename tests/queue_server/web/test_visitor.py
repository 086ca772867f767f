"""A visitor's own actions by the code on the paper, as a program and as a page without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

DATA = {"Accept": "application/json"}
PAGE = {"Accept": "text/html", "Accept-Language": "zh-CN"}


def own(ticket: dict[str, Any]) -> str:
    return "/t/" + str(ticket["phone_url"]).rsplit("/", 1)[1]


async def test_the_code_alone_lets_a_visitor_leave_come_back_and_give_up(
    running: Running,
) -> None:
    place = own(await running.issue())
    async with running.client() as phone:
        shown = await phone.get(place, headers=DATA)
        assert (shown.json()["state"], shown.json()["needs"]) == ("WAITING", None)
        away = await phone.post(f"{place}/step-away", json={"minutes": 10}, headers=DATA)
        assert (away.status_code, away.json()["state"]) == (200, "AWAY")
        again = await phone.post(f"{place}/step-away", json={}, headers=DATA)
        assert (again.status_code, again.json()["code"], again.json()["state"]) == (
            409, "wrong_state", "AWAY",
        )  # fmt: skip
        back = await phone.post(f"{place}/back", headers=DATA)
        assert back.json()["state"] == "WAITING"
        ended = await phone.post(f"{place}/cancel", headers=DATA)
        assert ended.json()["state"] == "CANCELLED"


async def test_a_visitor_may_nothing_that_is_the_clerks_and_nothing_without_a_code(
    running: Running,
) -> None:
    place = own(await running.issue())
    async with running.client() as phone:
        for event in ("finish", "no-show", "transfer", "reprint", "explode"):
            answer = await phone.post(f"{place}/{event}", json={}, headers=DATA)
            assert (answer.status_code, answer.json()["code"]) == (404, "unknown_event")
        strange = await phone.post("/t/NOBODY/cancel", headers=DATA)
        assert (strange.status_code, strange.json()["code"]) == (404, "unknown_ticket")
        wrong = await phone.post(f"{place}/step-away", json={"minutes": "x"}, headers=DATA)
        assert wrong.status_code == 422


async def test_a_page_without_scripts_offers_what_can_be_done_and_asks_before_the_end(
    running: Running,
) -> None:
    place = own(await running.issue())
    async with running.client() as phone:
        page = await phone.get(place, headers=PAGE)
        for words in ("离开一会儿", "15 分钟内回来", "不办了", "请工作人员过来"):
            assert words in page.text
        went = await phone.post(f"{place}/step-away", data={}, headers=PAGE)
        assert (went.status_code, went.headers["location"]) == (303, place)
        away = await phone.get(place, headers=PAGE)
        assert "我回来了" in away.text
        assert "离开一会儿" not in away.text
        asking = await phone.get(f"{place}?ask=cancel", headers=PAGE)
        assert "真的不办了吗" in asking.text
        assert "refresh" not in asking.text
        late = await phone.post(f"{place}/reinstate", data={}, headers=PAGE)
        assert late.status_code == 409
        assert "号码的情况刚刚变了" in late.text
        ended = await phone.post(f"{place}/cancel", data={}, headers=PAGE)
        assert ended.status_code == 303
        over = await phone.get(place, headers=PAGE)
        assert "<form" not in over.text.split("</header>")[-1].split("own-do")[-1]


async def test_a_call_for_help_reaches_the_staff_and_the_page_says_who_comes(
    running: Running,
) -> None:
    place = own(await running.issue())
    async with running.client() as phone, running.client("staff", "w3") as clerk:
        await phone.post(f"{place}/assistance", data={}, headers=PAGE)
        assert "已经告诉工作人员" in (await phone.get(place, headers=PAGE)).text
        asked = (await clerk.get("/api/v1/assistance")).json()["items"]
        assert [each["ticket_number"] for each in asked] == ["A001"]
        await clerk.post(f"/api/v1/assistance/{asked[0]['id']}/take")
        assert "staff-w3 正在过来" in (await phone.get(place, headers=PAGE)).text


async def test_a_device_tells_of_itself_and_a_change_is_told_once(running: Running) -> None:
    status = {"device": "printer:k1", "kind": "printer", "state": "failed", "cause": "paper_out"}
    async with running.client("kiosk") as kiosk, running.client() as anyone:
        for _ in range(3):
            assert (await kiosk.post("/api/v1/devices/status", json=status)).status_code == 204
        assert (await anyone.post("/api/v1/devices/status", json=status)).status_code == 401
        told = (await anyone.get("/health/devices")).json()["devices"]
    assert [(each["device"], each["cause"], each["by"]) for each in told] == [
        ("printer:k1", "paper_out", "kiosk")
    ]
    rows = running.server.hall.showing.read_rows(0, 500)
    assert sum(row.kind == "device_status" for row in rows) == 1


async def test_appointments_over_http(running: Running) -> None:
    async with running.client("reception") as desk, running.client("kiosk") as kiosk:
        day = running.server.clock.now().date().isoformat()
        query = {"service": "unemployment", "day": day}
        free = (await kiosk.get("/api/v1/appointments/slots", params=query)).json()["items"]
        body = {"service": "unemployment", "at": free[2]["at"], "label": "王芳"}
        keyless = await desk.post("/api/v1/appointments", json=body)
        assert (keyless.status_code, keyless.json()["code"]) == (400, "key_missing")
        headers = {"Idempotency-Key": "one"}
        booked = await desk.post("/api/v1/appointments", json=body, headers=headers)
        assert booked.status_code == 201
        naive = {**body, "at": "2026-11-23T10:00:00"}
        refused = await desk.post("/api/v1/appointments", json=naive, headers=headers)
        assert refused.status_code == 422
        found = await kiosk.get("/api/v1/appointments", params={"code": booked.json()["code"]})
        assert [each["label"] for each in found.json()["items"]] == [""]
        assert (await kiosk.get("/api/v1/appointments")).status_code == 403
        place = f"/api/v1/appointments/{booked.json()['code']}"
        ticket = await kiosk.post(f"{place}/check-in")
        assert (ticket.status_code, ticket.json()["number"]) == (200, "A001")
        over = await desk.post(f"{place}/cancel")
        assert (over.status_code, over.json()["state"]) == (409, "CHECKED_IN")


async def test_a_window_is_set_up_and_the_day_told_over_http(running: Running) -> None:
    await running.issue()
    async with running.client("staff", "w1") as clerk, running.client("supervisor") as boss:
        place = "/api/v1/windows/w1/settings"
        told = await clerk.post(place, json={"auto_call": True})
        assert (told.status_code, told.json()["auto_call"]) == (200, True)
        narrow = {"services": ["employment"]}
        assert (await clerk.post(place, json=narrow)).status_code == 403
        assert (await boss.post(place, json=narrow)).json()["services"] == ["employment"]
        wrong = await boss.post(place, json={"services": ["nothing"]})
        assert (wrong.status_code, wrong.json()["field"]) == (409, "services")
        assert (await clerk.get("/api/v1/day")).json()["left"] == {"WAITING": 1}
        assert (await clerk.get("/api/v1/shifts")).json()["items"] == []
        past = await clerk.get("/api/v1/shifts", params={"since": "2026-01-01T00:00:00Z"})
        assert past.status_code == 403
