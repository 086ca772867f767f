"""Which signs hang on one device's line, and which of them could not be told apart there."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from config.site import Sign
from displays.signs.commands import Area, Page, Show
from displays.signs.port import Wiring
from displays.signs.registry import family
from hall.errors import HallError
from hall.findings import Finding
from hall.links import LinkAddress, parse_link

_Thing = TypeVar("_Thing")


def by_line(things: Iterable[tuple[str, _Thing]]) -> Sequence[tuple[LinkAddress, list[_Thing]]]:
    """Return what shares a device, each with its link; options do not make another device.

    The first one's options hold. Raises LinkError for what is no link.
    """
    lines: dict[tuple[str, str, int, int], tuple[LinkAddress, list[_Thing]]] = {}
    for number, (link, thing) in enumerate(things):
        address = parse_link(link)
        anonymous = number if not (address.path or address.host) else 0
        place = address.host.lower() or address.path
        if address.kind == "serial":
            place = str(Path(place).resolve())  # the same port may have two names
        key = (address.kind, place, address.port, anonymous)
        lines.setdefault(key, (address, []))[1].append(thing)
    return tuple(lines.values())


def examine_lines(signs: Sequence[Sign]) -> list[Finding]:
    """Return which signs would answer, or be overwritten, for another on the same line."""
    driven = [sign for sign in signs if _is_link(sign.link)]
    findings: list[Finding] = []
    for _, sharing in by_line((sign.link, sign) for sign in driven):
        for first, second in combinations(sharing, 2):
            findings += _told_apart(first, second)
            findings += _same_options(first, second)
    return findings


def _told_apart(first: Sign, second: Sign) -> list[Finding]:
    nameless = [sign.id for sign in (first, second) if sign.address is None]
    if not nameless and not _is_same(first, second):
        return []
    why = f"{nameless[0]} has no address" if nameless else "both have the same address"
    return [
        Finding(
            id=f"sign-address-{second.id}",
            severity="stops",
            what=f"Signs {first.id} and {second.id} hang on {second.link} and {why}: "
            "each would show what the other is sent",
            remedy="Set another address on one device and write it as its address; "
            "or correct the link",
        )
    ]


def _is_same(first: Sign, second: Sign) -> bool:
    """Tell whether two signs of a family are sent the very same bytes."""
    if first.family != second.family:
        return False
    try:
        return _bytes_for(first) == _bytes_for(second)
    except (HallError, ValueError):  # told where the sign itself is examined
        return first.address == second.address


def _bytes_for(sign: Sign) -> Sequence[bytes]:
    found = family(sign.family)
    area = Area()
    wiring = Wiring(profile=found.profile(sign.profile), address=str(sign.address), panel=area)
    return found.encode(Show(page=Page(text="A017", area=area)), wiring).frames


def _same_options(first: Sign, second: Sign) -> list[Finding]:
    if parse_link(first.link).options == parse_link(second.link).options:
        return []
    return [
        Finding(
            id=f"sign-line-{second.id}",
            severity="stops",
            what=f"Signs {first.id} and {second.id} hang on one line but their links differ: "
            f"{first.link}, {second.link}",
            remedy="A line has one speed and parity: write the same link for both",
        )
    ]


def _is_link(text: str) -> bool:
    try:
        parse_link(text)
    except HallError:
        return False
    return True
