"""What one client at a thousand requests a second costs the others (S-12): ratios of one run."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

_NUMBERS, _FOR_S = 200, 12


async def _took(running: Running, key: str) -> list[float]:
    """Take numbers one after another; return how long each took, in ms."""
    body = {"service": "unemployment", "needs": [], "languages": ["zh-CN"], "channel": "kiosk"}
    took = []
    async with running.client("kiosk") as kiosk:
        for number in range(_NUMBERS):
            headers = {"Idempotency-Key": f"{key}-{number}"}
            begun = time.perf_counter()
            answer = await kiosk.post("/api/v1/tickets", json=body, headers=headers)
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 201, answer.text
    return took


@pytest.mark.deep
async def test_s_12_who_asks_a_thousand_times_a_second_takes_no_number_from_anybody(
    running_now: Running,
) -> None:
    quiet = await _took(running_now, "quiet")
    where = urlsplit(running_now.url)
    flood = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name("flooding_pages.py")),
        str(where.hostname), str(where.port), str(_FOR_S), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    await asyncio.sleep(1)
    flooded = await _took(running_now, "flooded")
    out, _ = await flood.communicate()
    told = json.loads(out)
    # Every number was given (asserted above); of the flood a hundred a second got in at most.
    assert told.get("429", 0) > told.get("200", 0)
    assert told.get("200", 0) <= 400 + 100 * (_FOR_S + 2)
    p99 = [statistics.quantiles(each, n=100)[98] for each in (quiet, flooded)]
    print(f"\nflood {told}; p99 {p99[0]:.1f} ms quiet, {p99[1]:.1f} ms flooded")  # noqa: T201
