"""The hall's emblem on its way to a kiosk: fetched, kept, shown where the hall is away."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from hall.errors import SyncError
from hall.pictures import is_whole_png
from kiosk.emblem import HallEmblem
from kiosk.folder import EMBLEM
from printer.emblem import emblem_picture
from queue_server.client import HallClient
from tests.kiosk.hall_in_hand import SITE
from tests.queue_server.web.site.conftest import fields_of

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running
    from tests.queue_server.web.site.conftest import Admin


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110  pictures are worked on in threads
            await asyncio.sleep(0.01)


class Kiosk:
    """A kiosk's emblem, its folder, and how often it asked."""

    def __init__(self, folder: Path, client: HallClient) -> None:
        self._folder, self._client = folder, client
        self.asked = 0

    async def start(self) -> None:
        self.emblem = HallEmblem(self._folder, self._fetch)
        await self.emblem.open()
        self._work = asyncio.create_task(self.emblem.run())

    async def _fetch(self) -> bytes:
        self.asked += 1
        return await self._client.emblem()

    async def learn(self) -> str:
        """Ask the hall what it is, as each minute; return the picture's name."""
        site = await self._client.site()
        self.emblem.learned(site)
        return site.emblem

    async def stop(self) -> None:
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)


@pytest.fixture
async def client(running: Running) -> AsyncIterator[HallClient]:
    client = HallClient(running.url, await running.token("kiosk"))
    yield client
    await client.aclose()


@pytest.fixture
async def kiosk(tmp_path: Path, client: HallClient) -> AsyncIterator[Kiosk]:
    made = Kiosk(tmp_path / "kiosk", client)
    await made.start()
    yield made
    await made.stop()


async def show(admin: Admin, colour: str) -> None:
    """Give the hall a square of a colour as its emblem, on the page for it."""
    picture = io.BytesIO()
    square = Image.new("RGB", (64, 64), "white")
    square.paste(colour, (8, 8, 56, 56))
    square.save(picture, "PNG")
    fields = fields_of(await admin.page("/admin/site/hall"))
    sent = {"emblem-file": ("seal.png", picture.getvalue(), "image/png")}
    seen = await admin.client.post("/admin/site/hall", data=fields, files=sent)
    done = await admin.fill("/admin/site/hall", seen.text, confirm="yes", back=None)
    assert done.status_code == 303, done.text


def colour_of(emblem: HallEmblem) -> object:
    return Image.open(io.BytesIO(emblem.png)).convert("RGB").getpixel((32, 32))


async def test_a_kiosk_follows_the_halls_emblem_and_keeps_it_where_the_hall_is_away(
    admin: Admin, kiosk: Kiosk, client: HallClient, tmp_path: Path
) -> None:
    assert await kiosk.learn() == ""
    await show(admin, "red")
    red = await kiosk.learn()
    await until(lambda: kiosk.emblem.name == red)
    assert colour_of(kiosk.emblem) == (255, 0, 0)
    await show(admin, "blue")
    blue = await kiosk.learn()
    assert blue != red
    await until(lambda: kiosk.emblem.name == blue)
    assert colour_of(kiosk.emblem) == (0, 0, 255)
    await kiosk.learn()
    assert kiosk.asked == 2, "one that is here is not fetched again"
    await until(lambda: (tmp_path / "kiosk" / EMBLEM).exists())

    await kiosk.stop()
    await kiosk.start()  # the hall is not asked
    assert (kiosk.emblem.name, colour_of(kiosk.emblem)) == (blue, (0, 0, 255))
    await until(lambda: kiosk.emblem.printed is not None)
    assert kiosk.emblem.printed is not None
    assert emblem_picture(kiosk.emblem.printed).getpixel((44, 44)) == 0
    assert len(list((tmp_path / "kiosk").iterdir())) == 1, "no older one stays"

    await admin.change("/admin/site/hall", **{"emblem-none": "yes"})
    assert await kiosk.learn() == ""
    assert kiosk.emblem.png == b""
    await until(lambda: not (tmp_path / "kiosk" / EMBLEM).exists())
    with pytest.raises(SyncError, match="404"):
        await client.emblem()


async def test_what_fails_is_told_once_tried_again_and_the_one_before_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(whole, "PNG")
    answers: list[bytes | SyncError] = [
        whole.getvalue(), SyncError("gone"), whole.getvalue()[:40], whole.getvalue(),
    ]  # fmt: skip
    asked: list[bytes | SyncError] = []

    async def fetch() -> bytes:
        asked.append(answers.pop(0))
        if isinstance(asked[-1], SyncError):
            raise asked[-1]
        return asked[-1]

    emblem = HallEmblem(tmp_path, fetch)
    work = asyncio.create_task(emblem.run())
    shown = []
    for count, name in enumerate(("a.png", "b.png", "b.png", "b.png"), 1):
        emblem.learned(msgspec.structs.replace(SITE, emblem=name))
        await until(partial(lambda count: len(asked) == count, count))
        if isinstance(asked[-1], bytes) and is_whole_png(asked[-1]):
            await until(partial(lambda name: emblem.name == name, name))
        shown.append(emblem.name)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert shown == ["a.png", "a.png", "a.png", "b.png"]
    told = [record for record in caplog.records if "emblem is left out" in record.message]
    assert len(told) == 1


@pytest.mark.parametrize("kept", [b"", b"a.png\n\x89PNG\r\n\x1a\n", bytes(range(256))])
async def test_a_damaged_kept_one_is_as_good_as_none(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / EMBLEM).write_bytes(kept)

    async def never() -> bytes:
        raise AssertionError("nobody asked")

    emblem = HallEmblem(tmp_path, never)
    await emblem.open()
    assert (emblem.name, emblem.png) == ("", b"")
