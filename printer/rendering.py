"""What the commands do: a server's ticket as JSON to bytes and a picture; a test ticket."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import msgspec
from PIL import Image

from config.loader import load_site
from hall.clock import Clock
from hall.errors import ConfigError, Fault
from printer.document import Block, Document, Line, Row, Rule
from printer.escpos.encoder import Encoded, encode_document
from printer.port import PrinterStatus, PrintOutcome
from printer.profile import DOTS_PER_MM, Profile, load_profile
from printer.registry import make_printer
from printer.slip import TicketSlip, Variant, ticket_slip
from printer.ticket_layout import layout_ticket, printer_texts

_TEST_ADDRESS = "https://hall90.example/t/TEST"
_NUMBER_CAP_MM = 15
_SAMPLES = (
    "失业登记 镕 㐂 · ￥",
    "ئۇيغۇرچە A017",
    "قازاقشا ٵ ٸ",
    "ᠮᠣᠩᠭᠣᠯ",
    "བོད་ཡིག",
)
"""Uyghur, Kazakh, Mongolian and Tibetan name themselves here; the first line has rare signs."""


class Wait(msgspec.Struct, frozen=True):
    """Minutes."""

    low: int
    high: int


class TicketFile(msgspec.Struct, frozen=True, kw_only=True):
    """The contract's ticket (§2), as far as paper is concerned."""

    number: str
    service: str
    issued_at: datetime
    ahead: int | None = None
    wait: Wait | None = None
    phone_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A ticket's bytes for a profile."""

    encoded: Encoded
    profile: Profile

    def paper(self) -> Image.Image:
        """Return the paper as the simulated printer draws these bytes."""
        from printer.simulator.interpreter import Interpreter
        from printer.simulator.paper import Paper

        paper = Paper(self.profile.width_dots)
        interpreter = Interpreter(paper, cutter=self.profile.cutter)
        interpreter.feed(self.encoded.data)
        piece: Image.Image | None = None
        while (step := interpreter.next()) is not None:
            piece = step[0].piece or piece
        return piece or paper.cut(feed_to_cutter=False)


def render_ticket(
    content: bytes,
    name: str,
    *,
    profile: str,
    site: Path | None,
    language: str,
    variant: str = "standard",
    reprint: bool = False,
) -> Rendered:
    """Return the bytes of a ticket file; raises ConfigError where it is not one."""
    try:
        ticket = msgspec.json.decode(content, type=TicketFile)
        if ticket.issued_at.tzinfo is None:
            raise ValueError("`issued_at` has no time zone")
    except (msgspec.MsgspecError, ValueError) as error:
        fault = Fault(
            file=name,
            key="ticket",
            problem=str(error),
            remedy="Give a ticket as GET /api/v1/tickets/{id} answers it",
        )
        raise ConfigError([fault]) from error
    chosen = load_profile(profile)
    slip = ticket_slip(
        load_site(site),
        service=ticket.service,
        number=ticket.number,
        issued_at=ticket.issued_at,
        language=language,
        ahead=ticket.ahead,
        wait=(ticket.wait.low, ticket.wait.high) if ticket.wait else None,
        url=ticket.phone_url,
        variant=cast(Variant, variant),
        reprint=reprint,
    )
    return Rendered(encoded=encode_document(layout_ticket(slip, chosen), chosen), profile=chosen)


def site_printers(site: Path | None) -> dict[str, tuple[str, str]]:
    """Return link and profile of each kiosk's printer of a hall; raises ConfigError."""
    kiosks = load_site(site).kiosks
    return {each.id: (each.printer, each.printer_profile) for each in kiosks if each.printer}


async def ask_status(asked: dict[str, tuple[str, str]], clock: Clock) -> dict[str, PrinterStatus]:
    """Ask printers at the same time; each wait is bounded. Raises for a link that is none."""
    devices = {name: make_printer(link, profile, clock) for name, (link, profile) in asked.items()}
    try:
        answers = await asyncio.gather(*(device.status() for device in devices.values()))
    finally:
        for device in devices.values():
            await device.aclose()
    return dict(zip(devices, answers, strict=True))


async def print_test(
    link: str, profile: str, language: str, clock: Clock, *, scripts: bool = False
) -> PrintOutcome:
    """Print a ticket that says it is a test and what to measure on it."""
    document = trial_document(load_profile(profile), language, clock, scripts=scripts)
    device = make_printer(link, profile, clock)
    try:
        return await device.print(document)
    finally:
        await device.aclose()


def trial_document(profile: Profile, language: str, clock: Clock, *, scripts: bool) -> Document:
    """Return the test ticket: a ticket, the profile, and the samples of every script if asked."""
    texts = printer_texts(language)
    slip = TicketSlip(
        language=language,
        hall=texts.written("test-hall"),
        number="0000",
        service=texts.written("test-service"),
        area=texts.written("test-area"),
        directions=texts.written("test-directions"),
        issued_at=clock.now().astimezone(UTC),
        url=_TEST_ADDRESS,
    )
    ticket = layout_ticket(slip, profile)
    width = texts.written("test-width-value", millimetres=profile.width_dots // DOTS_PER_MM)
    checks: tuple[Block, ...] = (
        Rule(thick=True),
        Row(label=texts.written("test-profile"), value=profile.name),
        Row(label=texts.written("test-width"), value=width),
        Line(text=texts.written("test-number", millimetres=_NUMBER_CAP_MM)),
    )
    samples = tuple(Line(text=sample) for sample in _SAMPLES) if scripts else ()
    return replace(ticket, title="test", blocks=(*ticket.blocks, *checks, *samples))
