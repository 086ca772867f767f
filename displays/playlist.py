"""What a resting sign shows one after another: its own words and the notices that are on. Pure.

Items stand still as long as slow readers need. Normal notices come in the order of their priority;
where there is an important one it comes back at every second turn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import cycle
from typing import cast

from displays.hall_state import Posted
from displays.paging import Paged, paginate, seconds_for
from displays.signs.ascii_text import same_in_ascii
from displays.signs.commands import Area, Colour, Page
from displays.signs.gb2312 import card_text
from displays.signs.motion import seconds_once
from displays.signs.port import SignCapabilities
from displays.text_safety import safe_text
from queue_server.notices import is_for, is_on
from queue_server.wire import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One page, how long it stands, and the notice it belongs to (None: the sign's own words).

    ``cell`` is how tall its letters are in pixels, 0 where nobody asks.
    """

    page: Page
    seconds: float
    cell: int = 0
    posted: Posted | None = None


def notices_for(posted: Iterable[Posted], sign: str, zone: str, now: datetime) -> Sequence[Posted]:
    """Return the notices that are on now on a sign, the most urgent first.

    ``now`` is aware and in the hall's zone.
    """
    zone_info = now.tzinfo
    if zone_info is None:
        raise ValueError("the hall's time is needed")
    found = [
        each
        for each in posted
        if is_for(each.notice, "sign", sign, zone) and is_on(each.notice, now, zone_info)
    ]
    return sorted(found, key=lambda each: (each.notice.level != "important", _rank(each.notice)))


def _rank(notice: Notice) -> tuple[int, str]:
    return -notice.priority, notice.id


def playlist(
    own: Page | None,
    posted: Sequence[Posted],
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    languages: Sequence[str],
    *,
    scroll: bool = False,
) -> Sequence[Item]:
    """Return one round of what a sign shows, over and over.

    Its own words come back before every notice: people look for the number of a window.
    """
    groups = {
        each.notice.id: notice_items(each, area, able, colour, languages, scroll=scroll)
        for each in posted
    }
    important = [groups[each.notice.id] for each in posted if each.notice.level == "important"]
    normal = [groups[each.notice.id] for each in posted if each.notice.level != "important"]
    mine = () if own is None else (Item(page=own, seconds=seconds_for(own)),)
    order = _order(important, normal) or ((),)
    return [item for group in order for item in (*mine, *group)]


def _order(
    important: Sequence[Sequence[Item]], normal: Sequence[Sequence[Item]]
) -> Sequence[Sequence[Item]]:
    """Return notices as they come, an important one at every second turn."""
    if not important or not normal:
        return (*important, *normal)
    urgent, ordinary = cycle(important), cycle(normal)
    turns = max(len(normal), len(important))
    return [each for _ in range(turns) for each in (next(urgent), next(ordinary))]


def notice_items(
    posted: Posted,
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    languages: Sequence[str],
    *,
    scroll: bool = False,
) -> Sequence[Item]:
    """Return the pages of a notice, in every language of the hall that the sign can draw."""
    notice = posted.notice
    chosen = cast("Colour | None", notice.colour) or colour
    texts = tuple(texts_of(notice.text, languages, able))
    return [
        Item(page=page, seconds=seconds, cell=cell, posted=posted)
        for page, seconds, cell in _stills(texts, area, able, chosen, notice.dwell_s, scroll)
    ]


@lru_cache(maxsize=4096)
def _stills(
    texts: tuple[str, ...],
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    dwell_s: int,
    scroll: bool,
) -> Sequence[tuple[Page, float, int]]:
    """Return pages, how long each stands and how tall its letters are.

    Signs are planned every second; this is kept.
    """
    stills: list[tuple[Page, float, int]] = []
    for text in texts:
        paged = paginate(text, area, able, colour, scroll=scroll)
        share = dwell_s / len(paged.pages)
        stills += [(page, _stay(page, share, paged), paged.cell) for page in paged.pages]
    return tuple(stills)


def _stay(page: Page, share: float, paged: Paged) -> float:
    return seconds_for(page, share) if paged.whole else max(share, seconds_once(page))


def texts_of(
    texts: dict[str, str], languages: Sequence[str], able: SignCapabilities
) -> Sequence[str]:
    """Return the words in each of the hall's languages the sign can draw, else what there is."""
    wanted = [texts[language] for language in languages if texts.get(language, "").strip()]
    every = wanted or [text for text in texts.values() if text.strip()]
    drawable = [text for each in every if (text := drawn_as(each, able)) is not None]
    return drawable or every[:1]


def can_draw(text: str, able: SignCapabilities) -> bool:
    """Tell whether a sign shows a text as written, at most a sixth of it replaced."""
    return drawn_as(text, able) is not None


@lru_cache(maxsize=1024)
def drawn_as(text: str, able: SignCapabilities) -> str | None:
    """Return a text in the characters of a sign, None where it would not be that text any more."""
    if able.content == "pixels" or able.charset == "unicode":
        return text
    safe = safe_text(text)
    if able.charset == "ascii":
        return same_in_ascii(safe)
    replaced = sum(safe.count(each.split("→")[0]) for each in card_text(safe).substituted)
    return text if 6 * replaced <= len(safe) else None


def item_at(items: Sequence[Item], seconds: float) -> tuple[Item, float]:
    """Return the item to be seen so many seconds into the rounds, and how long it still stands."""
    whole = sum(item.seconds for item in items)
    left = seconds % whole
    for item in items:
        if left < item.seconds:
            return item, item.seconds - left
        left -= item.seconds
    return items[-1], items[-1].seconds
