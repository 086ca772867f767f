"""Starting, watching and ending the real programs."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from hall.errors import HallError

HALL90 = (sys.executable, "-m", "hall.cli")


class Program:
    """One running program; its log is kept, its first stdout line says it is ready."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        self._lines: queue.Queue[str | None] = queue.Queue()
        with log.open("ab") as errors:
            # A group of its own, so that whatever it started ends with it.
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **(env or {})},
                start_new_session=True,
                text=True,
                encoding="utf-8",
            )
        self._reader = threading.Thread(target=self._read, name=f"{name}-stdout", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            for line in stream:
                self._lines.put(line.rstrip("\n"))
            stream.close()
        self._lines.put(None)

    def first_line(self, within: float) -> str:
        """Return the next line of stdout; raises HallError naming the log when none comes."""
        try:
            line = self._lines.get(timeout=within)
        except queue.Empty:
            line = None
        if line is None:
            raise HallError(f"{self.name} did not become ready; see {self.log}\n{self.tail()}")
        return line

    def tail(self, lines: int = 12) -> str:
        """Return the end of the program's log."""
        text = self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join(5)

    def stop(self, within: float = 8.0) -> None:
        """Ask it to end, and end it when it does not."""
        if self.running:
            self._signal(signal.SIGTERM)
            try:
                self._process.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()
        self._signal(signal.SIGKILL)
        self._reader.join(5)

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return


def hall90(*arguments: str, stdin: str | None = None, within: float = 300) -> str:
    """Run one command of ours and return its stdout; raises HallError with what it said."""
    done = subprocess.run(
        [*HALL90, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=within,
        check=False,
    )
    if done.returncode:
        raise HallError(
            f"hall90 {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
        )
    return done.stdout
