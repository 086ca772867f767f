"""Kiosks that issued alone: each paper is in its own day, once, under the number printed on it."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("print", "send", "lose answer", "online", "pass")),
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


async def _live(site: Site, folder: Path, steps: Sequence[Step]) -> None:
    clock = ManualClock(LATE.astimezone(UTC))
    hall = RunningHall(site, Database(folder / FILE_NAME), clock)
    hall.open()
    upkeep = Upkeep(hall, clock)
    await upkeep.round()
    unsent: dict[str, list[wire.OfflineEntry]] = {"k1": [], "k2": []}
    printed: set[tuple[str, str]] = set()
    try:
        for count, (what, kiosk, size) in enumerate(steps):
            first = site.kiosk(kiosk).offline_range.first
            if what == "pass":
                clock.pass_time(size * 120)
            elif what == "print":
                number = f"A{first + count}"
                made = entry(number, clock.now().astimezone(LATE.tzinfo))
                unsent[kiosk].append(made)
                printed.add((made.day, number))
            elif what == "online":
                await upkeep.round()
                request = wire.TicketRequest(service="unemployment")
                issued = (await hall.issue(KIOSKS[kiosk], request, f"online{count}")).ticket
                printed.add((issued.day or "", issued.number))
            else:
                batch = unsent[kiosk][:size]
                assert set(await replay(hall, kiosk, *batch)) <= {"accepted", "already"}
                if what == "send":
                    unsent[kiosk] = unsent[kiosk][size:]
        for kiosk, left in unsent.items():
            assert set(await replay(hall, kiosk, *left)) <= {"accepted", "already"}
        problems = check(hall.database, site).problems
        assert problems == (), problems
        kept = _numbers(hall.database)
        assert sorted(kept) == sorted(printed)
    finally:
        await hall.aclose()


def _numbers(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT day, prefix, seq FROM tickets").all()
    return [(day, f"{prefix}{seq:03d}") for day, prefix, seq in rows]
