"""The first run of a hall in PostgreSQL, where a hall lies under the id the first run gives it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.loader import load_site
from hall.clock import SystemClock
from hall.errors import ConfigError
from hall.ids import HallId
from queue_server.app import open_hall
from queue_server.choosing import remember
from queue_server.domain.actors import SYSTEM
from queue_server.store.postgres import PostgresDatabase

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import httpx

    from config.site import Site
    from queue_server.service.running import RunningHall
    from tests.queue_server.web.conftest import Running

    Serve = Callable[..., AbstractAsyncContextManager[Running]]

HALL = {
    "zh": "某旗残疾人就业服务大厅", "region": "150421", "hotline": "0476-12385",
    "public_url": "http://10.0.0.5:8090",
}  # fmt: skip
PASSWORD = "correct horse"


async def _up_to_the_hours(client: httpx.AsyncClient) -> httpx.Response:
    await client.post("/setup/hall", data=HALL)
    await client.post("/setup/services", data={"service": ["policy", "labour"], "windows": "2"})
    return await client.post("/setup/hours", data={"always": "on"})


async def test_what_the_first_run_made_is_there_after_the_next_start_on_postgresql(
    tmp_path: Path, site: Site, serve: Serve, postgres: str
) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    async with serve(site, folder, SystemClock(), database=postgres) as first:
        async with first.client() as client:
            answer = await _up_to_the_hours(client)
            assert answer.status_code == 303, answer.text
            made = {"name": "zhao", "password": PASSWORD, "again": PASSWORD}
            assert (await client.post("/setup/admin", data=made)).status_code == 303
        issued = await first.issue("policy")
    founded = load_site(folder / "site.toml")
    assert founded.hall.id != site.hall.id
    async with serve(founded, folder, SystemClock(), database=postgres) as again:
        view = again.server.hall.showing.view
        assert set(view.users) == {"zhao"}
        assert [each.id for each in view.tickets.values()] == [issued["id"]]
        assert (await again.issue("policy"))["number"] != issued["number"]
    assert not PostgresDatabase(postgres, site.hall.id, folder).has(site.hall.id)
    # A second hall of the same code would otherwise write into the first.
    other = tmp_path / "two"
    other.mkdir()
    async with serve(site, other, SystemClock(), database=postgres) as second:
        async with second.client() as client:
            refused = await _up_to_the_hours(client)
        assert refused.status_code == 422
        assert "已经有一个用这个地区代码的大厅" in refused.text
        assert not (other / "site.toml").exists()
        assert second.server.site.hall.id == site.hall.id
        assert (await second.issue("unemployment"))["number"]


async def test_another_id_in_the_site_file_never_begins_an_empty_hall(
    tmp_path: Path, site: Site, postgres: str
) -> None:
    def opened(hall: str) -> RunningHall:
        named = replace(site, hall=replace(site.hall, id=HallId(hall)))
        return open_hall(named, tmp_path, SystemClock(), postgres)

    def has(hall: str) -> bool:
        return PostgresDatabase(postgres, hall, tmp_path).has(hall)

    await opened("demo").aclose()
    remember(tmp_path, postgres, "demo")
    # Cut off between the site file and the database: nobody runs the hall yet, so it follows.
    hall = opened("hall-150421")
    assert (has("demo"), has("hall-150421")) == (False, True)
    await hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    await hall.aclose()
    remember(tmp_path, postgres, "hall-150421")
    with pytest.raises(ConfigError, match=r"this folder's hall is 'hall-150421'"):
        opened("another")
    assert not has("another")
    hall = opened("hall-150421")
    assert set(hall.showing.view.users) == {"zhao"}
    await hall.aclose()
