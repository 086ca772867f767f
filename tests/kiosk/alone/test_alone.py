"""A kiosk on its own: which numbers, on which day, when not, and what stays on its disk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from hall.clock import ManualClock
from hall.errors import RuleError
from kiosk.alone import Alone
from kiosk.journal import Issued, TicketJournal, Told
from queue_server import wire
from tests.kiosk.alone.test_durable import FullDisk
from tests.kiosk.hall_in_hand import SERVICES, SITE

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENING = datetime.fromisoformat("2026-11-23T23:58:00+08:00")


async def cut_off(
    folder: Path,
    clock: ManualClock,
    *,
    disk: FullDisk | None = None,
    site: dict[str, object] | None = None,
) -> Alone:
    """Return a kiosk that has known its hall and then lost it."""
    alone = Alone(folder, clock, disk=disk)
    await alone.open()
    alone.heard(timedelta())
    await alone.learned(msgspec.structs.replace(SITE, **(site or {})), SERVICES)
    return alone


async def take(alone: Alone, *keys: str, service: str = "unemployment") -> "Sequence[str]":
    taken = []
    for key in keys:
        request = wire.TicketRequest(service=service, needs=("blind",), languages=("en",))
        ticket = await alone.issue(request, key)
        taken.append(f"{ticket.day} {ticket.number}")
    return taken


async def test_numbers_follow_in_the_kiosks_own_range_for_each_letter_and_day(
    tmp_path: Path,
) -> None:
    clock = ManualClock(EVENING.astimezone(UTC))
    alone = await cut_off(tmp_path, clock)
    assert await take(alone, "a", "b", "a") == [
        "2026-11-23 A9101", "2026-11-23 A9102", "2026-11-23 A9101",
    ]  # fmt: skip
    assert await take(alone, "c", service="training") == ["2026-11-23 Q9101"]
    clock.pass_time(180)
    assert await take(alone, "d") == ["2026-11-24 A9101"]
    await alone.aclose()


async def test_a_machine_that_starts_cut_off_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = ManualClock()
    first = await cut_off(tmp_path, clock)
    await take(first, "a")
    await first.aclose()
    again = Alone(tmp_path, clock)
    await again.open()
    assert again.known is not None
    assert again.known.site.you == "k1"
    assert await take(again, "b", "a") == ["2026-11-23 A9102", "2026-11-23 A9101"]
    assert again.find("a") is not None
    await again.aclose()


@pytest.mark.parametrize("step_h", [-24 * 365 * 10, -24, -1, 1])
async def test_a_stepped_or_dead_clock_changes_neither_day_nor_order(
    tmp_path: Path, step_h: int
) -> None:
    clock = ManualClock()
    alone = await cut_off(tmp_path, clock)
    await take(alone, "a")
    clock.step(step_h * 3600)
    assert await take(alone, "b") == ["2026-11-23 A9102"]
    await alone.aclose()
    after_restart = Alone(tmp_path, clock)
    await after_restart.open()
    assert await take(after_restart, "c") == ["2026-11-23 A9103"]
    times = [each.issued.entry.at for each in after_restart.kept()]
    assert times == sorted(times)
    await after_restart.aclose()


async def test_the_halls_clock_counts_not_this_machines(tmp_path: Path) -> None:
    clock = ManualClock(EVENING.astimezone(UTC))
    alone = await cut_off(tmp_path, clock)
    alone.heard(timedelta(minutes=10))
    assert await take(alone, "a") == ["2026-11-24 A9101"]
    await alone.aclose()


@pytest.mark.parametrize(
    ("site", "code"),
    [
        ({"you": None}, "not_alone"),
        ({"you": "k7"}, "not_alone"),
        ({"hours": wire.HoursInfo(always=False, week={"tue": ("09:00-17:00",)})}, "service_closed"),
        (
            {
                "day": wire.DayInfo(
                    id="2026-11-23",
                    opened_at=datetime(2026, 11, 23, tzinfo=UTC),
                    closed_at=datetime(2026, 11, 23, tzinfo=UTC),
                )
            },
            "day_closed",
        ),
        (
            {
                "kiosks": (
                    msgspec.structs.replace(SITE.kiosks[0], offline_first=9101, offline_last=9100),
                )
            },
            "alone_used_up",
        ),
    ],
)
async def test_what_the_hall_would_refuse_is_refused_here_too(
    tmp_path: Path, site: dict[str, object], code: str
) -> None:
    alone = await cut_off(tmp_path, ManualClock(), site=site)
    with pytest.raises(RuleError) as refusal:
        await take(alone, "a")
    assert refusal.value.code == code
    await alone.aclose()


async def test_within_the_halls_hours_and_for_its_services_only(tmp_path: Path) -> None:
    hours = wire.HoursInfo(always=False, week={"mon": ("09:00-17:00",)})
    alone = await cut_off(tmp_path, ManualClock(), site={"hours": hours})
    assert await take(alone, "a") == ["2026-11-23 A9101"]
    with pytest.raises(RuleError):
        await take(alone, "b", service="nothing")
    await alone.aclose()


async def test_a_full_disk_gives_no_number_and_uses_none_up(tmp_path: Path) -> None:
    disk = FullDisk(10_000)
    alone = await cut_off(tmp_path, ManualClock(), disk=disk)
    await take(alone, "a")
    disk.room = 20
    with pytest.raises(RuleError) as refusal:
        await take(alone, "b")
    assert refusal.value.code == "disk_full"
    disk.room = 10_000
    assert await take(alone, "c") == ["2026-11-23 A9102"]
    await alone.aclose()


async def test_a_kiosk_without_a_disk_gives_no_numbers(tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_text("")
    alone = Alone(tmp_path / "no-folder", ManualClock())
    await alone.open()
    assert not alone.keeps
    await alone.learned(SITE, SERVICES)
    with pytest.raises(RuleError):
        await take(alone, "a")


async def test_needs_leave_the_disk_when_the_hall_has_them(tmp_path: Path) -> None:
    clock = ManualClock()
    alone = await cut_off(tmp_path, clock)
    await take(alone, "a", "b")
    path = tmp_path / "issued-alone.jsonl"
    assert b"blind" in path.read_bytes()
    await alone.told("e1", {"a": ("accepted", None)})
    assert alone.unsent
    assert [each.entry.key for each in alone.waiting(SITE)] == ["b"]
    await alone.told("e1", {"b": ("accepted", None)})
    assert b"blind" not in path.read_bytes()
    assert alone.waiting(SITE) == ()
    await alone.aclose()
    assert b"A9101" in path.read_bytes()


async def test_a_hall_restored_from_a_backup_is_told_again(tmp_path: Path) -> None:
    alone = await cut_off(tmp_path, ManualClock())
    await take(alone, "a")
    await alone.told("e1", {"a": ("accepted", None)})
    assert alone.waiting(SITE) == ()
    restored = msgspec.structs.replace(SITE, epoch="e2")
    assert [each.entry.key for each in alone.waiting(restored)] == ["a"]
    assert alone.waiting(msgspec.structs.replace(SITE, id="another hall", epoch="x")) == ()
    await alone.aclose()


def entry(key: str, number: str, day: str) -> Issued:
    told = wire.OfflineEntry(
        key=key, number=number, day=day, at=datetime.fromisoformat(f"{day}T03:00:00+00:00"),
        service="unemployment",
    )  # fmt: skip
    return Issued(hall="demo", kiosk="k1", last_contact=None, entry=told)


def test_old_tickets_leave_the_journal_but_never_one_the_hall_has_not_heard_of(
    tmp_path: Path,
) -> None:
    journal = TicketJournal(tmp_path / "j")
    for key, day in (("old", "2026-11-01"), ("lost", "2026-11-01"), ("new", "2026-11-22")):
        journal.add(entry(key, "A9101", day))
    for key in ("old", "new"):
        journal.add(Told(key=key, outcome="accepted", epoch="e"))
    journal.tidy("2026-11-23")
    journal.close()
    again = TicketJournal(tmp_path / "j")
    assert [each.issued.entry.key for each in again.kept()] == ["lost", "new"]
    assert again.unsent
    again.close()


def test_a_number_that_can_no_longer_be_read_is_not_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal = TicketJournal(path)
    for number in ("A9101", "A9102", "A9103"):
        journal.add(entry(number, number, "2026-11-23"))
    journal.close()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1] + lines[2].replace(b"9103", b"9x03") + lines[0])
    for _ in range(2):
        damaged = TicketJournal(path)
        assert damaged.highest("k1", "A", "2026-11-23") == 9102
        assert damaged.unreadable("2026-11-23") == 1
        damaged.tidy("2026-11-23")
        damaged.close()
