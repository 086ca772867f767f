"""Log set-up: one JSON line an event on stderr, nothing personal; stdout is for answers."""

import logging
import re
import sys
from typing import Any

import structlog

_ID_NUMBER = re.compile(r"\b\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]\b")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_QUIET = ("httpx", "httpcore", "websockets", "alembic", "uvicorn", "asyncio", "PIL", "kivy")
"""Libraries that tell every step at INFO; their warnings are still heard."""
_SECRET_KEYS = ("token", "password", "secret", "authorization", "cookie")


def redact(text: str) -> str:
    """Return the text with identity-card and mobile numbers masked."""
    return _PHONE.sub("[phone]", _ID_NUMBER.sub("[id]", text))


def set_up_logging(*, level: str = "INFO", human: bool | None = None) -> None:
    """Send every logger through one formatter to stderr.

    ``human`` asks for readable lines; by default they are used on a terminal, JSON elsewhere.
    """
    readable = sys.stderr.isatty() if human is None else human
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _redact_event,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _redact_event(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for key, value in event.items():
        if key.lower() in _SECRET_KEYS:
            event[key] = "[secret]"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event
