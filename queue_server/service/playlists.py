"""Playlists: things in order for hall screens and signs. Rules only; see ``playlisting``.

A sign knows notices, so the words of a playlist's items stand on signs as notices of their own,
which come and go with it. Each version is kept for thirty days.
"""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec

from config.site import Board, Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.content.cleaning import line
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.notices import is_for, is_over, spans_on
from queue_server.service.asking import Asked, digest_of, earlier, remember, require_role
from queue_server.service.media import Documents, media_of
from queue_server.service.notices import KEPT, NOTICE, PUBLISHERS, targets_known, words_of
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

PLAYLIST, VERSION = "playlist", "playlist_version"
MOST_PLAYLISTS = 50
_AHEAD = timedelta(hours=48)
_SCHEDULE = (
    "targets", "priority", "starts_at", "expires_at", "weekdays", "from_time", "until_time",
    "dates", "except_dates",
)  # fmt: skip


def playlists_of(documents: Documents, moment: Moment) -> list[wire.Playlist]:
    """Return what is not over: higher priority first, then the newest."""
    found = [
        msgspec.json.decode(each.data, type=wire.Playlist)
        for each in documents.values()
        if each.kind == PLAYLIST
    ]
    ordered = sorted(found, key=lambda each: each.id, reverse=True)
    ordered.sort(key=lambda each: -each.priority)
    return [each for each in ordered if not is_over(each, moment.wall)]


def publish(
    image: Image, moment: Moment, asked: Asked, request: wire.PlaylistRequest
) -> wire.Playlist:
    """Put a new playlist up; the same key and request again: the same one, while it is up."""
    require_role(asked.actor, PUBLISHERS)
    digest = digest_of("playlist", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None and image.documents.get((PLAYLIST, before)) is not None:
        return _known(image, before)
    if sum(1 for each in image.documents.values() if each.kind == PLAYLIST) >= MOST_PLAYLISTS:
        raise refused("playlists_full", f"{MOST_PLAYLISTS} playlists are up; withdraw some first")
    made = uuid7(moment.wall)
    remember(image, moment, asked, digest, made)
    return _put(image, moment, asked.site, asked.actor, made, request, 1, "playlist_published")


def change(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    playlist_id: str,
    request: wire.PlaylistRequest,
) -> wire.Playlist:
    """Put other things in its place; ``revision`` refuses a stale view."""
    require_role(actor, PUBLISHERS)
    before = _known(image, playlist_id)
    if request.revision is not None and request.revision != before.revision:
        raise refused(
            "stale_version", "somebody changed this playlist meanwhile", state=str(before.revision)
        )
    newer = before.revision + 1
    return _put(image, moment, site, actor, playlist_id, request, newer, "playlist_changed")


def withdraw(image: Image, moment: Moment, actor: Actor, playlist_id: str) -> None:
    """Take a playlist down everywhere at once."""
    require_role(actor, PUBLISHERS)
    before = _known(image, playlist_id)
    image.documents.drop((PLAYLIST, playlist_id))
    _keep(image, moment, actor, before, withdrawn=True)
    _post(image, moment, actor, before, ())
    data = {"id": playlist_id, "name": before.name, "revision": before.revision, "by": actor.name}
    image.tell(moment.wall, "playlist_withdrawn", encode(data), public=True)


def put_back(
    image: Image, moment: Moment, site: Site, actor: Actor, version: wire.PlaylistVersion
) -> wire.Playlist:
    """Put an earlier version up again, as a new revision."""
    require_role(actor, PUBLISHERS)
    kept = version.playlist
    present = image.documents.get((PLAYLIST, kept.id))
    newest = kept.revision
    if present is not None:
        newest = msgspec.json.decode(present.data, type=wire.Playlist).revision
    names = (each for each in wire.PlaylistRequest.__struct_fields__ if each != "revision")
    request = wire.PlaylistRequest(**{name: getattr(kept, name) for name in names})
    return _put(
        image, moment, site, actor, kept.id, request, newest + 1, "playlist_published"
    )  # fmt: skip


def follow_notices(image: Image, moment: Moment, site: Site, actor: Actor) -> None:
    """Let signs say what the notices named in playlists say now."""
    for kept in list(image.documents.values()):
        if kept.kind == PLAYLIST:
            playlist = msgspec.json.decode(kept.data, type=wire.Playlist)
            _post(image, moment, actor, playlist, _for_signs(image, playlist, site))


def board_playlists(
    documents: Documents, site: Site, board: Board, moment: Moment
) -> tuple[wire.BoardPlaylist, ...]:
    """Return what a screen plays in the coming two days, the one that stands above first."""
    zone = ZoneInfo(site.hall.time_zone)
    shown = []
    for each in playlists_of(documents, moment):
        if not is_meant(each, "board", board.id, board.zone):
            continue
        spans = spans_on(each, moment.wall, zone, _AHEAD)
        items = tuple(_board_items(documents, each.items))
        if spans and items:
            shown.append(
                wire.BoardPlaylist(
                    id=each.id, revision=each.revision, items=items, spans=spans, seq=each.seq
                )
            )
    return tuple(shown)


def is_meant(playlist: wire.Playlist, kind: str, sink: str, zone: str) -> bool:
    """Tell whether a sink of a kind is to show a playlist."""
    return is_for(wire.Notice(id="", text={}, targets=playlist.targets), kind, sink, zone)


def parts_of(documents: Documents, playlist_id: str) -> list[wire.Notice]:
    """Return the notices that stand on signs for a playlist."""
    prefix = f"{playlist_id}."
    found = [
        msgspec.json.decode(each.data, type=wire.Notice)
        for each in documents.values()
        if each.kind == NOTICE and each.id.startswith(prefix)
    ]
    return sorted(found, key=lambda each: each.id)


def _put(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    playlist_id: str,
    request: wire.PlaylistRequest,
    revision: int,
    kind: str,
) -> wire.Playlist:
    starts, expires = request.starts_at, request.expires_at
    if expires is not None and (expires <= moment.wall or (starts and expires <= starts)):
        raise refused("time_past", "the playlist would be over at once", field="expires_at")
    name = line(request.name)
    if not name:
        raise refused("value_missing", "the playlist needs a name", field="name")
    targets_known(site, request.targets)
    values = {each: getattr(request, each) for each in _SCHEDULE}
    items = tuple(
        _checked(image, site, place, item) for place, item in enumerate(request.items)
    )  # fmt: skip
    playlist = wire.Playlist(
        id=playlist_id, name=name, items=items, revision=revision, seq=image.next_seq, **values
    )
    image.put_document(
        Document(
            kind=PLAYLIST, id=playlist_id, at=moment.wall, data=encode(playlist), until=expires
        )
    )
    _keep(image, moment, actor, playlist, withdrawn=False)
    data = {
        "id": playlist_id, "name": name, "revision": revision, "items": len(items),
        "by": actor.name,
    }  # fmt: skip
    image.tell(moment.wall, kind, encode(data), public=True)
    _post(image, moment, actor, playlist, _for_signs(image, playlist, site))
    return playlist


def _checked(image: Image, site: Site, place: int, item: wire.PlaylistItem) -> wire.PlaylistItem:
    """Return an item with clean words; refuses what nobody could show or read."""
    field, first = f"items.{place}", site.hall.languages[0]
    text = words_of(item.text, f"{field}.text")
    if item.kind in {"words", "picture", "video"} and first not in text:
        raise refused("value_missing", f"the words in {first} are missing", field=f"{field}.text")
    if item.kind == "notice" and image.documents.get((NOTICE, item.notice or "")) is None:
        raise refused("unknown_notice", "this notice is not up any more", field=f"{field}.notice")
    if item.kind in {"picture", "video"}:
        media = media_of(image.documents, item.media or "")
        if media is None or media.kind != item.kind:
            raise refused("unknown_media", "choose a picture or film", field=f"{field}.media")
        if media.kind == "video" and not media.captions:
            raise refused(
                "captions_missing", f"{media.title} has no captions yet", field=f"{field}.media"
            )
    return wire.PlaylistItem(
        kind=item.kind,
        seconds=item.seconds,
        text={} if item.kind in {"notice", "calls"} else text,
        notice=item.notice if item.kind == "notice" else None,
        media=item.media if item.kind in {"picture", "video"} else None,
    )


def _for_signs(
    image: Image, playlist: wire.Playlist, site: Site
) -> tuple[wire.Notice, ...]:  # fmt: skip
    """Return the notices that stand on signs for a playlist; none where it names no sign."""
    if not any(is_meant(playlist, "sign", each.id, each.zone) for each in site.signs):
        return ()
    schedule = {each: getattr(playlist, each) for each in _SCHEDULE}
    return tuple(
        wire.Notice(
            id=f"{playlist.id}.{place:02}", text=text, dwell_s=item.seconds, audience=("sign",),
            playlist=playlist.id, **schedule,
        )
        for place, item in enumerate(playlist.items)
        if (text := _text_of(image.documents, item))
    )  # fmt: skip


def _post(
    image: Image,
    moment: Moment,
    actor: Actor,
    playlist: wire.Playlist,
    wanted: Iterable[wire.Notice],
) -> None:
    """Make the notices on signs those of a playlist; what stays the same is not told again."""
    before = {each.id: each for each in parts_of(image.documents, playlist.id)}
    for notice in wanted:
        old = before.pop(notice.id, None)
        if old is not None and msgspec.structs.replace(old, revision=1, seq=None) == notice:
            continue
        revision = playlist.revision if old is None else old.revision + 1
        told = msgspec.structs.replace(notice, revision=revision)
        kept = msgspec.structs.replace(told, seq=image.next_seq)
        image.put_document(
            Document(
                kind=NOTICE, id=notice.id, at=moment.wall, data=encode(kept),
                until=notice.expires_at,
            )
        )  # fmt: skip
        data = {**msgspec.to_builtins(told), "by": actor.name}
        kind = "notice_published" if old is None else "notice_changed"
        image.tell(moment.wall, kind, encode(data), public=True)
    for gone in before.values():
        image.documents.drop((NOTICE, gone.id))
        data = {"id": gone.id, "revision": gone.revision, "by": actor.name}
        image.tell(moment.wall, "notice_withdrawn", encode(data), public=True)


def _text_of(documents: Documents, item: wire.PlaylistItem) -> dict[str, str]:
    if item.kind != "notice":
        return {} if item.kind == "calls" else item.text
    found = documents.get((NOTICE, item.notice or ""))
    return {} if found is None else msgspec.json.decode(found.data, type=wire.Notice).text


def _board_items(
    documents: Documents, items: Iterable[wire.PlaylistItem]
) -> Iterable[wire.BoardItem]:
    for item in items:
        text = _text_of(documents, item)
        if item.kind == "calls":
            yield wire.BoardItem(kind="calls", seconds=item.seconds)
        elif item.kind in {"picture", "video"}:
            media = media_of(documents, item.media or "")
            if media is not None:
                yield wire.BoardItem(
                    kind=media.kind, seconds=item.seconds, text=text, url=f"/media/{media.name}",
                    captions=f"/media/{media.captions}" if media.captions else "",
                )  # fmt: skip
        elif text:
            yield wire.BoardItem(kind="words", seconds=item.seconds, text=text)


def _known(image: Image, playlist_id: str) -> wire.Playlist:
    found = image.documents.get((PLAYLIST, playlist_id))
    if found is None:
        raise refused("unknown_playlist", "this playlist is not up any more")
    return msgspec.json.decode(found.data, type=wire.Playlist)


def _keep(
    image: Image, moment: Moment, actor: Actor, playlist: wire.Playlist, *, withdrawn: bool
) -> None:
    version = wire.PlaylistVersion(
        playlist=playlist, at=moment.wall, by=actor.name, withdrawn=withdrawn
    )
    end = "w" if withdrawn else str(playlist.revision)
    image.put_document(
        Document(
            kind=VERSION, id=f"{playlist.id}:{end}", at=moment.wall, data=encode(version),
            live=False, until=moment.wall + KEPT,
        )
    )  # fmt: skip
