"""Words people use for the same work: a reviewed list, asked where a word itself finds little."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from queue_server.content.tokens import normalise


def synonyms_of(word: str) -> tuple[str, ...]:
    """Return other words for a word as it was asked for, none that it finds already."""
    return tuple(other for other in _groups().get(word, ()) if word not in other)


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    text = files("queue_server.content").joinpath("synonyms.toml").read_text("utf-8")
    return {
        normalise(word): tuple(normalise(other) for other in group if other != word)
        for group in tomllib.loads(text)["groups"]
        for word in group
    }
