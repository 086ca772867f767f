"""A hall that is killed again and again: a parent that has everything loaded, and its children.

The parent forks a child for each line it reads and tells its process id; the child opens the hall
in FOLDER, issues and calls without end, and prints each answer it gave. The parent tells when the
child is gone.
"""

import asyncio
import itertools
import os
import sys
from pathlib import Path

from config.loader import load_site
from hall.clock import SystemClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
SITE = load_site()


async def live(folder: Path, life: str) -> None:
    hall = RunningHall(SITE, Database(folder / FILE_NAME), SystemClock())
    hall.open()
    await Upkeep(hall, SystemClock()).round()
    window = str(SITE.windows[0].id)
    if hall.showing.view.windows[window].state != "open":
        await hall.window_open(BOSS, window)

    async def kiosk(name: int) -> None:
        for n in itertools.count():
            key, service = f"{life}-{name}-{n}", SITE.services[n % len(SITE.services)].id
            issued = await hall.issue(KIOSK, wire.TicketRequest(service=service), key)
            tell(f"issued {key} {service} {issued.ticket.id} {issued.ticket.number}")

    async def clerk() -> None:
        for n in itertools.count():
            holding = hall.showing.view.windows[window].ticket
            if holding is not None:
                state = hall.showing.view.tickets[holding].state
                event = "arrive" if state == "CALLED" else "finish"
                moved = await hall.act(BOSS, holding, event, wire.ActionRequest())
                tell(f"{event} {moved.id} {moved.version} {moved.state}")
            else:
                called = await hall.call_next(BOSS, window, f"{life}-call-{n}")
                if called is not None:
                    tell(f"called {called.id} {called.version} {called.state}")

    await asyncio.gather(clerk(), *(kiosk(name) for name in range(16)))


def tell(line: str) -> None:
    # One write a line: a kill leaves whole lines, or one cut off at the end.
    os.write(1, f"{line}\n".encode())


def main(folder: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(live(folder, line.strip()))
            finally:
                os._exit(1)
        tell(f"child {child}")
        os.waitpid(child, 0)
        tell("gone")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
