"""Asking for content and words: what is searched, suggested, spelled and written by hand."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from hall.errors import RuleError, SyncError
from kiosk.flow.effects import FindContent, OpenItem, Recognise, Spell, Suggest
from kiosk.flow.ports import HallPort, InputPort
from kiosk.flow.visit import STATED, Known, Search, Visit
from kiosk.input_method.candidates import Candidate
from queue_server import wire

Settle = Callable[[Visit, Known], tuple[Visit, Known]]
"""What an answer makes of the visit and of what is known, applied when it arrives."""

Seeking = FindContent | OpenItem | Suggest | Spell | Recognise
_SUGGESTIONS = 9


async def sought(
    effect: Seeking, visit: Visit, known: Known, hall: HallPort, inputs: InputPort
) -> Settle:
    """Ask, and return what the answer means; where the hall is silent, this kiosk's own copy."""
    match effect:
        case FindContent(after):
            return await _find(visit, known, hall, after)
        case OpenItem():
            return await _open(effect, visit, hall)
        case Suggest(typed):
            return _suggested(typed, await _words(typed, hall, inputs))
        case Spell(letters):
            ours = await _words(letters, hall, inputs) if visit.writing_for == "search" else ()
            return _spelled(letters, await inputs.spelled(letters, ours))
        case Recognise(strokes):
            found = await inputs.written(strokes)
            return lambda now, known: (
                replace(now, candidates=found, busy=False) if now.strokes == strokes else now,
                known,
            )


async def _find(visit: Visit, known: Known, hall: HallPort, after: str) -> Settle:
    if visit.search.of is not None:
        return await _related(visit.search.of, visit.search, known, hall, after)
    asked = query_of(visit.search, known, visit.modes.language)
    query = asked | ({"cursor": after} if after else {})
    try:
        page = await hall.content(**query)
    except SyncError:
        copy = hall.kept(**query)
        if copy is None:
            raise
        return _content(copy, after, copied=True)
    wider: tuple[tuple[str, int], ...] = ()
    if not page.total and not after:
        wider = await _wider(visit.search, known, visit.modes.language, hall, page.widen)
    return _content(page, after, wider=wider)


async def _related(
    fair: wire.ContentItem, search: Search, known: Known, hall: HallPort, after: str
) -> Settle:
    """Return the next jobs of a fair; those that are over meanwhile are left out."""
    left = list(fair.related[int(after or 0) :])
    items: list[wire.ContentItem] = []
    copied = False
    while left and len(items) < known.capacity.items:
        wanted = left.pop(0)
        try:
            items.append(await hall.content_item("job", wanted))
        except RuleError:
            continue
        except SyncError:
            copied, kept = True, hall.kept_item("job", wanted)
            items += [kept] if kept is not None else []
    if copied and not items:
        raise SyncError("the hall is gone, and none of these jobs is kept here")
    before = len(search.items) if after else 0
    page = wire.ContentPage(
        items=tuple(items),
        total=before + len(items) + len(left),
        facets=(),
        next=str(len(fair.related) - len(left)) if left else None,
    )
    return _content(page, after, copied=copied)


async def _wider(
    search: Search,
    known: Known,
    language: str,
    hall: HallPort,
    widen: tuple[wire.Widening, ...],
) -> tuple[tuple[str, int], ...]:
    """Return how much there is without each narrowing, those that help; ask what is not told."""
    told = {one.name: one.count for one in widen}
    counts = [(one, told[one]) for one, _, _ in search.chosen if told.get(one)]
    names = [one for one, _, _ in search.chosen if one not in told]
    names += ["text"] if search.text else []
    tries = [
        replace(search, text="") if name == "text" else replace(search, chosen=search.without(name))
        for name in names
    ]
    try:
        pages = await asyncio.gather(
            *(hall.content(**query_of(one, known, language) | {"limit": 1}) for one in tries)
        )
    except SyncError:
        return tuple(counts)
    asked = zip(names, pages, strict=True)
    return (*counts, *((name, page.total) for name, page in asked if page.total))


def query_of(search: Search, known: Known, language: str) -> dict[str, str | int]:
    """Return what the hall is asked for a search."""
    asked: dict[str, str | int] = {"kind": search.kind, "limit": known.capacity.items}
    if search.text:
        asked["q"] = search.text
    if search.like is not None:
        asked["like"] = search.like.id
    if (search.kind == "job" and not search.text and search.like is None) or search.sort == "pay":
        asked["sort"] = search.sort
    if language != "zh-CN":
        asked["language"] = language
    return asked | {facet: value for facet, value, _ in search.chosen}


def _content(
    page: wire.ContentPage,
    after: str,
    *,
    copied: bool = False,
    wider: tuple[tuple[str, int], ...] = (),
) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        search = replace(now.search, busy=False, copied=copied)
        if not after:
            search = replace(search, answer=page, items=page.items, first=0, wider=wider)
        elif search.answer is not None and search.answer.next == after:
            search = replace(search, answer=page, items=(*search.items, *page.items))
        lost = replace(known, connected=False, lost=True) if copied else known
        return replace(now, search=search, busy=False), lost

    return settle


async def _open(effect: OpenItem, visit: Visit, hall: HallPort) -> Settle:
    chosen = visit.search.chosen or visit.stated
    stated = {facet: value for facet, value, _ in chosen if facet in STATED}
    try:
        item = await hall.content_item(effect.kind, effect.item, **stated)
    except SyncError:
        copy = hall.kept_item(effect.kind, effect.item) or _listed(effect.item, visit)
        if copy is None:
            raise
        item = copy
    return lambda now, known: (replace(now, item=item, busy=False), known)


def _listed(item: str, visit: Visit) -> wire.ContentItem | None:
    """Return an item as it stood in the list: less than all, but what there is."""
    return next((one for one in visit.search.items if one.id == item), None)


async def _words(typed: str, hall: HallPort, inputs: InputPort) -> tuple[wire.Suggestion, ...]:
    try:
        return (await hall.suggest(typed, _SUGGESTIONS)).items
    except SyncError:
        return inputs.remembered(typed, _SUGGESTIONS)


def _suggested(typed: str, found: tuple[wire.Suggestion, ...]) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        if now.typed != typed:
            return now, known  # more was typed meanwhile
        return replace(now, suggestions=found, busy=False), known

    return settle


def _spelled(letters: str, found: tuple[Candidate, ...]) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        if now.typed != letters:
            return now, known  # more was typed meanwhile
        return replace(now, candidates=found, busy=False, page=0), known

    return settle
