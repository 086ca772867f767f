"""What a hall screen shows: calls of its zones, lines, notices, the emergency. Nobody's needs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.site import Board, Service, Site, Window
from hall.ids import WindowId
from queue_server import wire
from queue_server.domain.ticket import Moment, State, Ticket
from queue_server.notices import is_for, is_on
from queue_server.service.notices import published
from queue_server.service.playlists import board_playlists
from queue_server.service.presenting import Presenter

MOST_CALLS = 30
FRESH_S = 30
"""A call is held in the middle of attention for at least so long (visual language §5)."""
SHOWN_AFTER = timedelta(minutes=10)
"""A visitor who was called and came stays on the screen so long, below those still called."""


def board_view(
    presenter: Presenter, site: Site, board: Board, now: datetime, mark: str
) -> wire.BoardView:
    """Return the screen as of now."""
    view = presenter.view
    zones = set(board.zones or (board.zone,))
    places = [place for place in site.windows if place.zone in zones]
    told = published(view.documents, now)
    emergency = told.emergency
    if emergency is not None and emergency.zones and not zones & {*emergency.zones}:
        emergency = None
    zone = ZoneInfo(site.hall.time_zone)
    here = {place.id: place.number for place in places}
    called = [
        ticket
        for ticket in view.tickets.values()
        if ticket.window in here and _is_shown(ticket, now)
    ]
    beats = view.calls
    called.sort(key=lambda each: (each.state is State.CALLED, beats.get(each.id, 0)), reverse=True)
    return wire.BoardView(
        id=board.id,
        at=now,
        name=dict(site.hall.name),
        languages=site.hall.languages,
        time_zone=site.hall.time_zone,
        open=presenter.open,
        calls=tuple(
            wire.BoardCall(
                number=ticket.number,
                window=here[WindowId(ticket.window or "")],
                fresh=_is_fresh(ticket, now),
                beat=beats.get(ticket.id, 0),
                arrow=board.arrows.get(WindowId(ticket.window or "")),
            )
            for ticket in called[:MOST_CALLS]
        ),
        lines=_lines(presenter, _services_of(site, places)),
        notices=tuple(
            each
            for each in told.notices
            if is_on(each, now, zone) and is_for(each, "board", board.id, board.zone)
        ),
        emergency=emergency,
        film=board.film,
        mark=mark,
        playlists=board_playlists(view.documents, site, board, Moment(now, 0.0)),
    )


def _services_of(site: Site, places: Iterable[Window]) -> list[Service]:
    offered = {service for place in places for service in place.services}
    return [service for service in site.services if service.id in offered]


def _lines(presenter: Presenter, services: Iterable[Service]) -> tuple[wire.BoardLine, ...]:
    wanted = {service.id for service in services}
    return tuple(
        wire.BoardLine(
            service=each.id, names=each.names, waiting=each.waiting, wait=each.wait, open=each.open
        )
        for each in presenter.services()
        if each.id in wanted
    )


def _is_shown(ticket: Ticket, now: datetime) -> bool:
    if ticket.state is State.CALLED:
        return True
    came = ticket.called_at
    return ticket.state is State.SERVING and came is not None and now - came < SHOWN_AFTER


def _is_fresh(ticket: Ticket, now: datetime) -> bool:
    if ticket.state is not State.CALLED or ticket.called_at is None:
        return False
    return now - ticket.called_at < timedelta(seconds=max(FRESH_S, ticket.handling.hold_s))
