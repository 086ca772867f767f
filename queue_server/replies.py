"""What a hall's answer means to a program that asked: a value, a refusal, or nobody there."""

import json
from typing import Any, TypeVar

import httpx
import msgspec

from hall.errors import RuleError, SyncError
from queue_server.wire.versions import read_from_any, without_unknown

_Answer = TypeVar("_Answer")


def decoded(answer: httpx.Response, wanted: type[_Answer]) -> _Answer:
    """Return the value of an answer; raises SyncError for what is no hall's."""
    try:
        found: _Answer = read_from_any(answer.content, wanted)
    except msgspec.MsgspecError as error:
        raise SyncError(f"the hall server answered something else: {error}") from error
    return found


def for_an_older_hall(content: bytes | None, answer: httpx.Response) -> bytes | None:
    """Return what was asked without the field a hall does not know; None where that is not it."""
    if content is None or answer.status_code != 422:
        return None
    return without_unknown(content, str(refusal(answer)))


def refusal(answer: httpx.Response) -> RuleError | SyncError:
    """Return the error an answer means: 5xx is unreachable for now, the rest a rule's refusal."""
    if answer.status_code >= 500:
        return SyncError(f"the hall server cannot serve now ({answer.status_code})")
    try:
        problem: dict[str, Any] = json.loads(answer.content)
    except ValueError:
        return SyncError(f"something else than the hall answered ({answer.status_code})")
    fields = {k: v for k, v in problem.items() if k not in ("code", "detail", "title", "type")}
    code = str(problem.get("code", f"http_{answer.status_code}"))
    return RuleError(code, str(problem.get("detail") or problem.get("title") or ""), **fields)
