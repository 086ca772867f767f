"""Numbers given by hand from printed slips, told to the hall afterwards."""

from datetime import datetime
from typing import Annotated

import msgspec

from config.site import Need
from queue_server.wire.base import Name, Request


class PaperEntry(Request, frozen=True, kw_only=True):
    """``POST /api/v1/papers``: one slip. ``served``: whose it was is served already."""

    number: Name
    service: Name
    at: datetime
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    served: bool = False
