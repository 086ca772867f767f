"""Tickets over HTTP beside the floors of the same run: numbers and calls a second, and their tails.

`hall90 bench queue [--seconds S] [--json FILE]`. A real server on an empty folder, reached over
loopback by 1, 8 and 32 clients that each keep a connection. *issue* is `POST /tickets`. *call* is
`POST /call-next`, each client at a window of its own; arrive and finish follow untimed, so calls a
second are whole visits. Clients and server share this machine.
The floors: one 4 KiB append with fsync; and an issue's three statements by raw SQLite in process,
committed in groups as large as the number of clients. Any number or call given twice is a failure.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pysqlite3 import dbapi2

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.commands import do_job

CLIENTS = (1, 8, 32)
_CLOCK = SystemClock()
_TEMPLATE = Path(__file__).resolve().parents[1] / "config" / "defaults" / "site.toml"
_SERVICES = tuple(service.id for service in load_site().services)
Ask = Callable[[str, dict[str, Any] | None, str | None], tuple[int, Any]]


def main() -> None:
    """Measure, print a table, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="tickets over HTTP beside the floors")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement")
    parser.add_argument("--json", type=Path, dest="out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.seconds)
    print(_table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, indent=1), "utf-8")


def measure(folder: Path, seconds: float) -> dict[str, Any]:
    """Return the figures of one run in an empty folder."""
    load = os.getloadavg()[0]
    floors = {
        "fsync": _summary(_fsync(folder, seconds)),
        "sqlite": {str(group): _raw(folder / f"raw{group}", group, seconds) for group in CLIENTS},
    }
    site, data = folder / "site.toml", folder / "data"
    site.write_text(_many_windows(_TEMPLATE.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", "0", "--no-announce"]
    command += ["--site", str(site), "--data", str(data)]
    started = _CLOCK.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            if server.stdout is None:
                raise AssertionError("the server has no output")
            url = server.stdout.readline().removeprefix("listening on ").strip()
            ready = round(_CLOCK.monotonic() - started, 2)
            http = _http(url, data, site, seconds)
        finally:
            server.send_signal(signal.SIGTERM)
    return {"load": load, "server_ready_s": ready, "floors": floors, "http": http}


def _http(url: str, data: Path, site: Path, seconds: float) -> dict[str, Any]:
    tokens = {
        role: do_job(data, site, "token_create", {"role": role, "name": f"bench-{role}"})
        for role in ("kiosk", "supervisor")
    }
    numbers: list[str] = []
    called: list[str] = []
    figures: dict[str, Any] = {"issue": {}, "call": {}}
    for clients in CLIENTS:
        work = [
            _issuing(_asking(url, tokens["kiosk"]), n, clients, numbers) for n in range(clients)
        ]
        figures["issue"][str(clients)] = _together(work, seconds)
    for clients in CLIENTS:
        work = [_calling(_asking(url, tokens["supervisor"]), n, called) for n in range(clients)]
        figures["call"][str(clients)] = _together(work, seconds)
    figures["numbers_given_twice"] = len(numbers) - len(set(numbers))
    figures["tickets_called_twice"] = len(called) - len(set(called))
    if figures["numbers_given_twice"] or figures["tickets_called_twice"]:
        raise AssertionError(f"given twice: {figures}")
    return figures


def _issuing(ask: Ask, client: int, clients: int, numbers: list[str]) -> Callable[[], float]:
    turn = iter(range(1 << 30))

    def issue() -> float:
        count = next(turn)
        body = {"service": _SERVICES[(client + count) % len(_SERVICES)]}
        start = _CLOCK.monotonic()
        status, ticket = ask("/api/v1/tickets", body, f"{clients}-{client}-{count}")
        took = _CLOCK.monotonic() - start
        _require(status, 201, ticket)
        numbers.append(ticket["number"])
        return took

    return issue


def _calling(ask: Ask, client: int, called: list[str]) -> Callable[[], float]:
    place = f"/api/v1/windows/b{client + 1}"
    _require(*ask(f"{place}/open", None, None)[:1], 200, place)

    def call() -> float:
        start = _CLOCK.monotonic()
        status, ticket = ask(f"{place}/call-next", None, f"c{client}-{_CLOCK.monotonic()}")
        took = _CLOCK.monotonic() - start
        _require(status, 200, ticket)
        called.append(ticket["id"])
        for event in ("arrive", "finish"):
            _require(*ask(f"/api/v1/tickets/{ticket['id']}/{event}", {}, None)[:1], 200, event)
        return took

    return call


def _require(status: int, wanted: int, what: object) -> None:
    if status != wanted:
        raise AssertionError(f"answered {status}, not {wanted}: {what}")


def _asking(url: str, token: str) -> Ask:
    where = urlsplit(url)
    line = HTTPConnection(where.hostname or "", where.port, timeout=60)
    line.connect()
    line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(path: str, body: dict[str, Any] | None, key: str | None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        line.request("POST", path, json.dumps(body) if body is not None else None, headers)
        answer = line.getresponse()
        read = answer.read()
        return answer.status, json.loads(read) if read else None

    return ask


def _together(work: list[Callable[[], float]], seconds: float) -> dict[str, float]:
    """Let clients work side by side for some seconds; return their rate and latencies."""
    taken: list[list[float]] = [[] for _ in work]
    faults: list[Exception] = []
    start = _CLOCK.monotonic()

    def client(mine: Callable[[], float], times: list[float]) -> None:
        try:
            while _CLOCK.monotonic() < start + seconds:
                times.append(mine())
        except Exception as fault:  # noqa: BLE001  a thread's root: told below
            faults.append(fault)

    threads = [threading.Thread(target=client, args=pair) for pair in zip(work, taken, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    elapsed = _CLOCK.monotonic() - start
    every = [each for times in taken for each in times]
    return {"per_s": round(len(every) / elapsed), **_summary(every)}


def _fsync(folder: Path, seconds: float) -> list[float]:
    times = []
    until = _CLOCK.monotonic() + seconds
    with (folder / "fsync").open("ab", buffering=0) as file:
        while _CLOCK.monotonic() < until:
            start = _CLOCK.monotonic()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            times.append(_CLOCK.monotonic() - start)
    return times


def _raw(path: Path, group: int, seconds: float) -> dict[str, float]:
    """Return how fast SQLite alone takes an issue's statements, so many in a commit."""
    times: list[float] = []
    with closing(dbapi2.connect(str(path), isolation_level=None)) as line:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            line.execute(f"pragma {pragma}")
        line.execute("create table counter (prefix text primary key, last integer)")
        line.execute("create table ticket (id integer primary key, seq integer unique, body text)")
        line.execute("create table journal (seq integer primary key, body text)")
        started = _CLOCK.monotonic()
        while _CLOCK.monotonic() < started + seconds:
            start = _CLOCK.monotonic()
            line.execute("begin immediate")
            for _ in range(group):
                bump = (
                    "insert into counter values ('A', 1) on conflict (prefix) "
                    "do update set last = last + 1 returning last"
                )
                (seq,) = line.execute(bump).fetchone()
                line.execute("insert into ticket (seq, body) values (?, ?)", (seq, "t" * 400))
                line.execute("insert into journal (body) values (?)", ("j" * 400,))
            line.execute("commit")
            times.append(_CLOCK.monotonic() - start)
        elapsed = _CLOCK.monotonic() - started
    return {"per_s": round(len(times) * group / elapsed), **_summary(times)}


def _many_windows(text: str) -> str:
    services = ", ".join(f'"{each}"' for each in _SERVICES)
    windows = "".join(
        f'\n[[window]]\nid = "b{n}"\nnumber = {100 + n}\nservices = [{services}]\nzone = "a"\n'
        for n in range(1, max(CLIENTS) + 1)
    )
    return text + windows


def _summary(seconds: list[float]) -> dict[str, float]:
    hundred = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return {"p50_ms": round(hundred[49] * 1000, 2), "p99_ms": round(hundred[98] * 1000, 2)}


def _table(figures: dict[str, Any]) -> str:
    rows = [("", "clients", "per s", "p50 ms", "p99 ms")]
    fsync = figures["floors"]["fsync"]
    rows.append(("one fsync", "1", "", str(fsync["p50_ms"]), str(fsync["p99_ms"])))
    told = (
        ("raw SQLite, grouped", figures["floors"]["sqlite"]),
        ("issue", figures["http"]["issue"]),
        ("call next", figures["http"]["call"]),
    )
    for name, measured in told:
        rows += [
            (name, clients, *(str(each[key]) for key in ("per_s", "p50_ms", "p99_ms")))
            for clients, each in measured.items()
        ]
    lines = [f"{row[0]:<20}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]
    lines.append(
        f"load {figures['load']:.1f} before; server ready in {figures['server_ready_s']} s; "
        "no number and no call given twice"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
