"""Which families there are: every folder here, and outsiders' entry points.

A folder ``bx_k`` holds the family ``bx-k``. An installed distribution adds its own by an entry
point of the group ``hall90.sign_families`` whose value is a ``Family``.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

import displays.signs
from displays.signs.port import Family, UnsupportedError

_GROUP = "hall90.sign_families"


def family_names() -> tuple[str, ...]:
    """Return the names of all families, ours and outsiders', sorted."""
    return tuple(sorted({*_folders(), *_outsiders()}))


def family(name: str) -> Family:
    """Return a family by name; raises UnsupportedError naming those there are."""
    folders = _folders()
    if name in folders:
        found = import_module(f"{folders[name]}.family").FAMILY
    elif (point := _outsiders().get(name)) is not None:
        found = point.load()
    else:
        raise UnsupportedError(
            f"there is no sign family {name!r}; there are {', '.join(family_names())}"
        )
    if not isinstance(found, Family):
        raise TypeError(f"the sign family {name} is not a Family")
    return found


def _folders() -> Mapping[str, str]:
    packages = pkgutil.iter_modules(displays.signs.__path__, "displays.signs.")
    return {
        package.name.rpartition(".")[2].replace("_", "-"): package.name
        for package in packages
        if package.ispkg
    }


def _outsiders() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}
