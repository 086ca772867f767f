"""Letting a device in by a code: see ``queue_server.pairing``. Bytes are base64."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Message, Name, Request

_Bytes = Annotated[str, msgspec.Meta(max_length=64)]


class PairingRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/pairings``: a device asks; ``commitment`` binds it to its key."""

    role: Name
    name: Name
    commitment: _Bytes


class PairingBegun(Message, frozen=True, kw_only=True):
    """The server's key, and under which id to go on."""

    id: str
    public: str


class PairingReveal(Request, frozen=True, kw_only=True):
    """``POST /api/v1/pairings/{id}/reveal``: the key the commitment was for."""

    public: _Bytes
    salt: _Bytes


class PairingState(Message, frozen=True, kw_only=True):
    """How a device stands; ``sealed`` is its token for its own eyes, once it was let in.

    ``hall`` is sealed likewise: whom to trust (the authority) and where TLS is spoken; none
    where the server speaks none.
    """

    state: Literal["waiting", "let_in", "refused"]
    sealed: str | None = None
    hall: str | None = None


class PairedHall(Message, frozen=True, kw_only=True):
    """What ``hall`` holds once it is unsealed: the authority as PEM, and the port of TLS."""

    authority: str
    port: int


class CertificateRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/certificates``: a PEM request signed by the device's own EC P-256 key."""

    request: Annotated[str, msgspec.Meta(max_length=4096)]


class Certificate(Message, frozen=True, kw_only=True):
    """A device's certificate and its authority's, as PEM."""

    certificate: str
    authority: str
    until: datetime


class CertificateInfo(Message, frozen=True, kw_only=True):
    """One device's certificate, as an admin sees it; ``shown``: the device has used it."""

    token: str
    name: str
    role: str
    serial: str
    until: datetime
    shown: bool


class CertificateList(Message, frozen=True, kw_only=True):
    """Devices that have certificates."""

    items: tuple[CertificateInfo, ...]


class Pairing(Message, frozen=True, kw_only=True):
    """A device that asks, as an admin sees it."""

    id: str
    name: str
    role: str
    code: str
    at: datetime


class PairingList(Message, frozen=True, kw_only=True):
    """Devices that ask now."""

    items: tuple[Pairing, ...]


class PairingDecision(Request, frozen=True, kw_only=True):
    """``POST /api/v1/pairings/{id}/let-in``: the digits as the admin reads them on the device."""

    code: Annotated[str, msgspec.Meta(max_length=16)]
