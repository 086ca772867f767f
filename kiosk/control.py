"""A door into the running kiosk for its own machine: jack events without a sensor, pictures.

One line in, one line out, over a socket in the user's runtime directory; nobody else may open it.
"""

import asyncio
import os
import socket
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from hall.errors import DeviceError, HallError

Command = Callable[[str], Awaitable[None]]
"""Does what one word asks; takes the rest of the line."""

_NAME = "hall90-kiosk.sock"
_LINE_LIMIT = 4096
_WITHIN_S = 10.0


def door() -> Path:
    """Return where the running kiosk listens; ``HALL90_RUNTIME`` overrides the folder."""
    chosen = os.environ.get("HALL90_RUNTIME") or os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(chosen) if chosen else Path(tempfile.gettempdir()) / f"hall90-{os.getuid()}"
    return folder / _NAME


async def open_door(commands: Mapping[str, Command], path: Path | None = None) -> asyncio.Server:
    """Listen for commands until the returned server is closed."""
    at = path or door()
    at.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        at.unlink()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = (await asyncio.wait_for(reader.readline(), _WITHIN_S)).decode("utf-8")
            writer.write((await _answer(commands, line.strip()) + "\n").encode("utf-8"))
            await writer.drain()
        except (OSError, ValueError, TimeoutError):
            return
        finally:
            writer.close()

    server = await asyncio.start_unix_server(serve, str(at), limit=_LINE_LIMIT)
    at.chmod(0o600)
    return server


async def _answer(commands: Mapping[str, Command], line: str) -> str:
    word, _, rest = line.partition(" ")
    command = commands.get(word)
    if command is None:
        return f"unknown command {word}"
    try:
        await command(rest)
    except (HallError, OSError, ValueError) as error:
        return f"failed: {error}"
    return "ok"


def ask(line: str, path: Path | None = None, *, within: float = _WITHIN_S) -> None:
    """Send one command to the running kiosk; raise DeviceError where it does not do it.

    ``within`` is how many seconds its answer is waited for.
    """
    at = path or door()
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(within)
            connection.connect(str(at))
            connection.sendall(f"{line}\n".encode())
            answer = connection.makefile(encoding="utf-8").readline().strip()
    except OSError as error:
        raise DeviceError(f"no kiosk is running here ({at}): {error}") from error
    if answer != "ok":
        raise DeviceError(answer or "the kiosk gave no answer")
