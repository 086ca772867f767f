"""Sessions and the doorkeeper at their edges, without a server."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from litestar import Response
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException

from queue_server.domain.actors import ANONYMOUS, SYSTEM, Actor
from queue_server.service.carrying import SHOWN, STATION, Shown
from queue_server.web.actors import Doorkeeper, require_known, same_origin
from queue_server.web.sessions import (
    COOKIE,
    SECURE_COOKIE,
    Origin,
    Session,
    Sessions,
    drop_cookie,
    set_cookie,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hall.clock import ManualClock
    from queue_server.service.running import RunningHall

CLERK = Actor(role="staff", name="wang", token_id="u:wang", window="w3")
BOSS = Actor(role="admin", name="boss", token_id="u:boss")
HERE = Origin(address="10.0.0.7", browser="")


def asked(
    cookie: str | None = None,
    *,
    method: str = "GET",
    address: str | None = "10.0.0.7",
    scheme: str = "http",
    name: str = COOKIE,
    **headers: str,
) -> ASGIConnection[Any, Any, Any, Any]:
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    if cookie is not None:
        given["cookie"] = f"{name}={cookie}"
    scope: Any = {
        "type": "http", "method": method, "path": "/", "query_string": b"", "scheme": scheme,
        "headers": [(key.encode(), value.encode()) for key, value in given.items()],
        "client": None if address is None else (address, 1),
    }  # fmt: skip
    return ASGIConnection(scope)


class Kept:
    """Sessions in a file, and the thefts they told of."""

    def __init__(self, clock: ManualClock, folder: Path) -> None:
        self.file = folder / "sessions.json"
        self.stolen: list[tuple[Session, str]] = []
        self.clock = clock
        self.welcome = True
        self.sessions = Sessions(clock, self.file, self._note, lambda _, __: self.welcome)

    def _note(self, session: Session, address: str) -> None:
        self.stolen.append((session, address))

    def again(self) -> Sessions:
        """The sessions as another process finds them."""
        return Sessions(self.clock, self.file)


@pytest.fixture
def kept(clock: ManualClock, tmp_path: Path) -> Kept:
    return Kept(clock, tmp_path)


def test_where_a_request_comes_from_is_its_address_and_browser() -> None:
    assert Origin.of(asked()) == Origin(address="10.0.0.7", browser="")
    assert Origin.of(asked(address=None)).address == ""
    first = Origin.of(asked(user_agent="Mozilla/5.0 one"))
    other = Origin.of(asked(user_agent="Mozilla/5.0 two"))
    assert len(first.browser) == 16
    assert first.browser != other.browser
    assert Origin.of(asked(user_agent="curl/8")).browser == ""


@pytest.mark.parametrize(
    ("began", "now", "same"),
    [
        (("", ""), ("10.0.0.9", "b"), True),
        (("10.0.0.7", ""), ("10.0.0.7", "b"), True),
        (("10.0.0.7", ""), ("10.0.0.9", ""), False),
        (("10.0.0.7", "a"), ("10.0.0.7", "a"), True),
        (("10.0.0.7", "a"), ("10.0.0.7", "b"), False),
        (("10.0.0.7", "a"), ("10.0.0.9", "a"), False),
    ],
)
def test_a_cookie_is_worth_something_where_it_was_given_only(
    began: tuple[str, str], now: tuple[str, str], same: bool, kept: Kept
) -> None:
    _, session = kept.sessions.begin(CLERK, Origin(address=began[0], browser=began[1]))
    assert session.is_of(Origin(address=now[0], browser=now[1])) is same


def test_a_cookie_from_elsewhere_is_refused_and_told(kept: Kept) -> None:
    secret, session = kept.sessions.begin(CLERK, HERE)
    assert kept.sessions.of(asked(secret)) is not None
    assert kept.stolen == []
    assert kept.sessions.of(asked(secret, address="10.0.0.9")) is None
    assert [(each.csrf, address) for each, address in kept.stolen] == [(session.csrf, "10.0.0.9")]
    assert kept.sessions.of(asked()) is None
    assert kept.sessions.of(asked("invented")) is None


@pytest.fixture
def at_station() -> Iterator[None]:
    """What is asked comes over a connection that showed a workstation's certificate."""
    shown = SHOWN.set(Shown(hall="demo", role=STATION, token="desk-1", serial="1"))
    yield
    SHOWN.reset(shown)


@pytest.mark.usefixtures("at_station")
def test_who_signed_in_at_a_workstation_stays_there_and_is_signed_out_with_it(kept: Kept) -> None:
    origin = Origin.of(asked(user_agent="Mozilla/5.0 one"))
    assert (origin.address, origin.station) == ("10.0.0.7", "desk-1")
    secret, session = kept.sessions.begin(CLERK, origin)
    other, _ = kept.sessions.begin(BOSS, replace(origin, station="desk-2"))
    assert (session.station, session.browser) == ("desk-1", origin.browser)
    assert kept.again().seen(secret) == session
    assert kept.sessions.of(asked(secret, user_agent="Mozilla/5.0 one")) is not None
    assert kept.sessions.of(asked(other, user_agent="Mozilla/5.0 one")) is None
    for elsewhere in ("", "desk-2"):
        assert not session.is_of(replace(origin, station=elsewhere))
    assert replace(session, station="").is_of(origin), "begun before the desk had a certificate"
    device = SHOWN.set(Shown(hall="demo", role="kiosk", token="desk-1", serial="1"))
    assert Origin.of(asked()).station == ""
    SHOWN.reset(device)
    kept.sessions.end_at("desk-9")
    kept.sessions.end_at("desk-1")
    again = kept.again()
    assert [each for each in (secret, other) if again.seen(each)] == [other]


def test_a_cookie_is_no_use_where_nobody_is_let_in(kept: Kept) -> None:
    secret, _ = kept.sessions.begin(CLERK, HERE)
    kept.welcome = False
    assert kept.sessions.of(asked(secret)) is None
    assert kept.stolen == []
    kept.welcome = True
    assert kept.sessions.of(asked(secret)) is not None


@pytest.mark.parametrize(
    ("scheme", "name"),
    [("http", COOKIE), ("ws", COOKIE), ("https", SECURE_COOKIE), ("wss", SECURE_COOKIE)],
)
def test_the_cookie_is_the_browsers_own_and_over_tls_the_hosts(
    scheme: str, name: str, kept: Kept
) -> None:
    secret, _ = kept.sessions.begin(CLERK, HERE)
    other = SECURE_COOKIE if name == COOKIE else COOKIE
    assert kept.sessions.of(asked(secret, scheme=scheme, name=name)) is not None
    assert kept.sessions.of(asked(secret, scheme=scheme, name=other)) is None
    answer: Response[None] = Response(None)
    set_cookie(asked(scheme=scheme), answer, secret)
    drop_cookie(asked(scheme=scheme), answer)
    given = [
        (each.key, each.value, each.max_age, each.path, each.httponly, each.samesite, each.secure)
        for each in sorted(answer.cookies, key=lambda each: each.value or "")
    ]
    safe = ("/", True, "strict", name == SECURE_COOKIE)
    assert given == [(name, "", 0, *safe), (name, secret, 12 * 3600, *safe)]


@pytest.mark.parametrize(("actor", "minutes"), [(BOSS, 15), (CLERK, 30)])
def test_a_session_unused_ends_after_its_time(actor: Actor, minutes: int, kept: Kept) -> None:
    secret, session = kept.sessions.begin(actor, HERE)
    assert session.idle == timedelta(minutes=minutes)
    kept.clock.pass_time(minutes * 60)
    assert kept.sessions.seen(secret) is not None
    assert kept.sessions.of(asked(secret), used=False) is not None
    kept.clock.pass_time(1)
    assert kept.sessions.seen(secret) is None
    assert json.loads(kept.file.read_text()) == {}


def test_use_keeps_a_session_for_twelve_hours_and_no_longer(kept: Kept) -> None:
    secret, _ = kept.sessions.begin(CLERK, HERE)
    for _ in range(24):
        kept.clock.pass_time(1800)
        assert kept.sessions.of(asked(secret)) is not None
    kept.clock.pass_time(1)
    assert kept.sessions.of(asked(secret)) is None


def test_sessions_are_found_again_after_a_restart_by_no_more_than_a_hash(kept: Kept) -> None:
    secret, session = kept.sessions.begin(CLERK, HERE)
    found = kept.again().seen(secret)
    assert found == session
    roaming, boss = kept.again().begin(BOSS)
    assert (found.roaming, boss.roaming, kept.again().seen(roaming)) == (False, True, boss)
    assert secret not in kept.file.read_text()
    assert kept.file.stat().st_mode & 0o777 == 0o600
    for damaged in ("", "[]", '{"a": 1}', '{"a": {"actor": 5}}', "{"):
        kept.file.write_text(damaged)
        assert kept.again().listed() == []


def test_secrets_are_long_and_each_session_has_its_own(kept: Kept) -> None:
    made = [kept.sessions.begin(CLERK) for _ in range(20)]
    assert len({secret for secret, _ in made}) == len({each.csrf for _, each in made}) == 20
    assert all(len(secret) >= 43 and len(each.csrf) >= 32 for secret, each in made)


def test_one_is_ended_by_its_name_its_cookie_or_its_owner(kept: Kept) -> None:
    sessions = kept.sessions
    first, second, third = (sessions.begin(CLERK)[0] for _ in range(3))
    other = sessions.begin(BOSS)[0]
    name = sessions.name_of(first)
    assert len(name) == 12
    assert name in {each for each, _ in sessions.listed()}
    assert sessions.name_of(None) == sessions.name_of("") == ""
    ended = sessions.end_named(name)
    assert ended is not None
    assert ended.actor == CLERK
    assert sessions.end_named(name) is None
    sessions.end(second)
    sessions.end("invented")
    sessions.end(None)
    fourth = sessions.begin(CLERK)[0]
    sessions.end_all("wang", but=third)
    alive = [each for each in (first, second, third, fourth, other) if sessions.seen(each)]
    assert alive == [third, other]
    sessions.end_all("wang")
    sessions.end_all("nobody")
    again = kept.again()
    assert [each for each in (third, other) if again.seen(each)] == [other]


ENDS: dict[str, Callable[[Sessions, str], object]] = {
    "by name": lambda sessions, secret: sessions.end_named(sessions.name_of(secret)),
    "by cookie": lambda sessions, secret: sessions.end(secret),
    "by owner": lambda sessions, _: sessions.end_all("wang"),
    "with the desk": lambda sessions, _: sessions.end_at("desk-1"),
}


@pytest.mark.parametrize("how", ENDS)
def test_whoever_is_signed_out_is_so_after_a_restart_too(how: str, kept: Kept) -> None:
    secret, _ = kept.sessions.begin(CLERK, replace(HERE, station="desk-1"))
    ENDS[how](kept.sessions, secret)
    assert kept.again().seen(secret) is None
    assert kept.sessions.listed() == []


def test_a_session_that_is_over_is_not_listed(kept: Kept) -> None:
    kept.sessions.begin(CLERK, HERE)
    kept.clock.pass_time(31 * 60)
    assert kept.sessions.listed() == []


def test_who_sits_where_is_who_is_signed_in_now(kept: Kept) -> None:
    secret, _ = kept.sessions.begin(CLERK)
    kept.sessions.begin(BOSS)
    assert kept.sessions.signed_in() == {("wang", "w3")}
    assert kept.sessions.sits(CLERK)
    moved = replace(CLERK, window="w4")
    kept.sessions.change(secret, moved)
    kept.sessions.change("invented", BOSS)
    kept.sessions.change(None, BOSS)
    assert kept.sessions.signed_in() == {("wang", "w4")}
    assert not kept.sessions.sits(CLERK)
    assert kept.again().signed_in() == {("wang", "w4")}
    kept.clock.pass_time(31 * 60)
    assert kept.sessions.signed_in() == set()
    assert kept.sessions.listed() == []


def test_of_too_many_sessions_those_used_last_are_kept(kept: Kept) -> None:
    first = kept.sessions.begin(CLERK)[0]
    kept.clock.pass_time(1)
    second = kept.sessions.begin(CLERK)[0]
    rows = json.loads(kept.file.read_text())
    newest = rows[list(rows)[-1]]
    rows |= {f"{number:064d}": newest for number in range(498)}
    kept.file.write_text(json.dumps(rows))
    full = kept.again()
    assert len(full.listed()) == 500
    kept.clock.pass_time(1)
    full.begin(BOSS)
    assert len(full.listed()) == 500
    assert full.seen(first) is None
    assert full.seen(second) is not None


# --- the doorkeeper


@pytest.fixture
def door(hall: RunningHall, kept: Kept) -> Doorkeeper:
    return Doorkeeper(hall, kept.sessions, kept.clock)


async def test_a_token_is_who_it_was_made_for(door: Doorkeeper, hall: RunningHall) -> None:
    secret = await hall.create_token(SYSTEM, role="staff", name="anna", window="w1")
    for written in (f"Bearer {secret}", f"bearer  {secret} "):
        who = await door.who(asked(authorization=written))
        assert (who.role, who.name, who.window) == ("staff", "anna", "w1")
        assert await door.still(asked(authorization=written), who)
        assert not await door.still(asked(authorization=written), BOSS)
    for wrong in ("Bearer x", f"Basic {secret}", secret, "Bearer", f"Token {secret}"):
        with pytest.raises(NotAuthorizedException):
            await door.who(asked(authorization=wrong))


async def test_nobody_in_particular_is_anonymous(door: Doorkeeper, kept: Kept) -> None:
    assert await door.who(asked()) == ANONYMOUS
    assert await door.who(asked(method="POST")) == ANONYMOUS
    assert await door.still(asked(), ANONYMOUS)
    assert not await door.still(asked(), CLERK)
    secret, _ = kept.sessions.begin(CLERK, HERE)
    assert await door.who(asked(secret, address="10.0.0.9")) == ANONYMOUS
    assert not await door.still(asked(secret), ANONYMOUS)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_change_brings_the_pages_own_mark(
    method: str, door: Doorkeeper, kept: Kept
) -> None:
    secret, session = kept.sessions.begin(CLERK, HERE)
    for forged in ({}, {"x_csrf_token": "x"}, {"x_csrf_token": session.csrf[:-1]}):
        with pytest.raises(PermissionDeniedException):
            await door.who(asked(secret, method=method, **forged))
    assert await door.who(asked(secret, method=method, x_csrf_token=session.csrf)) == CLERK
    for safe in ("GET", "HEAD", "OPTIONS"):
        assert await door.who(asked(secret, method=safe)) == CLERK


async def test_s_07_what_a_page_asks_by_itself_is_no_use_of_it(
    door: Doorkeeper, kept: Kept
) -> None:
    secret, session = kept.sessions.begin(CLERK, HERE)
    kept.clock.pass_time(1700)
    await door.who(asked(secret))
    assert await door.still(asked(secret), CLERK)
    kept.clock.pass_time(101)
    assert await door.who(asked(secret)) == ANONYMOUS
    secret, session = kept.sessions.begin(CLERK, HERE)
    for use in ({"x_active": "1"}, {"method": "POST", "x_csrf_token": session.csrf}):
        kept.clock.pass_time(1700)
        assert await door.who(asked(secret, **use)) == CLERK
    kept.clock.pass_time(1700)
    assert await door.who(asked(secret)) == CLERK


async def test_s_12_one_sign_in_asks_sixty_at_once_then_twenty_a_second(
    door: Doorkeeper, kept: Kept
) -> None:
    secret, _ = kept.sessions.begin(CLERK, HERE)
    other, _ = kept.sessions.begin(BOSS, HERE)
    for _ in range(60):
        await door.who(asked(secret))
    with pytest.raises(Exception, match=r".") as refusal:
        await door.who(asked(secret))
    assert getattr(refusal.value, "code", "") == "rate_limited"
    assert await door.who(asked(other)) == BOSS
    kept.clock.pass_time(0.1)
    await door.who(asked(secret))
    await door.who(asked(secret))


def test_somebody_has_to_be_known() -> None:
    assert require_known(CLERK) == CLERK
    with pytest.raises(NotAuthorizedException):
        require_known(ANONYMOUS)


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        (None, True), ("http://hall:8090", True), ("https://hall:8090", True),
        ("http://hall", False), ("http://evil:8090", False), ("null", False), ("hall:8090", False),
    ],
)  # fmt: skip
def test_a_browsers_stream_comes_from_our_own_page(origin: str | None, same: bool) -> None:
    given = {} if origin is None else {"origin": origin}
    assert same_origin(asked(host="hall:8090", **given)) is same
