from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from hall.clock import ManualClock

if TYPE_CHECKING:
    from queue_server.domain.actors import TokenRole
    from tests.queue_server.web.conftest import Running

TICKET = {"service": "unemployment", "needs": [], "languages": ["zh-CN"], "channel": "kiosk"}


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem an answer is, after checking its shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["code"] == code
    assert told["status"] == status
    assert told["title"]
    return told


async def test_the_same_key_gives_the_same_ticket(running: Running) -> None:
    async with running.client("kiosk") as kiosk:
        key = {"Idempotency-Key": "once"}
        first = await kiosk.post("/api/v1/tickets", json=TICKET, headers=key)
        again = await kiosk.post("/api/v1/tickets", json=TICKET, headers=key)
        other = await kiosk.post(
            "/api/v1/tickets", json={**TICKET, "service": "policy"}, headers=key
        )
        without = await kiosk.post("/api/v1/tickets", json=TICKET)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["issued_at"].endswith("Z")
    problem(other, 409, "key_reused")
    problem(without, 400, "key_missing")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer h90_nobody"}])
async def test_without_a_known_token_nothing_is_done(
    running: Running, header: dict[str, str]
) -> None:
    async with running.client() as anybody:
        answer = await anybody.post("/api/v1/windows/w3/open", headers=header)
    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


_BOOKING = {"service": "unemployment", "at": "2026-11-24T02:00:00Z"}
_STATUS = {"device": "printer:k1", "state": "ok"}
_ASKS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "issue": ("POST", "/api/v1/tickets", TICKET),
    "list": ("GET", "/api/v1/tickets", None),
    "open": ("POST", "/api/v1/windows/w3/open", None),
    "settings": ("POST", "/api/v1/windows/w3/settings", {"auto_call": False}),
    "services": ("POST", "/api/v1/windows/w3/settings", {"services": ["guidance"]}),
    "call": ("POST", "/api/v1/windows/w3/call-next", None),
    "book": ("POST", "/api/v1/appointments", _BOOKING),
    "booked": ("GET", "/api/v1/appointments", None),
    "by code": ("GET", "/api/v1/appointments?code=123456", None),
    "check in": ("POST", "/api/v1/appointments/000000/check-in", None),
    "status": ("POST", "/api/v1/devices/status", _STATUS),
    "shifts": ("GET", "/api/v1/shifts", None),
    "past": ("GET", "/api/v1/shifts?since=2026-01-01T00:00:00Z", None),
    "left": ("GET", "/api/v1/day", None),
    "day": ("POST", "/api/v1/day/close", None),
    "offline": ("POST", "/api/v1/offline", {"kiosk": "k1", "entries": []}),
    "ask": ("POST", "/api/v1/assistance", {"kind": "help", "kiosk": "k1"}),
    "helpers": ("GET", "/api/v1/assistance", None),
}
_CHECK_IN = {"book", "by code", "check in"}
_DESK = {"issue", "list", "booked", "ask", "helpers", "status", *_CHECK_IN}
_CLERK = {*_DESK, "open", "settings", "call", "shifts", "left"}
_MAY: dict[str, set[str]] = {
    "kiosk": {"issue", "offline", "ask", "status", *_CHECK_IN},
    "display": {"status"},
    "staff": _CLERK,
    "supervisor": {*_CLERK, "services", "past", "day"},
    "reception": _DESK,
    "admin": {*_CLERK, "services", "past", "day"},
    "reader": {"list"},
    "upstream": set(),
    "downstream": set(),
}


@pytest.mark.parametrize("role", list(_MAY))
async def test_each_role_may_what_the_contract_says_and_no_more(
    running: Running, role: TokenRole
) -> None:
    window = "w3" if role == "staff" else None
    may = set()
    async with running.client(role, window) as client:
        for name, (method, path, body) in _ASKS.items():
            key = {"Idempotency-Key": f"{role}-{name}"}
            answer = await client.request(method, path, json=body, headers=key)
            assert answer.status_code < 500
            assert answer.status_code != 401
            if answer.status_code != 403:
                may.add(name)
    assert may == _MAY[role]


MISFITS: tuple[tuple[dict[str, Any], str | None], ...] = (
    ({**TICKET, "service": 7}, "service"),
    ({**TICKET, "service": "cooking"}, "service"),
    ({**TICKET, "needs": ["rich"]}, "needs"),
    ({**TICKET, "vip": True}, None),
    ({"needs": []}, "service"),
)


async def test_a_body_that_does_not_fit_names_the_field(running: Running) -> None:
    async with running.client("kiosk") as kiosk:
        for number, (body, field) in enumerate(MISFITS):
            headers = {"Idempotency-Key": f"misfit {number}"}
            answer = await kiosk.post("/api/v1/tickets", json=body, headers=headers)
            assert answer.status_code == 422, body
            assert field is None or field in str(answer.json().get("field")), body


async def test_what_is_not_a_request_is_refused_not_a_fault(running: Running) -> None:
    async with running.client("kiosk") as kiosk:
        for number, body in enumerate((b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000)):
            headers = {"Idempotency-Key": f"bad {number}", "Content-Type": "application/json"}
            answer = await kiosk.post("/api/v1/tickets", content=body, headers=headers)
            assert answer.status_code in (400, 422), body[:8]
            assert answer.headers["content-type"].startswith("application/problem+json"), body[:8]


async def test_a_body_beyond_the_limit_is_413(running: Running) -> None:
    async with running.client("kiosk") as kiosk:
        headers = {"Idempotency-Key": "big", "Content-Type": "application/json"}
        answer = await kiosk.post(
            "/api/v1/tickets", content=b" " * (2 * 1024 * 1024), headers=headers
        )
    problem(answer, 413, "too_large")


async def test_a_visit_is_called_arrived_and_finished(running: Running, clock: ManualClock) -> None:
    async with running.client("staff", "w3") as clerk:
        early = await clerk.post(
            "/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "early"}
        )
        assert problem(early, 409, "window_closed")["state"] == "closed"
        assert (await clerk.post("/api/v1/windows/w3/open")).json()["state"] == "open"
        empty = await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "a"})
        assert empty.status_code == 204
        ticket = await running.issue("unemployment", "blind")
        called = await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "a"})
        assert called.status_code == 200, "204 is not remembered under the key"
        assert called.json()["id"] == ticket["id"]
        assert called.json()["needs"] == ["blind"]
        busy = await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "b"})
        problem(busy, 409, "window_busy")
        missed = await clerk.post(f"/api/v1/tickets/{ticket['id']}/no-show", json={})
        told = problem(missed, 409, "grace_running")
        assert told["retry_after"] == 120
        assert told["state"] == "CALLED"
        clock.pass_time(10)
        for event, state in (("recall", "CALLED"), ("arrive", "SERVING"), ("finish", "DONE")):
            answer = await clerk.post(f"/api/v1/tickets/{ticket['id']}/{event}")
            assert answer.json()["state"] == state, answer.text
        again = await clerk.post(f"/api/v1/tickets/{ticket['id']}/finish")
        assert problem(again, 409, "wrong_state")["state"] == "DONE"


async def test_needs_are_told_to_the_serving_window_only(running: Running) -> None:
    ticket = await running.issue("unemployment", "deaf")
    path = f"/api/v1/tickets/{ticket['id']}"
    async with (
        running.client("staff", "w3") as here,
        running.client("staff", "w1") as there,
        running.client("admin") as admin,
    ):
        assert (await here.get(path)).json()["needs"] is None, "not yet called"
        await here.post("/api/v1/windows/w3/open")
        await here.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "k"})
        assert (await here.get(path)).json()["needs"] == ["deaf"]
        assert (await there.get(path)).json()["needs"] is None
        assert (await admin.get(path)).json()["needs"] is None
        foreign = await there.post(f"{path}/arrive")
        problem(foreign, 403, "wrong_window")


async def test_lists_are_paged_and_no_ticket_is_on_two_pages(running: Running) -> None:
    made = {(await running.issue())["id"] for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    async with running.client("staff", "w3") as clerk:
        while True:
            page = (await clerk.get(f"/api/v1/tickets?limit=2{cursor}")).json()
            assert set(page) == {"items", "next"}
            assert len(page["items"]) <= 2
            seen += [ticket["id"] for ticket in page["items"]]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen))
    assert set(seen) == made


async def test_a_kiosk_sees_others_tickets_by_number_and_no_more(running: Running) -> None:
    ticket = await running.issue()
    async with running.client("staff", "w1") as staff:
        issued = await staff.post(
            "/api/v1/tickets", json=TICKET, headers={"Idempotency-Key": "desk"}
        )
    async with running.client("kiosk") as kiosk:
        problem(await kiosk.get("/api/v1/tickets"), 403, "forbidden")
        found = (await kiosk.get(f"/api/v1/tickets?number={issued.json()['number']}")).json()
        assert found["items"][0]["ahead"] == 1
        assert found["items"][0]["phone_url"] == ""
        own = (await kiosk.get(f"/api/v1/tickets/{ticket['id']}")).json()
        assert own["phone_url"]


async def test_a_failed_delivery_is_noted_for_devices(running: Running) -> None:
    await running.issue()
    async with running.client("display") as display, running.client() as local:
        seq = (await running.server.hall.health()).seq
        body = {"seq": seq, "sink": "sign-w3", "outcome": "failed", "detail": "no answer"}
        assert (await display.post("/api/v1/deliveries", json=body)).status_code == 204
        problem(
            await display.post("/api/v1/deliveries", json={**body, "seq": 10**6}),
            422,
            "unknown_row",
        )
        devices: list[dict[str, str]] = []
        for _ in range(50):
            devices = (await local.get("/health/devices")).json()["items"]
            if devices:
                break
        assert devices[0]["sink"] == "sign-w3"
        assert devices[0]["outcome"] == "failed"


async def test_health_and_metrics_answer_on_this_machine(running: Running) -> None:
    await running.issue()
    async with running.client() as local:
        assert (await local.get("/health/live")).json() == {"alive": True}
        assert (await local.get("/health/ready")).json()["ready"] is True
        metrics = await local.get("/metrics")
    assert 'hall90_waiting{service="unemployment"} 1.0' in metrics.text


async def test_openapi_describes_every_call_but_pages_and_metrics(running: Running) -> None:
    async with running.client() as anybody:
        told = (await anybody.get("/openapi.json")).json()
    paths = set(told["paths"])
    assert {
        "/api/v1/services", "/api/v1/windows", "/api/v1/site", "/api/v1/tickets",
        "/api/v1/tickets/{ticket_id}", "/api/v1/tickets/{ticket_id}/{event}",
        "/api/v1/windows/{window}/call-next", "/api/v1/day/open", "/api/v1/offline",
        "/api/v1/deliveries", "/api/v1/assistance", "/api/v1/content", "/api/v1/suggest",
        "/api/v1/events", "/health/live", "/health/ready",
    } <= paths  # fmt: skip
    assert not any(path.startswith(("/staff", "/static", "/metrics")) for path in paths)


async def test_every_answer_carries_the_guarding_headers(running: Running) -> None:
    async with running.client() as anybody:
        for path in ("/api/v1/services", "/staff/sign-in", "/static/staff.js", "/nowhere"):
            headers = (await anybody.get(path)).headers
            policy = headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
