"""Whatever is asked, the index finds exactly what reading every row would find."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from hall.clock import ManualClock
from queue_server.content import looking
from queue_server.content.database import open_engine
from queue_server.content.formats.reading import ContentFile
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService
from queue_server.content.tokens import haystack, normalise, words

_LETTERS = (
    "保洁员工厂广州安平县按摩abcABcxy12３Ｃ＋+#.*\"'()-:^{}%_ 　\n"
    "🙂👨\u200d🦯\u202eé\u0301ßᠮᠣ\ue02bﬁ"
)
_texts = st.text(alphabet=_LETTERS, max_size=14)
_any_text = st.one_of(_texts, st.text(max_size=8))


def scanned(texts: list[tuple[str, str, str]], query: str) -> set[int]:
    """Return the rows that hold every word of a query, by reading them all."""
    asked = normalise(query).split()
    straws = [haystack(fields) for fields in texts]
    return {at for at, straw in enumerate(straws) if all(word in straw for word in asked)}


def found(service: ContentService, query: str) -> set[int]:
    """Return the rows a search finds over all its pages."""
    rows: set[int] = set()
    cursor = ""
    while True:
        page = service.search(ContentQuery(q=query, cursor=cursor, limit=5, exact=True))
        numbers = [int(item.id) for item in page.items]
        assert not rows & set(numbers), "shown twice"
        rows.update(numbers)
        if page.next is None:
            assert page.total == len(rows)
            return rows
        cursor = page.next


@given(
    texts=st.lists(st.tuples(_any_text, _texts, _texts), min_size=1, max_size=12),
    queries=st.lists(_any_text, max_size=4),
    cuts=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), min_size=1, max_size=6),
)
def test_a_search_finds_what_a_scan_finds(
    texts: list[tuple[str, str, str]], queries: list[str], cuts: list[tuple[int, int]]
) -> None:
    whole = "\n".join(" ".join(fields) for fields in texts)
    queries = queries + [whole[start : start + length] for start, length in cuts]
    with tempfile.TemporaryDirectory() as folder:
        service = ContentService(Path(folder), ManualClock())
        records = (
            Record(kind="job", id=str(at), source="t", title=title, employer=employer, place=place)
            for at, (title, employer, place) in enumerate(texts)
        )
        service.import_items(records, source="t")
        for query in queries:
            assert found(service, query) == scanned(texts, query), repr(query)
        service.close()


# The ordinary run reads every fifth real row, the deep one all.
_SAMPLED = 5
_ASKED = [
    *("员", "工", "a", "1", "（", "保洁", "会计", "广州", "ja", "c+", "普工", "育婴师", "java"),
    *("保洁员", "养老护理员", "软件开发工程师", "有限公司广州", "番禺区 保洁", "java 工程师 武汉"),
    *("ava", "+", "）", "5000", "不存在的岗位", "番禺 会计 公司"),
]


@pytest.fixture(scope="module")
def rows(real_data: Path | None) -> list[Record]:
    """Return the real rows where this machine has them, else ones made of the demo's words."""
    if real_data is not None and (real_data / "jobs_zh.jsonl.gz").is_file():
        file = ContentFile(real_data / "jobs_zh.jsonl.gz", source="real")
        return [row for row in file.rows() if isinstance(row, Record)]
    parts = (
        "广州",
        "番禺区",
        "保洁员",
        "会计",
        "Java",
        "C++",
        "软件开发",
        "工程师",
        "养老",
        "护理员",
    )
    return [
        Record(
            kind="job",
            id=f"made:{at}",
            source="made",
            title=parts[at % 10] + parts[at // 10 % 10],
            employer=parts[at // 7 % 10] + "有限公司",
            place="广东省" + parts[at // 100 % 10],
        )
        for at in range(3000)
    ]


@dataclass(frozen=True, slots=True)
class Filled:
    """A content file of rows, and the texts a scan reads: as kept, and as the rows have them."""

    engine: Engine
    kept: dict[int, str]
    told: list[str]


def fill(folder: Path, rows: list[Record]) -> Filled:
    """Bring rows in, twice."""
    service = ContentService(folder, ManualClock())
    first = service.import_items(rows, source="real")
    again = service.import_items(rows, source="real")
    assert (first.new, first.changed, first.rejected) == (len(rows), 0, 0)
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows))
    service.close()
    engine = open_engine(folder / "content.db")
    with engine.connect() as connection:
        kept = {row.n: row.text for row in connection.execute(text("select n, text from straw"))}
    told = [
        haystack([row.title, row.employer, row.place, *row.tags, *row.paragraphs]) for row in rows
    ]
    return Filled(engine, kept, told)


@pytest.fixture(scope="module")
def filled(rows: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    filled = fill(tmp_path_factory.mktemp("rows"), rows[::_SAMPLED])
    yield filled
    filled.engine.dispose()


@pytest.mark.parametrize("query", _ASKED)
def test_every_substring_of_the_whole_text_is_found(filled: Filled, query: str) -> None:
    check(filled, query)


@pytest.mark.deep
def test_every_substring_of_every_row_is_found(rows: list[Record], tmp_path: Path) -> None:
    filled = fill(tmp_path, rows)
    for query in _ASKED:
        check(filled, query)
    filled.engine.dispose()


def check(filled: Filled, query: str) -> None:
    """See that a query finds the rows a scan finds, each once."""
    asked = normalise(query).split()
    with filled.engine.connect() as connection:
        got = looking.rows_with(connection, [(word,) for word in words(query)]).tolist()
    everywhere = {n for n, straw in filled.kept.items() if all(word in straw for word in asked)}
    assert len(got) == len(set(got))
    assert set(got) == everywhere
    assert len(got) >= sum(all(word in straw for word in asked) for straw in filled.told)
