"""What programs of two versions say to each other only grows (R-32).

``recorded/wire.json`` is what a released program says and reads. `python -m
tests.queue_server.test_wire_grows` records it anew: at a release, never to make this test pass.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from queue_server import wire
from queue_server.wire.base import Request

RECORDED = Path(__file__).parent / "recorded" / "wire.json"
Described = dict[str, dict[str, Any]]


def structs() -> dict[str, type[msgspec.Struct]]:
    found = (value for value in vars(wire).values() if isinstance(value, type))
    return {kind.__name__: kind for kind in found if issubclass(kind, msgspec.Struct)}


@lru_cache(maxsize=1)
def described() -> Described:
    """Return each message's and request's fields as JSON schema."""
    kinds = structs()
    _, components = msgspec.json.schema_components(kinds.values(), ref_template="#{name}")
    told: Described = {}
    for name, kind in sorted(kinds.items()):
        schema = components[name]
        told[name] = {
            "asked": issubclass(kind, Request),
            "fields": {each: plain(it) for each, it in schema.get("properties", {}).items()},
            "required": sorted(schema.get("required", ())),
        }
    recorded: Described = json.loads(json.dumps(told))
    return recorded


def plain(schema: Any) -> Any:
    """Leave out what is for people, and what a field is where nobody says it."""
    if isinstance(schema, dict):
        return {
            key: plain(value)
            for key, value in schema.items()
            if key not in {"title", "description", "default"}
        }
    return [plain(each) for each in schema] if isinstance(schema, list) else schema


def broken(before: Described, now: Described) -> list[str]:
    """Name what one of two versions would no longer understand of the other."""
    wrong = [f"{name} is gone" for name in before.keys() - now.keys()]
    for name in before.keys() & now.keys():
        old, new = before[name], now[name]
        asked = old["asked"]
        wrong += [f"{name}.{each} is gone" for each in old["fields"].keys() - new["fields"].keys()]
        more, less = set(new["required"]), set(old["required"])
        wrong += [f"{name}.{each} must now be said" for each in more - less]
        if not asked:
            wrong += [f"{name}.{each} is no longer said" for each in less - more]
        for each in old["fields"].keys() & new["fields"].keys():
            if not fits(old["fields"][each], new["fields"][each], asked=asked):
                wrong.append(f"{name}.{each} is something else")
    return sorted(wrong)


def fits(old: Any, new: Any, *, asked: bool) -> bool:
    """Tell whether a field still is what it was; what may be asked may grow in its values."""
    if isinstance(old, dict) and isinstance(new, dict):
        if "enum" in old and "enum" in new:
            known, told = set(map(str, old["enum"])), set(map(str, new["enum"]))
            return known <= told if asked else told <= known
        if not asked and old.get("$ref") and old.get("$ref") == new.get("$ref"):
            return True
        limits = {"maxLength", "maxItems", "maximum", "minLength", "minItems", "minimum"}
        if old.keys() - limits != new.keys() - limits:
            return False
        return all(fits(old[key], new[key], asked=asked) for key in old.keys() - limits)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(
            fits(a, b, asked=asked) for a, b in zip(old, new, strict=True)
        )
    return bool(old == new)


def test_r_32_nothing_a_released_program_says_or_reads_is_taken_away() -> None:
    assert broken(json.loads(RECORDED.read_text("utf-8")), described()) == []


def test_r_32_what_the_hall_tells_is_told_whole_also_where_it_was_asked() -> None:
    kinds, told = structs(), described()
    within = {
        name
        for message in told.values()
        for name in kinds
        if not message["asked"] and f'"#{name}"' in json.dumps(message["fields"])
    }
    within |= {
        name
        for name, kind in kinds.items()
        if issubclass(kind, Request) and issubclass(kind, wire.base.Message)
    }
    assert {"Wishes", "KioskModes"} <= within
    assert [name for name in within if kinds[name].__struct_config__.omit_defaults] == []


@pytest.mark.parametrize(
    ("name", "change", "wrong"),
    [
        ("Ticket", {"fields": {}}, "Ticket.number is gone"),
        ("TicketRequest", {"required": ["service", "pace"]}, "TicketRequest.pace must now be said"),
        ("Ticket", {"required": []}, "Ticket.number is no longer said"),
        ("TicketRequest", {"required": []}, ""),
    ],
)
def test_r_32_what_would_shut_another_version_out_is_named(
    name: str, change: Mapping[str, Any], wrong: str
) -> None:
    now = {**described(), name: {**described()[name], **change}}
    assert (wrong in broken(described(), now)) == bool(wrong)


def test_r_32_values_may_grow_in_what_is_asked_and_not_in_what_is_told() -> None:
    few, many = {"enum": ["a"]}, {"enum": ["a", "b"]}
    assert fits(few, many, asked=True)
    assert not fits(few, many, asked=False)
    assert not fits(many, few, asked=True)


if __name__ == "__main__":
    RECORDED.parent.mkdir(exist_ok=True)
    told = json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True)
    RECORDED.write_text(told + "\n", "utf-8")
