"""Easy reading: few things at once, short sentences, no word nobody uses at home."""

import re
from dataclasses import replace

from kiosk.flow.model import Capacity, Modes
from tests.kiosk.proof.walking import Walk

_MOST_CHARACTERS = 15
_ENDS = re.compile(r"[。！？；，、：\n　]")
_FEW = Capacity(rows=4, tall_rows=4, items=4, tiles=4)
_HAN = re.compile(r"[\u3400-\u9fff]")


def test_a_71_easy_reading_offers_at_most_four_things(walked: Walk) -> None:
    for state in walked.states:
        screen = state.within(Modes(easy=True), replace(_FEW, lines=state.known.capacity.lines))
        if screen.layout in ("tiles", "list"):
            numbered = [node for node in screen.nodes if node.number is not None]
            assert len(numbered) <= 4, (state.visit.step, [node.id for node in numbered])


def test_a_72_easy_reading_has_short_sentences(walked: Walk) -> None:
    """The kiosk's own words; names of services, firms, places and the hall are what they are."""
    told = set()
    for state in walked.states:
        screen = state.within(Modes(easy=True), replace(_FEW, lines=12))
        for node in screen.in_zone("title", "content", "action"):
            if node.id.startswith(
                ("title", "row-", "word-", "service-", "zone-", "way-", "value-", "text-")
            ):
                continue
            for part in _ENDS.split(node.name):
                if len(_HAN.findall(part)) > _MOST_CHARACTERS:
                    told.add((screen.id, node.id, part))
    assert not told, "\n".join(map(str, sorted(told)))
