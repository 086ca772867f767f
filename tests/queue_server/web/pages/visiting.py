"""Every page of the hall and every state worth looking at, in a hall with something in it.

Whoever adds a page to the bar (``ADMIN_PAGES``) has it visited by itself; a page reached another
way, or a further state of one, is one more line in :data:`VISITS`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from queue_server.content.model import Record
from queue_server.content.sweeping.deciding import Scan
from queue_server.content.sweeping.sweep import sweep
from queue_server.domain.actors import SYSTEM
from queue_server.web.pages import ADMIN_PAGES
from queue_server.web.site import AREAS

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
ROLES = {
    "zhao": ("admin", "w3"), "qian": ("supervisor", None), "wang": ("staff", "w1"),
    "sun": ("reception", None), "li": ("reader", None),
}  # fmt: skip
_NOTICE = {"text": {"zh-CN": "周三下午二楼有免费培训", "en": "Free course on Wednesday"}}


@dataclass(kw_only=True)
class Filled:
    """A hall in the middle of a day."""

    running: Running
    called: dict[str, Any]
    waiting: list[dict[str, Any]]
    over: dict[str, Any]
    receipt: str
    locale: str = "zh-CN"
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def phone(self, ticket: Mapping[str, Any]) -> str:
        """Return the path of a visitor's own page."""
        return "/t/" + str(ticket["phone_url"]).rsplit("/", 1)[1]

    async def page(self, browser: Browser, who: str | None, **options: Any) -> Page:
        """Return a page of somebody signed in, or of a stranger."""
        context = await self.context(browser, who, **options)
        return await context.new_page()

    async def context(self, browser: Browser, who: str | None, **options: Any) -> BrowserContext:
        """Return the browser of one person, the same at each asking for the same options."""
        key = f"{who} {options}"
        if key not in self.contexts:
            wanted = {"viewport": {"width": 1366, "height": 768}, "locale": self.locale}
            context = await browser.new_context(**{**wanted, **options})
            if who is not None:
                form: dict[str, Any] = {"name": who, "password": PASSWORD}
                where = f"{self.running.url}/staff/sign-in"
                answer = await context.request.post(where, form=form, max_redirects=0)
                assert answer.status == 303, await answer.text()
            self.contexts[key] = context
        return self.contexts[key]


_Act = Callable[["Page", Filled], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One page in one state: where, as whom, and what is done there first."""

    name: str
    path: str | Callable[[Filled], str]
    who: str | None = "zhao"
    act: _Act | None = None
    status: int = 200

    def where(self, hall: Filled) -> str:
        """Return the path in a hall."""
        return self.path if isinstance(self.path, str) else self.path(hall)

    async def make(self, page: Page, hall: Filled) -> None:
        """Come to the page and to its state."""
        answer = await page.goto(hall.running.url + self.where(hall), wait_until="load")
        assert answer is not None
        assert answer.status == self.status, (self.name, answer.status)
        if await page.locator("#live").count():
            await expect(page.locator("#live")).to_have_attribute("data-state", "live")
        if self.act is not None:
            await self.act(page, hall)


async def filled(running: Running) -> Filled:
    """Fill a new hall: everybody has an account, people wait, one is called, things are wrong."""
    hall = running.server.hall
    for name, (role, window) in ROLES.items():
        await hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD, window=window)  # type: ignore[arg-type]  # names of roles
    _content(running)
    over = await _served(running)
    waiting = [
        await running.issue(service, *needs)
        for service, needs in (
            ("unemployment", ("wheelchair", "slow_walker")), ("unemployment", ("deaf",)),
            ("unemployment", ()), ("placement", ("blind",)), ("unemployment", ("elder",)),
        )
    ]  # fmt: skip
    called = await _called(running)
    receipt = await _told(running)
    await _booked(running)
    waiting = [each for each in waiting if each["id"] != called["id"]]
    return Filled(running=running, called=called, waiting=waiting, over=over, receipt=receipt)


def soon(running: Running) -> str:
    """Return a day on which somebody may come who books now."""
    return (running.server.clock.now() + timedelta(days=1)).date().isoformat()


def _content(running: Running) -> None:
    content = running.server.content
    jobs = [Record(kind="job", id=f"cd:{n}", source="cd", title=f"保洁员{n}") for n in range(100)]
    content.import_items(jobs, source="cd")
    seen = frozenset(("job", f"cd:{n}") for n in range(70))
    for _ in range(2):
        told = Scan(seen=seen, refused=frozenset(), rows=70, announced=70, failures=0)
        sweep(content, running.server.clock, "cd", told)


async def _served(running: Running) -> dict[str, Any]:
    ticket = await running.issue("unemployment")
    async with running.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "first"})
        for step in ("arrive", "finish"):
            answer = await clerk.post(f"/api/v1/tickets/{ticket['id']}/{step}")
            assert answer.status_code == 200, answer.text
    return ticket


async def _called(running: Running) -> dict[str, Any]:
    """Call somebody at window 3, whose sign fails; a kiosk wants paper, a visitor help."""
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.post(
            "/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "second"}
        )
        called: dict[str, Any] = answer.json()
        await clerk.post("/api/v1/windows/w3/settings", json={"auto_call": False})
    async with running.client("display") as agent:
        seq = running.server.hall.showing.view.calls[called["id"]]
        told = {"seq": seq, "sink": "sign-w3", "outcome": "failed", "detail": "silent: timeout"}
        await agent.post("/api/v1/deliveries", json=told)
    async with running.client("kiosk") as kiosk:
        status = {"device": "printer:k2", "kind": "printer", "state": "failed"}
        await kiosk.post("/api/v1/devices/status", json={**status, "cause": "paper_out"})
        await kiosk.post("/api/v1/assistance", json={"kiosk": "k1"})
    return called


async def _told(running: Running) -> str:
    """Put a notice up, tell a complaint and register a vacancy; returns the complaint's code."""
    async with running.client("admin") as admin:
        assert (await admin.post("/api/v1/notices", json=_NOTICE)).status_code == 201
        second = (await admin.post("/api/v1/notices", json=_NOTICE)).json()
        await admin.delete(f"/api/v1/notices/{second['id']}")
        right = {"title": "保洁员（上午班）"}
        decided = {"kind": "job", "id": "cd:1", "act": "correct", "patch": right}
        assert (await admin.post("/api/v1/sync/items", json=decided)).status_code == 204
        vacancy = {"title": "前台接待", "employer": "晴天公司", "contact": "13800000000"}
        headers = {"Idempotency-Key": "vacancy"}
        answer = await admin.post("/api/v1/vacancies", json=vacancy, headers=headers)
        assert answer.status_code == 201, answer.text
    async with running.client("kiosk") as kiosk:
        body = {"kind": "complaint", "text": "等得太久了，椅子也不够"}
        headers = {"Idempotency-Key": "told"}
        answer = await kiosk.post("/api/v1/feedback", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["url"]).rsplit("/", 1)[1]


async def _booked(running: Running) -> None:
    async with running.client("reception") as desk:
        asked = {"service": "unemployment", "day": soon(running)}
        slots = await desk.get("/api/v1/appointments/slots", params=asked)
        if items := slots.json().get("items"):
            body = {"service": "unemployment", "at": items[-1]["at"], "label": "马老师"}
            await desk.post("/api/v1/appointments", json=body, headers={"Idempotency-Key": "b"})


# --- states, each reached as a person reaches it


async def _wrong_password(page: Page, _: Filled) -> None:
    await page.fill("#name", "wang")
    await page.fill("#password", "not this one")
    await page.keyboard.press("Enter")
    await expect(page.locator("#fault")).to_be_visible()


def _pressed(key: str) -> _Act:
    async def press(page: Page, _: Filled) -> None:
        await expect(page.locator("#number")).to_be_visible()
        await page.keyboard.press(key)
        await expect(page.locator("dialog")).to_be_visible()

    return press


def _clicked(selector: str, shown: str) -> _Act:
    async def click(page: Page, _: Filled) -> None:
        await page.locator(selector).first.click()
        await expect(page.locator(shown).first).to_be_visible()

    return click


async def _looked_up(page: Page, hall: Filled) -> None:
    await page.fill("#number", hall.waiting[0]["number"])
    await page.keyboard.press("Enter")
    await expect(page.locator("#found article")).to_be_visible()


async def _given(page: Page, _: Filled) -> None:
    await page.locator("#give .main").click()
    await expect(page.locator("#given article")).to_be_visible()


async def _open_details(page: Page, _: Filled) -> None:
    for each in await page.locator("main details > summary").all():
        await each.click()


async def _notice_wrong(page: Page, _: Filled) -> None:
    await page.locator("#publish").click()
    await expect(page.locator("#fault")).to_be_visible()


async def _captioned(page: Page, _: Filled) -> None:
    await page.locator(".phrases button").first.click()


async def _copy_chosen(page: Page, hall: Filled) -> None:
    if not await page.locator("#copy").count():
        async with hall.running.client("admin") as admin:
            assert (await admin.post("/api/v1/today/backups")).is_success
        await page.reload()
    await page.locator("main form [type=submit]").last.click()
    await expect(page.locator("#confirm")).to_be_visible()


def _in_language(tag: str) -> Callable[[Filled], str]:
    return lambda hall: f"{hall.phone(hall.waiting[0])}?lang={tag}"


_BAR = tuple(
    Visit(name=each["id"], path=each["href"]) for each in ADMIN_PAGES if each["id"] != "staff"
)
VISITS: tuple[Visit, ...] = (
    Visit(name="door", path="/", who=None),
    Visit(name="absent", path="/nothing-here", who=None, status=404),
    Visit(name="not-for-you", path="/admin/notices", who="li", status=403),
    Visit(name="sign-in", path="/staff/sign-in", who=None),
    Visit(name="sign-in-wrong", path="/staff/sign-in", who=None, act=_wrong_password),
    Visit(name="choose", path="/staff/", who="qian"),
    Visit(name="console-closed", path="/staff/", who="wang"),
    Visit(name="console", path="/staff/"),
    Visit(name="console-transfer", path="/staff/", act=_pressed("7")),
    Visit(name="console-menu", path="/staff/", act=_clicked(".me summary", ".menu")),
    Visit(name="console-pause", path="/staff/", act=_clicked("#window-pause", "dialog")),
    *_BAR,
    Visit(name="today-menu", path="/admin/", act=_clicked(".me summary", ".menu")),
    Visit(name="reception-found", path="/reception/", who="sun", act=_looked_up),
    Visit(name="reception-given", path="/reception/", who="sun", act=_given),
    Visit(name="reception-open", path="/reception/", who="sun", act=_open_details),
    Visit(name="accounts-open", path="/admin/accounts", act=_open_details),
    Visit(name="notices-wrong", path="/admin/notices", act=_notice_wrong),
    Visit(name="captions-said", path="/captions/", act=_captioned),
    Visit(name="captions-screen", path="/captions/screen"),
    Visit(name="report", path="/admin/reports/2026-01-02", status=404),
    *(Visit(name=f"site-{each}", path=f"/admin/site/{each}") for each in AREAS),
    Visit(name="site-service", path="/admin/site/services/unemployment"),
    Visit(name="site-window", path="/admin/site/windows/w3"),
    Visit(name="site-question", path="/admin/site/questions/found"),
    Visit(name="questionnaire-preview", path="/admin/questionnaire/preview"),
    Visit(name="change-unknown", path="/admin/settings/nobody-made-this", status=404),
    Visit(name="copies", path="/admin/upkeep/copies", act=_copy_chosen),
    Visit(name="limits", path="/admin/limits"),
    Visit(name="today-reader", path="/admin/", who="li"),
    Visit(name="phone-code", path="/t", who=None),
    Visit(name="phone-wrong-code", path="/t?code=QQQQ", who=None, status=404),
    Visit(name="phone-waiting", path=lambda hall: hall.phone(hall.waiting[0]), who=None),
    Visit(name="phone-needs", path=lambda hall: hall.phone(hall.waiting[0]) + "/needs", who=None),
    Visit(
        name="phone-cancel", path=lambda hall: hall.phone(hall.waiting[0]) + "?ask=cancel", who=None
    ),
    Visit(name="phone-feedback", path=lambda hall: hall.phone(hall.over) + "/feedback", who=None),
    Visit(
        name="phone-questions", path=lambda hall: hall.phone(hall.over) + "/questionnaire", who=None
    ),
    Visit(name="phone-called", path=lambda hall: hall.phone(hall.called), who=None),
    Visit(name="phone-over", path=lambda hall: hall.phone(hall.over), who=None),
    Visit(name="phone-unknown", path="/t/nobody-has-this", who=None, status=404),
    Visit(name="tell", path=lambda hall: hall.phone(hall.over) + "/feedback", who=None),
    Visit(
        name="tell-questions",
        path=lambda hall: hall.phone(hall.over) + "/questionnaire",
        who=None,
    ),
    Visit(name="told", path=lambda hall: f"/f/{hall.receipt}", who=None),
    Visit(name="told-unknown", path="/f/000000", who=None, status=404),
    Visit(name="board", path="/board/hall", who=None),
)
SPOKEN_TAGS = ("zh-CN", "en", "ug", "kk", "mn")
SPOKEN = tuple(
    Visit(name=f"phone-{tag}", path=_in_language(tag), who=None) for tag in SPOKEN_TAGS[2:]
)
"""Pages in a hall that offers every language there is a catalogue of."""
NOT_PAGES = frozenset({
    "/staff/language", "/reception/code/{secret:str}", "/admin/me/codes.svg",
    "/reception/booking/{code:str}", "/identity/emblem.png", "/identity/identity.css",
    "/health/live", "/health/ready", "/health/devices", "/metrics", "/media/{name:str}",
    "/static/{name:str}", "/openapi.json", "/staff/new-password",
})  # fmt: skip
"""Routes that are asked with GET and answer no page; what they answer is looked at too."""
FIRST_RUN = frozenset({"/setup", "/setup/done", "/setup/{screen:str}"})
"""Pages there are only while a hall has no admin; they are looked at in a hall of their own."""
