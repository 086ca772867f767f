import asyncio
import threading
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from hall.clock import SystemClock
from hall.errors import LinkError, LinkNotFoundError, LinkTimeoutError
from hall.links.address import parse_link
from printer.document import Document, Line
from printer.escpos.carriers import EscposCarrier, make_carrier
from printer.escpos.encoder import encode_document
from printer.escpos.worker import Worker
from printer.profile import load_profile
from printer.registry import make_printer

TICKET = Document(title="ticket", language="zh-CN", blocks=(Line(text="失业登记"),))


def test_the_library_under_the_driver_is_the_one_we_mean() -> None:
    assert set(packages_distributions()["escpos"]) == {"python-escpos"}


async def test_a_device_file_gets_the_bytes_and_cannot_confirm(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.write_bytes(b"")
    printer = make_printer(f"file:{device}", "80mm-writeonly", SystemClock())
    outcome = await printer.print(TICKET)
    await printer.aclose()

    profile = load_profile("80mm-writeonly")
    assert device.read_bytes() == encode_document(TICKET, profile).data
    assert (outcome.result, outcome.cause) == ("not_confirmed", "none")


def test_a_missing_device_file_is_not_made(tmp_path: Path) -> None:
    carrier = make_carrier(parse_link(f"file:{tmp_path / 'lp0'}"))
    with pytest.raises(LinkNotFoundError, match="does not exist"):
        carrier.open()

    assert not (tmp_path / "lp0").exists()


async def test_memory_keeps_what_was_printed() -> None:
    carrier = make_carrier(parse_link("mem:here"))
    carrier.open()
    carrier.write(b"\x1b@abc")

    assert isinstance(carrier, EscposCarrier)
    assert carrier.output == b"\x1b@abc"
    carrier.close()


@pytest.mark.parametrize("link", ["udp:127.0.0.1:9100", "usb:printer", "pty:"])
def test_links_no_printer_can_be_at_are_refused_with_an_example(link: str) -> None:
    with pytest.raises(LinkError, match="for example"):
        make_carrier(parse_link(link))


def test_a_missing_usb_or_serial_printer_is_not_found(tmp_path: Path) -> None:
    for link in (f"serial:{tmp_path / 'ttyUSB9'}", "usb:dead:beef"):
        with pytest.raises(LinkNotFoundError):
            make_carrier(parse_link(link)).open()


async def test_a_device_that_hangs_costs_only_its_thread() -> None:
    worker, hung = Worker("hung printer"), threading.Event()
    with pytest.raises(LinkTimeoutError, match="hung printer"):
        await worker.call(lambda: hung.wait(30), within=0.05)

    assert await worker.call(lambda: 7, within=5) == 7
    hung.set()
    worker.close()


async def test_the_thread_carries_the_devices_name() -> None:
    worker = Worker("printer tcp:192.0.2.1:9100")
    name = await worker.call(lambda: threading.current_thread().name, within=5)
    worker.close()

    assert name == "printer tcp:192.0.2.1:9100"


async def test_errors_of_the_device_reach_the_caller() -> None:
    def fail() -> None:
        raise LinkNotFoundError("no device")

    worker = Worker("failing")
    with pytest.raises(LinkNotFoundError):
        await worker.call(fail, within=5)
    worker.close()
    await asyncio.sleep(0)
