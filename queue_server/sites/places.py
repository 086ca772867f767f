"""Keys of a site by name: reading, comparing and setting them in plain tables.

A key is a path such as ``hall.name.en`` or ``service[policy].quota``: an item of a list of tables
is named by its id (a choice by its value), so that it stays the same when others come or go.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from queue_server.wire.settings import SettingStep

_PART = re.compile(r"([^.\[\]]+)(?:\[([^\]]+)\])?")
Table = Mapping[str, Any]


def parts_of(key: str) -> list[tuple[str, str | None]]:
    """Return a key's parts, each with the id of the item meant, if one is."""
    return [(found[1], found[2]) for found in _PART.finditer(key)]


def value_at(table: Table, key: str) -> Any:
    """Return the value of a key; None where there is none."""
    here: Any = table
    for name, item in parts_of(key):
        here = here.get(name) if isinstance(here, Mapping) else None
        if item is not None:
            here = next((each for each in here or () if id_of(each) == item), None)
        if here is None:
            return None
    return here


def steps_between(before: Table, after: Table) -> tuple[SettingStep, ...]:
    """Return every key that differs; an item that came or went is one step."""
    return tuple(_differences(before, after, ""))


def item_at(items: Sequence[Mapping[str, Any]], wanted: str) -> int | None:
    """Return where an item of that id stands."""
    return next((place for place, each in enumerate(items) if id_of(each) == wanted), None)


def id_of(item: Table) -> str | None:
    """Return what names an item among its like; None where nothing does."""
    found = item.get("id", item.get("value"))
    return None if found is None else str(found)


def _differences(before: Table, after: Table, path: str) -> Iterator[SettingStep]:
    for name in dict.fromkeys((*before, *after)):
        key = f"{path}.{name}" if path else name
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if _items(old) and _items(new) and (old or new):
            yield from _items_changed(old or [], new or [], key)
        elif _both(old, new, Mapping):
            yield from _differences(old or {}, new or {}, key)
        else:
            yield SettingStep(key=key, before=old, after=new)


def _items_changed(old: list[Any], new: list[Any], key: str) -> Iterator[SettingStep]:
    was, now = {id_of(each): each for each in old}, {id_of(each): each for each in new}
    for wanted in dict.fromkeys((*was, *now)):
        where = f"{key}[{wanted}]"
        if wanted in was and wanted in now:
            yield from _differences(was[wanted], now[wanted], where)
        else:
            place = [id_of(each) for each in (old if wanted in was else new)].index(wanted)
            yield SettingStep(key=where, before=was.get(wanted), after=now.get(wanted), place=place)


def _items(value: Any) -> bool:
    """Tell whether a value is a list of tables that have ids, or missing."""
    if value is None:
        return True
    return isinstance(value, list) and all(
        isinstance(each, Mapping) and id_of(each) is not None for each in value
    )


def _both(old: Any, new: Any, kind: type) -> bool:
    return (old is None or isinstance(old, kind)) and (new is None or isinstance(new, kind))
