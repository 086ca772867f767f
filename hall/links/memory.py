"""Named links in memory (``mem:NAME``), for tests that run both ends in one loop."""

import asyncio
from collections.abc import Awaitable, Callable

from hall.errors import LinkNotFoundError
from hall.links.port import Link
from hall.links.streams import memory_pair

Handler = Callable[[Link], Awaitable[None]]


class _Registry:
    """Who listens under which name, per event loop: a loop that ended leaves no listener behind."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[int, str], Handler] = {}
        self._tasks: set[asyncio.Future[None]] = set()

    def listen(self, name: str, handler: Handler) -> Callable[[], None]:
        key = (id(asyncio.get_running_loop()), name)
        self._handlers[key] = handler
        return lambda: self._handlers.pop(key, None) and None

    def connect(self, name: str) -> Link:
        handler = self._handlers.get((id(asyncio.get_running_loop()), name))
        if handler is None:
            raise LinkNotFoundError(f"nobody listens at mem:{name}")
        near, far = memory_pair()
        task = asyncio.ensure_future(handler(far))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return near


_registry = _Registry()
listen_memory = _registry.listen
connect_memory = _registry.connect
