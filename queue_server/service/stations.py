"""Workstations: machines of the staff whose browsers show a certificate of the hall (S-8)."""

import secrets
from datetime import datetime
from functools import partial
from typing import Protocol

import msgspec

from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND = "station"
MOST = 500
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a workstation: what it is called and until when its certificate holds."""

    name: str
    until: datetime


class Certifier(Protocol):
    """Whoever makes a certificate with its key for a browser, sealed by a passphrase."""

    def __call__(self, station: str, name: str, phrase: str) -> tuple[bytes, datetime]: ...


class Stations:
    """The workstations of a running hall."""

    def __init__(self, hall: RunningHall) -> None:
        self._hall = hall

    def knows(self, station: str) -> bool:
        """Tell whether a workstation is one of the hall's, and not ended."""
        return (KIND, station) in self._hall.showing.view.documents

    def listed(self, actor: Actor) -> wire.StationList:
        """Return all of them, by name; admins only."""
        require_role(actor, ACCOUNT_KEEPERS)
        found = [
            (key[1], msgspec.json.decode(each.data, type=Station))
            for key, each in self._hall.showing.view.documents.items()
            if key[0] == KIND
        ]
        return wire.StationList(
            items=tuple(
                wire.StationInfo(id=wanted, name=each.name, until=each.until)
                for wanted, each in sorted(found, key=lambda one: (one[1].name, one[0]))
            )
        )

    async def make(self, actor: Actor, name: str, certify: Certifier) -> wire.StationMade:
        """Know a workstation from now on; its certificate and passphrase are told this once."""
        require_role(actor, ACCOUNT_KEEPERS)
        if len(self.listed(actor).items) >= MOST:
            raise refused("limit_reached", f"a hall has {MOST} workstations at most")
        station = uuid7(self._hall.now())
        phrase = "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4)
        )  # 99 bits
        file, until = certify(station, name, phrase)
        await self._hall.writer.submit(
            partial(_made, actor=actor, station=station, kept=Station(name=name, until=until))
        )
        return wire.StationMade(id=station, name=name, until=until, file=file, passphrase=phrase)

    async def end(self, actor: Actor, station: str) -> None:
        """Let nobody in from a workstation any more."""
        require_role(actor, ACCOUNT_KEEPERS)
        await self._hall.writer.submit(partial(_ended, actor=actor, station=station))


def _made(image: Image, moment: Moment, *, actor: Actor, station: str, kept: Station) -> None:
    data = encode(kept)
    image.put_document(Document(kind=KIND, id=station, at=moment.wall, data=data))
    told = encode({"by": actor.name, "name": kept.name, "station": station})
    image.tell(moment.wall, "station_made", told, public=False)


def _ended(image: Image, moment: Moment, *, actor: Actor, station: str) -> None:
    kept = image.documents.get((KIND, station))
    if kept is None:
        raise refused("unknown_station", f"no workstation {station!r}")
    image.documents.drop((KIND, station))
    name = msgspec.json.decode(kept.data, type=Station).name
    told = encode({"by": actor.name, "name": name, "station": station})
    image.tell(moment.wall, "station_ended", told, public=False)
