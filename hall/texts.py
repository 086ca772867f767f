"""Catalogues: every string a person reads or hears, per language, from Fluent files.

A message's value is the written form; its ``.spoken`` attribute, where present, is what is said
instead. Catalogues lie beside the code that uses them: ``<package>/texts/<language>.ftl``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from hall.errors import HallError

Functions = Mapping[str, Callable[..., Any]]
_ENTRY = re.compile(r"^(-?[A-Za-z][\w-]*) *=", re.MULTILINE | re.ASCII)
_NAMED = re.compile(r"-?[A-Za-z][\w-]*", re.ASCII)


class Texts:
    """One language's catalogue; unknown keys are an error, never an empty label.

    ``isolating`` puts values between U+2068 and U+2069, for languages written from the right.
    """

    def __init__(
        self,
        language: str,
        sources: Sequence[str],
        functions: Functions | None = None,
        *,
        isolating: bool = False,
    ) -> None:
        from fluent.runtime import FluentBundle  # large, and many a command shows no text

        self.language = language
        # Messages without values are most of every screen; those with values are a visitor's.
        self._unchanging: dict[int, str] = {}
        self._bundle = FluentBundle(
            [language], use_isolating=isolating, functions=dict(functions or {})
        )
        # Parsing a whole catalogue is a third of a second at every start; a screen needs ten of it.
        self._unread: dict[str, str] = {}
        for source in sources:
            for name, entry in _entries(source).items():
                self._unread.setdefault(name, entry)

    def __contains__(self, key: str) -> bool:
        self._read(key)
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

    def _read(self, key: str) -> None:
        """Parse an entry and all that it may refer to, when first asked for; from any thread."""
        if key not in self._unread:
            return
        from fluent.runtime import FluentResource

        found: dict[str, str] = {}
        wanted = [key]
        while wanted:
            name = wanted.pop()
            entry = self._unread.get(name)
            if entry is not None and name not in found:
                found[name] = entry
                wanted += _NAMED.findall(entry) if "{" in entry else ()
        self._bundle.add_resource(FluentResource("\n".join(found.values())))
        for name in found:
            self._unread.pop(name, None)  # only now: another thread may ask meanwhile

    def _message(self, key: str) -> Any:
        self._read(key)
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
        from fluent.runtime.types import fluent_number

        return fluent_number(value, useGrouping=False)
    return value


@lru_cache(maxsize=64)
def _entries(source: str) -> Mapping[str, str]:
    """Return the text of every message and term by its name, unparsed; of two the first counts."""
    starts = list(_ENTRY.finditer(source))
    ends = [*(one.start() for one in starts[1:]), len(source)]
    entries: dict[str, str] = {}
    for one, end in zip(starts, ends, strict=True):
        entries.setdefault(one[1], source[one.start() : end])
    return MappingProxyType(entries)


@lru_cache(maxsize=64)
def catalogue_source(package: str, language: str) -> str:
    """Return the text of ``<package>/texts/<language>.ftl``."""
    return (resources.files(package) / "texts" / f"{language}.ftl").read_text("utf-8")


def load_texts(language: str, *packages: str, functions: Functions | None = None) -> Texts:
    """Return the catalogue of a language from the packages' files, later ones first on conflict."""
    return Texts(language, [catalogue_source(package, language) for package in packages], functions)
