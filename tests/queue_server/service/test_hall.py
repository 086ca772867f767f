"""A visit from number to end, and what must never happen on the way."""

from dataclasses import replace
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import ANONYMOUS, SYSTEM, Actor
from queue_server.domain.guards import FURTHER_LIMIT
from queue_server.service.desk import Desk
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.loading import all_rows

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BO = Actor(role="staff", name="bo", token_id="bo", window="w2")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()


async def issue(hall: RunningHall, key: str, **asked: object) -> wire.Ticket:
    request = wire.TicketRequest(**{"service": "unemployment", **asked})  # type: ignore[arg-type]  # tests name its fields
    return (await hall.issue(KIOSK, request, key)).ticket


async def code_of(refusing: object) -> RuleError:
    with pytest.raises(RuleError) as refusal:
        await refusing  # type: ignore[misc]  # a coroutine of any answer
    return refusal.value


async def test_one_visit_from_number_to_end(hall: RunningHall, clock: ManualClock) -> None:
    ticket = await issue(hall, "a", needs=("blind",), languages=("en",))
    assert (ticket.number, ticket.state, ticket.ahead, ticket.wait) == ("A001", "WAITING", 0, None)
    await hall.window_open(ANNA, "w1")
    assert (await hall.ticket(KIOSK, ticket.id)).wait == wire.WaitRange(low=5, high=10)
    called = await hall.call_next(ANNA, "w1", "c")
    assert called is not None
    assert (called.state, called.window_number, called.call_no) == ("CALLED", 1, 1)
    early = await code_of(hall.act(ANNA, ticket.id, "no-show", NOTHING))
    assert (early.code, early.fields["retry_after"]) == ("grace_running", 120)
    await clock.advance(6)
    assert (await hall.act(ANNA, ticket.id, "recall", NOTHING)).call_no == 2
    assert (await hall.act(ANNA, ticket.id, "arrive", NOTHING)).state == "SERVING"
    done = await hall.act(ANNA, ticket.id, "finish", NOTHING)
    assert (done.state, done.version) == ("DONE", 5)
    late = await code_of(hall.act(ANNA, ticket.id, "finish", NOTHING))
    assert (late.code, late.fields["state"]) == ("wrong_state", "DONE")
    assert await hall.call_next(ANNA, "w1", "d") is None


async def test_a_no_show_is_possible_after_grace_and_comes_back(
    hall: RunningHall, clock: ManualClock
) -> None:
    ticket = await issue(hall, "a")
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    await clock.advance(10)
    await hall.act(ANNA, ticket.id, "recall", NOTHING)
    await clock.advance(60)
    missed = await hall.act(ANNA, ticket.id, "no-show", NOTHING)
    assert (missed.state, missed.missed_count, missed.window) == ("MISSED", 1, None)
    assert (await hall.act(KIOSK, ticket.id, "reinstate", NOTHING)).state == "WAITING"


async def test_bad_requests_write_nothing(hall: RunningHall, site: Site) -> None:
    before = (await hall.health()).seq
    ticket_less = "01a20150-0000-7000-8000-000000000000"
    for refusing, code in (
        (hall.issue(KIOSK, wire.TicketRequest(service="nothing"), "k"), "unknown_service"),
        (hall.issue(ANONYMOUS, wire.TicketRequest(service="policy"), "k"), "forbidden"),
        (hall.call_next(ANNA, "w1", "k"), "window_closed"),
        (hall.call_next(ANNA, "w2", "k"), "wrong_window"),
        (hall.call_next(BOSS, "w99", "k"), "unknown_window"),
        (hall.call_next(KIOSK, "w1", "k"), "forbidden"),
        (hall.act(ANNA, ticket_less, "arrive", NOTHING), "unknown_ticket"),
        (hall.window_open(BO, "w1"), "wrong_window"),
        (hall.day_open(BOSS), "day_open"),
        (hall.day_close(ANNA), "forbidden"),
        (hall.deliver(KIOSK, wire.Delivery(seq=999, sink="s", outcome="shown")), "unknown_row"),
    ):
        assert (await code_of(refusing)).code == code
    assert (await hall.health()).seq == before


async def test_needs_are_for_the_serving_window_and_never_in_the_journal(
    hall: RunningHall, clock: ManualClock
) -> None:
    ticket = await issue(hall, "a", needs=("wheelchair", "escort"))
    assert (await hall.ticket(ANNA, ticket.id)).needs is None
    await hall.window_open(ANNA, "w1")
    called = await hall.call_next(ANNA, "w1", "c")
    assert called is not None
    assert called.needs == ("wheelchair", "escort")
    assert (await hall.ticket(BO, ticket.id)).needs is None
    assert (await hall.ticket(BOSS, ticket.id)).needs is None
    await hall.act(ANNA, ticket.id, "arrive", NOTHING)
    await hall.act(ANNA, ticket.id, "finish", NOTHING)
    assert (await hall.ticket(ANNA, ticket.id)).needs is None
    with hall.database.reading() as connection:
        text = "".join(row.data for row in all_rows(connection))
        assert "wheelchair" not in text
        assert ticket.phone_url.rsplit("/", 1)[1] not in text
        kept = connection.exec_driver_sql("SELECT count(*) FROM needs").scalar_one()
    assert kept == 1
    await clock.advance(25 * 3600)
    await Upkeep(hall, clock).round()
    with hall.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM needs").scalar_one() == 0


async def test_closing_a_window_loses_nobody(hall: RunningHall) -> None:
    waiting, serving = await issue(hall, "a"), await issue(hall, "b")
    await hall.window_open(ANNA, "w1")
    await hall.window_open(BO, "w2")
    await hall.call_next(ANNA, "w1", "1")
    await hall.call_next(BO, "w2", "2")
    await hall.act(BO, serving.id, "arrive", NOTHING)
    await hall.window_close(ANNA, "w1")
    await hall.window_close(BO, "w2")
    assert (await hall.ticket(BOSS, waiting.id)).state == "WAITING"
    assert (await hall.ticket(BOSS, serving.id)).state == "HELD"
    await hall.window_open(BO, "w2")
    assert (await hall.act(BO, serving.id, "resume", NOTHING)).state == "SERVING"


async def test_a_ticket_meant_for_a_window_that_closes_may_go_to_any(hall: RunningHall) -> None:
    ticket = await issue(hall, "a")
    for window in ("w1", "w2"):
        await hall.window_open(BOSS, window)
    await hall.call_next(ANNA, "w1", "1")
    await hall.act(ANNA, ticket.id, "transfer", wire.ActionRequest(window="w2"))
    assert await hall.call_next(ANNA, "w1", "2") is None
    await hall.window_close(BO, "w2")
    called = await hall.call_next(ANNA, "w1", "3")
    assert called is not None
    assert called.id == ticket.id


async def test_holds_and_step_aways_end_by_themselves(
    hall: RunningHall, clock: ManualClock
) -> None:
    held, away = await issue(hall, "a"), await issue(hall, "b")
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "1")
    await hall.act(ANNA, held.id, "arrive", NOTHING)
    await hall.act(ANNA, held.id, "hold", wire.ActionRequest(minutes=5))
    await hall.act(KIOSK, away.id, "step-away", wire.ActionRequest(minutes=10))
    await clock.advance(301)
    await Upkeep(hall, clock).round()
    assert (await hall.ticket(BOSS, held.id)).state == "WAITING"
    assert (await hall.ticket(BOSS, away.id)).state == "AWAY"
    await clock.advance(300)
    await Upkeep(hall, clock).round()
    assert (await hall.ticket(BOSS, away.id)).state == "MISSED"


async def test_midnight_turns_the_day_over_and_numbers_begin_again(
    hall: RunningHall, clock: ManualClock
) -> None:
    old = await issue(hall, "a")
    await clock.advance(24 * 3600)
    await Upkeep(hall, clock).round()
    new = await issue(hall, "b")
    assert (old.day, new.day) == ("2026-11-23", "2026-11-24")
    assert (old.number, new.number) == ("A001", "A001")
    assert (await hall.ticket(BOSS, old.id)).state == "EXPIRED"
    assert await hall.ticket_by_phone(old.phone_url.rsplit("/", 1)[1]) is None
    visitor = await hall.ticket_by_phone(new.phone_url.rsplit("/", 1)[1])
    assert visitor is not None
    assert visitor[1].id == new.id
    assert (await code_of(hall.act(BOSS, old.id, "cancel", NOTHING))).code == "wrong_state"


async def test_a_clock_set_back_reuses_no_number_and_lets_nobody_overtake(
    hall: RunningHall, clock: ManualClock
) -> None:
    first = await issue(hall, "a")
    clock.step(-3 * 24 * 3600)
    await Upkeep(hall, clock).round()
    second = await issue(hall, "b")
    assert (second.day, second.number) == (first.day, "A002")
    await hall.window_open(ANNA, "w1")
    called = await hall.call_next(ANNA, "w1", "c")
    assert called is not None
    assert called.id == first.id
    await clock.advance(10)
    await hall.act(ANNA, first.id, "recall", NOTHING)
    clock.step(10 * 365 * 24 * 3600)
    assert (await code_of(hall.act(ANNA, first.id, "no-show", NOTHING))).code == "grace_running"


async def test_a_closed_day_issues_nothing_and_leaves_nobody_open(hall: RunningHall) -> None:
    waiting, serving = await issue(hall, "a"), await issue(hall, "b")
    await hall.window_open(ANNA, "w1")
    await hall.act(KIOSK, waiting.id, "cancel", NOTHING)
    await hall.call_next(ANNA, "w1", "c")
    await hall.act(ANNA, serving.id, "arrive", NOTHING)
    third = await issue(hall, "c")
    await hall.day_close(BOSS)
    states = {each.id: each.state for each in (await hall.tickets(BOSS)).items}
    assert states == {waiting.id: "CANCELLED", serving.id: "DONE", third.id: "EXPIRED"}
    assert {each.state for each in (await hall.windows()).items} == {"closed"}
    closed = hall.issue(KIOSK, wire.TicketRequest(service="policy"), "d")
    assert (await code_of(closed)).code == "day_closed"
    await hall.day_open(BOSS)
    assert (await issue(hall, "e")).number == "A004"


async def test_a_restarted_hall_goes_on_where_it_was(
    hall: RunningHall, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    ticket = await issue(hall, "a")
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    token = await hall.create_token(SYSTEM, role="display", name="agent")
    epoch, seq = hall.epoch, (await hall.health()).seq
    await hall.aclose()
    again = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    again.open()
    assert (again.epoch, (await again.health()).seq) == (epoch, seq)
    assert (await again.ticket(KIOSK, ticket.id)).state == "CALLED"
    assert (await issue(again, "a")).id == ticket.id
    assert (await issue(again, "b")).number == "A002"
    assert (await again.windows()).items[0].ticket == ticket.id
    actor = await again.authenticate(token)
    assert actor is not None
    assert actor.role == "display"
    assert check(again.database, site).problems == ()
    await again.aclose()


async def test_accounts_open_with_their_password_and_lock_after_five_failures(
    hall: RunningHall, clock: ManualClock
) -> None:
    await hall.create_user(SYSTEM, name="anna", role="staff", password="long enough", window="w1")
    actor = await hall.verify_user("anna", "long enough")
    assert actor is not None
    assert (actor.role, actor.window) == ("staff", "w1")
    assert await hall.verify_user("nobody", "long enough") is None
    for _ in range(5):
        assert await hall.verify_user("anna", "wrong wrong") is None
    assert await hall.verify_user("anna", "long enough") is None
    await clock.advance(15 * 60 + 1)
    assert await hall.verify_user("anna", "long enough") is not None
    short = hall.create_user(SYSTEM, name="bo", role="staff", password="short")
    assert (await code_of(short)).code == "weak_password"
    twice = hall.create_user(SYSTEM, name="anna", role="staff", password="long enough")
    assert (await code_of(twice)).code == "user_exists"
    assert await hall.authenticate("h90_guess") is None


async def test_a_print_outcome_is_kept_with_the_ticket(hall: RunningHall) -> None:
    ticket = await issue(hall, "a")
    seq = (await hall.health()).seq
    await hall.deliver(KIOSK, wire.Delivery(seq=seq, sink="printer", outcome="failed"))
    assert (await hall.ticket(KIOSK, ticket.id)).print_state == "failed"
    again = await hall.act(KIOSK, ticket.id, "reprint", NOTHING)
    assert (again.prints, again.print_state) == (1, "pending")


async def test_somebody_is_asked_to_come_once(hall: RunningHall) -> None:
    request = wire.AssistanceRequest()
    first = await hall.assistance_ask(KIOSK, request)
    assert first.kiosk == "k1"  # its token bears its name
    assert (await hall.assistance_ask(KIOSK, request)).id == first.id
    taken = await hall.assistance_take(ANNA, first.id)
    assert (taken.taken_by, taken.window_number) == ("anna", 1)
    assert (await code_of(hall.assistance_take(BO, first.id))).code == "assistance_over"
    await hall.assistance_done(ANNA, first.id)
    assert (await hall.assistance(ANNA)).items == ()


async def test_offline_tickets_come_in_once_and_the_printed_number_wins(
    hall: RunningHall, clock: ManualClock, tmp_path: Path
) -> None:
    online = await issue(hall, "lost-answer")
    at = clock.now()
    entries = tuple(
        wire.OfflineEntry(key=key, number=number, day="2026-11-23", at=at, service="unemployment")
        for key, number in (("lost-answer", "A9101"), ("k2", "A9102"), ("k3", "A001"))
    )
    replay = wire.OfflineReplay(kiosk="k1", entries=entries)
    first = await hall.replay_offline(KIOSK, replay)
    assert [each.outcome for each in first.items] == ["superseded", "accepted", "refused"]
    again = await hall.replay_offline(KIOSK, replay)
    assert [each.outcome for each in again.items] == ["already", "already", "refused"]
    assert (await hall.ticket(KIOSK, online.id)).state == "CANCELLED"
    assert (await issue(hall, "later")).number == "A002"


async def test_a_quota_holds_for_visitors_and_staff_pass_it_with_a_reason(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    few = replace(site, services=tuple(replace(each, quota=1) for each in site.services))
    hall = RunningHall(few, Database(tmp_path / "few.sqlite3"), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    asked = wire.TicketRequest(service="unemployment")
    with_reason = wire.TicketRequest(service="unemployment", reason="came from far")
    await hall.issue(KIOSK, asked, "1")
    for actor, request in ((KIOSK, with_reason), (ANNA, asked)):
        with pytest.raises(RuleError) as refusal:
            await hall.issue(actor, request, "2")
        assert refusal.value.code == "quota_reached"
    assert (await hall.issue(ANNA, with_reason, "3")).ticket.number == "A002"
    told = (await hall.rows_after(ANNA, f"{hall.epoch}:0"))[-1]
    assert told.data["reason"] == "came from far"
    await hall.aclose()


async def test_a_strange_kiosk_learns_nothing_of_a_visitor_but_where_the_number_stands(
    hall: RunningHall,
) -> None:
    request = wire.TicketRequest(service="unemployment", needs=("deaf", "wheelchair"))
    mine = (await hall.issue(KIOSK, request, "a")).ticket
    await hall.act(BOSS, (await _served(hall, mine)).id, "add-service", _SECOND)
    stranger = Actor(role="kiosk", name="k2", token_id="k2")
    (seen,) = (await hall.tickets(stranger, number=mine.number)).items
    plain = (await hall.issue(stranger, wire.TicketRequest(service="unemployment"), "p")).ticket
    assert seen.handling == plain.handling
    assert (seen.further, seen.target, seen.languages, seen.phone_url) == ((), None, (), "")
    (own,) = (await hall.tickets(KIOSK, number=mine.number)).items
    assert own.handling == mine.handling != plain.handling
    assert own.further == ("employment",)


_SECOND = wire.ActionRequest(service="employment")


async def _served(hall: RunningHall, ticket: wire.Ticket) -> wire.Ticket:
    await hall.window_open(BOSS, "w3")
    await hall.call_next(BOSS, "w3", f"call {ticket.id}")
    return await hall.act(BOSS, ticket.id, "arrive", wire.ActionRequest())


async def test_nobody_is_promised_a_person_when_the_day_is_closed_and_nobody_is_there(
    hall: RunningHall,
) -> None:
    request = wire.AssistanceRequest(kiosk="k1", kind="help")
    await hall.day_close(BOSS)
    with pytest.raises(RuleError) as told:
        await hall.assistance_ask(KIOSK, request)
    assert (told.value.code, told.value.fields["state"]) == ("day_closed", "closed")
    anna = Actor(role="staff", name="anna", token_id="u:anna", window="w1")
    await Desk(hall).sit_down(anna, {("anna", "w1")})
    assert (await hall.assistance_ask(KIOSK, request)).state == "asked"


async def test_a_ticket_takes_a_visit_s_further_services_and_no_more(hall: RunningHall) -> None:
    ticket = await _served(hall, await issue(hall, "a"))
    for _ in range(FURTHER_LIMIT):
        ticket = await hall.act(BOSS, ticket.id, "add-service", _SECOND)
    refused = await code_of(hall.act(BOSS, ticket.id, "add-service", _SECOND))
    assert (refused.code, refused.fields["state"]) == ("limit_reached", "SERVING")
    assert len((await hall.ticket(BOSS, ticket.id)).further) == FURTHER_LIMIT


async def test_a_superseded_ticket_already_called_frees_its_window_and_ends_its_leg(
    hall: RunningHall, clock: ManualClock
) -> None:
    online = await issue(hall, "lost-answer")
    await hall.window_open(BOSS, "w1")
    called = await hall.call_next(BOSS, "w1", "c")
    assert called is not None
    assert called.id == online.id
    number = f"A{hall.settings.kiosks[0].offline_range.first}"
    entry = wire.OfflineEntry(
        key="lost-answer", number=number, day="2026-11-23", at=clock.now(), service="unemployment"
    )
    answers = await hall.replay_offline(KIOSK, wire.OfflineReplay(kiosk="k1", entries=(entry,)))
    assert [each.outcome for each in answers.items] == ["superseded"]
    ended = await hall.ticket(BOSS, online.id)
    assert (ended.state, ended.legs and ended.legs[-1].outcome) == ("CANCELLED", "cancelled")
    told = [row for row in hall.showing.read_rows(0, 500) if row.kind == "ticket_cancelled"]
    assert [decode(row.data)["reason"] for row in told] == ["superseded"]
    assert (await hall.call_next(BOSS, "w1", "d")) is not None
