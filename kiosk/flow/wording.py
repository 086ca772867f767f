"""Nodes out of the catalogue: what is written and what is said come from one message."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from hall.texts import Texts, load_texts
from kiosk.flow.model import Node, Role
from voice.phrasing import phrase_functions

_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=4)
def kiosk_texts(language: str) -> Texts:
    """Return the kiosk's catalogue of a language."""
    return load_texts(language, "kiosk", functions=phrase_functions(language))


@lru_cache(maxsize=16)
def has_words(language: str) -> bool:
    """Tell whether the kiosk has a catalogue of a language: only such a one can be offered."""
    return (resources.files("kiosk") / "texts" / f"{language}.ftl").is_file()


@dataclass(frozen=True, slots=True)
class Told:
    """Words in their two forms."""

    written: str = ""
    spoken: str = ""


NOTHING = Told()


class Words:
    """One language's words, as nodes; ``easy`` takes the ``.easy`` form of what has one."""

    def __init__(self, language: str, *, easy: bool = False) -> None:
        self.language = language
        self.easy = easy
        self._texts = kiosk_texts(language)
        self._han = language.startswith("zh")

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the written form of a message."""
        return self._simple(key, values) or self._texts.written(key, **values)

    def say(self, key: str, /, **values: object) -> str:
        """Return what is said for a message."""
        return self._simple(key, values) or self._texts.spoken(key, **values)

    def _simple(self, key: str, values: Mapping[str, object]) -> str | None:
        return self._texts.attribute(key, "easy", **values) if self.easy else None

    def node(self, node_id: str, role: Role, key: str, **values: object) -> Node:
        """Return a node with a message's two forms."""
        return Node(
            id=node_id,
            role=role,
            name=self(key, **values),
            spoken=self.say(key, **values),
            lang=self.language,
        )

    def plain(self, node_id: str, role: Role, text: str, spoken: str = "") -> Node:
        """Return a node with words that are data (a job's title), tagged with their language."""
        return Node(id=node_id, role=role, name=text, spoken=spoken, lang=self.language_of(text))

    def language_of(self, text: str) -> str:
        """Return the language a voice must read words in: data are Chinese in every language."""
        return "zh-CN" if _HAN.search(text) else self.language

    def told(self, key: str, **values: object) -> Told:
        """Return both forms of a message."""
        return Told(self(key, **values), self.say(key, **values))

    def told_of(self, nodes: Iterable[Node]) -> Told:
        """Return nodes' words, a sentence each."""
        return self.telling(*(Told(node.name, node.words) for node in nodes))

    def telling(self, *parts: Told) -> Told:
        """Return parts as one sentence after another, in both forms."""
        return Told(
            self.sentences(*(part.written for part in parts)),
            self.sentences(*(part.spoken for part in parts)),
        )

    def listing(self, *parts: Told) -> Told:
        """Return parts as one clause after another, in both forms."""
        return Told(
            self.listed(*(part.written for part in parts)),
            self.listed(*(part.spoken for part in parts)),
        )

    def listed(self, *parts: str) -> str:
        """Return parts as one clause after another; empty ones are left out."""
        return ("，" if self._han else ", ").join(part for part in parts if part)

    def sentences(self, *parts: str) -> str:
        """Return parts as one sentence after another."""
        return ("。" if self._han else ". ").join(part for part in parts if part)

    def enumerated(self, parts: Iterable[str]) -> str:
        """Return equal things in a row."""
        return ("、" if self._han else ", ").join(parts)

    def named(self, names: Mapping[str, str]) -> str:
        """Return the name in this language, else in the first one given."""
        return names.get(self.language) or next(iter(names.values()), "")
