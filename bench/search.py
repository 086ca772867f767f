"""Search beside a plain scan, in one run.

`hall90 bench search [ROWS.jsonl.gz] [--sizes real,100000] [--million] [--json FILE]
 [--engine tantivy]`

Rows are the real ones where this machine has them (``HALL90_DATA``), else made of the demo's.
Ours is the whole answer as the kiosk gets it: twenty items with marks, total and every facet,
nothing remembered from before. The floor is `LIKE '%word%'` over the same text in the same SQLite,
giving the newest twenty and the total, or counts by three facets. Recall and precision are checked
against a substring scan for every question. Milliseconds are of processor time, which others on
the machine change least; ``waited`` and HTTP (a real server over loopback) are by the clock.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, text

from bench.searching import peers
from bench.searching.corpus import bring, make, read_rows
from bench.searching.serving import Serving
from hall.clock import SystemClock
from queue_server.content.answering import Answers
from queue_server.content.database import open_engine
from queue_server.content.engines import Chosen, Words
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import FILE
from queue_server.content.suggesting import suggest_terms
from queue_server.content.tokens import words

QUESTIONS: dict[str, tuple[str, ...]] = {
    "1 character": ("员", "工", "师", "店", "按"),
    "2 characters": ("保洁", "会计", "广州", "按摩", "客服", "普工"),
    "3 characters": ("保洁员", "护理员", "有限公", "工程师", "番禺区"),
    "4 characters": ("有限公司", "软件开发", "五险一金", "养老护理"),
    "6 characters": ("软件开发工程", "养老护理员招", "有限责任公司", "人力资源服务"),
    "AND": ("广州 保洁", "会计 公司", "java 工程师", "番禺 客服", "保洁 包住 五险"),
    "Latin": ("java", "c++", "ps", "sql"),
}
TYPED = ("b", "bj", "bjy", "bao", "baojie", "s", "sy", "2", "25", "259", "226", "保", "员", "工程")
BARS = {"real": 10, "100000": 10, "1000000": 3}
SWIFT_BAR = 10  # at every size with the extra
SUGGEST_BAR_MS, HTTP_BAR, INDEX_BAR = 5.0, 3.0, 0.40
_CLOCK = SystemClock()


def main() -> None:
    """Measure, print tables, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="search beside a plain scan")
    parser.add_argument("rows", nargs="?", type=Path)
    parser.add_argument("--sizes", default="real,100000", help="real and numbers of made rows")
    parser.add_argument("--million", action="store_true", help="a million made rows as well")
    parser.add_argument("--json", type=Path, dest="out")
    parser.add_argument("--keep", type=Path, help="keep the corpora in this folder, and use them")
    parser.add_argument("--engine", choices=("fts5", "tantivy"), default="fts5")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    sizes = [*asked.sizes.split(","), *(["1000000"] if asked.million else [])]
    records = list(read_rows(asked.rows or _real_rows()))
    figures = {}
    for size in filter(None, sizes):
        with tempfile.TemporaryDirectory() as passing:
            folder = Path(passing) if asked.keep is None else asked.keep / size
            folder.mkdir(parents=True, exist_ok=True)
            figures[size] = measure(folder, records, size, asked.repeats, asked.engine)
        print(table(size, figures[size]), flush=True)
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


def measure(
    folder: Path, records: list[Record], size: str, repeats: int, chosen: str
) -> dict[str, Any]:
    """Return the figures of one corpus in an empty folder."""
    filling = 0.0
    if not (folder / FILE).exists():
        filling, _ = timed(fill, folder, records, size)
    engine = open_engine(folder / FILE)
    with engine.connect() as connection:
        rows_bytes = connection.execute(text("select sum(length(record)) from body")).scalar_one()
    index = Chosen(engine, folder, chosen)
    following, used = timed(index.follow)
    if used != chosen:
        raise SystemExit(f"{chosen} is not installed; install the extra fast-search")
    answers = Answers(_CLOCK, index.words, remembers=False)
    with engine.connect() as connection:
        warm, _ = timed(answers.page, connection, ContentQuery(kind="job", limit=20))
    with Serving(folder) as serving:
        classes = {
            name: _compare(engine, (answers, index.words), serving, questions, repeats)
            for name, questions in QUESTIONS.items()
        }
        classes["browse"] = _browse(engine, answers, serving, repeats)
    with engine.connect() as connection:
        typing = [busy(suggest_terms, connection, typed, 10) for typed in TYPED * repeats]
        held = _index_bytes(connection)
    engine.dispose()
    return {
        "rows": len(records) if size == "real" else int(size),
        "filled_s": round(filling, 1),
        "first_answer_s": round(warm, 2),
        "engine": chosen,
        "followed_s": round(following, 1),
        "bar": SWIFT_BAR if chosen == "tantivy" else BARS.get(size, 10),
        "suggest_p50_ms": p50(typing),
        "suggest_p95_ms": p95(typing),
        "index_mb": round(held / 1e6, 1),
        "rows_mb": round(rows_bytes / 1e6, 1),
        "index_share": round(held / rows_bytes, 3),
        "classes": classes,
    }


def fill(folder: Path, records: list[Record], size: str) -> None:
    """Fill a content file, and the table a plain program would have beside it."""
    if size == "real":
        bring(folder, records)
    else:
        make(folder, records, int(size))
    engine = open_engine(folder / FILE)
    with engine.begin() as connection:
        peers.make(connection)
    engine.dispose()


def _compare(
    engine: Engine,
    asking: tuple[Answers, Words],
    serving: Serving,
    questions: tuple[str, ...],
    repeats: int,
) -> dict[str, Any]:
    answers, index = asking
    ours: list[float] = []
    waited: list[float] = []
    over_http: list[float] = []
    scan: list[float] = []
    counted: list[float] = []
    recall = 1.0
    with engine.connect() as connection:
        for asked in questions:
            recall = min(recall, _recall(connection, index, asked))
            for turn in range(repeats):
                # Another pay each time, so that the server remembers nothing of it.
                query = ContentQuery(kind="job", q=asked, sort="newest", pay_min=turn, exact=True)
                over_http.append(timed(serving.ask, query)[0])
                waited.append(timed(answers.page, connection, query)[0])
                ours.append(busy(answers.page, connection, query))
                scan.append(busy(peers.newest, connection, asked))
                counted.append(busy(peers.facets, connection, asked))
    return _figures(recall, ours, (waited, over_http), scan, counted)


def _browse(engine: Engine, answers: Answers, serving: Serving, repeats: int) -> dict[str, Any]:
    ours: list[float] = []
    waited: list[float] = []
    over_http: list[float] = []
    scan: list[float] = []
    with engine.connect() as connection:
        for turn in range(repeats * 3):
            query = ContentQuery(
                kind="job", region="440000", education="vocational", disability="physical:1",
                pay_min=3000 + turn,
            )  # fmt: skip
            over_http.append(timed(serving.ask, query)[0])
            waited.append(timed(answers.page, connection, query)[0])
            ours.append(busy(answers.page, connection, query))
            scan.append(busy(peers.browse, connection))
    return _figures(1.0, ours, (waited, over_http), scan, scan)


def _figures(
    recall: float,
    ours: list[float],
    waited: tuple[list[float], list[float]],
    scan: list[float],
    counted: list[float],
) -> dict[str, Any]:
    return {
        "recall": recall,
        "ours_p50_ms": p50(ours),
        "ours_p95_ms": p95(ours),
        "waited_p95_ms": p95(waited[0]),
        "http_p95_ms": p95(waited[1]),
        "scan_p50_ms": p50(scan),
        "scan_p95_ms": p95(scan),
        "scan_facets_p95_ms": p95(counted),
        "times_faster": round(p95(scan) / p95(ours), 1),
        "times_faster_facets": round(p95(counted) / p95(ours), 1),
        "http_ratio": round(p95(waited[1]) / p95(waited[0]), 2),
    }


def _recall(connection: Connection, index: Words, asked: str) -> float:
    wanted = np.fromiter(sorted(peers.all_rows(connection, asked)), np.int64)
    got = index.rows_with(connection, [(word,) for word in words(asked)])
    if len(np.setdiff1d(got, wanted)):
        raise AssertionError(f"{asked}: found what a scan does not")
    return len(np.intersect1d(got, wanted)) / len(wanted) if len(wanted) else 1.0


def _index_bytes(connection: Connection) -> int:
    sizes = [
        text(f"select coalesce(sum(length({column})), 0) from {table}_{part}")  # noqa: S608
        for table in ("words", "titles", "phrases")
        for part, column in (("data", "block"), ("idx", "term"), ("docsize", "sz"))
    ]
    return sum(int(connection.execute(size).scalar_one()) for size in sizes)


def _real_rows() -> Path | None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    path = Path(os.environ.get("HALL90_DATA", beside)) / "jobs_zh.jsonl.gz"
    return path if path.is_file() else None


def timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    """Return the seconds a piece of work took, and its answer."""
    start = _CLOCK.monotonic()
    answer = work(*given)
    return _CLOCK.monotonic() - start, answer


def busy(work: Callable[..., Any], *given: Any) -> float:
    """Return the seconds of processor a piece of work took: what others do at once counts less."""
    start = time.thread_time()
    work(*given)
    return time.thread_time() - start


def p50(seconds: list[float]) -> float:
    """Return the median in milliseconds."""
    return round(statistics.median(seconds) * 1000, 2)


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 2)


def table(size: str, figures: dict[str, Any]) -> str:
    """Return the figures of a corpus as a table with verdicts."""
    bar = figures["bar"]
    share, typing = figures["index_share"], figures["suggest_p95_ms"]
    head = ("recall", "p50", "p95", "LIKE p95", "facets", "LIKE/ours", "facets/", "waited", "HTTP")
    lines = [
        f"{figures['rows']} rows ({size}), {figures['engine']} made in {figures['followed_s']} s, "
        f"filled in {figures['filled_s']} s, first answer in "
        f"{figures['first_answer_s']} s",
        f"index {figures['index_mb']} MB of rows {figures['rows_mb']} MB = {share} "
        f"{_verdict(share <= INDEX_BAR)}; type-ahead p95 {typing} ms "
        f"{_verdict(typing <= SUGGEST_BAR_MS)}",
        "".join(f"{cell:>13}" for cell in ("question", *head)) + f"  >= {bar}x, HTTP <= 3x",
    ]
    for name, row in figures["classes"].items():
        faster = min(row["times_faster"], row["times_faster_facets"])
        held = row["recall"] == 1.0 and faster >= bar and row["http_ratio"] <= HTTP_BAR
        cells = (
            row["recall"], row["ours_p50_ms"], row["ours_p95_ms"], row["scan_p95_ms"],
            row["scan_facets_p95_ms"], row["times_faster"], row["times_faster_facets"],
            row["waited_p95_ms"], row["http_p95_ms"],
        )  # fmt: skip
        lines.append("".join(f"{cell:>13}" for cell in (name, *cells)) + f"  {_verdict(held)}")
    return "\n".join(lines)


def _verdict(held: bool) -> str:
    return "holds" if held else "MISSES"


if __name__ == "__main__":
    main()
