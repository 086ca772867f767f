"""Pages cut, doubled or out of order, and answers that are no feed: nothing lost, and said so."""

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hall.clock import ManualClock
from queue_server.content.model import ContentQuery, Record
from queue_server.sync.calling import NoFeedError, NotLetInError, UnreachableError
from queue_server.sync.heads import UntrustedError
from queue_server.sync.pages import BrokenPageError, read_page

Job = Callable[..., Record]


def test_a_page_cut_at_any_byte_is_dropped_whole(
    above: Any, jobs: Callable[[int], Sequence[Record]]
) -> None:
    above.bring(*jobs(3))
    page = above.publishing.changes(after=0)
    assert read_page(page).end.n == 3
    for at in range(len(page)):
        with pytest.raises(BrokenPageError):
            read_page(page[:at])
    for at in range(page.rindex(b'{"t":"end"')):
        with pytest.raises(BrokenPageError):
            read_page(page[:at] + bytes([page[at] ^ 1]) + page[at + 1 :])


def test_a_line_cut_at_any_byte_leaves_what_was_and_the_next_look_goes_on(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], job: Job
) -> None:
    above.bring(*jobs(10))
    below.follow(wire.caller)
    above.bring(job(99))
    packed = gzip.compress(above.publishing.changes(after=10), 1)
    for at in range(0, len(packed), max(1, len(packed) // 12)):
        wire.mangle = lambda path, body: body
        wire.cut_at = at
        with pytest.raises((UnreachableError, BrokenPageError, NoFeedError)):
            below.follow(wire.caller)
        assert len(below.ids()) == 10
    wire.cut_at = None
    assert below.follow(wire.caller).new == 1
    assert below.root() == above.root()
    assert below.place()[1].fault == ""


def test_pages_that_come_twice_or_in_another_order_change_nothing(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], job: Job
) -> None:
    above.bring(*jobs(20))
    below.follow(wire.caller)
    above.bring(job(1, title="改"), job(30))
    later, earlier = above.publishing.changes(after=20), above.publishing.changes(after=5)
    wire.mangle = lambda path, body: earlier if path.endswith("changes") else body
    with pytest.raises(BrokenPageError):
        below.follow(wire.caller)
    assert "t:30" not in below.ids()
    wire.mangle = lambda path, body: later if path.endswith("changes") else body
    below.follow(wire.caller)
    assert below.root() == above.root()
    with pytest.raises(BrokenPageError):
        below.follow(wire.caller)
    assert below.root() == above.root()


def _unpacks_to(size: int) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    piece = bytes(1 << 20)
    return b"".join(pack.compress(piece) for _ in range(size >> 20)) + pack.flush()


@pytest.mark.parametrize(
    ("body", "headers", "status", "fault"),
    [
        (b"<html>captive portal</html>" * 9, {}, None, NoFeedError),
        (b"[]", {}, None, NoFeedError),
        (b"{" * 100_000, {}, None, NoFeedError),
        (_unpacks_to(300 << 20), {"Content-Encoding": "gzip"}, None, NoFeedError),
        (b"no gzip at all", {"Content-Encoding": "gzip"}, None, BrokenPageError),
        (b"x", {"Content-Encoding": "br"}, None, NoFeedError),
        (b"", {"Location": "http://127.0.0.1:1/"}, 302, NoFeedError),
        (b"", {}, 401, NotLetInError),
        (b"", {}, 500, UnreachableError),
    ],
)
def test_what_is_no_feed_is_refused_in_words_and_content_stays(
    above: Any, below: Any, wire: Any, job: Job, body: bytes, headers: dict[str, str],
    status: int | None, fault: type[Exception], clock: ManualClock,
) -> None:  # fmt: skip
    above.bring(job(1))
    below.follow(wire.caller)
    clock.pass_time(86_400 * 2)
    wire.packed, wire.mangle = False, lambda _path, _body: body
    wire.headers, wire.status = headers, status
    with pytest.raises(fault):
        below.follow(wire.caller)
    assert below.content.search(ContentQuery()).total == 1
    state = below.place()[1]
    assert state.fault
    assert state.detail
    assert state.failed_since == clock.now()
    if len(body) > 100_000:
        assert "out of all bounds" in state.detail, "the bomb is dropped while it unpacks"


def test_a_head_signed_by_another_key_is_not_followed(
    above: Any, below: Any, wire: Any, job: Job, make_level: Any, clock: ManualClock
) -> None:
    above.bring(job(1))
    below.follow(wire.caller, key=above.signer.public)
    thief = make_level("thief").signer
    clock.pass_time(86_400 * 2)

    def forge(path: str, body: bytes) -> bytes:
        if not path.endswith("head"):
            return body
        members = {
            key: value
            for key, value in json.loads(body).items()
            if key not in ("sig", "public", "key", "alg")
        }
        return json.dumps(thief.signed({**members, "max_seq": 99})).encode()

    wire.mangle = forge
    for key in (above.signer.public, ""):  # pinned, or the one seen first
        with pytest.raises(UntrustedError):
            below.follow(wire.caller, key=key)
    assert below.ids() == ["t:1"]
