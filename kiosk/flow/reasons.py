"""Why an item fits what this visitor told of himself, in words that claim no more than is known."""

from dataclasses import replace

from kiosk.flow.frame import note
from kiosk.flow.model import Node
from kiosk.flow.visit import Narrowing, Visit
from kiosk.flow.wording import Words
from queue_server import wire


def reasons_of(item: wire.ContentItem, visit: Visit, words: Words) -> list[Node]:
    """Return why an item fits; nothing where nothing was told. The hall's own reasons hold."""
    stated = visit.search.chosen or visit.stated
    lines = [
        replace(words.plain(f"reason-{place}", "text", words.named(one.names)), icon=_icon(one))
        for place, one in enumerate(item.reasons)
    ]
    if item.kind != "job" or lines:
        return lines
    disability = next((one for one in stated if one[0] == "disability"), None)
    return [_open_to(item, disability, words)] if disability is not None else []


def _icon(reason: wire.Label) -> str:
    """A reason has a heart; what is only still to be asked has not."""
    return "heart" if reason.value.startswith("reason") else "help"


def _open_to(item: wire.ContentItem, stated: Narrowing, words: Words) -> Node:
    """Tell whether a job is open to a category and level, or that one has to ask."""
    _, value, name = stated
    category, _, level = value.partition(":")
    if not item.disability_known:
        return note(words, "reason-0", "reason-ask", icon="help", name=name)
    levels = next((one.levels for one in item.disability if one.category == category), ())
    if levels and (not level or int(level) in levels):
        return note(words, "reason-0", "reason-open", icon="heart", name=name)
    return note(words, "reason-0", "reason-other", icon="notice", name=name)
