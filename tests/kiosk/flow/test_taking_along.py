"""A job or a course goes home: on paper, or in a phone; and staff need not be asked."""

from typing import TYPE_CHECKING

import pytest

from kiosk.flow.model import Modes
from kiosk.flow.slips import carried, slip_of
from kiosk.flow.visit import Known, Paper
from tests.kiosk.hall_in_hand import AT, SERVICES, SITE, job

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

KNOWN = Known(site=SITE, services=SERVICES, hall_names=SITE.name)


async def open_job(room: "Room") -> None:
    for key in ("down", "2", "#", "1"):
        await room.press(key)
    assert room.screen == "detail"


async def test_a_job_is_printed_by_keys_and_every_step_is_said(room: "Room") -> None:
    await open_job(room)
    await room.press("1")
    assert room.screen == "take"
    assert "怎样带走" in room.heard
    await room.press("1")
    await room.wait(4)
    (slip,) = room.paper.slips
    assert (slip.kind, slip.title, slip.hotline) == ("job", "甲岗保洁员", "12385")
    assert slip.printed_at.utcoffset() is not None
    assert slip.printed_at.hour == 9
    assert room.node("slip").name == "打印好了，请取走"
    assert "打印好了" in room.heard


async def test_a_recommendation_carries_no_data_of_the_visitor(room: "Room") -> None:
    await open_job(room)
    await room.touch("take")
    await room.touch("take-print-recommendation")
    (slip,) = room.paper.slips
    assert slip.kind == "recommendation"
    assert slip.blanks


async def test_a_course_has_a_slip_and_a_policy_a_code(room: "Room") -> None:
    for node in ("start", "home-training", "row-training-0", "take", "take-print-training"):
        await room.touch(node)
    assert [slip.kind for slip in room.paper.slips] == ["training"]
    for node in ("home", "home-policy", "row-policy-0", "take"):
        await room.touch(node)
    ids = [node.id for node in room.core.model if node.id.startswith("take-")]
    assert ids == ["take-print-policy", "take-code"]


@pytest.mark.parametrize("outcome", ["out", "failed", "unsure"])
async def test_paper_that_fails_is_told_and_the_phone_offered(room: "Room", outcome: Paper) -> None:
    room.paper.outcome = outcome
    await open_job(room)
    await room.press("1")
    await room.press("1")
    await room.wait(6)
    assert room.node("slip").emphasis == "danger"
    assert "手机扫码" in room.heard
    await room.press("3")
    assert room.screen == "code"
    assert "甲岗保洁员" in room.node("qr").value
    assert "甲岗" not in room.heard.rpartition("扫码带走")[2], "a code is for the phone's eye"
    await room.press("escape")
    assert room.screen == "take"


async def test_a_kiosk_without_a_printer_offers_the_code_only(room: "Room") -> None:
    room.core.prints(paper=False)
    await open_job(room)
    await room.touch("take")
    assert [node.id for node in room.core.model if node.number] == ["take-code"]


async def test_a_slip_whose_visitor_went_on_changes_no_other_screen(room: "Room") -> None:
    await open_job(room)
    await room.touch("take")
    room.core.touched("take-print-job")
    room.core.touched("home")
    await room.settle()
    assert room.core.visit.slip == "none"


async def test_large_letters_on_the_screen_are_large_on_the_ticket(room: "Room") -> None:
    await room.press("down")
    await room.press("s")
    for key in ("1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    assert room.paper.variants == ["large_print"]


def test_large_letters_on_the_screen_are_large_on_paper() -> None:
    large = slip_of("job", job(0), KNOWN, Modes(size="XL"), AT)
    plain = slip_of("job", job(0), KNOWN, Modes(), AT)
    assert (large.variant, plain.variant) == ("large_print", "standard")


def test_a_code_holds_what_matters_and_stays_readable() -> None:
    text = carried(job(0), KNOWN, "zh-CN")
    for part in ("甲岗保洁员", "云杉服务有限公司", "3200–4000", "安平县城北", "12385"):
        assert part in text
    long = carried(job(1, "policy"), KNOWN, "en") * 1
    assert len(long.encode()) <= 420
