"""Lines of a hostile level above: refused alone with the reason, or made safe words."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queue_server.content.canonical import canonical, rev_of
from queue_server.content.changes import Gone, Prepared, Refused
from queue_server.content.model import Record, decode_record
from queue_server.sync import door
from queue_server.sync.door import open_lines


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


_PIECES = [
    "保洁",
    "<b>",
    "&amp;",
    " ",
    "\n",
    "\u202e",
    "\u3000",
    "a",
    "微信：vx12345",
    "13800000000",
]
_NASTY = st.lists(st.sampled_from(_PIECES), max_size=4).map("".join)


@example(["保洁", "A&amp;B"], "notice")
@given(st.lists(_NASTY, min_size=1, max_size=4), st.sampled_from(["job", "notice"]))
def test_texts_looked_at_together_are_left_alone_only_where_each_would_be(
    texts: list[str], kind: Any
) -> None:
    title, *paragraphs = texts
    record = Record(
        kind=kind, id="c:1", source="c", title=title, employer=title, paragraphs=tuple(paragraphs)
    )
    if door._may_stay(record):
        assert door._cleaned(record) == {}
