"""The walk through everything, made once."""

from pathlib import Path

import pytest

from tests.kiosk.proof.walking import Walk, walk

_PATIENCE_S = 600
"""The walk is made by whichever test comes first; on a busy machine it takes minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test here time for the walk."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(_PATIENCE_S))


@pytest.fixture(scope="session")
def walked() -> Walk:
    return walk()
