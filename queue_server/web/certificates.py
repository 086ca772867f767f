"""Certificates of devices, over HTTP. Shutting a token shuts its certificate with it."""

from litestar import Router, get, post
from litestar.params import JSONBody

from queue_server import wire
from queue_server.pairing.certifying import Certificates
from queue_server.web.actors import Who, require_known


def certificates_router(certificates: Certificates) -> Router:
    """Return ``/api/v1/certificates``."""

    @post("/", summary="A device asks for its certificate, or for the next one")
    async def make(who: Who, data: JSONBody[wire.CertificateRequest]) -> wire.Certificate:
        """Certify the device's key; the certificate counts once it was shown."""
        return await certificates.make(require_known(who), data.request)

    @post("/shown", status_code=204, summary="A device shows its new certificate")
    async def shown(who: Who) -> None:
        """Let the token go with the certificate of this connection from now on, and no other."""
        await certificates.confirm(require_known(who))

    @get("/", summary="Devices that have certificates")
    async def listed(who: Who) -> wire.CertificateList:
        """Answer them, for admins."""
        return certificates.listed(require_known(who))

    return Router(
        path="/api/v1/certificates", route_handlers=[make, shown, listed], tags=["accounts"]
    )
