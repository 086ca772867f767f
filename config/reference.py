"""Every key of the files, from the types themselves, with its meaning."""

import dataclasses
import tomllib
import typing
from functools import cache
from pathlib import Path

from config.decoding import expected
from config.geometry import Geometry
from config.loader import SECTIONS
from config.site import Site

_MEANINGS = Path(__file__).parent / "defaults" / "keys.toml"
_FILES: dict[str, type] = {"site": Site, "geometry": Geometry}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a file: its path, what it takes, whether it may be left out, what it means."""

    file: str
    path: str
    takes: str
    optional: bool
    meaning: str


@cache
def keys() -> tuple[Key, ...]:
    """Return every key of the site and geometry files, in file order."""
    meanings = tomllib.loads(_MEANINGS.read_text("utf-8"))
    return tuple(
        Key(
            file=file,
            path=path,
            takes=takes,
            optional=optional,
            meaning=meanings[file].get(path, ""),
        )
        for file, kind in _FILES.items()
        for path, takes, optional in _walk(kind, "")
    )


def reference_page() -> str:
    """Return the reference of all keys as Markdown."""
    lines = [
        "# Keys of the hall's files",
        "",
        "Made by `hall90 config explain --all`; do not edit.",
        "",
    ]
    for file, title in (("site", "Site file"), ("geometry", "Geometry file")):
        lines += [
            f"## {title}",
            "",
            "| key | takes | may be left out | meaning |",
            "| --- | --- | --- | --- |",
        ]
        for key in keys():
            if key.file == file:
                takes = key.takes.replace("|", "\\|")
                optional = "yes" if key.optional else "no"
                lines.append(f"| `{key.path}` | {takes} | {optional} | {key.meaning} |")
        lines.append("")
    return "\n".join(lines)


def _walk(kind: type, path: str) -> typing.Iterator[tuple[str, str, bool]]:
    in_file = {field: key for key, field in SECTIONS.items()}
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        name = in_file.get(field.name, field.name) if kind is Site else field.name
        where = f"{path}.{name}" if path else name
        hint = hints[field.name]
        missing = dataclasses.MISSING
        optional = field.default is not missing or field.default_factory is not missing
        inner = _inner(hint)
        takes = "a table" if inner is hint else "tables" if inner else expected(hint)
        yield where, takes, optional
        if inner is not None:
            yield from _walk(inner, where)


def _inner(hint: typing.Any) -> type | None:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return hint
    arguments = typing.get_args(hint)
    if arguments and dataclasses.is_dataclass(arguments[0]) and isinstance(arguments[0], type):
        return arguments[0]
    return None
