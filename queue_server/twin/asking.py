"""What if: the hall's own days as they are and with one thing changed, played in a child process.

``python -m queue_server.twin.asking`` reads a :class:`Question` from its standard input and writes
lines of ``{"done": SHARE}``, the last one ``{"outcomes": [before, after]}``.
"""

import logging
import os
import sys
from dataclasses import replace
from functools import partial
from typing import Literal

import msgspec

from config.site import Need, Site, Window
from hall.ids import WindowId
from queue_server.twin.history import play_history
from queue_server.twin.outcomes import Outcome, outcome_of
from queue_server.twin.own_days import changed_hours
from queue_server.twin.scenario import Scenario, Visitor

Policy = Literal["head_start", "strict", "ratio"]
BEFORE, AFTER = "before", "after"
_STEP = 0.02


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What would be changed; what is left out stays.

    ``window_like`` opens one more window that does what another does; times are of the hall.
    """

    window_like: str | None = None
    opens: str | None = None
    closes: str | None = None
    over_lunch: bool = False
    policy: Policy | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether everything would stay as it is."""
        return self == Change()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A :class:`queue_server.twin.scenario.Visitor` on its way to the child."""

    at: float
    service: str
    needs: tuple[Need, ...]
    walks: float
    serves: float
    shows: bool
    patience: float | None = None
    returns: float | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The hall as it is, who came on each day (nobody: visitors are drawn), and the change.

    ``more`` is the window the change would open.
    """

    site: Site
    change: Change
    days: int
    more: Window | None = None
    people: tuple[tuple[Person, ...], ...] = ()
    load: float = 0.9
    seed: int = 1


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the child's."""

    done: float = 0.0
    outcomes: tuple[Outcome, ...] = ()


def one_more(site: Site, like: str) -> Window:
    """Return one more window that does what another does."""
    same = site.window(WindowId(like))
    number = max(window.number for window in site.windows) + 1
    return Window(
        id=WindowId(f"extra-{number}"), number=number, services=same.services, zone=same.zone
    )


def changed(site: Site, change: Change, more: Window | None) -> Site:
    """Return the site with the change; raises ValueError where it would close before it opens."""
    if more is not None:
        site = replace(site, windows=(*site.windows, more))
    if change.opens or change.closes or change.over_lunch:
        site = changed_hours(site, change.opens, change.closes, over_lunch=change.over_lunch)
    if change.policy is not None:
        site = replace(site, priority=replace(site.priority, policy=change.policy))
    return site


def play(question: Question, say: "Say") -> tuple[Outcome, Outcome]:
    """Return what the days come to before the change and after it."""
    before = Scenario(site=question.site, load=question.load)
    after = replace(
        before,
        site=changed(question.site, question.change, question.more),
        comes_for=question.site,
    )
    people = [[_visitor(each) for each in day] for day in question.people]
    told = []
    for place, (name, scenario) in enumerate(((BEFORE, before), (AFTER, after))):
        history = play_history(scenario, question.days, question.seed, people, partial(say, place))
        told.append(outcome_of(name, scenario.site, history.days, history.visits))
    return told[0], told[1]


class Say:
    """Tells how far the child is, not more often than anybody can see."""

    def __init__(self) -> None:
        self._last = -1.0

    def __call__(self, arrangement: int, share: float) -> None:
        """Tell the share of one of the two arrangements that was played."""
        done = (arrangement + share) / 2
        if done - self._last >= _STEP:
            self._last = done
            _write(Said(done=round(done, 3)))


def _visitor(person: Person) -> Visitor:
    return Visitor(
        at=person.at, service=person.service, needs=person.needs, walks=person.walks,
        serves=person.serves, shows=person.shows, patience=person.patience,
        returns=person.returns,
    )  # fmt: skip


def _write(said: Said) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Answer one question; whoever waits in the hall goes first."""
    os.nice(15)
    logging.disable(logging.ERROR)
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    _write(Said(done=1.0, outcomes=play(question, Say())))


if __name__ == "__main__":
    main()
