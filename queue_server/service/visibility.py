"""Which journal rows a reader sees, and how much of them.

Consoles see every row, and from where it was asked. Devices see the public rows whole (handling
and languages are theirs to act on), kiosks also reprints and their own calls for help. Everybody
else sees public rows without handling, languages and reasons.
"""

from collections.abc import Mapping
from typing import Any, Literal

from queue_server.domain.actors import Actor
from queue_server.service.presenting import CONSOLES
from queue_server.store.acting import FROM

Audience = Literal["console", "kiosk", "display", "public"]
_FOR_DEVICES = ("handling", "languages", "pager")
_FOR_CONSOLES = ("reason", "by", "role", FROM)
_SECURITY = frozenset(
    {
        "token_created",
        "token_revoked",
        "certificate_made",
        "certificate_shown",
        "user_created",
        "user_changed",
        "user_password_set",
        "user_codes_begun",
        "user_codes_ended",
        "user_signed_in",
        "user_refused",
        "user_signed_out",
        "session_refused",
        "session_ended",
    }
)


def audience_of(reader: Actor) -> Audience:
    """Return which kind of reader this is."""
    if reader.role in CONSOLES:
        return "console"
    if reader.role == "kiosk":
        return "kiosk"
    return "display" if reader.role == "display" else "public"


def seen(reader: Actor, kind: str, public: bool, data: dict[str, Any]) -> dict[str, Any] | None:
    """Return a row's data as the reader may see it, or None when it may not."""
    audience = audience_of(reader)
    if audience == "console":
        return data if kind not in _SECURITY or reader.role in {"admin", "system"} else None
    if not public:
        if audience != "kiosk" or not _for_kiosk(reader, kind, data):
            return None
        return {key: value for key, value in data.items() if key != FROM}
    if kind.startswith(("notice_", "emergency_", "playlist_")):
        return {key: value for key, value in data.items() if key not in {"by", FROM}}
    if not kind.startswith(("ticket_", "window_", "day_")):
        return {key: value for key, value in data.items() if key != FROM}
    hidden = _FOR_CONSOLES if audience != "public" else (*_FOR_DEVICES, *_FOR_CONSOLES)
    return {key: value for key, value in data.items() if key not in hidden}


def _for_kiosk(reader: Actor, kind: str, data: Mapping[str, Any]) -> bool:
    if kind == "ticket_reprinted":
        return True
    return kind.startswith(("assistance_", "kiosk_")) and data.get("kiosk") == reader.name
