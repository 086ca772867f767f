"""One feed document as entries, tombstones and the archive before it; pure."""

import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from queue_server.content.cleaning import line
from queue_server.content.fetching import FetchError
from queue_server.content.model import Kind, Media, MediaKind

_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("招聘会", "fair"),
    ("培训", "training"),
    ("政策", "policy"),
    ("法规", "policy"),
    ("文件", "policy"),
    ("通知", "notice"),
    ("公告", "notice"),
)
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; ``id`` is its guid, else its link. Times are as written."""

    id: str
    title: str
    link: str
    published: str
    updated: str
    categories: tuple[str, ...]
    text: str
    summary: str
    media: tuple[Media, ...]
    unnamed: tuple[str, ...] = ()

    def kind(self, otherwise: Kind) -> Kind:
        """Return the kind its categories name, else the source's."""
        told = " ".join(self.categories)
        return next((kind for word, kind in _KINDS if word in told), otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An entry that is no more, and since when."""

    id: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One feed document."""

    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    archive_before: str = ""


def read_document(body: bytes, address: str) -> Document:
    """Return what a document tells; raises FetchError where it is dangerous or no feed."""
    tree = _tree(body, address)
    import feedparser  # takes long to load, and few servers read feeds

    # Bytes only: given a text, feedparser opens addresses and files named by it.
    feed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise FetchError(f"{address} is no RSS or Atom feed", fault="no-feed", url=address[:200])
    return Document(
        # As plain dictionaries: feedparser's own fills in keys that are not there.
        entries=tuple(_entry(dict(each)) for each in feed.entries),
        tombstones=tuple(_tombstones(tree)),
        archive_before=_archive(tree),
    )


def _tree(body: bytes, address: str) -> Element | None:
    try:
        tree: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise FetchError(
            f"{address} holds a document type or entities; refused",
            fault="dangerous",
            url=address[:200],
        ) from fault
    except (ParseError, ValueError, RecursionError) as fault:
        if _DOCUMENT_TYPE.search(body[:100_000]):
            raise FetchError(
                f"{address} holds a document type; refused", fault="dangerous", url=address[:200]
            ) from fault
        return None  # not well-formed, as many are: feedparser reads what it can
    return tree


def _tombstones(tree: Element | None) -> Iterator[Tombstone]:
    for each in () if tree is None else tree.iter(_TOMBSTONE):
        if ref := each.get("ref"):
            yield Tombstone(id=ref, when=each.get("when", ""))


def _archive(tree: Element | None) -> str:
    links = () if tree is None else tree.iter(_ATOM_LINK)
    return next((each.get("href", "") for each in links if each.get("rel") == "prev-archive"), "")


def _entry(told: Mapping[str, Any]) -> Entry:
    content = told.get("content") or [{}]
    text = content[0].get("value") or told.get("summary") or ""
    media, unnamed = _media(told)
    return Entry(
        id=str(told.get("id") or told.get("link") or ""),
        title=str(told.get("title") or ""),
        link=str(told.get("link") or ""),
        published=_instant(told, "published") or _instant(told, "updated"),
        updated=_instant(told, "updated") or _instant(told, "published"),
        categories=tuple(str(tag.get("term") or "") for tag in told.get("tags") or ()),
        text=str(text),
        summary=str(told.get("summary") or "") if content[0].get("value") else "",
        media=media,
        unnamed=unnamed,
    )


def _instant(told: Mapping[str, Any], name: str) -> str:
    """Return an instant as ISO 8601 where feedparser read it, else as written."""
    written = str(told.get(name) or "")
    parsed = told.get(f"{name}_parsed")
    # A day without a time is the writer's day, which feedparser takes for midnight in London.
    if parsed is None or len(written) <= len("2026-05-08"):
        return written
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()


def _media(told: Mapping[str, Any]) -> tuple[tuple[Media, ...], tuple[str, ...]]:
    """Return what is enclosed, and what of it has no words to say what it is."""
    found, unnamed = [], []
    enclosed = [each for each in told.get("links") or () if each.get("rel") == "enclosure"]
    for each in enclosed:
        url, kind = str(each.get("href") or ""), _media_kind(str(each.get("type") or ""))
        alt = line(str(each.get("title") or ""))
        if not alt and kind == "document":
            alt = line(str(told.get("title") or ""))
        if not url.startswith(("http://", "https://")):
            continue
        if not alt:
            unnamed.append(url.rsplit("/", 1)[-1])
            continue
        found.append(Media(kind=kind, url=url, alt=alt, media_type=str(each.get("type") or "")))
    return tuple(found), tuple(unnamed)


def _media_kind(media_type: str) -> MediaKind:
    match media_type.partition("/")[0]:
        case "image":
            return "picture"
        case "video":
            return "video"
        case "audio":
            return "audio"
        case _:
            return "document"
