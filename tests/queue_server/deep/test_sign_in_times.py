"""A name there is and one there is not take as long to be refused (S-10): ratios of one run."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pytest

from queue_server import wire
from queue_server.app import open_hall
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.keeping import Keeper

if TYPE_CHECKING:
    from pathlib import Path

    from config.site import Site
    from hall.clock import ManualClock

_ROUNDS = 40


@pytest.mark.deep
async def test_s_10_unknown_names_and_wrong_passwords_take_as_long(
    site: Site, tmp_path: Path, clock: ManualClock
) -> None:
    hall = open_hall(site, tmp_path, clock)
    for number in range(_ROUNDS // 4):  # five wrong ones lock a name
        await hall.create_user(SYSTEM, name=f"li{number}", role="staff", password="correct horse")
    for name in ("locked", "disabled"):
        await hall.create_user(SYSTEM, name=name, role="staff", password="correct horse")
    for _ in range(5):
        assert await hall.verify_user("locked", "wrong horse") is None
    boss = Actor(role="admin", name="boss", token_id="boss")
    change = wire.AccountChange(disabled=True)
    await Keeper(hall).change(boss, "disabled", change)
    took: dict[str, list[float]] = {each: [] for each in ("known", "unknown", "locked", "disabled")}
    for turn in range(_ROUNDS):
        names = {"known": f"li{turn // 4}", "unknown": f"nobody{turn}"}
        for kind, times in took.items():
            begun = time.perf_counter()
            assert await hall.verify_user(names.get(kind, kind), "wrong horse") is None
            times.append(time.perf_counter() - begun)
    await hall.aclose()
    unknown = statistics.median(took["unknown"])
    # The very first one too: nothing is made ready only then.
    assert took["unknown"][0] < 20 * unknown
    # An answer without the password's hash would be a hundred times sooner; the rest is one commit.
    for kind, times in took.items():
        tenths = statistics.quantiles(times, n=10)
        told = " ".join(f"{each * 1000:.1f}" for each in (tenths[0], tenths[4], tenths[8]))
        print(f"{kind}: {told} ms (tenth, middle, ninth tenth)")  # noqa: T201
        assert 0.4 < unknown / statistics.median(times) < 1.6, kind
