"""The kiosk's line to the hall: follows the journal and tells the conversation."""

import asyncio
import logging
from typing import TYPE_CHECKING

from hall.clock import Clock
from hall.errors import HallError
from kiosk.flow.core import KioskCore

if TYPE_CHECKING:
    from queue_server.client import HallClient

_LOG = logging.getLogger(__name__)
_AGAIN_S = 5.0


async def follow(client: "HallClient", core: KioskCore, clock: Clock) -> None:
    """Feed rows to the conversation for ever; a stream that breaks is begun again.

    Meanwhile this machine's certificate is kept fresh.
    """
    known = asyncio.create_task(client.stay_known())
    try:
        while True:
            try:
                async for row in client.live():
                    core.row(row)
            except HallError as error:
                _LOG.warning("live stream refused", extra={"why": str(error)})
            await clock.sleep(_AGAIN_S)
    finally:
        known.cancel()
