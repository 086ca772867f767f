"""How the hall on this machine stands with the level above, for `hall90 doctor`."""

from contextlib import closing

from hall.clock import SystemClock
from hall.errors import HallError
from hall.findings import Finding
from queue_server.content.service import FILE, ContentService
from queue_server.folder import data_folder
from queue_server.sync.standing import words_of
from queue_server.sync.state import load


def examine_sync() -> Finding:
    """Look at what the hall's content file remembers of the level above."""
    folder = data_folder(None)
    if not (folder / FILE).is_file():
        return Finding(id="sync", severity="information", what="There is no content here yet.")
    try:
        with closing(ContentService(folder, SystemClock())) as content:
            with content.reading() as connection:
                place, state = load(connection)
            good, told = words_of(place, state, content.trusted, SystemClock().now())
    except (HallError, OSError) as fault:
        return Finding(
            id="sync",
            severity="soon",
            what=f"How the hall stands with the level above cannot be read: {fault}.",
            remedy="Run this as the user the server runs as.",
        )
    if good:
        return Finding(id="sync", severity="good", what=told[0])
    return Finding(id="sync", severity="soon", what=told[0], remedy=" ".join(told[1:]))
