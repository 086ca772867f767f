"""Kiosks that issued alone: each paper is in its own day, once, under the number printed on it."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from config.site import OfflineRange, Site
from hall.clock import ManualClock
from hall.ids import KioskId
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.hours import service_day
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database

KIOSKS = {name: Actor(role="kiosk", name=name, token_id=name) for name in ("k1", "k2")}
ADMIN = Actor(role="admin", name="admin", token_id="admin")
LATE = datetime.fromisoformat("2026-11-23T23:50:00+08:00")


def entry(number: str, at: datetime, key: str | None = None) -> wire.OfflineEntry:
    return wire.OfflineEntry(
        key=key or number, number=number, day=at.date().isoformat(), at=at, service="unemployment"
    )


async def replay(hall: RunningHall, kiosk: str, *entries: wire.OfflineEntry) -> list[str]:
    sent = wire.OfflineReplay(kiosk=kiosk, entries=entries)
    answers = await hall.replay_offline(KIOSKS[kiosk], sent)
    return [each.code or each.outcome for each in answers.items]


async def test_yesterdays_tickets_come_into_their_own_day(
    hall: RunningHall, clock: ManualClock, site: Site
) -> None:
    at = clock.now().astimezone(LATE.tzinfo)
    await hall.issue(KIOSKS["k1"], wire.TicketRequest(service="unemployment"), "online")
    clock.pass_time(86_400)
    await Upkeep(hall, clock).round()
    late = entry("A9101", at)
    assert await replay(hall, "k1", late) == ["accepted"]
    assert await replay(hall, "k1", late, entry("A9101", at, "other")) == ["already", "already"]
    today = await hall.tickets(ADMIN)
    assert [each.number for each in today.items] == []
    assert await replay(hall, "k1", entry("A9101", clock.now().astimezone(at.tzinfo), "new")) == [
        "accepted"
    ]
    waiting = (await hall.tickets(ADMIN)).items
    assert [(each.number, each.state) for each in waiting] == [("A9101", "WAITING")]
    # Keys are forgotten after two days; the papers still are not doubled.
    clock.pass_time(3 * 86_400)
    await Upkeep(hall, clock).round()
    await Upkeep(hall, clock).round()
    assert await replay(hall, "k1", late) == ["already"]
    assert check(hall.database, site).problems == ()


async def test_a_day_the_server_did_not_live_through_is_recovered(
    hall: RunningHall, clock: ManualClock, site: Site
) -> None:
    clock.pass_time(20 * 86_400)
    await Upkeep(hall, clock).round()
    now = clock.now().astimezone(LATE.tzinfo)
    missed, long_ago = now - timedelta(days=2), now - timedelta(days=9)
    answers = await replay(hall, "k1", entry("A9101", missed), entry("A9102", missed))
    assert answers == ["accepted", "accepted"]
    assert await replay(hall, "k1", entry("A9103", long_ago)) == ["day_past"]
    assert await replay(hall, "k1", entry("A9103", now + timedelta(days=2))) == ["day_closed"]
    site_now = await hall.site()
    assert site_now.day is not None
    assert site_now.day.id == service_day(clock.now(), site).isoformat()
    assert site_now.open
    assert check(hall.database, site).problems == ()


async def test_nobody_is_put_in_the_line_of_a_closed_day(
    hall: RunningHall, clock: ManualClock
) -> None:
    await hall.day_close(ADMIN)
    at = clock.now().astimezone(LATE.tzinfo)
    assert await replay(hall, "k1", entry("A9101", at)) == ["accepted"]
    assert [each.state for each in (await hall.tickets(ADMIN)).items] == ["EXPIRED"]


Step = tuple[str, str, int]
_TAKEN = {"accepted", "already", "superseded"}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("print", "send", "lose answer", "online", "ask in vain", "restart", "pass")
        ),
        st.sampled_from(("k1", "k2")),
        st.integers(1, 9),
    ),
    max_size=20,
)


@settings(max_examples=15)
@given(steps=STEPS)
def test_kiosks_cut_off_and_healed_in_any_order_over_midnight_lose_and_double_nothing(
    site: Site, steps: Sequence[Step]
) -> None:
    other = replace(
        site.kiosk("k1"), id=KioskId("k2"), offline_range=OfflineRange(first=9301, last=9499)
    )
    both = replace(site, kiosks=(*site.kiosks, other))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live(both, Path(folder), steps))


class _Partition:
    """A hall and two kiosks that cannot always reach it."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.clock = ManualClock(LATE.astimezone(UTC))
        self.unsent: dict[str, list[wire.OfflineEntry]] = {"k1": [], "k2": []}
        self.printed: set[tuple[str, str]] = set()
        self.replaced: set[tuple[str, str]] = set()
        self.steps = 0
        self.start()

    def start(self) -> None:
        self.hall = RunningHall(self.site, Database(self.folder / FILE_NAME), self.clock)
        self.hall.open()

    async def do(self, what: str, kiosk: str, size: int) -> None:
        self.steps += 1
        if what == "pass":
            self.clock.pass_time(size * 120)
        elif what == "restart":
            await self.hall.aclose()
            self.start()
        elif what == "online":
            self.printed.add(await self.issue(kiosk, f"online{self.steps}"))
        elif what in {"print", "ask in vain"}:
            await self.print_alone(kiosk, what)
        else:
            await self.send(kiosk, size, forget=what == "send")

    async def issue(self, kiosk: str, key: str) -> tuple[str, str]:
        await Upkeep(self.hall, self.clock).round()
        asked = wire.TicketRequest(service="unemployment")
        issued = (await self.hall.issue(KIOSKS[kiosk], asked, key)).ticket
        return issued.day or "", issued.number

    async def print_alone(self, kiosk: str, what: str) -> None:
        key = f"{kiosk}-{self.steps}"
        if what == "ask in vain":
            # The hall wrote it down, its answer was lost, the kiosk printed its own.
            self.replaced.add(await self.issue(kiosk, key))
        number = f"A{self.site.kiosk(kiosk).offline_range.first + self.steps}"
        made = entry(number, self.clock.now().astimezone(LATE.tzinfo), key)
        self.unsent[kiosk].append(made)
        self.printed.add((made.day, number))

    async def send(self, kiosk: str, size: int, *, forget: bool) -> None:
        batch = self.unsent[kiosk][:size]
        assert set(await replay(self.hall, kiosk, *batch)) <= _TAKEN
        if forget:
            self.unsent[kiosk] = self.unsent[kiosk][size:]

    def check(self) -> None:
        problems = check(self.hall.database, self.site).problems
        assert problems == (), problems
        kept = _numbers(self.folder / FILE_NAME)
        assert sorted(kept) == sorted(self.printed | self.replaced)
        over = {number for number, state in kept.items() if state in {"CANCELLED", "EXPIRED"}}
        assert self.replaced <= over, "one visitor has two live tickets"


async def _live(site: Site, folder: Path, steps: Sequence[Step]) -> None:
    hall = _Partition(site, folder)
    try:
        await Upkeep(hall.hall, hall.clock).round()
        for step in steps:
            await hall.do(*step)
        for kiosk in KIOSKS:
            await hall.send(kiosk, len(steps), forget=True)
        hall.check()
    finally:
        await hall.hall.aclose()


def _numbers(file: Path) -> dict[tuple[str, str], str]:
    """Every number kept and its ticket's state; a number kept twice is refused."""
    with Database(file).reading() as connection:
        rows = connection.exec_driver_sql("SELECT day, prefix, seq, state FROM tickets").all()
    kept = {(day, f"{prefix}{seq:03d}"): state for day, prefix, seq, state in rows}
    assert len(kept) == len(rows)
    return kept


async def test_the_order_follows_the_kiosks_time_within_the_outage(
    hall: RunningHall, clock: ManualClock
) -> None:
    before = (
        await hall.issue(KIOSKS["k2"], wire.TicketRequest(service="unemployment"), "b")
    ).ticket
    contact = clock.now()
    clock.pass_time(600)
    during = (
        await hall.issue(KIOSKS["k2"], wire.TicketRequest(service="unemployment"), "d")
    ).ticket
    clock.pass_time(600)
    # One clock is right, one is a day behind, one runs an hour ahead.
    at = contact.astimezone(LATE.tzinfo)
    entries = (
        entry("A9101", at + timedelta(minutes=5)),
        replace_at(entry("A9102", at), at - timedelta(hours=3)),
        replace_at(entry("A9103", at), at + timedelta(hours=1)),
    )
    sent = wire.OfflineReplay(kiosk="k1", entries=entries, last_contact=contact)
    await hall.replay_offline(KIOSKS["k1"], sent)
    listed = [each.number for each in (await hall.tickets(ADMIN)).items]
    assert listed == [before.number, "A9102", "A9101", during.number, "A9103"]


def replace_at(made: wire.OfflineEntry, at: datetime) -> wire.OfflineEntry:
    return msgspec.structs.replace(made, at=at)
