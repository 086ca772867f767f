"""Secrets somebody brings are never compared letter by letter: the time would tell how far."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import queue_server

_SECRETS = frozenset({"csrf", "secret", "token", "token_hash"})


def _compared(source: str) -> Iterator[int]:
    """Give the lines that hold a secret against another value with == or !=."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        plain = any(isinstance(each, ast.Constant) for each in sides)
        secret = any(
            (isinstance(each, ast.Attribute) and each.attr in _SECRETS)
            or (isinstance(each, ast.Name) and each.id in _SECRETS)
            for each in sides
        )
        if secret and not plain and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            yield node.lineno


def test_s_06_no_secret_is_compared_in_a_time_that_tells_of_it() -> None:
    folder = Path(queue_server.__file__).parent
    found = [
        f"{file.relative_to(folder)}:{line}"
        for part in ("web", "service", "pairing")
        for file in sorted((folder / part).rglob("*.py"))
        for line in _compared(file.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("sent != session.csrf", [1]),
        ("token == kept", [1]),
        ("secret == ''", []),
        ("compare_digest(sent, session.csrf)", []),
    ],
)
def test_such_a_comparison_is_found(source: str, told: list[int]) -> None:
    assert list(_compared(source)) == told
