"""Our own exports: a ``model.Record`` as JSON a row."""

from dataclasses import replace
from typing import Any

import msgspec

from queue_server.content.applying import UnusableRowError
from queue_server.content.cleaning import line, paragraphs
from queue_server.content.model import EDUCATIONS, FACTS, OCCUPATIONS, Record
from queue_server.content.regions import is_region
from queue_server.content.tokens import normalise


def read_own(row: dict[str, Any], source: str) -> Record:
    """Return the record of a row, cleaned again; raises UnusableRowError telling what is wrong."""
    given = msgspec.convert(row | {"source": source}, Record)
    title = line(given.title)
    if not normalise(title):
        raise UnusableRowError("no title")
    _check(given)
    prefix = f"{source}:"
    return replace(
        given,
        id=given.id if given.id.startswith(prefix) else prefix + given.id,
        title=title,
        summary=line(given.summary),
        employer=line(given.employer),
        place=line(given.place),
        address=line(given.address),
        paragraphs=tuple(part for each in given.paragraphs for part in paragraphs(each)),
    )


def _check(given: Record) -> None:
    if given.region and not is_region(given.region):
        raise UnusableRowError(f"region {given.region[:20]!r} is not six digits")
    if unknown := set(given.facts) - set(FACTS):
        raise UnusableRowError(f"unknown facts {sorted(unknown)}")
    if given.occupation and given.occupation not in OCCUPATIONS:
        raise UnusableRowError(f"unknown occupation {given.occupation[:20]!r}")
    if given.education is not None and not 0 <= given.education < len(EDUCATIONS):
        raise UnusableRowError("education out of range")
    if not 0 <= given.disability < 1 << 28:
        raise UnusableRowError("disability is a mask of 28 bits")
