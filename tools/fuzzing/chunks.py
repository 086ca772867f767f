"""Cutting any bytes into what a target needs, the same way each time."""

from collections.abc import Iterator


def taken(data: bytes) -> tuple[int, bytes]:
    """Return the first byte, 0 where there is none, and the rest."""
    return (data[0], data[1:]) if data else (0, b"")


def chunks(data: bytes) -> Iterator[bytes]:
    """Yield bytes as a line may deliver them: each piece begins with its length less one."""
    while data:
        size = 1 + data[0] % 64
        yield data[1 : 1 + size]
        data = data[1 + size :]
