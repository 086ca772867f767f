"""Whoever is refused costs the disk as much, whether there is such a name or not (S-10)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.keeping import Keeper
from queue_server.store.database import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from queue_server.service.running import RunningHall

ADMIN = Actor(role="admin", name="boss", token_id="boss")


async def test_s_10_a_refusal_is_written_whoever_it_was(hall: RunningHall, tmp_path: Path) -> None:
    for name in ("known", "locked", "disabled"):
        await hall.create_user(SYSTEM, name=name, role="staff", password="correct horse")
    for _ in range(5):
        assert await hall.verify_user("locked", "wrong horse") is None
    await Keeper(hall).change(ADMIN, "disabled", wire.AccountChange(disabled=True))
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as disk:

        def written() -> int:
            """Another number for every commit of somebody else."""
            return int(disk.execute("PRAGMA data_version").fetchone()[0])

        def noted() -> int:
            asked = "SELECT count(*) FROM journal WHERE kind = 'user_refused'"
            return int(disk.execute(asked).fetchone()[0])

        refused = noted()
        for turn in range(2):  # the second time nothing is new
            for name in ("known", "nobody", "locked", "disabled"):
                before = written()
                assert await hall.verify_user(name, "wrong horse") is None
                assert written() != before, (name, turn)
        assert noted() == refused + 2, "of a name that is not there nothing stands in the journal"
