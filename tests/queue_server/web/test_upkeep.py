"""Upkeep: who is told of faults, and the file for whoever helps."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from config.alerting import Alert
from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from config.site import Site
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _signed_in(client: httpx.AsyncClient) -> str:
    await client.post("/staff/sign-in", data={"name": "li", "password": PASSWORD})
    page = (await client.get("/admin/upkeep?lang=en")).text
    return page.partition('name="csrf" value="')[2].partition('"')[0]


async def test_an_admin_tries_a_way_of_telling_and_reads_why_it_failed(
    tmp_path: Path,
    site: Site,
    clock: ManualClock,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> None:
    # Nobody listens at port 9 of this machine.
    lost = Alert(
        id="it", family="email", address="smtp://127.0.0.1:9", to=("a@b.c",), sender="h@b.c"
    )
    async with serve(replace(site, alerts=(lost,)), tmp_path, clock) as running:
        hall = running.server.hall
        await hall.create_user(SYSTEM, name="li", role="admin", password=PASSWORD)
        async with running.client() as client:
            csrf = await _signed_in(client)
            sent = {"csrf": csrf}
            page = (await client.post("/admin/upkeep/alerts/it/test?lang=en", data=sent)).text
            assert "did not go out by it: the mail server did not take it" in page
            file = await client.post("/admin/upkeep/diagnostics", data=sent)
            with zipfile.ZipFile(io.BytesIO(file.content)) as pack:
                settings, told = (
                    json.loads(pack.read(f"{name}.json")) for name in ("site", "hall")
                )
            assert settings["hall"]["id"] == site.hall.id
            assert settings.keys().isdisjoint({"alerts", "clerks"})
            assert told["database"]["rows"]["users"] == 1
            refused = await client.post("/admin/upkeep/alerts/it/test", data={"csrf": "other"})
            assert refused.status_code == 403
        async with running.client("supervisor") as supervisor:
            states = (await supervisor.get("/api/v1/alerts")).json()
            assert [(each["id"], bool(each["fault"])) for each in states] == [("it", True)]
            assert (await supervisor.post("/api/v1/alerts/it/test")).status_code == 403
        async with running.client("kiosk") as kiosk:
            assert (await kiosk.get("/api/v1/alerts")).status_code == 403


async def test_the_file_for_whoever_helps_holds_no_visitor_no_name_and_no_secret(
    running: Running,
) -> None:
    hall = running.server.hall
    await hall.create_user(SYSTEM, name="li", role="admin", password=PASSWORD)
    await hall.create_user(SYSTEM, name="ou-yang-canary", role="staff", password=PASSWORD)
    ticket = await running.issue("unemployment", "sign_language")
    async with running.client() as client:
        csrf = await _signed_in(client)
        answer = await client.post("/admin/upkeep/diagnostics", data={"csrf": csrf})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        texts = {name: pack.read(name).decode() for name in pack.namelist()}
    assert {"README.txt", "doctor.json", "hall.json", "packages.txt", "site.json"} <= texts.keys()
    assert '"tickets": 1' in texts["hall.json"]
    whole = "\n".join(texts.values())
    tokens = running.tokens.values()
    for canary in (ticket["number"], ticket["id"], "ou-yang-canary", "sign_language", *tokens):
        assert canary not in texts["hall.json"]
    for canary in (ticket["id"], "ou-yang-canary", *tokens):
        assert canary not in whole


async def test_the_limits_stand_on_a_page_that_everybody_signed_in_can_print(
    running: Running,
) -> None:
    async with running.signed_in("reader", "en") as reader, running.signed_in("admin") as admin:
        told = (await reader.get("/admin/limits")).text
        assert "One sign-in asks 20 times a second at most" in told
        assert "It does not replace people" in told
        assert 'href="/admin/limits"' in (await reader.get("/admin/")).text
        assert 'href="/admin/limits"' in (await admin.get("/admin/upkeep")).text
        assert "不能代替人" in (await admin.get("/admin/limits")).text
