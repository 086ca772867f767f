"""A page of a feed as bytes: a header line, items, and a trailer that tells it came whole.

Both ends use it: the server writes pages, the client reads them; neither opens anything here.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from hall.errors import SyncError
from queue_server.sync.log import Line

VERSION = 1
_encode = msgspec.json.Encoder().encode


class Begin(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="begin"):
    """A page's first line."""

    v: int
    feed: str
    epoch: str
    after: int
    scope: str = ""


class End(msgspec.Struct, frozen=True, kw_only=True, tag_field="t", tag="end"):
    """A page's last line; ``next`` is where the following page begins."""

    next: int
    more: bool
    max_seq: int
    n: int
    sha256: str


class BrokenPageError(SyncError):
    """A page that was cut, altered or is none; it is dropped whole."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: its items still as bytes, a line each."""

    begin: Begin
    lines: Sequence[bytes]
    end: End


def write_page(
    begin: Begin, lines: Iterable[Line], *, limit: int, max_bytes: int, max_seq: int
) -> bytes:
    """Return a page of at most ``limit`` items and about ``max_bytes``, at least one item."""
    parts = [_encode(begin), b"\n"]
    size, written, more, last = len(parts[0]), 0, False, begin.after
    for line in lines:
        told = _encode(line)
        if written >= limit or (written and size + len(told) > max_bytes):
            more = True
            break
        parts += (told, b"\n")
        size, written, last = size + len(told) + 1, written + 1, line.seq
    body = b"".join(parts)
    end = End(
        next=last if more else max(max_seq, last),
        more=more,
        max_seq=max_seq,
        n=written,
        sha256=hashlib.sha256(body).hexdigest(),
    )
    return body + _encode(end) + b"\n"


def read_page(body: bytes) -> Page:
    """Return a page; raises BrokenPageError where any of it is missing or altered."""
    whole = body.rstrip(b"\n")
    head, found, last = whole.rpartition(b"\n")
    if not found or len(body) == len(whole):
        raise BrokenPageError("the page was cut before its trailer")
    head += b"\n"
    try:
        end = msgspec.json.decode(last, type=End)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BrokenPageError("the page was cut before its trailer") from fault
    if hashlib.sha256(head).hexdigest() != end.sha256:
        raise BrokenPageError("the page was altered on the way: its checksum is another")
    first, _, rest = head.partition(b"\n")
    try:
        begin = msgspec.json.decode(first, type=Begin)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BrokenPageError("the page has no header") from fault
    if begin.v != VERSION:
        raise SyncError(f"the level above speaks version {begin.v} of the feed; this hall speaks 1")
    lines = rest.split(b"\n")[:-1]
    if len(lines) != end.n:
        raise BrokenPageError(f"the page tells of {end.n} items and holds {len(lines)}")
    return Page(begin, lines, end)
