"""Two levels: one that publishes over real HTTP and may misbehave, one that follows it."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import stamina
from sqlalchemy import select

from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server.content.database import entry, metadata
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.sync import outbox
from queue_server.sync.calling import Caller
from queue_server.sync.digests import own_digests, root_of
from queue_server.sync.following import Above, Following
from queue_server.sync.publishing import GoneTooFarError, Publishing
from queue_server.sync.signing import open_signer
from queue_server.sync.state import Place, State, load, save
from queue_server.sync.taking import Taken
from queue_server.sync.uplink import Uplink
from tests.queue_server.fresh import lay_content

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
assert outbox.outbox.name in metadata.tables
Mangle = Callable[[str, bytes], bytes]


@pytest.fixture(autouse=True)
def _no_waiting_between_attempts() -> Iterator[None]:
    stamina.set_testing(True, attempts=2)
    yield
    stamina.set_testing(False)


class Level:
    """A hall's content with its feed; ``follow`` makes it look at another."""

    def __init__(self, folder: Path, feed: str, clock: ManualClock) -> None:
        self.folder = folder
        self.feed = feed
        self.clock = clock
        lay_content(folder)
        self.content = ContentService(folder, clock)
        metadata.create_all(self.content.engine)
        self.signer = open_signer(folder, feed)
        self.publishing = self._publishing()
        self.uplink = Uplink(self.content.engine, self.content.lock, clock)
        self.outbox = outbox.Outbox(self.content.engine, self.content.lock, clock)

    def _publishing(self) -> Publishing:
        engine, lock = self.content.engine, self.content.lock
        return Publishing(
            engine, lock, feed=self.feed, signer=lambda: self.signer, clock=self.clock
        )

    def bring(self, *records: Record, source: str = "t") -> None:
        self.content.import_items(records, source=source)

    def withdraw(self, *ids: str, why: Any = "withdrawn", kind: str = "job") -> None:
        self.content.withdraw_items([(kind, each, why) for each in ids], source="t")

    def follow(self, caller: Caller, *, afresh: bool = False, **above: Any) -> Taken:
        engine, lock = self.content.engine, self.content.lock
        told = Above(own_feed=self.feed, **above)
        following = Following(engine, lock, self.clock, told, trust=self.content.trusted.note)
        return following.look(caller, afresh=afresh)

    def root(self) -> str:
        with self.content.engine.connect() as connection:
            return root_of(own_digests(connection))

    def ids(self) -> list[str]:
        with self.content.engine.connect() as connection:
            return list(connection.execute(select(entry.c.id).order_by(entry.c.id)).scalars())

    def place(self) -> tuple[Place, State]:
        with self.content.engine.connect() as connection:
            return load(connection)

    def remember(self, state: State) -> None:
        from queue_server.content.database import writing

        with writing(self.content.engine, self.content.lock) as connection:
            save(connection, state)

    def close(self) -> None:
        self.content.close()


@dataclass
class Wire:
    """The way between two levels: what passes it may be altered, cut or kept back."""

    level: Level
    port: int = 0
    mangle: Mangle | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    raw: bytes | None = None
    packed: bool = True
    asked: list[str] = field(default_factory=list)
    date: datetime | None = None

    @property
    def caller(self) -> Caller:
        return Caller(f"http://127.0.0.1:{self.port}")

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        feed = self.level.publishing
        try:
            if path == "/feed/v1/head":
                head = feed.head()
                tag = {"ETag": f'"{head["epoch"]}:{head["max_seq"]}"'}
                return 200, json.dumps(head, ensure_ascii=False).encode(), tag
            if path == "/feed/v1/changes":
                numbers = {
                    name: int(query[name])
                    for name in ("after", "limit", "live_until")
                    if name in query
                }
                page = feed.changes(
                    **numbers,
                    scope=query.get("scope", ""),
                    epoch=query.get("epoch"),
                )
                return 200, page, {}
            if path == "/feed/v1/digest":
                position, digests = feed.digest(query.get("scope", ""))
                return 200, digests, {"Feed-Position": position}
            if path.startswith("/uplink/"):
                place = self.level.uplink.place("token", path.rpartition("/")[2])
                return 200, json.dumps(place).encode(), {}
            number = int(path.rpartition("/")[2], 16)
            return 200, feed.bucket(number, query.get("scope", "")), {}
        except GoneTooFarError as fault:
            status = 410 if fault.code == "too_old" else 409
            return status, json.dumps({"restart": "reconcile", "code": fault.code}).encode(), {}
        except RuleError as fault:
            return 422, json.dumps({"code": fault.code}).encode(), {}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    wire: Wire


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wire, parts = self.server.wire, urlsplit(self.path)
        wire.asked.append(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status, body, headers = wire.answer(parts.path, query)
        if wire.mangle is not None:
            body = wire.mangle(parts.path, body)
        if wire.packed and len(body) > 100:
            body, headers = gzip.compress(body, 1, mtime=0), {**headers, "Content-Encoding": "gzip"}
        self._send(wire.status or status, body, headers | wire.headers)

    def do_PUT(self) -> None:
        wire = self.server.wire
        body = self.rfile.read(int(self.headers["Content-Length"]))
        wire.asked.append(self.path)
        _, _, _, hall, epoch, n = self.path.split("/")
        digest = self.headers.get("Content-Digest")
        taken = wire.level.uplink.take("token", hall, epoch, int(n), body, digest)
        self._send(wire.status or taken.status, json.dumps(dict(taken.body)).encode(), {})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        wire = self.server.wire
        self.send_response_only(status)
        told = wire.date or wire.level.clock.now()
        self.send_header("Date", format_datetime(told, usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if wire.cut_at is None:
            self.wfile.write(body)
            return
        self.wfile.write(body[: wire.cut_at])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def make_level(tmp_path: Path, clock: ManualClock) -> Iterator[Callable[..., Level]]:
    made: list[Level] = []

    def make(feed: str, *, folder: str = "", own_clock: ManualClock | None = None) -> Level:
        level = Level(tmp_path / (folder or feed), feed, own_clock or clock)
        made.append(level)
        return level

    yield make
    for each in made:
        each.close()


@pytest.fixture
def make_wire() -> Iterator[Callable[[Level], Wire]]:
    servers: list[tuple[_Server, threading.Thread]] = []

    def make(level: Level) -> Wire:
        server = _Server(("127.0.0.1", 0), _Handler)
        server.wire = Wire(level, server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return server.wire

    yield make
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def above(make_level: Callable[..., Level]) -> Level:
    return make_level("150000")


@pytest.fixture
def below(make_level: Callable[..., Level]) -> Level:
    return make_level("150204")


@pytest.fixture
def wire(above: Level, make_wire: Callable[[Level], Wire]) -> Wire:
    return make_wire(above)


@pytest.fixture
def job() -> Callable[..., Record]:
    def make(number: int, **told: Any) -> Record:
        values: dict[str, Any] = {"title": f"岗位{number}", "region": "150204"}
        return Record(kind="job", id=f"t:{number}", source="t", **{**values, **told})

    return make


@pytest.fixture
def jobs(job: Callable[..., Record]) -> Callable[[int], Sequence[Record]]:
    return lambda count: [job(number) for number in range(count)]


@pytest.fixture
def settings() -> SyncSettings:
    return SyncSettings()
