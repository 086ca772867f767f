"""``/openapi.json``: the framework's description, completed by what it cannot know.

Refusals are problems of one shape on every call, some calls have two good answers, and programs
identify themselves by a bearer token.
"""

from typing import Any

import msgspec
from litestar import Request, Router
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import BaseRoute

from queue_server.wire import Problem

_REFUSALS = {
    "400": "The request cannot be read, or a needed header is missing",
    "401": "No token, or one that is not known here",
    "403": "This role may not",
    "404": "There is no such thing",
    "405": "Not with this method",
    "409": "The hall's rules refuse; `state` is the present state",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "422": "The request does not fit; `field` names where",
    "410": "It is gone for good; begin anew",
    "429": "Too many requests; try again later",
    "503": "The hall cannot take this now; nothing was changed",
}
_CALL_NEXT = "/api/v1/windows/{window}/call-next"
_TICKETS = "/api/v1/tickets"
_LINES = "application/x-ndjson"


class AtRoot(Router):
    """Where the description hangs: beside the pages, so it answers no address but its own."""

    def register(self, value: Any) -> list[BaseRoute]:
        """Take a handler, but for the one that would answer every address there is not."""
        return [] if "/{path:str}" in getattr(value, "paths", ()) else super().register(value)


class DescribedCalls(JsonRenderPlugin):
    """Renders the description with refusals, second answers and the token scheme."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json")
        self._described: dict[str, Any] | None = None

    def has_path(self, path: str) -> bool:
        """Claim ``/`` too without answering it: the front door does."""
        return path == "/" or super().has_path(path)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        if self._described is None:
            self._described = described(openapi_schema)
        return self.render_json(request, self._described)


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a description completed; the one given is not changed."""
    whole: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(schema))
    components = whole.setdefault("components", {})
    _, problems = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    components.setdefault("schemas", {}).update(problems)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    whole["security"] = [{"token": []}, {}]
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "patch", "delete"):
                _complete(path, method, operation["responses"])
    return whole


def _complete(path: str, method: str, responses: dict[str, Any]) -> None:
    for status, meaning in _REFUSALS.items():
        kept = responses.get(status, {}).get("content", {}) if status == "503" else {}
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        responses[status] = {
            "description": meaning,
            "content": {**kept, "application/problem+json": problem},
        }
    if (path, method) == (_TICKETS, "post"):
        responses["200"] = {**responses["201"], "description": "The ticket this key made before"}
    if (path, method) == (_CALL_NEXT, "post"):
        responses["204"] = {"description": "Nobody waits; not remembered under the key"}
    lines = responses.get("200", {}).get("content", {}).get(_LINES)
    if lines is not None:
        lines["schema"] = {}  # many values, a line each: no one schema says that
    if path == "/health/ready":
        ready = responses["200"]["content"]["application/json"]
        responses["503"]["content"]["application/json"] = ready
