"""Easy words: short sentences, four choices at most, the same things to do (A-71, A-72)."""

import re
from typing import TYPE_CHECKING

from fluent.syntax import ast, parse

from hall.texts import catalogue_source
from kiosk.flow.wording import Words

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

MOST = 15


async def test_a_71_four_choices_at_most_and_all_of_them_are_still_there(room: "Room") -> None:
    for node in ("start", "display", "set-easy", "home"):
        await room.touch(node)
    seen: list[str] = []
    for _ in range(2):
        choices = [node for node in room.core.model if node.number]
        assert len(choices) <= 4
        seen += [node.id for node in choices]
        if room.node("page-next").enabled:
            await room.touch("page-next")
    assert sorted(seen) == sorted(
        f"home-{name}" for name in ("ticket", "work", "training", "policy", "my", "hall")
    )


def test_a_72_an_easy_sentence_has_at_most_fifteen_characters() -> None:
    found = 0
    for entry in parse(catalogue_source("kiosk", "zh-CN")).body:
        if not isinstance(entry, ast.Message):
            continue
        for attribute in entry.attributes:
            if attribute.id.name != "easy":
                continue
            found += 1
            text = "".join(
                one.value if isinstance(one, ast.TextElement) else "99"
                for one in attribute.value.elements
            )
            for sentence in re.split("[。？！]", text):
                assert len(sentence.replace(" ", "")) <= MOST, (entry.id.name, sentence)
    assert found > 25


def test_easy_words_are_said_as_they_are_written() -> None:
    easy, usual = Words("zh-CN", easy=True), Words("zh-CN")
    assert easy("net-off") == easy.say("net-off") != usual("net-off")
    assert easy("home-title") == usual("home-title"), "what is easy already has one form"
