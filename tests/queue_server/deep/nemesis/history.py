"""What machines asked and were told, and whether the hall's journal bears it out.

A checker in the manner of Jepsen: nothing acknowledged is lost, nothing is there twice, what ended
before something else began stands before it, every call took who was first, and at every row each
ticket is in exactly one state.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from queue_server.store.records import JournalRow

ENDS = frozenset({"DONE", "CANCELLED", "EXPIRED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer; ``began`` and ``ended`` are seconds of the asker's clock over all tries."""

    what: str
    key: str
    began: float
    ended: float
    tries: int
    answer: Mapping[str, Any] | None


@dataclass(slots=True)
class History:
    """All answers of a run."""

    told: list[Told] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, told: Told) -> None:
        """Take an answer down."""
        self.told.append(told)
        self._more.set()

    async def grown_by(self, more: int) -> None:
        """Return when so many answers more have come."""
        goal = len(self.told) + more
        while len(self.told) < goal:
            self._more.clear()
            await self._more.wait()

    def of(self, what: str) -> list[Told]:
        """Return the answers to one kind of request that brought something."""
        return [each for each in self.told if each.what == what and each.answer is not None]


def issues(history: History, tickets: Mapping[str, Any]) -> list[str]:
    """Compare what was issued with what is kept: every key one ticket, every number once."""
    wrong, by_key = [], defaultdict(set)
    for each in history.of("issue"):
        assert each.answer is not None
        by_key[each.key].add((each.answer["id"], each.answer["number"]))
    for key, given in by_key.items():
        if len(given) != 1:
            wrong.append(f"{key} was given {sorted(given)}")
        for ticket, number in given:
            if tickets.get(ticket) != number:
                wrong.append(f"{number} of {key} is lost")
    numbers = Counter(tickets.values())
    wrong += [f"{number} is there {count} times" for number, count in numbers.items() if count > 1]
    if len(tickets) != len(by_key):
        wrong.append(f"{len(tickets)} tickets for {len(by_key)} requests")
    return wrong


def in_real_time(history: History) -> list[str]:
    """Of one service, who was answered before another asked has the smaller number."""
    wrong, lines, known = [], defaultdict(list), set[str]()
    for each in history.of("issue"):
        assert each.answer is not None
        if each.key not in known:  # asked again, it has the number it had
            lines[each.answer["service"]].append(each)
        known.add(each.key)
    for service, told in lines.items():
        ended = sorted(told, key=lambda each: each.ended)
        highest, at = (0, ""), 0
        for each in sorted(told, key=lambda each: each.began):
            while at < len(ended) and ended[at].ended < each.began:
                highest = max(highest, _standing(ended[at]))
                at += 1
            if _standing(each) <= highest:
                told_after = f"{_standing(each)[1]} was asked for after {highest[1]} was told"
                wrong.append(f"{service}: {told_after}")
    return wrong


def _standing(told: Told) -> tuple[int, str]:
    assert told.answer is not None
    number = str(told.answer["number"])
    return len(number), number


def calls(history: History, rows: Iterable[JournalRow]) -> list[str]:
    """Every call told is a row, under one key one ticket, and no ticket went to two windows."""
    rows_of: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.kind == "ticket_called":
            data = msgspec.json.decode(row.data)
            rows_of[data["ticket"]].append(data["window"])
    wrong, by_key = [], defaultdict(set)
    for each in history.of("call"):
        assert each.answer is not None
        by_key[each.key].add(each.answer["id"])
        if each.answer["window"] not in rows_of[each.answer["id"]]:
            wrong.append(f"the call of {each.answer['number']} is not in the journal")
    wrong += [f"{key} called {given}" for key, given in by_key.items() if len(given) != 1]
    wrong += [f"{ticket} was called at {at}" for ticket, at in rows_of.items() if len(at) != 1]
    return wrong


def ends(history: History, states: Mapping[str, str]) -> list[str]:
    """Whoever was told that a visit is over finds it over."""
    return [
        f"{each.answer['number']} was finished and is {states[each.answer['id']]}"
        for each in history.of("finish")
        if each.answer is not None and states[each.answer["id"]] != "DONE"
    ]


def replayed(rows: Iterable[JournalRow], offered: Mapping[str, Sequence[str]]) -> list[str]:
    """Play the journal: rows without a gap, each call the first in line, one state for each."""
    play = _Play(offered)
    for count, row in enumerate(rows, 1):
        if row.seq != count:
            play.wrong.append(f"row {row.seq} stands where {count} should")
        if row.kind.startswith("ticket_"):
            play.take(row)
    return play.wrong


class _Play:
    """The line and the windows as the journal tells them, row by row."""

    def __init__(self, offered: Mapping[str, Sequence[str]]) -> None:
        self.wrong: list[str] = []
        self._offered = offered
        self._waiting: dict[str, dict[str, int]] = defaultdict(dict)
        self._at: dict[str, str] = {}
        self._known: set[str] = set()

    def take(self, row: JournalRow) -> None:
        data = msgspec.json.decode(row.data)
        ticket, line = data["ticket"], self._waiting[data["service"]]
        if row.kind == "ticket_issued":
            if ticket in self._known:
                self.wrong.append(f"{data['number']} was issued twice")
            self._known.add(ticket)
            line[ticket] = row.seq
        if row.kind == "ticket_called":
            self._called(row.seq, data)
            line.pop(ticket, None)
        if data["state"] in ENDS:
            line.pop(ticket, None)
            self._at = {window: each for window, each in self._at.items() if each != ticket}

    def _called(self, seq: int, data: Mapping[str, Any]) -> None:
        window = data["window"]
        came = {
            each: born
            for service in self._offered[window]
            for each, born in self._waiting[service].items()
        }
        if min(came, key=lambda each: came[each], default="") != data["ticket"]:
            self.wrong.append(f"row {seq} called {data['number']}, not who was first")
        if window in self._at:
            self.wrong.append(f"row {seq} called to {window}, which had somebody")
        self._at[window] = data["ticket"]
