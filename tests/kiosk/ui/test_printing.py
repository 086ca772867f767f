"""Which printer a kiosk has: by its command line, else by the site, changing with it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from hall.clock import ManualClock
from hall.errors import LinkError
from kiosk.printing import Printing, spooled
from printer.document import Document, Line
from printer.port import Printer, PrinterStatus, PrintOutcome
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE, ticket

TO_SITE = wire.KioskInfo(
    id="k1", zone="a", geometry="", printer="tcp:10.0.0.9:9100", printer_profile="58mm",
    offline_first=9101, offline_last=9299,
)  # fmt: skip


class Device:
    def __init__(self, link: str, profile: str) -> None:
        self.link, self.profile, self.closed, self.printed = link, profile, False, 0

    async def print(self, document: Document) -> PrintOutcome:
        self.printed += 1
        return PrintOutcome(result="printed")

    async def status(self) -> PrinterStatus:
        return "low"

    async def aclose(self) -> None:
        self.closed = True


class Bench:
    """Printing with its devices within reach."""

    def __init__(self, link: str | None = None) -> None:
        self.devices: list[Device] = []
        self.heard: list[PrinterStatus] = []
        self.clock = ManualClock()
        self.printing = Printing(
            self.make, lambda: None, clock=self.clock, told=self.heard.append, link=link
        )

    def make(self, link: str, profile: str) -> Printer:
        if not link.startswith("tcp:"):
            raise LinkError(f"{link} is no link")
        self.devices.append(Device(link, profile))
        return self.devices[-1]


@pytest.fixture
def bench() -> Callable[[str | None], Bench]:
    return Bench


def site(**changes: object) -> wire.SiteInfo:
    kiosk = msgspec.structs.replace(TO_SITE, **changes)
    return msgspec.structs.replace(SITE, kiosks=(kiosk,), you="k1")


async def test_the_sites_printer_is_used_and_changes_with_it(
    bench: Callable[[str | None], Bench],
) -> None:
    one = bench(None)
    await one.printing.equip(None)
    assert not one.printing.present
    assert await one.printing.print_ticket(ticket(), "en", reprint=False) == "none"
    await one.printing.equip(site())
    await one.printing.equip(site())
    assert [(each.link, each.profile) for each in one.devices] == [("tcp:10.0.0.9:9100", "58mm")]
    assert await one.printing.print_ticket(ticket(), "en", reprint=False) == "printed"
    await one.printing.equip(site(printer="tcp:10.0.0.8:9100"))
    assert [each.closed for each in one.devices] == [True, False]
    await one.printing.equip(site(printer=""))
    assert not one.printing.present


async def test_the_command_line_wins_and_an_empty_link_means_no_printer(
    bench: Callable[[str | None], Bench],
) -> None:
    named, none = bench("tcp:127.0.0.1:1"), bench("")
    for one in (named, none):
        await one.printing.equip(site())
    assert [each.link for each in named.devices] == ["tcp:127.0.0.1:1"]
    assert none.devices == []


async def test_a_link_nothing_can_be_at_leaves_a_kiosk_without_paper(
    bench: Callable[[str | None], Bench],
) -> None:
    one = bench(None)
    await one.printing.equip(site(printer="carrier-pigeon"))
    assert not one.printing.present


async def test_a_folder_that_takes_nothing_leaves_the_kiosk_its_printer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    told: list[tuple[str, ...]] = []
    printer = spooled(tmp_path / "file", ManualClock(), told.append)("mem:paper", "80mm-writeonly")
    document = Document(title="ticket", language="zh-CN", blocks=(Line(text="A017"),))
    assert (await printer.print(document)).result == "not_confirmed"
    await printer.aclose()
    assert told == []
    assert "papers are not kept" in [record.message for record in caplog.records]
