"""A name there is and one there is not take as long to be refused (S-10): ratios of one run."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pytest

from queue_server.app import open_hall
from queue_server.domain.actors import SYSTEM

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
    for number in range(_ROUNDS // 4):  # five wrong ones lock a name, and that is another answer
        await hall.create_user(SYSTEM, name=f"li{number}", role="staff", password="correct horse")
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(_ROUNDS):
        for kind, name in (("known", f"li{turn // 4}"), ("unknown", f"nobody{turn}")):
            begun = time.perf_counter()
            assert await hall.verify_user(name, "wrong horse") is None
            took[kind].append(time.perf_counter() - begun)
    await hall.aclose()
    known, unknown = (statistics.median(took[kind]) for kind in ("known", "unknown"))
    # The very first one too: nothing is made ready only then.
    assert took["unknown"][0] < 20 * unknown
    # An answer without the password's hash would be a hundred times sooner; the rest is one commit.
    assert 0.4 < unknown / known < 1.6, (known, unknown)
    print(f"\nknown {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms")  # noqa: T201
