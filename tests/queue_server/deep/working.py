"""A hall at work: kiosks that issue and clerks that call at once, noting what they were told."""

import asyncio
from collections import Counter
from collections.abc import Callable

from config.site import Site
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import UnavailableError
from queue_server.service.running import RunningHall

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()
SERVICES = 4
"""So many services numbers are taken of in bursts: none runs out of numbers."""
Told = Callable[[tuple[str, str]], None]


async def kiosk(hall: RunningHall, name: int, tickets: int, told: Told) -> None:
    """Issue so many tickets over all services; tell each one that was acknowledged."""
    services = hall.settings.services
    for n in range(tickets):
        request = wire.TicketRequest(service=services[n % len(services)].id)
        issued = await hall.issue(KIOSK, request, f"{name}-{n}")
        told((issued.ticket.id, issued.ticket.number))


async def clerk(hall: RunningHall, window: str, calls: int, told: Told) -> None:
    """Call so often at a window and let each visitor arrive and go; tell each call."""
    for n in range(calls):
        called = await hall.call_next(BOSS, window, f"{window}-{n}")
        if called is not None:
            told((called.id, called.number))
            await serve(hall, called.id)


async def serve(hall: RunningHall, ticket: str) -> None:
    """Let a called visitor arrive and go."""
    for event in ("arrive", "finish"):
        await hall.act(BOSS, ticket, event, NOTHING)


async def burst(hall: RunningHall, name: int, windows: list[str]) -> None:
    """Issue and call at once, as many as there are windows of each; nothing may come twice.

    Each visitor issued and called here is served before this returns.
    """
    services = hall.settings.services[:SERVICES]
    issuing = [
        hall.issue(KIOSK, wire.TicketRequest(service=services[n % SERVICES].id), f"b{name}-{n}")
        for n in range(len(windows))
    ]
    calling = [hall.call_next(BOSS, window, f"b{name}-{window}") for window in windows]
    issued, called = await asyncio.gather(asyncio.gather(*issuing), asyncio.gather(*calling))
    numbers = Counter(each.ticket.number for each in issued)
    assert max(numbers.values()) == 1, numbers
    tickets = Counter(each.id for each in called if each is not None)
    assert not tickets or max(tickets.values()) == 1, tickets
    at = Counter(each.window for each in called if each is not None)
    assert not at or max(at.values()) == 1, at
    await asyncio.gather(*(serve(hall, each) for each in tickets))


async def attempt(hall: RunningHall, key: str) -> tuple[str, str] | None:
    """Issue a ticket on a disk that may fail: what was told, or None for a refusal."""
    try:
        issued = await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), key)
    except UnavailableError:
        return None
    return issued.ticket.id, issued.ticket.number


def some_windows(site: Site, count: int) -> list[str]:
    """Return windows that together serve the first two services."""
    wanted = {each.id for each in site.services[:2]}
    return [str(each.id) for each in site.windows if wanted & set(each.services)][:count]


async def open_windows(hall: RunningHall, windows: list[str]) -> None:
    """Open windows that may be open already."""
    for window in windows:
        try:
            await hall.window_open(BOSS, window)
        except RuleError:
            continue
