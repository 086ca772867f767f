"""What admins decide about the sync; each decision is told to the journal with who made it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from hall.ids import uuid7
from queue_server import wire
from queue_server.app import Server
from queue_server.content.cleaning import line, paragraphs
from queue_server.content.curating import Curating
from queue_server.content.model import Record
from queue_server.content.sweeping import holds
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import Asked, digest_of, earlier, remember, require_role
from queue_server.store.image import Image
from queue_server.sync.answers import sent_items
from queue_server.sync.standing import Standing, standing_of
from queue_server.sync.state import State
from queue_server.sync.submissions import Submissions
from queue_server.web.actors import require_known

SEERS = frozenset({"admin", "supervisor", "reader"})
DECIDERS = frozenset({"admin", "supervisor"})
T = TypeVar("T")


class SyncDoor:
    """What admins do; each decision is told to the journal with who made it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._sync = server.sync
        content, clock = server.content, server.clock
        self._curating = Curating(content, clock)
        self._submissions = Submissions(content, clock, server.sync.feed)

    async def standing(self, who: Actor) -> Standing:
        """Return how the hall stands."""
        require_role(require_known(who), SEERS)
        now = self._server.clock.now()
        return await asyncio.to_thread(standing_of, self._sync, self._server.content, now)

    async def desk(self, who: Actor) -> wire.SyncDesk:
        """Return what waits and what was decided."""
        require_role(require_known(who), SEERS)
        return await asyncio.to_thread(self._desk)

    async def run(self, who: Actor, asked: wire.SyncRun) -> None:
        """Look at the level above soon."""
        if asked.afresh:
            self._sync.want_afresh()
        self._sync.want_round()
        await self._told(who, "sync_wanted", {"afresh": asked.afresh})

    async def pause(self, who: Actor, asked: wire.SyncPause) -> None:
        """Follow the level above no longer, or again."""

        def decide(state: State) -> None:
            state.paused = asked.paused

        await self._do(who, "sync_paused", {"paused": asked.paused}, self._changing(decide))
        self._sync.want_round()

    async def let_go(self, who: Actor) -> None:
        """Let what the level above has no more go at the next look."""

        def decide(state: State) -> None:
            if state.held is None:
                raise refused("unknown_hold", "nothing is held")
            state.released = True

        await self._do(who, "sync_released", {}, self._changing(decide))
        self._sync.want_afresh()
        self._sync.want_round()

    async def answer_hold(self, who: Actor, hold: int, asked: wire.SyncHoldAnswer) -> None:
        """Let a sweep's items go, or keep them."""
        content, clock = self._server.content, self._server.clock
        act = holds.release if asked.go else holds.discard
        data = {"hold": hold, "go": asked.go}
        await self._do(who, "sweep_decided", data, lambda: act(content, clock, hold, who.name))

    async def answer_submission(self, who: Actor, asked: wire.SyncSubmissionAnswer) -> None:
        """Publish what a hall sent up, or not."""
        desk = self._submissions
        act = desk.approve if asked.publish else partial(desk.refuse, why=line(asked.why))
        data = {"hall": asked.hall, "item": asked.id, "publish": asked.publish}
        await self._do(
            who, "submission_decided", data,
            lambda: act(asked.hall, asked.kind, asked.id, by=who.name),
        )  # fmt: skip

    async def decide(self, who: Actor, asked: wire.SyncItemDecision) -> None:
        """Pin, put right or withdraw an item, or take that back."""
        act = {"pin": self._pin, "correct": self._correct, "withdraw": self._withdraw}[asked.act]
        data = {"item": asked.id, "act": asked.act, "undo": asked.undo, "why": asked.why}
        if not asked.undo:
            await self._do(who, "content_decided", data, lambda: act(who, asked))
            return
        undo = self._curating.undo
        await self._do(who, "content_decided", data, lambda: undo(asked.kind, asked.id, asked.act))
        self._sync.want_afresh()
        self._sync.want_round()

    async def publish(
        self, who: Actor, asked: wire.SyncOwnItem, key: str | None = None
    ) -> wire.SyncOwnItemMade:
        """Put an item of this hall's own among the content, and send it up where asked.

        With the ``key`` of an earlier request it is the item that one made, and nothing is done.
        """
        require_role(require_known(who), DECIDERS)
        hall, feed = self._server.hall, self._sync.feed
        ends = asked.expires_at or self._end_of(asked.until)
        if not (title := line(asked.title)):
            raise refused("value_missing", "the title is empty", field="title")
        under = Asked(actor=who, site=hall.settings, key=key)
        own = await hall.writer.submit(
            lambda image, moment: _own_id(image, moment, under, asked),
            None if key is None else (who.token_id, key),
        )
        made = Record(
            kind=asked.kind, id=f"{feed}:{own}", source=feed, title=title,
            paragraphs=paragraphs(asked.text), easy_read=paragraphs(asked.easy),
            published_at=self._server.clock.now(), expires_at=ends,
        )  # fmt: skip

        def work() -> None:
            if asked.send_up:
                self._sync.outbox.submit(made)
            self._server.content.import_items([made], source=feed)

        if not await asyncio.to_thread(self._curating.knows, made.kind, made.id):
            await self._do(who, "content_published", {"item": made.id, "up": asked.send_up}, work)
            self._sync.want_round()
        return wire.SyncOwnItemMade(id=made.id)

    def _end_of(self, day: date | None) -> datetime | None:
        """Return when a day is over in the hall's own time; raises RuleError for a day past."""
        if day is None:
            return None
        zone = ZoneInfo(self._server.site.hall.time_zone)
        end = datetime.combine(day + timedelta(days=1), time.min, zone)
        if end <= self._server.clock.now():
            raise refused("does_not_fit", "the last day is over already", field="until")
        return end.astimezone(UTC)

    def _pin(self, who: Actor, asked: wire.SyncItemDecision) -> None:
        self._curating.pin(asked.kind, asked.id, by=who.name, why=asked.why)

    def _correct(self, who: Actor, asked: wire.SyncItemDecision) -> None:
        self._curating.correct(asked.kind, asked.id, asked.patch, by=who.name, why=asked.why)

    def _withdraw(self, who: Actor, asked: wire.SyncItemDecision) -> None:
        self._curating.withdraw(asked.kind, asked.id, by=who.name, why=asked.why)
        self._sync.outbox.take_back(asked.kind, asked.id)

    def _changing(self, decide: Callable[[State], None]) -> Callable[[], None]:
        return lambda: self._sync.change(decide)

    def _desk(self) -> wire.SyncDesk:
        return wire.SyncDesk(
            holds=tuple(
                wire.SyncHold(
                    id=each.id, source=each.source, at=each.at, count=each.count, of=each.of,
                    examples=each.examples, titles=each.titles,
                )
                for each in holds.holds(self._server.content)
            ),
            submissions=tuple(
                wire.SyncSubmission(
                    hall=each.hall, kind=each.kind, id=each.id, title=each.title, text=each.text,
                    at=each.at,
                )
                for each in self._submissions.waiting()
            ),
            decisions=tuple(
                wire.SyncDecision(
                    kind=each.kind, id=each.id, act=each.act, title=each.title, by=each.by,
                    why=each.why, at=each.at,
                )
                for each in self._curating.decisions()
            ),
            sent=tuple(
                wire.SyncSent(
                    kind=each.kind, id=each.id, title=each.title, at=each.at, state=each.state,
                    why=each.why,
                )
                for each in sent_items(self._server.content)
            ),
        )  # fmt: skip

    async def _do(self, who: Actor, kind: str, data: dict[str, Any], work: Callable[[], T]) -> T:
        require_role(require_known(who), DECIDERS)
        done = await asyncio.to_thread(work)
        await self._server.hall.publish(SYSTEM, kind, {**data, "by": who.name}, public=False)
        return done

    async def _told(self, who: Actor, kind: str, data: dict[str, Any]) -> None:
        await self._do(who, kind, data, lambda: None)


def _own_id(image: Image, moment: Moment, asked: Asked, request: wire.SyncOwnItem) -> str:
    """Return the id of what is published, which a key used before keeps."""
    digest = digest_of("sync_own", msgspec.json.encode(request))
    if (before := earlier(image, moment, asked, digest)) is not None:
        return before
    made = uuid7(moment.wall)
    remember(image, moment, asked, digest, made)
    return made
