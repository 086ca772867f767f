"""Our own exports: a ``model.Record`` as JSON a row."""

from dataclasses import replace
from typing import Any

import msgspec

from queue_server.content.applying import UnusableRowError
from queue_server.content.bounds import check_bounds
from queue_server.content.cleaning import line, paragraphs
from queue_server.content.formats.making import without_person
from queue_server.content.model import Record
from queue_server.content.tokens import normalise


def read_own(row: dict[str, Any], source: str) -> Record:
    """Return the record of a row, cleaned again; raises UnusableRowError telling what is wrong."""
    given = msgspec.convert(row | {"source": source}, Record)
    title = line(given.title)
    if not normalise(title):
        raise UnusableRowError("no title")
    check_bounds(given)
    prefix = f"{source}:"
    cleaned = replace(
        given,
        id=given.id if given.id.startswith(prefix) else prefix + given.id,
        title=title,
        summary=line(given.summary),
        employer=line(given.employer),
        place=line(given.place),
        address=line(given.address),
        paragraphs=tuple(part for each in given.paragraphs for part in paragraphs(each)),
        easy_read=tuple(part for each in given.easy_read for part in paragraphs(each)),
        media=tuple(replace(each, alt=line(each.alt)) for each in given.media),
    )
    return without_person(cleaned) if given.kind == "seeker" else cleaned
