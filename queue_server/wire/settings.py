"""Changes of the hall's settings, as they are kept and told."""

from datetime import datetime
from typing import Any

import msgspec

from queue_server.wire.base import Message


class SettingStep(Message, frozen=True, kw_only=True):
    """One key and its value before and after; null where there was or is none.

    Items of lists are named by their id: ``service[policy].names.en``. ``place`` is where a removed
    item stood among its like.
    """

    key: str
    before: Any = None
    after: Any = None
    place: int | None = None


class SettingChange(Message, frozen=True, kw_only=True):
    """One change of settings: who made it, when, from which address, and every key it touched.

    ``room`` is what was changed: ``site``, or another kind of settings, and ``subject`` which of
    them. ``takes_back`` is the change it undid; ``taken_back`` by which it was undone itself.
    """

    id: str
    at: datetime
    by: str
    origin: str = ""
    room: str = "site"
    subject: str = ""
    steps: tuple[SettingStep, ...] = msgspec.field(default_factory=tuple)
    takes_back: str | None = None
    taken_back: str | None = None
