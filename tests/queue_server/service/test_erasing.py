"""What is erased is gone from the files too, not only from the tables (S-28)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from hall.texts import load_texts
from queue_server import wire
from queue_server.app import open_hall
from queue_server.audit.reading import Journal
from queue_server.domain.actors import Actor
from queue_server.service.upkeep import PURGE_EVERY_S, Upkeep
from queue_server.store.checking import check
from queue_server.store.loading import all_rows
from queue_server.store.records import Document

if TYPE_CHECKING:
    from pathlib import Path

    from config.site import Site
    from hall.clock import ManualClock
    from queue_server.domain.ticket import Moment
    from queue_server.service.running import RunningHall
    from queue_server.store.image import Image
    from queue_server.store.records import JournalRow

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="admin", name="boss", token_id="boss")
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


async def test_s_28_an_erasing_run_tells_how_much_of_what_it_erased_and_of_whom_nothing(
    site: Site, tmp_path: Path, clock: ManualClock
) -> None:
    hall = open_hall(site, tmp_path, clock)
    upkeep = Upkeep(hall, clock)
    await upkeep.round()
    over = clock.now() + timedelta(days=1)

    def tell(image: Image, moment: Moment) -> None:
        for kind, name in (("feedback", "a"), ("feedback", "b"), ("strange", CANARY)):
            data = f'"{CANARY}"'
            image.put_document(
                Document(kind=kind, id=name, at=moment.wall, data=data, live=False, until=over)
            )

    await hall.writer.submit(tell)
    asked = wire.TicketRequest(service="unemployment", needs=("deaf",))
    given = [(await hall.issue(KIOSK, asked, key)).ticket for key in "ab"]
    for ticket in given:
        await hall.act(BOSS, ticket.id, "cancel", wire.ActionRequest())
    clock.pass_time(PURGE_EVERY_S + 1)
    await upkeep.round()
    assert _erased(hall) == [], "nothing was over yet"
    clock.pass_time(timedelta(days=2).total_seconds())
    await upkeep.round()
    (row,) = _erased(hall)
    told = json.loads(row.data)["erased"]
    assert (told["feedback"], told["strange"], told["visit_needs"]) == (2, 1, 2)
    assert not row.public
    for secret in (CANARY, "deaf", given[0].id, given[0].number):
        assert secret not in row.data
    clock.pass_time(PURGE_EVERY_S + 1)
    await upkeep.round()
    assert len(_erased(hall)) == 1
    texts = load_texts("en", "queue_server.audit")
    leaf = await Journal(hall).leaf(BOSS, texts, subject="machine", day=None, before=None)
    line = next(each for each in leaf.lines if each.what == "Erased what was over")
    assert "2 things told by visitors" in line.details
    assert "needs of 2 visits" in line.details
    assert "one note of the hall's own" in line.details
    assert check(hall.database, site).problems == ()
    await hall.aclose()


def _erased(hall: RunningHall) -> list[JournalRow]:
    with hall.database.reading() as connection:
        return [row for row in all_rows(connection) if row.kind == "erased"]


def _holders(folder: Path) -> list[str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return [each.name for each in files if CANARY.encode() in each.read_bytes()]
