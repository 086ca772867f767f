"""A stand-in for speech-dispatcher at the far end of a socket: speaks SSIP, sounds nothing.

It takes messages one after another and tells their beginning and end after ``seconds_each``;
``refuses`` names commands it answers with an error, ``mute`` lets it answer nothing more.
"""

import contextlib
import socket
import threading
from pathlib import Path

VOICES = (
    "Chinese (Mandarin, latin as English)\tcmn\tnone",
    "Chinese (Mandarin, latin as Pinyin)\tcmn-latn-pinyin\tnone",
    "Chinese (Mandarin, latin as Pinyin)+Adam\tcmn-latn-pinyin\tAdam",
    "English (America)\ten-us\tnone",
    "Kazakh\tkk\tnone",
)


class SsipSimulator:
    """Listens on a Unix socket until closed; ``heard`` are the messages, ``told`` the settings."""

    def __init__(
        self, path: Path, *, seconds_each: float = 0.1, voices: tuple[str, ...] = VOICES
    ) -> None:
        self.address = f"unix_socket:{path}"
        self.heard: list[str] = []
        self.told: dict[str, str] = {}
        self.cancelled = threading.Event()
        self.refuses: set[str] = set()
        self.mute = False
        self._seconds_each = seconds_each
        self._voices = voices
        self._stop = threading.Event()
        self._connections: list[socket.socket] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = threading.Thread(target=self._accept, name="ssip simulator", daemon=True)
        self._thread.start()

    def hang_up(self) -> None:
        """Cut all connections, as a crash would."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening and cut what is connected."""
        self._stop.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.hang_up()
        self._thread.join(timeout=2.0)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._stop.is_set():
                connection, _ = self._server.accept()
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
            text: list[str] | None = None
            for raw in lines:
                line = raw.decode("utf-8").rstrip("\r\n")
                if self.mute:
                    continue
                if text is None:
                    text = [] if self._command(connection, line) else None
                elif line == ".":
                    self._speak(connection, "\n".join(text))
                    text = None
                else:
                    text.append(line[1:] if line.startswith("..") else line)

    def _command(self, connection: socket.socket, line: str) -> bool:
        """Answer a command; True when a message's text follows."""
        word, _, rest = line.partition(" ")
        if word in self.refuses:
            _send(connection, "300 ERR NOT NOW")
        elif word == "SPEAK":
            _send(connection, "230 OK RECEIVING DATA")
            return True
        elif word == "SET":
            what, _, value = rest.removeprefix("SELF ").partition(" ")
            self.told[what] = value
            _send(connection, f"203 OK {what} SET")
        elif word == "LIST":
            _send(connection, *(f"249-{voice}" for voice in self._voices), "249 OK VOICE LIST SENT")
        elif word == "CANCEL":
            self.cancelled.set()
            _send(connection, "210 OK CANCELED")
        else:
            _send(connection, "500 ERR INVALID COMMAND")
        return False

    def _speak(self, connection: socket.socket, text: str) -> None:
        self.heard.append(text)
        number = str(len(self.heard))
        self.cancelled.clear()
        _send(connection, f"225-{number}", "225 OK MESSAGE QUEUED")
        threading.Thread(target=self._sound, args=(connection, number), daemon=True).start()

    def _sound(self, connection: socket.socket, number: str) -> None:
        with contextlib.suppress(OSError):
            _send(connection, f"701-{number}", "701-1", "701 BEGIN")
            if self.cancelled.wait(self._seconds_each):
                _send(connection, f"703-{number}", "703-1", "703 CANCELED")
            else:
                _send(connection, f"702-{number}", "702-1", "702 END")


def _send(connection: socket.socket, *lines: str) -> None:
    connection.sendall("".join(f"{line}\r\n" for line in lines).encode())
