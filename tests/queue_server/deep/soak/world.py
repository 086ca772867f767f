"""A hall that lives through days in minutes: visitors, clerks, kiosks cut off, a disk that fails.

Everything runs on one clock that a test moves; the server is the whole one, with all it does by
itself. What machines were told goes into the nemesis's history, day by day.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.rules import Backup
from config.site import Hours, Need, Site
from hall.clock import ManualClock
from hall.errors import HallError, RuleError
from queue_server import wire
from queue_server.app import Server, ServerSettings, build_server
from queue_server.content.model import Record
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import UnavailableError
from queue_server.service.hub import HubSubscription
from tests.kiosk.alone.conftest import Machine, Wire
from tests.queue_server.deep.disk import Disk
from tests.queue_server.deep.nemesis.history import History, Told

BOSS = Actor(role="supervisor", name="boss", token_id="boss")
KIOSK = Actor(role="kiosk", name="lobby", token_id="lobby")
ALONE = Actor(role="kiosk", name="k1", token_id="k1")
STEP_S = 60
OPEN_MINUTES = 8 * 60
FIRST = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Half past seven in the hall; the service day opens half an hour later."""
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLAIN = 6


def site_of(site: Site, elsewhere: Path) -> Site:
    """Return a hall open from nine to five, six windows of plain services and two of the kiosk's.

    What a kiosk issues alone and what needs help is of the last service: its order is not the
    order of the journal.
    """
    windows = tuple(
        replace(
            window,
            services=tuple(each.id for each in site.services[:3])
            if n < _PLAIN
            else (site.services[3].id,),
            fit_for=(),
            breaks=(),
            shifts=(),
        )
        for n, window in enumerate(site.windows[: _PLAIN + 2])
    )
    hours = Hours(week=dict.fromkeys(_WEEK, ("09:00-17:00",)))  # type: ignore[arg-type]  # names of days
    return replace(
        site,
        hall=replace(site.hall, hours=hours),
        windows=windows,
        backup=Backup(every_minutes=720, keep_days=3, copy_to=str(elsewhere)),
    )


@dataclass
class World:
    """One hall and its people; ``happened`` counts what befell it."""

    folder: Path
    site: Site
    clock: ManualClock
    dice: random.Random
    disk: Disk
    happened: Counter[str] = field(default_factory=Counter)
    history: History = field(default_factory=History)
    server: Server | None = None
    at: dict[str, tuple[str, str]] = field(default_factory=dict)
    reader: HubSubscription | None = None
    rows: int = 0
    _count: int = 0

    @property
    def hall(self) -> Server:
        assert self.server is not None
        return self.server

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Serve until the context ends; a reader follows everything."""
        settings = ServerSettings(data=self.folder, announce=False)
        async with build_server(self.site, settings, self.clock) as server:
            self.server = server
            self.wire = Wire(server.hall, ALONE, self.clock)
            self.machine = Machine(self.folder / "kiosk", self.wire)
            await self.machine.start()
            self.reader = server.hall.subscribe(BOSS)
            following = asyncio.create_task(self._follow(self.reader))
            try:
                yield
            finally:
                await self.machine.stop()
                self.reader.close()
                await following
                self.server = None

    async def _follow(self, reader: HubSubscription) -> None:
        before = None
        async for row in reader:
            if before is not None and row.prev != before:
                self.happened["rows missing"] += 1
            before = row.seq
            self.rows += 1

    async def step(self, seconds: float) -> None:
        """Let time pass, and whatever is due in it be done."""
        await self.clock.advance(seconds)
        # A round of upkeep goes through the writer's thread: this one stands behind it.
        with_whom = self.hall.hall.writer.submit(lambda _image, _moment: None)
        try:
            await with_whom
        except UnavailableError:
            self.happened["refused"] += 1

    def heal(self) -> None:
        """Make room on the disk."""
        self.disk.refuse = lambda _kind, _file, _end: False

    async def visit(self) -> None:
        """Take a number at a kiosk that has a line, asking again until it is given."""
        self._count += 1
        service = self.dice.choice(self.site.services[:3]).id
        key = f"v{self._count}"
        began, tries, issued = self.clock.monotonic(), 0, None
        request = wire.TicketRequest(service=service, languages=("zh-CN",))
        while issued is None:
            tries += 1
            try:
                issued = await self.hall.hall.issue(KIOSK, request, key)
            except UnavailableError:
                self.happened["issue refused"] += 1
                self.heal()
            except RuleError as refusal:
                # Before nine by a clock that was set back, or too late to be served today.
                if refusal.code not in {"service_closed", "no_time_left"}:
                    raise
                self.happened["came too early or too late"] += 1
                return
        answer = {"id": issued.ticket.id, "number": issued.ticket.number, "service": service}
        self._note("issue", key, began, tries, answer)
        if self.dice.random() < 0.03:
            self.happened["gone home"] += 1
            await self._act(issued.ticket.id, "cancel")

    async def visit_alone(self) -> None:
        """Take a number at the kiosk that is cut off now and then, with a need now and then."""
        self._count += 1
        needs: tuple[Need, ...] = ("sign_language",) if self.dice.random() < 0.3 else ()
        service = self.site.services[3].id
        request = wire.TicketRequest(service=service, needs=needs)
        began = self.clock.monotonic()
        try:
            ticket = await self.machine.line.issue(request, f"o{self._count}")
        except HallError:
            self.happened["kiosk gave none"] += 1
            return
        answer = {"id": ticket.id, "number": ticket.number, "service": f"kiosk {ticket.number[:2]}"}
        self._note("alone", f"o{self._count}", began, 1, answer)
        self.happened["given alone" if self.wire.fault else "given by its hall"] += 1

    async def clerks(self) -> None:
        """At each window the visitor arrives, goes, or the next is called."""
        for window in self.site.windows:
            name = str(window.id)
            try:
                await self._clerk(name)
            except UnavailableError:
                self.happened["call refused"] += 1

    async def _clerk(self, name: str) -> None:
        if name in self.at:
            ticket, state = self.at[name]
            if state == "SERVING":
                await self._act(ticket, "finish")
                self._note("finish", ticket, self.clock.monotonic(), 1, {"id": ticket})
                del self.at[name]
            else:
                await self._act(ticket, "arrive")
                self.at[name] = (ticket, "SERVING")
            return
        self._count += 1
        key, began = f"c{self._count}", self.clock.monotonic()
        called = await self.hall.hall.call_next(BOSS, name, key)
        if called is not None:
            answer = {"id": called.id, "number": called.number, "window": name}
            self._note("call", key, began, 1, answer)
            self.at[name] = (called.id, "CALLED")

    async def _act(self, ticket: str, event: str) -> None:
        await self.hall.hall.act(BOSS, ticket, event, wire.ActionRequest())

    async def open_windows(self) -> None:
        """Open every window that is not."""
        for window in self.site.windows:
            if self.hall.hall.showing.view.windows[str(window.id)].state != "open":
                await self.hall.hall.window_open(BOSS, str(window.id))

    async def finish_all(self) -> None:
        """Let those at windows go and close them."""
        for name, (ticket, state) in list(self.at.items()):
            if state == "CALLED":
                await self._act(ticket, "arrive")
            await self._act(ticket, "finish")
            self._note("finish", ticket, self.clock.monotonic(), 1, {"id": ticket})
            del self.at[name]
        for window in self.site.windows:
            await self.hall.hall.window_close(BOSS, str(window.id))

    def bring_content(self, day: int) -> None:
        """Bring a day's content: new items, changed ones, some no longer there."""
        source, at = f"soak{day % 7}", self.clock.now()
        items = [
            Record(
                kind="job", id=f"{source}:{n}", source=source, title=f"岗位 {n} {day}",
                summary=f"第{day}天", published_at=at, expires_at=at + timedelta(days=7),
            )
            for n in range(40 + self.dice.randrange(20))
        ]  # fmt: skip
        self.hall.content.import_items(items, source=source)

    async def register_somebody(self, day: int) -> None:
        """Make a token and shut one: what staff do now and then."""
        await self.hall.hall.create_token(SYSTEM, role="kiosk", name=f"new{day}")

    def _note(
        self, what: str, key: str, began: float, tries: int, answer: Mapping[str, object]
    ) -> None:
        ended = self.clock.monotonic()
        told = Told(what=what, key=key, began=began, ended=ended, tries=tries, answer=answer)
        self.history.note(told)
