"""Keys and values of a site in the words of the pages: what a change did, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hall.texts import Texts
from queue_server.sites.places import Table, parts_of
from queue_server.wire.settings import SettingStep

_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One difference in words: what it is, and how it stood before and stands after."""

    what: str
    before: str
    after: str


def said(
    steps: Iterable[SettingStep], before: Table, after: Table, texts: Texts
) -> tuple[Said, ...]:
    """Return each step in words; names are looked up in both tables."""
    names = {**names_of(before, texts), **names_of(after, texts)}
    return tuple(
        Said(
            what=named(step.key, names, texts),
            before=shown(_else(step.before, step.after), step.key, names, texts),
            after=shown(_else(step.after, step.before), step.key, names, texts),
        )
        for step in steps
    )


def _else(value: Any, other: Any) -> Any:
    """Return a yes or no that is not written down, from the one it became: it was the other."""
    return not other if value is None and isinstance(other, bool) else value


def named(key: str, names: Mapping[str, str], texts: Texts) -> str:
    """Return a key in words, such as ``service “Policies”: name (English)``."""
    owner, rest = "", []
    for name, item in parts_of(key):
        rest.append(name)
        if item is not None and not owner:
            message = f"owner-{name}"
            called = names.get(f"{name}[{item}]", item)
            owner = texts.written(message, name=called) if message in texts else f"{name} {called}"
    plain = ".".join(rest)
    word = _word(plain, texts)
    if not owner:
        return word
    return owner if len(rest) == 1 else texts.written("owner-part", owner=owner, part=word)


def shown(value: Any, key: str, names: Mapping[str, str], texts: Texts) -> str:
    """Return a value in words."""
    if value is None:
        return texts.written("value-none")
    if isinstance(value, bool):
        return texts.written("value-yes" if value else "value-no")
    if isinstance(value, Mapping):
        inner = value.get("names") or value
        told = "; ".join(str(each) for each in inner.values() if not isinstance(each, Mapping))
        return told[:_LONGEST] or texts.written("value-none")
    if isinstance(value, (list, tuple)):
        parts = [_member(each, key, names, texts) for each in value]
        return texts.written("value-comma").join(parts)[:_LONGEST] or texts.written("value-none")
    return _member(value, key, names, texts)[:_LONGEST] or texts.written("value-none")


def _member(value: Any, key: str, names: Mapping[str, str], texts: Texts) -> str:
    if key.endswith(".services"):
        return names.get(f"service[{value}]", str(value))
    if key.endswith(".zone"):
        return names.get(f"zone[{value}]", str(value))
    for message in (f"need-{value}", f"policy-{value}", f"language-{value}"):
        if isinstance(value, str) and message in texts:
            return texts.written(message)
    return str(value)


def _word(plain: str, texts: Texts) -> str:
    """Return the words of a key without ids: its own message, or its beginning's and the rest."""
    whole = f"key-{plain.replace('.', '-')}"
    if whole in texts:
        return texts.written(whole)
    head, _, last = plain.rpartition(".")
    begun = f"key-{head.replace('.', '-')}"
    if head and begun in texts:
        for message in (f"language-{last}", f"need-{last}", f"day-{last}"):
            if message in texts:
                inner = texts.written(message)
                return texts.written("key-of", key=texts.written(begun), part=inner)
    return plain


def names_of(table: Table, texts: Texts) -> dict[str, str]:
    """Return what services, areas and windows are called, by their keys."""
    found = {}
    for kind in ("service", "zone", "page", "question"):
        for each in table.get(kind, ()):
            names = each.get("names", {})
            found[f"{kind}[{each.get('id')}]"] = names.get(texts.language) or next(
                iter(names.values()), str(each.get("id"))
            )
    for each in table.get("window", ()):
        found[f"window[{each.get('id')}]"] = str(each.get("number", each.get("id")))
    return found
