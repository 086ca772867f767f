"""Staff hear how the kiosk's printer is: the latest, each once, also after the hall was gone."""

import asyncio
from dataclasses import dataclass, field

import pytest

from hall.clock import ManualClock
from hall.errors import RuleError, SyncError
from kiosk.devices import Devices
from printer.port import PrinterStatus
from queue_server import wire


@dataclass
class Hall:
    gone: bool = False
    refuses: bool = False
    heard: list[tuple[str, str, str, str]] = field(default_factory=list)

    async def tell_device(self, status: wire.DeviceStatus) -> None:
        if self.gone:
            raise SyncError("gone")
        self.heard.append((status.device, status.state, status.cause, status.detail))
        if self.refuses:
            raise RuleError("forbidden")


async def settle() -> None:
    for _ in range(8):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("status", "state", "cause"),
    [
        ("ready", "ok", ""),
        ("low", "warning", "paper_low"),
        ("out", "failed", "paper_out"),
        ("unreachable", "failed", "unreachable"),
        ("unknown", "unknown", "no_answer"),
    ],
)
async def test_a_printer_is_told_in_the_words_staff_know(
    status: PrinterStatus, state: str, cause: str
) -> None:
    hall, clock = Hall(), ManualClock()
    devices = Devices(hall, clock)
    task = asyncio.ensure_future(devices.run())
    devices.printer(status)
    await settle()
    assert hall.heard == [], "nobody knows yet which kiosk this is"
    devices.named("k1")
    await settle()
    assert hall.heard == [("printer:k1", state, cause, "")]
    task.cancel()


async def test_while_the_hall_is_gone_only_the_latest_is_kept() -> None:
    hall, clock = Hall(gone=True), ManualClock()
    devices = Devices(hall, clock)
    devices.named("k1")
    task = asyncio.ensure_future(devices.run())
    for status in ("ready", "low", "out"):
        devices.printer(status)
        await settle()
    hall.gone = False
    await clock.advance(5)
    await settle()
    assert [each[2] for each in hall.heard] == ["paper_out"]
    devices.found()
    await settle()
    assert len(hall.heard) == 2
    task.cancel()


async def test_a_refusal_is_not_repeated_for_ever_and_a_power_cut_names_the_papers() -> None:
    hall = Hall(refuses=True)
    devices = Devices(hall, ManualClock())
    devices.named("k1")
    devices.power_cut(())
    devices.power_cut(("ticket A017", "job"))
    task = asyncio.ensure_future(devices.run())
    await settle()
    assert hall.heard == [("paper:k1", "warning", "power_cut", "ticket A017、job")]
    task.cancel()
