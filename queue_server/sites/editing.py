"""Setting keys in the text of a site file; comments, order and every other key stay as they are."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import tomlkit
from tomlkit.items import AoT, InlineTable, Table

from queue_server.sites.places import item_at, parts_of
from queue_server.wire.settings import SettingStep

_Holder = dict[str, Any]


def with_steps(text: str, steps: Iterable[SettingStep]) -> str:
    """Return the text with the value ``after`` of each step; None takes the key out."""
    document = tomlkit.parse(text)
    for step in steps:
        _set(cast(_Holder, document), step)
    return tomlkit.dumps(document)


def _set(document: _Holder, step: SettingStep) -> None:
    *way, (name, item) = parts_of(step.key)
    holder = document
    for part, wanted in way:
        holder = _below(holder, part, wanted)
    if item is not None:
        _set_item(holder, name, item, step)
    elif step.after is None:
        holder.pop(name, None)
    else:
        holder[name] = _written(step.after)


def _below(holder: _Holder, name: str, wanted: str | None) -> _Holder:
    """Return the table below a name, made where there is none."""
    if wanted is not None:
        items = holder.get(name) or []
        place = item_at(items, wanted)
        if place is None:
            raise KeyError(f"{name}[{wanted}]")
        return cast(_Holder, items[place])
    if name not in holder:
        inline = isinstance(holder, (InlineTable, Table))
        holder[name] = tomlkit.inline_table() if inline else tomlkit.table()
    return cast(_Holder, holder[name])


def _set_item(holder: _Holder, name: str, wanted: str, step: SettingStep) -> None:
    items = holder.get(name)
    place = None if items is None else item_at(items, wanted)
    if step.after is None:
        if items is not None and place is not None:
            _take_out(items, place)
        return
    inline = items is not None and not isinstance(items, AoT)
    fresh = _written(step.after) if inline else _item(step.after)
    if items is None:
        items = holder[name] = tomlkit.aot()
    if place is not None:
        items[place] = fresh
    elif step.place is not None and step.place < len(items):
        items.insert(step.place, fresh)
    else:
        items.append(fresh)


def _take_out(items: Any, place: int) -> None:
    """Remove an item; the comments at its end belong to what follows and stay."""
    kept = _comments_at_end(items[place]) if isinstance(items, AoT) else ""
    del items[place]
    if kept and place > 0:
        items[place - 1].add(tomlkit.ws(kept))


def _comments_at_end(table: Table) -> str:
    lines: list[str] = []
    for line in reversed(tomlkit.dumps(table).splitlines(keepends=True)):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.insert(0, line)
    return "".join(lines) if any(line.strip() for line in lines) else ""


def _item(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        table[name] = _written(value)
    table.add(tomlkit.nl())
    return table


def _written(value: Any) -> Any:
    """Return a value as it is written on one line."""
    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        for name, inner in value.items():
            inline[name] = _written(inner)
        return inline
    if isinstance(value, (list, tuple)):
        array = tomlkit.array()
        array.extend(_written(each) for each in value)
        return array
    return tomlkit.item(value)
