"""Programs of two versions side by side: neither shuts the other out, no number is lost (R-32).

The other version is this one with a veil in front: a newer hall tells more in every object, an
older one leaves out whatever has a default; a newer kiosk asks with fields nobody here knows.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from config.site import Site
from displays.hall_state import HallView, follow
from hall.clock import ManualClock, SystemClock
from hall.errors import RuleError
from kiosk.alone import Alone
from kiosk.durable import DurableLines
from kiosk.journal import TicketJournal
from kiosk.line import HallLine
from kiosk.replaying import Replay
from queue_server import wire
from queue_server.client import HallClient
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.store.image import Image
from queue_server.wire.versions import read_from_any, without_unknown
from tests.queue_server.web.conftest import Running, in_the_morning, serving

App = Callable[..., Any]
Change = Callable[[str, Any], Any]
REQUEST = wire.TicketRequest(service="unemployment")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
KINDS: dict[str, Any] = {
    "/api/v1/site": wire.SiteInfo,
    "/api/v1/services": wire.ServiceList,
    "/api/v1/windows": wire.WindowList,
    "/api/v1/tickets": wire.Ticket,
    "/api/v1/offline": wire.OfflineAnswers,
    "/api/v1/live": wire.Row,
}


class NewerTicketRequest(wire.TicketRequest, frozen=True, kw_only=True):
    pace: str = ""


class NewerEntry(wire.OfflineEntry, frozen=True, kw_only=True):
    pace: str = ""


class NewerReplay(wire.OfflineReplay, frozen=True, kw_only=True):
    entries: tuple[NewerEntry, ...] = ()


def telling_more(_path: str, value: Any) -> Any:
    """A newer hall: something more in every object that is not a map of languages or names."""
    if isinstance(value, dict):
        names = all(isinstance(each, str | list | int) for each in value.values())
        more = {} if names else {"of_a_newer_hall": {"deep": [1, None]}}
        return {key: telling_more("", each) for key, each in value.items()} | more
    return [telling_more("", each) for each in value] if isinstance(value, list) else value


def telling_less(path: str, value: Any) -> Any:
    """An older hall: nothing that has a default."""
    kind = KINDS.get(path)
    if kind is None or not isinstance(value, dict) or "code" in value:
        return value
    return msgspec.to_builtins(bare(msgspec.convert(value, kind)))


def bare(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        needed = [each for each in msgspec.structs.fields(value) if each.required]
        return {each.encode_name: bare(getattr(value, each.name)) for each in needed}
    if isinstance(value, list | tuple):
        return [bare(each) for each in value]
    return value


class Veil:
    """Stands in front of a hall and changes what it tells in JSON."""

    def __init__(self, behind: App, change: Change) -> None:
        self.behind, self.change = behind, change

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, head, path = bytearray(), dict[str, Any](), scope.get("path", "")

        async def passed(message: Any) -> None:
            if message["type"] == "websocket.send" and message.get("text"):
                told = self.change(path, msgspec.json.decode(message["text"]))
                await send({**message, "text": msgspec.json.encode(told).decode()})
            elif message["type"] == "http.response.start":
                head.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await answer()
            else:
                await send(message)

        async def answer() -> None:
            told = bytes(body)
            if told[:1] in {b"{", b"["}:
                told = msgspec.json.encode(self.change(path, msgspec.json.decode(told)))
            headers = [each for each in head["headers"] if each[0].lower() != b"content-length"]
            headers.append((b"content-length", str(len(told)).encode()))
            await send({**head, "headers": headers})
            await send({"type": "http.response.body", "body": told})

        await self.behind(scope, receive, passed if scope["type"] != "lifespan" else send)


@pytest.fixture
def clock() -> ManualClock:
    """The machine's own time: a kiosk takes the hall's from the head of its answers."""
    return ManualClock(SystemClock().now())


@pytest.fixture
def site(site: Site) -> Site:
    """A hall where it is ten in the morning by that time."""
    return in_the_morning(site)


@pytest.fixture(params=[telling_more, telling_less], ids=["newer_hall", "older_hall"])
async def other(
    request: pytest.FixtureRequest, tmp_path: Path, site: Site, clock: ManualClock
) -> AsyncIterator[Running]:
    """A hall of another version."""
    change = request.param
    data = tmp_path / "hall"
    data.mkdir()
    async with serving(site, data, clock, around=lambda app: Veil(app, change)) as running:
        yield running


@asynccontextmanager
async def a_kiosk(hall: Running, folder: Path, clock: ManualClock) -> AsyncIterator[HallLine]:
    alone = Alone(folder, clock)
    await alone.open()
    token = await hall.token("kiosk")
    line = HallLine(hall.url, token, alone=alone, clock=clock, found=lambda _: None, try_s=20)
    try:
        yield line
    finally:
        await line.aclose()
        await alone.aclose()


async def test_r_32_kiosks_and_signs_work_at_a_hall_of_another_version(
    other: Running, tmp_path: Path, clock: ManualClock
) -> None:
    await a_kiosk_gives_numbers_with_and_without_it(other, tmp_path, clock)
    await a_sign_shows_its_calls(other)
    await a_newer_kiosk_asks_without_what_it_does_not_know(other)


async def a_kiosk_gives_numbers_with_and_without_it(
    other: Running, tmp_path: Path, clock: ManualClock
) -> None:
    async with a_kiosk(other, tmp_path / "kiosk", clock) as line:
        services = await line.services()
        assert "unemployment" in {each.id for each in services.items}
        site = await line.site()
        assert site.languages
        first = await line.issue(REQUEST, "a")
        assert (await line.ticket(first.id)).number == first.number
        alone = line._alone
        if alone.known is None or not alone.known.site.kiosks:
            return  # a hall that tells no ranges of numbers: its kiosks give none alone
        own = await alone.issue(REQUEST, "b")
        replay = Replay(alone, line, clock, lambda _key, _ticket: None)
        assert await replay.bring_in() == 2
    numbers = {each.number for each in (await other.server.hall.tickets(BOSS)).items}
    assert numbers == {first.number, own.number}


async def a_sign_shows_its_calls(other: Running) -> None:
    hall = other.server.hall
    view, client = HallView(), HallClient(other.url, await other.token("display"))
    async with aclosing(client.live()) as rows:
        view, _ = follow(view, await anext(rows))
        await hall.writer.submit(of_another_version)
        await hall.window_open(BOSS, "w1")
        await other.issue("unemployment")
        called = await hall.call_next(BOSS, "w1", "call")
        assert called is not None
        async with asyncio.timeout(30):
            while (call := view.windows["w1"].call) is None:
                view, _ = follow(view, await anext(rows))
    await client.aclose()
    assert call.number == called.number


def of_another_version(image: Image, moment: Moment) -> None:
    """Tell what only another version has words for."""
    image.tell(moment.wall, "guide_shown", '{"guide":1}', public=True)


async def a_newer_kiosk_asks_without_what_it_does_not_know(other: Running) -> None:
    client = HallClient(other.url, await other.token("kiosk"))
    newer = NewerTicketRequest(service="unemployment", pace="slow")
    ticket = await client.issue(newer, "newer")
    assert (await client.issue(REQUEST, "newer")).id == ticket.id
    entries = tuple(
        NewerEntry(
            key=key, number=f"A91{n:02d}", day="2026-11-23", at=other.server.hall.now(),
            service="unemployment", pace="slow",
        )
        for n, key in enumerate("xyz", 41)
    )  # fmt: skip
    me = other.server.site.kiosks[0].id
    answers = await client.replay_offline(NewerReplay(kiosk=me, entries=entries))
    assert [(each.outcome, each.code) for each in answers.items] == [("accepted", None)] * 3
    with pytest.raises(RuleError, match="length"):
        await client.issue(wire.TicketRequest(service=""), "b")
    await client.aclose()


def test_r_32_a_journal_of_a_newer_kiosk_is_read_by_the_one_before(tmp_path: Path) -> None:
    entry = {
        "key": "a", "number": "A9101", "day": "2026-11-23", "at": "2026-11-23T02:00:00Z",
        "service": "unemployment", "pace": "slow",
    }  # fmt: skip
    file = TicketJournal(tmp_path / "journal")
    file.close()
    line = {"type": "issued", "hall": "demo", "kiosk": "k1", "last_contact": None, "entry": entry}
    kept = DurableLines(tmp_path / "journal")
    kept.append(msgspec.json.encode(line))
    kept.close()
    again = TicketJournal(tmp_path / "journal")
    assert [each.entry.number for each in again.waiting("demo", "e")] == ["A9101"]
    assert again.unreadable("2026-11-23") == 0
    again.close()


@pytest.mark.parametrize(
    "refusal",
    ["", "unknown field `no`", "unknown field `a` - at `$.x.y`", "unknown field `a` - at `$[0]`"],
)
def test_r_32_words_that_name_nothing_asked_change_nothing(refusal: str) -> None:
    assert without_unknown(b'{"b":[{"a":1}]}', refusal) is None


def test_r_32_each_field_is_dropped_where_it_was_refused() -> None:
    body = b'{"a":1,"b":[{"a":1},{"a":2}],"c":{"k":{"a":3}}}'
    for place, left in (
        ("", b'{"b":[{"a":1},{"a":2}],"c":{"k":{"a":3}}}'),
        (" - at `$.b[1]`", b'{"a":1,"b":[{},{}],"c":{"k":{"a":3}}}'),
        (" - at `$.c[...]`", b'{"a":1,"b":[{"a":1},{"a":2}],"c":{"k":{}}}'),
    ):
        assert without_unknown(body, f"Object contains unknown field `a`{place}") == left


class Lamp(wire.base.Message, frozen=True, kw_only=True):
    id: str
    colour: Literal["red", "white"] = "white"


class Lamps(wire.base.Message, frozen=True, kw_only=True):
    items: tuple[Lamp, ...]
    more: tuple[Lamp, ...] = ()


def test_r_32_a_value_of_a_newer_hall_counts_as_not_told_and_a_needed_one_is_refused() -> None:
    told = b'{"items":[{"id":"a","colour":"violet"}],"more":[{"id":7}]}'
    assert read_from_any(told, Lamps) == Lamps(items=(Lamp(id="a"),))
    with pytest.raises(msgspec.ValidationError):
        read_from_any(b'{"items":[{"id":7}]}', Lamps)
