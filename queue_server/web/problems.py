"""Refusals as RFC 9457 problems: a stable code, the present state, the field that did not fit."""

import logging
import re
from datetime import datetime
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from sqlalchemy.exc import SQLAlchemyError

from hall.errors import RuleError
from queue_server.domain.errors import CODES, UnavailableError
from queue_server.wire import Problem

_LOG = logging.getLogger(__name__)
_TYPE = "application/problem+json"
_HTTP_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    429: "too_many_requests",
}
_SAID = {413: "The body is larger than this address takes; send less, or in parts"}
# How msgspec names a field that is missing or not known.
_FIELD = re.compile(r"field `([^`]+)`")
# Where in the body a value did not fit.
_PLACE = re.compile(r"at `\$\.([^`]+)`")

Asked = Request[Any, Any, Any]


def answer_rule(_request: Asked, error: RuleError) -> Response[Problem]:
    """Answer what the hall's rules refused."""
    status = CODES.get(error.code, 409)
    state, field = error.fields.get("state"), error.fields.get("field")
    retry, possible = error.fields.get("retry_after"), error.fields.get("possible_at")
    return _problem(
        status,
        error.code,
        error.detail or error.code,
        state=state if isinstance(state, str) else None,
        field=field if isinstance(field, str) else None,
        retry_after=round(retry) if isinstance(retry, (int, float)) else None,
        possible_at=possible if isinstance(possible, datetime) else None,
    )


def answer_unavailable(_request: Asked, error: UnavailableError) -> Response[Problem]:
    """Answer that the hall cannot take this now; nothing was changed."""
    return _problem(503, "unavailable", str(error))


def answer_no_database(request: Asked, error: SQLAlchemyError) -> Response[Problem]:
    """Answer that the disk could not be read just now; the same request may be made again."""
    _LOG.error("the database could not be read", exc_info=error, extra={"path": request.url.path})
    return _problem(503, "unavailable", "The hall's disk cannot be read now; try again")


def answer_invalid(_request: Asked, error: ValidationException) -> Response[Problem]:
    """Answer a body or query that does not fit, naming the field."""
    first: dict[str, Any] = {}
    if isinstance(error.extra, list) and error.extra and isinstance(error.extra[0], dict):
        first = error.extra[0]
    message = str(first.get("message") or error.detail)
    named = _FIELD.search(message)
    field = named[1] if named else first.get("key")
    return _problem(422, "does_not_fit", message, field=field)


def answer_unreadable(_request: Asked, error: msgspec.MsgspecError) -> Response[Problem]:
    """Answer a body that is not JSON or not what was asked for."""
    message = str(error)
    found = _FIELD.search(message) or _PLACE.search(message)
    return _problem(422, "does_not_fit", message, field=found[1] if found else None)


def answer_too_deep(_request: Asked, error: RecursionError) -> Response[Problem]:
    """Answer a body nested deeper than any request of ours."""
    _LOG.warning("a body nested too deeply was refused", exc_info=error)
    return _problem(422, "does_not_fit", "The body is nested too deeply")


def answer_too_large_a_number(_request: Asked, _error: OverflowError) -> Response[Problem]:
    """Answer a number that no row can have."""
    return _problem(422, "does_not_fit", "A number is too large")


def answer_http(_request: Asked, error: HTTPException) -> Response[Problem]:
    """Answer what the framework refused."""
    status = error.status_code
    if status == 400 and "deserialization" in error.detail.lower():
        status = 422
    code = _HTTP_CODES.get(status, "does_not_fit" if status == 422 else f"http_{status}")
    return _problem(status, code, _SAID.get(status, error.detail))


def answer_fault(request: Asked, error: Exception) -> Response[Problem]:
    """Answer a fault of ours: logged whole, told without its inside."""
    _LOG.error("request failed", exc_info=error, extra={"path": request.url.path})
    return _problem(500, "fault", "A fault of the server; it has been logged.")


def _problem(
    status: int,
    code: str,
    detail: str,
    *,
    state: str | None = None,
    field: str | None = None,
    retry_after: int | None = None,
    possible_at: datetime | None = None,
) -> Response[Problem]:
    headers = {} if retry_after is None else {"Retry-After": str(max(1, retry_after))}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = Problem(
        status=status,
        code=code,
        title=code.replace("_", " "),
        detail=detail,
        state=state,
        field=field,
        retry_after=retry_after,
        possible_at=possible_at,
    )
    return Response(body, status_code=status, headers=headers, media_type=_MEDIA)


_MEDIA: MediaType | str = _TYPE
HANDLERS: dict[Any, Any] = {
    RuleError: answer_rule,
    UnavailableError: answer_unavailable,
    SQLAlchemyError: answer_no_database,
    ValidationException: answer_invalid,
    msgspec.MsgspecError: answer_unreadable,
    RecursionError: answer_too_deep,
    OverflowError: answer_too_large_a_number,
    HTTPException: answer_http,
    Exception: answer_fault,
}
