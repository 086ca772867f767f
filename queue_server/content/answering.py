"""Answers as the wire tells them: what was found, its records, names, marks and reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, text

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.database import body, entry, item
from queue_server.content.engines import Words
from queue_server.content.finding import Finder, Found, Wording
from queue_server.content.likeness import Likeness, likeness_of
from queue_server.content.matching import rank, told
from queue_server.content.model import KINDS, ContentQuery, Record, decode_record
from queue_server.content.presenting import present, present_facets
from queue_server.content.reasons import Wanted, questions_left, reasons_for, sentence
from queue_server.content.regions import PROVINCES
from queue_server.content.searching import cursor_after, first_rows, question
from queue_server.content.shelf import Shelf
from queue_server.content.wishing import check_wishes
from queue_server.wire import ContentItem, ContentPage, Label, Match, Widening, Wishes


class Answers:
    """Answers questions about one content file; safe to use from several threads."""

    def __init__(self, clock: Clock, words: Words | None = None, *, remembers: bool = True) -> None:
        """``words`` is the word index asked, FTS5 where none is given.

        ``remembers`` false looks every time: for measuring what looking costs.
        """
        self._clock = clock
        self._shelf = Shelf()
        self._finder = Finder(self._shelf, words or Words(), remembers=remembers)

    def forget(self) -> None:
        """Forget everything: another file lies there now."""
        self._finder.forget()

    def warm(self, connection: Connection) -> None:
        """Read what is counted by."""
        self._shelf.follow(connection)

    def page(self, connection: Connection, query: ContentQuery) -> ContentPage:
        """Return one page; raises RuleError ``invalid_query`` or ``unknown_content``."""
        query, like = self._like(connection, query)
        asked = question(query, self._minute())
        found = self._finder.find(connection, query, asked, like)
        rows = first_rows(found.values, found.numbers, asked.limit + 1, asked.after)
        more, rows = len(rows) > asked.limit, rows[: asked.limit]
        records = records_of(connection, [int(found.numbers[row]) for row in rows])
        names = region_names(connection, [*found.counts.get("region", ()), query.region])
        shown = found.wording.all or asked.words
        wanted = _wanted(query, names)
        last = rows[-1] if more else None
        note, heard_as = _note(found.wording)
        return ContentPage(
            items=tuple(
                _with_reasons(present(each, shown, whole=False), each, wanted) for each in records
            ),
            total=found.total,
            facets=present_facets(found.counts, names),
            next=None
            if last is None
            else cursor_after(asked.sort, int(found.values[last]), int(found.numbers[last])),
            heard_as=heard_as,
            also=found.wording.also,
            note=note,
            widen=_widen(found),
        )

    def one(
        self, connection: Connection, kind: str, item_id: str, query: ContentQuery
    ) -> ContentItem | None:
        """Return one item whole, or None where there is none or it has expired."""
        row = _row(connection, kind, item_id, self._clock.now())
        if row is None:
            return None
        record = row[1]
        question(query, self._minute())
        wanted = _wanted(query, region_names(connection, [query.region]))
        return _with_reasons(present(record, (), whole=True), record, wanted)

    def matching(
        self, connection: Connection, wishes: Wishes, limit: int, after: int = 0
    ) -> tuple[Match, ...]:
        """Return the jobs that answer wishes best; raises RuleError ``invalid_wishes``."""
        check_wishes(wishes)
        self._shelf.follow(connection)
        now = int(self._minute().timestamp())
        ranked = rank(connection, self._shelf, wishes, now=now, limit=limit, after=after)
        records = records_of(connection, [each.number for each in ranked])
        names = dict(region_names(connection, wishes.regions))
        found = []
        for each, record in zip(ranked, records, strict=False):
            reasons, left = told(record, wishes, names)
            found.append(
                Match(
                    item=present(record, wishes.words, whole=False),
                    score=each.score,
                    reasons=reasons,
                    open_questions=left,
                )
            )
        return tuple(found)

    def _like(
        self, connection: Connection, query: ContentQuery
    ) -> tuple[ContentQuery, Likeness | None]:
        if not query.like:
            return query, None
        for kind in (query.kind,) if query.kind else KINDS:
            row = _row(connection, kind, query.like, self._clock.now())
            if row is not None:
                self._shelf.follow(connection)
                like = likeness_of(connection, self._shelf, row[1], row[0])
                return replace(query, kind=row[1].kind, q=""), like
        raise RuleError("unknown_content", "no such item, or it is over")

    def _minute(self) -> datetime:
        """Return now, cut to the minute, so that pages and counts of a search agree."""
        return self._clock.now().replace(second=0, microsecond=0)


def records_of(connection: Connection, numbers: Sequence[int]) -> list[Record]:
    """Return the records of some numbers, in their order; those gone meanwhile are left out."""
    rows = connection.execute(_RECORDS, {"numbers": _told(numbers)})
    found = {n: decode_record(encoded) for n, encoded in rows}
    return [found[number] for number in numbers if number in found]


def region_names(connection: Connection, codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of regions by code, as far as they are known."""
    wanted = [int(code) for code in codes if code.isascii() and code.isdecimal()]
    if not wanted:
        return _PROVINCES
    rows = connection.execute(_NAMES, {"numbers": _told(wanted)})
    return _PROVINCES | {f"{code:06d}": name for code, name in rows}


def _told(numbers: Sequence[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"


# Written out: made of pieces they take longer to make than to answer.
_RECORDS = text("select n, record from body where n in (select value from json_each(:numbers))")
_NAMES = text("select code, name from region where code in (select value from json_each(:numbers))")
_PROVINCES = {f"{code}0000": name for code, name in PROVINCES.items()}


def _row(
    connection: Connection, kind: str, item_id: str, now: datetime
) -> tuple[int, Record] | None:
    chosen = (
        select(body.c.n, body.c.record)
        .join(entry, entry.c.n == body.c.n)
        .join(item, item.c.n == body.c.n)
        .where(
            entry.c.kind == kind,
            entry.c.id == item_id,
            item.c.expires.is_(None) | (item.c.expires > int(now.timestamp())),
        )
    )
    row = connection.execute(chosen).one_or_none()
    return None if row is None else (row.n, decode_record(row.record))


def _wanted(query: ContentQuery, names: Mapping[str, str]) -> Wanted:
    return Wanted(
        disability=query.disability,
        education=query.education,
        regions=(query.region,) if query.region else (),
        region_names=names,
        occupations=(query.occupation,) if query.occupation else (),
        pay_min=query.pay_min,
        facts=query.facts,
    )


def _with_reasons(shown: ContentItem, record: Record, wanted: Wanted) -> ContentItem:
    reasons: tuple[Label, ...] = reasons_for(record, wanted)
    if wanted.disability and not record.disability:
        reasons += questions_left(record, Wanted(disability=wanted.disability))
    return msgspec.structs.replace(shown, reasons=reasons) if reasons else shown


def _widen(found: Found) -> tuple[Widening, ...]:
    if len(found.numbers):
        return ()
    counts = sorted(found.widen.items(), key=lambda each: -each[1])
    return tuple(Widening(name=name, count=count) for name, count in counts if count)


def _note(wording: Wording) -> tuple[dict[str, str], str]:
    """Return what was done besides looking for the words, in a sentence, and what was heard."""
    if wording.sounds:
        asked = " ".join(word for word, _ in wording.sounds)
        heard_as = " ".join(told for _, told in wording.sounds)
        key = "search-heard" if wording.none else "search-heard-too"
        return dict(sentence(key, asked=asked, heard=heard_as).names), heard_as
    if wording.also:
        told_words = {"zh-CN": "、".join(wording.also), "en": ", ".join(wording.also)}
        return dict(sentence("search-synonyms", words=told_words).names), ""
    return {}, ""
