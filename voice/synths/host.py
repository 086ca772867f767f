"""The child an engine runs in, so that its crash, its hang and its licence stay its own.

Started as ``python -m voice.synths.host NAME [--model FOLDER]``. Reads JSON lines
``{"id", "words", "lang", "rate"}`` and ``{"stop": id}`` on stdin, answers by frames. Ends when
stdin ends, even from the middle of a piece: it never outlives the voice process.
"""

import argparse
import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from hall.errors import SpeechError
from hall.logs import set_up_logging
from voice.port import Span, Synth, speak_marked
from voice.synths.frames import pack_ready, pack_span, write_frame

_GRACE = 1.0
_log = logging.getLogger(__name__)


class Host:
    """One engine, asked by lines and answering by frames; the engine keeps the first thread."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._requests: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._stopped = 0
        self._over = threading.Event()

    def serve(self, synth: Synth, commands: IO[bytes]) -> None:
        """Speak what is asked for until the commands end."""
        threading.Thread(target=self._read, args=(commands,), daemon=True).start()
        write_frame(self._answers, "R", 0, pack_ready(synth.capabilities))
        while (request := self._requests.get()) is not None:
            self._speak(synth, request)
        synth.close()
        self._over.set()

    def _read(self, commands: IO[bytes]) -> None:
        for line in commands:
            asked = json.loads(line)
            if "stop" in asked:
                self._stopped = max(self._stopped, int(asked["stop"]))
            else:
                self._requests.put(asked)
        self._stopped = sys.maxsize
        self._requests.put(None)
        if not self._over.wait(_GRACE):
            # The engine is deep inside its own code and nobody waits for it any more.
            os._exit(0)

    def _speak(self, synth: Synth, request: dict[str, Any]) -> None:
        number = int(request["id"])

        def sink(pcm: bytes) -> bool:
            if pcm and self._stopped < number:
                write_frame(self._answers, "P", number, pcm)
            return self._stopped < number

        def reached(word: Span) -> None:
            write_frame(self._answers, "W", number, pack_span(word))

        try:
            whole = sink(b"") and speak_marked(
                synth, request["words"], request["lang"], int(request["rate"]), sink, reached
            )
            write_frame(self._answers, "E" if whole else "A", number)
        except SpeechError as error:
            write_frame(self._answers, "F", number, str(error).encode())
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  the process's root: what foreign code raises
            _log.exception("engine broke")
            write_frame(self._answers, "F", number, _told(error).encode())


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the engine, tell what it can do or why not, serve."""
    from voice.synths.registry import NATIVE

    parser = argparse.ArgumentParser(prog="voice.synths.host", description=__doc__)
    parser.add_argument("name", choices=sorted(NATIVE))
    parser.add_argument("--model", type=Path)
    given = parser.parse_args(arguments)
    set_up_logging(level=os.environ.get("HALL90_LOG", "WARNING"))
    # Libraries print to stdout; the answers have it to themselves.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with answers:
        try:
            synth = NATIVE[given.name](given.model)
        except SpeechError as error:
            write_frame(answers, "R", 0, pack_ready(None, str(error)))
            return
        except Exception as error:  # noqa: BLE001  the process's root: what foreign code raises
            _log.exception("engine not opened")
            write_frame(answers, "R", 0, pack_ready(None, _told(error)))
            return
        try:
            Host(answers).serve(synth, sys.stdin.buffer)
        except BrokenPipeError:
            # The voice process is gone; the pipe would complain again when it is closed.
            os._exit(0)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
