"""Sockets a server listens on, and what they are called."""

import contextlib
import socket
from collections.abc import Iterator

from hall.errors import HallError


@contextlib.contextmanager
def listening_on(host: str, port: int) -> Iterator[socket.socket]:
    """Give a listening socket; raises HallError with a remedy where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, so that the event loop sets TCP_NODELAY: without it an answer waits 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listening.bind((host, port))
        except OSError as fault:
            raise HallError(
                f"cannot listen on {host}:{port}: {fault.strerror}. "
                "Choose another --port (0 takes a free one) or another --host."
            ) from fault
        listening.listen(512)
        listening.setblocking(False)
        yield listening


def url_of(host: str, port: int, scheme: str = "http") -> str:
    """Return the address in words."""
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
