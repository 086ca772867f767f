"""A kiosk that ends by itself is started again, and told why; one asked to end is not."""

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from hall.clock import SystemClock
from hall.errors import DeviceError
from kiosk.keeping import Keeper

_CHILD = """
import os, pathlib, signal, sys, time
count = pathlib.Path(sys.argv[1])
done = int(count.read_text()) if count.exists() else 0
count.write_text(str(done + 1))
print("ready", flush=True)
how = sys.argv[2:][done] if done < len(sys.argv) - 2 else "stay"
print("what was wrong", file=sys.stderr, flush=True)
if how == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
elif how == "raise":
    raise RuntimeError("a screen broke")
time.sleep(600)
"""


def child(count: Path, *hows: str) -> list[str]:
    return [sys.executable, "-c", _CHILD, str(count), *hows]


async def until(condition) -> None:  # type: ignore[no-untyped-def]  # any callable
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110  another process's file
            await asyncio.sleep(0.02)


async def test_a_kiosk_that_breaks_in_two_ways_is_started_again_with_the_causes_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    count = tmp_path / "count"
    keeper = Keeper(child(count, "kill", "raise"), SystemClock(), answers=lambda _line: None)
    with caplog.at_level(logging.ERROR):
        running = asyncio.create_task(keeper.run())
        await until(lambda: count.exists() and count.read_text() == "3")
        keeper.end()
        await asyncio.wait_for(running, 60)
    told = [vars(record) for record in caplog.records]
    assert [one["why"] for one in told] == ["signal SIGKILL", "exit code 1"]
    assert "what was wrong" in told[0]["said"]
    assert "a screen broke" in told[1]["said"]
    assert count.read_text() == "3", "what was asked to end is not started again"


async def test_a_kiosk_that_hangs_is_ended_and_started_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    count = tmp_path / "count"

    def answers(_line: str) -> None:
        if count.read_text() == "1":
            raise DeviceError("no answer")

    keeper = Keeper(child(count, "stay"), SystemClock(), answers=answers, every_s=0.05)
    with caplog.at_level(logging.ERROR):
        running = asyncio.create_task(keeper.run())
        await until(lambda: count.exists() and count.read_text() == "2")
        keeper.end()
        await asyncio.wait_for(running, 60)
    assert [vars(record)["why"] for record in caplog.records] == ["it answered no more"]


async def test_a_kiosk_that_never_gets_ready_is_told_once_and_not_tried_for_ever() -> None:
    keeper = Keeper([sys.executable, "-c", "raise SystemExit(4)"], SystemClock())
    with pytest.raises(SystemExit) as ended:
        await keeper.run()
    assert ended.value.code == 4
