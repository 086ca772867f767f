"""The figures of one corpus: every class of questions, asked of us and of a scan."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from bench.searching import peers
from bench.searching.corpus import bring, make
from bench.searching.serving import Serving
from bench.searching.timing import busy, p50, p95, timed
from hall.clock import SystemClock
from queue_server.content.answering import Answers
from queue_server.content.blocks import KINDS, each_block
from queue_server.content.choosing import Choice
from queue_server.content.database import lock_of, open_engine
from queue_server.content.engines import Chosen, Words
from queue_server.content.learning import renew_phrases
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
_CLOCK = SystemClock()
# Ours is soon done: asked more often, one bad moment of the machine says less.
_OFTENER = 3


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds of one class: the short answer and the whole one, ours, by a scan, by the clock."""

    ours: list[float] = field(default_factory=list)
    scan: list[float] = field(default_factory=list)
    ours_whole: list[float] = field(default_factory=list)
    scan_whole: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    over_http: list[float] = field(default_factory=list)

    def figures(self, recall: float) -> dict[str, float]:
        return {
            "recall": recall,
            "ours_p50_ms": p50(self.ours),
            "ours_p95_ms": p95(self.ours),
            "scan_p95_ms": p95(self.scan),
            "times_faster": round(p95(self.scan) / p95(self.ours), 1),
            "ours_whole_p50_ms": p50(self.ours_whole),
            "ours_whole_p95_ms": p95(self.ours_whole),
            "scan_whole_p95_ms": p95(self.scan_whole),
            "times_faster_whole": round(p95(self.scan_whole) / p95(self.ours_whole), 1),
            "waited_p95_ms": p95(self.waited),
            "http_p95_ms": p95(self.over_http),
            "http_ratio": round(p95(self.over_http) / p95(self.waited), 2),
        }


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who is asked: ours in this process and over HTTP, and the scan."""

    connection: Connection
    answers: Answers
    words: Words
    serving: Serving
    repeats: int

    def ask(
        self, times: _Times, query: ContentQuery, by_pay: Callable[[int], ContentQuery]
    ) -> None:
        """Time our answers to a query; ``by_pay`` asks it so that a server remembers nothing."""
        for turn in range(self.repeats * _OFTENER):
            times.ours.append(busy(self._page, replace(query, facets=False)))
            times.ours_whole.append(busy(self._page, query))
            times.over_http.append(timed(self.serving.ask, by_pay(turn))[0])
            times.waited.append(timed(self._page, by_pay(turn))[0])

    def _page(self, query: ContentQuery) -> None:
        self.answers.page(self.connection, query)


def measure(
    folder: Path, records: list[Record], size: str, repeats: int, choice: Choice
) -> dict[str, Any]:
    """Return the figures of one corpus in a folder that is empty or holds it."""
    filling = 0.0
    if not (folder / FILE).exists():
        _say(f"{size}: making rows")
        filling, _ = timed(fill, folder, records, size)
    engine = open_engine(folder / FILE)
    renew_phrases(engine, lock_of(folder / FILE))  # where keeping the corpus was cut off
    with engine.connect() as connection:
        rows_bytes = connection.execute(text("select sum(length(record)) from body")).scalar_one()
    index = Chosen(engine, folder, choice)
    _say(f"{size}: {choice.engine} follows")
    following, used = timed(index.follow)
    if used != choice.engine:
        raise SystemExit(f"{choice.engine} cannot be used; is the extra fast-search installed?")
    answers = Answers(_CLOCK, index.words, remembers=False)
    with engine.connect() as connection, Serving(folder) as serving:
        warm, _ = timed(answers.page, connection, ContentQuery(kind="job", limit=20))
        sides = _Sides(connection, answers, index.words, serving, repeats)
        classes = {}
        for name, questions in QUESTIONS.items():
            classes[name] = _words(sides, questions)
            _say(f"{size}: {name} {classes[name]}")
        classes["browse"] = _browse(sides)
        typing = [busy(suggest_terms, connection, typed, 10) for typed in TYPED * repeats]
        held = _index_bytes(connection)
    index.stop()
    engine.dispose()
    return {
        "rows": len(records) if size == "real" else int(size),
        "filled_s": round(filling, 1),
        "first_answer_s": round(warm, 2),
        "engine": choice.engine,
        "followed_s": round(following, 1),
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


def _words(sides: _Sides, questions: tuple[str, ...]) -> dict[str, float]:
    times, recall = _Times(), 1.0
    for asked in questions:
        recall = min(recall, _recall(sides.connection, sides.words, asked))
        query = ContentQuery(kind="job", q=asked, sort="newest", exact=True)
        sides.ask(times, query, lambda turn, query=query: replace(query, pay_min=turn))  # type: ignore[misc]  # mypy knows no defaults of lambdas
        for _ in range(sides.repeats):
            times.scan.append(busy(peers.newest, sides.connection, asked))
            times.scan_whole.append(busy(peers.whole, sides.connection, asked))
    return times.figures(recall)


def _browse(sides: _Sides) -> dict[str, float]:
    times = _Times()
    query = ContentQuery(
        kind="job", region="440000", education="vocational", disability="physical:1", pay_min=3000
    )
    sides.ask(times, query, lambda turn: replace(query, pay_min=3000 + turn))
    for _ in range(sides.repeats):
        times.scan.append(busy(peers.browse, sides.connection))
        times.scan_whole.append(busy(peers.browse_whole, sides.connection))
    return times.figures(1.0)


def _recall(connection: Connection, index: Words, asked: str) -> float:
    wanted = np.fromiter(sorted(peers.all_rows(connection, asked)), np.int64)
    got = index.rows_with(connection, [(word,) for word in words(asked)])
    if len(np.setdiff1d(got, wanted)):
        raise AssertionError(f"{asked}: found what a scan does not")
    return len(np.intersect1d(got, wanted)) / len(wanted) if len(wanted) else 1.0


def _index_bytes(connection: Connection) -> int:
    sizes = [
        f"select coalesce(sum(length({column})), 0) from {{table}}_{part}"  # noqa: S608
        for part, column in (("data", "block"), ("idx", "term"), ("docsize", "sz"))
    ]
    return sum(sum(each_block(connection, kind, size, {})) for kind in KINDS for size in sizes)


def _say(told: str) -> None:
    print(told, file=sys.stderr, flush=True)
