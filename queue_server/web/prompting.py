"""Whoever connects says what is wanted, at once and in few words (S-13).

The head of a request has ten seconds and 64 KiB; without that a few connections that send a byte
now and then, or a header without end, would hold the server's doors or its memory.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from queue_server.web.bounds import HEAD_LIMIT


class Prompt(HttpToolsProtocol):
    """One connection; ``patience_s`` is how long the head of each of its requests may take."""

    patience_s = 10.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: asyncio.TimerHandle | None = None
        self._came = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._waiting is not None:
            if not self._came:
                # A browser's line opened ahead may be used at its last moment: it has all its time.
                self._waiting.cancel()
                self._wait()
            self._came += len(data)
        super().data_received(data)
        if self._waiting is not None and self._came > HEAD_LIMIT:
            self._refuse("The head of the request is too long.")
        elif self._is_idle():
            # An empty line, or the body of what is answered already: no request, no time without
            # end for one.
            self._wait()

    def _is_idle(self) -> bool:
        """Tell whether nothing is asked, answered or waited for on a line that stays open."""
        return (
            self._waiting is None
            and self.timeout_keep_alive_task is None
            and bool(self.cycle)  # None before the first request
            and self.cycle.response_complete
            and not self.transport.is_closing()
            and self.transport.get_protocol() is self
        )

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._waiting is None:
            self._wait()
            self._came = 1

    def on_headers_complete(self) -> None:
        self._wait_no_more()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.patience_s, self._too_late)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting, self._came = None, 0

    def _too_late(self) -> None:
        if self._came:
            self._refuse("The request did not come in time.")
            return
        # A browser opens lines ahead: a word on one would be taken for the answer to what it asks.
        self._wait_no_more()
        self.transport.close()

    def _refuse(self, why: str) -> None:
        self._wait_no_more()
        if not self.transport.is_closing():
            self.send_400_response(why)
