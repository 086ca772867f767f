"""Documents: kept, replaced, dropped, erased when over, and in memory only while live."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image
from queue_server.store.loading import document_by_id, documents_of
from queue_server.store.records import Document
from queue_server.store.writer import Writer


@pytest_asyncio.fixture
async def writer(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[Writer]:
    running = Writer(Database(tmp_path / FILE_NAME), site, clock)
    running.open()
    yield running
    await running.aclose()


async def _write(writer: Writer, *documents: Document) -> None:
    def decide(image: Image, _moment: Moment) -> None:
        for document in documents:
            image.put_document(document)

    await writer.submit(decide)


async def _live(writer: Writer) -> dict[tuple[str, str], Document]:
    return await writer.submit(lambda image, _moment: image.documents.copy())


def _notice(clock: ManualClock, name: str, **changes: object) -> Document:
    notice = Document(kind="notice", id=name, at=clock.now(), data='{"title":"招聘会"}')
    return replace(notice, **changes)  # type: ignore[arg-type]  # field names of the test's own


async def test_a_document_is_read_again_after_a_restart(
    tmp_path: Path, site: Site, clock: ManualClock, writer: Writer
) -> None:
    first, changed = _notice(clock, "a"), _notice(clock, "a", data='{"title":"停电"}')
    await _write(writer, first)
    await _write(writer, changed)
    await writer.aclose()
    again = Writer(Database(tmp_path / FILE_NAME), site, clock)
    view = again.open()
    assert dict(view.documents) == {("notice", "a"): changed}
    await again.aclose()


async def test_what_is_not_live_stays_out_of_memory_but_in_the_database(
    tmp_path: Path, clock: ManualClock, writer: Writer
) -> None:
    complaint = _notice(clock, "c", kind="feedback", live=False)
    await _write(writer, complaint, _notice(clock, "a"))
    assert list(await _live(writer)) == [("notice", "a")]
    await _write(writer, replace(complaint, data="{}"))
    database = Database(tmp_path / FILE_NAME)
    with database.reading() as connection:
        assert document_by_id(connection, "feedback", "c") == replace(complaint, data="{}")
        assert [each.id for each in documents_of(connection, "feedback")] == ["c"]
        assert documents_of(connection, "feedback", since=clock.now() + timedelta(hours=1)) == []
    database.close()


async def test_a_document_is_erased_when_it_is_over(
    tmp_path: Path, clock: ManualClock, writer: Writer
) -> None:
    soon, later = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=9)
    await _write(
        writer,
        _notice(clock, "soon", until=soon),
        _notice(clock, "later", until=later),
        _notice(clock, "told", kind="feedback", live=False, until=soon),
    )

    def purge(image: Image, moment: Moment) -> None:
        image.purge_at = moment.wall + timedelta(hours=2)

    await writer.submit(purge)
    assert list(await _live(writer)) == [("notice", "later")]
    database = Database(tmp_path / FILE_NAME)
    with database.reading() as connection:
        assert [each.id for each in documents_of(connection, "notice")] == ["later"]
        assert documents_of(connection, "feedback") == []
    database.close()


async def test_a_refused_command_leaves_no_document(clock: ManualClock, writer: Writer) -> None:
    def refuse(image: Image, _moment: Moment) -> None:
        image.put_document(_notice(clock, "a"))
        raise refused("day_closed")

    with pytest.raises(RuleError):
        await writer.submit(refuse)
    assert await _live(writer) == {}


async def test_a_dropped_document_is_gone(clock: ManualClock, writer: Writer) -> None:
    await _write(writer, _notice(clock, "a"))
    await writer.submit(lambda image, _moment: image.documents.drop(("notice", "a")))
    assert await _live(writer) == {}
