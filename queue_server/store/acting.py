"""From where the present request comes, so that the journal can say it of each act.

The web edge sets it for the task that answers a request; commands submitted within it carry it to
the writer. What the hall does by itself comes from nowhere.
"""

from contextvars import ContextVar

FROM = "from"
"""The key of a journal row's data that says it."""
PLACE: ContextVar[str] = ContextVar("place", default="")
"""``device``, ``console`` or ``phone`` and an address, or ``server`` for its own command line."""


SERVER = "server"
"""The server's own command line."""


def said_from(data: str, place: str) -> str:
    """Return a row's JSON text with the place it was asked from; unchanged where there is none."""
    if not place or not data.endswith("}"):
        return data
    quoted = place.replace("\\", "").replace('"', "")
    return f'{data[:-1]}{"" if data == "{}" else ","}"{FROM}":"{quoted}"}}'
