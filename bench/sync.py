"""Import, feed and the line of visitors side by side, in one run.

`hall90 bench sync [--rows N] [--imported N] [--json FILE]`. Rows a second brought in from records
and applied from a feed page by page, the longest time a transaction held the content's write lock,
and the time call-next takes while a feed is applied in the same server, against its idle value
just before. The level above answers from pages packed before anything is measured.
"""

import argparse
import asyncio
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import open_hall
from queue_server.content.applying import apply_page, pages
from queue_server.content.database import metadata, writing
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM
from queue_server.sync.calling import Caller
from queue_server.sync.following import Above, Following
from queue_server.sync.publishing import Publishing
from queue_server.sync.signing import open_signer

_CLOCK = SystemClock()
_DUTIES = ("保洁员", "缝纫工", "客服专员", "按摩师", "仓库管理员", "数据标注员", "面点师")
_PLACES = ("新城区", "回民区", "玉泉区", "赛罕区", "土默特左旗", "托克托县")
_CALLS = 400


def main() -> None:
    """Measure, print a table, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="import, feed and calls side by side")
    parser.add_argument("--rows", type=int, default=200_000, help="Rows of the feed.")
    parser.add_argument("--imported", type=int, default=10_000, help="Rows of the import.")
    parser.add_argument("--json", type=Path, dest="out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.rows, asked.imported)
    print(_table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


def measure(folder: Path, rows: int, imported: int) -> dict[str, Any]:
    """Return the figures of one run in an empty folder."""
    figures: dict[str, Any] = {"rows": rows, "imported": imported}
    figures["import"] = _import(folder / "import", imported)
    above = _Above(folder / "above", rows)
    figures["serve_rows_per_s"] = above.rows_per_s
    try:
        figures["feed"] = _follow(folder / "below", above, min(rows, imported))
        figures["calls"] = asyncio.run(_calls(folder / "hall", above, rows))
    finally:
        above.close()
    return figures


def made(count: int) -> Iterator[Record]:
    """Yield records like those of a province."""
    for n in range(count):
        duty, place = _DUTIES[n % len(_DUTIES)], _PLACES[n % len(_PLACES)]
        yield Record(
            kind="job", id=f"p:{n}", source="p", title=f"{duty}{n % 997}",
            employer=f"呼和浩特市第{n % 4099}人力资源有限公司",
            place=f"内蒙古自治区呼和浩特市{place}",
            region=f"1501{2 + n % 4:02d}", pay_min=2000 + n % 40 * 100, pay_max=4000 + n % 60 * 100,
            pay_text=f"{2000 + n % 40 * 100}-{4000 + n % 60 * 100}元/月", education=n % 7,
            occupation="other", openings=n % 9 + 1, tags=("五险", "包住"),
            paragraphs=("负责日常工作，听从安排，吃苦耐劳。", f"每天八小时，周日休息，工号{n}。"),
        )  # fmt: skip


def _import(folder: Path, count: int) -> dict[str, Any]:
    content = ContentService(folder, _CLOCK)
    longest, began = 0.0, _CLOCK.monotonic()
    for page in pages(made(count)):
        with writing(content.engine, content.lock) as connection:
            locked = _CLOCK.monotonic()
            apply_page(connection, page, "p", _CLOCK.now())
        longest = max(longest, _CLOCK.monotonic() - locked)
    taken = _CLOCK.monotonic() - began
    content.close()
    return {"rows_per_s": round(count / taken), "longest_lock_ms": round(longest * 1000, 1)}


def _follow(folder: Path, above: "_Above", count: int) -> dict[str, Any]:
    content = ContentService(folder, _CLOCK)
    metadata.create_all(content.engine)
    following = Following(content.engine, content.lock, _CLOCK, Above(own_feed="bench"))
    caller = Caller(above.url_of(count))
    began = _CLOCK.monotonic()
    taken = following.look(caller)
    seconds = _CLOCK.monotonic() - began
    caller.close()
    content.close()
    return {
        "rows": taken.new,
        "rows_per_s": round(taken.new / seconds),
        "longest_lock_ms": round(taken.longest_s * 1000, 1),
    }


async def _calls(folder: Path, above: "_Above", rows: int) -> dict[str, Any]:
    site = load_site()
    folder.mkdir(mode=0o700)  # noqa: ASYNC240  nothing else waits yet
    hall = open_hall(site, folder, _CLOCK)
    kiosk = await hall.create_token(SYSTEM, role="kiosk", name="k1")
    staff = await hall.create_token(SYSTEM, role="admin", name="bench")
    await hall.aclose()
    server = subprocess.Popen(  # noqa: ASYNC220  nothing else waits yet
        [sys.executable, "-m", "hall.cli", "server", "run", "--data", str(folder), "--port", "0",
         "--no-announce", "--no-demo-content"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    url = (server.stdout or io.BytesIO()).readline().decode().split()[-1]
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            visits = _Visits(client, kiosk, staff, site.windows[0].id, site.windows[0].services[0])
            await visits.open()
            idle = await visits.times(lambda: len(visits.taken) >= _CALLS)
            pull = subprocess.Popen(  # noqa: ASYNC220  forked at once
                [sys.executable, "-m", "hall.cli", "sync", "run", "--data", str(folder), "--json",
                 "--url", above.url_of(rows)],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            began = _CLOCK.monotonic()
            busy = await visits.times(lambda: pull.poll() is not None)
            seconds = _CLOCK.monotonic() - began
            told = json.loads((pull.stdout or io.BytesIO()).read())
    finally:
        server.terminate()
        server.wait(30)
    return {
        "applied": told["new"],
        "applied_per_s": round(told["new"] / seconds),
        "longest_lock_ms": told["longest_lock_ms"],
        "idle_p50_ms": _ms(idle, 0.5),
        "idle_p99_ms": _ms(idle, 0.99),
        "busy_p50_ms": _ms(busy, 0.5),
        "busy_p99_ms": _ms(busy, 0.99),
        "calls_while_applying": len(busy),
        "p99_ratio": round(_ms(busy, 0.99) / _ms(idle, 0.99), 2),
    }


class _Visits:
    """One window that calls and finishes, one visit after another, a pause between."""

    def __init__(
        self, client: httpx.AsyncClient, kiosk: str, staff: str, window: str, service: str
    ) -> None:
        self._client = client
        self._kiosk = {"Authorization": f"Bearer {kiosk}"}
        self._staff = {"Authorization": f"Bearer {staff}"}
        self._window = window
        self._service = service
        self._key = 0
        self.taken: list[float] = []

    async def open(self) -> None:
        """Open the window."""
        path = f"/api/v1/windows/{self._window}/open"
        (await self._client.post(path, headers=self._staff)).raise_for_status()

    async def times(self, enough: Callable[[], bool]) -> list[float]:
        """Return how long each call-next took until it is enough."""
        self.taken = []
        while not enough():
            self._key += 1
            key = {"Idempotency-Key": f"b{self._key}"}
            body = {"service": self._service, "needs": [], "languages": ["zh-CN"],
                    "channel": "kiosk"}  # fmt: skip
            answer = await self._client.post(
                "/api/v1/tickets", json=body, headers=self._kiosk | key
            )
            answer.raise_for_status()
            began = _CLOCK.monotonic()
            called = await self._client.post(
                f"/api/v1/windows/{self._window}/call-next", headers=self._staff | key
            )
            self.taken.append(_CLOCK.monotonic() - began)
            called.raise_for_status()
            for event in ("arrive", "finish"):
                path = f"/api/v1/tickets/{called.json()['id']}/{event}"
                await self._client.post(path, json={}, headers=self._staff)
            await _CLOCK.sleep(0.01)
        return self.taken


class _Above:
    """A level above in a thread of its own: every page is packed before anything is measured."""

    def __init__(self, folder: Path, rows: int) -> None:
        content = ContentService(folder, _CLOCK)
        metadata.create_all(content.engine)
        for page in pages(made(rows)):
            with writing(content.engine, content.lock) as connection:
                apply_page(connection, page, "p", _CLOCK.now())
        feed = Publishing(
            content.engine,
            content.lock,
            feed="p",
            signer=partial(open_signer, folder, "p"),
            clock=_CLOCK,
        )
        self._head = feed.head()
        self._signer = feed.signer
        began, after = _CLOCK.monotonic(), 0
        self._pages: dict[int, bytes] = {}
        while after < rows:
            body = feed.changes(after=after)
            self._pages[after] = gzip.compress(body, 5, mtime=0)
            after += 500
        self.rows_per_s = round(rows / (_CLOCK.monotonic() - began))
        content.close()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def url_of(self, count: int) -> str:
        """Return the address of a feed that has only so many rows."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{count}"

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def _page(self, count: int, after: int) -> bytes:
        packed = self._pages.get(after)
        if packed is None or after + 500 >= count:
            return self._last(count, after)
        return packed

    def _last(self, count: int, after: int) -> bytes:
        body = gzip.decompress(self._pages[after - after % 500]) if after < count else b""
        lines = body.splitlines(keepends=True)[1:-1][: max(0, count - after)]
        begin = {"t": "begin", "v": 1, "feed": "p", "epoch": self._head["epoch"], "after": after}
        told = json.dumps(begin).encode() + b"\n" + b"".join(lines)
        end = {"t": "end", "next": count, "more": False, "max_seq": count, "n": len(lines),
               "sha256": hashlib.sha256(told).hexdigest()}  # fmt: skip
        return gzip.compress(told + json.dumps(end).encode() + b"\n", 1, mtime=0)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        above = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                count = int(parts.path.split("/")[1])
                if parts.path.endswith("head"):
                    members = {key: value for key, value in above._head.items()
                               if key not in ("sig", "alg", "key", "public", "root")}  # fmt: skip
                    told = above._signer.signed({**members, "max_seq": count})
                    self._send(json.dumps(told).encode(), {})
                    return
                after = int(parse_qs(parts.query).get("after", ["0"])[0])
                self._send(above._page(count, after), {"Content-Encoding": "gzip"})

            def _send(self, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _ms(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)


def _table(figures: dict[str, Any]) -> str:
    told, calls = figures["feed"], figures["calls"]
    return "\n".join(
        [
            f"import         {figures['import']['rows_per_s']:>8} rows/s   "
            f"longest write lock {figures['import']['longest_lock_ms']} ms",
            f"feed applied   {told['rows_per_s']:>8} rows/s   "
            f"longest write lock {told['longest_lock_ms']} ms",
            f"feed made      {figures['serve_rows_per_s']:>8} rows/s",
            f"in a server    {calls['applied_per_s']:>8} rows/s   "
            f"longest write lock {calls['longest_lock_ms']} ms   ({calls['applied']} rows)",
            f"call-next p50  {calls['idle_p50_ms']} ms idle, {calls['busy_p50_ms']} ms meanwhile",
            f"call-next p99  {calls['idle_p99_ms']} ms idle, {calls['busy_p99_ms']} ms meanwhile"
            f" = {calls['p99_ratio']} x ({calls['calls_while_applying']} calls)",
        ]
    )


if __name__ == "__main__":
    main()
