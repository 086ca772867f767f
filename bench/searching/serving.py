"""A real server on a content file, asked over loopback on one kept connection."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from queue_server.content.model import ContentQuery

_PATIENCE_S = 120
_DEMO_SITE = Path(__file__).resolve().parents[2] / "config" / "defaults" / "site.toml"


class Serving:
    """``hall90 server run`` on a folder while the block lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> "Serving":
        # A site of one's own: the demo hall would bring its content in.
        site = self._folder / "site.toml"
        site.write_text(_DEMO_SITE.read_text("utf-8"), "utf-8")
        command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", "0"]
        command += ["--site", str(site)]
        self._process = subprocess.Popen(
            [*command, "--data", str(self._folder)], stdout=subprocess.PIPE, text=True
        )
        told = self._process.stdout.readline() if self._process.stdout else ""
        if not told.startswith("listening on "):
            raise RuntimeError(f"the server said {told!r}")
        self._client = httpx.Client(base_url=told.split()[-1], timeout=_PATIENCE_S)
        self.ask(ContentQuery(kind="job"))
        return self

    def ask(self, query: ContentQuery) -> bytes:
        """Return the server's answer to a query."""
        asked = {
            name: getattr(query, name)
            for name in ("kind", "q", "region", "education", "disability", "pay_min", "sort")
            if getattr(query, name) not in (None, "")
        }
        answer = self._client.get("/api/v1/content", params={**asked, "exact": query.exact})
        answer.raise_for_status()
        return answer.content

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()
        self._process.terminate()
        self._process.wait(_PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
