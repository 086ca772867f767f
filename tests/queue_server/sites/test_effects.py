"""What a change does is foreseen from the hall as it is: who keeps a place, what forbids it."""

import inspect
import re
from dataclasses import replace
from typing import get_args

import pytest

from config.site import Site, Weekday
from hall.ids import ServiceId, WindowId
from hall.texts import catalogue_source, load_texts
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.sites import effects
from queue_server.sites.effects import Effect, Seen, foresee

KIOSK = Actor(role="kiosk", name="k1", token_id="t-k1")
CLERK = Actor(role="supervisor", name="li", token_id="u:li")


async def wait_in(hall: RunningHall, service: str, times: int) -> None:
    for number in range(times):
        asked = wire.TicketRequest(service=service)
        await hall.issue(KIOSK, asked, f"{service}{number}")


def seen(hall: RunningHall) -> Seen:
    view = hall.showing.view
    return Seen(view=view, now=hall.now(), waits=hall.showing.forecaster.waits(view))


def of(hall: RunningHall, before: Site, after: Site) -> dict[str, Effect]:
    return {each.code: each for each in in_words(foresee(before, after, seen(hall)))}


def in_words(found: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same, each said in both languages: a value its sentence lacks would raise."""
    for language in ("zh-CN", "en"):
        texts = load_texts(language, "queue_server.sites", "queue_server")
        for each in found:
            assert texts.written(f"effect-{each.code}", **each.values)
    return found


async def test_who_waits_keeps_place_and_number_when_a_service_changes(
    hall: RunningHall, site: Site
) -> None:
    await wait_in(hall, "policy", 3)
    closed = [
        replace(each, open=False, prefix="Z", quota=2) if each.id == "policy" else each
        for each in site.services
    ]
    found = of(hall, site, replace(site, services=tuple(closed)))

    assert found["service-closed"].values["count"] == 3
    assert (found["prefix"].values["before"], found["prefix"].values["given"]) == ("M", 3)
    assert found["quota-over"].level == "mind"


async def test_a_window_with_a_visitor_is_not_taken_away(hall: RunningHall, site: Site) -> None:
    await wait_in(hall, "policy", 1)
    window = site.windows_for("policy")[0]
    clerk = replace(CLERK, window=window.id)
    await hall.window_open(clerk, window.id)
    called = await hall.call_next(clerk, window.id, "call")
    assert called is not None
    left = tuple(each for each in site.windows if each.id != window.id)

    found = of(hall, site, replace(site, windows=left))

    assert found["window-busy"].level == "forbids"
    assert found["window-busy"].values["number"] == called.number


async def test_nobody_is_left_waiting_for_a_service_without_a_window(
    hall: RunningHall, site: Site
) -> None:
    without = tuple(
        replace(each, services=tuple(one for one in each.services if one != "policy"))
        for each in site.windows
    )
    after = replace(site, windows=without)

    assert of(hall, site, after)["nobody-serves"].level == "mind"
    await wait_in(hall, "policy", 2)
    found = of(hall, site, after)
    assert found["nobody-serves"].level == "forbids"
    assert found["window-drops"].values["count"] == 2


async def test_a_service_with_numbers_of_today_stays(hall: RunningHall, site: Site) -> None:
    await wait_in(hall, "policy", 1)
    left = tuple(each for each in site.services if each.id != "policy")

    found = of(hall, site, replace(site, services=left))

    assert found["service-has-numbers"].level == "forbids"


async def test_hours_tell_whether_the_hall_is_open_now(hall: RunningHall, site: Site) -> None:
    await wait_in(hall, "policy", 2)
    days: tuple[Weekday, ...] = get_args(Weekday)
    span: tuple[str, ...] = ("00:00-00:01",)
    week = dict.fromkeys(days, span)
    hours = replace(site.hall.hours, always=False, week=week)

    found = of(hall, site, replace(site, hall=replace(site.hall, hours=hours)))

    assert found["closes-now"].values["count"] == 2
    assert found["hours-today"].values["spans"] == "00:00-00:01"


async def test_a_head_start_is_told_by_an_example_from_the_line(
    hall: RunningHall, site: Site
) -> None:
    await wait_in(hall, "policy", 5)
    credits = {**site.priority.credit_minutes, "elder": 200, "pregnant": 0}

    after = replace(site, priority=replace(site.priority, credit_minutes=credits))
    found = in_words(foresee(site, after, seen(hall)))

    assert next(each for each in found if each.code == "priority").values["count"] == 5
    told = {each.values["need"]: each.values for each in found if each.code == "priority-example"}
    assert all(values["service"] == "policy" for values in told.values())
    assert told["pregnant"]["after"] == 5


async def test_other_changes_are_told_too(hall: RunningHall, site: Site) -> None:
    first, last = site.windows[0], site.windows[-1]
    more = replace(first, id=WindowId("w9"), number=9)
    moved = replace(
        first, number=8, zone=last.zone, services=(ServiceId("policy"),), fit_for=("deaf",),
        breaks=("12:00-12:30",),
    )  # fmt: skip
    new = replace(site.services[0], id=ServiceId("new"), prefix="Z")
    renamed = [
        replace(each, names={"zh-CN": "x", "en": "x"}, minutes=3, quota=None)
        for each in site.services
    ]
    hours = replace(site.hall.hours, holidays=("2026-01-01", "2027-01-01"))
    hall_after = replace(
        site.hall, hours=hours, public_url="http://x", colour="#1d4f91", languages=("zh-CN",),
        time_zone="Asia/Urumqi",
    )  # fmt: skip
    after = replace(
        site, hall=hall_after, windows=(moved, more, *site.windows[2:-1]), services=(*renamed, new)
    )

    found = of(hall, site, after)

    assert {
        "window-number", "window-zone", "window-fit", "window-times", "window-new", "window-gone",
        "window-takes", "service-unserved", "service-names", "minutes", "holiday-over",
        "holiday-always", "address", "identity", "language-gone", "time-zone",
    } <= found.keys()  # fmt: skip


async def test_what_never_changes_forbids_and_what_needs_a_restart_says_so(
    hall: RunningHall, site: Site
) -> None:
    after = replace(
        site,
        hall=replace(site.hall, id="other", region="110000"),  # type: ignore[arg-type]  # an id
        search=replace(site.search, engine="fts5"),
    )

    found = in_words(foresee(site, after, seen(hall)))

    assert found[0].code == "hall-id"
    assert {"restart-region", "restart-server"} <= {each.code for each in found}
    assert foresee(site, site, seen(hall)) == ()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_effect_has_its_words(language: str) -> None:
    texts = load_texts(language, "queue_server.sites", "queue_server")
    codes = set(re.findall(r'code="([a-z-]+)"', inspect.getsource(effects)))
    codes |= {
        "quota",
        "quota-over",
        "service-new",
        "service-unserved",
        "hours-today",
        "closed-today",
    }
    assert len(codes) > 30
    missing = {code for code in codes if f"effect-{code}" not in texts}
    assert not missing


def test_both_languages_of_the_site_pages_say_the_same_things() -> None:
    def keys(language: str) -> list[str]:
        lines = catalogue_source("queue_server.sites", language).splitlines()
        return [line.split(" =")[0] for line in lines if " =" in line and line[0].isalpha()]

    assert keys("zh-CN") == keys("en")
    assert len(keys("en")) == len(set(keys("en")))
