"""What is over is read the same from every engine: visits, stays, promises, days, reports."""

from collections.abc import Callable

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import State
from queue_server.service.running import RunningHall
from queue_server.service.statistics import Statistics
from queue_server.service.upkeep import Upkeep
from queue_server.store.history import days_between, recent_promises, recent_stays, visits_of
from queue_server.store.port import Store

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
DAY = "2026-11-23"


async def test_a_day_is_read_as_it_was(
    open_store: Callable[[], Store], site: Site, clock: ManualClock
) -> None:
    hall = RunningHall(site, open_store(), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    await hall.window_open(ANNA, "w1")
    for n in range(4):
        asked = wire.TicketRequest(service="unemployment", needs=("blind",) if n else ())
        await hall.issue(KIOSK, asked, f"i{n}")
        clock.pass_time(60)
    for n in range(2):
        called = await hall.call_next(ANNA, "w1", f"c{n}")
        assert called is not None
        await hall.act(ANNA, called.id, "arrive", wire.ActionRequest())
        clock.pass_time(600)
        await hall.act(ANNA, called.id, "finish", wire.ActionRequest())
    await hall.keep_promises()
    await hall.day_close(BOSS)
    statistics = Statistics(hall)
    assert await statistics.make_due() == [DAY]
    assert await statistics.make_due() == []
    with hall.database.reading() as connection:
        visits = visits_of(connection, DAY)
        stays, promises = recent_stays(connection, 10), recent_promises(connection)
        (day,) = days_between(connection, DAY, DAY)
        assert days_between(connection, "2026-11-24", "2027-01-01") == []
    report = await statistics.report(BOSS, DAY)
    await hall.aclose()

    assert [visit.number for visit in visits] == ["A001", "A002", "A003", "A004"]
    assert [visit.need_class for visit in visits] == ["none", "sight", "sight", "sight"]
    # Who is blind has a head start of twenty minutes, and so passes the one who came just before.
    over, done = State.EXPIRED, State.DONE
    assert [visit.state for visit in visits] == [over, done, done, over]
    assert [visit.waited for visit in visits] == [None, 3, 12, None]
    assert all(visit.shown is not None for visit in visits)
    assert visits[3].previous is State.WAITING
    assert [(stay.minutes, stay.outcome) for stay in stays] == [(10, "finished")] * 2
    assert sorted(kept.waited for kept in promises) == [3, 12]
    assert day.closed_at is not None
    assert report.tables.total.left_at_closing == len(report.left) == 2
