"""Log set-up: one JSON line an event on stderr, nothing personal; stdout is for answers."""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

_ID_NUMBER = re.compile(r"\b\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]\b")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_QUIET = ("httpx", "httpcore", "websockets", "alembic", "uvicorn", "asyncio", "PIL", "kivy")
"""Libraries that tell every step at INFO; their warnings are still heard."""
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
_STEERING = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x61C,
        *range(0x200E, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
}
"""What ends a line, steers a terminal or turns the direction of what follows: shown, not sent."""
_SECRET_KEYS = ("token", "password", "secret", "authorization", "cookie")


def redact(text: str) -> str:
    """Return the text with identity-card and mobile numbers masked."""
    return _PHONE.sub("[phone]", _ID_NUMBER.sub("[id]", text))


class JsonLines(logging.Formatter):
    """An event as one JSON line: event, level, logger, its own fields, timestamp, exception."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {"event": record.getMessage()}
        if record.stack_info:
            event["stack_info"] = record.stack_info
        event |= {"level": record.levelname.lower(), "logger": record.name}
        event |= {key: value for key, value in vars(record).items() if key not in _OF_EVERY_RECORD}
        at = datetime.fromtimestamp(record.created, UTC)
        event["timestamp"] = at.isoformat().replace("+00:00", "Z")
        _redact(event)
        if record.exc_info and record.exc_info[0] is not None:
            event["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False, default=repr).translate(_STEERING)


def set_up_logging(*, level: str = "INFO", human: bool | None = None) -> None:
    """Send every logger through one formatter to stderr.

    ``human`` asks for readable lines; by default they are used on a terminal, JSON elsewhere.
    """
    readable = sys.stderr.isatty() if human is None else human
    formatter = _readable() if readable else JsonLines()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _readable() -> logging.Formatter:
    import structlog  # a fifth of a second, for terminals only

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact_event,
            _tame_event,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _redact_event,
            structlog.dev.ConsoleRenderer(),
        ],
    )


def _redact_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    _redact(event)
    return event


def _tame_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep an event in its own line of a terminal, whatever somebody's name holds."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = value.translate(_STEERING)
    return event


def _redact(event: MutableMapping[str, Any]) -> None:
    for key, value in event.items():
        if key.lower() in _SECRET_KEYS:
            event[key] = "[secret]"
        elif isinstance(value, str):
            event[key] = redact(value)
