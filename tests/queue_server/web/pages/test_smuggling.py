"""Markup in every field a stranger, a clerk or a site file may fill: it is shown, never run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.loader import load_site
from queue_server.content.model import Record
from queue_server.domain.actors import SYSTEM
from tests.queue_server.web.pages.visiting import PASSWORD, VISITS, Filled, filled, soon

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running

pytestmark = [pytest.mark.e2e, pytest.mark.deep, pytest.mark.timeout(600)]
EVIL = "<img src=x onerror=hacked=1>\"'><script>hacked=1</script>{{7*7}}"
_NAME = "<b onclick=hacked=1>x"


@pytest.fixture
def site() -> Site:
    """The demo hall with markup in each of its names."""
    made = load_site()
    evil = {"zh-CN": EVIL, "en": EVIL}
    return replace(
        made,
        hall=replace(made.hall, name=evil),
        services=tuple(replace(each, names=evil) for each in made.services),
        zones=tuple(replace(each, names=evil) for each in made.zones),
    )


async def smuggled(hall: Filled) -> None:
    """Write markup wherever something can be written."""
    running = hall.running
    running.server.content.import_items(
        [Record(kind="job", id="cd:evil", source="cd", title=EVIL, employer=EVIL)], source="cd"
    )
    await running.server.hall.create_user(
        SYSTEM, name=_NAME, role="staff", password=PASSWORD, window=None
    )
    async with running.client("admin") as admin:
        keys = iter(range(100))

        async def put(path: str, body: dict[str, object]) -> None:
            headers = {"Idempotency-Key": f"evil-{next(keys)}"}
            answer = await admin.post(f"/api/v1{path}", json=body, headers=headers)
            assert answer.status_code < 300, (path, answer.text)

        await put("/notices", {"text": {"zh-CN": EVIL}})
        await put("/vacancies", {"title": EVIL, "employer": EVIL, "description": EVIL})
        await put("/tokens", {"name": _NAME, "role": "kiosk"})
        await put("/windows/w1/open", {})
        await put("/windows/w1/pause", {"reason": EVIL})
        await put(f"/tickets/{hall.waiting[-1]['id']}/cancel", {"reason": EVIL})
        asked = {"service": "unemployment", "day": soon(running)}
        slots = (await admin.get("/api/v1/appointments/slots", params=asked)).json()["items"]
        slots = [each for each in slots if each["free"]]
        if slots:
            await put(
                "/appointments",
                {"service": "unemployment", "at": slots[-1]["at"], "label": EVIL},
            )
    async with running.client("kiosk") as kiosk:
        body = {"kind": "complaint", "text": EVIL}
        told = await kiosk.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": "evil"})
        assert told.status_code == 201, told.text
        status = {"device": "printer:k3", "kind": "printer", "state": "failed", "cause": EVIL}
        await kiosk.post("/api/v1/devices/status", json=status)


async def test_markup_in_any_field_runs_on_no_page(running_now: Running, browser: Browser) -> None:
    hall = await filled(running_now)
    await smuggled(hall)
    hacked, shown, faults = [], 0, []
    for visit in VISITS:
        page = await hall.page(browser, visit.who)
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        await visit.make(page, hall)
        if await page.evaluate("() => typeof hacked !== 'undefined'"):
            hacked.append(visit.name)
        foreign = "img[src='x'], [onerror], [onclick], script:not([src]):not([type*=json])"
        if await page.locator(foreign).count():
            hacked.append(f"{visit.name}: an element of its own")
        shown += (await page.inner_text("body")).count("onerror=hacked=1")
        await page.close()
    assert hacked == []
    assert faults == []
    assert shown > 20  # it did come to the pages
