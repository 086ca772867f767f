"""The whole server on a free port of this machine, in the test's own loop."""

import asyncio
import itertools
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from config.site import Site
from hall.clock import Clock, ManualClock, SystemClock
from queue_server.app import Server, ServerSettings, build_server
from queue_server.domain.actors import SYSTEM, TokenRole, UserRole
from queue_server.web.serving import web_config
from tests.queue_server.fresh import lay_content, lay_tables

PASSWORD = "correct horse"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@lru_cache(maxsize=1)
def _authorities() -> ssl.SSLContext:
    """Read once: each client would read all the world's authorities again."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(kw_only=True)
class Running:
    """A server that answers at ``url``; tokens are made as they are asked for."""

    url: str
    server: Server
    tokens: dict[str, str] = field(default_factory=dict)
    keys: Any = field(default_factory=itertools.count)
    accounts: set[str] = field(default_factory=set)

    def today(self) -> date:
        """The day by the hall's own calendar."""
        zone = ZoneInfo(self.server.site.hall.time_zone)
        return self.server.hall.now().astimezone(zone).date()

    async def token(self, role: TokenRole, window: str | None = None) -> str:
        name = f"{role}-{window}" if window else role
        if name not in self.tokens:
            self.tokens[name] = await self.server.hall.create_token(
                SYSTEM, role=role, name=name, window=window
            )
        return self.tokens[name]

    @asynccontextmanager
    async def client(
        self, role: TokenRole | None = None, window: str | None = None
    ) -> AsyncIterator[httpx.AsyncClient]:
        headers = {}
        if role is not None:
            headers["Authorization"] = f"Bearer {await self.token(role, window)}"
        async with httpx.AsyncClient(
            base_url=self.url, headers=headers, trust_env=False, timeout=60, verify=_authorities()
        ) as client:
            yield client

    @asynccontextmanager
    async def signed_in(
        self, role: UserRole, language: str = "zh-CN"
    ) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody of that role at a browser, signed in, reading that language."""
        if role not in self.accounts:
            await self.server.hall.create_user(SYSTEM, name=role, role=role, password=PASSWORD)
            self.accounts.add(role)
        async with self.client() as client:
            form = {"name": role, "password": PASSWORD}
            answer = await client.post("/staff/sign-in", data=form)
            assert answer.status_code == 303, answer.text
            client.headers["Accept-Language"] = language
            yield client

    async def signed_in_page(self, browser: Browser, role: UserRole, **options: Any) -> Page:
        """The same in a real browser, still on the page signing in leads to."""
        if role not in self.accounts:
            await self.server.hall.create_user(SYSTEM, name=role, role=role, password=PASSWORD)
            self.accounts.add(role)
        context = await browser.new_context(**{"locale": "zh-CN", **options})
        page = await context.new_page()
        await page.goto(f"{self.url}/staff/sign-in")
        await page.fill("#name", role)
        await page.fill("#password", PASSWORD)
        await page.press("#password", "Enter")
        await page.wait_for_url(lambda url: not url.endswith("/staff/sign-in"))
        return page

    async def issue(self, service: str = "unemployment", *needs: str) -> dict[str, Any]:
        async with self.client("kiosk") as kiosk:
            body = {"service": service, "needs": needs, "languages": ["zh-CN"], "channel": "kiosk"}
            headers = {"Idempotency-Key": f"key-{next(self.keys)}"}
            answer = await kiosk.post("/api/v1/tickets", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def clerk(self, name: str = "wang", window: str | None = "w3") -> None:
        await self.server.hall.create_user(
            SYSTEM, name=name, role="staff", password=PASSWORD, window=window
        )


def in_the_morning(site: Site) -> Site:
    """The same hall where it is between ten and eleven now: tests hold at every hour."""
    east = 10 - SystemClock().now().hour
    zone = f"Etc/GMT{-(east if east > -12 else east + 24):+d}"
    return replace(site, hall=replace(site.hall, time_zone=zone))


class _Web(uvicorn.Server):
    """uvicorn, telling when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()


@asynccontextmanager
async def serving(
    site: Site,
    data: Path,
    clock: Clock,
    port: int = 0,
    database: str | None = None,
    around: Callable[[Any], Any] = lambda app: app,
) -> AsyncIterator[Running]:
    """Serve a data folder until the context ends; ``around`` may stand in front of it."""
    settings = ServerSettings(data=data, port=port, announce=False, database=database)
    if database is None:
        lay_tables(data)
    lay_content(data)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
        async with build_server(site, settings, clock) as server:
            config = web_config(server)
            config.app = around(config.app)
            web = _Web(config)
            task = asyncio.create_task(web._serve([listening]), name="web")
            await web.answering.wait()
            yield Running(url=f"http://127.0.0.1:{listening.getsockname()[1]}", server=server)
            server.hall.end_streams()
            web.should_exit = True
            await task


@pytest_asyncio.fixture
async def running(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[Running]:
    async with serving(site, tmp_path, clock) as running:
        yield running


@pytest_asyncio.fixture
async def running_now(tmp_path: Path, site: Site) -> AsyncIterator[Running]:
    """The same on the machine's own clock, for browsers; it is ten in the morning there."""
    async with serving(in_the_morning(site), tmp_path, SystemClock()) as running:
        yield running


@pytest.fixture
def serve() -> Callable[..., AbstractAsyncContextManager[Running]]:
    """For tests that start a server themselves, twice or on a folder of their own."""
    return serving


class _Chromium(threading.Thread):
    """One Chromium for all tests of a session, in a loop of its own: starting it costs a second."""

    def __init__(self) -> None:
        super().__init__(name="chromium", daemon=True)
        self.address: Future[str] = Future()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()

    def run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self.join()

    async def _serve(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        async with async_playwright() as playwright:
            try:
                chromium = await playwright.chromium.launch(
                    executable_path="/usr/bin/chromium",
                    args=[*_FLAGS, f"--remote-debugging-port={port}"],
                )
            except BaseException as fault:
                self.address.set_exception(fault)
                raise
            self.address.set_result(f"http://127.0.0.1:{port}")
            await self._over.wait()
            await chromium.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """Where the session's Chromium takes orders."""
    thread = _Chromium()
    thread.start()
    yield thread.address.result()
    thread.end()


@pytest_asyncio.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The session's Chromium; the contexts a test made in it go with the test."""
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium)
        yield connected
        await connected.close()
