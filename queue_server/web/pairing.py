"""Devices that ask to be let in, over HTTP."""

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from queue_server import wire
from queue_server.pairing.waiting import Pairings
from queue_server.web.actors import Who, require_known


def pairing_router(pairings: Pairings) -> Router:
    """Return ``/api/v1/pairings``. Asking needs no token; deciding needs an admin."""

    @post("/", summary="A device asks to be let in")
    async def begin(data: JSONBody[wire.PairingRequest]) -> wire.PairingBegun:
        """Answer the server's key; the device tells its own next."""
        return pairings.begin(data)

    @post("/{pairing:str}/reveal", status_code=200, summary="The device tells its key")
    async def reveal(
        pairing: FromPath[str], data: JSONBody[wire.PairingReveal]
    ) -> wire.PairingState:
        """Answer how it stands; both sides show six digits from now on."""
        return pairings.reveal(pairing, data)

    @get("/{pairing:str}", summary="How a device that asked stands")
    async def state(pairing: FromPath[str]) -> wire.PairingState:
        """Answer its token, sealed for it alone, once it was let in."""
        return pairings.state(pairing)

    @get("/", summary="Devices that ask now")
    async def listed(who: Who) -> wire.PairingList:
        """Answer them with their digits, for admins."""
        return pairings.listed(require_known(who))

    @post("/{pairing:str}/let-in", status_code=204, summary="Let a device in")
    async def let_in(
        who: Who, pairing: FromPath[str], data: JSONBody[wire.PairingDecision]
    ) -> None:
        """Make its token, where it shows the same digits; admins only."""
        await pairings.let_in(require_known(who), pairing, data.code)

    @post("/{pairing:str}/turn-away", status_code=204, summary="Do not let a device in")
    async def turn_away(who: Who, pairing: FromPath[str]) -> None:
        """Refuse it; admins only."""
        pairings.turn_away(require_known(who), pairing)

    return Router(
        path="/api/v1/pairings",
        route_handlers=[begin, reveal, state, listed, let_in, turn_away],
        tags=["accounts"],
    )
