"""Numbers from everywhere into one hall: each at its edge, decided in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.needs import credit_for
from queue_server.domain.ticket import Moment, State, Ticket
from queue_server.papers.taking import take_paper
from queue_server.service.asking import Asked
from queue_server.service.issuing import RESTORED, issue
from queue_server.service.offline import Past, take_in
from queue_server.store.image import Image, Loaded
from queue_server.store.records import KEYS_KEPT, Day, Document, Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.site import Site

DAY = "2026-11-23"
BEGAN = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KIOSK = Actor(role="kiosk", name="k1", token_id="k1-token")
CLERK = Actor(role="reception", name="desk", token_id="u:desk")
NOTHING = Past()


def hall(*days: Day, restored: bool = False, **kept: Any) -> Image:
    """A hall in memory; its one day is open since its midnight."""
    known = days or (Day(id=DAY, opened_at=BEGAN),)
    image = Image(Loaded(epoch="e", days={each.id: each for each in known}, **kept))
    if restored:
        image.put_document(Document(kind=RESTORED, id=DAY, at=NOW, data="{}"))
    return image


def asked(site: Site, actor: Actor = KIOSK, **values: Any) -> Asked:
    return Asked(actor=actor, site=site, **values)


def at(moment: datetime = NOW) -> Moment:
    return Moment(moment, 0.0)


def entry(number: str = "A9101", **values: Any) -> wire.OfflineEntry:
    given: dict[str, Any] = {
        "key": number, "number": number, "day": DAY, "at": NOW, "service": "unemployment",
    }  # fmt: skip
    return wire.OfflineEntry(**{**given, **values})


def taken(
    image: Image,
    site: Site,
    sent: wire.OfflineEntry,
    *,
    now: datetime = NOW,
    contact: datetime | None = None,
    past: Past = NOTHING,
    actor: Actor = KIOSK,
    kiosk: str = "k1",
) -> tuple[str, Ticket]:
    outcome, ticket_id = take_in(image, at(now), asked(site, actor), kiosk, sent, contact, past)
    ticket = image.tickets.get(ticket_id) or past.ticket
    assert ticket is not None
    return outcome, ticket


def refusal(image: Image, site: Site, sent: wire.OfflineEntry, **values: Any) -> dict[str, Any]:
    rows = len(image.rows)
    with pytest.raises(RuleError) as fault:
        taken(image, site, sent, **values)
    assert len(image.tickets) == 0 or len(image.rows) == rows
    return {"code": fault.value.code, **fault.value.fields}


def kinds(image: Image) -> list[str]:
    return [kind for _, kind, _, _ in image.rows]


# --- at the hall itself


def given(image: Image, site: Site, key: str = "one", **values: Any) -> tuple[str, bool]:
    request = wire.TicketRequest(service="unemployment", **values)
    return issue(image, at(), asked(site, key=key), request)


def number_of(image: Image, ticket_id: str) -> str:
    ticket = image.tickets.get(ticket_id)
    assert ticket is not None
    return ticket.number


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


# --- from a kiosk that was alone


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


# --- told again to a restored hall


def by_hall(number: str = "A007", **values: Any) -> wire.OfflineEntry:
    return entry(number, by_hall=True, **values)


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


# --- from slips


def slip(number: str = "A9701", **values: Any) -> wire.PaperEntry:
    given: dict[str, Any] = {"number": number, "service": "unemployment", "at": NOW}
    return wire.PaperEntry(**{**given, **values})


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


# --- the place in the line


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
