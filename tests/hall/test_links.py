"""Links move bytes and nothing else; every transport keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hall.errors import LinkError, LinkLostError, LinkNotFoundError, LinkTimeoutError
from hall.links import Link, Listener, listen, memory_pair, open_link, parse_link

KINDS = ["tcp:127.0.0.1:0", "udp:127.0.0.1:0", "pty:", "mem:test"]


async def echo(link: Link) -> None:
    while True:
        try:
            await link.write((await link.read(within=5)).upper())
        except (LinkLostError, LinkTimeoutError):
            return


@pytest_asyncio.fixture(params=KINDS)
async def listener(request: pytest.FixtureRequest) -> AsyncIterator[Listener]:
    opened = await listen(parse_link(request.param), echo)
    yield opened
    await opened.close()


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def read_all(link: Link, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += await link.read(within=5)
    return data


async def test_bytes_go_there_and_back(listener: Listener) -> None:
    link = await open_link(parse_link(str(listener.address)))

    await link.write(b"a\x00b\xff\x11\x13")

    assert await read_all(link, 6) == b"A\x00B\xff\x11\x13"
    await link.aclose()
    await link.aclose()


async def test_a_silent_far_end_is_a_timeout_and_the_link_lives_on(listener: Listener) -> None:
    link = await open_link(parse_link(str(listener.address)))

    with pytest.raises(LinkTimeoutError):
        await link.read(within=0.05)

    await link.write(b"x")
    assert await read_all(link, 1) == b"X"
    await link.aclose()


@pytest.mark.parametrize(
    "address", ["tcp:127.0.0.1:1", "serial:/dev/absent", "file:/absent/lp0", "mem:nobody"]
)
async def test_nothing_there_is_told_as_not_found(address: str) -> None:
    with pytest.raises(LinkNotFoundError):
        await open_link(parse_link(address))


async def test_a_closed_far_end_is_told_as_lost() -> None:
    async def hang_up(link: Link) -> None:
        await link.aclose()

    opened = await listen(parse_link("tcp:127.0.0.1:0"), hang_up)
    link = await open_link(opened.address)

    with pytest.raises(LinkLostError):
        await link.read(within=5)
    await link.aclose()
    await opened.close()


async def test_closing_a_memory_link_ends_the_other_side() -> None:
    near, far = memory_pair()
    await near.write(b"last words")
    await near.aclose()

    assert await far.read(within=1) == b"last words"
    with pytest.raises(LinkLostError):
        await far.read(within=1)
    with pytest.raises(LinkLostError):
        await near.write(b"x")


async def test_a_device_file_takes_bytes_and_never_answers(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    link = await open_link(parse_link(f"file:{device}"))

    await link.write(b"\x1b@")
    await link.write(b"A")

    assert device.read_bytes() == b"\x1b@A"
    with pytest.raises(LinkTimeoutError):
        await link.read(within=0.01)


async def test_cancelling_a_read_of_a_device_file_is_not_swallowed(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    link = await open_link(parse_link(f"file:{device}"))
    reading = asyncio.ensure_future(link.read(within=60))
    await asyncio.sleep(0)

    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_closing_a_listener_ends_its_connections_and_leaves_no_descriptor() -> None:
    before = open_descriptors()
    for kind in KINDS:
        opened = await listen(parse_link(kind), echo)
        link = await open_link(parse_link(str(opened.address)))
        await link.write(b"x")
        await link.read(within=5)
        await link.aclose()
        await opened.close()
    await asyncio.sleep(0.05)

    assert open_descriptors() <= before + 1


@pytest.mark.parametrize(
    ("text", "kind", "place", "options"),
    [
        ("serial:/dev/tty0?baud=9600&bits=7", "serial", "/dev/tty0", {"baud": "9600", "bits": "7"}),
        ("tcp:10.0.0.9:5005", "tcp", "10.0.0.9:5005", {}),
        ("tcp:[::1]:5005", "tcp", "[::1]:5005", {}),
        ("udp:10.0.0.9:4048", "udp", "10.0.0.9:4048", {}),
        ("usb:04b8:0202", "usb", "04b8:0202", {}),
        ("file:/dev/usb/lp0", "file", "/dev/usb/lp0", {}),
        ("mem:NAME", "mem", "NAME", {}),
        ("pty:", "pty", "", {}),
    ],
)  # fmt: skip
def test_addresses_are_read_and_written_alike(
    text: str, kind: str, place: str, options: dict[str, str]
) -> None:
    address = parse_link(text)

    assert address.kind == kind
    assert dict(address.options) == options
    assert str(address) == text
    assert str(address).partition(":")[2].partition("?")[0] == place


@pytest.mark.parametrize(
    "text", ["", "/dev/ttyUSB0", "ftp:x", "tcp:host", "tcp::9100", "tcp:h:99999", "serial:"]
)
def test_a_wrong_address_says_how_to_write_it(text: str) -> None:
    with pytest.raises(LinkError):
        parse_link(text)
