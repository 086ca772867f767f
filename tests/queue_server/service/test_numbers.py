"""Numbers given at the hall itself: each at its edge, decided in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.needs import credit_for
from queue_server.domain.ticket import Moment
from queue_server.papers.taking import take_paper
from queue_server.service.asking import Asked
from queue_server.service.issuing import RESTORED, issue
from queue_server.store.records import KEYS_KEPT, Day, Document
from tests.queue_server.service.numbers_in_memory import (
    BEGAN,
    CLERK,
    DAY,
    KIOSK,
    NOW,
    asked,
    at,
    by_hall,
    entry,
    given,
    hall,
    kinds,
    number_of,
    refusal,
    slip,
    taken,
)

if TYPE_CHECKING:
    from config.site import Site


def test_numbers_follow_and_a_key_gives_its_own_again(site: Site) -> None:
    image = hall()
    first, new = given(image, site, "one")
    second, _ = given(image, site, "two")
    assert new
    assert given(image, site, "one") == (first, False)
    assert [number_of(image, each) for each in (first, second)] == ["A001", "A002"]
    assert kinds(image) == ["ticket_issued", "ticket_issued"]
    assert image.counters.get((DAY, "A")) == 2


def test_a_key_is_of_one_request_and_one_asker_and_forgotten_after_two_days(site: Site) -> None:
    image = hall()
    first, _ = given(image, site)
    with pytest.raises(RuleError) as fault:
        given(image, site, languages=("en",))
    assert fault.value.code == "key_reused"
    other = Asked(actor=replace(KIOSK, token_id="k2-token"), site=site, key="one")
    theirs, new = issue(image, at(), other, wire.TicketRequest(service="unemployment"))
    assert new
    assert theirs != first
    used = image.keys.get(("k1-token", "one"))
    assert used is not None
    image.keys.put((used.scope, used.key), replace(used, at=NOW - KEYS_KEPT))
    assert given(image, site) == (first, False)
    image.keys.put((used.scope, used.key), replace(used, at=NOW - KEYS_KEPT - timedelta(0, 1)))
    assert given(image, site)[1]


def test_without_a_key_nothing_is_remembered(site: Site) -> None:
    image = hall()
    request = wire.TicketRequest(service="unemployment")
    made = {issue(image, at(), asked(site), request)[0] for _ in range(2)}
    assert len(made) == 2
    assert image.keys.changes() == []


def test_a_restored_hall_goes_on_in_the_upper_half(site: Site) -> None:
    image = hall(restored=True, counters={(DAY, "A"): 12})
    assert number_of(image, given(image, site, "one")[0]) == "A4551"
    assert number_of(image, given(image, site, "two")[0]) == "A4552"


def test_a_service_gives_as_many_numbers_as_its_quota(site: Site) -> None:
    few = replace(
        site,
        services=tuple(
            replace(each, quota=2) if each.id == "unemployment" else each for each in site.services
        ),
    )
    image = hall()
    given(image, few, "one")
    given(image, few, "two")
    with pytest.raises(RuleError) as fault:
        given(image, few, "three")
    assert (fault.value.code, fault.value.fields["state"]) == ("quota_reached", "closed")
    request = wire.TicketRequest(service="unemployment")
    for reason, field in ((None, "reason"), ("  ", "reason")):
        with pytest.raises(RuleError) as fault:
            issue(
                image, at(), asked(few, CLERK, key="r"),
                wire.TicketRequest(service="unemployment", reason=reason),
            )  # fmt: skip
        assert (fault.value.code, fault.value.fields["field"]) == ("quota_reached", field)
    request = wire.TicketRequest(service="unemployment", reason="came far")
    assert issue(image, at(), asked(few, CLERK, key="r"), request)[1]


def test_a_clock_set_back_lets_no_newcomer_overtake(site: Site) -> None:
    image = hall()
    first, _ = given(image, site, "one")
    early = Moment(NOW - timedelta(hours=1), 1.0)
    request = wire.TicketRequest(service="unemployment")
    second, _ = issue(image, early, asked(site, key="two"), request)
    ranks = [ticket.rank_at for each in (first, second) if (ticket := image.tickets.get(each))]
    assert ranks == [NOW, NOW]


@pytest.mark.parametrize(
    ("days", "service", "code"),
    [
        ((Day(id=DAY, opened_at=BEGAN, closed_at=NOW),), "unemployment", "day_closed"),
        ((Day(id=DAY, opened_at=BEGAN),), "nothing", "unknown_service"),
    ],
)
def test_no_number_is_given_for_nothing_or_after_the_end(
    days: tuple[Day, ...], service: str, code: str, site: Site
) -> None:
    with pytest.raises(RuleError) as fault:
        issue(hall(*days), at(), asked(site, key="x"), wire.TicketRequest(service=service))
    assert fault.value.code == code


@pytest.mark.parametrize("role", ["display", "reader", "phone", "anonymous", "upstream"])
def test_only_kiosks_and_the_desk_give_numbers(role: Any, site: Site) -> None:
    stranger = asked(site, Actor(role=role, name="x", token_id="x"), key="x")
    with pytest.raises(RuleError) as fault:
        issue(hall(), at(), stranger, wire.TicketRequest(service="unemployment"))
    assert fault.value.code == "forbidden"
    for role_of in (stranger.actor, CLERK):
        if role_of.role != "kiosk":
            assert refusal(hall(), site, entry(), actor=role_of)["code"] == "forbidden"


def test_needs_give_a_head_start_and_are_kept_apart_from_the_ticket(site: Site) -> None:
    image = hall()
    plain = image.tickets.get(given(image, site, "one")[0])
    elder = image.tickets.get(given(image, site, "two", needs=("elder",))[0])
    assert plain is not None
    assert elder is not None
    credit = credit_for(("elder",), site.priority)
    assert credit > 0
    assert (plain.credit_minutes, elder.credit_minutes) == (0, credit)
    assert elder.rank_at == NOW - timedelta(minutes=credit)
    assert (plain.version, elder.version) == (1, 1)
    assert image.needs.get(elder.id) == ("elder",)
    assert image.needs.get(plain.id) is None


def test_where_turns_alternate_each_class_takes_its_own(site: Site) -> None:
    fair = replace(site, priority=replace(site.priority, policy="ratio", ratio=(1, 1)))
    image = hall()
    numbers = []
    for key, needs in enumerate(((), ("elder",), (), ("elder",))):
        ticket = image.tickets.get(given(image, fair, str(key), needs=needs)[0])
        assert ticket is not None
        numbers.append(ticket.turn)
    assert numbers == [1, 0, 3, 2]
    assert {key: turn.number for key, turn in image.lines.turns.items()} == {
        ("unemployment", False): 3, ("unemployment", True): 2,
    }  # fmt: skip


def changed(site: Site, **values: Any) -> Site:
    """The hall with its first service otherwise."""
    first, *others = site.services
    assert first.id == "unemployment"
    return replace(site, services=(replace(first, **values), *others))


def test_a_service_that_is_shut_or_outside_its_hours_gives_none(site: Site) -> None:
    request = wire.TicketRequest(service="unemployment")
    with pytest.raises(RuleError) as fault:
        issue(hall(), at(), asked(changed(site, open=False), key="x"), request)
    assert (fault.value.code, fault.value.fields["state"]) == ("service_closed", "closed")
    with pytest.raises(RuleError) as fault:
        issue(hall(Day(id=DAY, opened_at=BEGAN, closed_at=NOW)), at(), asked(site), request)
    assert (fault.value.code, fault.value.fields["state"]) == ("day_closed", "closed")
    short = replace(site, hall=replace(site.hall, hours=_mornings(site)))
    assert issue(hall(), at(), asked(short), request)[1]
    with pytest.raises(RuleError) as fault:
        issue(hall(), at(NOW + timedelta(hours=3)), asked(short), request)
    assert (fault.value.code, fault.value.fields["state"]) == ("service_closed", "closed")
    with pytest.raises(RuleError) as fault:
        issue(hall(), at(), asked(site), wire.TicketRequest(service="nothing"))
    assert fault.value.fields["field"] == "service"
    assert "unemployment, employment" in fault.value.detail


def _mornings(site: Site) -> Any:
    return replace(site.hall.hours, always=False, by_itself=False, week={"mon": ("09:00-12:00",)})


def test_near_the_end_numbers_are_given_while_the_time_left_can_serve_them(site: Site) -> None:
    short = replace(site, hall=replace(site.hall, hours=_mornings(site)))
    late = at(NOW + timedelta(hours=1, minutes=30))
    request = wire.TicketRequest(service="unemployment")
    assert issue(hall(), late, asked(short, expected=1.0), request)[1]
    with pytest.raises(RuleError) as fault:
        issue(hall(), late, asked(short, expected=200.0), request)
    assert fault.value.code == "no_time_left"
    assert fault.value.detail.startswith("30 minutes left today")
    assert issue(hall(), at(), asked(site, expected=9_000.0), request)[1]


def test_midnight_at_the_kiosk_a_second_before_the_halls_opens_the_day_first(site: Site) -> None:
    after = BEGAN + timedelta(days=1, seconds=1)
    sent = entry(day="2026-11-24", at=after)
    for one in (sent, by_hall(day="2026-11-24")):
        image = hall()
        if one.by_hall:
            image.put_document(Document(kind=RESTORED, id="2026-11-24", at=NOW, data="{}"))
        assert taken(image, site, one, now=after)[1].day == "2026-11-24"
        assert kinds(image)[:2] == ["day_closed", "day_opened"]
    image = hall()
    made = take_paper(image, at(after), asked(site, CLERK), slip(at=after))
    ticket = image.tickets.get(made)
    assert ticket is not None
    assert ticket.day == "2026-11-24"
