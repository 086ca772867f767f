"""Receipts of pages: a hall screen or a visitor's phone that has a call on it says so once."""

from collections import OrderedDict

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.hall import HallService

_MOST = 2000


class PageReceipts:
    """Writes one delivery for each page and call, however often the page asks."""

    def __init__(self, hall: HallService) -> None:
        self._hall = hall
        self._told: OrderedDict[tuple[str, int], None] = OrderedDict()

    async def shown(self, sink: str, seq: int, detail: str = "") -> None:
        """Note that a page shows what journal row ``seq`` called."""
        if (sink, seq) in self._told:
            return
        self._told[(sink, seq)] = None
        if len(self._told) > _MOST:
            self._told.popitem(last=False)
        page = Actor(role="display", name=sink)
        delivery = wire.Delivery(seq=seq, sink=sink, outcome="shown", detail=detail)
        await self._hall.deliver(page, delivery)
