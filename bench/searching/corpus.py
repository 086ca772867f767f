"""Content files to search: real rows as they are, and any number of rows made from them.

Made rows take their title, employer, place, tags and each sentence from different real rows and
move pay by a fifth either way; from half a million rows on they have no description. Tokens of a
text are the union of its lines' tokens, so a line is cut into tokens once however often it is
used. Whom a place is open to follows the distribution found in real rows that say so.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from hall.clock import SystemClock
from queue_server.content import index
from queue_server.content.blocks import KINDS, merge_all, merge_some, structures
from queue_server.content.database import applied, body, item, lock_of, open_engine, writing
from queue_server.content.disability import parse_disability
from queue_server.content.importing import finish
from queue_server.content.index import Straw
from queue_server.content.indexing import index_entry
from queue_server.content.model import Record
from queue_server.content.service import FILE, ContentService
from queue_server.content.tokens import index_tokens, normalise

_PAGE = 2000
_SHORT_FROM = 500_000
_SETTLED_EVERY, _MERGED_PAGES = 10, 200
_OPEN_TO = ("肢体", "听力", "言语", "视力", "多重", "智力", "精神")
_WEIGHTS = (27, 24, 21, 15, 5, 4, 2)
_LEVELS = ("4级", "3,4级", "1-4级")
_SILENT = 3 / 34


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as compared, and its tokens."""

    text: str
    tokens: frozenset[str]


def line(written: str) -> Line:
    """Return a line made ready."""
    folded = normalise(written)
    return Line(folded, frozenset(index_tokens(folded).split()))


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one real row."""

    record: Record
    title: Line
    employer: Line
    place: Line
    tags: Line
    sentences: tuple[Line, ...]


def parts_of(record: Record) -> Parts:
    """Take a row apart."""
    return Parts(
        record,
        line(record.title),
        line(record.employer),
        line(record.place),
        line(" ".join(record.tags)),
        tuple(map(line, record.paragraphs)),
    )


def make(folder: Path, records: list[Record], count: int) -> None:
    """Fill a content file with rows made from real ones."""
    draw = random.Random(count)  # noqa: S311  the same rows every time
    real = list(map(parts_of, records))
    ContentService(folder, SystemClock()).close()
    engine = open_engine(folder / FILE)
    for start in range(0, count, _PAGE):
        rows = [
            _made(draw, real, n + 1, short=count >= _SHORT_FROM)
            for n in range(start, min(start + _PAGE, count))
        ]
        with writing(engine, lock_of(folder / FILE)) as connection:
            _write(connection, rows)
        if start // _PAGE % _SETTLED_EVERY == 0:
            with writing(engine, lock_of(folder / FILE)) as connection:
                for kind in KINDS:
                    for table in structures(connection, kind):
                        merge_some(connection, table, _MERGED_PAGES)
    with writing(engine, lock_of(folder / FILE)) as connection:
        merge_all(connection)
        connection.execute(
            insert(applied).values(at=1, source="made", new=count, changed=0, withdrawn=0)
        )
        connection.execute(text("analyze"))
    finish(engine, lock_of(folder / FILE), Counter(), altered=True)
    engine.dispose()


def _made(
    draw: random.Random, real: list[Parts], number: int, *, short: bool
) -> tuple[int, dict[str, Any], bytes, Straw]:
    titled, hiring, placed, told = (real[draw.randrange(len(real))] for _ in range(4))
    wanted = () if short else told.sentences
    sentences = [
        draw.choice(real[draw.randrange(len(real))].sentences or (line(""),)) for _ in wanted
    ]
    lines = (titled.title, hiring.employer, placed.place, told.tags, *sentences)
    straw = Straw(
        "\n".join([each.text for each in lines]),
        " ".join(frozenset().union(*(each.tokens for each in lines))),
        " ".join(titled.title.tokens),
    )
    record = replace(
        titled.record,
        id=f"made:{number}",
        source="made",
        employer=hiring.record.employer,
        place=placed.record.place,
        region=placed.record.region,
        tags=told.record.tags,
        paragraphs=tuple(each.text for each in sentences),
        pay_min=_moved(draw, told.record.pay_min),
        pay_max=_moved(draw, told.record.pay_max),
        disability=0 if draw.random() < _SILENT else _open_to(draw),
        published_at=None
        if told.record.published_at is None
        else told.record.published_at + timedelta(minutes=draw.randrange(100_000)),
    )
    columns = index_entry(
        replace(record, title="", employer="", place="", paragraphs=(), tags=())
    ).columns
    return number, columns, record.encoded(), straw


def _moved(draw: random.Random, pay: int | None) -> int | None:
    return None if pay is None else int(pay * draw.uniform(0.8, 1.2))


def _open_to(draw: random.Random) -> int:
    names = draw.choices(_OPEN_TO, _WEIGHTS, k=draw.randrange(1, 4))
    return parse_disability(";".join(f"{name}残疾{draw.choice(_LEVELS)}" for name in names) + ";")


def _write(connection: Connection, rows: list[tuple[int, dict[str, Any], bytes, Straw]]) -> None:
    connection.execute(insert(item), [{"n": n, **columns} for n, columns, _, _ in rows])
    connection.execute(insert(body), [{"n": n, "record": encoded} for n, _, encoded, _ in rows])
    index.put(connection, [(n, straw) for n, _, _, straw in rows], fresh=True)


def bring(folder: Path, records: list[Record]) -> None:
    """Fill a content file with real rows by the ordinary import."""
    service = ContentService(folder, SystemClock())
    service.import_items(iter(records), source="b")
    service.close()
    engine = open_engine(folder / FILE)
    with writing(engine, lock_of(folder / FILE)) as connection:
        merge_all(connection)
    engine.dispose()


def read_rows(path: Path | None) -> Iterator[Record]:
    """Yield real rows of a file, else ones of the demo's words."""
    from queue_server.content.demo import demo_records
    from queue_server.content.formats.reading import ContentFile

    if path is None:
        yield from demo_records(SystemClock().now().date())
        return
    for row in ContentFile(path, source="b").rows():
        if isinstance(row, Record):
            yield row
