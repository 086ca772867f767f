"""Every kind of finding: how bad it is and who can mend it. A kind without words fails a test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["stops", "soon", "information"]
Who = Literal["clerk", "admin", "supplier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How bad: visitors cannot be served, soon cannot, or it is well to know; and who mends it."""

    severity: Severity
    who: Who


def _stops(who: Who) -> Kind:
    return Kind(severity="stops", who=who)


def _soon(who: Who) -> Kind:
    return Kind(severity="soon", who=who)


HALL: Mapping[str, Kind] = {
    "hall-write_failed": _stops("admin"),
    "hall-standing_by": _soon("admin"),
    "hall-no_day": _stops("admin"),
    "hall-no_window": _stops("clerk"),
    "hall-assistance": _stops("clerk"),
    "hall-disk_low": _soon("admin"),
    "hall-backup_old": _soon("admin"),
    "hall-backup_none": _soon("admin"),
    "hall-backup_elsewhere": _soon("admin"),
    "hall-recovered": _soon("admin"),
    "hall-content_damaged": _soon("admin"),
    "hall-journal_cut": _soon("admin"),
    "hall-journal_key": _soon("admin"),
    "hall-away-kiosk": _stops("clerk"),
    "hall-away-display": _stops("admin"),
    "hall-feedback_late": _soon("admin"),
    "hall-emergency": Kind(severity="information", who="clerk"),
}
DEVICES: Mapping[str, Kind] = {
    "printer-paper_out": _stops("clerk"),
    "printer-paper_low": _soon("clerk"),
    "printer-cover_open": _stops("clerk"),
    "printer-cutter": _stops("clerk"),
    "printer-head_hot": _soon("clerk"),
    "printer-fault": _stops("supplier"),
    "printer-offline": _stops("clerk"),
    "printer-unreachable": _stops("clerk"),
    "printer-power_cut": _soon("clerk"),
    "printer-agent_gone": _stops("clerk"),
    "printer-other": _stops("admin"),
    "sign-no_answer": _stops("clerk"),
    "sign-refused": _stops("supplier"),
    "sign-wrong_settings": _stops("admin"),
    "sign-agent_gone": _stops("admin"),
    "sign-other": _stops("admin"),
    "device-agent_gone": _stops("admin"),
    "device-other": _stops("admin"),
}
ALARMS = frozenset({"hall-recovered"})
"""Told to everybody who is told anything: something was lost, whether or not visitors notice."""
KINDS: Mapping[str, Kind] = {**HALL, **DEVICES}
WELL = frozenset({"ok", "connected", "unknown"})
"""States of a device that nobody can act upon: it works, or it is of a kind that never answers."""


def of_device(device: str, cause: str) -> str:
    """Return the kind of finding for what a device says is wrong.

    >>> of_device("printer:k1", "paper_out")
    'printer-paper_out'
    >>> of_device("paper:k1", "power_cut")
    'printer-power_cut'
    >>> of_device("sign:sign-w3", "smoke")
    'sign-other'
    """
    family = {"paper": "printer"}.get(device.partition(":")[0], device.partition(":")[0])
    for found in (f"{family}-{cause}", f"{family}-other", f"device-{cause}"):
        if found in DEVICES:
            return found
    return "device-other"
