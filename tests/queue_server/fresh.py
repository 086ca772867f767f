"""A hall's empty tables, made once a run: migrating a new file takes longer than most tests."""

import tempfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path

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
