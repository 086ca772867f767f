"""Who is named in each list of roles, written out: a role more or less in any of them shows here.

``lists_of_roles.txt`` says who is meant; most rights are asked for by one of these lists.
"""

import ast
import importlib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard, get_args

import pytest

import queue_server
from queue_server.domain.actors import Role

ROLES = frozenset(get_args(Role))
_PACKAGE = Path(queue_server.__file__).parent


def _written() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("lists_of_roles.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    found = {name: frozenset(who) for name, *who in rows}
    assert len(found) == len(rows), "a list has two lines"
    return found


WRITTEN = _written()


def _module(name: str) -> str:
    return f"queue_server.{name}"


def _named(source: str) -> Iterator[str]:
    """Yield the names a module gives to something that may be a list of roles."""
    for each in ast.parse(source).body:
        if isinstance(each, ast.Assign) and not isinstance(each.value, (ast.Constant, ast.Dict)):
            yield from (name.id for name in each.targets if isinstance(name, ast.Name))
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id


def _is_list_of_roles(value: Any) -> TypeGuard[Collection[str]]:
    several = isinstance(value, (frozenset, set, tuple)) and len(value) > 0
    return several and all(isinstance(each, str) and each in ROLES for each in value)


@cache
def _found() -> dict[str, frozenset[str]]:
    found = {}
    for file in sorted(_PACKAGE.rglob("*.py")):
        place = file.relative_to(_PACKAGE).with_suffix("")
        source = file.read_text("utf-8")
        if "migrations" in place.parts or not any(f'"{role}"' in source for role in ROLES):
            continue
        path = ".".join(place.parts).removesuffix(".__init__")
        names = list(_named(source))
        for name in names:
            value = getattr(importlib.import_module(_module(path)), name, None)
            if _is_list_of_roles(value):
                found[f"{path}.{name}"] = frozenset(value)
    return found


def test_every_list_of_roles_says_here_who_is_meant() -> None:
    missing = {name: " ".join(sorted(who)) for name, who in _found().items() if name not in WRITTEN}
    assert missing == {}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_list_names_those_who_are_meant_and_nobody_else(name: str) -> None:
    module, _, last = name.rpartition(".")
    assert frozenset(getattr(importlib.import_module(_module(module)), last)) == WRITTEN[name]
