"""Which words of the catalogue a page's scripts may say: the page carries those and no others.

A script names what it says by literals: a whole key, a beginning that ends with a dash and is
completed by a code, or a kind whose choices are lettered. All three are found by reading the
script and what it brings along, once, when the server starts.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

_BROUGHT = re.compile(r'(?:from|import) "\./([\w-]+\.js)"')
_LITERAL = re.compile(r'"([a-z][\w.-]*)"')
_LETTERS = ("a", "b", "c")
FRAME = "frame.js"
"""Every page with a script has this one too."""


def words_for(scripts: Iterable[str], words: Mapping[str, str]) -> dict[str, str]:
    """Return what a page with these scripts may say, of all there is in a language."""
    named = _named(frozenset(scripts))
    begun = tuple(each for each in named if each.endswith("-"))
    lettered = {f"{each}-{letter}" for each in named for letter in _LETTERS}
    return {
        key: text
        for key, text in words.items()
        if key in named
        or key.startswith(begun)
        or key in lettered
        or key.removesuffix(".hint") in named
    }


def brought_by(scripts: Iterable[str]) -> set[str]:
    """Return scripts with all they bring along."""
    folder = resources.files("queue_server.web").joinpath("static")
    known: set[str] = set()
    waiting = [*scripts]
    while waiting:
        name = waiting.pop()
        if name not in known and folder.joinpath(name).is_file():
            known.add(name)
            waiting += _BROUGHT.findall(folder.joinpath(name).read_text("utf-8"))
    return known


@lru_cache(maxsize=64)
def _named(scripts: frozenset[str]) -> frozenset[str]:
    folder = resources.files("queue_server.web").joinpath("static")
    texts = [folder.joinpath(each).read_text("utf-8") for each in brought_by((*scripts, FRAME))]
    return frozenset(name for text in texts for name in _LITERAL.findall(text))
