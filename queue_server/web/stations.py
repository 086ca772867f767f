"""Workstations over HTTP, and whether staff may work from where a request comes."""

from collections.abc import Callable
from typing import Any

from litestar import Router, delete, get, post
from litestar.connection import ASGIConnection
from litestar.params import FromPath, JSONBody

from queue_server import wire
from queue_server.pairing.certifying import Certificates
from queue_server.service.running import RunningHall
from queue_server.service.stations import Stations
from queue_server.web.actors import Who, require_known
from queue_server.web.here import is_here
from queue_server.web.sessions import Origin, Sessions

LetsIn = Callable[[ASGIConnection[Any, Any, Any, Any], Origin], bool]


def lets_in(hall: RunningHall, stations: Stations) -> LetsIn:
    """Return the rule by which staff may work from somewhere.

    A certificate that was ended is worse than none. The server's own browser may always: else an
    admin could shut out everybody.
    """

    def may(connection: ASGIConnection[Any, Any, Any, Any], origin: Origin) -> bool:
        if origin.station:
            return stations.knows(origin.station)
        return not hall.settings.stations.required or is_here(connection)

    return may


def stations_router(stations: Stations, certificates: Certificates, sessions: Sessions) -> Router:
    """Return ``/api/v1/stations``."""

    @get("/", summary="Workstations whose browsers have a certificate")
    async def list_stations(who: Who) -> wire.StationList:
        """Answer them, for admins."""
        return stations.listed(require_known(who))

    @post("/", summary="Give a workstation's browser a certificate")
    async def make_station(who: Who, data: JSONBody[wire.StationRequest]) -> wire.StationMade:
        """Answer its file and passphrase, this once."""
        return await stations.make(require_known(who), data.name, certificates.for_station)

    @delete("/{station:str}", status_code=204, summary="Let nobody in from a workstation")
    async def end_station(who: Who, station: FromPath[str]) -> None:
        """End it; whoever is signed in there is signed out."""
        await stations.end(require_known(who), station)
        sessions.end_at(station)

    return Router(
        path="/api/v1/stations",
        route_handlers=[list_stations, make_station, end_station],
        tags=["accounts"],
    )
