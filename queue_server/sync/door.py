"""The door for what a level above tells: lines of a page become what can be applied, or a reason.

Nothing here trusts the other end. A line too long, too deep, of a broken encoding or with another
revision than its data has is refused, alone; text is cleaned of markup, controls and reordering
characters; our own feed in ``origin`` is a loop.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from operator import attrgetter
from typing import Any

import msgspec

from queue_server.content.applying import UnusableRowError, prepare
from queue_server.content.bounds import check_bounds
from queue_server.content.canonical import canonical, record_of, rev_of
from queue_server.content.changes import WHYS, Gone, Prepared, Refused
from queue_server.content.cleaning import line as one_line
from queue_server.content.cleaning import mask_contacts, may_be_private, paragraphs
from queue_server.content.formats.making import without_person
from queue_server.content.model import EMPLOYMENTS, FACTS, KINDS, OCCUPATIONS, Record
from queue_server.content.regions import is_region, names_in
from queue_server.content.tokens import normalise

LONGEST_LINE = 1 << 20
DEEPEST = 32
LONGEST_TEXT = 20_000
_LONGEST_FIELD = 2000
_LONGEST_ID = 200
_NAMED_WITHIN = 4096
_MOST_PARTS = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,1000}")
_FEED_NAME = re.compile(r"[\w.\-]{1,64}")
_PRIVATE_KINDS = frozenset({"job", "seeker"})
_AS_THEY_ARE = frozenset(
    {"kind", "id", "source", "region", "occupation", "employment", "facts", "url", "media"}
)
_MOST_LANGUAGES = 20
_SAMPLE = Record(kind="job", id="", source="", title="")
# A newer level above may know more of these than we do: what is unknown here is left out.
_FACTS, _OCCUPATIONS, _EMPLOYMENTS = set(FACTS), {"", *OCCUPATIONS}, {"", *EMPLOYMENTS}
_TEXTS = tuple(
    each.name
    for each in fields_of(Record)
    if isinstance(getattr(_SAMPLE, each.name), str) and each.name not in _AS_THEY_ARE
)
_LISTS = tuple(
    each.name
    for each in fields_of(Record)
    if isinstance(getattr(_SAMPLE, each.name), tuple) and each.name not in _AS_THEY_ARE
)
_texts_of, _lists_of = attrgetter(*_TEXTS), attrgetter(*_LISTS)
# Of such a letter something is left whatever it folds into.
_LETTER = re.compile(r"[^\W_]")
Told = Prepared | Gone | Refused


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it came; ``data`` and ``meta`` are looked at later."""

    seq: int
    op: str
    kind: str
    id: str
    rev: str = ""
    origin: tuple[str, ...] = ()
    meta: msgspec.Raw = msgspec.Raw(b"{}")
    data: msgspec.Raw = msgspec.Raw(b"")
    why: str = "withdrawn"
    into: str = ""


@dataclass(slots=True)
class Opened:
    """What a page's lines came to; each with its number in the log, an id once (the last one)."""

    told: dict[tuple[str, str], tuple[int, Told]] = field(default_factory=dict)
    loops: int = 0
    nameless: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    places: Counter[tuple[str, str]] = field(default_factory=Counter)


class UnfitError(ValueError):
    """An item that cannot be shown; the message is why, in words."""


_envelope = msgspec.json.Decoder(_Envelope).decode
# The members a line begins with, read also where the rest of it is no JSON.
_NAMES = {
    "seq": re.compile(r'"seq"\s*:\s*(\d{1,18})\b'),
    "kind": re.compile(r'"kind"\s*:\s*"(\w{1,20})"'),
    "id": re.compile(r'"id"\s*:\s*"([^"\\]{1,200})"'),
    "rev": re.compile(r'"rev"\s*:\s*"([0-9a-f]{1,64})"'),
}


def open_lines(lines: Iterable[bytes], *, feed: str, own_feed: str) -> Opened:
    """Return what the lines of a page of ``feed`` bring to the hall that publishes ``own_feed``."""
    opened = Opened()
    for raw in lines:
        try:
            _require_shallow(raw)
            line = _envelope(raw)
            if own_feed in line.origin:
                opened.loops += 1
                raise UnfitError("it came from this hall: a loop")
            told, seq = _open(line, feed, opened.places), line.seq
        except (UnfitError, ValueError, msgspec.MsgspecError, RecursionError) as fault:
            found = _refused(raw, str(fault))
            if found is None:
                opened.nameless += 1
                continue
            seq, told = found
            opened.reasons[told.reason] += 1
        opened.told[told.key] = seq, told
    return opened


def safe(record: Record) -> Record:
    """Return a record that may be shown; raises UnfitError where it may not be at all."""
    fields = {} if _may_stay(record) else _cleaned(record)
    fields |= _repaired(record)
    clean_record = replace(record, **fields) if fields else record
    _require_fit(clean_record)
    return without_person(clean_record) if record.kind == "seeker" else clean_record


def _may_stay(record: Record) -> bool:
    """Tell whether no text needs cleaning: all of them looked at as one, and never wrongly yes."""
    parts = [text for text in _texts_of(record) if text]
    for texts in _lists_of(record):
        parts += texts
    told = "\n".join(parts)
    return (
        0 < len(told) <= _LONGEST_FIELD
        and len(parts) <= _MOST_PARTS
        and all(parts)
        and told.count("\n") == len(parts) - 1
        and "<" not in told
        and "&" not in told
        and "\n " not in told
        and " \n" not in told
        and not told.startswith(" ")
        and not told.endswith(" ")
        and told.replace("\n", "").isprintable()
        and not (record.kind in _PRIVATE_KINDS and may_be_private(told))
    )


def _cleaned(record: Record) -> dict[str, Any]:
    """Return the members whose text has to be another."""
    fields: dict[str, Any] = {}
    for name in _TEXTS:
        if (text := getattr(record, name)) and (clean := _text(text, record.kind)) != text:
            fields[name] = clean
    for name in _LISTS:
        if (texts := getattr(record, name)) and (parts := _texts(texts, record.kind)) != texts:
            fields[name] = parts
    return fields


def _repaired(record: Record) -> dict[str, Any]:
    """Return the members that are no text and have to be another."""
    repaired: dict[str, Any] = {}
    if record.url and not _ADDRESS.fullmatch(record.url):
        repaired["url"] = ""
    if record.region and not is_region(record.region):
        repaired["region"] = ""
    if record.facts and (unknown := set(record.facts) - _FACTS):
        repaired["facts"] = tuple(each for each in record.facts if each not in unknown)
    if record.occupation not in _OCCUPATIONS:
        repaired["occupation"] = ""
    if record.employment not in _EMPLOYMENTS:
        repaired["employment"] = ""
    if record.media:
        repaired["media"] = tuple(each for each in record.media if _is_media(each))
    if record.translations:
        repaired["translations"] = {
            tag[:20]: replace(each, title=_text(each.title, ""), summary=_text(each.summary, ""))
            for tag, each in list(record.translations.items())[:_MOST_LANGUAGES]
        }
    return repaired


def _open(line: _Envelope, feed: str, places: Counter[tuple[str, str]]) -> Told:
    _require_named(line)
    if line.op == "del":
        if line.why not in WHYS:
            raise UnfitError("reason nobody knows")
        return Gone(kind=line.kind, id=line.id, why=line.why, into=line.into[:_LONGEST_ID])  # type: ignore[arg-type]
    if line.op != "put":
        raise UnfitError("neither put nor del")
    data = bytes(line.data)
    if rev_of(data) != line.rev and rev_of(canonical(msgspec.json.decode(data))) != line.rev:
        raise UnfitError("revision is not that of its data")
    source = line.origin[0] if line.origin else line.id.partition(":")[0]
    meta = msgspec.json.decode(line.meta)
    record = safe(record_of(line.kind, line.id, source, data, meta))
    if record.region:
        places.update(names_in(record.region, record.place))
    return prepare(record, origin=line.origin, feed=feed, up_rev=line.rev)


def _require_named(line: _Envelope) -> None:
    if line.kind not in KINDS:
        raise UnfitError("kind nobody knows")
    if not 0 < len(line.id) <= _LONGEST_ID or not line.id.isprintable():
        raise UnfitError("no usable id")
    if len(line.origin) > DEEPEST or not all(map(_FEED_NAME.fullmatch, line.origin)):
        raise UnfitError("origin is no list of feeds")


def _refused(raw: bytes, reason: str) -> tuple[int, Refused] | None:
    """Return a line as refused; None where not even its id can be read."""
    start = raw[:_NAMED_WITHIN].decode("utf-8", "replace")
    named = {name: found[1] for name, find in _NAMES.items() if (found := find.search(start))}
    if not named.keys() >= {"seq", "kind", "id"}:
        return None
    told = Refused(
        kind=named["kind"],
        id=named["id"],
        up_rev=named.get("rev", ""),
        reason=reason[:200],
        origin="[]",
    )
    return int(named["seq"]), told


def _require_shallow(raw: bytes) -> None:
    if len(raw) > LONGEST_LINE:
        raise UnfitError(f"longer than {LONGEST_LINE >> 20} MiB")
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    depth = 0
    for letter in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', raw):
        if letter in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST:
                raise UnfitError(f"nested deeper than {DEEPEST}")
        elif letter in (b"]", b"}"):
            depth -= 1


def _require_fit(record: Record) -> None:
    if not _LETTER.search(record.title) and not normalise(record.title):
        raise UnfitError("no title")
    try:
        check_bounds(record)
    except UnusableRowError as fault:
        raise UnfitError(str(fault)) from fault


def _text(text: str, kind: str) -> str:
    if not text:
        return text
    clean = text if _is_plain(text) else one_line(text)
    if len(clean) > _LONGEST_FIELD:
        raise UnfitError(f"a line longer than {_LONGEST_FIELD} characters")
    return mask_contacts(clean) if kind in _PRIVATE_KINDS else clean


def _texts(texts: tuple[str, ...], kind: str) -> tuple[str, ...]:
    if len(texts) > _MOST_PARTS or sum(map(len, texts)) > LONGEST_TEXT:
        raise UnfitError(f"text longer than {LONGEST_TEXT} characters or {_MOST_PARTS} parts")
    if all(map(_is_plain, texts)) and all(texts):
        clean = texts
    else:
        clean = tuple(part for each in texts for part in paragraphs(each))
    if kind in _PRIVATE_KINDS:
        return tuple(mask_contacts(each) for each in clean)
    return clean


def _is_plain(text: str) -> bool:
    return text.isprintable() and "<" not in text and "&" not in text and text == text.strip()


def _is_media(media: Any) -> bool:
    return bool(_ADDRESS.fullmatch(media.url)) and bool(media.alt.strip())
