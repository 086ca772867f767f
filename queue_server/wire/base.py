"""What every message is, and the lengths of what people write."""

from typing import Annotated

import msgspec

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=2000)]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A thing the server says; readers ignore fields they do not know."""


class Request(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A thing the server is asked; unknown fields are refused.

    What is as by default is not said: an older server does not know the newest fields, and a key
    used before an upgrade must stand for the same words after it.
    """
