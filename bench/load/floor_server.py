"""The floor behind the same HTTP stack: uvicorn, Litestar, and raw SQLite with nothing in between.

`python -m bench.load.floor_server FOLDER LARGEST` issues bare numbers, at most so many in a
commit: 256 is group commit as fast as Python can make it, 1 is one transaction a request. It
keeps no queue, no journal's chain and no rules; the hall's server is measured against it.
"""

import asyncio
import queue
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Request, post
from pysqlite3 import dbapi2

_BUMP = (
    "insert into counter values ('A', 1) on conflict (prefix) do update set last = last + 1 "
    "returning last"
)
_Job = tuple[str, "asyncio.Future[int]"]


class Given(msgspec.Struct):
    """What a caller gets."""

    number: str
    service: str


class Issuing:
    """One thread that writes; commands that come together are committed together."""

    def __init__(self, path: Path, largest: int) -> None:
        self._queue: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._largest = largest
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._run, args=(path,), daemon=True).start()

    async def issue(self, service: str) -> int:
        """Return a number once it is on disk."""
        given: asyncio.Future[int] = self._loop.create_future()
        self._queue.put((service, given))
        return await given

    def _run(self, path: Path) -> None:
        line = dbapi2.connect(str(path), isolation_level=None)
        for statement in (
            "pragma journal_mode=WAL",
            "pragma synchronous=FULL",
            "create table counter (prefix text primary key, last integer)",
            "create table ticket (id integer primary key, seq integer unique, body text)",
            "create table journal (seq integer primary key, body text)",
        ):
            line.execute(statement)
        while True:
            batch = [self._queue.get()]
            while len(batch) < self._largest and not self._queue.empty():
                batch.append(self._queue.get())
            line.execute("begin immediate")
            given = []
            for service, _ in batch:
                line.execute("savepoint one")
                (seq,) = line.execute(_BUMP).fetchone()
                line.execute("insert into ticket (seq, body) values (?, ?)", (seq, service * 40))
                line.execute("insert into journal (body) values (?)", (service * 40,))
                line.execute("release one")
                given.append(seq)
            line.execute("commit")
            self._loop.call_soon_threadsafe(_tell, batch, given)


def _tell(batch: list[_Job], given: list[int]) -> None:
    for (_, waiting), seq in zip(batch, given, strict=True):
        if not waiting.done():
            waiting.set_result(seq)


class Asked(msgspec.Struct):
    """What a caller sends."""

    service: str


@post("/tickets")
async def issue(data: Asked, request: Request[Any, Any, Any]) -> Given:
    """Give a number."""
    seq = await request.app.state.issuing.issue(data.service)
    return Given(number=f"A{seq:03d}", service=data.service)


async def main(folder: Path, largest: int) -> None:
    """Serve until killed; the first line tells the address."""
    app = Litestar([issue], openapi_config=None, logging_config=None)
    app.state.issuing = Issuing(folder / "floor.sqlite3", largest)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)
    print(f"listening on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    await server.serve(sockets=[listening])


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(Path(sys.argv[1]), int(sys.argv[2])))
