"""Bodies read once and to the letter: ``"1"`` is no number, and nothing is made to fit."""

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import ClientException
from litestar.handlers import HTTPRouteHandler


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON is decoded straight into what its handler asks for."""

    async def json(self) -> Any:
        """Return the body as the handler's type.

        Raises msgspec.ValidationError where it does not fit, ClientException where it is no JSON.
        """
        state = self._connection_state
        if not isinstance(state.json, _Read):
            body = await self.body()
            try:
                state.json = _Read(_decoder(self.route_handler).decode(body or b"null"))
            except msgspec.ValidationError:
                raise
            except msgspec.DecodeError as fault:
                raise ClientException(f"The body is not JSON: {fault}") from fault
        return state.json.value


class _Read:
    """A body read already, whatever it says."""

    def __init__(self, value: Any) -> None:
        self.value = value


@lru_cache(maxsize=256)
def _decoder(handler: HTTPRouteHandler) -> "msgspec.json.Decoder[Any]":
    wanted = handler.parsed_fn_signature.parameters.get("data")
    return msgspec.json.Decoder(Any if wanted is None else wanted.annotation)
