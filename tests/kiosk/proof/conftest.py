"""The walk through everything, made once."""

import pytest

from tests.kiosk.proof.walking import Walk, walk


@pytest.fixture(scope="session")
def walked() -> Walk:
    return walk()
