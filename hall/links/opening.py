"""Our end of a link."""

import asyncio
from pathlib import Path

from hall.errors import LinkError, LinkNotFoundError, LinkTimeoutError
from hall.links.address import LinkAddress
from hall.links.memory import connect_memory
from hall.links.port import Link
from hall.links.streams import QueueLink, StreamLink

_PARITIES = ("N", "E", "O", "M", "S")


async def open_link(address: LinkAddress, *, within: float = 3.0) -> Link:
    """Open a link; raises LinkNotFoundError or LinkTimeoutError naming the address.

    Serial options: ``baud`` (9600), ``bits`` (8), ``parity`` (N), ``stop`` (1), ``rtscts`` and
    ``xonxoff`` (0 or 1).
    """
    try:
        async with asyncio.timeout(within):
            return await _open(address)
    except TimeoutError as error:
        raise LinkTimeoutError(f"{address} did not open within {within:g} s") from error
    except OSError as error:
        raise LinkNotFoundError(f"{address} could not be opened: {error}") from error


async def _open(address: LinkAddress) -> Link:
    match address.kind:
        case "tcp":
            return StreamLink(*await asyncio.open_connection(address.host, address.port))
        case "serial" | "pty":
            return await _open_serial(address)
        case "udp":
            return await _open_udp(address)
        case "mem":
            return connect_memory(address.path)
        case "file":
            return FileLink(Path(address.path))
        case _:
            raise LinkError(f"a {address.kind} link is opened by the device library that needs it")


async def _open_serial(address: LinkAddress) -> Link:
    import serial_asyncio_fast  # only machines with serial lines install it

    parity = address.options.get("parity", "N")
    if parity not in _PARITIES:
        raise LinkError(f"parity={parity} is not one of {', '.join(_PARITIES)}")
    reader, writer = await serial_asyncio_fast.open_serial_connection(
        url=address.path,
        baudrate=address.option("baud", 9600),
        bytesize=address.option("bits", 8),
        parity=parity,
        stopbits=address.option("stop", 1),
        rtscts=bool(address.option("rtscts", 0)),
        xonxoff=bool(address.option("xonxoff", 0)),
    )
    return StreamLink(reader, writer)


async def _open_udp(address: LinkAddress) -> Link:
    loop = asyncio.get_running_loop()
    protocol = _Datagrams()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: protocol, remote_addr=(address.host, address.port)
    )
    protocol.link = QueueLink(transport.sendto, transport.close)
    return protocol.link


class _Datagrams(asyncio.DatagramProtocol):
    link: QueueLink | None = None

    def datagram_received(self, data: bytes, addr: object) -> None:
        if self.link is not None:
            self.link.deliver(data)

    def error_received(self, exc: Exception) -> None:
        """Ignore "port unreachable": a silent device shows as a missing answer."""


class FileLink:
    """A device file such as ``/dev/usb/lp0``: written without blocking the loop, never answers."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        self._path = path

    async def write(self, data: bytes) -> None:
        await asyncio.to_thread(self._append, data)

    def _append(self, data: bytes) -> None:
        with self._path.open("ab", buffering=0) as device:
            device.write(data)

    async def read(self, *, within: float) -> bytes:
        await asyncio.sleep(within)
        raise LinkTimeoutError(f"{self._path} is write-only and never answers")

    async def aclose(self) -> None:
        """Nothing stays open between writes."""
