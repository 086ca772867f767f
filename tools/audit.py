#!/usr/bin/env python3
"""Whether anything hall90 is made of has a known fault: asks OSV.dev by name and version.

    tools/audit.py [SBOM.json] [--url https://api.osv.dev]

Without a file it asks for the locks of this checkout. Ends with 0 where nothing is known, 1 where
something is, 3 where it could not ask: then nothing was learned, and nothing is said to be safe.
Only names and versions leave the machine; a hall without Internet carries its SBOM to one with.
"""

import argparse
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sbom import ROLES, bill

_OSV = "https://api.osv.dev"
_WITHIN_S = 30
_AT_ONCE = 500
KNOWN, NOT_ASKED = 1, 3


class NotAskedError(Exception):
    """The question could not be asked, or not be answered."""


def known_faults(components: Sequence[dict[str, Any]], url: str) -> dict[str, list[str]]:
    """Return the ids of known faults by purl; raises NotAskedError."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(components), _AT_ONCE):
        some = components[start : start + _AT_ONCE]
        answers = _asked(url, [{"package": {"purl": each["purl"]}} for each in some])
        if len(answers) != len(some):
            raise NotAskedError(f"{len(answers)} answers to {len(some)} questions")
        for each, answer in zip(some, answers, strict=True):
            ids = [fault["id"] for fault in (answer or {}).get("vulns", ())]
            if ids:
                found[each["purl"]] = ids
    return found


def _asked(url: str, queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    request = urllib.request.Request(  # noqa: S310  the address is the caller's own
        f"{url}/v1/querybatch",
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_WITHIN_S) as answer:  # noqa: S310  as above
            told = json.loads(answer.read())
        return list(told["results"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise NotAskedError(str(fault)) from fault


def main() -> int:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(description="Ask OSV.dev for known faults of the libraries.")
    parser.add_argument("sbom", type=Path, nargs="?")
    parser.add_argument("--url", default=_OSV)
    asked = parser.parse_args()
    whole = bill(ROLES) if asked.sbom is None else json.loads(asked.sbom.read_text("utf-8"))
    parts = whole["components"]
    try:
        found = known_faults(parts, asked.url)
    except NotAskedError as fault:
        print(  # noqa: T201  its answer
            f"not asked: {asked.url} gave no answer ({fault}). Nothing is known of these "
            f"{len(parts)} libraries, good or bad. Carry the SBOM (tools/sbom.py) to a machine "
            "with Internet and run this there.",
            file=sys.stderr,
        )
        return NOT_ASKED
    for purl, ids in sorted(found.items()):
        print(f"{purl}: {', '.join(ids)}: https://osv.dev/{ids[0]}")  # noqa: T201  its answer
    print(f"{len(parts)} libraries asked for, {len(found)} with a known fault")  # noqa: T201
    return KNOWN if found else 0


if __name__ == "__main__":
    sys.exit(main())
