"""The site a running hall goes by, and how it is given another one without a restart."""

from abc import abstractmethod

from config.site import Site
from hall.clock import Clock
from queue_server.estimates.learning import REMEMBERED
from queue_server.service.accounts import Accounts
from queue_server.service.forecasting import Forecaster
from queue_server.service.showing import Showing
from queue_server.store.history import recent_promises, recent_stays
from queue_server.store.port import Store
from queue_server.store.writer import Writer


def forecaster_of(site: Site, database: Store, clock: Clock) -> Forecaster:
    """Return who tells waits, knowing what the database remembers; blocks on it."""
    with database.reading() as connection:
        stays = recent_stays(connection, REMEMBERED * len(site.services))
        kept = recent_promises(connection)
    return Forecaster(site, clock, stays, kept)


class Settled(Accounts):
    """The part of a running hall that knows its site."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    @property
    def settings(self) -> Site:
        """The site this hall runs."""
        return self._site

    @property
    @abstractmethod
    def writer(self) -> Writer:
        """The writer, for the machine room."""

    @property
    @abstractmethod
    def database(self) -> Store:
        """The database, for the machine room."""

    @property
    @abstractmethod
    def showing(self) -> Showing:
        """What was committed last, for the machine room."""

    @property
    @abstractmethod
    def clock(self) -> Clock:
        """The clock this hall goes by."""

    async def go_by(self, site: Site) -> None:
        """Run another site from now on: lines, windows and waits are read again by it.

        Commands taken before end by the old one. The caller has made sure that the new one has
        every service and window that somebody waits for or is served at.
        """

        def settle() -> Forecaster:
            self.database.bear(site.hall.id)
            self.writer.go_by(site)
            return forecaster_of(site, self.database, self.clock)

        forecaster = await self.writer.alone(settle)
        self._site = site
        self.showing.go_by(site, forecaster)
