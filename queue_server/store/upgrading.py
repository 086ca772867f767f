"""The copy made by itself before the tables change, so that there is a way back (R-30).

At most one is kept of each revision: a server that is killed again and again while it upgrades
must not fill its disk.
"""

import logging
import re
import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy.exc import SQLAlchemyError

from hall.clock import Clock
from hall.errors import ConfigError, Fault, HallError
from hall.notifying import tell_systemd
from queue_server.store.database import COPIES, Database
from queue_server.store.port import Store
from queue_server.store.schema import REVISION, revision_of

FOLDER = COPIES
NAMED = re.compile(r"upgrade-\d{4}-(\d{8}T\d{6}Z)\.sqlite3")
_MOST_S = 1800
_STAMP = "%Y%m%dT%H%M%SZ"
_BAD = (HallError, SQLAlchemyError, sqlite3.Error, dbapi2.Error, OSError)

_LOG = logging.getLogger(__name__)


def copy_before_upgrade(database: Store, clock: Clock) -> Path | None:
    """Copy the hall where its tables are about to change; return the file.

    Raises ConfigError where no whole copy can be made: nothing was changed then.
    """
    with database.reading() as connection:
        found = revision_of(connection)
    if found is None or found >= REVISION:
        return None
    folder = database.folder / FOLDER
    target = folder / f"upgrade-{found}-{clock.now().astimezone(UTC):{_STAMP}}.sqlite3"
    coming = target.with_suffix(".unchecked")
    # A start that copies years of a hall must not be taken for one that hangs.
    tell_systemd(f"EXTEND_TIMEOUT_USEC={_MOST_S * 1_000_000}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob("upgrade-*.unchecked*"):
            left.unlink()
        _copy(database, coming)
    except _BAD as fault:
        coming.unlink(missing_ok=True)
        told = getattr(fault, "orig", None) or getattr(fault, "strerror", None) or fault
        problem = f"no copy could be made before the upgrade from {found} to {REVISION}: {told}"
        remedy = "Make room there and start again; nothing was changed, the old program still runs."
        raise ConfigError(
            [Fault(file=str(folder), key="backup", problem=problem, remedy=remedy)]
        ) from fault
    coming.replace(target)
    for older in folder.glob(f"upgrade-{found}-*.sqlite3"):
        if older != target:
            older.unlink()
    _LOG.warning("the hall was copied before its tables change", extra={"copy": str(target)})
    return target


def _copy(database: Store, target: Path) -> None:
    database.copy_to(target)
    target.chmod(0o600)
    with closing(Database(target)) as copy:
        if not copy.quick_check():
            raise HallError("the copy is damaged")
