"""Import, feed and the line of visitors side by side, in one run, each bar with its verdict.

`hall90 bench sync [--quick] [--rows N] [--imported N] [--json FILE]`. Rows a second brought in from
records and applied from a feed page by page; how long each transaction held the content's write
lock, and the most processor time used under it; and the time call-next takes while a feed is
applied, and while a file is imported, beside the same server, against its idle value just before.
After each nine hundred calls the program that applies stands still for a hundred: a machine is not
as fast all the time, and a day grows, which these tell.
The level above answers from pages packed before anything is measured, in a program of its own. The
whole run has a million rows and takes a quarter of an hour on a quiet machine; `--quick` has 40,000
and takes a minute or two; `--rows 300000` lies between.
"""

import argparse
import asyncio
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from bench.syncing.above import Above as Level
from bench.syncing.above import made
from bench.syncing.visits import Visits
from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import open_hall
from queue_server.content.database import holds_of, lock_of, metadata
from queue_server.content.holding import BAR_S, Holds
from queue_server.content.service import FILE, ContentService
from queue_server.domain.actors import SYSTEM
from queue_server.sync.calling import Caller
from queue_server.sync.following import Above, Following
from queue_server.sync.taking import Taken

_CLOCK = SystemClock()
_CALLS = 1_000
_STRETCH, _REST = 900, 100
_CALM_S = 1.0
_ROWS, _IMPORTED = 1_000_000, 50_000
_QUICK_ROWS, _QUICK_IMPORTED = 40_000, 20_000
_RATE, _STUTTER = 5000, 2
_LOG_TOLD = 4000


def main() -> None:
    """Measure, print the bars, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="import, feed and calls side by side")
    parser.add_argument("--quick", action="store_true", help="Under three minutes.")
    parser.add_argument("--rows", type=int, help="Rows of the feed.")
    parser.add_argument("--imported", type=int, help="Rows of the imports.")
    parser.add_argument("--json", type=Path, dest="out")
    asked = parser.parse_args()
    rows = asked.rows or (_QUICK_ROWS if asked.quick else _ROWS)
    imported = asked.imported or (_QUICK_IMPORTED if asked.quick else _IMPORTED)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), rows, imported)
    figures["load"] = [round(load, 1), round(os.getloadavg()[0], 1)]
    print(_table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


def measure(folder: Path, rows: int, imported: int) -> dict[str, Any]:
    """Return the figures of one run in an empty folder."""
    figures: dict[str, Any] = {"rows": rows, "imported": imported}
    _tell(f"importing {imported} rows")
    figures["import"] = _import(folder / "import", imported)
    _tell(f"making a level above of {rows} rows")
    above = Level(folder / "above", rows, _tell)
    figures["serve_rows_per_s"] = above.rows_per_s
    try:
        _tell(f"applying {min(rows, imported)} rows of its feed")
        figures["feed"] = _follow(folder / "below", above, min(rows, imported))
        figures |= asyncio.run(_beside_calls(folder, above, rows, imported))
    finally:
        above.close()
    return figures


def _import(folder: Path, count: int) -> dict[str, Any]:
    content = ContentService(folder, _CLOCK)
    records = list(made(count))
    began, used = _CLOCK.monotonic(), time.process_time()
    ended = [(began, used)]
    content.import_items(
        records, source="p",
        progress=lambda _: ended.append((_CLOCK.monotonic(), time.process_time())),
    )  # fmt: skip
    figures = _rates(count, ended, _CLOCK.monotonic()) | _locks(holds_of(content.engine))
    content.close()
    return figures


def _follow(folder: Path, above: Level, count: int) -> dict[str, Any]:
    content = ContentService(folder, _CLOCK)
    metadata.create_all(content.engine)
    ended = [(_CLOCK.monotonic(), time.process_time())]

    def go_on(_taken: Taken) -> None:
        ended.append((_CLOCK.monotonic(), time.process_time()))

    own = Above(own_feed="bench")
    following = Following(content.engine, content.lock, _CLOCK, own, go_on=go_on)
    caller = Caller(above.url_of(count))
    taken = following.look(caller)
    figures = _rates(taken.new, ended, _CLOCK.monotonic()) | _locks(holds_of(content.engine))
    caller.close()
    content.close()
    return figures


def _rates(count: int, ended: list[tuple[float, float]], whole: float) -> dict[str, Any]:
    """Return rows a second until the last page was committed, and until suggestions knew them."""
    (began, used), (last, used_last) = ended[0], ended[-1]
    return {
        "rows": count,
        "rows_per_s": round(count / (last - began)),
        "rows_per_processor_s": round(count / (used_last - used)),
        "rows_per_s_with_suggestions": round(count / (whole - began)),
    }


def _locks(holds: Holds) -> dict[str, Any]:
    return {
        "locks": holds.count,
        "lock_p50_ms": round(holds.quantile(0.5) * 1000, 1),
        "lock_p99_ms": round(holds.quantile(0.99) * 1000, 1),
        "longest_lock_ms": round(holds.longest_s * 1000, 1),
        "long_locks": holds.over_bar,
        "longest_lock_work_ms": round(holds.longest_work_s * 1000, 1),
    }


async def _beside_calls(folder: Path, above: Level, rows: int, imported: int) -> dict[str, Any]:
    """Return what the calls of one running server take, idle and beside each kind of work."""
    site, data = load_site(), folder / "hall"
    lock = lock_of(data / FILE)
    data.mkdir(mode=0o700)
    file = folder / "rows.jsonl"
    file.write_bytes(b"".join(each.encoded() + b"\n" for each in made(imported)))
    hall = open_hall(site, data, _CLOCK)
    kiosk = await hall.create_token(SYSTEM, role="kiosk", name="k1")
    staff = await hall.create_token(SYSTEM, role="admin", name="bench")
    await hall.aclose()
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(  # noqa: ASYNC220  nothing else waits yet
        _command("server", "run", data, "--port", "0", "--no-announce", "--no-demo-content"),
        stdout=subprocess.PIPE, stderr=log,
    )  # fmt: skip
    url = (server.stdout or io.BytesIO()).readline().decode().split()[-1]
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            places = [(each.id, name) for each in site.windows for name in each.services]
            visits = Visits(client, kiosk, staff, list({p[1]: p for p in places}.values()))
            await visits.open()
            await visits.times(lambda: len(visits.taken) >= _CALLS // 4)
            _tell(f"calling {_CALLS} visitors, nothing beside")
            idle = await visits.times(lambda: len(visits.taken) >= _CALLS)
            _tell(f"importing a file of {imported} rows beside the calls")
            imports = _command("content", "import", data, str(file), "--source", "q", "--json")
            by_import, _ = await _beside(visits, imports, lock, idle, imported)
            _tell(f"applying {rows} rows of a feed beside the calls")
            pull = _command("sync", "run", data, "--json", "--url", above.url_of(rows))
            by_feed, told = await _beside(visits, pull, lock, idle, rows)
    except SystemExit as failed:
        said = (folder / "server.log").read_text("utf-8")[-_LOG_TOLD:]
        raise SystemExit(f"{failed}\nand the server said, last:\n{said}") from None
    finally:
        server.terminate()
        server.wait(30)
        log.close()
    locks = (
        "locks", "lock_p99_ms", "longest_lock_ms", "long_locks", "longest_lock_work_ms",
    )  # fmt: skip
    by_feed |= {name: told[name] for name in locks}
    return {"beside_import": by_import, "beside_feed": by_feed}


async def _beside(
    visits: Visits, command: list[str], lock: Path, idle: list[float], rows: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what calls took beside a command, against idle ones before, and what it said."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        began = _CLOCK.monotonic()
        work = subprocess.Popen(  # noqa: ASYNC220  forked at once
            command, stdout=said, stderr=complained, process_group=0
        )
        busy, between, rested = await _in_turn(visits, work, lock)
        seconds = _CLOCK.monotonic() - began - rested
        said.seek(0)
        complained.seek(0)
        if work.returncode:
            why = complained.read().decode()[-500:]
            raise SystemExit(f"{' '.join(command[2:5])} ended with {work.returncode}: {why}")
        told = json.loads(said.read().splitlines()[-1])
    if told["new"] != rows:
        raise SystemExit(f"{told['new']} rows came instead of {rows}")
    return {
        "rows": rows,
        "rows_per_s": round(rows / seconds),
        "idle_p50_ms": _ms(idle, 0.5),
        "idle_p99_ms": _ms(idle, 0.99),
        "between_p50_ms": _ms(between, 0.5),
        "between_p99_ms": _ms(between, 0.99),
        "busy_p50_ms": _ms(busy, 0.5),
        "busy_p99_ms": _ms(busy, 0.99),
        "calls": len(busy),
        "p99_ratio": round(_ms(busy, 0.99) / _ms(idle, 0.99), 2),
    }, told


async def _in_turn(
    visits: Visits, work: subprocess.Popen[bytes], lock: Path
) -> tuple[list[float], list[float], float]:
    """Call beside a program until it has ended, with rests for it between.

    Returns how long calls took beside it and while it rested, and how long it rested, seconds.
    """
    busy: list[float] = []
    between: list[float] = []
    rested = 0.0
    while work.poll() is None:
        stretch = await visits.times(
            lambda: work.poll() is not None or len(visits.taken) >= _STRETCH
        )
        busy += stretch
        if not await _stopped(work, lock):
            break
        began = _CLOCK.monotonic()
        os.sync()
        await _CLOCK.sleep(_CALM_S)
        rest = await visits.times(lambda: len(visits.taken) >= _REST)
        between += rest
        os.killpg(work.pid, signal.SIGCONT)
        rested += _CLOCK.monotonic() - began
        _tell(
            f"{len(busy)} calls, p99 of the last {_ms(stretch, 0.99)} ms; "
            f"nothing beside {_ms(rest, 0.99)} ms"
        )
    return busy, between, rested


async def _stopped(work: subprocess.Popen[bytes], lock: Path) -> bool:
    """Have a program and its children stand still where none keeps others from writing.

    Returns False where it has ended.
    """
    with lock.open("ab") as file:
        while work.poll() is None:
            os.killpg(work.pid, signal.SIGSTOP)
            await _CLOCK.sleep(0.01)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.killpg(work.pid, signal.SIGCONT)
                await _CLOCK.sleep(0.002)
            else:
                return work.poll() is None
    return False


def _command(group: str, name: str, data: Path, *others: str) -> list[str]:
    return [sys.executable, "-m", "hall.cli", group, name, *others, "--data", str(data)]


def _ms(times: list[float], share: float) -> float:
    if not times:
        return 0.0
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _table(figures: dict[str, Any]) -> str:
    lines = [
        f"load {figures['load'][0]} before, {figures['load'][1]} after; a feed is made at "
        f"{figures['serve_rows_per_s']} rows/s",
        "",
        *_bars(figures),
        "",
    ]
    for name in ("import", "feed"):
        told = figures[name]
        lines.append(
            f"{name}: {told['rows_per_processor_s']} rows a second of processor time, "
            f"{told['rows_per_s_with_suggestions']} a second by the clock with suggestions and "
            "frequent phrases learned anew"
        )
    for name in ("beside_import", "beside_feed"):
        told = figures[name]
        lines.append(
            f"{name.replace('_', ' ')}: call-next p50 {told['idle_p50_ms']} ms idle, "
            f"{told['busy_p50_ms']} ms meanwhile ({told['calls']} calls), {told['between_p50_ms']} "
            f"(p99 {told['between_p99_ms']}) in the rests between; "
            f"{told['rows_per_s']} rows/s at the lowest priority"
        )
    return "\n".join(lines)


def _bars(figures: dict[str, Any]) -> Iterator[str]:
    for name in ("import", "feed"):
        told = figures[name]
        rate = told["rows_per_s"]
        yield _bar(f"{name}, {told['rows']} rows", f"{_RATE} rows/s", f"{rate}", rate >= _RATE)
    for name in ("import", "feed", "beside_feed"):
        told = figures[name]
        found = (
            f"longest {told['longest_lock_ms']} ms, p99 {told['lock_p99_ms']}, "
            f"{told['long_locks']} of {told['locks']} over; "
            f"most work {told['longest_lock_work_ms']} ms"
        )
        wanted = f"≤ {BAR_S * 1000:g} ms"
        yield _bar(f"write lock, {name.replace('_', ' ')}", wanted, found, not told["long_locks"])
    for name in ("beside_import", "beside_feed"):
        told = figures[name]
        found = f"{told['p99_ratio']} x ({told['idle_p99_ms']} -> {told['busy_p99_ms']} ms)"
        what = f"call-next p99 beside {told['rows']} rows, {name.partition('_')[2]}"
        yield _bar(what, f"≤ {_STUTTER} x idle", found, told["p99_ratio"] <= _STUTTER)


def _bar(name: str, wanted: str, found: str, reached: bool) -> str:
    told = "reached" if reached else "NOT reached"
    return f"{name:<46}{wanted:<16}{found:<68}{told}"


if __name__ == "__main__":
    main()
