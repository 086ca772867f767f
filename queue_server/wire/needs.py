"""Registered needs for work (就业需求登记): stated wishes, with consent, until they are over."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Line, Message, Name, Request
from queue_server.wire.wishes import Wishes


class NeedRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/needs`` with an ``Idempotency-Key``; nobody is asked who they are.

    ``consent`` is the version of the text that was agreed to, in ``language``. Number and code of
    the receipt follow from the key (``hall.codes``).
    """

    wishes: Wishes
    consent: Name
    language: Name = "zh-CN"
    contact: Line = ""


class NeedReceipt(Message, frozen=True, kw_only=True):
    """What the visitor takes along: by the number the window finds it, and it is withdrawn."""

    id: str
    reference: str
    at: datetime
    until: datetime


class Need(Message, frozen=True, kw_only=True):
    """A registered need, for the windows. ``until`` it is erased.

    ``seen`` is the number of the newest item there was when its new jobs were last looked at.
    """

    id: str
    reference: str
    wishes: Wishes
    at: datetime
    until: datetime
    consent: str
    language: str = "zh-CN"
    contact: str = ""
    state: Literal["registered", "finished"] = "registered"
    seen: int = 0


class NeedList(Message, frozen=True, kw_only=True):
    """Registered needs, newest first; ``next`` is null at the end."""

    items: tuple[Need, ...]
    next: str | None = None


class NeedFound(Message, frozen=True, kw_only=True):
    """What a kiosk is told of a need by its number: nothing of what was stated."""

    reference: str
    at: datetime
    until: datetime


class NeedNumber(Request, frozen=True, kw_only=True):
    """``POST /api/v1/needs/withdraw`` and ``/new``: the number on the receipt."""

    reference: Annotated[str, msgspec.Meta(pattern=r"^[0-9 ]{10,20}$")]
