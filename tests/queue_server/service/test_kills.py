"""Kill -9 in the middle of issuing: every acknowledged ticket is there afterwards, once."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import SystemClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ISSUER = Path(__file__).with_name("issuer.py")


def issued_until_killed(folder: Path, life: int, lines: int) -> list[list[str]]:
    command = [sys.executable, str(ISSUER), str(folder), str(life)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.readlines()
    # The last line may have been cut off by the kill: then nobody was told it.
    return [line.split() for line in told if line.endswith("\n")]


async def kill_and_look(folder: Path, site: Site, kills: int) -> None:
    acknowledged: list[list[str]] = []
    for life in range(kills):
        acknowledged += issued_until_killed(folder, life, 20 + 37 * life % 90)
    hall = RunningHall(site, Database(folder / FILE_NAME), SystemClock())
    hall.open()
    assert check(hall.database, site).problems == ()
    tickets = hall.showing.view.tickets
    assert len(acknowledged) >= 20 * kills
    for _, ticket_id, number in acknowledged:
        assert tickets[ticket_id].number == number
    numbers = sorted(ticket.seq for ticket in tickets.values())
    assert numbers == list(range(1, len(numbers) + 1))
    for key, ticket_id, _ in acknowledged[:: max(len(acknowledged) // 20, 1)]:
        again = await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), key)
        assert (again.ticket.id, again.created) == (ticket_id, False)
    await hall.aclose()


async def test_kills_lose_no_acknowledged_ticket(tmp_path: Path, site: Site) -> None:
    await kill_and_look(tmp_path, site, 5)


@pytest.mark.deep
@pytest.mark.timeout(1800)
async def test_two_hundred_kills_lose_no_acknowledged_ticket(tmp_path: Path, site: Site) -> None:
    await kill_and_look(tmp_path, site, 200)
