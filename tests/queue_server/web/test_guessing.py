"""Nobody finds a booking by trying codes at a machine; the desk and the next visitor go on."""

from typing import Any

import httpx
import pytest

from hall.clock import ManualClock

APPOINTMENTS = "/api/v1/appointments"


async def wrong_codes(machine: httpx.AsyncClient, count: int) -> list[int]:
    ways = (
        lambda code: machine.post(f"{APPOINTMENTS}/{code}/check-in"),
        lambda code: machine.get(f"{APPOINTMENTS}?code={code}"),
        lambda code: machine.post(f"{APPOINTMENTS}/{code}/cancel"),
    )
    return [(await ways[n % 3](f"00000{n}")).status_code for n in range(count)]


@pytest.fixture
async def booked(running: Any) -> str:
    async with running.client("reception") as desk:
        day = running.server.hall.now().date().isoformat()
        slots = (await desk.get(f"{APPOINTMENTS}/slots?service=unemployment&day={day}")).json()
        free = next(each["at"] for each in slots["items"] if each["free"])
        body = {"service": "unemployment", "at": free}
        made = await desk.post(APPOINTMENTS, json=body, headers={"Idempotency-Key": "k"})
    code: str = made.json()["code"]
    return code


async def test_five_wrong_codes_make_a_machine_wait_and_no_code_is_tried_meanwhile(
    running: Any, booked: str, clock: ManualClock
) -> None:
    async with running.client("kiosk") as kiosk, running.client("reception") as desk:
        assert await wrong_codes(kiosk, 5) == [404, 200, 404, 404, 200]
        refused = await kiosk.post(f"{APPOINTMENTS}/{booked}/check-in")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
        assert 1 <= refused.json()["retry_after"] <= 30
        assert (await kiosk.get(f"{APPOINTMENTS}?code={booked}")).status_code == 429
        # Whoever may read the whole list anyway is not slowed down.
        assert (await desk.get(f"{APPOINTMENTS}?code={booked}")).json()["items"]
        await clock.advance(31)
        assert (await kiosk.get(f"{APPOINTMENTS}?code={booked}")).json()["items"]
        assert await wrong_codes(kiosk, 4) == [404, 200, 404, 404]


async def test_a_machine_never_waits_longer_than_a_minute(running: Any, clock: ManualClock) -> None:
    async with running.client("kiosk") as kiosk:
        await wrong_codes(kiosk, 5)
        for _ in range(6):
            await clock.advance(61)
            assert await wrong_codes(kiosk, 1) == [404]
        waits = (await kiosk.get(f"{APPOINTMENTS}?code=000000")).json()["retry_after"]
        assert waits <= 60
