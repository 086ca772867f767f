"""The kiosk's own copy of content: filled in the background, searched when the hall is silent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hall.clock import ManualClock
from hall.errors import RuleError, SyncError
from kiosk.input_method.lexicon import Lexicon, Word
from kiosk.shelf import FILE, Kept, Shelf
from kiosk.stocking import Stocking
from queue_server import wire

AT = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = {"zh-CN": "保洁", "en": "Cleaning"}


def item(number: int, kind: str = "job", **changes: object) -> wire.ContentItem:
    values: dict[str, object] = {
        "id": f"{kind}-{number}",
        "kind": kind,
        "title": f"{'甲乙丙丁戊己庚辛'[number % 8]}岗保洁员",
        "employer": "云杉服务",
        "place": "安平县",
        "region": "150204",
        "pay_max": 3000 + 100 * number,
        "occupation": wire.Label(value="cleaning" if number % 2 else "desk", names=NAMES),
        "published_at": AT,
    }
    return wire.ContentItem(**(values | changes))  # type: ignore[arg-type]  # fields by name


BLIND = wire.DisabilityAccepted(category="visual", names={"zh-CN": "视力残疾"}, levels=(1, 2))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.kept = Kept(items=(*(item(n) for n in range(8)), item(1, "policy")))
    return made


def ids(page: wire.ContentPage | None) -> list[str]:
    assert page is not None
    return [one.id for one in page.items]


def test_a_search_is_answered_page_by_page(shelf: Shelf) -> None:
    first = shelf.page({"kind": "job", "limit": 5})
    assert first is not None
    assert (first.total, len(first.items)) == (8, 5)
    assert first.next is not None
    rest = shelf.page({"kind": "job", "limit": 5, "cursor": first.next})
    assert ids(rest) == ["job-5", "job-6", "job-7"]
    assert rest is not None
    assert rest.next is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "乙岗"}, ["job-1"]),
        ({"q": "云杉 丙岗"}, ["job-2"]),
        ({"q": "没有"}, []),
        ({"occupation": "desk", "pay_min": 3500}, ["job-6"]),
        ({"region": "150000", "pay_min": 3600}, ["job-6", "job-7"]),
        ({"region": "110000"}, []),
        ({"sort": "pay", "pay_min": 3600}, ["job-7", "job-6"]),
        ({"like": "job-1"}, ["job-3", "job-5", "job-7"]),
        ({"like": "job-99"}, []),
    ],
)
def test_conditions_hold_in_the_copy_too(
    shelf: Shelf, asked: dict[str, str | int], found: list[str]
) -> None:
    query: dict[str, str | int] = {"kind": "job", "limit": 20}
    assert ids(shelf.page(query | asked)) == found


def test_a_job_that_does_not_say_whom_it_takes_stays_shown(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.kept = Kept(
        items=(
            item(0),
            item(1, disability_known=True, disability=(BLIND,)),
            item(2, disability_known=True),
        )
    )
    asked: dict[str, str | int] = {"kind": "job", "disability": "visual:2"}
    assert ids(shelf.page(asked)) == ["job-0", "job-1"]
    assert ids(shelf.page(asked | {"disability": "visual:4"})) == ["job-0"]
    page = shelf.page({"kind": "job"})
    assert page is not None
    counts = {one.name: {v.value: v.count for v in one.values} for one in page.facets}
    assert counts == {"occupation": {"desk": 2, "cleaning": 1}, "disability": {"visual": 1}}


def test_what_was_never_kept_is_no_answer(shelf: Shelf) -> None:
    assert shelf.page({"kind": "fair"}) is None
    assert shelf.item("job", "policy-1") is None
    assert shelf.item("policy", "policy-1") is not None


def test_the_copy_outlives_the_machine_and_damage_is_as_good_as_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.store(Kept(items=(item(1),), words=(Word("保洁", 7, ("bao", "jie")),)))
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    again = Shelf(tmp_path)
    again.load()
    assert again.kept == shelf.kept
    (tmp_path / FILE).write_bytes(b'{"items":[{"id"')
    broken = Shelf(tmp_path)
    broken.load()
    assert broken.kept == Kept()


def test_without_a_disk_the_copy_lasts_while_the_kiosk_runs(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    shelf = Shelf(blocked)
    shelf.store(Kept(items=(item(1),)))
    assert shelf.item("job", "job-1") is not None


@dataclass
class Source:
    """A hall with a little content."""

    gone: bool = False
    no_words: bool = False
    items: dict[str, list[wire.ContentItem]] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    async def content(self, **query: str | int) -> wire.ContentPage:
        if self.gone:
            raise SyncError("gone")
        own = self.items.get(str(query["kind"]), [])
        first, size = int(query.get("cursor", 0)), int(query["limit"])
        following = first + size
        return wire.ContentPage(
            items=tuple(own[first:following]),
            total=len(own),
            next=str(following) if following < len(own) else None,
        )

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        assert not stated, "nothing of a visitor is in what the kiosk keeps"
        self.opened.append(item_id)
        number = int(item_id.rpartition("-")[2])
        if number == 6:
            raise RuleError("not_found")
        return item(number, kind, description=("全文",))

    async def vocabulary(self) -> wire.SuggestionList:
        if self.no_words:
            raise RuleError("not_found")
        return wire.SuggestionList(items=(wire.Suggestion(text="保洁", count=7),))


class Stock:
    """A shelf, the hall it is filled from, and who is told of its words."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(AT)
        self.shelf = Shelf(folder)
        self.source = Source(items={"job": [item(n) for n in range(70)]})
        self.told: list[Lexicon] = []
        self.stocking = Stocking(self.shelf, self.source, self.clock, self.told.append)

    async def fill(self) -> bool:
        import asyncio

        task = asyncio.ensure_future(self.stocking.fill())
        while not task.done():
            await self.clock.advance(1)
            await asyncio.sleep(0.001)  # words are read in a thread
        return task.result()


@pytest.fixture
def stock(tmp_path: Path) -> Callable[[], Stock]:
    return lambda: Stock(tmp_path)


async def test_the_shelf_is_filled_whole_and_again_only_with_what_is_new(
    stock: Callable[[], Stock],
) -> None:
    one = stock()
    assert await one.fill()
    assert len(one.shelf.kept.items) == 70
    kept = one.shelf.item("job", "job-3")
    assert kept is not None
    assert kept.description == ("全文",)
    withdrawn = one.shelf.item("job", "job-6")
    assert withdrawn is not None
    assert withdrawn.description == (), "withdrawn a moment ago: what the list told"
    assert [word.text for word in one.told[0].words] == ["保洁"]
    one.source.opened.clear()
    assert await one.fill()
    assert one.source.opened == []
    assert len(one.told) == 1


async def test_a_silent_hall_leaves_the_old_copy_as_it_is(stock: Callable[[], Stock]) -> None:
    one = stock()
    await one.fill()
    before = one.shelf.kept
    one.source.gone = True
    assert not await one.fill()
    assert one.shelf.kept == before


async def test_a_hall_without_words_fills_the_shelf_all_the_same(
    stock: Callable[[], Stock],
) -> None:
    one = stock()
    one.source.no_words = True
    assert await one.fill()
    assert one.shelf.kept.items
    assert one.shelf.kept.words == ()


async def test_what_was_kept_is_there_before_the_hall_is_found(
    stock: Callable[[], Stock],
) -> None:
    first = stock()
    await first.fill()
    second = stock()
    await second.stocking.open()
    assert second.shelf.item("job", "job-3") is not None
    assert [one.text for one in second.told[0].completing("25", 5)] == ["保洁"]
