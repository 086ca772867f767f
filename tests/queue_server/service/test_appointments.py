"""Booked times: booked once a slot, checked in, late, cancelled, missed; mixed with walk-ins."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.appointments import TABLE, Booking, BookingEvent, after, slots
from queue_server.domain.hours import service_day
from queue_server.service.diary import Diary
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import Database
from queue_server.store.loading import all_rows

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DESK = Actor(role="reception", name="li", token_id="li")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
READER = Actor(role="reader", name="bi", token_id="bi")


@pytest.fixture
def diary(hall: RunningHall) -> Diary:
    return Diary(hall)


def next_slot(hall: RunningHall, minutes: int = 0) -> datetime:
    """The first time that can be booked so many minutes from now or later."""
    now = hall.now()
    service = hall.settings.service("unemployment")
    times = slots(service, service_day(now, hall.settings), hall.settings)
    return min(each for each in times if each > now + timedelta(minutes=minutes))


async def book(diary: Diary, at: datetime, key: str = "b", **asked: object) -> wire.Appointment:
    request = wire.AppointmentRequest(**{"service": "unemployment", "at": at, **asked})  # type: ignore[arg-type]  # tests name its fields
    return await diary.book(DESK, request, key)


async def walk_in(hall: RunningHall, key: str, *needs: str) -> wire.Ticket:
    request = wire.TicketRequest(service="unemployment", needs=needs)  # type: ignore[arg-type]  # needs are known ones
    return (await hall.issue(KIOSK, request, key)).ticket


async def refusal(doing: object) -> RuleError:
    with pytest.raises(RuleError) as told:
        await doing  # type: ignore[misc]  # a coroutine of any answer
    return told.value


async def wait_until(hall: RunningHall, clock: ManualClock, instant: datetime) -> None:
    await clock.advance(max((instant - hall.now()).total_seconds(), 0))
    await Upkeep(hall, clock).round()


@pytest.mark.parametrize(("state", "event"), list(product(Booking, BookingEvent)))
def test_a_booking_moves_by_its_table_or_refuses_with_its_state(
    state: Booking, event: BookingEvent
) -> None:
    if (state, event) in TABLE:
        assert after(state, event) is TABLE[(state, event)]
        return
    with pytest.raises(RuleError) as told:
        after(state, event)
    assert (told.value.code, told.value.fields["state"]) == ("wrong_state", state)


async def test_a_punctual_visitor_stands_as_if_arrived_at_the_time_less_the_head_start(
    hall: RunningHall, diary: Diary, clock: ManualClock
) -> None:
    booked = await book(diary, next_slot(hall, 45))
    await wait_until(hall, clock, booked.at - timedelta(minutes=40))
    early = await walk_in(hall, "early")
    await wait_until(hall, clock, booked.at - timedelta(minutes=20))
    late = await walk_in(hall, "late")
    ticket = await diary.check_in(KIOSK, booked.code)
    assert (await hall.ticket(KIOSK, early.id)).ahead == 0
    assert ticket.ahead == 1
    assert (await hall.ticket(KIOSK, late.id)).ahead == 2
    told = await hall.ticket(BOSS, ticket.id)
    assert (told.why, told.appointment, told.credit_minutes) == ("appointment", booked.id, 30)
    assert (await diary.check_in(KIOSK, booked.code)).id == ticket.id


async def test_a_late_visitor_counts_as_arriving_then_with_the_credit_of_the_needs(
    hall: RunningHall, diary: Diary, clock: ManualClock
) -> None:
    booked = await book(diary, next_slot(hall, 45), needs=("wheelchair",))
    await wait_until(hall, clock, booked.at - timedelta(minutes=10))
    first = await walk_in(hall, "a")
    await wait_until(hall, clock, booked.at + timedelta(minutes=16))
    assert (await diary.listed(DESK, code=booked.code)).items[0].state == "LATE"
    second = await walk_in(hall, "b")
    ticket = await diary.check_in(DESK, booked.id)
    assert [await _ahead(hall, each) for each in (first.id, ticket.id, second.id)] == [0, 1, 2]
    assert (await hall.ticket(BOSS, ticket.id)).credit_minutes == 20


async def _ahead(hall: RunningHall, ticket: str) -> int | None:
    return (await hall.ticket(KIOSK, ticket)).ahead


async def test_check_in_is_for_the_day_and_not_too_early(
    hall: RunningHall, diary: Diary, clock: ManualClock
) -> None:
    booked = await book(diary, next_slot(hall, 120))
    assert (await refusal(diary.check_in(KIOSK, booked.code))).code == "too_early"
    tomorrow = await book(diary, next_slot(hall, 120) + timedelta(days=1), "t")
    assert (await refusal(diary.check_in(DESK, tomorrow.id))).code == "too_early"
    assert (await refusal(diary.check_in(KIOSK, "no such"))).code == "unknown_appointment"


async def test_who_is_early_is_told_when_to_come_and_noted_and_may_be_twice_as_late(
    hall: RunningHall, diary: Diary, clock: ManualClock, site: Site
) -> None:
    booked = await book(diary, next_slot(hall, 120))
    begins = booked.at - timedelta(minutes=site.appointments.early_minutes)
    told = await refusal(diary.check_in(KIOSK, booked.code))
    assert told.fields["possible_at"] == begins
    assert told.fields["retry_after"] == (begins - hall.now()).total_seconds()
    noted = (await diary.listed(DESK, code=booked.code)).items[0]
    assert (noted.state, noted.here_at) == ("BOOKED", hall.now())
    with hall.database.reading() as connection:
        assert [row.kind for row in all_rows(connection)][-1] == "appointment_early"
    late = timedelta(minutes=site.appointments.late_minutes)
    await wait_until(hall, clock, booked.at + 2 * late - timedelta(minutes=1))
    assert (await diary.listed(DESK, code=booked.code)).items[0].state == "BOOKED"
    ticket = await diary.check_in(KIOSK, booked.code)
    assert (await hall.ticket(BOSS, ticket.id)).credit_minutes == site.appointments.credit_minutes


async def test_who_comes_before_the_doors_open_is_told_when_they_do(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hours = replace(site.hall.hours, always=False, week={"mon": ("09:00-12:00", "13:30-17:00")})
    office = replace(site, hall=replace(site.hall, hours=hours))
    monday_in_shanghai = datetime(2026, 11, 23, tzinfo=UTC)  # eight in the morning there
    clock.step((monday_in_shanghai - clock.now()).total_seconds())
    hall = RunningHall(office, Database(tmp_path / "office.sqlite3"), clock)
    hall.open()
    diary = Diary(hall)
    for local_start, opening in (("09:00", "09:00"), ("13:30", "13:30"), ("15:00", "14:00")):
        at, begins = (
            datetime.fromisoformat(f"2026-11-23T{each}+08:00") for each in (local_start, opening)
        )
        booked = await book(diary, at, local_start)
        told = await refusal(diary.check_in(KIOSK, booked.code))
        assert (told.code, told.fields["possible_at"]) == ("too_early", begins)
        assert opening in told.detail
    await hall.aclose()


async def test_a_long_list_of_bookings_comes_in_pages_none_twice_none_missing(
    hall: RunningHall, diary: Diary
) -> None:
    at, got, cursor = next_slot(hall, 45), list[str](), None
    wanted = [(await book(diary, at + timedelta(hours=n), f"k{n}")).id for n in range(5)]
    while True:
        page = await diary.listed(DESK, limit=2, cursor=cursor)
        got += [each.id for each in page.items]
        assert len(page.items) <= 2
        if len(got) == 2:
            await diary.cancel(DESK, wanted[0])
        cursor = page.next
        if cursor is None:
            break
    assert got == wanted


async def test_a_slot_takes_as_many_as_the_hall_says_and_a_cancelled_one_is_free_again(
    hall: RunningHall, diary: Diary
) -> None:
    at = next_slot(hall, 45)
    booked = await book(diary, at)
    assert await book(diary, at) == booked
    full = await refusal(book(diary, at, "other"))
    assert (full.code, full.fields["field"]) == ("slot_taken", "at")
    day = service_day(at, hall.settings)
    free = {each.at: each.free for each in (await diary.slots(KIOSK, "unemployment", day)).items}
    assert free[at] == 0
    assert (await diary.cancel(DESK, booked.id)).state == "CANCELLED"
    assert (await refusal(diary.check_in(DESK, booked.id))).fields["state"] == "CANCELLED"
    assert (await book(diary, at, "again")).state == "BOOKED"


async def test_a_booking_moves_to_another_time_under_its_code_and_the_old_time_is_free(
    hall: RunningHall, diary: Diary
) -> None:
    at, later = next_slot(hall, 45), next_slot(hall, 90)
    booked = await book(diary, at, needs=("deaf",), label="Li")
    taken = await book(diary, later, "other")
    full = await refusal(diary.move(DESK, booked.code, later))
    assert (full.code, full.fields["field"]) == ("slot_taken", "at")
    off = await refusal(diary.move(DESK, booked.code, later + timedelta(minutes=1)))
    assert off.code == "no_such_slot"
    await diary.cancel(DESK, taken.id)

    moved = await diary.move(DESK, booked.code, later)
    again = await diary.move(DESK, booked.id, later)
    assert moved == again
    assert (moved.id, moved.code, moved.label) == (booked.id, booked.code, "Li")
    assert (moved.at, moved.state) == (later, "BOOKED")
    day = service_day(at, hall.settings)
    free = {each.at: each.free for each in (await diary.slots(DESK, "unemployment", day)).items}
    assert (free[at], free[later]) == (hall.settings.appointments.per_slot, 0)
    with hall.database.reading() as connection:
        told = [row.kind for row in all_rows(connection) if row.kind.startswith("appointment")]
    assert told.count("appointment_moved") == 1


async def test_who_was_late_is_expected_anew_at_the_other_time_with_needs_and_credit(
    hall: RunningHall, diary: Diary, clock: ManualClock
) -> None:
    at = next_slot(hall, 45)
    booked = await book(diary, at, needs=("wheelchair",))
    await wait_until(hall, clock, at + timedelta(minutes=20))
    late = (await diary.listed(DESK, code=booked.code)).items[0]
    assert late.state == "LATE"
    later = next_slot(hall, 30)
    assert (await diary.move(DESK, booked.id, later)).state == "BOOKED"
    await wait_until(hall, clock, later - timedelta(minutes=1))
    ticket = await diary.check_in(DESK, booked.code)
    known = hall.showing.view.tickets[ticket.id]
    assert known.rank_at < later
    assert hall.showing.view.needs[ticket.id] == ("wheelchair",)


async def test_only_a_booking_still_open_moves_and_only_by_those_who_book(
    hall: RunningHall, diary: Diary
) -> None:
    at, later = next_slot(hall, 45), next_slot(hall, 90)
    booked = await book(diary, at)
    assert (await refusal(diary.move(READER, booked.id, later))).code == "forbidden"
    assert (await refusal(diary.move(DESK, "000000", later))).code == "unknown_appointment"
    await diary.cancel(DESK, booked.id)
    over = await refusal(diary.move(DESK, booked.id, later))
    assert (over.code, over.fields["state"]) == ("wrong_state", "CANCELLED")


async def test_times_off_the_slots_over_or_too_far_ahead_are_refused_with_what_to_do(
    hall: RunningHall, diary: Diary
) -> None:
    at = next_slot(hall, 45)
    off = await refusal(book(diary, at + timedelta(minutes=1)))
    assert (off.code, off.fields["field"]) == ("no_such_slot", "at")
    assert (await refusal(book(diary, hall.now() - timedelta(minutes=1)))).code == "time_past"
    assert (await refusal(book(diary, at + timedelta(days=40)))).code == "too_early"
    assert (await refusal(book(diary, at, service="nothing"))).code == "unknown_service"


async def test_whose_booking_it_is_the_desk_alone_sees_and_the_journal_never_tells(
    hall: RunningHall, diary: Diary, clock: ManualClock
) -> None:
    booked = await book(diary, next_slot(hall, 45), label="Wang Fang", needs=("deaf",))
    assert (await diary.listed(DESK)).items[0].label == "Wang Fang"
    assert (await diary.listed(KIOSK, code=booked.code)).items[0].label == ""
    assert (await refusal(diary.listed(KIOSK))).code == "forbidden"
    assert (await refusal(diary.listed(READER))).code == "forbidden"
    with hall.database.reading() as connection:
        told = [row.data for row in all_rows(connection)]
    assert not any("Wang" in each or "deaf" in each for each in told)
    await clock.advance(4 * 24 * 3600)
    await Upkeep(hall, clock).round()
    await Upkeep(hall, clock).round()
    assert (await diary.listed(DESK)).items == ()


async def test_who_never_came_is_missed_when_the_day_ends(
    hall: RunningHall, diary: Diary, clock: ManualClock, site: Site
) -> None:
    booked = await book(diary, next_slot(hall, 45))
    await hall.day_close(BOSS)
    missed = (await diary.listed(DESK, code=booked.code)).items
    assert [each.state for each in missed] == ["NO_SHOW"]


def test_slots_keep_within_the_hours_and_leave_holidays_out(site: Site) -> None:
    hours = replace(site.hall.hours, always=False, week={"mon": ("09:00-10:00", "13:30-14:00")})
    weekly = replace(site, hall=replace(site.hall, hours=hours))
    service = site.service("placement")  # takes 15 minutes
    monday = date(2026, 11, 23)
    local = [f"{(each + timedelta(hours=8)):%H:%M}" for each in slots(service, monday, weekly)]
    assert local == ["09:00", "09:15", "09:30", "09:45", "13:30", "13:45"]
    assert slots(service, monday + timedelta(days=1), weekly) == ()


async def test_who_is_put_at_the_end_stands_behind_a_booked_time_still_to_come(
    hall: RunningHall, diary: Diary, clock: ManualClock, site: Site
) -> None:
    booked = await book(diary, next_slot(hall, 45))
    await wait_until(hall, clock, booked.at - timedelta(minutes=site.appointments.early_minutes))
    ticket = await diary.check_in(DESK, booked.code)
    walking = await walk_in(hall, "a")
    await hall.window_open(BOSS, "w2")
    called = await hall.call_next(BOSS, "w2", "c")
    assert called is not None
    assert called.id == walking.id
    onward = wire.ActionRequest(service="unemployment", position="tail")
    moved = await hall.act(BOSS, walking.id, "transfer", onward)
    assert moved.ahead == 1
    called = await hall.call_next(BOSS, "w2", "d")
    assert called is not None
    assert called.id == ticket.id
