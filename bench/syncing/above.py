"""A level above made of records like those of a province, its pages packed beforehand.

Its first rows come out of a content file, which is timed; the many after them are written as pages
of the same feed at once, so that a million of them do not take longer than applying them.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from hall.clock import SystemClock
from queue_server.content.applying import pages
from queue_server.content.canonical import data_of, meta_of, rev_of
from queue_server.content.database import metadata
from queue_server.content.model import Record
from queue_server.content.paging import Pages
from queue_server.content.service import ContentService
from queue_server.sync.log import Line
from queue_server.sync.pages import VERSION, Begin, write_page
from queue_server.sync.publishing import Publishing
from queue_server.sync.signing import open_signer

_CLOCK = SystemClock()
_DUTIES = ("保洁员", "缝纫工", "客服专员", "按摩师", "仓库管理员", "数据标注员", "面点师")
_PLACES = ("新城区", "回民区", "玉泉区", "赛罕区", "土默特左旗", "托克托县")
_TOLD_EVERY = 50_000
_KEPT, _PAGE = 40_000, 500
Tell = Callable[[str], None]


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


def _line(seq: int, record: Record) -> Line:
    data = data_of(record)
    return Line(
        seq=seq, op="put", kind=record.kind, id=record.id, rev=rev_of(data), origin=("p",),
        meta=msgspec.Raw(meta_of(record).encode() or b"{}"), data=msgspec.Raw(data),
    )  # fmt: skip


class Above:
    """A level above in a process of its own: every page is packed before anything is measured."""

    def __init__(self, folder: Path, rows: int, tell: Tell) -> None:
        content = ContentService(folder, _CLOCK)
        metadata.create_all(content.engine)
        kept = min(rows, _KEPT)
        written = Pages(content.engine, content.lock, _CLOCK)
        for page in pages(islice(made(rows), kept + 1), lambda: written.rows):
            written.apply(page, "p")
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
        while after < kept:
            self._pages[after] = gzip.compress(feed.changes(after=after), 1, mtime=0)
            after += _PAGE
        self.rows_per_s = round(kept / (_CLOCK.monotonic() - began))
        source = islice(made(rows), kept, None)
        while after < rows:
            self._pages[after] = gzip.compress(self._written(source, after, rows), 1, mtime=0)
            after += _PAGE
            if after % _TOLD_EVERY == 0:
                tell(f"making the level above: {after} of {rows} rows")
        content.close()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # A program of its own, which has the packed pages already: whoever times the calls in this
        # one must not wait for it.
        self._serving = get_context("fork").Process(target=self._server.serve_forever, daemon=True)
        self._serving.start()

    def url_of(self, count: int) -> str:
        """Return the address of a feed that has only so many rows."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{count}"

    def close(self) -> None:
        """End it."""
        self._serving.terminate()
        self._serving.join()
        self._server.server_close()

    def _written(self, source: Iterator[Record], after: int, rows: int) -> bytes:
        begin = Begin(v=VERSION, feed="p", epoch=self._head["epoch"], after=after)
        lines = list(map(_line, range(after + 1, rows + 1), islice(source, _PAGE)))
        if after + _PAGE < rows:
            lines.append(lines[-1])  # tells that there is more
        return write_page(begin, lines, limit=_PAGE, max_bytes=1 << 24, max_seq=rows)

    def _page(self, count: int, after: int) -> bytes:
        packed = self._pages.get(after)
        if packed is None or after + _PAGE >= count:
            return self._last(count, after)
        return packed

    def _last(self, count: int, after: int) -> bytes:
        body = gzip.decompress(self._pages[after - after % _PAGE]) if after < count else b""
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
