"""Two versions of the program side by side: what one of them does not know is left out (R-32).

Fields are only ever added, with a default, so leaving one out is what the older program would have
done. Where a field would turn one act into another, it is a new address instead.
"""

import re
from typing import Any

import msgspec

_UNKNOWN = re.compile(r"unknown field `([^`]+)`(?: - at `\$([^`]*)`)?")
_WHERE = re.compile(r"- at `\$\.?(.+)`$")
_PART = re.compile(r"\[(\d+|\.\.\.)\]|([^.\[\]]+)")
_MOST_UNKNOWN = 50


def without_unknown(body: bytes, refusal: str) -> bytes | None:
    """Return a JSON body without the field an older reader refused; None where it names none."""
    whole = msgspec.json.decode(body)
    return msgspec.json.encode(whole) if _dropped(whole, refusal) else None


def read_from_any(data: bytes, kind: Any) -> Any:
    """Return what some JSON says, without the fields and values only a newer program knows.

    Raises msgspec.MsgspecError where what is left does not fit either.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError:
        told = msgspec.json.decode(data)
        for _ in range(_MOST_UNKNOWN):
            try:
                return msgspec.convert(told, kind)
            except msgspec.ValidationError as error:
                if not (_dropped(told, str(error)) or _left_out(told, str(error))):
                    raise
        raise


def _dropped(told: Any, fault: str) -> bool:
    """Drop a field a reader does not know; False where the fault names none that is there."""
    found = _UNKNOWN.search(fault)
    if found is None:
        return False
    try:
        return _without(told, _parts(found[2] or ""), found[1]) > 0
    except (LookupError, TypeError, AttributeError):  # another's words may lead nowhere
        return False


def _without(value: Any, path: list[int | str], name: str) -> int:
    """Return out of how many objects at the end of a path a field was taken.

    A place in a list stands for every place in it: what one member must not say, none may.
    """
    if path and (path[0] == "..." or isinstance(path[0], int)):
        members = value.values() if isinstance(value, dict) else value
        return sum(_without(each, path[1:], name) for each in members)
    if path:
        return _without(value[path[0]], path[1:], name)
    return int(value.pop(name, msgspec.UNSET) is not msgspec.UNSET)


def _left_out(told: Any, fault: str) -> bool:
    """Take away the field a fault names; False where it names none that is there."""
    where = _WHERE.search(fault)
    parts = _parts(where[1]) if where else []
    while parts and (isinstance(parts[-1], int) or parts[-1] == "..."):
        parts.pop()  # of a list the whole is left out: its places mean something
    if not parts or "..." in parts:
        return False
    for part in parts[:-1]:
        told = told[part]
    return isinstance(told, dict) and told.pop(parts[-1], None) is not None


def _parts(where: str) -> list[int | str]:
    """Return the steps of msgspec's way to a value; ``...`` is any member of an object."""
    found = _PART.findall(where)
    return [name or (int(at) if at.isdigit() else at) for at, name in found]
