"""What comes over the network: messages of the API, pages and heads of a feed, typed codes."""

import inspect
import json
from datetime import UTC, datetime

import msgspec

from hall.codes import LENGTH, read_code
from hall.errors import HallError, RuleError, SyncError
from queue_server import wire
from queue_server.content.changes import Refused
from queue_server.content.model import ContentQuery
from queue_server.content.searching import question
from queue_server.content.tokens import haystack, index_tokens, normalise, parts, words
from queue_server.domain.numbering import split_number
from queue_server.domain.ticket import number_of
from queue_server.domain.transitions import event_named
from queue_server.sealing.head import read_head as read_journal_head
from queue_server.sync.door import open_lines
from queue_server.sync.heads import read_head
from queue_server.sync.pages import read_page
from queue_server.sync.scope import parse_scope
from queue_server.wire.base import Request
from tools.fuzzing.chunks import taken
from tools.fuzzing.promises import promise

_NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
REQUESTS = sorted(
    (each for each in vars(wire).values() if inspect.isclass(each) and issubclass(each, Request)),
    key=lambda each: each.__name__,
)
_DECODERS = [msgspec.json.Decoder(each) for each in REQUESTS]


def api_message(data: bytes) -> None:
    """Read any body as one of the API's requests; what was read is written and read again alike."""
    which, body = taken(data)
    decoder = _DECODERS[which % len(_DECODERS)]
    try:
        request = decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
    promise(decoder.decode(msgspec.json.encode(request)) == request)


def feed_page(data: bytes) -> None:
    """Read anything as a page or head of a level above: refused in words, or whole."""
    which, body = taken(data)
    try:
        if which % 3 == 0:
            read_page(body)
        elif which % 3 == 1:
            read_head(body)
        else:
            read_journal_head(body)
    except SyncError as fault:
        promise(str(fault))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        promise(which % 3 == 2, "a page or head is refused in words")


def feed_lines(data: bytes) -> None:
    """Open any lines of a page: each is an item, a goodbye, or refused alone with its reason."""
    found = open_lines(data.split(b"\n"), feed="150000", own_feed="150204")
    for _, told in found.told.values():
        if isinstance(told, Refused):
            promise(told.reason, "refused without a reason")


def scope_text(data: bytes) -> None:
    """Read any text as a scope; what it says is read again as the same."""
    text = data.decode("utf-8", "replace")
    try:
        scope = parse_scope(text)
    except RuleError as refusal:
        promise(refusal.code == "invalid_scope")
    else:
        promise(parse_scope(str(scope)) == scope)


def search_query(data: bytes) -> None:
    """Read any query: its words are found in themselves, or it is refused by its field."""
    text = data.decode("utf-8", "replace")
    try:
        query = msgspec.convert(json.loads(text), ContentQuery)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        query = ContentQuery(q=text[:200])
    try:
        asked = question(query, _NOW)
    except HallError as refusal:
        promise(str(refusal))
        return
    straw = haystack([query.q])
    tokens = set(index_tokens(straw).split())
    for word in asked.words:
        promise(word in normalise(query.q))
        promise(all(part in tokens or len(part) == 1 for part in parts(word)), word)
    promise(words(" ".join(asked.words)) == asked.words)


def typed_code(data: bytes) -> None:
    """Read anything typed as a code or a number: what was meant, or nothing of it."""
    text = data.decode("utf-8", "replace")
    code = read_code(text)
    promise(code.isascii())
    promise(read_code(code) == code, "read again it is another")
    promise(len(code) <= max(LENGTH, len(text)))
    event_named(text)
    try:
        prefix, number = split_number(text)
    except ValueError:
        return
    promise(number >= 0)
    promise(split_number(number_of(prefix, number)) == (prefix, number))
