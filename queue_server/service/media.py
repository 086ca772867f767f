"""The hall's own pictures and films: files in its ``media`` folder, documents that describe them.

A file's name is the hash of what is in it, so that a screen that has it never asks twice. Pictures
are drawn anew (nothing of the camera or the place is kept); films are taken as they are, WebM or
MP4, and play without sound, so what is said in them must be in captions (WebVTT).
"""

import hashlib
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from queue_server import wire
from queue_server.content.cleaning import line
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.notices import PUBLISHERS
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

MEDIA = "media"
MOST_MEDIA = 200
LARGEST_PICTURE = 20 * 1024 * 1024
LARGEST_FILM = 64 * 1024 * 1024
LARGEST_CAPTIONS = 256 * 1024
_MOST_PIXELS = 40_000_000
_SCREEN = (1920, 1080)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class Documents(Protocol):
    """Documents by kind and id: a view's, or those the writer decides on."""

    def get(self, key: tuple[str, str], /) -> Document | None:
        """Return one of them."""

    def values(self) -> Iterable[Document]:
        """Return all of them."""


def media_of(documents: Documents, name: str) -> wire.Media | None:
    """Return a picture or film by its file's name."""
    found = documents.get((MEDIA, name))
    return None if found is None else msgspec.json.decode(found.data, type=wire.Media)


def redrawn(content: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture drawn anew, its file ending and size; refuses what is no picture."""
    from PIL import Image as Pictures  # large, and seldom needed
    from PIL import ImageOps

    try:
        with Pictures.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise refused("media_unreadable", "the picture has too many pixels", field="file")
            upright = ImageOps.exif_transpose(picture)
            clear = upright.mode in {"RGBA", "LA", "P"}
            plain = upright.convert("RGBA" if clear else "RGB")
    except (OSError, SyntaxError, ValueError, Pictures.DecompressionBombError) as fault:
        raise refused(
            "media_unreadable", "this is no PNG, JPEG, WebP or GIF picture", field="file"
        ) from fault
    plain.thumbnail(_SCREEN)
    # Dots only: comments, places and cameras stay behind.
    bare = Pictures.new(plain.mode, plain.size)
    bare.paste(plain)
    drawn = io.BytesIO()
    if clear:
        bare.save(drawn, "PNG", optimize=True)
    else:
        bare.save(drawn, "JPEG", quality=88)
    return drawn.getvalue(), "png" if clear else "jpg", bare.size


def film_ending(begin: bytes) -> str:
    """Return the file ending of a film by its first bytes; refuses anything else."""
    if begin[:4] == b"\x1a\x45\xdf\xa3":
        return "webm"
    if begin[4:8] == b"ftyp":
        return "mp4"
    raise refused("media_unreadable", "a film is a WebM or MP4 file", field="file")


def captions_read(content: bytes) -> bytes:
    """Return captions as UTF-8; refuses what is no WebVTT with at least one line of words."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise refused("media_unreadable", "captions are UTF-8 text", field="file") from fault
    if not text.startswith("WEBVTT") or "-->" not in text:
        raise refused(
            "media_unreadable", "captions are a WebVTT file: WEBVTT in its first line", field="file"
        )
    return text.replace("\r\n", "\n").encode()


def named(content: bytes, ending: str) -> str:
    """Return the name of a file by what is in it."""
    return f"{hashlib.sha256(content).hexdigest()[:20]}.{ending}"


def store(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{name}.new"
    fresh.write_bytes(content)
    fresh.replace(folder / name)


def note(image: Image, moment: Moment, actor: Actor, media: wire.Media) -> wire.Media:
    """Know a file from now on; the same file again keeps its captions."""
    require_role(actor, PUBLISHERS)
    known = media_of(image.documents, media.name)
    if known is None and _count(image) >= MOST_MEDIA:
        raise refused("media_full", f"there are {MOST_MEDIA} pictures and films; remove some first")
    kept = msgspec.structs.replace(
        media,
        title=line(media.title)[:80] or media.name,
        at=moment.wall,
        by=actor.name,
        captions=known.captions if known else "",
    )
    _put(image, moment, kept)
    data = {"file": kept.title, "name": kept.name, "by": actor.name}
    image.tell(moment.wall, "media_added", encode(data), public=False)
    return kept


def caption(image: Image, moment: Moment, actor: Actor, name: str, captions: str) -> wire.Media:
    """Give a film its captions."""
    require_role(actor, PUBLISHERS)
    known = media_of(image.documents, name)
    if known is None or known.kind != "video":
        raise refused("unknown_media", "there is no such film")
    kept = msgspec.structs.replace(known, captions=captions)
    _put(image, moment, kept)
    data = {"file": kept.title, "name": captions, "by": actor.name}
    image.tell(moment.wall, "media_captioned", encode(data), public=False)
    return kept


def remove(
    image: Image, moment: Moment, actor: Actor, name: str, used: Callable[[Image], tuple[str, ...]]
) -> wire.Media:
    """Forget a file that no playlist shows."""
    require_role(actor, PUBLISHERS)
    known = media_of(image.documents, name)
    if known is None:
        raise refused("unknown_media", "there is no such picture or film")
    by = used(image)
    if by:
        raise refused("media_in_use", f"{', '.join(by)} shows it", state=", ".join(by))
    image.documents.drop((MEDIA, name))
    data = {"file": known.title, "name": name, "by": actor.name}
    image.tell(moment.wall, "media_removed", encode(data), public=False)
    return known


def _put(image: Image, moment: Moment, media: wire.Media) -> None:
    image.put_document(Document(kind=MEDIA, id=media.name, at=moment.wall, data=encode(media)))


def _count(image: Image) -> int:
    return sum(1 for each in image.documents.values() if each.kind == MEDIA)
