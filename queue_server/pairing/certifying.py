"""Certificates for devices: asked for with a token, counted once shown, told in the journal."""

import asyncio
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hall.errors import HallError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.carrying import CERTIFICATE, SHOWN, Bound, bound_of
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

if TYPE_CHECKING:  # 10 MiB of memory: for halls that certify
    from queue_server.pairing.authority import Authority, Issued

_DEVICES = frozenset({"kiosk", "display"})


class Certificates:
    """What the hall's authority does for devices that were let in; ``port`` is where TLS is."""

    def __init__(self, hall: RunningHall, folder: Path) -> None:
        self._hall = hall
        self._folder = folder
        self.port: int | None = None

    def authority(self) -> "Authority":
        """Return the hall's authority; made at the first time."""
        from queue_server.pairing.authority import open_authority

        return open_authority(self._folder, str(self._hall.settings.hall.id), self._hall.now)

    def paired(self) -> wire.PairedHall | None:
        """Return what a device that is let in is told; None where no TLS is spoken."""
        if self.port is None:
            return None
        return wire.PairedHall(authority=self.authority().pem, port=self.port)

    async def make(self, actor: Actor, request: str) -> wire.Certificate:
        """Certify the key of a device's request; it counts once it was shown.

        Refuses ``forbidden`` to whoever is no device, ``does_not_fit`` what is no request.
        """
        require_role(actor, _DEVICES)
        authority = await asyncio.to_thread(self.authority)
        try:
            made: Issued = authority.device(
                request, role=actor.role, name=actor.name, token=actor.token_id or "",
                now=self._hall.now(),
            )  # fmt: skip
        except HallError as fault:
            raise refused("does_not_fit", str(fault), field="request") from fault
        await self._hall.writer.submit(
            partial(_note_made, actor=actor, serial=made.serial, until=made.until)
        )
        return wire.Certificate(certificate=made.pem, authority=authority.pem, until=made.until)

    async def confirm(self, actor: Actor) -> None:
        """Let the token go with the certificate of this connection from now on, and no other."""
        require_role(actor, _DEVICES)
        shown = SHOWN.get()
        if shown is None:
            raise refused("does_not_fit", "this connection shows no certificate", field="request")
        await self._hall.writer.submit(partial(_note_shown, actor=actor, serial=shown.serial))

    def for_station(self, station: str, name: str, phrase: str) -> tuple[bytes, datetime]:
        """Return a workstation's certificate with its key, sealed; refuses ``no_tls``."""
        if self.port is None:
            raise refused("no_tls", "the server speaks no TLS here; start it with --tls-port")
        return self.authority().station(station, name, phrase, self._hall.now())

    def listed(self, actor: Actor) -> wire.CertificateList:
        """Return which devices have certificates, for admins."""
        require_role(actor, ACCOUNT_KEEPERS)
        view = self._hall.showing.view
        live = {each.id for each in view.tokens.values()}
        known = [key[1] for key in view.documents if key[0] == CERTIFICATE and key[1] in live]
        return wire.CertificateList(
            items=tuple(
                wire.CertificateInfo(
                    token=token, name=bound.name, role=bound.role, serial=bound.serial,
                    until=datetime.fromisoformat(bound.until), shown=bool(bound.serial),
                )
                for token in known
                if (bound := bound_of(view, token)) is not None
            )
        )  # fmt: skip


def _note_made(image: Image, moment: Moment, *, actor: Actor, serial: str, until: datetime) -> None:
    token = actor.token_id or ""
    before = _bound(image, token)
    bound = Bound(
        name=actor.name, role=actor.role, pending=serial, until=until.isoformat(),
        serial="" if before is None else before.serial,
    )  # fmt: skip
    _keep(image, moment, token, bound)
    told = encode({"by": actor.name, "name": actor.name, "role": actor.role, "serial": serial})
    image.tell(moment.wall, "certificate_made", told, public=False)


def _note_shown(image: Image, moment: Moment, *, actor: Actor, serial: str) -> None:
    token = actor.token_id or ""
    before = _bound(image, token)
    if before is None or before.pending != serial:
        return  # shown before
    _keep(image, moment, token, Bound(
        name=before.name, role=before.role, serial=serial, until=before.until,
    ))  # fmt: skip
    told = encode({"by": actor.name, "name": actor.name, "serial": serial})
    image.tell(moment.wall, "certificate_shown", told, public=False)


def _bound(image: Image, token: str) -> Bound | None:
    kept = image.documents.get((CERTIFICATE, token))
    return None if kept is None else msgspec.json.decode(kept.data, type=Bound)


def _keep(image: Image, moment: Moment, token: str, bound: Bound) -> None:
    data = msgspec.json.encode(bound).decode()
    image.put_document(Document(kind=CERTIFICATE, id=token, at=moment.wall, data=data))
