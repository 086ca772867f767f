"""The far end of a link: where a simulator waits for its driver."""

import asyncio
import os
import pty
import tty
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from hall.errors import LinkError
from hall.links.address import LinkAddress
from hall.links.memory import listen_memory
from hall.links.port import Link
from hall.links.streams import QueueLink, StreamLink

Handler = Callable[[Link], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """An open far end; ``address`` is what a driver opens (the real port for port 0)."""

    address: LinkAddress
    close: Callable[[], Awaitable[None]]


async def listen(address: LinkAddress, handler: Handler) -> Listener:
    """Run ``handler`` with a link for each driver that connects.

    ``pty:`` opens a pseudo-terminal and calls the handler once; its address is ``serial:PATH``.
    """
    match address.kind:
        case "tcp":
            return await _listen_tcp(address, handler)
        case "pty":
            return await _listen_pty(handler)
        case "udp":
            return await _listen_udp(address, handler)
        case "mem":
            forget = listen_memory(address.path, handler)
            return Listener(address=address, close=_async(forget))
        case _:
            raise LinkError(f"cannot listen on {address}; use tcp:, udp:, pty: or mem:")


def _async(function: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        function()

    return call


async def _listen_tcp(address: LinkAddress, handler: Handler) -> Listener:
    connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            connections.add(task)
        link = StreamLink(reader, writer)
        try:
            await handler(link)
        except asyncio.CancelledError:
            pass  # the listener closes: an ended connection, not a failure
        finally:
            if task is not None:
                connections.discard(task)
            await link.aclose()

    server = await asyncio.start_server(serve, address.host, address.port)
    port = server.sockets[0].getsockname()[1]

    async def close() -> None:
        server.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()

    bound = LinkAddress(kind="tcp", host=address.host, port=port)
    return Listener(address=bound, close=close)


async def _listen_pty(handler: Handler) -> Listener:
    master, slave = pty.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    loop = asyncio.get_running_loop()
    os.set_blocking(master, False)

    def send(data: bytes) -> None:
        os.write(master, data)

    def close_master() -> None:
        loop.remove_reader(master)
        os.close(master)
        os.close(slave)

    link = QueueLink(send, close_master)
    loop.add_reader(master, lambda: link.deliver(os.read(master, 65536)))
    task = asyncio.ensure_future(handler(link))

    async def close() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await link.aclose()

    return Listener(address=LinkAddress(kind="serial", path=name), close=close)


async def _listen_udp(address: LinkAddress, handler: Handler) -> Listener:
    protocol = _Peers(handler)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: protocol, local_addr=(address.host, address.port)
    )
    port = transport.get_extra_info("sockname")[1]

    async def close() -> None:
        await protocol.end()
        transport.close()
        await asyncio.sleep(0)  # a transport lets go of its socket in the loop's next turn

    return Listener(address=LinkAddress(kind="udp", host=address.host, port=port), close=close)


class _Peers(asyncio.DatagramProtocol):
    """One link for each peer that sends."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._links: dict[tuple[str, int], QueueLink] = {}
        self._tasks: list[asyncio.Future[None]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The loop's own class does not inherit the abstract one on every Python.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        link = self._links.get(addr)
        if link is None:
            link = QueueLink(lambda reply: self._transport.sendto(reply, addr), lambda: None)
            self._links[addr] = link
            self._tasks.append(asyncio.ensure_future(self._handler(link)))
        link.deliver(data)

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
