"""A changed site begins signs and voice anew; one that changes nothing for them does not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import cast

import pytest

from displays.app import DisplaySite
from displays.starting import ServerConnection, run_until_changed
from hall.clock import ManualClock
from queue_server.client import HallClient
from queue_server.wire import Row

SITE = DisplaySite(
    signs=(), languages=("zh-CN",), announcement_languages=("zh-CN",), time_zone="Asia/Shanghai"
)
OTHER = replace(SITE, languages=("zh-CN", "en"))


class Agent:
    """An agent that runs until it is ended."""

    def __init__(self) -> None:
        self.running = False

    async def run(self) -> None:
        self.running = True
        try:
            await asyncio.Event().wait()
        finally:
            self.running = False


async def test_only_another_site_ends_the_agent() -> None:
    agent, changed = Agent(), asyncio.Event()
    answers: list[DisplaySite | None] = [None, OTHER]
    asked: list[bool] = []

    async def news() -> DisplaySite | None:
        asked.append(agent.running)
        changed.set()
        return answers.pop(0)

    changed.set()
    fresh = await run_until_changed(agent.run(), changed, news)

    assert fresh == OTHER
    assert asked[-1]
    assert len(asked) == 2
    assert not agent.running


async def test_an_agent_that_fails_is_not_begun_again_in_silence() -> None:
    async def broken() -> None:
        raise OSError("no sound")

    async def news() -> DisplaySite | None:
        return OTHER

    with pytest.raises(OSError, match="no sound"):
        await run_until_changed(broken(), asyncio.Event(), news)


async def test_the_row_of_a_changed_site_is_noticed_and_passed_on(clock: ManualClock) -> None:
    class Client:
        async def live(self) -> AsyncIterator[Row]:
            for seq, kind in enumerate(("ticket_called", "site_changed"), 1):
                yield Row(epoch="e", seq=seq, prev=seq - 1, at=clock.now(), kind=kind, data={})

    hall = ServerConnection(cast(HallClient, Client()))
    noticed = [(row.kind, hall.site_changed.is_set()) async for row in hall.live()]

    assert noticed == [("ticket_called", False), ("site_changed", True)]
