"""What admins do with playlists, pictures and films, over a running hall."""

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.notices import is_on
from queue_server.service import media, playlists
from queue_server.service.asking import Asked, require_role
from queue_server.service.notices import PUBLISHERS
from queue_server.service.running import RunningHall
from queue_server.service.screens import Screens, Told, sign_state, summed
from queue_server.service.telling import decode
from queue_server.store.loading import documents_of, rows_of_kind

_READERS = PUBLISHERS | {"reader"}
_MOST_VERSIONS = 500


@dataclass(frozen=True, slots=True)
class Playlists:
    """Commands are durable when they return; see ``service.playlists`` for the rules."""

    hall: RunningHall
    screens: Screens
    folder: Path

    async def listed(self, actor: Actor) -> wire.PlaylistList:
        """Return what is up or to come, and what screens and signs say of each."""
        require_role(actor, _READERS)
        site, now = self.hall.settings, self.hall.now()
        zone, documents = ZoneInfo(site.hall.time_zone), self.hall.showing.view.documents
        found = playlists.playlists_of(documents, Moment(now, 0.0))
        parts = {each.id: playlists.parts_of(documents, each.id) for each in found}
        told = await asyncio.to_thread(
            deliveries, self.hall, {part.seq for each in parts.values() for part in each}
        )
        return wire.PlaylistList(
            items=tuple(
                wire.PlaylistState(
                    playlist=each,
                    on=is_on(each, now, zone),
                    showing=self._showing(each, parts[each.id], told),
                )
                for each in found
            )
        )

    async def publish(
        self, actor: Actor, request: wire.PlaylistRequest, key: str | None = None
    ) -> wire.Playlist:
        """Put a playlist up; with the ``key`` of an earlier request return what that one did."""
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        return await self.hall.writer.submit(
            lambda image, moment: playlists.publish(image, moment, asked, request),
            None if key is None else (actor.token_id, key),
        )

    async def change(
        self, actor: Actor, playlist_id: str, request: wire.PlaylistRequest
    ) -> wire.Playlist:
        """Put other things in a playlist's place."""
        site = self.hall.settings
        return await self.hall.writer.submit(
            lambda image, moment: playlists.change(image, moment, site, actor, playlist_id, request)
        )

    async def withdraw(self, actor: Actor, playlist_id: str) -> None:
        """Take a playlist down."""
        await self.hall.writer.submit(
            partial(playlists.withdraw, actor=actor, playlist_id=playlist_id)
        )

    async def recent(self, actor: Actor) -> list[wire.PlaylistVersion]:
        """Return every version of the last thirty days, newest first."""
        require_role(actor, PUBLISHERS)
        return await asyncio.to_thread(self._versions)

    async def versions(self, actor: Actor, playlist_id: str) -> wire.PlaylistVersionList:
        """Return what a playlist was in the last thirty days, newest first."""
        require_role(actor, PUBLISHERS)
        found = await asyncio.to_thread(self._versions)
        return wire.PlaylistVersionList(
            items=tuple(each for each in found if each.playlist.id == playlist_id)
        )

    async def withdrawn(self, actor: Actor) -> wire.PlaylistVersionList:
        """Return what was taken down in the last thirty days and is not up again."""
        require_role(actor, PUBLISHERS)
        moment = Moment(self.hall.now(), 0.0)
        up = {each.id for each in playlists.playlists_of(self.hall.showing.view.documents, moment)}
        newest: dict[str, wire.PlaylistVersion] = {}
        for version in await asyncio.to_thread(self._versions):
            newest.setdefault(version.playlist.id, version)
        return wire.PlaylistVersionList(
            items=tuple(each for key, each in newest.items() if key not in up)
        )

    async def put_back(self, actor: Actor, playlist_id: str, revision: int) -> wire.Playlist:
        """Put an earlier version up again."""
        site = self.hall.settings
        found = (await self.versions(actor, playlist_id)).items
        version = next((each for each in found if each.playlist.revision == revision), None)
        if version is None:
            raise refused("unknown_playlist", f"revision {revision} is not kept any more")
        return await self.hall.writer.submit(
            lambda image, moment: playlists.put_back(image, moment, site, actor, version)
        )

    # --- pictures and films

    def media(self, actor: Actor) -> wire.MediaList:
        """Return the hall's pictures and films, and which playlists show them."""
        require_role(actor, PUBLISHERS)
        documents = self.hall.showing.view.documents
        found = [
            msgspec.json.decode(each.data, type=wire.Media)
            for each in documents.values()
            if each.kind == media.MEDIA
        ]
        return wire.MediaList(
            items=tuple(
                msgspec.structs.replace(each, used_by=_users(documents, each.name))
                for each in sorted(found, key=lambda each: each.at, reverse=True)
            )
        )

    async def take_picture(self, actor: Actor, title: str, content: bytes) -> wire.Media:
        """Keep a picture, drawn anew."""
        require_role(actor, PUBLISHERS)
        drawn, ending, (width, height) = await asyncio.to_thread(media.redrawn, content)
        kept = self._described(actor, title, "picture", drawn, ending)
        return await self._keep(
            actor, msgspec.structs.replace(kept, width=width, height=height), drawn
        )

    async def take_film(self, actor: Actor, title: str, content: bytes) -> wire.Media:
        """Keep a film; it can be played once it has captions."""
        require_role(actor, PUBLISHERS)
        ending = media.film_ending(content[:16])
        return await self._keep(
            actor, self._described(actor, title, "video", content, ending), content
        )

    async def take_captions(self, actor: Actor, name: str, content: bytes) -> wire.Media:
        """Keep the captions of a film."""
        require_role(actor, PUBLISHERS)
        if media.media_of(self.hall.showing.view.documents, name) is None:
            raise refused("unknown_media", "there is no such film")
        words = media.captions_read(content)
        captions = media.named(words, "vtt")
        await asyncio.to_thread(media.store, self.folder, captions, words)
        return await self.hall.writer.submit(
            partial(media.caption, actor=actor, name=name, captions=captions)
        )

    async def remove(self, actor: Actor, name: str) -> None:
        """Remove a picture or film that no playlist shows, its captions too."""
        gone = await self.hall.writer.submit(
            partial(
                media.remove,
                actor=actor,
                name=name,
                used=lambda image: _users(image.documents, name),
            )
        )
        for file in filter(None, (gone.name, gone.captions)):
            await asyncio.to_thread((self.folder / file).unlink, missing_ok=True)

    def file(self, name: str) -> Path | None:
        """Return the file of a picture, film or captions that the hall has; None for others."""
        for each in self.hall.showing.view.documents.values():
            if each.kind == media.MEDIA:
                known = msgspec.json.decode(each.data, type=wire.Media)
                if name in {known.name, known.captions}:
                    path = self.folder / name
                    return path if path.is_file() else None
        return None

    # --- inside

    def _showing(
        self, playlist: wire.Playlist, parts: list[wire.Notice], told: Told
    ) -> wire.Showing:
        site, now = self.hall.settings, self.hall.now()
        return summed(
            [
                *(sign_state(each.id, [part.seq for part in parts], told)
                  for each in site.signs
                  if parts and playlists.is_meant(playlist, "sign", each.id, each.zone)),
                *(self.screens.state(each.id, playlist.seq, now)
                  for each in site.boards
                  if playlists.is_meant(playlist, "board", each.id, each.zone)),
            ]
        )  # fmt: skip

    def _described(
        self, actor: Actor, title: str, kind: str, content: bytes, ending: str
    ) -> wire.Media:
        return wire.Media(
            name=media.named(content, ending), title=title, bytes=len(content),
            kind="picture" if kind == "picture" else "video",
            at=self.hall.now(), by=actor.name,
        )  # fmt: skip

    async def _keep(self, actor: Actor, described: wire.Media, content: bytes) -> wire.Media:
        await asyncio.to_thread(media.store, self.folder, described.name, content)
        return await self.hall.writer.submit(
            lambda image, moment: media.note(image, moment, actor, described)
        )

    def _versions(self) -> list[wire.PlaylistVersion]:
        with self.hall.database.reading() as connection:
            kept = documents_of(connection, playlists.VERSION, limit=_MOST_VERSIONS)
        return [msgspec.json.decode(each.data, type=wire.PlaylistVersion) for each in kept]


def deliveries(hall: RunningHall, rows: set[int | None]) -> Told:
    """Return by published row what each sign said last; blocks on the database."""
    told: dict[int | None, dict[str, tuple[wire.Outcome, object]]] = {}
    first = min((row for row in rows if row is not None), default=None)
    if first is None:
        return {}
    with hall.database.reading() as connection:
        for row in rows_of_kind(connection, "delivery", first):
            data = decode(row.data)
            if data["seq"] in rows:
                of_row = told.setdefault(data["seq"], {})
                before = of_row.get(data["sink"])
                since = before[1] if before and before[0] == data["outcome"] else row.at
                of_row[data["sink"]] = (data["outcome"], since)
    return told  # type: ignore[return-value]  # outcomes as the journal has them


def _users(documents: media.Documents, name: str) -> tuple[str, ...]:
    """Return the names of the playlists that show a file."""
    kept = [
        msgspec.json.decode(each.data, type=wire.Playlist)
        for each in documents.values()
        if each.kind == playlists.PLAYLIST
    ]
    return tuple(each.name for each in kept if any(item.media == name for item in each.items))
