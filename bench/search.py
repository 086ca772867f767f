"""Search beside a plain scan, in one run: seconds to import, milliseconds a question.

`hall90 bench search [ROWS.jsonl.gz] [--json FILE]`. Rows are the real ones where this machine has
them, else made of the demo's. The peer is `LIKE '%word%'` for each word over the same text in the
same SQLite. Both give the newest twenty and the total; `whole` is the service's answer with
counts by every facet, which the scan does not give.
Recall is measured against that scan for every question.
"""

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text

from hall.clock import SystemClock
from queue_server.content.database import item, open_engine
from queue_server.content.demo import demo_records
from queue_server.content.formats.reading import ContentFile
from queue_server.content.model import ContentQuery, Record
from queue_server.content.searching import matching, page, question
from queue_server.content.service import FILE, ContentService
from queue_server.content.tokens import words

QUESTIONS: dict[str, tuple[str, ...]] = {
    "1 character": ("员", "工", "师", "店", "按"),
    "2 characters": ("保洁", "会计", "广州", "按摩", "客服", "普工"),
    "3 characters": ("保洁员", "护理员", "有限公", "工程师", "番禺区"),
    "6 characters": ("软件开发工程师"[:6], "养老护理员招"[:6], "有限责任公司", "人力资源服务"),
    "AND": ("广州 保洁", "会计 公司", "java 工程师", "番禺 客服"),
    "Latin": ("java", "c++", "ps", "sql"),
}
_CLOCK = SystemClock()
_NUMBER = item.c.n


def main() -> None:
    """Measure, print a table, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="search beside a plain scan")
    parser.add_argument("rows", nargs="?", type=Path)
    parser.add_argument("--json", type=Path, dest="out")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.rows or _real_rows(), asked.repeats)
    print(_table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


def measure(folder: Path, rows: Path | None, repeats: int) -> dict[str, Any]:
    """Return the figures of one run in an empty folder."""
    service = ContentService(folder, _CLOCK)
    bring = _importer(service, rows)
    first, totals = _timed(bring)
    again, _ = _timed(bring)
    engine = open_engine(folder / FILE)
    classes = {
        name: _compare(service, engine, questions, repeats) for name, questions in QUESTIONS.items()
    }
    suggested = [_timed(service.suggest, typed)[0] for typed in ("b", "bj", "bao", "2", "25", "保")]
    figures = {
        "rows": service.counts(),
        "imported": totals.new,
        "import_s": round(first, 2),
        "rows_per_s": round(totals.new / first),
        "import_again_s": round(again, 2),
        "file_mb": round((folder / FILE).stat().st_size / 1e6, 1),
        "index_mb": round(_index_size(engine) / 1e6, 1),
        "suggest_p95_ms": _p95(suggested * 2),
        "questions": classes,
    }
    engine.dispose()
    service.close()
    return figures


def _compare(
    service: ContentService, engine: Engine, questions: tuple[str, ...], repeats: int
) -> dict[str, Any]:
    rows: list[float] = []
    whole: list[float] = []
    scan: list[float] = []
    recall = 1.0
    for asked in questions:
        recall = min(recall, _recall(engine, asked))
        for turn in range(repeats):
            query = ContentQuery(kind="job", q=asked, sort="newest", limit=20)
            rows.append(_timed(_rows_and_total, engine, query)[0])
            scan.append(_timed(_scan_and_total, engine, asked)[0])
            # Another fact each time, so that remembered counts do not flatter the figure.
            fresh = ContentQuery(kind="job", q=asked, sort="newest", pay_min=turn + 1)
            whole.append(_timed(service.search, fresh)[0])
    return {
        "recall": recall,
        "rows_p50_ms": _p50(rows),
        "rows_p95_ms": _p95(rows),
        "whole_answer_p50_ms": _p50(whole),
        "whole_answer_p95_ms": _p95(whole),
        "scan_p50_ms": _p50(scan),
        "scan_p95_ms": _p95(scan),
    }


def _rows_and_total(engine: Engine, query: ContentQuery) -> tuple[int, list[Any]]:
    asked = question(query, _CLOCK.now())
    with engine.connect() as connection:
        total = connection.execute(matching(asked, func.count())).scalar_one()
        return total, list(connection.execute(page(asked)).all())


def _scan_and_total(engine: Engine, asked: str) -> tuple[int, list[int]]:
    numbers = _scan(engine, asked, limit=-1)
    return len(numbers), numbers[:20]


def _scan(engine: Engine, asked: str, *, limit: int) -> list[int]:
    parts = " and ".join(f"haystack like :w{n} escape '!'" for n, _ in enumerate(words(asked)))
    values = {f"w{n}": f"%{_escaped(word)}%" for n, word in enumerate(words(asked))}
    statement = text(
        f"select n from item where kind = 'job' and {parts} "  # noqa: S608  our own fragments
        "order by published desc, n desc limit :limit"
    )
    with engine.connect() as connection:
        return list(connection.execute(statement, {**values, "limit": limit}).scalars())


def _recall(engine: Engine, asked: str) -> float:
    wanted = set(_scan(engine, asked, limit=-1))
    with engine.connect() as connection:
        chosen = matching(question(ContentQuery(kind="job", q=asked), _CLOCK.now()), _NUMBER)
        got = set(connection.execute(chosen).scalars())
    if got - wanted:
        raise AssertionError(f"{asked}: found what a scan does not")
    return len(got & wanted) / len(wanted) if wanted else 1.0


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _importer(service: ContentService, rows: Path | None) -> Callable[[], Any]:
    if rows is not None:
        return lambda: service.import_items(ContentFile(rows, source="b").rows(), source="b")
    return lambda: service.import_items(_made(), source="demo")


def _made(copies: int = 50) -> Iterator[Record]:
    from dataclasses import replace

    today = _CLOCK.now().date()
    for copy in range(copies):
        for record in demo_records(today):
            yield replace(record, id=f"{record.id}-{copy}", employer=f"{record.employer}{copy}")


def _real_rows() -> Path | None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    path = Path(os.environ.get("HALL90_DATA", beside)) / "jobs_zh.jsonl.gz"
    return path if path.is_file() else None


def _index_size(engine: Engine) -> int:
    with engine.connect() as connection:
        size = connection.execute(
            select(text("coalesce(sum(length(block)), 0)")).select_from(text("words_data"))
        ).scalar_one()
    return int(size)


def _timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    start = _CLOCK.monotonic()
    answer = work(*given)
    return _CLOCK.monotonic() - start, answer


def _p50(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 2)


def _p95(seconds: list[float]) -> float:
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 2)


def _table(figures: dict[str, Any]) -> str:
    head = ("question", "recall", "rows p50", "p95", "whole p50", "p95", "scan p50", "p95 ms")
    lines = [head] + [
        (name, *(f"{value:g}" for value in row.values()))
        for name, row in figures["questions"].items()
    ]
    told = [
        f"{figures['imported']} rows imported in {figures['import_s']} s "
        f"({figures['rows_per_s']}/s), again in {figures['import_again_s']} s; "
        f"file {figures['file_mb']} MB, index {figures['index_mb']} MB; "
        f"suggest p95 {figures['suggest_p95_ms']} ms",
    ]
    told += ["  ".join(f"{cell:>12}" for cell in line) for line in lines]
    return "\n".join(told)


if __name__ == "__main__":
    main()
