"""Random faults at random moments: a visitor never holds two papers, and nothing is claimed.

The device here is the simulator's interpreter behind the driver's carrier, in virtual time.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.clock import ManualClock
from hall.errors import LinkLostError, LinkNotFoundError
from printer.document import Big, Document, Line
from printer.escpos.driver import EscposPrinter, Patience
from printer.port import PRINTS, PrintOutcome
from printer.profile import load_profile
from printer.simulator.faults import Faults
from printer.simulator.interpreter import Interpreter
from printer.simulator.machine import real_time_answer
from printer.simulator.paper import Paper


def ticket(job: int) -> Document:
    blocks = (Big(text=f"A00{job}"), *(Line(text="请坐下等"),) * 6)
    return Document(title="ticket", language="zh-CN", blocks=blocks)


COMMANDS_A_SECOND = 40


@dataclass(frozen=True)
class Change:
    """From that second on these faults hold."""

    at: float
    faults: Faults


class FaultyDevice:
    """Prints some commands a second of virtual time, with faults that come and go."""

    def __init__(self, clock: ManualClock, changes: list[Change]) -> None:
        self.cuts: list[str] = []
        self._told = 0
        self._clock = clock
        self._changes = sorted(changes, key=lambda change: change.at)
        self._interpreter = Interpreter(Paper(576), cutter=True)
        self._replies = bytearray()
        self._worked_until = 0.0
        self._answers = 0

    @property
    def name(self) -> str:
        return "faulty"

    @property
    def per_job(self) -> bool:
        return True

    def faults(self, at: float) -> Faults:
        held = [change.faults for change in self._changes if change.at <= at]
        return held[-1] if held else Faults()

    def open(self) -> None:
        if self.faults(self._clock.monotonic()).unplugged:
            raise LinkNotFoundError("unplugged")

    def write(self, data: bytes) -> None:
        self.work()
        faults = self.faults(self._clock.monotonic())
        if faults.unplugged:
            raise LinkLostError("unplugged")
        self._interpreter.feed(data)
        if data[:2] == b"\x10\x04":
            self._reply(real_time_answer(data[2], faults), faults)

    def read(self, within: float) -> bytes:
        self.work()
        if self.faults(self._clock.monotonic()).unplugged:
            raise LinkLostError("unplugged")
        if not self._replies:
            self._clock.pass_time(min(within, 0.1))
            self.work()
        replies = bytes(self._replies)
        self._replies.clear()
        return replies

    def close(self) -> None:
        self._replies.clear()

    def work(self) -> None:
        """Print what this time allowed, each moment under the faults of that moment."""
        while self._worked_until < self._clock.monotonic():
            self._worked_until += 1 / COMMANDS_A_SECOND
            faults = self.faults(self._worked_until)
            if faults.stopped:
                continue
            step = self._interpreter.next()
            if step is None:
                continue
            if step[0].kind == "torn":
                texts = self._interpreter.texts
                self.cuts.append(next(text for text in texts[self._told :] if text[:1] == "A"))
                self._told = len(texts)
            if step[0].kind == "paper asked" and not faults.unplugged:
                self._reply(b"\x03" if faults.paper == "low" else b"\x00", faults)

    def _reply(self, data: bytes, faults: Faults) -> None:
        self._answers += 1
        lost = faults.mute or (faults.half_frames and self._answers % 2)
        if not lost:
            self._replies += b"\xff" if faults.nack else data


FAULTS = st.builds(
    Faults,
    mute=st.sampled_from([False, False, True]),
    nack=st.sampled_from([0, 0, 0, 1]),
    half_frames=st.sampled_from([False, False, True]),
    paper=st.sampled_from(["ok", "ok", "low", "out"]),
    cover=st.sampled_from(["closed", "closed", "open"]),
    unplugged=st.sampled_from([False, False, False, True]),
)
CHANGES = st.lists(
    st.builds(Change, at=st.integers(0, 80).map(lambda tenth: tenth / 4), faults=FAULTS),
    max_size=6,
)


async def run_jobs(changes: list[Change], jobs: int) -> tuple[FaultyDevice, list[PrintOutcome]]:
    clock = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    device = FaultyDevice(clock, changes)
    driver = EscposPrinter(device, load_profile("80mm"), clock, patience=Patience(connect=()))
    outcomes = []
    for job in range(1, jobs + 1):
        outcome = await driver.print(ticket(job))
        if outcome.result == "printed":
            assert f"A00{job}" in device.cuts, "claimed as printed, but no paper came"
        if outcome.result == "failed":
            assert outcome.cause not in PRINTS
        outcomes.append(outcome)
    await driver.aclose()
    clock.pass_time(60)
    device.work()
    return device, outcomes


def check(changes: list[Change], jobs: int) -> None:
    device, outcomes = asyncio.run(run_jobs(changes, jobs))
    sent = {f"A00{job}" for job, outcome in enumerate(outcomes, 1) if outcome.result != "failed"}

    assert len(set(device.cuts)) == len(device.cuts), "two papers with one number"
    assert set(device.cuts) <= sent, "a paper of a ticket that was said to have failed"


@settings(max_examples=60)
@given(changes=CHANGES, jobs=st.integers(1, 3))
def test_no_fault_schedule_gives_a_second_paper_or_a_false_confirmation(
    changes: list[Change], jobs: int
) -> None:
    check(changes, jobs)


@pytest.mark.deep
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, derandomize=False)
@given(changes=CHANGES, jobs=st.integers(1, 3))
def test_ten_thousand_fault_schedules_give_no_second_paper(
    changes: list[Change], jobs: int
) -> None:
    check(changes, jobs)


def test_the_schedules_reach_every_kind_of_outcome() -> None:
    """The property above would hold for a driver that never prints; this one would not."""
    seen = set()
    for faults, at in (
        (Faults(), 0.0),
        (Faults(paper="out"), 0.0),
        (Faults(paper="out"), 0.5),
        (Faults(unplugged=True), 0.0),
        (Faults(mute=True), 0.0),
    ):
        _, outcomes = asyncio.run(run_jobs([Change(at, faults)], 1))
        seen.add((outcomes[0].result, outcomes[0].cause))

    assert seen == {
        ("printed", ""),
        ("failed", "out"),
        ("not_confirmed", "out"),
        ("failed", "unreachable"),
        ("not_confirmed", "unknown"),
    }
