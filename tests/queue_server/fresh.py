"""A hall's empty tables and content, made once a run: new ones take longer than most tests."""

import tempfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from queue_server.content.database import lock_of, open_engine
from queue_server.content.renewing import renew_index
from queue_server.content.service import FILE as CONTENT
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.schema import bring_up_to_date


def lay_tables(folder: Path) -> None:
    """Put a file with the present tables and no row of a hall into a folder that has none."""
    file = folder / FILE_NAME
    if not file.exists():
        file.write_bytes(_tables())


@lru_cache(maxsize=1)
def _tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE_NAME
        with closing(Database(file)) as database:
            bring_up_to_date(database)
        return file.read_bytes()


def lay_content(folder: Path) -> None:
    """Put a content file of no item and no epoch into a folder that has none."""
    file = folder / CONTENT
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        file.write_bytes(_content())


@lru_cache(maxsize=1)
def _content() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / CONTENT
        engine = open_engine(file)
        renew_index(engine, lock_of(file))
        engine.dispose()
        return file.read_bytes()
