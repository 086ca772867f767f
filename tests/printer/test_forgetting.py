"""After a ticket nothing that stood on it stays in memory (A-82)."""

import asyncio
import gc
import sys
from dataclasses import replace

import pytest

from hall.clock import SystemClock
from printer import lettering
from printer.escpos.carriers import EscposCarrier
from printer.escpos.driver import EscposPrinter, Patience
from printer.escpos.encoder import encode_document
from printer.profile import load_profile
from printer.slip import TicketSlip
from printer.ticket_layout import layout_ticket


class Paper(EscposCarrier):
    """A device that takes everything and keeps nothing."""

    def __init__(self) -> None:
        super().__init__("nowhere", "Dummy", lambda printer: printer.open(), lambda *_: b"")

    def write(self, data: bytes) -> None:
        pass


@pytest.mark.parametrize("profile", ["80mm-writeonly", "80mm-raster"])
async def test_nobody_holds_a_tickets_bytes_after_it_was_printed(
    slip: TicketSlip, profile: str
) -> None:
    chosen = replace(load_profile(profile), status="none", done_marker=False)
    driver = EscposPrinter(Paper(), chosen, SystemClock(), patience=Patience(connect=()))
    encoded = encode_document(layout_ticket(slip, chosen), chosen)
    before = sys.getrefcount(encoded.data)
    await driver.send(encoded)

    async with asyncio.timeout(30):
        while sys.getrefcount(encoded.data) > before:  # its thread lets go of it by itself
            gc.collect()
            await asyncio.sleep(0.01)
    await driver.aclose()


async def test_no_measured_text_is_kept(slip: TicketSlip) -> None:
    chosen = replace(load_profile("80mm-raster"), status="none", done_marker=False)
    driver = EscposPrinter(Paper(), chosen, SystemClock(), patience=Patience(connect=()))
    await driver.print(layout_ticket(slip, chosen))
    await driver.aclose()

    assert lettering.text_width.cache_info().currsize == 0
    assert lettering._runs.cache_info().currsize == 0
