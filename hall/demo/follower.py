"""A reader of the live stream, as a hall screen would be: it keeps every row it is told."""

import json
import threading
from pathlib import Path
from typing import Any

import requests

from hall.demo.waiting import pause


class Follower:
    """Follows ``/api/v1/events`` from the first row on, and resumes by ``Last-Event-ID``."""

    def __init__(self, url: str, token: str, keep: Path) -> None:
        self._url = url
        self._token = token
        self._keep = keep
        self._rows: list[dict[str, Any]] = []
        self._last = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def rows(self) -> list[dict[str, Any]]:
        """Return every row so far, in order."""
        return list(self._rows)

    def close(self) -> None:
        """Stop following and write the rows down."""
        self._stop.set()
        lines = [json.dumps(row, ensure_ascii=False) for row in self._rows]
        self._keep.write_text("\n".join(lines) + "\n", "utf-8")

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                self._read()
            except requests.RequestException:
                pause(0.3)

    def _read(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"}
        if self._last:
            headers["Last-Event-ID"] = self._last
        with requests.get(
            f"{self._url}/api/v1/events", headers=headers, stream=True, timeout=(5, 60)
        ) as answer:
            answer.raise_for_status()
            answer.encoding = "utf-8"
            for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
                if self._stop.is_set():
                    return
                self._take(line)

    def _take(self, line: str) -> None:
        if line.startswith("id:"):
            self._last = line[3:].strip()
        elif line.startswith("data:"):
            self._rows.append(json.loads(line[5:]))
