"""A record as the feed tells it, and back: canonical JSON over which a revision is taken.

Canonical is UTF-8, sorted keys, no blanks, whole numbers only (money in fen), members that say
nothing left out. Dates on which an item was merely refreshed go into ``meta``, outside the
revision. Members of ``Record`` without a place of their own below travel under their own names.
"""

import hashlib
import re
from dataclasses import fields
from datetime import UTC, datetime, time, timedelta, timezone
from operator import attrgetter
from typing import Any, NoReturn

import msgspec

from queue_server.content.model import OCCUPATIONS, Record

_APART = ("kind", "id", "source", "published_at")
_RENAMED = {"education": "edu", "expires_at": "valid_until"}
_FEN = 100
_CODE = re.compile(r"\d(?:-\d{2}){1,3}")
_CHINA = timezone(timedelta(hours=8))
_SILENT = Record(kind="job", id="", source="", title="")
# The members a feed tells of, each with the value that says nothing.
_TOLD = tuple(
    (each.name, getattr(_SILENT, each.name)) for each in fields(Record) if each.name not in _APART
)
_KNOWN = frozenset(name for name, _ in _TOLD)
_values_of = attrgetter(*(name for name, _ in _TOLD))
_encode = msgspec.json.Encoder(order="sorted").encode


class _BrokenNumberError(Exception):
    pass


def _no_fraction(written: str) -> NoReturn:
    raise _BrokenNumberError(f"{float(written)} is no whole number")


_decode = msgspec.json.Decoder(dict[str, Any], float_hook=_no_fraction).decode


def data_of(record: Record) -> bytes:
    """Return the canonical ``data`` of a record."""
    told = zip(_TOLD, _values_of(record), strict=True)
    data = {name: value for (name, silent), value in told if value != silent}
    _nest(data)
    data["title"] = record.title
    return _encode(data)


def meta_of(record: Record) -> str:
    """Return the ``meta`` of a record as canonical JSON, empty where it has none."""
    if record.published_at is None:
        return ""
    return _encode({"published": record.published_at}).decode()


def rev_of(data: bytes) -> str:
    """Return the revision of canonical data."""
    return hashlib.sha256(data).hexdigest()[:32]


def canonical(data: Any) -> bytes:
    """Return the canonical JSON of data; raises ValueError where it holds a broken number."""
    _require_whole(data)
    return _encode(data)


def bucket_of(kind: str, item_id: str) -> int:
    """Return the repair bucket of an item, 0 to 255."""
    return hashlib.sha256(f"{kind}\n{item_id}".encode()).digest()[0]


def record_of(kind: str, item_id: str, source: str, data: bytes, meta: Any = None) -> Record:
    """Return the record that data of a feed tells, as it stands there (not cleaned).

    Members nobody here knows are left out. Raises msgspec.ValidationError where one does not fit,
    ValueError where one holds a broken number.
    """
    try:
        told = _decode(data)
    except _BrokenNumberError as fault:
        raise ValueError(str(fault)) from fault
    flat = _flat(told)
    flat |= {"kind": kind, "id": item_id, "source": source}
    flat["published_at"] = _published(meta if isinstance(meta, dict) else {})
    return msgspec.convert(flat, Record)


def _nest(data: dict[str, Any]) -> None:
    if employer := data.pop("employer", ""):
        data["employer"] = {"name": employer}
    if pay := _nested_pay(data):
        data["pay"] = pay
    mask, text = data.pop("disability", 0), data.pop("disability_text", "")
    if mask or text:
        data["disability"] = {"mask": mask, "text": text}
    for ours in _RENAMED.keys() & data.keys():
        data[_RENAMED[ours]] = data.pop(ours)
    if code := data.pop("occupation_code", ""):
        work = data.pop("occupation", "")
        data |= {"occupation": code} | ({"work": work} if work else {})
    if told := data.pop("paragraphs", ()):
        data["description"] = "\n".join(told)


def _nested_pay(data: dict[str, Any]) -> dict[str, Any]:
    low, high, text = (data.pop(key, None) for key in ("pay_min", "pay_max", "pay_text"))
    if low is None and high is None:
        return {"text": text} if text else {}
    pay = {
        "min": None if low is None else low * _FEN,
        "max": None if high is None else high * _FEN,
        "unit": "month",
        "text": text,
    }
    return {key: value for key, value in pay.items() if value is not None}


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in told.items() if key in _KNOWN}
    employer = told.get("employer")
    if isinstance(employer, dict):
        flat["employer"] = employer.get("name", "")
    disability = told.get("disability")
    if isinstance(disability, dict):
        flat["disability"] = disability.get("mask", 0)
        flat["disability_text"] = disability.get("text", "")
    if isinstance(pay := told.get("pay"), dict):
        flat |= _pay(pay)
    if "edu" in told:
        flat["education"] = told["edu"]
    if (until := told.get("valid_until")) is not None:
        flat["expires_at"] = _end(until)
    if isinstance(description := told.get("description"), str):
        flat["paragraphs"] = tuple(description.split("\n")) if description else ()
    occupation = told.get("occupation", "")
    if isinstance(occupation, str) and occupation not in OCCUPATIONS:
        flat["occupation_code"] = occupation if _CODE.fullmatch(occupation) else ""
        flat["occupation"] = told.get("work", "")
    return flat


def _pay(pay: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"pay_text": pay.get("text") or ""}
    for theirs, ours in (("min", "pay_min"), ("max", "pay_max")):
        fen = pay.get(theirs)
        if isinstance(fen, int) and fen > 0 and pay.get("unit", "month") == "month":
            told[ours] = fen // _FEN
    return told


def _end(until: Any) -> Any:
    """Return when something is over: an instant as it is, a day at its last moment in China."""
    if isinstance(until, str) and len(until) == 10:
        try:
            day = datetime.strptime(until, "%Y-%m-%d").date()  # noqa: DTZ007  a day, no instant
        except ValueError:
            return until
        return datetime.combine(day + timedelta(days=1), time.min, _CHINA).astimezone(UTC)
    return until


def _published(meta: dict[str, Any]) -> datetime | None:
    for key in ("published", "refreshed"):
        text = meta.get(key)
        if isinstance(text, str):
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                continue
            return (found if found.tzinfo else found.replace(tzinfo=_CHINA)).astimezone(UTC)
    return None


def _require_whole(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value} is no whole number")
    if isinstance(value, dict):
        for each in value.values():
            _require_whole(each)
    elif isinstance(value, list):
        for each in value:
            _require_whole(each)
