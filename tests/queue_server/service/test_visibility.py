"""Who sees which row of the journal, and how much of it."""

from typing import Any, get_args

import pytest

from queue_server.domain.actors import Actor, Role
from queue_server.service.visibility import audience_of, seen

CONSOLES: tuple[Role, ...] = ("staff", "supervisor", "reception", "admin", "reader", "system")
DEVICES: tuple[Role, ...] = ("kiosk", "display")
OTHERS: tuple[Role, ...] = ("phone", "anonymous", "upstream", "downstream")
ROW: dict[str, Any] = {
    "ticket": "t1", "number": "A001", "handling": {"grace_s": 60}, "languages": ["zh-CN"],
    "pager": "7", "reason": "asked", "by": "anna", "role": "staff", "from": "console 10.0.0.7",
}  # fmt: skip
SECRET_KINDS = (
    "token_created", "token_revoked", "certificate_made", "certificate_shown", "user_created",
    "user_changed", "user_password_set", "user_codes_begun", "user_codes_ended", "user_signed_in",
    "user_refused", "user_signed_out", "session_refused", "session_ended",
)  # fmt: skip


def actor(role: Role, name: str = "x") -> Actor:
    return Actor(role=role, name=name)


def left(role: Role, kind: str, *, public: bool = True, data: dict[str, Any] = ROW) -> set[str]:
    """What of a row's data is shown to a role; empty where the row is not."""
    return set(seen(actor(role), kind, public, data) or ())


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_is_one_kind_of_reader(role: Role) -> None:
    expected = "console" if role in CONSOLES else role if role in {"kiosk", "display"} else "public"
    assert audience_of(actor(role)) == expected


@pytest.mark.parametrize("kind", SECRET_KINDS)
def test_accounts_and_tokens_are_told_to_admins_only(kind: str) -> None:
    for role in get_args(Role):
        told = seen(actor(role), kind, False, ROW)
        assert told == (ROW if role in {"admin", "system"} else None), role


@pytest.mark.parametrize("role", CONSOLES)
def test_consoles_see_everything_else_whole(role: Role) -> None:
    for kind in ("ticket_called", "ticket_reprinted", "assistance_asked", "needs_changed"):
        assert seen(actor(role), kind, False, ROW) == ROW


@pytest.mark.parametrize("kind", ["ticket_called", "window_opened", "day_opened"])
def test_devices_see_what_they_act_on_and_not_who_did_it(kind: str) -> None:
    for role in DEVICES:
        assert left(role, kind) == {"ticket", "number", "handling", "languages", "pager"}


@pytest.mark.parametrize("kind", ["ticket_called", "window_opened", "day_opened"])
def test_everybody_else_sees_the_number_alone(kind: str) -> None:
    for role in OTHERS:
        assert left(role, kind) == {"ticket", "number"}


@pytest.mark.parametrize("kind", ["notice_published", "emergency_begun", "playlist_changed"])
def test_notices_do_not_say_who_wrote_them(kind: str) -> None:
    for role in (*DEVICES, *OTHERS):
        assert left(role, kind) == set(ROW) - {"by", "from"}


def test_other_public_rows_do_not_say_from_where() -> None:
    for role in (*DEVICES, *OTHERS):
        assert left(role, "content_changed") == set(ROW) - {"from"}


@pytest.mark.parametrize("role", ["display", *OTHERS])
def test_what_is_not_public_is_for_nobody_outside(role: Role) -> None:
    for kind in ("ticket_reprinted", "assistance_asked", "kiosk_mode", "needs_changed"):
        assert seen(actor(role, "k1"), kind, False, {**ROW, "kiosk": "k1"}) is None


def test_a_kiosk_hears_of_reprints_and_of_its_own_calls_for_help() -> None:
    kiosk = actor("kiosk", "k1")
    assert seen(kiosk, "ticket_reprinted", False, ROW) == {
        key: value for key, value in ROW.items() if key != "from"
    }
    own, other = {**ROW, "kiosk": "k1"}, {**ROW, "kiosk": "k2"}
    for kind in ("assistance_asked", "kiosk_restarted"):
        assert seen(kiosk, kind, False, own) == {k: v for k, v in own.items() if k != "from"}
        assert seen(kiosk, kind, False, other) is None
        assert seen(kiosk, kind, False, ROW) is None
    assert seen(kiosk, "needs_changed", False, own) is None
