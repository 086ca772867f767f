"""Attacks are refused, and the log says who tried what from where, without being flooded by it."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, expect

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
FOREIGN = {"Origin": "http://evil.example"}


def refused(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (vars(record)["code"], vars(record)["path"])
        for record in caplog.records
        if record.name == "queue_server.web.refusals" and record.levelno == logging.WARNING
    ]


async def test_guessing_a_password_is_slowed_down_and_told_once_not_a_hundred_times(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    await running.clerk()
    answers = []
    async with running.client() as thief:
        for number in range(20):
            form = {"name": "wang", "password": f"guess {number}"}
            answers.append((await thief.post("/staff/sign-in", data=form)).status_code)
        right = {"name": "wang", "password": PASSWORD}
        assert (await thief.post("/staff/sign-in", data=right)).status_code == 429

    assert answers[:4] == [401] * 4
    assert set(answers[4:]) == {429}
    assert refused(caplog) == [
        ("wrong_password", "/staff/sign-in"), ("locked", "/staff/sign-in"),
    ]  # fmt: skip
    told = next(record for record in caplog.records if record.message == "refused")
    assert (vars(told)["who"], vars(told)["address"]) == ("wang", "127.0.0.1")
    rows = running.server.hall.showing.read_rows(0, 500)
    assert any(row.kind == "user_refused" for row in rows)


async def test_a_forged_request_changes_nothing_and_is_told(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    await running.clerk()
    async with running.client() as browser:
        await browser.post("/staff/sign-in", data={"name": "wang", "password": PASSWORD})
        forged = await browser.post("/api/v1/windows/w3/open", headers=FOREIGN)
        formed = await browser.post("/staff/sign-out", data={"csrf": "x"}, headers=FOREIGN)
        signed = await browser.post(
            "/staff/sign-in", data={"name": "wang", "password": PASSWORD}, headers=FOREIGN
        )
        assert (forged.status_code, formed.status_code, signed.status_code) == (403, 403, 403)
        assert (await browser.get("/api/v1/windows")).json()["items"][2]["state"] == "closed"
        assert (await browser.get("/staff/")).status_code == 200  # still signed in

    assert refused(caplog) == [
        ("forbidden", "/api/v1/windows/w3/open"), ("foreign_origin", "/staff/sign-in"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fpages.py", "/static/%2e%2e/pages.py", "/media/..%5c..%5csite.toml",
        "/media/..%2f..%2fhall.sqlite", "/api/v1/reports/..%2fsecret.csv",
        "/reception/code/..%2f..%2fetc%2fpasswd", "/board/..%2fhall", "/admin/reports/..%2fx",
    ],
)  # fmt: skip
async def test_no_path_leads_out_of_its_folder(
    running: Running, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    host, _, port = running.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.setblocking(False)
        answer = await _raw(line, f"GET {path} HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n")
    status = int(answer.split(b" ")[1])
    assert status in {401, 404}, answer[:200]
    assert b"import" not in answer
    assert [code for code, _ in refused(caplog)] in (["traversal"], ["unauthenticated"])


async def _raw(line: socket.socket, request: str) -> bytes:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(line, request.encode())
    answer = b""
    while part := await loop.sock_recv(line, 65536):
        answer += part
    return answer


async def test_what_is_too_large_is_refused_whole(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with running.client("admin") as admin:
        huge = {"text": {"zh-CN": "长" * 2_000_000}}
        answer = await admin.post("/api/v1/notices", json=huge)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert (await admin.get("/api/v1/notices")).json()["items"] == []
    assert refused(caplog) == [("too_large", "/api/v1/notices")]


async def test_a_browser_is_told_in_words_and_a_program_in_its_own_way(running: Running) -> None:
    await running.server.hall.create_user(
        SYSTEM, name="li", role="reader", password=PASSWORD, window=None
    )
    asked = {"Accept": "text/html", "Accept-Language": "zh-CN"}
    async with running.client() as browser:
        await browser.post("/staff/sign-in", data={"name": "li", "password": PASSWORD})
        closed = await browser.get("/admin/notices", headers=asked)
        absent = await browser.get("/nothing-here", headers=asked)
        program = await browser.get("/nothing-here")
        door = await browser.get("/", headers=asked)
    assert "工作人员从这里进" in door.text
    assert (closed.status_code, absent.status_code) == (403, 404)
    assert "这一页不归您的岗位" in closed.text
    assert "没有这一页" in absent.text
    assert program.json()["code"] == "not_found"


@pytest.mark.e2e
async def test_a_foreign_page_can_neither_frame_nor_write_nor_listen(
    running_now: Running, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """A page of another origin, in the browser of a clerk who is signed in."""
    await running_now.clerk()
    context = await browser.new_context(locale="zh-CN")
    form: dict[str, Any] = {"name": "wang", "password": PASSWORD}
    answer = await context.request.post(running_now.url + "/staff/sign-in", form=form)
    assert answer.ok
    page = await context.new_page()
    foreign = f"""<!doctype html><iframe id=frame src="{running_now.url}/staff/"></iframe>
    <form id=form method=post action="{running_now.url}/staff/sign-out"><input name=csrf value=x>
    </form><script>
    window.told = {{}};
    fetch("{running_now.url}/api/v1/windows/w3/open", {{method: "POST", credentials: "include"}})
      .then(answer => told.fetch = answer.status, () => told.fetch = "refused");
    const line = new WebSocket("{running_now.url.replace("http", "ws")}/api/v1/live");
    line.onclose = event => told.line = event.code;
    line.onmessage = () => told.heard = true;
    </script>"""

    async def evil(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = foreign.encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    # Another port of the same machine: same site for cookies, another origin all the same.
    other = await asyncio.start_server(evil, "127.0.0.1", 0)
    await page.goto(f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}/")
    told, found = page.locator("body"), {}
    for _ in range(200):
        found = await told.evaluate("() => window.told")
        if {"fetch", "line"} <= set(found):
            break
        await page.wait_for_timeout(50)
    assert found == {"fetch": "refused", "line": found["line"]}
    assert found["line"] in {1006, 4403}
    frame = page.frame_locator("#frame")
    await expect(frame.locator("#live")).to_have_count(0)
    await page.locator("#form").evaluate("form => form.submit()")
    await page.wait_for_url("**/staff/sign-out")
    async with running_now.client() as anybody:
        windows = (await anybody.get("/api/v1/windows")).json()["items"]
    assert {each["state"] for each in windows} == {"closed"}
    other.close()
    codes = {code for code, _ in refused(caplog)}
    assert {"foreign_origin", "policy-frame-ancestors"} <= codes, codes


async def test_a_browsers_report_is_noted_by_its_directive_alone(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    report = {"csp-report": {"effective-directive": "script-src", "source-file": "\x1b[31m"}}
    async with running.client() as browser:
        for body in (json.dumps(report), "no json", json.dumps([1]), "x" * 100_000):
            assert (await browser.post("/csp-report", content=body)).status_code == 204
    assert [code for code, _ in refused(caplog)] == ["policy-script-src", "policy-other"]
    assert not any("[31m" in str(vars(record)) for record in caplog.records)


async def test_a_number_that_no_row_can_have_is_refused(running: Running) -> None:
    async with running.client("admin") as admin:
        answer = await admin.post(f"/api/v1/sync/holds/{10**22}", json={"go": False})
    assert (answer.status_code, answer.json()["code"]) == (422, "does_not_fit")
