"""The TLS port: serves what the plain one serves, and keeps its own certificate fresh."""

import asyncio
import logging
import socket

from hall.errors import HallError
from queue_server.app import Server, Web
from queue_server.discovery import addresses_of
from queue_server.pairing.authority import Authority
from queue_server.web.arriving import Arriving
from queue_server.web.mutual import context_of, with_tls
from queue_server.web.serving import web_config

_LOOK_S = 3600.0
_LOG = logging.getLogger(__name__)


class Secured:
    """One TLS port of a server; ``run`` it until ``end``."""

    def __init__(self, server: Server, behind: Arriving, listening: socket.socket) -> None:
        self._server = server
        self._listening = listening
        self._authority: Authority = server.certificates.authority()
        self._authority.serve(self._addresses(), server.clock.now())
        self._context = context_of(self._authority)
        self._web = Web(with_tls(web_config(server, behind), self._context))

    @property
    def fingerprint(self) -> str:
        """What an admin compares: the SHA-256 of the authority's certificate."""
        return self._authority.fingerprint

    async def answering(self) -> None:
        """Return once it answers; devices that are let in from then on are told of it."""
        await self._web.answering.wait()
        self._server.certificates.port = self.port

    @property
    def port(self) -> int:
        """The port it serves on."""
        return int(self._listening.getsockname()[1])

    async def run(self) -> None:
        """Serve until it is ended."""
        renewing = asyncio.create_task(self._renew(), name="server certificate")
        try:
            await self._web.serve(sockets=[self._listening])
        finally:
            self._server.certificates.port = None
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    def end(self) -> None:
        """Answer what was taken, then end."""
        self._web.should_exit = True

    async def _renew(self) -> None:
        """Look every hour whether the certificate ends soon, or the machine has a new address."""
        while True:
            await self._server.clock.sleep(_LOOK_S)
            try:
                await asyncio.to_thread(self.renew)
            except (HallError, OSError) as fault:
                _LOG.error("server certificate not renewed", extra={"fault": str(fault)})

    def renew(self) -> bool:
        """Renew the certificate where that is due; new connections are shown the new one."""
        fresh = self._authority.serve(self._addresses(), self._server.clock.now())
        if fresh:
            self._context.load_cert_chain(self._authority.server_file)
            _LOG.info("server certificate renewed")
        return fresh

    def _addresses(self) -> list[str]:
        host = self._listening.getsockname()[0]
        local = f"hall90-{self._server.site.hall.id}.local"
        return [*addresses_of(host), socket.gethostname(), local, "localhost", "127.0.0.1"]
