"""The server gone in the middle of each task: nothing is lost, and pressing again does it once.

The request reaches the server, which does it and ends before it has answered. The page says that
it does not know; when the server is there again it shows what became of it, and whoever presses
again, as anybody would, makes nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from config.loader import load_site
from hall.clock import SystemClock
from hall.ids import WindowId
from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from pathlib import Path

    from config.site import Site
    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

    Serve = Callable[..., AbstractAsyncContextManager[Running]]

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
PASSWORD = "correct horse"
_WINDOWS = 12
_Act = Callable[[Page], Awaitable[None]]


def _key(key: str) -> _Act:
    async def press(page: Page) -> None:
        await page.locator("h1").click()
        await page.keyboard.press(key)

    return press


def _asked(key: str) -> _Act:
    async def press(page: Page) -> None:
        await page.locator("h1").click()
        await page.keyboard.press(key)
        await page.locator("#dialog-go").click()

    return press


async def _resume(page: Page) -> None:
    await page.locator("#tab-HELD").click()
    await page.locator("#rows button").first.click()


async def _publish(page: Page) -> None:
    await page.fill("#text-zh-CN", "周三停电，照常服务")
    await page.locator("#publish").click()


async def _number(page: Page) -> None:
    await page.locator("#give .main").click()


async def _vacancy(page: Page) -> None:
    await page.locator("details:has(#vacancy):not([open]) > summary").evaluate_all(
        "all => all.forEach(each => each.click())"
    )
    await page.fill("#v-title", "前台接待")
    await page.fill("#v-employer", "晴天公司")
    await page.fill("#v-contact", "13800000000")
    await page.locator("#vacancy [type=submit]").click()


async def _given(page: Page) -> None:
    await page.locator("#give-number").click()
    await page.locator("#dialog-go").click()


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is done at one page, and the one row of the journal it leaves.

    ``before`` are the steps its ticket has gone; ``again`` is false where doing it once more would
    be another deed, and rightly done.
    """

    kind: str
    act: _Act
    path: str = "/staff/"
    role: UserRole = "staff"
    before: tuple[str, ...] = ()
    again: bool = True


_CALLED, _SERVED = ("call",), ("call", "arrive")
TASKS = {
    "call": Task(kind="ticket_called", act=_key("1"), before=("",)),
    "a number at the reception": Task(
        kind="ticket_issued", act=_number, path="/reception/", role="reception"
    ),
    "a notice": Task(kind="notice_published", act=_publish, path="/admin/notices", role="admin"),
}
MORE = {
    "recall": Task(kind="ticket_recalled", act=_key("2"), before=_CALLED, again=False),
    "arrive": Task(kind="ticket_arrived", act=_key("3"), before=_CALLED),
    "finish": Task(kind="ticket_finished", act=_key("4"), before=_SERVED),
    "no-show": Task(kind="ticket_missed", act=_key("5"), before=_CALLED),
    "hold": Task(kind="ticket_held", act=_key("6"), before=_SERVED),
    "transfer": Task(kind="ticket_transferred", act=_asked("7"), before=_SERVED, again=False),
    "add a service": Task(
        kind="ticket_service_added", act=_asked("8"), before=_SERVED, again=False
    ),
    "undo": Task(kind="ticket_returned", act=_key("9"), before=_CALLED),
    "resume": Task(kind="ticket_resumed", act=_resume, before=(*_SERVED, "hold"), again=False),
    "a number at the window": Task(kind="ticket_issued", act=_given),
    "a vacancy": Task(
        kind="vacancy_registered", act=_vacancy, path="/reception/", role="reception"
    ),
}


@dataclass(kw_only=True)
class Doing:
    """A task under way at its own window, and where its answer gets lost."""

    task: Task
    window: str
    page: Page
    ticket: str | None
    cut: bool = True
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def lose(self, route: Route) -> None:
        """Let the server do the first thing asked, and keep its answer from the page."""
        if route.request.method == "GET" or not self.cut:
            await route.continue_()
            return
        self.cut = False
        answer = await route.fetch()
        assert answer.ok, (self.task.kind, answer.status, await answer.text())
        self.reached.set()
        await route.abort()


@pytest.fixture
def site() -> Site:
    """The demo hall with as many alike windows as tasks, where nothing must be waited for."""
    made = load_site()
    model = next(each for each in made.windows if each.id == "w3")
    alike = tuple(
        replace(model, id=WindowId(f"w{number}"), number=number)
        for number in range(1, _WINDOWS + 1)
    )
    grace = replace(made.grace, normal_s=0, calls=1, recall_interval_s=0, undo_s=900)
    return replace(made, windows=alike, signs=(), grace=grace)


async def _begun(running: Running, browser: Browser, task: Task, window: str) -> Doing:
    """Bring somebody and a ticket to where the task begins."""
    ticket = None
    async with running.client("supervisor") as lead:
        if task.path == "/staff/":
            assert (await lead.post(f"/api/v1/windows/{window}/open")).is_success
        if task.before:
            ticket = str((await running.issue())["id"])
            for step in filter(None, task.before):
                body = {"window": window, "reason": "试"} if step == "call" else {}
                answer = await lead.post(f"/api/v1/tickets/{ticket}/{step}", json=body)
                assert answer.is_success, answer.text
    name = f"{task.role}-{window}"
    await running.server.hall.create_user(
        SYSTEM,
        name=name,
        role=task.role,
        password=PASSWORD,
        window=window,
    )
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    form: dict[str, Any] = {"name": name, "password": PASSWORD}
    signed = await context.request.post(f"{running.url}/staff/sign-in", form=form, max_redirects=0)
    assert signed.status == 303
    page = await context.new_page()
    doing = Doing(task=task, window=window, page=page, ticket=ticket)
    await page.route("**/api/v1/**", doing.lose)
    await page.goto(running.url + task.path)
    await _is_live(page)
    return doing


async def _is_live(page: Page) -> None:
    if await page.locator("#live").count():
        await expect(page.locator("#live")).to_have_attribute("data-state", "live", timeout=30_000)
    else:
        await expect(page.locator("#lost")).to_be_hidden(timeout=30_000)


async def _through_a_restart(
    serve: Serve, site: Site, folder: Path, browser: Browser, tasks: dict[str, Task]
) -> None:
    clock, doings = SystemClock(), []
    async with serve(site, folder, clock) as running:
        for number, task in enumerate(tasks.values(), 1):
            doings.append(await _begun(running, browser, task, f"w{number}"))
        before = running.server.hall.showing.view.seq
        for doing in doings:
            await doing.task.act(doing.page)
            await asyncio.wait_for(doing.reached.wait(), 20)
        port = int(running.url.rpartition(":")[2])
    async with serve(site, folder, clock, port) as running:
        for doing in doings:
            await _is_live(doing.page)
            if doing.task.again:
                await doing.task.act(doing.page)
                await doing.page.wait_for_load_state("networkidle")
        rows = list(running.server.hall.showing.read_rows(before, 2000))
    told: dict[str, int] = {}
    for row in rows:
        told[row.kind] = told.get(row.kind, 0) + 1
    wanted: dict[str, int] = {}
    for task in tasks.values():
        wanted[task.kind] = wanted.get(task.kind, 0) + 1
    assert {kind: told.get(kind, 0) for kind in wanted} == wanted


async def test_what_the_server_did_before_it_ended_is_done_once(
    serve: Serve, site: Site, tmp_path: Path, browser: Browser
) -> None:
    await _through_a_restart(serve, site, tmp_path, browser, TASKS)


@pytest.mark.deep
@pytest.mark.parametrize("name", MORE)
async def test_every_other_task_outlives_a_restart_in_its_middle(
    serve: Serve, site: Site, tmp_path: Path, browser: Browser, name: str
) -> None:
    await _through_a_restart(serve, site, tmp_path, browser, {name: MORE[name]})


def _port(running: Running) -> int:
    return int(running.url.rpartition(":")[2])


@pytest.mark.deep
async def test_a_site_edit_half_done_is_foreseen_again_and_written_once(
    serve: Serve, tmp_path: Path, browser: Browser
) -> None:
    clock, typed = SystemClock(), {"prefix": "Z", "names.en": "Policy <b>desk</b>"}
    async with serve(load_site(), tmp_path, clock) as running:
        page = await running.signed_in_page(browser, "admin")
        await page.goto(f"{running.url}/admin/site/services/policy")
        for key, words in typed.items():
            await page.fill(f'[name="service[policy].{key}"]', words)
        port = _port(running)
    async with serve(load_site(), tmp_path, clock, port):
        await page.locator("main form .main").first.click()
        differences = page.locator("main tbody tr")
        await expect(differences).to_have_count(len(typed))
        for words in typed.values():
            await expect(differences.filter(has_text=words)).to_have_count(1)
    lost = asyncio.Event()

    async def lose(route: Route) -> None:
        if route.request.method != "POST" or lost.is_set():
            await route.continue_()
            return
        assert (await route.fetch(max_redirects=0)).status == 303
        lost.set()
        await route.abort("aborted")

    await page.route("**/admin/site/**", lose)
    async with serve(load_site(), tmp_path, clock, port) as running:
        await page.locator("[name=confirm]").click(no_wait_after=True)
        await asyncio.wait_for(lost.wait(), 30)
        written = running.server.settings.own_site
    async with serve(load_site(written), tmp_path, clock, port) as running:
        await page.locator("[name=confirm]").click()
        await expect(page.locator("main [role=alert]")).to_contain_text("设置又被改过")
        for key, words in typed.items():
            await expect(page.locator(f'[name="service[policy].{key}"]')).to_have_value(words)
        assert running.server.site.service("policy").prefix == "Z"
        rows = running.server.hall.showing.read_rows(0, 2000)
        assert [row.kind for row in rows].count("settings_changed") == 1


@pytest.mark.deep
async def test_a_caption_line_half_typed_outlives_a_restart_and_appears_once(
    serve: Serve, tmp_path: Path, browser: Browser
) -> None:
    clock, begun, line = SystemClock(), "请您在这里", "请您在这里签名。"
    async with serve(load_site(), tmp_path, clock) as running:
        desk = await running.signed_in_page(browser, "reception")
        await desk.goto(f"{running.url}/captions/")
        screen = await desk.context.new_page()
        await screen.goto(f"{running.url}/captions/screen")
        shown = screen.locator("#now")
        await shown.evaluate(
            "words => { window.told = []; new MutationObserver(() => told.push(words.textContent))"
            ".observe(words, { childList: true }); }"
        )
        await desk.locator("#text").press_sequentially(begun)
        port = _port(running)
    await expect(desk.locator("#text")).to_have_value(begun)
    async with serve(load_site(), tmp_path, clock, port):
        await _is_live(desk)
        await desk.locator("#text").press_sequentially(line.removeprefix(begun))
        await desk.keyboard.press("Enter")
        await expect(shown).to_have_text(line)
        assert await shown.evaluate("words => parseInt(getComputedStyle(words).fontSize)") >= 96
        await expect(desk.locator("#text")).to_have_value(line)
        assert await screen.evaluate("told") == [line]
