"""A running kiosk under an X server of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.kiosk.e2e.running import Kiosk, named, until


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    for tool in ("Xvfb", "xdotool"):
        assert shutil.which(tool), f"{tool} is needed: apt install xvfb xdotool"
    with ExitStack() as stack:
        read, write = os.pipe()
        display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        stack.callback(display.wait)
        stack.callback(display.terminate)
        with os.fdopen(read) as answer:
            env = {
                "DISPLAY": f":{answer.readline().strip()}",
                "SDL_VIDEODRIVER": "x11",  # whatever other tests of this process asked for
                "HALL90_VOICE_NULL": "1",
                "HALL90_RUNTIME": str(tmp_path / "run"),
                "XDG_STATE_HOME": str(tmp_path / "state"),
            }
        one = Kiosk(tmp_path, env, stack)
        one.start_server()
        one.start_printer()
        one.start_kiosk()
        until(lambda: named(one), "the hall's name on the idle screen")
        yield one
