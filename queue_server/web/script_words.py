"""Which words of the catalogue a page's scripts may say: the page carries those and no others.

A script names what it says by literals: a whole key, a beginning that ends with a dash and is
completed by a code, or a kind whose choices are lettered. All three are found by reading the
script and what it brings along, once, when the server starts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

from hall.texts import Texts, catalogue_source

_BROUGHT = re.compile(r'(?:from|import) "\./([\w-]+\.js)"')
_LITERAL = re.compile(r'"([a-z][\w.-]*)"')
_LETTERS = ("a", "b", "c")
_ENTRY = re.compile(r"^([a-z][\w-]*) =(?:.*\n?)(?:(?![a-z#-]).*\n?)*", re.MULTILINE)
_HINT = re.compile(r"^ +\.hint =", re.MULTILINE)
_PLACE = re.compile(r"\{ \$(\w+)")
FRAME = "frame.js"
"""Every page with a script has this one too."""


class BrowserWords(Mapping[str, str]):
    """A catalogue as scripts read it: ``{name}`` where a value goes, ``key.hint`` for a hint.

    A message is made when it is first asked for: all of them take half a second.
    """

    def __init__(self, language: str) -> None:
        source = catalogue_source("queue_server", language)
        self._texts = Texts(language, [source])
        self._blanks: dict[str, object] = {name: f"{{{name}}}" for name in _PLACE.findall(source)}
        self._keys: dict[str, None] = {}
        for entry in _ENTRY.finditer(source):
            if not entry[1].startswith("signin-"):
                self._keys[entry[1]] = None
                if _HINT.search(entry[0]):
                    self._keys[f"{entry[1]}.hint"] = None

    def __getitem__(self, key: str) -> str:
        if key not in self._keys:
            raise KeyError(key)
        message, hint, _ = key.partition(".hint")
        if hint:
            return self._texts.attribute(message, "hint", **self._blanks) or ""
        return self._texts.written(key, **self._blanks)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@cache
def browser_words(language: str) -> BrowserWords:
    """Return the words of a language for scripts."""
    return BrowserWords(language)


def words_for(scripts: Iterable[str], words: Mapping[str, str]) -> dict[str, str]:
    """Return what a page with these scripts may say, of all there is in a language."""
    named = _named(frozenset(scripts))
    begun = tuple(each for each in named if each.endswith("-"))
    lettered = {f"{each}-{letter}" for each in named for letter in _LETTERS}
    return {
        key: words[key]
        for key in words
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
