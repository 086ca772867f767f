"""The agreement on six digits, and what somebody in between can do about it."""

import pytest

from hall.errors import HallError
from queue_server.pairing.agreeing import (
    Side,
    commitment,
    digits,
    new_salt,
    seal,
    transcript,
    unseal,
)


def test_both_sides_show_the_same_digits_and_share_a_key() -> None:
    device, server, salt = Side.fresh(), Side.fresh(), new_salt()
    told = transcript("k1", "kiosk", device.public, salt, server.public)
    assert len(digits(told)) == 6
    sealed = seal(server.key_with(device.public, told), "h90_secret")
    assert b"h90_secret" not in sealed
    assert unseal(device.key_with(server.public, told), sealed) == "h90_secret"


def test_somebody_in_between_makes_the_digits_differ() -> None:
    device, server, between = Side.fresh(), Side.fresh(), Side.fresh()
    salt = new_salt()
    shown = digits(transcript("k1", "kiosk", device.public, salt, between.public))
    seen = {
        digits(transcript("k1", "kiosk", Side.fresh().public, new_salt(), server.public))
        for _ in range(5)
    }
    assert shown not in seen
    sealed = seal(server.key_with(device.public, b"x"), "t")
    with pytest.raises(HallError):
        unseal(between.key_with(device.public, b"x"), sealed)


def test_a_device_is_bound_to_its_key_before_it_sees_the_servers() -> None:
    device, salt = Side.fresh(), new_salt()
    bound = commitment(device.public, salt)
    assert bound == commitment(device.public, salt)
    assert bound != commitment(Side.fresh().public, salt)
    assert bound != commitment(device.public, new_salt())


@pytest.mark.parametrize("place", range(5))
def test_a_change_of_anything_that_was_sent_changes_the_digits(place: int) -> None:
    said: list[object] = ["k1", "kiosk", b"a" * 32, b"b" * 32, b"c" * 32]
    changed = [*said]
    changed[place] = "k2" if place < 2 else b"d" * 32
    assert digits(transcript(*said)) != digits(transcript(*changed))  # type: ignore[arg-type]


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(HallError):
        Side.fresh().key_with(b"\x00" * 32, b"")
