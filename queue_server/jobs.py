"""Every job a command line asks for: those of the machine room, and the signed journal's."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from queue_server.domain.actors import SYSTEM
from queue_server.pairing.certifying import Certificates
from queue_server.sealing.exporting import export
from queue_server.sealing.keeping import Sealing
from queue_server.sealing.standing import require_heads, verdict, words
from queue_server.service import machine as machine_room
from queue_server.service.machine import Job, Machine, examine


async def sign_now(machine: Machine, _params: Mapping[str, Any]) -> Any:
    """Sign the head as it is now."""
    hall = machine.hall
    return (await Sealing(hall, hall.clock, hall.database.folder).seal()).told()


async def write_export(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Write the journal and its heads to ``file``."""
    hall = machine.hall
    return await asyncio.to_thread(
        export, hall.database, hall.database.folder, str(hall.settings.hall.id), hall.epoch,
        Path(params["file"]),
    )  # fmt: skip


async def check(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Check both databases, and the journal against its signed heads."""
    hall, folder = machine.hall, machine.hall.database.folder
    found = await examine(machine, params)
    if unreadable := await asyncio.to_thread(require_heads, folder):
        return {**found, "problems": [*found["problems"], *unreadable], "signed": None}
    seals = await asyncio.to_thread(
        verdict, hall.database, folder, str(hall.settings.hall.id), hall.epoch
    )
    problems = [
        *found["problems"],
        *(each for each in words(seals) if each not in found["problems"]),
    ]
    signed = None if seals.signed is None else seals.signed.told()
    return {**found, "problems": problems, "signed": signed}


async def show_certificates(machine: Machine, _params: Mapping[str, Any]) -> Any:
    """Tell the hall's authority and who has certificates of it."""
    hall = machine.hall
    certificates = Certificates(hall, hall.database.folder)
    own = await asyncio.to_thread(certificates.authority)
    until = own.server_until()
    return {
        "fingerprint": own.fingerprint,
        "authority": own.pem,
        "server": "" if until is None else f"until {until:%Y-%m-%d}",
        "devices": msgspec.to_builtins(certificates.listed(SYSTEM).items),
    }


JOBS: Mapping[str, Job] = {
    **machine_room.JOBS,
    "check": check,
    "journal_sign": sign_now,
    "journal_export": write_export,
    "certificates_show": show_certificates,
}
