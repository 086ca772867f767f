"""A client of speech-dispatcher's protocol SSIP over its socket: lines out, replies and events in.

Source: the SSIP documentation of speech-dispatcher 0.11. A reply ends with a line ``NNN text``,
lines before it are ``NNN-text``; codes 700 to 799 are events and may come at any time.
"""

import contextlib
import os
import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hall.errors import SpeechError
from voice.synths.child import SynthLostError

ADDRESS_VARIABLE = "SPEECHD_ADDRESS"
_REPLY_WITHIN = 5.0
_PORT = 6560


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer or an event: its code, the lines before the last, and the last line's words."""

    code: int
    lines: tuple[str, ...]
    text: str


class SsipConnection:
    """One connection. ``on_event`` is called from the reading thread for each event.

    Raises SpeechError when nobody listens; every call raises SynthLostError when the connection
    is gone or no reply comes.
    """

    def __init__(self, address: str | None, on_event: Callable[[Reply], None]) -> None:
        self._on_event = on_event
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._asking = threading.Lock()
        self._socket = _connected(address or default_address())
        self._lines = self._socket.makefile("rb")
        self.lost = threading.Event()
        self._reader = threading.Thread(
            target=self._read, args=(self._lines,), name="ssip", daemon=True
        )
        self._reader.start()

    def ask(self, line: str) -> Reply:
        """Send a command and return the answer. Raises SpeechError where it is a refusal."""
        with self._asking:
            reply = self._exchange(line.encode("utf-8", "replace") + b"\r\n")
        if reply.code >= 300:
            raise SpeechError(f"speech-dispatcher refused {line.split()[0]}: {reply.text}")
        return reply

    def speak(self, text: str) -> str:
        """Queue a message and return its number; lines that begin with a dot are protected."""
        with self._asking:
            if (reply := self._exchange(b"SPEAK\r\n")).code >= 300:
                raise SpeechError(f"speech-dispatcher takes no text: {reply.text}")
            lines = " ".join(text.splitlines()).encode("utf-8", "replace")
            if lines.startswith(b"."):
                lines = b"." + lines
            reply = self._exchange(lines + b"\r\n.\r\n")
        if reply.code >= 300 or not reply.lines:
            raise SpeechError(f"speech-dispatcher did not take the text: {reply.text}")
        return reply.lines[0]

    def close(self) -> None:
        """Hang up; harmless when repeated."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(timeout=1.0)
        self._lines.close()
        self._socket.close()

    def _exchange(self, data: bytes) -> Reply:
        try:
            self._socket.sendall(data)
            reply = self._replies.get(timeout=_REPLY_WITHIN)
        except (OSError, queue.Empty) as error:
            raise SynthLostError("speech-dispatcher does not answer") from error
        if reply is None:
            raise SynthLostError("speech-dispatcher hung up")
        return reply

    def _read(self, lines: IO[bytes]) -> None:
        before: list[str] = []
        with contextlib.suppress(OSError, ValueError):
            for raw in lines:
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                if not line[:3].isdigit():
                    continue
                if line[3:4] == "-":
                    before.append(line[4:])
                    continue
                reply = Reply(code=int(line[:3]), lines=tuple(before), text=line[4:])
                before = []
                if 700 <= reply.code < 800:
                    self._on_event(reply)
                else:
                    self._replies.put(reply)
        self.lost.set()
        self._replies.put(None)


def default_address() -> str:
    """Return where speech-dispatcher listens for this user: SPEECHD_ADDRESS, else its socket."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or Path.home() / ".cache")
    there = f"unix_socket:{runtime / 'speech-dispatcher' / 'speechd.sock'}"
    return os.environ.get(ADDRESS_VARIABLE) or there


def _connected(address: str) -> socket.socket:
    kind, _, where = address.partition(":")
    try:
        if kind == "inet_socket":
            host, _, port = where.partition(":")
            return socket.create_connection((host, int(port or _PORT)), timeout=None)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(where)
        except OSError:
            connection.close()
            raise
    except (OSError, ValueError) as error:
        raise SpeechError(f"speech-dispatcher does not listen at {address}: {error}") from error
    return connection
