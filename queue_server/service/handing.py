"""One writer, always: who holds a data folder, and how a command hands its work to that server.

A running server holds an exclusive lock on the folder and listens on a Unix socket in it that
only its own user may open (0600). One JSON line asks; lines of ``progress`` may follow, and one
line with the ``value``, or the ``error``, ends the answer.
"""

import asyncio
import fcntl
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from hall.clock import Clock
from hall.errors import HallError, RuleError
from queue_server.folder import unusable
from queue_server.store.acting import PLACE, SERVER

_LOG = logging.getLogger(__name__)
_LOCK, _SOCKET = "server.lock", "server.sock"
_LONGEST_LINE = 1 << 20
_PATIENCE_S, _EVERY_S = 30.0, 0.2
Tell = Callable[[Any], None]
Answer = Callable[[str, Mapping[str, Any], Tell], Awaitable[Any]]
T = TypeVar("T")


class BusyError(HallError):
    """Another process holds the data folder."""


class NobodyAnswersError(HallError):
    """The folder is held, but its holder has no door: another command, or a server not yet up."""


class GoneError(HallError):
    """The command that asked has ended; its work need not go on."""


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a data folder exclusively.

    Raises BusyError where another process does, ConfigError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / _LOCK).open("a+b")
    except OSError as fault:
        raise unusable(folder, fault) from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                f"another hall90 server or command is using {folder}; "
                "stop it first, or give this one a folder of its own with --data"
            ) from None
        yield


def here_or_there(
    folder: Path,
    here: Callable[[], T],
    there: Callable[[], T],
    clock: Clock,
    *,
    patience: float = _PATIENCE_S,
) -> T:
    """Do a command's work here, holding the folder, or else have the server there do it.

    Where another command holds the folder, or a server that is just starting, wait for it, at
    most ``patience`` seconds; then raise BusyError.
    """
    until = clock.monotonic() + patience
    while True:
        try:
            with holding(folder):
                PLACE.set(SERVER)
                return here()
        except BusyError as busy:
            # Nobody answering is no failure yet: whoever holds the folder may be done soon.
            with suppress(NobodyAnswersError):
                return there()
            if clock.monotonic() >= until:
                raise BusyError(
                    f"another hall90 command has been using {folder} for {patience:g} s; "
                    "try again when it has ended"
                ) from busy
            asyncio.run(clock.sleep(_EVERY_S))


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
        loop = asyncio.get_running_loop()

        def tell(progress: Any) -> None:
            """Send progress, from any thread; raises GoneError where nobody listens any more."""
            if writer.is_closing():
                raise GoneError("the command that asked has ended")
            line = msgspec.json.encode({"progress": progress}) + b"\n"
            loop.call_soon_threadsafe(writer.write, line)

        try:
            line = await reader.readline()
            writer.write(msgspec.json.encode(await self._answered(line, tell)) + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            _LOG.warning("a command went away")
        finally:
            writer.close()

    async def _answered(self, line: bytes, tell: Tell) -> dict[str, Any]:
        try:
            PLACE.set(SERVER)
            asked = msgspec.json.decode(line, type=dict[str, Any])
            return {"value": await self._answer(str(asked["job"]), asked["params"], tell)}
        except RuleError as refusal:
            return {"error": str(refusal), "code": refusal.code}
        except (HallError, msgspec.DecodeError, KeyError) as fault:
            return {"error": str(fault)}
        except Exception:  # noqa: BLE001  a job's root: the server goes on
            _LOG.exception("a command's job failed")
            return {"error": "a fault of the server; it has been logged"}


def hand_over(
    folder: Path,
    job: str,
    params: Mapping[str, Any],
    *,
    tell: Tell | None = None,
    within: float = 300,
) -> Any:
    """Return what the server on a folder answers; raises what it refused with.

    ``tell`` is given each progress; ``within`` bounds the seconds of silence. Raises
    NobodyAnswersError where the folder has no open door.
    """
    with _short_path(folder) as path, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(within)
        try:
            line.connect(path)
        except OSError as fault:
            told = f"the server on {folder} does not answer: {fault.strerror}"
            raise NobodyAnswersError(told) from fault
        try:
            line.sendall(msgspec.json.encode({"job": job, "params": params}) + b"\n")
            with line.makefile("rb") as answers:
                found = _final(answers, tell)
        except OSError as fault:
            raise HallError(f"the server on {folder} does not answer: {fault}") from fault
    if found is None:
        raise HallError(f"the server on {folder} ended before it answered; try again")
    if "code" in found:
        raise RuleError(found["code"], found["error"])
    if "error" in found:
        raise HallError(found["error"])
    return found["value"]


def _final(answers: IO[bytes], tell: Tell | None) -> dict[str, Any] | None:
    for line in answers:
        found = msgspec.json.decode(line, type=dict[str, Any])
        if "progress" not in found:
            return found
        if tell is not None:
            tell(found["progress"])
    return None


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
