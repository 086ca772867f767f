"""Numbers given by kiosks alone, before a restore and on slips: each at its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hall.errors import RuleError
from queue_server.domain.ticket import State
from queue_server.papers.taking import take_paper
from queue_server.service.offline import Past
from queue_server.store.image import Image, Loaded
from queue_server.store.records import Day, Key
from tests.queue_server.service.numbers_in_memory import (
    BEGAN,
    CLERK,
    DAY,
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
    from collections.abc import Mapping

    from config.site import Site


def test_a_ticket_given_alone_comes_in_as_it_was_printed(site: Site) -> None:
    image = hall()
    came = NOW - timedelta(minutes=5)
    outcome, ticket = taken(image, site, entry(at=came, languages=("en", "fr")))
    assert outcome == "accepted"
    assert (ticket.number, ticket.day, ticket.state) == ("A9101", DAY, State.WAITING)
    assert (ticket.issued_at, ticket.rank_at, ticket.languages) == (came, came, ("en",))
    assert (ticket.channel, ticket.print_state) == ("kiosk_offline", "printed")
    assert ticket.issued_by == "k1-token"
    assert kinds(image) == ["ticket_issued"]
    assert '"issue_offline"' in image.rows[0][3]
    assert taken(image, site, entry(at=came)) == ("already", ticket)
    assert len(image.rows) == 1


@pytest.mark.parametrize(
    ("sent", "contact", "stands"),
    [(-10, None, -10), (-10, -30, -10), (-30, -10, -10), (+10, -10, 0), (+10, None, 0)],
)
def test_the_kiosks_clock_counts_between_its_last_contact_and_now(
    sent: int, contact: int | None, stands: int, site: Site
) -> None:
    seen = None if contact is None else NOW + timedelta(minutes=contact)
    at_kiosk = entry(at=NOW + timedelta(minutes=sent))
    _, ticket = taken(hall(), site, at_kiosk, contact=seen)
    assert ticket.rank_at == ticket.issued_at == NOW + timedelta(minutes=stands)


@pytest.mark.parametrize(
    ("number", "by_hall", "right"),
    [
        ("A9101", False, True), ("A9299", False, True), ("A9100", False, False),
        ("A9300", False, False), ("C9101", False, False), ("A", False, False),
        ("A001", True, True), ("A9100", True, True), ("A000", True, False), ("A9101", True, False),
        ("C001", True, False),
    ],
)  # fmt: skip
def test_a_number_is_of_the_range_it_can_have_come_from(
    number: str, by_hall: bool, right: bool, site: Site
) -> None:
    sent = entry(number, by_hall=by_hall)
    if right:
        assert taken(hall(restored=True), site, sent)[0] == "accepted"
    else:
        told = refusal(hall(restored=True), site, sent)
        assert (told["code"], told["field"]) == ("value_missing", "number")


def test_a_stranger_among_kiosks_or_services_is_named(site: Site) -> None:
    told = refusal(hall(), site, entry(), kiosk="k9")
    assert (told["code"], told["field"]) == ("unknown_kiosk", "kiosk")
    told = refusal(hall(), site, entry(service="nothing"))
    assert (told["code"], told["field"]) == ("unknown_service", "service")


def test_a_number_comes_in_under_one_key_only(site: Site) -> None:
    image = hall()
    taken(image, site, entry())
    assert refusal(image, site, entry(key="other"))["code"] == "key_reused"


def test_what_had_reached_the_hall_after_all_is_replaced_by_the_paper(site: Site) -> None:
    image = hall()
    first, _ = given(image, site, "A9101")
    outcome, printed = taken(image, site, entry())
    assert outcome == "superseded"
    replaced = image.tickets.get(first)
    assert replaced is not None
    assert (replaced.state, printed.state) == (State.CANCELLED, State.WAITING)
    assert kinds(image)[-1] == "ticket_cancelled"
    assert '"superseded"' in image.rows[-1][3]
    assert taken(image, site, entry()) == ("already", printed)


def test_what_is_over_already_is_not_replaced_again(site: Site) -> None:
    image = hall()
    first, _ = given(image, site, "A9101")
    ended = image.tickets.get(first)
    assert ended is not None
    image.put_ticket(replace(ended, state=State.CANCELLED, ended_at=NOW))
    assert taken(image, site, entry())[0] == "accepted"
    assert kinds(image).count("ticket_cancelled") == 0


def test_a_ticket_of_a_day_that_is_over_expires_in_its_own_day(site: Site) -> None:
    old = Day(id="2026-11-22", opened_at=BEGAN - timedelta(days=1), closed_at=BEGAN)
    image = hall(Day(id=DAY, opened_at=BEGAN))
    outcome, ticket = taken(image, site, entry(day=old.id), past=Past(day=old))
    assert (outcome, ticket.day, ticket.state) == ("accepted", old.id, State.EXPIRED)
    assert kinds(image) == ["ticket_issued", "ticket_expired"]
    forgotten = hall()
    known = Past(day=old, ticket=ticket)
    assert taken(forgotten, site, entry(day=old.id, key="new"), past=known) == ("already", ticket)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2026-11-22", "accepted"), ("2026-11-16", "accepted"), ("2026-11-15", "day_past"),
        ("2026-11-24", "day_closed"), ("yesterday", "day_closed"), ("1999", "value_missing"),
    ],
)  # fmt: skip
def test_a_day_nobody_was_there_for_is_recovered_for_a_week(
    day: str, outcome: str, site: Site
) -> None:
    image = hall()
    if outcome != "accepted":
        told = refusal(image, site, entry(day=day))
        assert (told["code"], told["field"]) == (outcome, "day")
        return
    assert taken(image, site, entry(day=day, at=NOW + timedelta(days=1)))[0] == "accepted"
    assert kinds(image) == ["day_recovered", "ticket_issued", "ticket_expired"]
    assert image.rows[0][2] is False
    recovered = image.days.get(day)
    assert recovered == Day(id=day, opened_at=NOW, closed_at=NOW)


def test_a_day_is_written_in_one_way_only(site: Site) -> None:
    """2026-W53-5 is 1 January 2027: a day of that name would be another day."""
    later = datetime(2027, 1, 2, 2, 0, tzinfo=UTC)
    image = hall(Day(id="2027-01-02", opened_at=later))
    told = refusal(image, site, entry(day="2026-W53-5"), now=later)
    assert (told["code"], told["field"]) == ("value_missing", "day")


def test_a_hall_without_a_day_waits_for_its_first(site: Site) -> None:
    by_hand = replace(site, hall=replace(site.hall, hours=_by_hand(site)))
    image = Image(Loaded(epoch="e"))
    assert refusal(image, by_hand, entry())["code"] == "day_closed"
    assert refusal(image, by_hand, entry("A001", by_hall=True))["code"] == "day_closed"


def _by_hand(site: Site) -> Any:
    return replace(site.hall.hours, always=False, by_itself=False)


def test_r_19_a_restored_hall_takes_its_own_printed_numbers_back(site: Site) -> None:
    image = hall(restored=True, counters={(DAY, "A"): 3})
    outcome, ticket = taken(image, site, by_hall())
    assert (outcome, ticket.number, ticket.channel) == ("accepted", "A007", "kiosk_recovered")
    assert ticket.print_state == "printed"
    assert '"issue_recovered"' in image.rows[0][3]
    assert image.counters.get((DAY, "A")) == 7
    assert taken(image, site, by_hall("A005", key="five"))[0] == "accepted"
    assert image.counters.get((DAY, "A")) == 7
    assert taken(image, site, by_hall()) == ("already", ticket)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"day": "2026-11-24"}, "day_closed"), ({"day": "2026-11-22"}, "day_past"),
    ],
)  # fmt: skip
def test_r_19_only_tickets_of_the_present_day_come_back(
    sent: Mapping[str, str], code: str, site: Site
) -> None:
    told = refusal(hall(restored=True), site, by_hall(**sent))
    assert (told["code"], told["field"]) == (code, "day")


def test_r_19_a_hall_that_was_not_restored_gave_what_it_gave(site: Site) -> None:
    told = refusal(hall(), site, by_hall())
    assert (told["code"], told["field"]) == ("unknown_ticket", "number")


def test_r_19_what_comes_back_to_a_closed_day_expires(site: Site) -> None:
    image = hall(Day(id=DAY, opened_at=BEGAN, closed_at=NOW), restored=True)
    assert taken(image, site, by_hall())[1].state is State.EXPIRED


@pytest.mark.parametrize(
    ("seconds", "kiosk", "service", "same"),
    [
        (120, "k1-token", "unemployment", True), (-120, "k1-token", "unemployment", True),
        (121, "k1-token", "unemployment", False), (0, "k2-token", "unemployment", False),
        (0, "k1-token", "employment", False),
    ],
)  # fmt: skip
def test_r_19_a_number_that_was_given_again_is_told_from_the_same_one(
    seconds: int, kiosk: str, service: str, same: bool, site: Site
) -> None:
    image = hall(restored=True)
    first, _ = given(image, site)
    ticket = image.tickets.get(first)
    assert ticket is not None
    issued = NOW + timedelta(seconds=seconds)
    image.put_ticket(replace(ticket, issued_at=issued, issued_by=kiosk, service=service))
    sent = by_hall(ticket.number, key="forgotten")
    if same:
        assert taken(image, site, sent)[0] == "already"
        return
    assert refusal(image, site, sent)["code"] == "number_taken"
    key = Key(scope="k1-token", key="forgotten", digest="d", ticket=first, at=NOW)
    image.keys.put((key.scope, key.key), key)
    assert taken(image, site, sent)[0] == "already"


def test_r_39_a_slip_comes_in_at_the_time_it_was_given(site: Site) -> None:
    image = hall()
    for number, sent, stands in (
        ("A9701", NOW - timedelta(minutes=7), NOW - timedelta(minutes=7)),
        ("A9702", BEGAN - timedelta(hours=1), BEGAN),
        ("A9703", NOW + timedelta(hours=1), NOW),
    ):
        made = take_paper(image, at(), asked(site, CLERK), slip(number, at=sent))
        ticket = image.tickets.get(made)
        assert ticket is not None
        assert (ticket.number, ticket.channel, ticket.print_state) == (number, "paper", "printed")
        assert ticket.issued_at == ticket.rank_at == stands
        assert take_paper(image, at(), asked(site, CLERK), slip(number)) == made
    assert kinds(image) == ["ticket_issued"] * 3
    assert all('"issue_paper"' in data for _, _, _, data in image.rows)


def test_r_39_who_was_served_meanwhile_stands_nowhere(site: Site) -> None:
    image = hall()
    made = take_paper(image, at(), asked(site, CLERK), slip(served=True))
    ticket = image.tickets.get(made)
    assert ticket is not None
    assert ticket.state is State.CANCELLED
    assert '"served_on_paper"' in image.rows[-1][3]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"number": "A9700"}, "value_missing"), ({"number": "C9701"}, "value_missing"),
        ({"number": "A10000"}, "value_missing"), ({"number": "slip"}, "value_missing"),
        ({"service": "nothing"}, "unknown_service"),
    ],
)  # fmt: skip
def test_r_39_what_is_no_slip_of_the_service_is_refused(
    sent: dict[str, str], code: str, site: Site
) -> None:
    with pytest.raises(RuleError) as fault:
        take_paper(hall(), at(), asked(site, CLERK), slip(**sent))
    assert fault.value.code == code
    assert fault.value.fields["field"] == ("service" if code == "unknown_service" else "number")


def test_r_39_the_last_slip_is_one_too_and_a_closed_day_takes_none(site: Site) -> None:
    image = hall()
    last = slip(f"A{site.issuing.paper_last}")
    assert number_of(image, take_paper(image, at(), asked(site, CLERK), last)) == last.number
    shut = hall(Day(id=DAY, opened_at=BEGAN, closed_at=NOW))
    with pytest.raises(RuleError) as fault:
        take_paper(shut, at(), asked(site, CLERK), slip())
    assert fault.value.code == "day_closed"
    with pytest.raises(RuleError) as fault:
        take_paper(hall(), at(), asked(site), slip())
    assert fault.value.code == "forbidden"


def test_r_39_a_slip_entered_for_another_service_is_told(site: Site) -> None:
    twins = tuple(
        replace(each, prefix="A") if each.id == "employment" else each for each in site.services
    )
    shared = replace(site, services=twins)
    image = hall()
    take_paper(image, at(), asked(shared, CLERK), slip())
    with pytest.raises(RuleError) as fault:
        take_paper(image, at(), asked(shared, CLERK), slip(service="employment"))
    assert fault.value.code == "number_taken"
