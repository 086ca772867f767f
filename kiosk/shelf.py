"""What this kiosk keeps of the hall's content, so that it still shows something when cut off.

The newest jobs and all courses, policies and fairs, on disk; public content, nothing of visitors.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from kiosk.durable import StorageError, put_whole
from kiosk.input_method.lexicon import Word
from queue_server import wire

_LOG = logging.getLogger(__name__)
FILE = "content.json"
_CURSOR = "kept:"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The copy as it lies on disk: items, newest first, and today's words."""

    items: tuple[wire.ContentItem, ...] = ()
    words: tuple[Word, ...] = ()


class Shelf:
    """One kiosk's copy of content. Reading and writing the file is slow: do it in a thread."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.kept = Kept()

    def load(self) -> None:
        """Take up what was kept; a file that cannot be read is as good as none."""
        try:
            self.kept = msgspec.json.decode(self._path.read_bytes(), type=Kept)
        except FileNotFoundError:
            return
        except (OSError, msgspec.MsgspecError) as error:
            _LOG.warning("the kept content cannot be read", extra={"why": str(error)})

    def store(self, kept: Kept) -> None:
        """Keep a new copy, whole or not at all; without a disk it lasts while the kiosk runs."""
        self.kept = kept
        try:
            put_whole(self._path, msgspec.json.encode(kept))
        except StorageError as error:
            _LOG.warning("the content could not be kept", extra={"why": str(error)})

    def item(self, kind: str, item_id: str) -> wire.ContentItem | None:
        """Return one item of the copy."""
        return next((one for one in self.kept.items if (one.kind, one.id) == (kind, item_id)), None)

    def page(self, query: Mapping[str, str | int]) -> wire.ContentPage | None:
        """Answer a search from the copy; None where nothing of that kind was ever kept."""
        kind = query.get("kind")
        of_kind = [one for one in self.kept.items if one.kind == kind]
        if not of_kind:
            return None
        found = [one for one in of_kind if self._matches(one, query)]
        if query.get("sort") == "pay":
            found.sort(key=lambda one: -(one.pay_max or one.pay_min or 0))
        first = int(str(query.get("cursor", "")).removeprefix(_CURSOR) or 0)
        following = first + int(query.get("limit", 20))
        return wire.ContentPage(
            items=tuple(found[first:following]),
            total=len(found),
            facets=_facets(found),
            next=f"{_CURSOR}{following}" if following < len(found) else None,
        )

    def _matches(self, item: wire.ContentItem, query: Mapping[str, str | int]) -> bool:
        like = query.get("like")
        if like is not None:
            other = next((one for one in self.kept.items if one.id == like), None)
            return (
                other is not None
                and other.id != item.id
                and _occupation(item) == _occupation(other)
            )
        checks: dict[str, Callable[[str], bool]] = {
            "q": lambda asked: _says(item, asked),
            "occupation": lambda asked: _occupation(item) == asked,
            "region": lambda asked: item.region.startswith(_narrow(asked)),
            "disability": lambda asked: _open_to(item, asked),
            "pay_min": lambda asked: (item.pay_max or item.pay_min or 0) >= int(asked),
        }
        return all(check(str(query[name])) for name, check in checks.items() if name in query)


def _says(item: wire.ContentItem, asked: str) -> bool:
    told = f"{item.title} {item.employer} {item.place} {' '.join(item.tags)}".lower()
    return all(part in told for part in asked.lower().split())


def _occupation(item: wire.ContentItem) -> str:
    return item.occupation.value if item.occupation is not None else ""


def _narrow(code: str) -> str:
    """Return a region's code without the zeros that stand for all below it."""
    while code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return code


def _open_to(item: wire.ContentItem, asked: str) -> bool:
    """Whether an item is open to a category and level; one that does not say so stays shown."""
    category, _, level = asked.partition(":")
    if not item.disability_known:
        return True
    levels = next((one.levels for one in item.disability if one.category == category), ())
    return bool(levels) and (not level or int(level) in levels)


def _facets(items: list[wire.ContentItem]) -> tuple[wire.Facet, ...]:
    """Count what the copy itself can tell: occupations and disabilities, with their names."""
    names = {one.occupation.value: one.occupation.names for one in items if one.occupation}
    jobs = Counter(_occupation(one) for one in items if one.occupation)
    accepted = {part.category: part.names for one in items for part in one.disability}
    open_to = Counter(part.category for one in items for part in one.disability)
    return (_facet("occupation", jobs, names), _facet("disability", open_to, accepted))


def _facet(name: str, counts: Counter[str], names: Mapping[str, dict[str, str]]) -> wire.Facet:
    values = tuple(
        wire.FacetValue(value=value, names=names[value], count=count)
        for value, count in counts.most_common()
    )
    return wire.Facet(name=name, values=values)
