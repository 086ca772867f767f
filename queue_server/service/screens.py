"""What hall screens and signs say they show: from their own reports, never from what was sent.

A screen tells with every question what it has drawn. That is kept in memory, because it is true
for seconds only; that it began to show something stands in the journal too, as a delivery.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.site import Site
from queue_server import wire
from queue_server.notices import is_for

HEARD = timedelta(seconds=20)
"""A screen asks every five seconds; one that was not heard for so long is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A row something was published by, on a screen: since when, and when last told."""

    since: datetime
    last: datetime


@dataclass
class Screens:
    """The reports of every screen since the server started, by screen and journal row."""

    _seen: dict[str, dict[int, Seen]] = field(default_factory=dict)

    def report(self, board: str, rows: Iterable[int], now: datetime) -> None:
        """Take down which rows' words or playlists a screen has drawn in its present round."""
        seen = self._seen.setdefault(board, {})
        for row in rows:
            known = seen.get(row)
            since = known.since if known and now - known.last < HEARD else now
            seen[row] = Seen(since=since, last=now)
        for row in [each for each, told in seen.items() if now - told.last > timedelta(hours=1)]:
            seen.pop(row)

    def state(self, board: str, row: int | None, now: datetime) -> wire.SinkShowing:
        """Return what a screen says of a row."""
        told = self._seen.get(board, {}).get(row or 0)
        sink = f"board:{board}"
        if told is None:
            return wire.SinkShowing(sink=sink, state="waiting")
        silent = now - told.last >= HEARD
        return wire.SinkShowing(
            sink=sink,
            state="silent" if silent else "shown",
            since=told.last if silent else told.since,
        )


Told = Mapping[int | None, Mapping[str, tuple[wire.Outcome, datetime]]]
"""By published row what each sign said last, and when."""


def sign_state(sign: str, rows: Iterable[int | None], told: Told) -> wire.SinkShowing:
    """Return what a sign says of something that stands on it in one part or several."""
    sink = f"sign:{sign}"
    parts = [told.get(row, {}).get(sink) for row in rows]
    known = [each for each in parts if each is not None]
    if any(outcome == "failed" for outcome, _ in known):
        return wire.SinkShowing(sink=sink, state="failed", since=max(at for _, at in known))
    if not parts or len(known) < len(parts):
        return wire.SinkShowing(sink=sink, state="waiting")
    return wire.SinkShowing(sink=sink, state="shown", since=max(at for _, at in known))


def summed(sinks: Iterable[wire.SinkShowing]) -> wire.Showing:
    """Return on how many it is shown, and since when on all of these."""
    every = tuple(sinks)
    shown = [each for each in every if each.state == "shown"]
    return wire.Showing(
        shown=len(shown),
        of=len(every),
        since=max((each.since for each in shown if each.since), default=None),
        sinks=every,
    )


def showing_of_notice(
    notice: wire.Notice, site: Site, screens: Screens, told: Told, now: datetime
) -> wire.Showing:
    """Return where a notice is shown."""
    return summed(
        [
            *(sign_state(each.id, (notice.seq,), told)
              for each in site.signs if is_for(notice, "sign", each.id, each.zone)),
            *(screens.state(each.id, notice.seq, now)
              for each in site.boards if is_for(notice, "board", each.id, each.zone)),
        ]
    )  # fmt: skip
