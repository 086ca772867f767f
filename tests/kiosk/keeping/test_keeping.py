"""A kiosk that ends by itself is started again, and told why; one asked to end is not."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from hall.clock import SystemClock
from hall.errors import DeviceError
from kiosk.keeping import Keeper
from kiosk.sparing import BEGIN, told_to_begin

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


_SPARED = """
import os, pathlib, signal, sys, time
folder, spare = pathlib.Path(sys.argv[1]), "--spare" in sys.argv
if spare:
    (folder / "waiting").write_text(str(os.getpid()))
    if sys.stdin.readline() != "begin\\n":
        (folder / "left").touch()
        raise SystemExit
print("ready", flush=True)
(folder / ("spare" if spare else "first")).write_text(str(os.getpid()))
time.sleep(600)
"""


async def test_a_spare_waits_loaded_takes_over_at_once_and_is_followed_by_another(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", _SPARED, str(tmp_path)]
    keeper = Keeper(command, SystemClock(), answers=lambda _line: None,
                    spare=[*command, "--spare"], spare_after_s=0)  # fmt: skip
    running = asyncio.create_task(keeper.run())
    waiting = tmp_path / "waiting"
    await until(lambda: waiting.exists() and waiting.read_text())
    spare = waiting.read_text()
    os.kill(int((tmp_path / "first").read_text()), signal.SIGKILL)
    await until(lambda: (tmp_path / "spare").exists() and (tmp_path / "spare").read_text() == spare)
    await until(lambda: waiting.read_text() not in ("", spare))
    keeper.end()
    await asyncio.wait_for(running, 60)
    for pid in (spare, waiting.read_text()):
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


async def test_a_spare_that_cannot_begin_is_followed_by_a_fresh_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SPARED, str(tmp_path)]
    broken = [sys.executable, "-c", f"open({str(tmp_path / 'waiting')!r}, 'w').close(); "
              "input(); raise SystemExit(3)"]  # fmt: skip
    keeper = Keeper(command, SystemClock(), answers=lambda _line: None,
                    spare=broken, spare_after_s=0)  # fmt: skip
    running = asyncio.create_task(keeper.run())
    first = tmp_path / "first"
    await until(lambda: (tmp_path / "waiting").exists() and first.exists() and first.read_text())
    before = first.read_text()
    os.kill(int(before), signal.SIGKILL)
    await until(lambda: first.read_text() not in ("", before))
    keeper.end()
    await asyncio.wait_for(running, 60)


def test_a_spare_whose_keeper_is_gone_does_not_begin() -> None:
    assert not told_to_begin(BytesIO(b""))
    assert told_to_begin(BytesIO(BEGIN))


def test_loading_a_spare_opens_no_window() -> None:
    checked = (
        "import sys; from kiosk.ui.environment import prepare; prepare(1080, 1920); "
        "from kiosk.sparing import load; load(); "
        "print('kivy.core.window' in sys.modules, 'kivy.app' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", checked], check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout.split()[-2:] == ["False", "True"]
