"""Notices and playlists among the changes of the hall: what each changed, and the way back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from hall.texts import Texts
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service.noticeboard import Noticeboard
from queue_server.service.playlisting import Playlists
from queue_server.sites.naming import Said

Kind = Literal["notice", "playlist"]
_LONGEST = 120
_PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "text": ("text", "spoken"),
    "items": ("items",),
    "where": ("targets", "audience"),
    "when": (
        "starts_at", "expires_at", "weekdays", "from_time", "until_time", "dates", "except_dates",
    ),
    "how": ("level", "priority", "dwell_s", "colour"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a notice or playlist, as plain values."""

    kind: Kind
    item: str
    revision: int
    at: datetime
    by: str
    withdrawn: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One change: a version, what it differs in from the one before, and whether it is the last.

    ``did`` is published, changed or withdrawn.
    """

    version: Version
    did: str
    said: tuple[Said, ...]
    newest: bool
    before: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """Both, over one server."""

    notices: Noticeboard
    playlists: Playlists

    async def changes(self, actor: Actor, texts: Texts) -> list[Publication]:
        """Return the changes of the last thirty days, the newest first."""
        versions = await self._versions(actor)
        made, seen = [], set()
        for place, version in enumerate(versions):
            older = _before(version, versions[place + 1 :])
            did = "published" if older is None else "changed"
            made.append(
                Publication(
                    version=version,
                    did="withdrawn" if version.withdrawn else did,
                    said=() if version.withdrawn else _differences(older, version, texts),
                    newest=version.item not in seen,
                    before=_back(version, older),
                )
            )
            seen.add(version.item)
        return made

    async def take_back(self, actor: Actor, item: str, revision: int) -> None:
        """Undo the newest change of an item, if it is still this one.

        Refuses what the rules of publishing refuse; ``stale_version`` where it was changed again.
        """
        versions = [each for each in await self._versions(actor) if each.item == item]
        if not versions or versions[0].revision != revision:
            raise refused("stale_version", "somebody changed this meanwhile", state=item)
        newest, older = versions[0], _before(versions[0], versions[1:])
        back = _back(newest, older)
        if newest.kind == "notice":
            if back is None:
                await self.notices.withdraw(actor, item)
            else:
                await self.notices.put_back(actor, item, back)
        elif back is None:
            await self.playlists.withdraw(actor, item)
        else:
            await self.playlists.put_back(actor, item, back)

    async def _versions(self, actor: Actor) -> list[Version]:
        notices = await self.notices.recent(actor)
        playlists = await self.playlists.recent(actor)
        found = [
            *(
                _version("notice", each, each.notice)
                for each in notices
                if not each.notice.playlist
            ),
            *(_version("playlist", each, each.playlist) for each in playlists),
        ]
        return sorted(
            found, key=lambda each: (each.at, each.revision, each.withdrawn), reverse=True
        )


def _version(
    kind: Kind,
    version: wire.NoticeVersion | wire.PlaylistVersion,
    told: wire.Notice | wire.Playlist,
) -> Version:
    return Version(
        kind=kind, item=told.id, revision=told.revision, at=version.at, by=version.by,
        withdrawn=version.withdrawn, values=msgspec.to_builtins(told),
    )  # fmt: skip


def _before(version: Version, older: Sequence[Version]) -> Version | None:
    """Return what was up before a version; nothing where it had been taken down."""
    found = next((each for each in older if each.item == version.item), None)
    return None if found is None or found.withdrawn else found


def _back(version: Version, older: Version | None) -> int | None:
    """Return the revision that taking a version back puts up again; None: nothing."""
    if version.withdrawn:
        return version.revision
    return None if older is None else older.revision


def _differences(before: Version | None, after: Version, texts: Texts) -> tuple[Said, ...]:
    """Return in words what a version changed."""
    was = {} if before is None else before.values
    lines = []
    for part, keys in _PARTS.items():
        old, new = shown(was, keys), shown(after.values, keys)
        if old != new and (before is not None or part in {"name", "text"}):
            lines.append(Said(what=texts.written(f"history-part-{part}"), before=old, after=new))
    return tuple(lines)


def shown(values: Mapping[str, Any], keys: Iterable[str]) -> str:
    """Return some members of an item as a line; a dash where there is nothing."""
    told = " ".join(filter(None, (_plain(values.get(key)) for key in keys)))
    return (told[: _LONGEST - 1] + "…" if len(told) > _LONGEST else told) or "–"


def _plain(value: Any) -> str:
    """Return a value without its brackets."""
    if value is None or value == 0:
        return ""
    if isinstance(value, Mapping):
        return " / ".join(filter(None, (_plain(each) for each in value.values())))
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (_plain(each) for each in value)))
    return str(value)
