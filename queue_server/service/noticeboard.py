"""What admins do with notices and everybody with an emergency, over a running hall."""

import asyncio
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.notices import is_on
from queue_server.service import notices
from queue_server.service.asking import Asked, require_role
from queue_server.service.playlisting import deliveries
from queue_server.service.playlists import follow_notices
from queue_server.service.running import RunningHall
from queue_server.service.screens import Screens, showing_of_notice
from queue_server.store.image import Image
from queue_server.store.loading import documents_of

_READERS = notices.PUBLISHERS | notices.ALARMERS | {"reader"}
_MOST_VERSIONS = 500


@dataclass(frozen=True, slots=True)
class Noticeboard:
    """Commands are durable when they return; see ``service.notices`` for the rules."""

    hall: RunningHall
    screens: Screens

    async def listed(self, actor: Actor) -> wire.NoticeList:
        """Return what is up or to come, and what the sinks last told of each."""
        require_role(actor, _READERS)
        now, zone = self.hall.now(), ZoneInfo(self.hall.settings.hall.time_zone)
        kept = notices.published(self.hall.showing.view.documents, now)
        own = [each for each in kept.notices if not each.playlist]
        told = await asyncio.to_thread(deliveries, self.hall, {each.seq for each in own})
        site = self.hall.settings
        return wire.NoticeList(
            items=tuple(
                wire.NoticeState(
                    notice=each,
                    on=is_on(each, now, zone),
                    deliveries={
                        sink: outcome for sink, (outcome, _) in told.get(each.seq, {}).items()
                    },
                    showing=showing_of_notice(each, site, self.screens, told, now),
                )
                for each in own
            )
        )

    async def publish(
        self, actor: Actor, request: wire.NoticeRequest, key: str | None = None
    ) -> wire.Notice:
        """Put a notice up; with the ``key`` of an earlier request return what that one put up."""
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        return await self.hall.writer.submit(
            lambda image, moment: notices.publish(image, moment, asked, request),
            None if key is None else (actor.token_id, key),
        )

    async def change(
        self, actor: Actor, notice_id: str, request: wire.NoticeRequest
    ) -> wire.Notice:
        """Put other words in a notice's place."""
        site = self.hall.settings

        def decide(image: Image, moment: Moment) -> wire.Notice:
            changed = notices.change(image, moment, site, actor, notice_id, request)
            follow_notices(image, moment, site, actor)
            return changed

        return await self.hall.writer.submit(decide)

    async def withdraw(self, actor: Actor, notice_id: str) -> None:
        """Take a notice down."""
        site = self.hall.settings

        def decide(image: Image, moment: Moment) -> None:
            notices.withdraw(image, moment, actor, notice_id)
            follow_notices(image, moment, site, actor)

        await self.hall.writer.submit(decide)

    async def recent(self, actor: Actor) -> list[wire.NoticeVersion]:
        """Return every version of the last thirty days, newest first."""
        require_role(actor, notices.PUBLISHERS)
        return await asyncio.to_thread(self._versions)

    async def versions(self, actor: Actor, notice_id: str) -> wire.NoticeVersionList:
        """Return what a notice said in the last thirty days, newest first."""
        require_role(actor, notices.PUBLISHERS)
        found = await asyncio.to_thread(self._versions)
        return wire.NoticeVersionList(
            items=tuple(each for each in found if each.notice.id == notice_id)
        )

    async def withdrawn(self, actor: Actor) -> wire.NoticeVersionList:
        """Return what was taken down in the last thirty days and is not up again, newest first."""
        require_role(actor, notices.PUBLISHERS)
        up = {
            each.id
            for each in notices.published(self.hall.showing.view.documents, self.hall.now()).notices
        }
        newest: dict[str, wire.NoticeVersion] = {}
        for version in await asyncio.to_thread(self._versions):
            newest.setdefault(version.notice.id, version)
        return wire.NoticeVersionList(
            items=tuple(each for key, each in newest.items() if key not in up)
        )

    async def put_back(self, actor: Actor, notice_id: str, revision: int) -> wire.Notice:
        """Put an earlier version up again."""
        site = self.hall.settings
        found = (await self.versions(actor, notice_id)).items
        version = next((each for each in found if each.notice.revision == revision), None)
        if version is None:
            raise refused("unknown_notice", f"revision {revision} is not kept any more")
        return await self.hall.writer.submit(
            lambda image, moment: notices.put_back(image, moment, site, actor, version)
        )

    def emergency(self) -> wire.Emergency | None:
        """Return the emergency under way."""
        return notices.published(self.hall.showing.view.documents, self.hall.now()).emergency

    async def declare(self, actor: Actor, request: wire.EmergencyRequest) -> wire.Emergency:
        """Call out a danger; where the request brings no words every sink has its own."""
        site = self.hall.settings
        return await self.hall.writer.submit(
            lambda image, moment: notices.declare(image, moment, site, actor, request)
        )

    async def end(self, actor: Actor) -> None:
        """End the emergency."""
        await self.hall.writer.submit(partial(notices.end, actor=actor))

    def _versions(self) -> list[wire.NoticeVersion]:
        with self.hall.database.reading() as connection:
            kept = documents_of(connection, notices.VERSION, limit=_MOST_VERSIONS)
        return [msgspec.json.decode(each.data, type=wire.NoticeVersion) for each in kept]
