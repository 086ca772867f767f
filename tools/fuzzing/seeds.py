"""What a campaign starts from: inputs that are right, made by the program itself."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import msgspec
from openpyxl import Workbook

from config.loader import DEMO_SITE
from displays.signs.port import Faults, UnsupportedError, Wiring
from displays.signs.registry import family, family_names
from hall.errors import HallError
from kiosk.keypads import encode as encode_key
from queue_server.content.canonical import canonical, rev_of
from queue_server.sync.pages import Begin, write_page
from tools.fuzzing.devices import COMMANDS
from tools.fuzzing.messages import REQUESTS
from voice.jacks import encode as encode_jack
from voice.synths.frames import pack_ready, write_frame


def _pieces(data: bytes) -> bytes:
    """Return bytes cut as ``tools.fuzzing.chunks`` puts them together again."""
    parts = (data[start : start + 64] for start in range(0, len(data), 64))
    return b"".join(bytes((len(part) - 1,)) + part for part in parts)


def _signs_answers() -> Iterator[bytes]:
    """What each family's stand-in answers to each command."""
    for which, name in enumerate(family_names()):
        kind = family(name)
        for what, command in enumerate(COMMANDS):
            wiring = Wiring(profile=kind.profiles[0])
            try:
                frames = kind.encode(command, wiring).frames
            except (UnsupportedError, HallError):
                continue
            stand_in = kind.make_stand_in(wiring)
            stand_in.begin()
            said = b"".join(
                answer for frame in frames for answer in stand_in.receive(frame, Faults())
            )
            yield bytes((which, what)) + _pieces(said)


def _signs_requests() -> Iterator[bytes]:
    for which, name in enumerate(family_names()):
        kind = family(name)
        for command in COMMANDS:
            try:
                frames = kind.encode(command, Wiring(profile=kind.profiles[0])).frames
            except (UnsupportedError, HallError):
                continue
            yield bytes((which,)) + _pieces(b"".join(frames))


def _printer() -> Iterator[bytes]:
    for said in (b"\x12\x12\x12\x12", b"\x10\x00\x00\x00", b"\x30\x28\x0c\x00\x12\x10\x08\x03\x00"):
        yield _pieces(said)


def _keys() -> Iterator[bytes]:
    yield encode_key(187, 1) + encode_key(187, 0) + encode_key(2, 2)
    yield encode_jack(plugged=True) + encode_jack(plugged=False)


def _voice() -> Iterator[bytes]:
    yield b'\x00{"t":"cancel"}'
    yield b'\x01{"t":"began","id":"a"}'
    frame = BytesIO()
    write_frame(frame, "R", 1, pack_ready(None, "no voice"))
    yield b"\x02" + frame.getvalue()


def _kept() -> Iterator[bytes]:
    lines = (b'{"n":1}', b'{"n":2}')
    yield b"".join(b"%08x %s\n" % (zlib.crc32(line), line) for line in lines) + b"0badcafe {"


def _api() -> Iterator[bytes]:
    for which, kind in enumerate(REQUESTS):
        fields = {each.encode_name: _value(each.type) for each in msgspec.structs.fields(kind)}
        yield bytes((which,)) + json.dumps(fields).encode()


def _value(kind: object) -> object:
    words = str(kind)
    for part, value in (
        ("datetime", "2026-11-23T02:00:00Z"),
        ("tuple", []),
        ("dict", {}),
        ("bool", True),
        ("int", 1),
        ("float", 1.5),
    ):
        if part in words:
            return value
    return "a"


def _line(number: int) -> bytes:
    data = canonical({"title": f"岗位{number}", "employer": "工厂", "pay": {"text": "3千-4千"}})
    told = {
        "seq": number, "op": "put", "kind": "job", "id": f"c:{number}", "rev": rev_of(data),
        "origin": ["c", "150000"], "meta": {},
    }  # fmt: skip
    return json.dumps(told).encode()[:-1] + b',"data":' + data + b"}"


def _pages() -> Iterator[bytes]:
    begin = Begin(v=1, feed="150000", epoch="e", after=0)
    yield b"\x00" + write_page(begin, (), limit=10, max_bytes=1 << 20, max_seq=9)
    told = {
        "v": 1, "feed": "150000", "epoch": "e", "max_seq": 9, "issued": "2026-11-23T02:00:00Z",
        "expires": "2026-11-24T02:00:00Z",
    }  # fmt: skip
    yield b"\x01" + json.dumps(told).encode()
    head = dict.fromkeys(
        ("what", "hall", "epoch", "hash", "at", "alg", "key", "public", "sig"), "x"
    )
    yield b"\x02" + json.dumps({**head, "seq": 1}).encode()


def _lines() -> Iterator[bytes]:
    yield b"\n".join(_line(number) for number in (1, 2))
    yield b'{"seq":3,"op":"del","kind":"job","id":"c:1","why":"filled","origin":["c"]}'


def _sheets() -> Iterator[bytes]:
    yield "用人单位,招聘岗位,人数,薪资,截止\n工厂,保洁,2,3千-4千,2026.5.12\n".encode()
    yield "岗位\t单位\n文员\t学校\n".encode("gb18030")
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in (("用人单位", "招聘岗位", "人数"), ("工厂", "保洁", 2), ("合计", None, 2)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    kept = BytesIO()
    book.save(kept)
    yield kept.getvalue()


def _feeds() -> Iterator[bytes]:
    yield (
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>'
        b"<entry><id>1</id><title>a</title><updated>2026-11-23T02:00:00Z</updated>"
        b'<link href="https://example.org/1"/></entry></feed>'
    )
    yield b'<rss version="2.0"><channel><item><guid>1</guid><title>a</title></item></channel></rss>'


SEEDS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "sign-says": _signs_answers,
    "sign-is-told": _signs_requests,
    "printer-says": _printer,
    "keys-and-jacks": _keys,
    "voice-says": _voice,
    "kept-lines": _kept,
    "api-message": _api,
    "feed-page": _pages,
    "feed-lines": _lines,
    "scope-text": lambda: iter((b"region=1502;kind=job,policy", b"kind=job", b"")),
    "search-query": lambda: iter(
        (
            "钳工 轮椅".encode(),
            b'{"q":"C++ java","sort":"pay","limit":10,"cursor":"WyJwYXkiLDEsMV0"}',
        )
    ),
    "typed-code": lambda: iter((b"7Q4M 9XK2 0ABC", "Ａ００１".encode(), b"A9101", b"call-next")),
    "site-file": lambda: iter(
        (DEMO_SITE.read_bytes(), b"x = " + b"[" * 2000, b"x = " + b"9" * 5000)
    ),
    "spreadsheet": _sheets,
    "feed-document": _feeds,
    "values-in-words": lambda: iter(
        text.encode()
        for text in (
            "8千-1.2万·13薪",
            "200元/天",
            "2026年6月1日至6月30日",
            "若干",
            "肢体三级以上",
            "５人",
            "9" * 400,
        )
    ),
}


def name_of(seed: bytes) -> str:
    """Return the file name of a seed in a corpus, as libFuzzer names its own."""
    return hashlib.sha1(seed, usedforsecurity=False).hexdigest()
