"""Refusals of the hall, by stable code.

Each rule's refusal is a ``RuleError`` whose code stands in :data:`CODES` with the HTTP status the
edge answers; the message a person reads is made at the edge from the code. Anything that is not
the asker's fault but the hall's (disk full, draining) is an :class:`UnavailableError`.
"""

from collections.abc import Mapping

from hall.errors import HallError, RuleError

CODES: Mapping[str, int] = {
    "assistance_over": 409,
    "call_limit": 409,
    "captions_missing": 422,
    "common_password": 422,
    "day_closed": 409,
    "day_open": 409,
    "day_past": 409,
    "does_not_fit": 422,
    "forbidden": 403,
    "grace_running": 409,
    "id_taken": 409,
    "invalid_vacancy": 422,
    "invalid_wishes": 422,
    "key_missing": 400,
    "key_reused": 409,
    "last_admin": 409,
    "media_full": 409,
    "media_in_use": 409,
    "media_unreadable": 422,
    "limit_reached": 409,
    "no_emergency": 409,
    "no_such_slot": 422,
    "no_tls": 409,
    "no_time_left": 409,
    "notices_full": 409,
    "number_taken": 409,
    "numbers_used_up": 409,
    "pager_taken": 409,
    "password_used": 422,
    "pairing_broken": 409,
    "pairing_differs": 409,
    "plain_password": 422,
    "playlists_full": 409,
    "quota_reached": 409,
    "rate_limited": 429,
    "reason_missing": 422,
    "recall_too_soon": 409,
    "service_closed": 409,
    "service_not_at_window": 409,
    "slot_taken": 409,
    "stale_version": 409,
    "time_past": 422,
    "too_early": 409,
    "too_late": 409,
    "too_many_pairings": 429,
    "too_many_tries": 429,
    "twin_busy": 409,
    "unknown_appointment": 404,
    "unknown_assistance": 404,
    "unknown_content": 404,
    "unknown_decision": 404,
    "unknown_event": 404,
    "unknown_feedback": 404,
    "unknown_hold": 404,
    "unknown_kiosk": 422,
    "unknown_media": 404,
    "unknown_need": 404,
    "unknown_notice": 404,
    "unknown_pairing": 404,
    "unknown_playlist": 404,
    "unknown_report": 404,
    "unknown_row": 422,
    "unknown_service": 422,
    "unknown_session": 404,
    "unknown_station": 404,
    "unknown_submission": 404,
    "unknown_target": 422,
    "unknown_ticket": 404,
    "unknown_token": 404,
    "unknown_user": 404,
    "unknown_vacancy": 404,
    "unknown_window": 404,
    "user_exists": 409,
    "value_missing": 422,
    "weak_password": 422,
    "window_busy": 409,
    "window_closed": 409,
    "wrong_code": 422,
    "wrong_days": 422,
    "wrong_password": 403,
    "wrong_state": 409,
    "wrong_window": 403,
}


# What a refusal says where its place has nothing of its own to tell.
_USUAL: Mapping[str, str] = {
    "grace_running": "the visitor still has time to come",
    "recall_too_soon": "called a moment ago; let that call be heard out",
    "stale_version": "changed meanwhile; read it again and decide anew",
    "unknown_appointment": "no such booking; is the code right?",
    "unknown_assistance": "no such request; it may be over",
    "unknown_notice": "no such notice; it may have been taken away",
    "unknown_ticket": "no such ticket; is the number or code right?",
}


class UnavailableError(HallError):
    """The hall cannot take this now (503); nothing was changed, the same request may be retried."""


def refused(code: str, detail: str = "", **fields: object) -> RuleError:
    """Return the refusal of a rule; raises KeyError for a code nobody documented."""
    _ = CODES[code]
    return RuleError(code, detail or _USUAL.get(code, ""), **fields)
