"""What a hall's own numbers cost while the level above is away (R-26): a ratio in one run."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import pytest

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import SystemClock
from queue_server import wire
from queue_server.app import Server, ServerSettings, build_server
from queue_server.domain.actors import Actor

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
_CLOCK = SystemClock()
_ROUNDS, _NUMBERS = 12, 100


async def numbers(server: Server, mark: str, services: list[str]) -> list[float]:
    """Give numbers one after the other; return what each took, milliseconds."""
    took = []
    for n in range(_NUMBERS):
        request = wire.TicketRequest(service=services[n % len(services)])
        began = _CLOCK.monotonic()
        await server.hall.issue(KIOSK, request, f"{mark} {n}")
        took.append(1000 * (_CLOCK.monotonic() - began))
    return took


@pytest.mark.deep
@pytest.mark.timeout(1800)
async def test_r_26_numbers_cost_the_same_while_the_level_above_is_away(
    tmp_path: Path, site: Site, unused_tcp_port: int
) -> None:
    away = SyncSettings(upstream=f"http://127.0.0.1:{unused_tcp_port}", statistics=True, every_s=1)
    halls = {"alone": site, "cut off": replace(site, sync=away)}
    services, took = [str(each.id) for each in site.services], {name: [0.0][:0] for name in halls}
    async with AsyncExitStack() as stack:
        servers = {}
        for name, own in halls.items():
            data = tmp_path / name
            data.mkdir()
            settings = ServerSettings(data=data, announce=False)
            servers[name] = await stack.enter_async_context(build_server(own, settings, _CLOCK))
        for turn in range(_ROUNDS):
            for name, server in servers.items():
                took[name] += await numbers(server, f"{turn}", services)
            await asyncio.sleep(0.2)
        tried = servers["cut off"].sync.looking
    assert {len(each) for each in took.values()} == {_ROUNDS * _NUMBERS}
    told = {name: quantiles(each, n=100) for name, each in took.items()}
    p50, p99 = (told["cut off"][at] / told["alone"][at] for at in (49, 98))
    print(f"cut off ÷ alone: p50 {p50:.2f}, p99 {p99:.2f}; {tried.next_at} is the next look")  # noqa: T201  figures for docs/benchmarks.md, shown by pytest -s
