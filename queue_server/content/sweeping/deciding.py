"""What a scan means for the items it did not find; pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

Key = tuple[str, str]
Why = Literal["failed", "incomplete", "short", ""]
MOST_SHARE = 0.20
MOST_ITEMS = 20
SCANS = 2
_SLACK_SHARE = 0.02
_SLACK_ITEMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What one walk over a source gave.

    ``rows`` counts everything that came, usable or not; ``announced`` what the source says it has,
    None where it does not; ``failures`` the questions without a usable answer.
    """

    seen: Set[Key]
    refused: Set[Key]
    rows: int
    announced: int | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do: ``missed`` to note as missing once more, ``found`` again, ``gone`` to withdraw.

    ``why`` tells why the scan says nothing about what is missing. With ``hold`` an admin decides.
    """

    why: Why = ""
    missed: frozenset[Key] = frozenset()
    found: frozenset[Key] = frozenset()
    gone: frozenset[Key] = frozenset()
    hold: bool = False


def judge(scan: Scan, held: Set[Key], missed_before: Mapping[Key, int]) -> Verdict:
    """Return what a scan means for the items held; ``missed_before`` counts scans missed so far."""
    here = scan.seen | scan.refused
    found = frozenset(key for key in missed_before if key in here)
    if (why := _says_nothing(scan)) != "":
        return Verdict(why=why, found=found)
    missing = held - here
    gone = frozenset(key for key in missing if missed_before.get(key, 0) + 1 >= SCANS)
    return Verdict(
        missed=frozenset(missing),
        found=found,
        gone=gone,
        hold=must_hold(len(gone), len(held), nothing_came=not here),
    )


def must_hold(going: int, held: int, *, nothing_came: bool) -> bool:
    """Tell whether so many going needs an admin: a fifth and more than 20, or all at once."""
    if not going:
        return False
    return nothing_came or (going > MOST_ITEMS and going > MOST_SHARE * held)


def _says_nothing(scan: Scan) -> Why:
    if scan.failures and not scan.rows:
        return "failed"
    if scan.failures:
        return "incomplete"
    if scan.announced is not None:
        slack = max(_SLACK_ITEMS, round(_SLACK_SHARE * scan.announced))
        if scan.rows < scan.announced - slack:
            return "short"
    return ""
