"""What `hall90 config check` and `hall90 doctor` say of the word index a hall chose."""

from contextlib import closing

import psycopg

from config.site import Site
from hall.clock import SystemClock
from hall.errors import HallError
from hall.findings import Finding
from queue_server.choosing import ENVIRONMENT, chosen
from queue_server.content.service import FILE, ContentService
from queue_server.content.swift import installed
from queue_server.folder import data_folder

_ID = "search-engine"


def examine_choice(site: Site) -> list[Finding]:
    """Return what keeps a site's choice of word index from being used on this machine."""
    if site.search.engine == "tantivy" and not installed():
        what = 'search.engine is "tantivy", which is not installed; FTS5 finds words meanwhile'
        remedy = "Install requirements/fast-search.lock beside the server, or leave the key out."
        return [Finding(id=_ID, severity="soon", what=what, remedy=remedy)]
    if site.search.engine == "postgresql" and _database() is None:
        what = 'search.engine is "postgresql", but the hall is kept in SQLite; FTS5 finds words'
        remedy = f"Start the server with --database or {ENVIRONMENT}, or leave the key out."
        return [Finding(id=_ID, severity="soon", what=what, remedy=remedy)]
    return []


def examine_words() -> list[Finding]:
    """Tell how far the word index in the hall's PostgreSQL has come, where it has one."""
    folder, url = data_folder(None), _database()
    if url is None or not (folder / FILE).is_file():
        return []
    from queue_server.content.gin import standing_in

    try:
        with closing(ContentService(folder, SystemClock())) as content:
            stood = standing_in(url, content.engine)
            head = content.head()
    except (HallError, OSError, psycopg.Error) as fault:
        told = str(fault).strip().partition("\n")[0]
        what = f"The word index in PostgreSQL cannot be read: {told}. FTS5 finds words meanwhile."
        remedy = "Start the database; the server takes its word index up again by itself."
        return [Finding(id=_ID, severity="soon", what=what, remedy=remedy)]
    if stood is None:
        return []
    if stood < head:
        what = f"The word index in PostgreSQL is {head - stood} pages behind; FTS5 finds words."
        remedy = "A running server brings it up within seconds; look at its log if it does not."
        return [Finding(id=_ID, severity="information", what=what, remedy=remedy)]
    return [Finding(id=_ID, severity="good", what="The word index in PostgreSQL is in step.")]


def _database() -> str | None:
    try:
        return chosen(data_folder(None), None)
    except (HallError, OSError):
        return None  # told where the database itself is looked at
