"""Accounts, tokens and calls for help, decided in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest

from config.site import OfflineRange
from hall.errors import RuleError
from hall.ids import KioskId
from queue_server import wire
from queue_server.domain.actors import Actor, Role
from queue_server.domain.ticket import Handling, Moment, State, Ticket
from queue_server.service import people
from queue_server.store.image import Image, Loaded
from queue_server.store.records import Day, Token, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.site import Site

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = Moment(NOW, 0.0)
ADMIN = Actor(role="admin", name="boss", token_id="u:boss")
CLERK = Actor(role="staff", name="anna", token_id="u:anna", window="w1")
KIOSK = Actor(role="kiosk", name="k1", token_id="k1-token")
DAY = Day(id="2026-11-23", opened_at=NOW)


def hall(*days: Day, **kept: Any) -> Image:
    return Image(Loaded(epoch="e", days={each.id: each for each in days or (DAY,)}, **kept))


def told(image: Image) -> list[tuple[str, bool, dict[str, Any]]]:
    return [(kind, public, msgspec.json.decode(data)) for _, kind, public, data in image.rows]


def refusal(act: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(RuleError) as fault:
        act()
    return fault.value.code, fault.value.fields.get("field")


def user(name: str, **values: Any) -> User:
    plain = User(name=name, role="staff", window=None, password="x", created_at=NOW)
    return replace(plain, **values)


# --- tokens and accounts


def test_a_token_is_kept_as_its_hash_and_told_without_it(site: Site) -> None:
    image = hall()
    made = people.add_token(image, AT, site, ADMIN, "secret", "display", "d1", "w1")
    kept = image.tokens.get(made)
    assert kept is not None
    assert kept.hash == people.hashed("secret") != "secret"
    assert (kept.role, kept.name, kept.window, kept.created_at) == ("display", "d1", "w1", NOW)
    assert told(image) == [(
        "token_created", False,
        {"token": made, "role": "display", "name": "d1", "window": "w1", "by": "boss"},
    )]  # fmt: skip


def test_an_account_is_made_once(site: Site) -> None:
    image = hall()
    people.add_user(image, AT, site, ADMIN, "li", "reception", "hash", None)
    assert image.users.get("li") == user("li", role="reception", password="hash")
    assert told(image) == [
        ("user_created", False, {"user": "li", "role": "reception", "window": None, "by": "boss"}),
    ]
    again = partial(people.add_user, image, AT, site, ADMIN, "li", "staff", "h", None)
    assert refusal(again) == ("user_exists", "name")


@pytest.mark.parametrize("role", get_args(Role))
def test_nobody_but_admins_and_the_hall_lets_people_or_devices_in(role: Role, site: Site) -> None:
    who = Actor(role=role, name="x")
    image = hall()
    acts = (
        partial(people.add_token, image, AT, site, who, "s", "kiosk", "k1", None),
        partial(people.add_user, image, AT, site, who, "li", "staff", "h", None),
    )
    for act in acts:
        if role in {"admin", "system"}:
            act()
        else:
            assert refusal(act) == ("forbidden", None)
    assert len(image.rows) == (2 if role in {"admin", "system"} else 0)


@pytest.mark.parametrize("role", ["system", "phone", "anonymous", "", "Admin"])
def test_no_token_or_account_has_a_role_of_the_halls_own(role: Any, site: Site) -> None:
    image = hall()
    token = partial(people.add_token, image, AT, site, ADMIN, "s", role, "x", None)
    account = partial(people.add_user, image, AT, site, ADMIN, "x", role, "h", None)
    assert refusal(token) == refusal(account) == ("value_missing", "role")


def test_devices_roles_are_no_accounts_and_windows_are_the_sites(site: Site) -> None:
    image = hall()
    for role in ("kiosk", "display", "upstream", "downstream"):
        as_device: Any = role
        act = partial(people.add_user, image, AT, site, ADMIN, "x", as_device, "h", None)
        assert refusal(act) == ("value_missing", "role")
    strange = partial(people.add_token, image, AT, site, ADMIN, "s", "staff", "x", "w9")
    assert refusal(strange) == ("unknown_window", "window")
    account = partial(people.add_user, image, AT, site, ADMIN, "x", "staff", "h", "w9")
    assert refusal(account) == ("unknown_window", "window")


def test_secrets_are_long_and_never_the_same() -> None:
    made = {people.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(each.startswith("h90_") and len(each) >= 47 for each in made)


def test_a_hall_without_an_admin_needs_one() -> None:
    assert people.needs_admin([])
    assert people.needs_admin([user("li")])
    assert not people.needs_admin([user("li"), user("boss", role="admin")])


def test_the_fifth_wrong_password_locks_and_a_right_one_forgets() -> None:
    image = hall(users={"li": user("li")})
    for failures in range(1, 5):
        people.note_sign_in(image, AT, "li", succeeded=False)
        assert image.users.get("li") == user("li", failures=failures)
    people.note_sign_in(image, AT, "li", succeeded=False)
    until = NOW + timedelta(minutes=15)
    assert image.users.get("li") == user("li", failures=5, locked_until=until)
    people.note_sign_in(image, AT, "li", succeeded=True)
    assert image.users.get("li") == user("li")
    assert told(image)[-2:] == [
        ("user_refused", False, {"user": "li", "failures": 5}),
        ("user_signed_in", False, {"user": "li", "failures": 0}),
    ]
    people.note_sign_in(image, AT, "nobody", succeeded=False)
    assert len(image.rows) == 6
    assert image.users.get("nobody") is None


# --- which kiosk


def token(name: str, role: Any = "kiosk", *, kiosk: str = "k1", later: int = 0) -> Token:
    return Token(
        id=name, hash=name, role=role, name=kiosk, window=None,
        created_at=NOW + timedelta(seconds=later),
    )  # fmt: skip


def kiosk(token_id: str, name: str = "k1", role: Role = "kiosk") -> Actor:
    return Actor(role=role, name=name, token_id=token_id)


def test_the_newest_token_of_a_kiosks_name_is_the_kiosk(site: Site) -> None:
    tokens = [token("new", later=2), token("old"), token("other", "display", later=9)]
    assert people.kiosk_of(tokens, site, kiosk("new")) == "k1"
    assert people.kiosk_of(tokens, site, kiosk("old")) is None
    assert people.kiosk_of([], site, kiosk("new")) is None
    assert people.kiosk_of(tokens, site, kiosk("other", role="display")) is None


def test_a_lone_token_of_a_hall_with_one_kiosk_needs_no_name(site: Site) -> None:
    lone = [token("lone", kiosk="entrance"), token("d", "display", kiosk="d1")]
    assert people.kiosk_of(lone, site, kiosk("lone", "entrance")) == "k1"
    assert people.kiosk_of(lone, site, kiosk("else", "entrance")) is None
    two = [*lone, token("two", kiosk="exit")]
    assert people.kiosk_of(two, site, kiosk("lone", "entrance")) is None
    second = replace(
        site.kiosks[0], id=KioskId("k2"), offline_range=OfflineRange(first=9301, last=9499)
    )
    both = replace(site, kiosks=(*site.kiosks, second))
    assert people.kiosk_of(lone, both, kiosk("lone", "entrance")) is None


# --- calls for help


def asking(**values: Any) -> wire.AssistanceRequest:
    return wire.AssistanceRequest(**{"kind": "help", "kiosk": "k1", **values})


def ticket() -> Ticket:
    plain = Handling(grace_s=60, repeats=2, hold_s=20, channels=("sign",))
    return Ticket(
        id="t1", day=DAY.id, prefix="A", seq=7, service="unemployment", state=State.WAITING,
        version=1, issued_at=NOW, rank_at=NOW, born=1, handling=plain, languages=("zh-CN",),
        channel="kiosk", issued_by="k1", phone_secret="s",
    )  # fmt: skip


def test_a_call_for_help_names_where_and_is_noted_once(site: Site) -> None:
    image = hall()
    first = people.ask(image, AT, site, KIOSK, asking(kiosk=None))
    assert (first.kiosk, first.zone, first.state) == ("k1", site.kiosks[0].zone, "asked")
    assert people.ask(image, AT, site, CLERK, asking()) == first
    assert people.ask(image, AT, site, KIOSK, asking(kiosk="k9")) == first
    assert [kind for kind, _, _ in told(image)] == ["assistance_asked"]
    assert people.ask(image, AT, site, CLERK, asking(kiosk=None)) != first
    kind, public, data = told(image)[0]
    assert (kind, public, data["kiosk"], data["state"]) == (
        "assistance_asked",
        False,
        "k1",
        "asked",
    )


def test_one_that_is_over_may_be_asked_for_again(site: Site) -> None:
    image = hall()
    first = people.ask(image, AT, site, KIOSK, asking())
    done = people.done(image, AT, site, CLERK, first.id)
    assert (done.state, done.taken_by) == ("done", "anna")
    again = people.ask(image, AT, site, KIOSK, asking())
    assert again.id != first.id


def test_a_phone_asks_for_its_own_ticket_and_nobody_for_none(site: Site) -> None:
    image = hall(tickets={"t1": ticket()})
    phone = Actor(role="phone", name="phone", token_id="p", ticket="t1")
    made = people.ask(image, AT, site, phone, asking(kiosk=None, ticket="t9"))
    assert made.ticket == "t1"
    assert told(image)[0][2]["ticket_number"] == "A007"
    assert refusal(partial(people.ask, image, AT, site, CLERK, asking(ticket="t9")))[0] == (
        "unknown_ticket"
    )
    assert refusal(partial(people.ask, image, AT, site, CLERK, asking(kiosk="k9"))) == (
        "unknown_kiosk", "kiosk",
    )  # fmt: skip
    stranger = kiosk("t", "elsewhere")
    made = people.ask(image, AT, site, stranger, asking())
    assert (made.kiosk, made.zone) == ("elsewhere", None)


def test_who_comes_is_told_and_nobody_else_may_say_so(site: Site) -> None:
    image = hall()
    made = people.ask(image, AT, site, KIOSK, asking())
    taken = people.take(image, AT, site, CLERK, made.id)
    assert (taken.state, taken.taken_by, taken.window) == ("taken", "anna", "w1")
    assert people.take(image, AT, site, CLERK, made.id) == taken
    kind, public, data = told(image)[1]
    assert (kind, public, data["taken_as"]) == ("assistance_taken", False, "staff")
    assert data["window_number"] == site.window("w1").number
    other = replace(CLERK, name="bo")
    assert refusal(partial(people.take, image, AT, site, other, made.id))[0] == "assistance_over"
    finished = people.done(image, AT, site, other, made.id)
    assert finished.taken_by == "anna"
    for act in (people.take, people.done):
        assert refusal(partial(act, image, AT, site, CLERK, made.id))[0] == ("assistance_over")
        assert refusal(partial(act, image, AT, site, CLERK, "none"))[0] == ("unknown_assistance")


@pytest.mark.parametrize("role", get_args(Role))
def test_help_is_asked_by_visitors_and_staff_and_given_by_staff(role: Role, site: Site) -> None:
    who = Actor(role=role, name="x", ticket="t1")
    image = hall(tickets={"t1": ticket()})
    if role in {"kiosk", "phone", "reception", "staff", "supervisor", "admin"}:
        people.ask(image, AT, site, who, asking(kiosk=None))
    else:
        assert refusal(partial(people.ask, image, AT, site, who, asking()))[0] == "forbidden"
    made = people.ask(image, AT, site, CLERK, asking(kind="doctor", kiosk="k1"))
    if role in {"reception", "staff", "supervisor", "admin"}:
        people.take(image, AT, site, who, made.id)
        people.done(image, AT, site, who, made.id)
    else:
        for act in (people.take, people.done):
            assert refusal(partial(act, image, AT, site, who, made.id))[0] == "forbidden"


def test_nobody_is_called_when_nobody_is_there_and_all_calls_end_with_the_day(site: Site) -> None:
    shut = hall(replace(DAY, closed_at=NOW))
    with pytest.raises(RuleError) as fault:
        people.ask(shut, AT, site, KIOSK, asking())
    assert (fault.value.code, fault.value.fields["state"]) == ("day_closed", "closed")
    empty = Image(Loaded(epoch="e"))
    assert refusal(partial(people.ask, empty, AT, site, KIOSK, asking()))[0] == "day_closed"
    image = hall()
    made = [people.ask(image, AT, site, KIOSK, asking(kind=kind)) for kind in ("help", "doctor")]
    people.done(image, AT, site, CLERK, made[0].id)
    people.end_all(image, AT, site)
    assert {each.state for each in image.assistance.values()} == {"done"}
    assert [kind for kind, _, _ in told(image)].count("assistance_done") == 2
