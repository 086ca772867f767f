"""Plain tables → frozen dataclasses, collecting every fault instead of stopping at the first."""

import dataclasses
import difflib
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from hall.errors import Fault
from hall.texts import load_texts

_Value = TypeVar("_Value")
_MISSING = dataclasses.MISSING


def fault_in_words(language: str, code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Return the problem and the remedy of a fault in a language (zh-CN, en)."""
    texts = load_texts(language, "config")
    key = f"fault-{code}"
    return texts.written(key, **values), texts.attribute(key, "remedy", **values) or ""


class Faults:
    """What is wrong so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.left_out: set[str] = set()
        """Ids of items that did not decode: naming them elsewhere is no further fault."""

    def add(self, key: str, problem: str, remedy: str) -> None:
        """Note one fault; ``key`` is its path, such as ``window[2].zone``."""
        self.found.append(Fault(file=self.file, key=key, problem=problem, remedy=remedy))

    def note(self, key: str, code: str, **values: object) -> None:
        """Note a fault whose words stand in the catalogues, under ``fault-`` and its code."""
        problem, remedy = fault_in_words("en", code, values)
        fault = Fault(
            file=self.file, key=key, problem=problem, remedy=remedy, code=code, values=values
        )
        self.found.append(fault)


def decode(
    table: Mapping[str, Any],
    wanted: type[_Value],
    faults: Faults,
    shown: Mapping[str, str] | None = None,
    path: str = "",
) -> _Value | None:
    """Return ``wanted`` made from the table, or None when a field it needs is missing or wrong.

    A wrong item of a list is left out, so that what holds across the rest can still be checked;
    the caller asks ``faults`` whether all was well. ``shown`` maps the file's key to the field's
    name where they differ.
    """
    in_file = {field: key for key, field in (shown or {}).items()}
    hints = typing.get_type_hints(wanted)
    fields = {field.name: field for field in dataclasses.fields(wanted)}  # type: ignore[arg-type]  # always a dataclass
    values: dict[str, Any] = {}
    for name, value in table.items():
        where = _join(path, in_file.get(name, name))
        if name not in fields:
            _note_unknown(name, where, [in_file.get(known, known) for known in fields], faults)
            continue
        decoded = _field(value, hints[name], faults, where)
        if decoded is not None:
            values[name] = decoded
    needed = {
        name
        for name, field in fields.items()
        if field.default is _MISSING and field.default_factory is _MISSING
    }
    for name in fields:
        if name in needed and name not in table:
            key = _join(path, in_file.get(name, name))
            faults.note(key, "missing", takes=expected(hints[name]))
    return wanted(**values) if needed <= values.keys() else None


def _field(value: Any, hint: Any, faults: Faults, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if isinstance(value, dict):
            return decode(value, hint, faults, path=where)
        faults.add(where, "must be a table", f"Write [{where}] and its keys below it")
        return None
    if item := _table_item(hint):
        if isinstance(value, list):
            return _items(value, item, faults, where)
        faults.add(where, "must be a list of tables", f"Write [[{where}]] before each one")
        return None
    try:
        return msgspec.convert(value, hint, strict=True)
    except msgspec.ValidationError as error:
        if hint in (int, int | None) and isinstance(value, str):
            faults.note(where, "whole-number", value=value)
        else:
            faults.add(where, f"does not fit: {error}", f"Write {expected(hint)}")
        return None


def _items(tables: list[Any], item: type, faults: Faults, where: str) -> tuple[Any, ...]:
    decoded = []
    for place, table in enumerate(tables, 1):
        one = _field(table, item, faults, f"{where}[{place}]")
        if one is not None:
            decoded.append(one)
        elif isinstance(table, dict):
            faults.left_out.add(str(table.get("id", "")))
    return tuple(decoded)


def _table_item(hint: Any) -> type | None:
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        if dataclasses.is_dataclass(item) and isinstance(item, type):
            return item
    return None


def _note_unknown(name: str, where: str, known: list[str], faults: Faults) -> None:
    near = difflib.get_close_matches(name, known, n=1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(sorted(known))}"
    faults.add(where, "is not a key we know", remedy)


def expected(hint: Any) -> str:
    """Say in words what a field of that type takes."""
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is typing.Literal:
        return "one of " + ", ".join(repr(choice) for choice in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(expected(one) for one in arguments if one is not type(None))
    if origin is tuple:
        return (
            f"a list of {expected(arguments[0])}"
            if arguments[-1] is Ellipsis
            else (f"a list of {len(arguments)} values, each {expected(arguments[0])}")
        )
    if (
        origin is not None
        and issubclass(origin, Mapping)
        and dataclasses.is_dataclass(arguments[1])
    ):
        inside = ", ".join(f"{field.name} = …" for field in dataclasses.fields(arguments[1]))
        return f"a table of tables such as {{ {inside} }}"
    if origin is not None and issubclass(origin, Mapping):
        return 'a table such as { zh-CN = "…", en = "…" }'
    if isinstance(hint, typing.NewType):
        return expected(hint.__supertype__)
    if dataclasses.is_dataclass(hint):
        return "a table"
    return {
        str: "text in quotes",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
    }.get(hint, str(hint))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
