"""The hall's own round: one step that a rule refuses stops none of the others."""

import pytest

from queue_server.domain.actors import SYSTEM
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import _alone
from queue_server.store.image import Image


async def test_a_refused_step_is_taken_back_alone(
    hall: RunningHall, caplog: pytest.LogCaptureFixture
) -> None:
    def decide(image: Image, moment: Moment) -> None:
        def refuse() -> None:
            image.tell(moment.wall, "half_done", "{}", public=False)
            raise refused("recall_too_soon")

        _alone(image, refuse)
        _alone(image, lambda: image.tell(moment.wall, "went_on", "{}", public=False))

    view = hall.showing.view
    await hall.writer.submit(decide)
    rows = await hall.rows_after(SYSTEM, f"{view.epoch}:{view.seq}")
    assert [row.kind for row in rows] == ["went_on"]
    assert "upkeep refused" in caplog.text
