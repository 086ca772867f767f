"""Walking a feed: archives not read before, the oldest first, then the current document."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from queue_server.content.changes import Gone
from queue_server.content.cleaning import line
from queue_server.content.disability import parse_disability
from queue_server.content.fetching import FetchError, refused_status
from queue_server.content.formats.making import Told, id_of, make
from queue_server.content.formats.port import Item, Remark, UnusableError, Walk, refused
from queue_server.content.formats.syndication.parsing import (
    Document,
    Entry,
    Tombstone,
    read_document,
)
from queue_server.content.model import Kind

_MOST_ARCHIVES = 120
_NOT_CHANGED = 304
_MISSING = frozenset({404, 410})
_FIELD = r"{}(?:时间|日期)?[:：]\s*([^；;。\n]+)"
_WHEN = re.compile(_FIELD.format("(?:培训|开班|举办|活动|招聘会)"))
_WHO = re.compile(r"(?:培训)?对象[:：]?\s*([^；;。\n]+)")
_PLACES = re.compile(r"(?:名额|招收|人数)[:：]?\s*(\d+\s*[名人])")
_WHERE = re.compile(r"(?:培训|举办|活动)?地[点址][:：]\s*([^；;。\n]+)")


def walk(run: Walk) -> Iterator[Item]:
    """Yield the feed's entries and what it withdraws."""
    state: dict[str, Any] = {"archives": [], "kinds": {}, "first": {}, **run.state}
    try:
        documents = _documents(run, state)
    except FetchError as fault:
        run.fail(fault)
        return
    tombstones: dict[str, Tombstone] = {}
    entries: dict[str, Entry] = {}
    for document in documents:
        tombstones.update({each.id: each for each in document.tombstones})
        for entry in document.entries:
            entries[entry.id or f"\n{len(entries)}"] = entry
    for entry in entries.values():
        buried = tombstones.get(entry.id)
        if buried is None or entry.updated > buried.when:
            yield from _item(run, entry, state)
    for buried in tombstones.values():
        held = entries.get(buried.id)
        if held is None or held.updated <= buried.when:
            yield from _gone(run, buried, state)
    run.state = state


def _documents(run: Walk, state: dict[str, Any]) -> list[Document]:
    """Return the documents to read, the oldest first; archives once read never change."""
    marks = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("changed")}
    sent = {name: mark for name, mark in marks.items() if mark}
    answer = run.fetcher.get(run.source.url, headers=sent)
    if answer.status == _NOT_CHANGED:
        return []
    if answer.status != 200:
        raise refused_status(run.source.url, answer.status)
    current = read_document(answer.body, answer.url)
    documents, fresh = [current], list[str]()
    before, base = current.archive_before, answer.url
    while before and len(fresh) < _MOST_ARCHIVES:
        address = urljoin(base, before)
        if address in state["archives"] or address in fresh:
            break
        document = _archived(run, address)
        if document is None:
            break
        documents.insert(0, document)
        fresh.append(address)
        before, base = document.archive_before, address
    state["archives"] = [*state["archives"], *fresh]
    if not run.failures:
        state["etag"] = answer.headers.get("ETag")
        state["changed"] = answer.headers.get("Last-Modified")
    return documents


def _archived(run: Walk, address: str) -> Document | None:
    """Return an archive; where it cannot be had the rest is read, and it is tried again.

    One that is no more ends the history: publishers keep so many years.
    """
    try:
        answer = run.fetcher.get(address)
        if answer.status in _MISSING:
            return None
        return read_document(answer.body, address)
    except FetchError as fault:
        run.fail(fault)
        return None


def _item(run: Walk, entry: Entry, state: dict[str, Any]) -> Iterator[Item]:
    row = run.row()
    kind = entry.kind(run.source.kind)
    try:
        own = id_of(run.source.id, entry.id)
        for name in entry.unnamed:
            yield Remark(row=row, code="media", values={"text": name})
        yield from make(_told(run, entry, kind, own, state), run, row)
        state["kinds"][own] = kind
    except UnusableError as fault:
        yield refused(row, fault, kind=kind)


def _gone(run: Walk, buried: Tombstone, state: dict[str, Any]) -> Iterator[Item]:
    own = id_of(run.source.id, buried.id)
    yield Gone(kind=state["kinds"].get(own, run.source.kind), id=own, why="withdrawn")


def _told(run: Walk, entry: Entry, kind: Kind, own: str, state: dict[str, Any]) -> Told:
    text = entry.text
    held = kind in {"training", "fair"}
    when = _first(_WHEN, text) if held else ""
    # An entry without a date is as old as our first sight of it, not always new.
    published = entry.published or state["first"].setdefault(own, run.today.isoformat())
    return Told(
        id=entry.id,
        kind=kind,
        title=entry.title,
        summary=entry.summary,
        description=text,
        published=published,
        starts=when,
        ends=when,
        disability=_whom(text) if held else "",
        openings=_first(_PLACES, text) if held else "",
        place=_first(_WHERE, text) if held else "",
        url=urljoin(run.source.url, entry.link) if entry.link else "",
        media=entry.media,
    )


def _first(words: re.Pattern[str], text: str) -> str:
    found = words.search(line(text)[:5000])
    return found.group(1).strip() if found else ""


def _whom(text: str) -> str:
    told = _first(_WHO, text)
    return told if parse_disability(told) else ""
