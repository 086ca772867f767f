"""Tickets over HTTP beside the floors of the same run: rates, tails, fan-out, restart, backup.

`hall90 bench queue [--quick] [--seconds S] [--clients 1,8,32,200] [--readers 1000] [--restarts 3]
[--without postgresql] [--json FILE]`; `--quick` takes under three minutes.
A real server on an empty folder, reached over loopback by clients that each keep a connection;
they run in this process on bare sockets and share the machine.
*issue* is `POST /tickets`; *call* is `POST /call-next`, each client at a window of its own, arrive
and finish following untimed. Every sync takes 2 ms where a C compiler is at hand (a shim under a
folder in memory), for every program alike. A server that still builds its pages is waited for, and
each server gives numbers to 32 clients for a second that is not counted before it is measured.
The readers of the live stream follow a server of their own, started on tables that are there, in
a hall that has given the numbers of a day; its memory is told with all of them joined.
The rush is ten halls in an open loop (``bench.load.rush``); last comes each bar with a verdict.
The floors: one fsync; raw SQLite with group commit behind the same HTTP stack, and one transaction
a request there; plain TCP writes for fan-out. Anything given twice is a failure.
"""

import argparse
import json
import os
import resource
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench.load.bars import verdicts
from bench.load.driving import Client, Repeating, post, together
from bench.load.programs import (
    Disk,
    Program,
    disk_of_known_speed,
    hall_server,
    program,
    wait_until_whole,
)
from bench.load.rush import CLERKS, measure_rush
from bench.load.visits import Clerk, measure_backup, measure_readers
from config.loader import load_site
from queue_server.commands import do_job
from queue_server.store.throwaway import installed, running

_TEMPLATE = Path(__file__).resolve().parents[1] / "config" / "defaults" / "site.toml"
_SERVICES = tuple(service.id for service in load_site().services)
_LARGEST = 256
_A_DAY = 2000
_WARM_UP_S, _WARM_UP_CLIENTS = 1.0, 32


@dataclass
class Given:
    """Every number and call that was given, to find one given twice."""

    numbers: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)

    def number(self, body: bytes) -> None:
        """Note a ticket's number."""
        self.numbers[msgspec.json.decode(body)["number"]] += 1

    def twice(self) -> int:
        """Return how many were given more than once."""
        return sum(count - 1 for each in (self.numbers, self.calls) for count in each.values())


def main() -> None:
    """Measure, print a table, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="tickets over HTTP beside the floors")
    parser.add_argument("--quick", action="store_true", help="one second each; 1, 32, 200 clients")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each measurement")
    parser.add_argument("--clients", default="1,8,32,200", help="how many at once, in turn")
    parser.add_argument("--readers", type=int, default=1000, help="of the live stream")
    parser.add_argument("--restarts", type=int, default=3, help="after a kill, how often")
    parser.add_argument("--without", choices=["postgresql"], help="what to leave out")
    parser.add_argument("--json", type=Path, dest="out")
    asked = parser.parse_args()
    if asked.quick:
        asked.seconds, asked.clients = 1.0, "1,32,200"
    clients = tuple(int(each) for each in asked.clients.split(","))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder, disk_of_known_speed(Path(folder)) as disk:
        figures = measure(disk, asked, clients)
    print(_table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, indent=1), "utf-8")


def measure(disk: Disk, asked: argparse.Namespace, clients: tuple[int, ...]) -> dict[str, Any]:
    """Return the figures of one run."""
    seconds = asked.seconds
    site = disk.folder / "site.toml"
    site.write_text(_many_windows(_TEMPLATE.read_text("utf-8"), sum(clients) + 1 + CLERKS), "utf-8")
    figures: dict[str, Any] = {"load": os.getloadavg()[0], "disk": disk.told}
    figures["floors"] = _floors(disk, seconds, clients)
    with hall_server(disk, disk.folder / "data", site) as server:
        figures["http"] = _http(server, disk.folder / "data", site, seconds, clients)
        boss, display = (
            _token(disk.folder / "data", site, role) for role in ("supervisor", "display")
        )
        free = [f"b{n}" for n in range(sum(clients) + 2, sum(clients) + 2 + CLERKS)]
        kiosk = _token(disk.folder / "data", site, "kiosk")
        figures["rush"] = uvloop.run(
            measure_rush(server, kiosk, boss, display, free, max(6.0, 3 * seconds))
        )
        figures["backup"] = measure_backup(server, disk.folder / "data", site)
    figures["readers"] = _readers(disk, asked.readers)
    if asked.without != "postgresql":
        figures["postgresql"] = _postgresql(disk, site, seconds, clients)
    figures["ready_s"] = []
    for _ in range(asked.restarts):
        with hall_server(disk, disk.folder / "data", site, kill=True) as again:
            figures["ready_s"].append(again.ready_s)
    return figures


def _floors(disk: Disk, seconds: float, clients: tuple[int, ...]) -> dict[str, Any]:
    floors: dict[str, Any] = {}
    with program("bench.load.one_sync", str(disk.folder), str(seconds),
                 environment=disk.environment) as told:  # fmt: skip
        floors["sync"] = json.loads(told.url)
    for name, largest in (("grouped", _LARGEST), ("single", 1)):
        folder = disk.folder / name
        folder.mkdir()
        with program("bench.load.floor_server", str(folder), str(largest),
                     environment=disk.environment) as floor:  # fmt: skip
            _issuing(floor, "", _WARM_UP_CLIENTS, _WARM_UP_S, Given(), "/tickets")
            floors[name] = {
                str(many): _issuing(floor, "", many, seconds, Given(), "/tickets")
                for many in clients
            }
    return floors


def _http(
    server: Program, data: Path, site: Path, seconds: float, clients: tuple[int, ...]
) -> dict[str, Any]:
    given = Given()
    figures: dict[str, Any] = {"ready_s": server.ready_s, "issue": {}, "call": {}}
    figures["whole_after_s"] = wait_until_whole(server)
    kiosk, boss = _token(data, site, "kiosk"), _token(data, site, "supervisor")
    _issuing(server, kiosk, _WARM_UP_CLIENTS, _WARM_UP_S, given, key="warm")
    for many in clients:
        figures["issue"][str(many)] = _issuing(server, kiosk, many, seconds, given)
    # Each turn has windows of its own: the last visitor of a turn stays at the window.
    free = iter(range(2, sum(clients) + 2))
    for many in clients:
        clerks: list[Client] = [Clerk(boss, f"b{next(free)}", given.calls) for _ in range(many)]
        figures["call"][str(many)] = uvloop.run(together(server.url, clerks, seconds))
    figures["given_twice"] = given.twice()
    if figures["given_twice"]:
        raise AssertionError("a number or a call was given twice")
    return figures


def _issuing(
    server: Program, token: str, many: int, seconds: float, given: Given,
    path: str = "/api/v1/tickets", key: str = "",
) -> dict[str, float]:  # fmt: skip
    def client(n: int) -> Repeating:
        def request(count: int) -> bytes:
            service = _SERVICES[(n + count) % len(_SERVICES)]
            body = json.dumps({"service": service}).encode()
            return post(path, token, body, f"{key}{many}-{n}-{count}")

        return Repeating(request, 201, given.number)

    before, counted = server.processor_s(), given.numbers.total()
    figures = uvloop.run(together(server.url, [client(n) for n in range(many)], seconds))
    used, count = server.processor_s() - before, given.numbers.total() - counted
    return {**figures, "processor_us": round(1e6 * used / max(count, 1))}


def _readers(disk: Disk, readers: int) -> dict[str, Any]:
    data, site, given = disk.folder / "followed", disk.folder / "followed.toml", Given()
    site.write_text(_many_windows(_TEMPLATE.read_text("utf-8"), 1), "utf-8")
    kiosk, boss, display = (_token(data, site, each) for each in ("kiosk", "supervisor", "display"))
    with hall_server(disk, data, site) as server:
        wait_until_whole(server)
        while given.numbers.total() < _A_DAY:
            turn = f"day{given.numbers.total()}-"
            _issuing(server, kiosk, _WARM_UP_CLIENTS, 0.2, given, key=turn)
        figures = uvloop.run(measure_readers(server, boss, display, readers))
    return {**figures, "numbers": given.numbers.total()}


def _postgresql(disk: Disk, site: Path, seconds: float, clients: tuple[int, ...]) -> dict[str, Any]:
    data = disk.folder / "second"
    with ExitStack() as stack:
        postgres = stack.enter_context(
            running(
                installed()["package"],
                durable=True,
                beside=disk.folder,
                environment=disk.environment,
            )
        )
        url = postgres.make("bench")
        server = stack.enter_context(hall_server(disk, data, site, "--database", url))
        return _http(server, data, site, seconds, clients)


def _token(data: Path, site: Path, role: str) -> str:
    made: str = do_job(data, site, "token_create", {"role": role, "name": f"b-{role}"})
    return made


def _many_windows(text: str, count: int) -> str:
    services = ", ".join(f'"{each}"' for each in _SERVICES)
    windows = "".join(
        f'\n[[window]]\nid = "b{n}"\nnumber = {100 + n}\nservices = [{services}]\nzone = "a"\n'
        for n in range(1, count + 1)
    )
    return text + windows


def _table(figures: dict[str, Any]) -> str:
    rows = [("", "clients", "per s", "p50 ms", "p99 ms", "CPU µs")]
    sync = figures["floors"]["sync"]
    rows.append(("one fsync", "1", "", str(sync["p50_ms"]), str(sync["p99_ms"]), ""))
    parts = [
        ("raw SQLite, grouped, HTTP", figures["floors"]["grouped"]),
        ("one transaction a request", figures["floors"]["single"]),
        ("issue", figures["http"]["issue"]),
        ("call next", figures["http"]["call"]),
    ]
    if "postgresql" in figures:
        parts.append(("issue, PostgreSQL", figures["postgresql"]["issue"]))
        parts.append(("call next, PostgreSQL", figures["postgresql"]["call"]))
    for name, measured in parts:
        for many, each in measured.items():
            cells = (each.get(key, "") for key in ("per_s", "p50_ms", "p99_ms", "processor_us"))
            rows.append((name, many, *(str(cell) for cell in cells)))
    lines = [f"{row[0]:<28}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]
    return "\n".join([*lines, *_sentences(figures)])


def _sentences(figures: dict[str, Any]) -> list[str]:
    readers, backup, rush = figures["readers"], figures["backup"], figures["rush"]
    return [
        f"{figures['disk']}; load {figures['load']:.1f} before; nothing given twice",
        f"pages built {figures['http']['whole_after_s']} s after ready and waited for; then "
        f"{_WARM_UP_S:g} s of numbers to {_WARM_UP_CLIENTS} clients, uncounted, for each server",
        f"last of {readers['readers']} readers told: p50 {readers['hall']['p50_ms']} ms, p99 "
        f"{readers['hall']['p99_ms']} ms; plain TCP writes {readers['tcp']['p50_ms']} and "
        f"{readers['tcp']['p99_ms']} ms; server {readers['mib']} MiB after "
        f"{readers['numbers']} numbers",
        f"rush: issue p50 {rush['issue']['p50_ms']} ms, last of {rush['displays']} displays p50 "
        f"{rush['last_display']['p50_ms']} ms",
        f"ready {min(figures['ready_s'], default='-')} to {max(figures['ready_s'], default='-')} s "
        f"after a kill; backup of {backup['mib']} MiB in {backup['took_s']} s",
        "",
        *(verdict.line() for verdict in verdicts(figures)),
    ]


if __name__ == "__main__":
    main()
