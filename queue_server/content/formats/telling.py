"""Why a row was refused, or a value left out, in a reader's language."""

from collections.abc import Mapping
from functools import lru_cache

from hall.texts import Texts, load_texts

LANGUAGES = ("zh-CN", "en")


def told(language: str, key: str, /, **values: object) -> str:
    """Return a message of this package's catalogue."""
    return _catalogues()[language].written(key, **values)


def english(key: str, /, **values: object) -> str:
    """Return the message as logs and answers of commands have it."""
    return told("en", key, **values)


@lru_cache(maxsize=1)
def _catalogues() -> Mapping[str, Texts]:
    return {
        language: load_texts(language, "queue_server.content.formats") for language in LANGUAGES
    }
