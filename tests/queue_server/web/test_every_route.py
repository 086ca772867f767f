"""Every route × every role, from the route table itself (S-11).

``who_may.txt`` says for each route who gets beyond the question of rights. A route that comes
without a line there fails; so does one that lets somebody else in, or its own people no more.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.clock import ManualClock
from queue_server.app import ServerSettings, build_server
from tests.queue_server.web.asking_every_route import (
    ENDLESS,
    NOBODY,
    ROLES,
    SIGN_IN,
    Asker,
    routes_of,
)

if TYPE_CHECKING:
    from config.site import Site

_MARKS = {
    "everybody": frozenset(ROLES),
    "everybody but a revoked token": frozenset(ROLES) - {"revoked"},
    "nobody": frozenset[str](),
}
_ELSEWHERE = {f"GET {ENDLESS}", SIGN_IN}


@functools.cache
def _declared() -> dict[str, frozenset[str]]:
    text = (Path(__file__).parent / "who_may.txt").read_text("utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = {}
    for row in rows:
        route, _, who = row.partition("  ")
        who = who.strip()
        found[route] = _MARKS.get(who, frozenset(who.split()))
        assert found[route] <= set(ROLES), f"{row}: no such role"
    assert len(found) == len(rows), "a route has two lines"
    return found


async def _wrong(site: Site, folder: Path, *, every: bool) -> list[str]:
    """Ask; ``every`` role of every route, else nobody in particular and one role by turns."""
    clock, wrong = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)), []
    settings = ServerSettings(data=folder, port=0, announce=False)
    async with build_server(site, settings, clock) as server:
        asker = await Asker.of(server, clock)
        routes = routes_of(asker.app)
        assert {str(each) for each in routes} - _ELSEWHERE == set(_declared())
        for turn, route in enumerate(each for each in routes if str(each) in _declared()):
            may = _declared()[str(route)]
            shut = [each for each in ROLES if each not in may and each not in NOBODY]
            some = [NOBODY[turn % len(NOBODY)], *shut[turn % len(shut) :][:1]] if shut else []
            wrong += [
                f"{route} {'refuses' if role in may else 'lets in'} {role}"
                for role in (ROLES if every else some)
                if await asker.may(route, role) != (role in may)
            ]
    return wrong


async def test_s_11_every_route_says_who_may_and_lets_nobody_else_in(
    site: Site, tmp_path: Path
) -> None:
    assert await _wrong(site, tmp_path, every=False) == []


@pytest.mark.deep
async def test_s_11_every_route_lets_in_those_who_may_and_nobody_else(
    site: Site, tmp_path: Path
) -> None:
    assert await _wrong(site, tmp_path, every=True) == []
