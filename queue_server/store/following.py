"""Following the server that leads a hall, to show the same hall and to take its place."""

import threading
from collections.abc import Sequence

from sqlalchemy import func, select

from config.site import Site
from hall.clock import Clock
from hall.errors import ConfigError, Fault
from queue_server.domain.ticket import Moment
from queue_server.store import tables
from queue_server.store.image import Image, View
from queue_server.store.loading import load, meta, rows_after
from queue_server.store.port import Store
from queue_server.store.records import JournalRow
from queue_server.store.schema import REVISION, require_readable, revision_of

_PATIENCE_S, _TRIES, _EVERY_S = 1.0, 150, 0.2
_ALL = 1_000_000


class Follower:
    """Reads what another server committed; ``seen`` is the last journal row shown."""

    def __init__(self, database: Store, site: Site, clock: Clock) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self.seen = 0
        self._epoch = ""

    def go_by(self, site: Site) -> None:
        """Read the hall by another site from now on."""
        self._site = site

    def first_view(self) -> View:
        """Return the hall as the leading server keeps it, once its tables are there.

        Raises ConfigError where they are another version's.
        """
        found = None
        for _ in range(_TRIES):
            with self._database.reading() as connection:
                found = revision_of(connection)
                if found is not None and found > REVISION:
                    require_readable(connection, self._database.name, found)
            if found is not None:
                break
            threading.Event().wait(_EVERY_S)
        if found is None or found < REVISION:
            fault = Fault(
                file=self._database.name,
                key="schema",
                problem=f"is led by a server with revision {found}, this program knows {REVISION}",
                remedy="Stop the other server first: whoever starts next brings the tables up.",
            )
            raise ConfigError([fault])
        return self._read()[0]

    def wait(self) -> None:
        """Block until there may be something new, a second at most."""
        self._database.wait_for_news(_PATIENCE_S)

    def news(self) -> tuple[View, Sequence[JournalRow]] | None:
        """Return the hall and the rows since the last one seen, None where nothing happened."""
        with self._database.reading() as connection:
            newest = connection.execute(select(func.max(tables.journal.c.seq))).scalar() or 0
            epoch = meta(connection, "epoch")
        return None if (epoch, newest) == (self._epoch, self.seen) else self._read()

    def rows_until(self, seq: int) -> Sequence[JournalRow]:
        """Return the rows not yet seen up to one, and take them for seen."""
        with self._database.reading() as connection:
            rows = rows_after(connection, self.seen, max(seq - self.seen, 0))
        self.seen = seq
        return rows

    def _read(self) -> tuple[View, Sequence[JournalRow]]:
        moment = Moment(self._clock.now(), self._clock.monotonic())
        with self._database.reading() as connection:
            view = Image(load(connection, self._site, moment)).view()
            rows = rows_after(connection, self.seen, _ALL) if self._epoch == view.epoch else []
        self.seen, self._epoch = view.seq, view.epoch
        return view, rows
