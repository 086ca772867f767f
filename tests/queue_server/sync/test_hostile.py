"""What a broken or hostile level above may send: nothing lost, nothing wrong shown, and said so."""

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from queue_server.content.canonical import canonical, rev_of
from queue_server.content.changes import Gone, Prepared, Refused
from queue_server.content.model import ContentQuery, Record, decode_record
from queue_server.sync.calling import NoFeedError, NotLetInError, UnreachableError
from queue_server.sync.door import open_lines
from queue_server.sync.heads import UntrustedError
from queue_server.sync.pages import BrokenPageError, read_page
from queue_server.sync.service import Sync
from queue_server.sync.standing import standing_of
from queue_server.sync.vanishing import HeldError

Job = Callable[..., Record]


def put(number: int, **told: Any) -> bytes:
    data = canonical({"title": f"岗位{number}", **told})
    line = {
        "seq": number, "op": "put", "kind": "job", "id": f"c:{number}", "rev": rev_of(data),
        "origin": ["c", "150000"], "meta": {},
    }  # fmt: skip
    return json.dumps(line).encode()[:-1] + b',"data":' + data + b"}"


def opened(*lines: bytes) -> dict[str, Any]:
    found = open_lines(lines, feed="150000", own_feed="150204")
    return {key[1]: told for key, (_, told) in found.told.items()}


def refusal(line: bytes) -> str:
    (told,) = opened(line).values()
    assert isinstance(told, Refused)
    return told.reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": "长" * 10_000_000}, "longer than 1 MiB"),
        ({"title": "长" * 201}, "title of 201 characters; at most 200"),
        ({"title": "\u202e\u200b"}, "no title"),
        ({"description": "长" * 20_001}, "text longer than"),
        ({"disability": {"mask": 1 << 28, "text": ""}}, "mask of 28 bits"),
        ({"employer": "长" * 1500}, "employer of more than 1000"),
        ({"extra": json.loads("[" * 40 + "]" * 40)}, "nested deeper than 32"),
    ],
)
def test_an_item_that_cannot_be_shown_is_refused_alone_with_the_reason(
    told: dict[str, Any], reason: str
) -> None:
    assert reason in refusal(put(1, **told))
    assert isinstance(opened(put(1, **told), put(2))["c:2"], Prepared)


@pytest.mark.parametrize(
    "line",
    [
        put(1).replace("岗位1".encode(), "岗位9".encode()),
        put(1).replace(b'"job"', b'"bomb"'),
        put(1).replace(b'"op": "put"', b'"op": "erase"'),
        put(1).replace("岗位1".encode(), b"\xff\xfe"),
        put(1).replace(b'"meta": {}', b'"meta": ' + b"[" * 5000 + b"]" * 5000),
        put(1).replace(b'"origin": ["c", "150000"]', b'"origin": ["c", "150204", "150000"]'),
        put(1).replace(b'"origin": ["c", "150000"]', b'"origin": ["<b>"]'),
    ],
)
def test_a_line_that_is_not_what_it_says_is_refused(line: bytes) -> None:
    assert refusal(line)


def test_a_number_that_is_not_whole_is_refused() -> None:
    data = b'{"pay":{"min":30.5},"title":"x"}'
    line = put(1)[: put(1).index(b',"data"')] + b',"data":' + data + b"}"
    told = line.replace(json.loads(put(1))["rev"].encode(), rev_of(data).encode())
    assert "no whole number" in refusal(told)


def test_markup_scripts_controls_and_turned_text_become_plain_words() -> None:
    told = opened(
        put(
            1,
            title="保洁员\u202egnp.exe\u0007",
            description="<p>扫地</p><script>alert(1)</script><img src=x onerror=y>拖地",
            employer={"name": "净美<b>公司</b>"},
            url="javascript:alert(1)",
            media=[{"kind": "picture", "url": "file:///etc/passwd", "alt": "x"}],
        )
    )["c:1"]
    record = decode_record(told.encoded)
    shown = json.dumps(json.loads(told.encoded), ensure_ascii=False)
    assert record.title == "保洁员gnp.exe"
    assert record.employer == "净美公司"
    assert "扫地" in record.paragraphs[0]
    assert not any(each in shown for each in ("<", "\u202e", "\u0007", "javascript", "passwd"))
    assert told.up_rev != told.rev


def test_private_contacts_of_a_job_are_masked() -> None:
    record = decode_record(opened(put(1, description="电话 13812345678"))["c:1"].encoded)
    assert "13812345678" not in str(record.paragraphs)


def test_a_seeker_is_shown_without_the_person() -> None:
    line = put(1, employer={"name": "王某"}, address="某街 1 号").replace(b'"job"', b'"seeker"')
    record = decode_record(opened(line)["c:1"].encoded)
    assert (record.employer, record.address) == ("", "")


@given(st.binary(max_size=400))
def test_any_bytes_open_without_a_fault_of_ours(line: bytes) -> None:
    open_lines([line], feed="150000", own_feed="150204")


@given(st.integers(0, 400), st.integers(0, 255))
def test_any_byte_changed_in_a_line_is_noticed_or_harmless(at: int, value: int) -> None:
    line = bytearray(put(1, openings=2))
    line[at % len(line)] = value
    found = open_lines([bytes(line)], feed="150000", own_feed="150204")
    for _, told in found.told.values():
        if isinstance(told, Prepared):
            assert "岗位1" in decode_record(told.encoded).title


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


def test_a_level_above_that_lost_nearly_everything_is_asked_about_first(
    above: Any, below: Any, wire: Any, make_level: Any, make_wire: Any,
    jobs: Callable[[int], Sequence[Record]],
) -> None:  # fmt: skip
    above.bring(*jobs(40))
    below.follow(wire.caller)
    emptied = make_level("150000", folder="emptied")
    emptied.signer = above.signer
    emptied.publishing = emptied._publishing()
    emptied.bring(*list(jobs(40))[:10])
    other = make_wire(emptied)
    with pytest.raises(HeldError):
        below.follow(other.caller)
    assert len(below.ids()) == 40
    state = below.place()[1]
    assert state.held is not None
    assert (state.held.missing, state.held.of) == (30, 40)
    state.released = True
    below.remember(state)
    below.follow(other.caller)
    assert len(below.ids()) == 10
    assert below.root() == emptied.root()


def unsigned(path: str, body: bytes) -> bytes:
    """Take the signature off a head on its way."""
    if not path.endswith("head"):
        return body
    whole = json.loads(body)
    return json.dumps({key: each for key, each in whole.items()
                       if key not in ("sig", "public", "key", "alg")}).encode()  # fmt: skip


def test_many_removals_nobody_signed_wait_for_an_admin_however_often_they_are_told(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], clock: ManualClock
) -> None:
    wire.mangle = unsigned
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(60)))
    for _ in range(2):
        clock.pass_time(3600)
        with pytest.raises(HeldError):
            below.follow(wire.caller)
        assert len(below.ids()) == 100
    _, state = below.place()
    assert state.held is not None
    assert (state.held.missing, state.held.of) == (60, 100)
    state.released = True
    below.remember(state)
    assert below.follow(wire.caller).gone == 60
    _, state = below.place()
    assert (state.held, state.released) == (None, False)


def test_few_removals_go_without_a_question_signed_or_not(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]]
) -> None:
    wire.mangle = unsigned
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(20)))
    assert below.follow(wire.caller).gone == 20


def test_many_removals_the_level_above_signed_are_done_and_told_to_the_admin_for_a_week(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], site: Site,
    clock: ManualClock,
) -> None:  # fmt: skip
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(60)))
    assert below.follow(wire.caller).gone == 60
    named = replace(site, sync=SyncSettings(feed="150204", upstream="http://127.0.0.1:1"))
    sync = Sync(below.content, named, below.folder, clock)

    def told() -> str:
        return " ".join(standing_of(sync, below.content, clock.now()).told["zh-CN"])

    assert "撤下了 60 条内容（本厅当时共 100 条）" in told()
    clock.pass_time(8 * 86_400)
    assert "撤下了" not in told()


def test_what_an_admin_decides_while_a_look_goes_on_is_not_lost(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    above.bring(job(1))
    below.follow(wire.caller)
    above.bring(job(2))

    def pause(path: str, body: bytes) -> bytes:
        if path.endswith("changes"):
            _, state = below.place()
            state.paused = True
            below.remember(state)
        return body

    wire.mangle = pause
    below.follow(wire.caller)
    assert below.place()[1].paused


def test_the_same_id_of_two_sources_is_one_item_and_belongs_to_the_level_above(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    below.bring(job(1, title="本地抓来的"))
    above.bring(job(1, title="上级的"))
    below.follow(wire.caller)
    below.bring(job(1, title="本地又抓来的"))
    found = below.content.search(ContentQuery()).items
    assert [(each.id, each.title) for each in found] == [("t:1", "上级的")]
    assert below.root() == above.root()


def test_a_legal_removal_erases_history_as_well(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    from queue_server.content.quality.history import revisions_of

    above.bring(job(1, title="甲"))
    below.follow(wire.caller)
    above.bring(job(1, title="乙"))
    below.follow(wire.caller)
    with below.content.reading() as connection:
        assert [each.record.title for each in revisions_of(connection, "job", "t:1")] == ["甲"]
    above.withdraw("t:1", why="legal")
    below.follow(wire.caller)
    with below.content.reading() as connection:
        assert revisions_of(connection, "job", "t:1") == []
    assert below.ids() == []


def test_del_lines_tell_why() -> None:
    line = msgspec.json.encode(
        {"seq": 1, "op": "del", "kind": "job", "id": "c:1", "rev": "x", "why": "merged",
         "into": "c:2"}
    )  # fmt: skip
    assert opened(line)["c:1"] == Gone(kind="job", id="c:1", why="merged", into="c:2")


def test_codes_only_a_newer_level_knows_are_left_out_and_the_rest_is_shown() -> None:
    (told,) = opened(put(1, facts=["five_insurances", "flying"], employment="gig")).values()
    assert isinstance(told, Prepared)
    record = decode_record(told.encoded)
    assert "flying" not in record.facts
    assert record.employment == ""


def test_a_wish_from_above_tells_nothing_of_a_person_in_any_member() -> None:
    line = put(1, summary="住和平路的张三", easy_read=["张三找工作"]).replace(b'"job"', b'"seeker"')
    (told,) = opened(line).values()
    assert isinstance(told, Prepared)
    assert "张三" not in told.encoded.decode()
