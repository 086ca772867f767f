"""Telling systemd that a program serves, and that it still does (sd_notify(3)).

Without ``NOTIFY_SOCKET`` in the environment nothing is told. Whoever beats the watchdog names a
proof of life; where the proof hangs no beat is sent, and systemd starts the program anew.
"""

import os
import socket
from collections.abc import Awaitable, Callable, Mapping

from hall.clock import Clock

_SOCKET, _EVERY, _WHO = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"
_PARTS = 3


def tell_systemd(words: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send ``READY=1``, ``STOPPING=1``, ``STATUS=…``; return whether somebody was there to hear."""
    path = environment.get(_SOCKET, "")
    if not path:
        return False
    address = "\0" + path[1:] if path.startswith("@") else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.setblocking(False)  # nobody waits for a systemd that does not read
        try:
            line.sendto(words.encode(), address)
        except OSError:  # systemd is going down itself; the program goes on
            return False
    return True


def beat_every_s(environment: Mapping[str, str] = os.environ) -> float | None:
    """Return the seconds between two beats, None where nobody waits for any of this process."""
    meant = environment.get(_WHO, "")
    wanted = environment.get(_EVERY, "")
    if not wanted.isdigit() or (meant and meant != str(os.getpid())):
        return None
    return int(wanted) / 1_000_000 / _PARTS


async def beat(
    alive: Callable[[], Awaitable[object]],
    clock: Clock,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Beat for ever, each time after ``alive`` has answered; returns where nobody waits for it."""
    every = beat_every_s(environment)
    if every is None:
        return
    while True:
        await alive()
        tell_systemd("WATCHDOG=1", environment)
        await clock.sleep(every)
