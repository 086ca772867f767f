"""One writer, always: who holds a data folder, and how a command hands its work to that server.

A running server holds an exclusive lock on the folder and listens on a Unix socket in it that
only its own user may open (0600). One JSON line asks, one JSON line answers.
"""

import asyncio
import fcntl
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from hall.errors import HallError, RuleError

_LOG = logging.getLogger(__name__)
_LOCK, _SOCKET = "server.lock", "server.sock"
_LONGEST_LINE = 1 << 20
Answer = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


class BusyError(HallError):
    """Another process holds the data folder."""


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a data folder exclusively; raises BusyError where another process does."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / _LOCK).open("a+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"a server is running on {folder}") from None
        yield


class Door:
    """The server's end: answers jobs that commands hand over."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        self._folder = folder
        self._answer = answer
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen; whoever holds the folder may replace a socket left by a killed server."""
        self._server = await asyncio.start_unix_server(
            self._serve, sock=_bound(self._folder), limit=_LONGEST_LINE
        )

    async def aclose(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.close()
            _remove(self._folder)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            writer.write(msgspec.json.encode(await self._answered(line)) + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            _LOG.warning("a command went away")
        finally:
            writer.close()

    async def _answered(self, line: bytes) -> dict[str, Any]:
        try:
            asked = msgspec.json.decode(line, type=dict[str, Any])
            return {"value": await self._answer(str(asked["job"]), asked["params"])}
        except RuleError as refusal:
            return {"error": str(refusal), "code": refusal.code}
        except (HallError, msgspec.DecodeError, KeyError) as fault:
            return {"error": str(fault)}


def hand_over(folder: Path, job: str, params: Mapping[str, Any], *, within: float = 300) -> Any:
    """Return what the server on a folder answers; raises what it refused with."""
    with _short_path(folder) as path, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(within)
        try:
            line.connect(path)
            line.sendall(msgspec.json.encode({"job": job, "params": params}) + b"\n")
            with line.makefile("rb") as answers:
                answer = answers.readline()
        except OSError as fault:
            raise HallError(f"the server on {folder} does not answer: {fault}") from fault
    if not answer:
        raise HallError(f"the server on {folder} ended before it answered")
    found = msgspec.json.decode(answer, type=dict[str, Any])
    if "code" in found:
        raise RuleError(found["code"], found["error"])
    if "error" in found:
        raise HallError(found["error"])
    return found["value"]


def _bound(folder: Path) -> socket.socket:
    with _short_path(folder) as path:
        _remove(folder)
        listening = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            listening.bind(path)
        finally:
            os.umask(before)
    return listening


def _remove(folder: Path) -> None:
    (folder / _SOCKET).unlink(missing_ok=True)


@contextmanager
def _short_path(folder: Path) -> Iterator[str]:
    # Socket paths end at 107 bytes; through /proc the folder may lie as deep as it likes.
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{number}/{_SOCKET}"
    finally:
        os.close(number)
