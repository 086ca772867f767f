"""The driver's decisions, on a scripted device and a clock that moves by waiting."""

from collections.abc import Callable

import pytest

from hall.clock import ManualClock
from hall.errors import LinkLostError, LinkNotFoundError
from printer import fonts
from printer.document import Document, Line
from printer.escpos.driver import EscposPrinter, Patience
from printer.port import PrintOutcome
from printer.profile import load_profile

TICKET = Document(title="ticket", language="zh-CN", blocks=(Line(text="失业登记"),))
AT_ONCE = Patience(connect=(), look=2.0)
READY = {1: b"\x12", 2: b"\x12", 3: b"\x12", 4: b"\x12"}


class ScriptedDevice:
    """Answers as told; time passes only while somebody reads in vain."""

    def __init__(self, clock: ManualClock) -> None:
        self.written: list[bytes] = []
        self.arriving: list[bytes] = []
        self.answers = dict(READY)
        self.marker: Callable[[], bytes] = lambda: b"\x00"
        self.opened = 0
        self.failing_opens = 0
        self.lost_while_writing = False
        self._clock = clock

    @property
    def name(self) -> str:
        return "scripted"

    @property
    def per_job(self) -> bool:
        return True

    def open(self) -> None:
        self.opened += 1
        if self.opened <= self.failing_opens:
            raise LinkNotFoundError("nobody there")

    def write(self, data: bytes) -> None:
        if data[:2] == b"\x10\x04":
            self.arriving.append(self.answers.get(data[2], b""))
            return
        if self.lost_while_writing:
            raise LinkLostError("gone")
        self.written.append(data)
        self.arriving.append(self.marker())

    def read(self, within: float) -> bytes:
        arrived = b"".join(self.arriving)
        self.arriving.clear()
        if not arrived:
            self._clock.pass_time(within)
        return arrived

    def close(self) -> None:
        pass


@pytest.fixture
def device(clock: ManualClock) -> ScriptedDevice:
    return ScriptedDevice(clock)


async def printed(
    device: ScriptedDevice, clock: ManualClock, patience: Patience = AT_ONCE, profile: str = "80mm"
) -> PrintOutcome:
    driver = EscposPrinter(device, load_profile(profile), clock, patience=patience)
    outcome = await driver.print(TICKET)
    await driver.aclose()
    return outcome


async def test_a_marker_answered_makes_it_printed(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    assert (await printed(device, clock)).result == "printed"
    assert len(device.written) == 1


async def test_a_stale_answer_from_before_is_not_taken_for_the_marker(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.arriving.append(b"\x00\x00\x12")
    device.marker = lambda: b""
    outcome = await printed(device, clock)

    assert (outcome.result, outcome.cause) == ("not_confirmed", "unknown")


async def test_paper_out_in_the_markers_answer_is_not_confirmed(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.marker = lambda: b"\x0c"
    outcome = await printed(device, clock)

    assert (outcome.result, outcome.cause) == ("not_confirmed", "out")


async def test_no_answer_is_waited_for_ten_seconds_and_nothing_is_sent_again(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.marker = lambda: b""
    began = clock.monotonic()
    outcome = await printed(device, clock)

    assert outcome.result == "not_confirmed"
    assert 10 <= clock.monotonic() - began <= 13
    assert len(device.written) == 1


async def test_paper_that_ends_meanwhile_is_told_without_waiting_to_the_end(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    def runs_out() -> bytes:
        device.answers = {1: b"\x1a", 2: b"\x32", 3: b"\x12", 4: b"\x7e"}
        return b""

    device.marker = runs_out
    began = clock.monotonic()
    outcome = await printed(device, clock)

    assert (outcome.result, outcome.cause) == ("not_confirmed", "out")
    assert clock.monotonic() - began < 4


async def test_a_link_lost_while_writing_is_not_confirmed(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.lost_while_writing = True
    outcome = await printed(device, clock)

    assert (outcome.result, outcome.cause) == ("not_confirmed", "lost")


async def test_opening_is_tried_again_but_printing_is_not(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.failing_opens = 3
    outcome = await printed(device, clock, Patience(connect=(0, 0, 0)))

    assert outcome.result == "printed"
    assert device.opened == 4
    assert len(device.written) == 1


async def test_a_printer_that_cannot_be_opened_has_received_nothing(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.failing_opens = 99
    outcome = await printed(device, clock, Patience(connect=(0, 0, 0)))

    assert (outcome.result, outcome.cause) == ("failed", "unreachable")
    assert device.written == []


async def test_a_write_only_printer_is_never_said_to_have_printed(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    outcome = await printed(device, clock, profile="80mm-writeonly")

    assert (outcome.result, outcome.cause) == ("not_confirmed", "none")


@pytest.mark.parametrize(
    ("question", "answer", "cause"),
    [(3, b"\x1a", "cutter"), (3, b"\x32", "fault"), (3, b"\x52", "hot"), (1, b"\x1a", "offline")],
)
async def test_each_reason_not_to_print_is_named(
    device: ScriptedDevice, clock: ManualClock, question: int, answer: bytes, cause: str
) -> None:
    device.answers[question] = answer
    outcome = await printed(device, clock)

    assert (outcome.result, outcome.cause) == ("failed", cause)
    assert device.written == []


async def test_answers_merged_with_a_status_packet_are_told_apart(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    device.answers[1] = b"\x10\x00\x12\x00\x00"
    assert (await printed(device, clock)).result == "printed"


async def test_a_late_answer_for_a_stuck_ticket_does_not_confirm_the_next_one(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    driver = EscposPrinter(device, load_profile("80mm"), clock, patience=AT_ONCE)
    device.marker = lambda: b""
    first = await driver.print(TICKET)
    answers = iter([b"\x00\x00", b""])  # the stuck ticket's and our question's; then silence
    device.marker = lambda: next(answers)
    second = await driver.print(TICKET)
    device.marker = lambda: b"\x00\x00"
    third = await driver.print(TICKET)
    await driver.aclose()

    assert (first.result, second.result, third.result) == (
        "not_confirmed",
        "not_confirmed",
        "printed",
    )
    assert device.written[1] == b"\x1dr\x01"  # asked whether the stuck one is through


async def test_the_first_status_loads_what_drawing_needs(
    device: ScriptedDevice, clock: ManualClock
) -> None:
    fonts.face.cache_clear()
    driver = EscposPrinter(device, load_profile("80mm-raster"), clock, patience=AT_ONCE)
    await driver.status()
    loaded = fonts.face.cache_info().currsize
    await driver.print(TICKET)
    await driver.aclose()

    assert loaded > 0
    assert fonts.face.cache_info().currsize == loaded  # the ticket needed no other
