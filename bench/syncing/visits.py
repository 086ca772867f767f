"""A window that calls one visitor after another, so that somebody notices what goes on beside.

A service has 999 numbers a day: where they are used up, the window of another service goes on.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus

import httpx

from hall.clock import SystemClock

_CLOCK = SystemClock()


class Visits:
    """Windows of which one calls and finishes, one visit after another, a pause between."""

    def __init__(
        self, client: httpx.AsyncClient, kiosk: str, staff: str, places: Sequence[tuple[str, str]]
    ) -> None:
        self._client = client
        self._kiosk = {"Authorization": f"Bearer {kiosk}"}
        self._staff = {"Authorization": f"Bearer {staff}"}
        self._places = list(places)
        self._key = 0
        self.taken: list[float] = []

    async def open(self) -> None:
        """Open the windows."""
        for window in dict(self._places):
            path = f"/api/v1/windows/{window}/open"
            (await self._client.post(path, headers=self._staff)).raise_for_status()

    async def times(self, enough: Callable[[], bool]) -> list[float]:
        """Return how long each call-next took until it is enough, seconds."""
        self.taken = []
        while not enough():
            self._key += 1
            key = {"Idempotency-Key": f"b{self._key}"}
            window, service = self._places[0]
            body = {"service": service, "needs": [], "languages": ["zh-CN"],
                    "channel": "kiosk"}  # fmt: skip
            answer = await self._client.post(
                "/api/v1/tickets", json=body, headers=self._kiosk | key
            )
            if answer.status_code == HTTPStatus.CONFLICT and len(self._places) > 1:
                del self._places[0]
                continue
            answer.raise_for_status()
            began = _CLOCK.monotonic()
            called = await self._client.post(
                f"/api/v1/windows/{window}/call-next", headers=self._staff | key
            )
            self.taken.append(_CLOCK.monotonic() - began)
            called.raise_for_status()
            for event in ("arrive", "finish"):
                path = f"/api/v1/tickets/{called.json()['id']}/{event}"
                await self._client.post(path, json={}, headers=self._staff)
            await _CLOCK.sleep(0.01)
        return self.taken
