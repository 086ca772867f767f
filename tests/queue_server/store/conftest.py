"""The engines a hall may lie in: every test of the store's contract runs on each of them."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from queue_server.store.database import FILE_NAME, Database
from queue_server.store.port import Store
from queue_server.store.postgres import PostgresDatabase
from queue_server.store.throwaway import Throwaway, installed

ENGINES = ("sqlite", *installed())
OpenStore = Callable[[], Store]
_counter = itertools.count(1)


@pytest.fixture(params=ENGINES)
def open_store(
    request: pytest.FixtureRequest, tmp_path: Path, servers: Callable[[str], Throwaway]
) -> Iterator[OpenStore]:
    """Open one and the same new database, as often as called."""
    with ExitStack() as stack:
        if request.param == "sqlite":

            def make() -> Store:
                return Database(tmp_path / FILE_NAME)
        else:
            server, name = servers(request.param), f"e{next(_counter)}"
            url = server.make(name)
            stack.callback(server.drop, name)

            def make() -> Store:
                return PostgresDatabase(url, "demo", tmp_path)

        def open_one() -> Store:
            store = make()
            stack.callback(store.close)
            store.require_whole()
            return store

        yield open_one
