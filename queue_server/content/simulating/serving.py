"""The stand-in's HTTP: the platforms' own manners, and faults on request.

Guangdong answers nothing without a Referer of its site, shows at most ``cap`` of a query and tells
no more; NAV wants a token and answers 304. Faults are JSON in a file read again at each request,
by path prefix: ``{"/policy.atom": {"status": 503, "times": 2}}``. Members: ``status``,
``retry_after``, ``html`` (a page instead), ``body`` (text instead), ``cut`` (bytes sent of those
promised), ``bomb`` (MiB of zeros, gzipped), ``redirect``, ``mute`` (the line is closed), ``times``
(after so many the fault is over; 0 is for ever).
"""

import gzip
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from queue_server.content.simulating.upstream import Upstream

LIST = "/internet/retrieval/c/recruitment/homepage/positions"
DETAIL = "/internet/retrieval/c/recruitment/position/detail"
PAGES = "/api/app-jycy-job/querySearchJobInfo"
_HTML = b"<!doctype html><title>502</title><p>Bad gateway"
_JSON = "application/json"
_ELSEWHERE = b"http://example.gov.cn"  # whose archives recorded feeds point to


class StandIn:
    """A running stand-in on 127.0.0.1; ``asked`` counts the requests by path.

    ``queries`` are the last query of each path.
    """

    def __init__(self, upstream: Upstream, *, port: int = 0, faults: Path | None = None) -> None:
        self.upstream = upstream
        self.faults: dict[str, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()
        self.queries: dict[str, dict[str, str]] = {}
        self._file = faults
        self._used: Counter[str] = Counter()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def address(self) -> str:
        """Return the server's address without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def fault_at(self, path: str) -> Mapping[str, Any]:
        """Return the fault that holds for a path now, and count it."""
        faults = self.faults
        if self._file is not None and self._file.is_file():
            faults = json.loads(self._file.read_text("utf-8"))
        for prefix, fault in faults.items():
            if path.startswith(prefix):
                self._used[prefix] += 1
                times = fault.get("times", 0)
                return {} if times and self._used[prefix] > times else fault
        return {}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], standin: StandIn) -> None:
        self.standin = standin
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that hang up: some do, and rightly."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer, else each waits 40 ms for the other's acknowledgement

    def do_GET(self) -> None:
        self._answer(lambda path, asked: _get(self.server.standin, self, path, asked))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = json.loads(body or b"{}")
        self._answer(lambda path, _query: _post(self.server.standin, self, path, asked))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the caller counts."""

    def _answer(self, made: Callable[[str, dict[str, str]], "_Made"]) -> None:
        parts = urlsplit(self.path)
        standin = self.server.standin
        standin.asked[parts.path] += 1
        fault = standin.fault_at(parts.path)
        if fault.get("mute"):
            self.close_connection = True
            return
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        standin.queries[parts.path] = query
        self._send(_faulty(made(parts.path, query), fault), fault)

    def _send(self, made: "_Made", fault: Mapping[str, Any]) -> None:
        status, kind, body, headers = made
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if "cut" in fault:
            self.wfile.write(body[: int(fault["cut"])])
            self.close_connection = True
            return
        self.wfile.write(body)


_Made = tuple[int, str, bytes, dict[str, str]]


def _faulty(made: _Made, fault: Mapping[str, Any]) -> _Made:
    if "bomb" in fault:
        return 200, _JSON, _bomb(int(fault["bomb"])), {"Content-Encoding": "gzip"}
    if "redirect" in fault:
        return 302, "text/plain", b"", {"Location": str(fault["redirect"])}
    if fault.get("html"):
        return 200, "text/html", _HTML, {}
    if "body" in fault:
        return 200, made[1], str(fault["body"]).encode("utf-8", "surrogateescape"), {}
    if "status" in fault:
        after = {"Retry-After": str(fault["retry_after"])} if "retry_after" in fault else {}
        return int(fault["status"]), "text/plain", b"", after
    return made


@lru_cache(maxsize=4)
def _bomb(mebibytes: int) -> bytes:
    return gzip.compress(bytes(mebibytes << 20), 9)


def _json(value: Any, status: int = 200) -> _Made:
    return status, _JSON, json.dumps(value, ensure_ascii=False).encode(), {}


def _get(
    standin: StandIn, request: BaseHTTPRequestHandler, path: str, asked: Mapping[str, str]
) -> _Made:
    upstream = standin.upstream
    if path == PAGES:
        return _json(_cdpee(upstream, asked))
    if path in {"/jobtech/snapshot", "/jobtech/stream"}:
        return _json(upstream.jobtech)
    if path.startswith("/api/v1/feed"):
        return _nav(upstream, request, path)
    if path in upstream.documents:
        kind, body = upstream.documents[path]
        here = standin.address.encode()
        body = body.replace(b"<loc>@", b"<loc>" + here).replace(_ELSEWHERE, here)
        return 200, kind, body, {}
    return _json({"error": "not found"}, 404)


def _post(
    standin: StandIn, request: BaseHTTPRequestHandler, path: str, asked: Mapping[str, Any]
) -> _Made:
    upstream = standin.upstream
    own_site = (request.headers.get("Referer") or "").startswith(standin.address)
    if path == LIST:
        return _json(_guangdong(upstream, asked, own_site=own_site))
    if path == DETAIL:
        return _json(_guangdong_detail(upstream, str(asked.get("bcb009"))))
    return _json({"error": "not found"}, 404)


def _guangdong(upstream: Upstream, asked: Mapping[str, Any], *, own_site: bool) -> Any:
    region = str(asked.get("acb204", "")).rstrip("0")
    jobs = [job for job in upstream.guangdong if str(job["acb204"]).startswith(region)]
    jobs = (jobs if own_site else [])[: upstream.cap]
    size, current = int(asked["size"]), int(asked["current"])
    data = {
        "current": current,
        "size": size,
        "pages": -(-len(jobs) // size),
        "total": len(jobs),
        "records": jobs[(current - 1) * size : current * size],
    }
    return {"success": True, "appcode": "200", "msg": "", "data": data}


def _guangdong_detail(upstream: Upstream, number: str) -> Any:
    found = next((job for job in upstream.guangdong if job["bcb009"] == number), None)
    if number in upstream.offline:
        return {"success": True, "appcode": "200", "data": {"bcb009": None, "bce055": None}}
    if found is None:
        return {"success": False, "appcode": "10", "msg": "职位不存在或已下架", "data": None}
    detail = {**found, "acb22a": upstream.details.get(number, "")}
    return {"success": True, "appcode": "200", "data": detail}


def _cdpee(upstream: Upstream, asked: Mapping[str, str]) -> Any:
    number, size = int(asked["pageNum"]), int(asked["pageSize"])
    records = upstream.cdpee[(number - 1) * size : number * size]
    data = {"records": records, "total": len(upstream.cdpee), "size": size, "current": number}
    return {"code": 200, "msg": "操作成功", "data": data}


def _nav(upstream: Upstream, request: BaseHTTPRequestHandler, path: str) -> _Made:
    if not (request.headers.get("Authorization") or "").startswith("Bearer "):
        return _json({"error": "unauthorized"}, 401)
    if path in upstream.nav_entries:
        return _json(upstream.nav_entries[path])
    page = next(iter(upstream.nav.values())) if path == "/api/v1/feed" else upstream.nav.get(path)
    if page is None:
        return _json({"error": "not found"}, 404)
    mark = f'"{page["items"][-1]["id"]}"' if page["items"] else '"empty"'
    headers = {"ETag": mark, "Last-Modified": "Tue, 12 May 2026 01:00:00 GMT"}
    if page["next_url"] is None and request.headers.get("If-None-Match") == mark:
        return 304, _JSON, b"", headers
    status, kind, body, _ = _json(page)
    return status, kind, body, headers
