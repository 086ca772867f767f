"""How kiosks begin, over HTTP."""

from litestar import Router, delete, put
from litestar.params import FromPath, JSONBody

from queue_server import wire
from queue_server.service import kiosks
from queue_server.service.running import RunningHall
from queue_server.web.actors import Who, require_known


def kiosks_router(hall: RunningHall) -> Router:
    """Return ``/api/v1/kiosks``."""

    @put("/{kiosk:str}/modes", status_code=204, summary="How a kiosk looks to the next visitor")
    async def set_modes(who: Who, kiosk: FromPath[str], data: JSONBody[wire.KioskModes]) -> None:
        """Set colours, size, reach, hand, language, rate and more; admins only."""
        actor, site = require_known(who), hall.settings
        await hall.writer.submit(
            lambda image, moment: kiosks.set_modes(image, moment, site, actor, kiosk, data)
        )

    @delete("/{kiosk:str}/modes", status_code=204, summary="Let a kiosk begin as the file says")
    async def reset_modes(who: Who, kiosk: FromPath[str]) -> None:
        """Forget what was set."""
        actor, site = require_known(who), hall.settings
        await hall.writer.submit(
            lambda image, moment: kiosks.reset_modes(image, moment, site, actor, kiosk)
        )

    return Router(path="/api/v1/kiosks", route_handlers=[set_modes, reset_modes], tags=["kiosks"])
