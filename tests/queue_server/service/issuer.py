"""A hall in a process of its own: issues tickets and prints each one it acknowledges."""

import asyncio
import itertools
import sys
from pathlib import Path

from config.loader import load_site
from hall.clock import SystemClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database


async def main(folder: Path, life: str) -> None:
    hall = RunningHall(load_site(), Database(folder / FILE_NAME), SystemClock())
    hall.open()
    await Upkeep(hall, SystemClock()).round()
    kiosk = Actor(role="kiosk", name="k1", token_id="k1")

    async def client(name: int) -> None:
        for n in itertools.count():
            key = f"{life}-{name}-{n}"
            issued = await hall.issue(kiosk, wire.TicketRequest(service="unemployment"), key)
            sys.stdout.write(f"{key} {issued.ticket.id} {issued.ticket.number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(client(name) for name in range(16)))


asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
