"""The hall's rules: who comes earlier, how long a visitor may take, when numbers are given.

Values only, read from the site file like everything in ``config.site``; lengths of time say their
unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Names = Mapping[str, str]
Need = Literal[
    "wheelchair",
    "blind",
    "low_vision",
    "deaf",
    "hard_of_hearing",
    "speech",
    "text_only",
    "vibration",
    "escort",
    "sign_language",
    "slow_walker",
    "easy_read",
    "elder",
    "pregnant",
    "veteran",
    "infant",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """Who comes earlier, and how much.

    ``credit_minutes`` is the head start by need: a visitor counts as arrived that much earlier.
    The largest of a visitor's credits holds; they do not add up. Under the policy ``strict``
    whoever has a credit counts as arrived ``strict_minutes`` earlier; under ``ratio`` so many with
    a credit are called, then so many without. ``sentence`` tells the rule on the ticket; left out,
    it is made from the policy.
    """

    credit_minutes: Mapping[Need, int]
    sentence: Names = field(default_factory=dict)
    policy: Literal["head_start", "strict", "ratio"] = "head_start"
    strict_minutes: int = 240
    ratio: tuple[int, int] = (2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """How long a visitor is left to the windows fit for the needs, while one of them is here."""

    fit_minutes: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """When numbers are no more given: ``stop_when_full``, once the hours left cannot serve more.

    ``overtime_minutes`` is how long after its hours the hall still serves who waits.
    ``kiosk_a_minute`` is how many numbers one kiosk may take in a minute, five of them at once;
    0 sets no limit.
    ``paper_first`` to ``paper_last`` are the numbers of each prefix that are given by hand from
    printed slips while nothing else works (R-39); no kiosk and no server gives them.
    """

    stop_when_full: bool = True
    overtime_minutes: int = 0
    kiosk_a_minute: int = 0
    paper_first: int = 9701
    paper_last: int = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Copies the server makes by itself into its folder ``backups``, each opened and checked.

    Every ``every_minutes`` in which something happened one of the tickets, kept ``keep_hours``;
    once a day one of everything, kept ``keep_days`` and copied to the folder ``copy_to`` (another
    disk, a mounted share), empty for nowhere. ``every_minutes`` 0 makes none at all. With
    ``sealed_to``, the public half of the hall's recovery key, what is copied there is sealed, and
    holds the hall's own keys too. ``recover_by_itself``: a server that finds its database damaged
    at its start puts the newest whole copy in its place and says so; else it refuses to start.
    """

    every_minutes: int = 15
    keep_hours: int = 24
    keep_days: int = 30
    copy_to: str = ""
    sealed_to: str = ""
    recover_by_itself: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRules:
    """What the hall asks of passwords beyond what always holds.

    The profile ``plain`` asks nothing more: length and being hard to guess are what helps.
    ``level2`` is what inspections by GB/T 22239 level 2 (等保二级) look for: at least ``shortest``
    characters of ``classes`` of the four classes (capitals, small letters, digits, signs), a new
    one every ``days`` days and none of the last ``remembered``; whoever got the password from an
    admin chooses another at the first sign-in.
    """

    profile: Literal["plain", "level2"] = "plain"
    shortest: int = 8
    classes: int = 3
    days: int = 90
    remembered: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stations:
    """Workstations of clerks and admins whose browsers have a certificate of the hall.

    With ``required`` nobody signs in or acts from another machine, but for the server itself.
    """

    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """How windows call by themselves: ``rest_s`` seconds after the visit before."""

    rest_s: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """Booked times: how many a service takes in a slot, and when booked visitors may check in.

    Who checks in up to ``early_minutes`` before and ``late_minutes`` after the time counts as
    arrived at it, less ``credit_minutes``; who comes later counts as arriving then.
    """

    taken: bool = True
    slot_minutes: int = 15
    per_slot: int = 1
    days_ahead: int = 30
    early_minutes: int = 60
    late_minutes: int = 15
    credit_minutes: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one need asks for beyond the ordinary; what is left out stays as it is."""

    grace_s: int = 0
    repeats: int = 0
    hold_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grace:
    """How long a called visitor may take (A-87).

    ``*_s`` are seconds since the last call before a no-show may be recorded, at least ``calls``
    calls. ``assisted_needs`` are the needs for which the longer values hold; ``by_need`` gives
    single needs more still. Of several needs the largest value of each kind holds. With
    ``no_answer_s`` the hall itself calls again, and notes a no-show, after so many seconds without
    an answer and never within the visitor's grace; 0 leaves both to the clerk.
    """

    normal_s: int
    assisted_s: int
    calls: int
    max_calls: int
    recall_interval_s: int
    repeats: int
    assisted_repeats: int
    hold_s: int
    assisted_hold_s: int
    undo_s: int
    assisted_needs: tuple[Need, ...]
    by_need: Mapping[Need, Allowance] = field(default_factory=dict)
    no_answer_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Speech settings of the hall: ``ticket_one`` says 1 in ticket numbers as 幺 or 一.

    Levels are in decibels below the loudest. In the ``quiet`` spans (hall time, over midnight where
    the second is the earlier) calls are softer and notices are not said; emergencies always are.
    """

    ticket_one: Literal["幺", "一"] = "幺"
    announcement_languages: tuple[str, ...] = ("zh-CN",)
    level_db: int = -6
    quiet: tuple[str, ...] = ()
    quiet_level_db: int = -18
