"""Which device's certificate the present request was made with, and whose token goes with it.

The TLS port sets it for the task that answers a connection; on any other port there is none. A
token that has a certificate is good with that certificate only, wherever it is shown.
"""

from contextvars import ContextVar
from dataclasses import dataclass

import msgspec

from queue_server.store.image import View
from queue_server.store.records import Token

CERTIFICATE = "certificate"
"""The kind of the document that says which certificate a token goes with, under the token's id."""


STATION = "browser"
"""The role in the certificate of a workstation's browser; it is no device's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The certificate a connection was made with: of which hall, role and token, which one."""

    hall: str
    role: str
    token: str
    serial: str


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a token's certificate.

    ``serial`` is the one it goes with, empty until the device has shown it once; ``pending`` one
    that was made and not yet shown, so that an answer lost on its way locks nobody out.
    """

    name: str
    role: str
    serial: str = ""
    pending: str = ""
    until: str = ""


SHOWN: ContextVar[Shown | None] = ContextVar("certificate", default=None)


def bound_of(view: View, token_id: str) -> Bound | None:
    """Return what is kept of a token's certificate."""
    kept = view.documents.get((CERTIFICATE, token_id))
    return None if kept is None else msgspec.json.decode(kept.data, type=Bound)


def goes_with(view: View, token: Token, hall: str) -> bool:
    """Tell whether a token may be used with what the present connection showed."""
    shown, bound = SHOWN.get(), bound_of(view, token.id)
    if shown is None:
        return bound is None or not bound.serial
    if bound is None or (shown.hall, shown.role, shown.token) != (hall, token.role, token.id):
        return False
    return shown.serial in {bound.serial, bound.pending}
