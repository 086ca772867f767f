"""Catalogues: every string a person reads or hears, per language, from Fluent files.

A message's value is the written form; its ``.spoken`` attribute, where present, is what is said
instead. Catalogues lie beside the code that uses them: ``<package>/texts/<language>.ftl``.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from hall.errors import HallError

Functions = Mapping[str, Callable[..., Any]]


class Texts:
    """One language's catalogue; unknown keys are an error, never an empty label."""

    def __init__(
        self, language: str, sources: Sequence[str], functions: Functions | None = None
    ) -> None:
        self.language = language
        # Messages without values are most of every screen; those with values are a visitor's.
        self._unchanging: dict[int, str] = {}
        self._bundle = FluentBundle(
            [language], use_isolating=False, functions=dict(functions or {})
        )
        for source in sources:
            self._bundle.add_resource(FluentResource(source))

    def __contains__(self, key: str) -> bool:
        return bool(self._bundle.has_message(key))

    def written(self, key: str, /, **values: object) -> str:
        """Return the written form of a message."""
        return self._format(key, self._message(key).value, values)

    def spoken(self, key: str, /, **values: object) -> str:
        """Return what is said for a message: its ``.spoken`` form, else the written one."""
        message = self._message(key)
        return self._format(key, message.attributes.get("spoken", message.value), values)

    def attribute(self, key: str, name: str, /, **values: object) -> str | None:
        """Return another form of a message (``hint``, ``easy``), or None where it has none."""
        pattern = self._message(key).attributes.get(name)
        return None if pattern is None else self._format(key, pattern, values)

    def _message(self, key: str) -> Any:
        if not self._bundle.has_message(key):
            raise HallError(f"catalogue {self.language} has no message {key!r}")
        return self._bundle.get_message(key)

    def _format(self, key: str, pattern: Any, values: Mapping[str, object]) -> str:
        if not values and (known := self._unchanging.get(id(pattern))) is not None:
            return known
        arguments = {name: _ungrouped(value) for name, value in values.items()}
        text, problems = self._bundle.format_pattern(pattern, arguments)
        if problems:
            raise HallError(f"catalogue {self.language}, message {key!r}: {problems[0]}")
        if not values:
            self._unchanging[id(pattern)] = str(text)
        return str(text)


def _ungrouped(value: object) -> object:
    """Numbers stand without a separator of thousands: 3200, in every language."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return fluent_number(value, useGrouping=False)
    return value


@lru_cache(maxsize=64)
def catalogue_source(package: str, language: str) -> str:
    """Return the text of ``<package>/texts/<language>.ftl``."""
    return (resources.files(package) / "texts" / f"{language}.ftl").read_text("utf-8")


def load_texts(language: str, *packages: str, functions: Functions | None = None) -> Texts:
    """Return the catalogue of a language from the packages' files, later ones first on conflict."""
    return Texts(language, [catalogue_source(package, language) for package in packages], functions)
