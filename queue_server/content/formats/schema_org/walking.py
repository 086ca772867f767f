"""Walking a sitemap, and the pages it lists that are new or changed."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from queue_server.content.changes import Gone
from queue_server.content.decoding import decode_chinese
from queue_server.content.fetching import FetchError, refused_status
from queue_server.content.formats.making import id_of, make
from queue_server.content.formats.port import Item, Seen, UnusableError, Walk, refused
from queue_server.content.formats.schema_org.parsing import postings_in, told_of
from queue_server.content.model import Record

_SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_MOST_PAGES = 20_000
_MOST_MAPS = 50
_MISSING = frozenset({404, 410})


def walk(run: Walk) -> Iterator[Item]:
    """Yield the postings of every page listed."""
    before: dict[str, Any] = run.state.get("pages", {})
    after: dict[str, Any] = {}
    listed = _listed(run)
    for page, changed in listed.items():
        held = before.get(page)
        if held and changed and held["changed"] == changed:
            after[page] = held
            for own in held["ids"]:
                yield Seen(kind="job", id=own)
            continue
        found, items = _page(run, page, held)
        yield from items
        if found is not None:
            after[page] = {"changed": changed, "ids": found}
    if not run.failures:
        run.announce(sum(len(each["ids"]) for each in after.values()))
    run.state = {"pages": after if not run.failures else {**before, **after}}


def _listed(run: Walk) -> dict[str, str]:
    """Return the pages of the sitemap and when each changed; a page alone is its own list."""
    maps, pages = [run.source.url], dict[str, str]()
    for at in range(_MOST_MAPS):
        if at >= len(maps):
            break
        try:
            answer = run.fetcher.get(maps[at])
            if answer.status in _MISSING:
                raise refused_status(maps[at], answer.status)
            tree = _tree(answer.body, maps[at])
        except FetchError as fault:
            run.fail(fault)
            continue
        if tree is None:
            pages[maps[at]] = ""
            continue
        maps += [place for place, _ in _places(tree, "sitemap")]
        pages.update(dict(_places(tree, "url")))
    if len(pages) > _MOST_PAGES or len(maps) > _MOST_MAPS:
        told = f"the sitemap lists more than {_MOST_PAGES} pages; the rest is left out"
        run.fail(FetchError(told, fault="pages", most=_MOST_PAGES))
    return dict(list(pages.items())[:_MOST_PAGES])


def _tree(body: bytes, address: str) -> Element | None:
    """Return a sitemap's tree; None where the address is a page itself."""
    if not body.lstrip()[:5].startswith((b"<?xml", b"<urls", b"<site", b"\xef\xbb\xbf<")):
        return None
    try:
        tree: Element = fromstring(body, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, RecursionError) as fault:
        raise FetchError(
            f"{address} is no sitemap that can be read: {str(fault)[:80]}",
            fault="no-sitemap",
            url=address[:200],
        ) from fault
    return tree if tree.tag.endswith(("urlset", "sitemapindex")) else None


def _places(tree: Element, name: str) -> Iterator[tuple[str, str]]:
    for each in tree.iter(f"{_SPACE}{name}"):
        if place := (each.findtext(f"{_SPACE}loc") or "").strip():
            yield place, (each.findtext(f"{_SPACE}lastmod") or "").strip()


def _page(run: Walk, page: str, held: Any) -> tuple[list[str] | None, list[Item]]:
    """Return the ids a page has and its items; None for ids where nobody knows."""
    try:
        answer = run.fetcher.get(page)
    except FetchError as fault:
        run.fail(fault)
        return None, []
    if answer.status in _MISSING:
        gone = held["ids"] if held else []
        return [], [Gone(kind="job", id=own, why="withdrawn") for own in gone]
    items: list[Item] = []
    for posting in postings_in(decode_chinese(answer.body)):
        items += _items(run, posting, page)
    # What a page no longer holds goes as any other missing item, after two scans: the page may be a
    # network's page to log in.
    return [each.id for each in items if isinstance(each, Record)], items


def _items(run: Walk, posting: Any, page: str) -> Iterator[Item]:
    row = run.row()
    told = told_of(posting, page)
    try:
        for item in make(told, run, row):
            if isinstance(item, Record) and _over(item, run):
                yield Gone(kind="job", id=item.id, why="expired")
            else:
                yield item
    except UnusableError as fault:
        own = id_of(run.source.id, told.id) if told.id else ""
        yield refused(row, fault, kind="job", item_id=own)


def _over(record: Record, run: Walk) -> bool:
    return record.expires_at is not None and record.expires_at < run.now.astimezone(UTC)
