"""Search beside a plain scan, in one run.

`hall90 bench search [ROWS.jsonl.gz] [--sizes real,100000] [--million] [--engine tantivy]
 [--keep FOLDER] [--json FILE]`

Rows are the real ones where this machine has them (``HALL90_DATA``), else made of the demo's.
Every question is asked twice of each side: twenty items and the total, and the same with every
facet; nothing is remembered from before. The floor is `LIKE '%word%'` over the same text in the
same SQLite, giving the same. Recall and precision are checked against a substring scan for every
question. Milliseconds are of processor time, which others on the machine change least; in process
beside HTTP (a real server over loopback, whole answers) is by the clock. ``--keep`` leaves the
corpora in a folder and takes them from there the next time.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.searching.corpus import read_rows
from bench.searching.measuring import measure
from bench.searching.telling import table
from queue_server.content.choosing import Choice


def main() -> None:
    """Measure, print tables, and write the figures where asked."""
    parser = argparse.ArgumentParser(description="search beside a plain scan")
    parser.add_argument("rows", nargs="?", type=Path)
    parser.add_argument("--sizes", default="real,100000", help="real and numbers of made rows")
    parser.add_argument("--million", action="store_true", help="a million made rows as well")
    parser.add_argument("--json", type=Path, dest="out")
    parser.add_argument("--keep", type=Path, help="keep the corpora in this folder, and use them")
    parser.add_argument("--engine", choices=("fts5", "tantivy", "postgresql"), default="fts5")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    sizes = [*asked.sizes.split(","), *(["1000000"] if asked.million else [])]
    records = list(read_rows(asked.rows or _real_rows()))
    figures = {}
    with _chosen(asked.engine) as choice:
        for size in filter(None, sizes):
            with tempfile.TemporaryDirectory() as passing:
                folder = Path(passing) if asked.keep is None else asked.keep / size
                folder.mkdir(parents=True, exist_ok=True)
                figures[size] = measure(folder, records, size, asked.repeats, choice)
            print(table(size, figures[size]), flush=True)
            if asked.out is not None:
                asked.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


@contextmanager
def _chosen(engine: str) -> Iterator[Choice]:
    """Give the choice of a hall; for PostgreSQL with a server of its own while it lasts."""
    if engine != "postgresql":
        yield Choice(engine=engine)
        return
    from queue_server.store.throwaway import installed, running

    with running(installed()["package"], durable=True) as server:
        yield Choice(engine=engine, database=server.url(), hall="bench")


def _real_rows() -> Path | None:
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    path = Path(os.environ.get("HALL90_DATA", beside)) / "jobs_zh.jsonl.gz"
    return path if path.is_file() else None


if __name__ == "__main__":
    main()
