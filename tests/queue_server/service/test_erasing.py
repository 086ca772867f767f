"""What is erased is gone from the files too, not only from the tables (S-28)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from queue_server.app import open_hall
from queue_server.store.records import Document

if TYPE_CHECKING:
    from pathlib import Path

    from config.site import Site
    from hall.clock import ManualClock
    from queue_server.domain.ticket import Moment
    from queue_server.store.image import Image

CANARY = "call-back-number-of-the-visitor-7f3a"


async def test_s_28_what_was_erased_stands_in_no_file_of_the_hall(
    site: Site, tmp_path: Path, clock: ManualClock
) -> None:
    hall = open_hall(site, tmp_path, clock)
    told = Document(
        kind="contact", id="a", at=clock.now(), data=f'"{CANARY}"',
        until=clock.now() + timedelta(days=1),
    )  # fmt: skip
    await hall.writer.submit(lambda image, _: image.put_document(told))
    assert _holders(tmp_path)
    clock.step(timedelta(days=2).total_seconds())

    def purge(image: Image, moment: Moment) -> None:
        image.purge_at = moment.wall

    await hall.writer.submit(purge)
    assert (("contact", "a")) not in hall.showing.view.documents
    await hall.aclose()
    # The log beside the database ends with the hall, and what was overwritten is not in the file.
    assert _holders(tmp_path) == []


def _holders(folder: Path) -> list[str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return [each.name for each in files if CANARY.encode() in each.read_bytes()]
