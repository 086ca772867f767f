"""The doors of the pages for those who are signed in, without a server."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.testing import RequestFactory

from queue_server.domain.actors import Actor
from queue_server.web.rooms import Rooms, SignInFirstError, own_form, place_in, to_sign_in
from queue_server.web.sessions import COOKIE, Session, Sessions

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from litestar import Request

    from config.site import Site
    from hall.clock import ManualClock

CLERK = Actor(role="staff", name="wang", token_id="u:wang", window="w3")


class Drawing:
    """Pages that keep what they were asked to show."""

    def __init__(self) -> None:
        self.template = ""
        self.values: dict[str, Any] = {}

    def answer(self, _request: Any, template: str, **values: Any) -> str:
        self.template, self.values = template, values
        return "drawn"


class Door:
    """The rooms, and a clerk who is signed in."""

    def __init__(self, site: Site, clock: ManualClock, folder: Path) -> None:
        self.sessions = Sessions(clock, folder / "sessions.json")
        self.secret, self.session = self.sessions.begin(CLERK)
        self.drawing = Drawing()
        server: Any = SimpleNamespace(site=site, clock=clock)
        pages: Any = self.drawing
        self.rooms = Rooms(server, self.sessions, pages)

    def asked(self, path: str = "/admin/", *, signed_in: bool = True) -> Request[Any, Any, Any]:
        headers = {"cookie": f"{COOKIE}={self.secret}"} if signed_in else {}
        return RequestFactory().get(path, headers={**headers, "accept-language": "en"})

    def sent(self, *, signed_in: bool = True, **fields: str) -> Request[Any, Any, Any]:
        return RequestFactory().post(
            "/admin/site",
            headers={"cookie": f"{COOKIE}={self.secret}"} if signed_in else {},
            data=fields,
            request_media_type=RequestEncodingType.URL_ENCODED,
        )

    def is_hers(self, session: Session) -> bool:
        return (session.actor, session.csrf) == (CLERK, self.session.csrf)


@pytest.fixture
def door(site: Site, clock: ManualClock, tmp_path: Path) -> Door:
    return Door(site, clock, tmp_path)


def test_a_page_is_entered_by_those_it_is_for(door: Door) -> None:
    let_in: tuple[Collection[str] | None, ...] = (None, ("staff",), {"admin", "staff"})
    kept_out: tuple[Collection[str], ...] = ((), ("admin",), {"reader", "reception"})
    for roles in let_in:
        assert door.is_hers(door.rooms.enter(door.asked(), roles))
        with pytest.raises(SignInFirstError):
            door.rooms.enter(door.asked(signed_in=False), roles)
    for others in kept_out:
        with pytest.raises(PermissionDeniedException, match="the admin's own"):
            door.rooms.enter(door.asked(), others, "the admin's own")


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/admin/site", "/staff/sign-in?next=/admin/site"),
        ("/reception/", "/staff/sign-in?next=/reception/"),
        ("/admin/nowhere", "/staff/sign-in"),
        ("//evil.example/", "/staff/sign-in"),
    ],
)
def test_nobody_is_led_to_the_sign_in_page_and_back_to_a_page_of_ours_only(
    path: str, leads_to: str, door: Door
) -> None:
    answer = to_sign_in(door.asked(path, signed_in=False), SignInFirstError())
    assert getattr(answer, "url", None) == leads_to
    assert place_in(path) == ("" if leads_to == "/staff/sign-in" else path)


async def test_a_form_is_taken_with_the_mark_of_our_own_page_only(door: Door) -> None:
    mark = door.session.csrf
    for take in (door.rooms.own_form, lambda request: own_form(request, door.sessions)):
        session, fields = await take(door.sent(csrf=mark, name="x"))
        assert door.is_hers(session)
        assert fields["name"] == "x"
        for wrong in ("", mark[:-1], "é"):
            with pytest.raises(PermissionDeniedException):
                await take(door.sent(csrf=wrong))
        with pytest.raises(PermissionDeniedException):
            await take(door.sent(mark=mark))
        with pytest.raises(NotAuthorizedException):
            await take(door.sent(signed_in=False, csrf=mark))


async def test_a_file_is_no_mark(door: Door) -> None:
    request = RequestFactory().post(
        "/admin/site",
        headers={"cookie": f"{COOKIE}={door.secret}"},
        data={"csrf": door.session.csrf.encode()},
        request_media_type=RequestEncodingType.MULTI_PART,
    )
    with pytest.raises(PermissionDeniedException):
        await door.rooms.own_form(request)


def test_a_page_is_shown_with_who_reads_it_and_what_its_script_starts_from(
    door: Door, site: Site, clock: ManualClock
) -> None:
    answer: Any = door.rooms.show(door.asked(), door.session, "site", boot={"rows": 3}, extra=7)
    assert answer == "drawn"
    assert door.drawing.template == "site.html"
    told = door.drawing.values
    assert told.pop("boot") == {
        "language": "en", "csrf": door.session.csrf, "timeZone": site.hall.time_zone,
        "now": clock.now().isoformat(), "services": {}, "rows": 3,
    }  # fmt: skip
    assert told == {
        "status": 200, "who": "wang", "csrf": door.session.csrf, "role": "staff", "now": "site",
        "hall_name": site.hall.name["en"], "extra": 7,
    }  # fmt: skip
    door.rooms.show(door.asked(), door.session, "site", template="other.html", status=422)
    assert (door.drawing.template, door.drawing.values["status"]) == ("other.html", 422)
    assert "boot" not in door.drawing.values
