"""The web edge put together."""

from typing import Any

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig

from queue_server.app import Server
from queue_server.content.curating import Curating
from queue_server.content.quality.report import Quality
from queue_server.domain.actors import Actor
from queue_server.pairing.waiting import Pairings
from queue_server.service.desk import Desk
from queue_server.service.diary import Diary
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.keeping import Keeper
from queue_server.service.needs_registry import NeedRegistry
from queue_server.service.noticeboard import Noticeboard
from queue_server.service.playlisting import Playlists
from queue_server.service.screens import Screens
from queue_server.service.stations import Stations
from queue_server.service.vacancies import Vacancies
from queue_server.service.what_if import WhatIf
from queue_server.sites.file import SiteFile
from queue_server.sites.room import SiteRoom
from queue_server.web import api, health, live
from queue_server.web.absence import Absence
from queue_server.web.accounts import accounts_pages, accounts_router, own_router, tokens_router
from queue_server.web.actors import Doorkeeper
from queue_server.web.admin import admin_router
from queue_server.web.appointments import appointments_router
from queue_server.web.boards import board_routers
from queue_server.web.bounds import BODY_LIMIT
from queue_server.web.captions import caption_pages
from queue_server.web.certificates import certificates_router
from queue_server.web.content import content_router
from queue_server.web.content_page import content_pages
from queue_server.web.copies import copies_page
from queue_server.web.decided import Decisions
from queue_server.web.describing import AtRoot, DescribedCalls
from queue_server.web.desk import desk_router, keeping_shifts
from queue_server.web.devices import Devices, following_devices
from queue_server.web.feed import feed_routers
from queue_server.web.feedback.page import feedback_page
from queue_server.web.feedback.questionnaire import questionnaire_routers
from queue_server.web.feedback.receipt_page import receipt_page
from queue_server.web.feedback.routes import answers_router, feedback_router, rating_router
from queue_server.web.headers import SECURITY_HEADERS
from queue_server.web.identity import identity_router
from queue_server.web.journal import journal_page
from queue_server.web.kiosks import kiosks_page, kiosks_router
from queue_server.web.limits import limits_page
from queue_server.web.lines import Texts
from queue_server.web.needs import needs_router
from queue_server.web.notices import emergency_router, notices_router
from queue_server.web.pagers import pager_router
from queue_server.web.pages import Pages, static_router
from queue_server.web.pairing import pairing_router
from queue_server.web.papers import paper_routers
from queue_server.web.phone import phone_page
from queue_server.web.phone_needs import phone_needs
from queue_server.web.playlists import media_router, playlists_page, playlists_router
from queue_server.web.preview import preview_router
from queue_server.web.published import Published
from queue_server.web.quarter import quarter_routers
from queue_server.web.receipts import PageReceipts
from queue_server.web.reception import reception_pages
from queue_server.web.refusals import Refusals, reports_router
from queue_server.web.rooms import Rooms, SignInFirstError, to_sign_in
from queue_server.web.sessions import Sessions
from queue_server.web.settings import settings_pages
from queue_server.web.setup import setup_pages
from queue_server.web.signed_in import Strangers, signed_in_router
from queue_server.web.site import site_pages
from queue_server.web.sources import sources_router
from queue_server.web.staff import staff_router
from queue_server.web.stations import lets_in, stations_router
from queue_server.web.statistics import statistics_routers
from queue_server.web.strict import StrictRequest
from queue_server.web.sync_door import SyncDoor
from queue_server.web.syncing import sync_page, sync_routers
from queue_server.web.telling import telling_pages
from queue_server.web.today import today_routers
from queue_server.web.troubles import door_router, trouble_handlers
from queue_server.web.undoing import Others
from queue_server.web.upkeep import upkeep_routers
from queue_server.web.vacancies import vacancies_router
from queue_server.web.visitor_pages import VisitorPages
from queue_server.web.what_if import ending_what_if, what_if_routers

_VERSION = "1"


def build_web(server: Server) -> Litestar:
    """Return the application over a running hall."""
    stations = Stations(server.hall)
    may_work = lets_in(server.hall, stations)
    sessions = Sessions(
        server.clock,
        server.settings.data / "sessions.json",
        Strangers(server.hall, server.clock).note,
        may_work,
    )
    doorkeeper = Doorkeeper(server.hall, sessions, server.clock)
    pages, refusals = Pages(), Refusals(server.clock)
    visitors = VisitorPages(server, pages)
    rooms = Rooms(server, sessions, pages)
    screens = Screens()
    what_if = WhatIf(server.statistics)
    playlists = Playlists(server.hall, screens, server.settings.data / "media")
    noticeboard, desk = Noticeboard(server.hall, screens), Desk(server.hall)
    keeper = Keeper(server.hall)
    site_room = SiteRoom(server.hall, SiteFile(server.settings.own_site))
    pairings = Pairings(server.hall, server.clock, server.certificates.paired)
    receipts = PageReceipts(server.hall)
    quality = Quality(server.content, server.sources)
    feedback = FeedbackBox(server.hall)
    sync_door = SyncDoor(server)

    async def provide_who(request: Request[Any, Any, Any]) -> Actor:
        return await doorkeeper.who(request)

    return Litestar(
        route_handlers=[
            Router(path="/api/v1", route_handlers=[*api.HANDLERS, *live.HANDLERS], tags=["hall"]),
            pager_router(server.hall),
            content_router(server.content),
            notices_router(noticeboard),
            appointments_router(Diary(server.hall)),
            desk_router(desk),
            feedback_router(feedback),
            answers_router(feedback),
            rating_router(feedback),
            receipt_page(server, visitors, feedback),
            kiosks_router(server.hall),
            needs_router(NeedRegistry(server.hall), server.content),
            vacancies_router(Vacancies(server.hall, server.content)),
            emergency_router(noticeboard),
            Router(path="/", route_handlers=[*health.HANDLERS], tags=["health"]),
            staff_router(server, sessions, pages, desk, keeper, refusals, may_work),
            phone_page(server, visitors, receipts),
            phone_needs(server, visitors),
            telling_pages(server, visitors, feedback),
            *board_routers(server, pages, receipts, playlists),
            playlists_router(playlists),
            media_router(playlists),
            playlists_page(rooms),
            preview_router(server),
            admin_router(rooms),
            accounts_router(server.hall, sessions, keeper),
            own_router(keeper),
            tokens_router(server.hall, keeper),
            signed_in_router(server.hall, sessions),
            pairing_router(pairings),
            certificates_router(server.certificates),
            stations_router(stations, server.certificates, sessions),
            setup_pages(rooms, pages, sessions, site_room, pairings),
            feedback_page(rooms),
            *questionnaire_routers(rooms, feedback, visitors),
            caption_pages(rooms),
            reception_pages(rooms),
            journal_page(rooms),
            identity_router(server),
            site_pages(rooms, site_room),
            settings_pages(
                rooms,
                site_room,
                Others(server.hall, keeper, sessions),
                Published(noticeboard, playlists),
                Decisions(Curating(server.content, server.clock), sync_door),
            ),
            accounts_pages(rooms, keeper),
            kiosks_page(rooms),
            *today_routers(rooms),
            *upkeep_routers(rooms),
            copies_page(rooms, sessions),
            limits_page(rooms),
            *paper_routers(rooms),
            *statistics_routers(rooms),
            *what_if_routers(rooms, what_if),
            *quarter_routers(rooms, feedback),
            sources_router(server, quality),
            content_pages(rooms, quality),
            *sync_routers(sync_door),
            sync_page(rooms),
            *feed_routers(server.sync.publishing, server.sync.uplink, server.clock),
            static_router(),
            reports_router(refusals),
            door_router(server, pages),
        ],
        dependencies={
            "hall": Provide(lambda: server.hall, sync_to_thread=False),
            "who": Provide(provide_who),
        },
        exception_handlers={
            **trouble_handlers(pages, refusals),
            SignInFirstError: to_sign_in,
        },
        request_class=StrictRequest,
        response_headers=SECURITY_HEADERS,
        request_max_body_size=BODY_LIMIT,
        compression_config=CompressionConfig(
            backend="gzip", exclude=["/api/v1/events", "/feed/v1/"]
        ),
        openapi_config=OpenAPIConfig(
            title="hall90 hall server",
            version=_VERSION,
            openapi_router=AtRoot("/", route_handlers=[], include_in_schema=False),
            render_plugins=[DescribedCalls()],
        ),
        state=State(
            {
                "hall": server.hall,
                "doorkeeper": doorkeeper,
                "desk": desk,
                "sessions": sessions,
                "refusals": refusals,
                "clock": server.clock,
                "devices": Devices(server.hall, server.clock),
                "what_if": what_if,
                "absence": Absence(server.hall, server.clock),
                "texts": Texts(),
            }
        ),
        lifespan=[following_devices, keeping_shifts, ending_what_if],
        logging_config=None,
    )
