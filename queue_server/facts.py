"""What a supplier must know of a hall to help it: sizes, counts and findings, never a record."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from config.site import Site
from hall.errors import HallError
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.ticket import Moment
from queue_server.folder import data_folder
from queue_server.service.handing import NobodyAnswersError, hand_over
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store import tables
from queue_server.store.image import Image
from queue_server.store.port import Store
from queue_server.today.watching import Today

FACTS = "facts"
"""The job that asks a running server for them."""
_NEWEST = 20_000
_PEOPLE = frozenset({"clerks", "alerts"})


async def facts(hall: RunningHall, content: ContentService, today: Today) -> dict[str, Any]:
    """Return what :mod:`hall.diagnostics` puts into its file, of the hall that runs here."""
    told = {
        language: msgspec.to_builtins(await today.standing(SYSTEM, language))
        for language in ("zh-CN", "en")
    }
    view = hall.showing.view
    health = await hall.health()
    return {
        "today": told,
        "health": {"ready": health.ready, "reasons": health.reasons, "edges": health.edges},
        "tickets_today": Counter(each.state.value for each in view.tickets.values()),
        "windows": Counter(each.state for each in view.windows.values()),
        "documents": Counter(kind for kind, _ in view.documents),
        "devices": [msgspec.to_builtins(each) for each in hall.devices()],
        "content": await asyncio.to_thread(content.counts),
        "database": await asyncio.to_thread(_database, hall.database),
        "files": await asyncio.to_thread(_files, hall.database.folder),
        "site": _settings(hall.settings),
    }


async def note_taken(hall: RunningHall, by: Actor) -> None:
    """Note in the journal who took the facts out of the hall."""
    await hall.writer.submit(partial(_note, by=by.name))


def texts_of(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts as the texts of a diagnostics file."""
    hall = {name: value for name, value in found.items() if name != "site"}
    return {"hall.json": _pretty(hall), "site.json": _pretty(found["site"])}


def gather() -> dict[str, str]:
    """Ask the server that runs on this machine; without one only the data folder is told."""
    folder = data_folder(None)
    try:
        return texts_of(hand_over(folder, FACTS, {}, within=30))
    except (NobodyAnswersError, FileNotFoundError):
        alone = {"server": "none is running here", "files": _files(folder)}
    except HallError as fault:
        alone = {"server": f"does not say: {fault}", "files": _files(folder)}
    return {"hall.json": _pretty(alone)}


def _pretty(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def _note(image: Image, moment: Moment, *, by: str) -> None:
    image.tell(moment.wall, "diagnostics_taken", encode({"by": by}), public=False)


def _database(database: Store) -> dict[str, Any]:
    kinds = select(tables.journal.c.kind).order_by(tables.journal.c.seq.desc()).limit(_NEWEST)
    with database.reading() as connection:
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }
        newest = Counter(connection.execute(kinds).scalars())
    return {"kind": type(database).__name__, "rows": rows, "newest_journal_rows": newest}


def _files(folder: Path) -> dict[str, int]:
    found = (each for each in folder.rglob("*") if each.is_file()) if folder.is_dir() else ()
    return {str(each.relative_to(folder)): each.stat().st_size for each in sorted(found)}


def _settings(site: Site) -> Any:
    told = msgspec.to_builtins(site)
    return {name: value for name, value in told.items() if name not in _PEOPLE}
