"""A stand-in for a hall with very many generated jobs: it answers at once, from memory."""

from dataclasses import dataclass, field

from queue_server import wire
from tests.kiosk.hall_in_hand import Hall, job

_FIRST = ("高级", "实习", "兼职", "远程", "夜班", "白班", "初级", "资深", "中级", "值班")
_WHAT = ("保洁员", "包装工", "客服", "文员", "按摩师", "分拣员", "标注员", "钳工", "厨师", "保安")
_WHERE = ("城北", "城南", "开发区", "工业园", "河东", "河西", "镇上", "村里", "园区", "市场")
_LETTERS = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")
_KEYS = {letter: str(key) for key, letters in enumerate(_LETTERS, 2) for letter in letters}
_INITIALS = dict(
    zip(_WHAT, ("bjy", "bzg", "kf", "wy", "ams", "fjy", "bzy", "qg", "cs", "ba"), strict=True)
)


@dataclass
class HallOfJobs(Hall):
    """Holds ``count`` jobs by title; suggests words by the keys of their initials."""

    count: int = 100_000
    titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.titles = [
            f"{_FIRST[n % 10]}{_WHAT[n // 10 % 10]}（{_WHERE[n // 100 % 10]}{n // 1000} 组）"
            for n in range(self.count)
        ]

    async def content(self, **query: str | int) -> wire.ContentPage:
        """Return a page of what has the words in its title."""
        await self._arrive("content")
        words = str(query.get("q") or "")
        size, first = int(query["limit"]), int(query.get("cursor") or 0)
        found = [n for n, title in enumerate(self.titles) if words in title] if words else None
        total = self.count if found is None else len(found)
        places = range(first, min(first + size, total))
        rows = places if found is None else [found[place] for place in places]
        following = str(first + size) if first + size < total else None
        return wire.ContentPage(
            items=tuple(self._item(n) for n in rows), total=total, facets=(), next=following
        )

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList:
        """Return today's words whose initials lie on these keys."""
        await self._arrive("suggest")
        fits = [
            word
            for word, letters in _INITIALS.items()
            if "".join(_KEYS[letter] for letter in letters).startswith(text)
        ]
        each = self.count // len(_WHAT)
        items = tuple(wire.Suggestion(text=word, count=each) for word in fits[:limit])
        return wire.SuggestionList(items=items)

    def _item(self, number: int) -> wire.ContentItem:
        from msgspec.structs import replace

        return replace(job(number % 10), id=f"job-{number}", title=self.titles[number])
