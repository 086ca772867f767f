"""Playlists, pictures and films over HTTP, and their page."""

from typing import Annotated, Any

from litestar import Request, Response, Router, delete, get, post, put
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from config.site import name_in
from queue_server import wire
from queue_server.domain.errors import refused
from queue_server.service.asking import require_role
from queue_server.service.media import LARGEST_CAPTIONS, LARGEST_FILM, LARGEST_PICTURE
from queue_server.service.notices import PUBLISHERS
from queue_server.service.playlisting import Playlists
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]
_Title = Annotated[str, QueryParameter(max_length=200)]


def playlists_router(playlists: Playlists) -> Router:
    """Return ``/api/v1/playlists``."""

    @get("/", summary="Playlists that are up or still to come")
    async def list_playlists(who: Who) -> wire.PlaylistList:
        """Answer each with whether it is on now and what screens and signs say they show."""
        return await playlists.listed(require_known(who))

    @post("/", summary="Publish a playlist")
    async def publish_playlist(
        who: Who,
        data: JSONBody[wire.PlaylistRequest],
        key: Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)] = None,
    ) -> wire.Playlist:
        """Play it on its targets, as its schedule says; the same key again plays no second."""
        return await playlists.publish(require_known(who), data, key)

    @put("/{playlist_id:str}", summary="Change a playlist")
    async def change_playlist(
        who: Who, playlist_id: FromPath[str], data: JSONBody[wire.PlaylistRequest]
    ) -> wire.Playlist:
        """Play other things in its place; what it was is kept for thirty days."""
        return await playlists.change(require_known(who), playlist_id, data)

    @delete("/{playlist_id:str}", status_code=204, summary="Withdraw a playlist")
    async def withdraw_playlist(who: Who, playlist_id: FromPath[str]) -> None:
        """Take it down everywhere at once."""
        await playlists.withdraw(require_known(who), playlist_id)

    @get("/withdrawn", summary="Playlists taken down in the last thirty days")
    async def list_withdrawn_playlists(who: Who) -> wire.PlaylistVersionList:
        """Answer the last version of each, newest first."""
        return await playlists.withdrawn(require_known(who))

    @get("/{playlist_id:str}/versions", summary="What a playlist was before")
    async def list_playlist_versions(
        who: Who, playlist_id: FromPath[str]
    ) -> wire.PlaylistVersionList:
        """Answer the versions of the last thirty days, newest first."""
        return await playlists.versions(require_known(who), playlist_id)

    @post("/{playlist_id:str}/versions/{revision:int}", summary="Put a playlist's version back")
    async def put_playlist_back(
        who: Who, playlist_id: FromPath[str], revision: FromPath[int]
    ) -> wire.Playlist:
        """Publish what a version was, under a new revision."""
        return await playlists.put_back(require_known(who), playlist_id, revision)

    return Router(
        path="/api/v1/playlists",
        route_handlers=[
            list_playlists, list_withdrawn_playlists, publish_playlist, change_playlist,
            withdraw_playlist, list_playlist_versions, put_playlist_back,
        ],
        tags=["playlists"],
    )  # fmt: skip


def media_router(playlists: Playlists) -> Router:
    """Return ``/api/v1/media``: files are sent as they are, as the body of the request."""

    @get("/", summary="The hall's pictures and films")
    async def list_media(who: Who) -> wire.MediaList:
        """Answer them newest first, with the playlists that show them."""
        return playlists.media(require_known(who))

    @post("/pictures", summary="Keep a picture", request_max_body_size=LARGEST_PICTURE)
    async def take_picture(request: _Asked, who: Who, title: _Title) -> wire.Media:
        """Take a PNG, JPEG, WebP or GIF; it is drawn anew, at most as large as a screen."""
        require_role(require_known(who), PUBLISHERS)  # before its body is read
        return await playlists.take_picture(who, title, await _file(request))

    @post("/films", summary="Keep a film", request_max_body_size=LARGEST_FILM)
    async def take_film(request: _Asked, who: Who, title: _Title) -> wire.Media:
        """Take a WebM or MP4; it plays without sound, and once it has captions."""
        require_role(require_known(who), PUBLISHERS)  # before its body is read
        return await playlists.take_film(who, title, await _file(request))

    @post(
        "/{name:str}/captions",
        status_code=200,
        summary="Give a film its captions",
        request_max_body_size=LARGEST_CAPTIONS,
    )
    async def take_captions(request: _Asked, who: Who, name: FromPath[str]) -> wire.Media:
        """Take a WebVTT file."""
        require_role(require_known(who), PUBLISHERS)  # before its body is read
        return await playlists.take_captions(who, name, await _file(request))

    @delete("/{name:str}", status_code=204, summary="Remove a picture or film")
    async def remove_media(who: Who, name: FromPath[str]) -> None:
        """Remove one that no playlist shows."""
        await playlists.remove(require_known(who), name)

    return Router(
        path="/api/v1/media",
        route_handlers=[list_media, take_picture, take_film, take_captions, remove_media],
        tags=["playlists"],
    )


def playlists_page(rooms: Rooms) -> Router:
    """Return ``/admin/playlists``; what it does goes through the API like all else."""

    @get("/playlists", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, PUBLISHERS, "Playlists are for supervisors and admins")
        language, site = language_of(request), rooms.server.site
        boot = {
            "languages": [each for each in site.hall.languages if each in LANGUAGES],
            "places": [
                *({"id": f"zone:{each.id}", "name": name_in(each.names, language)}
                  for each in site.zones),
                *({"id": f"board:{each.id}", "name": each.id} for each in site.boards),
                *({"id": f"sign:{each.id}", "name": each.id} for each in site.signs),
            ],
            "signs": [{"id": each.id, "zone": each.zone} for each in site.signs],
            "boards": [{"id": each.id, "zone": each.zone} for each in site.boards],
        }  # fmt: skip
        return rooms.show(request, session, "playlists", boot=boot)

    return Router(path="/admin", route_handlers=[page])


async def _file(request: _Asked) -> bytes:
    content = await request.body()
    if not content:
        raise refused("value_missing", "the body of the request is the file", field="file")
    return content
