"""The languages a visitor's page can be read in: a language is a catalogue file.

Ours lie in ``queue_server/texts``; a hall puts its own, or a native reader's better words for one
of ours, into ``texts`` beside its data. What the site offers of them is chosen on the page. A
message a language has not stands there in Chinese and is marked so, as a screen reader must know.
"""

import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from litestar import Request
from markupsafe import Markup, escape

from config.site import Names, Site
from hall.errors import HallError
from hall.texts import Texts, catalogue_source
from queue_server.web.pages import LANGUAGE_COOKIE

FIRST = "zh-CN"
_PACKAGE = "queue_server"
_SCRIPTS = {"ARABIC": "Arab", "MONGOLIAN": "Mong", "CYRILLIC": "Cyrl", "LATIN": "Latn"}
_WRITTEN = {"zh": "Hans", "en": "Latn", "ug": "Arab", "kk": "Cyrl", "mn": "Cyrl"}
"""In which script a language is taken to be written where its tag does not say."""
_LOG = logging.getLogger(__name__)
_Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """``tag`` is the site's word for it, ``lang`` that for browsers, with the script.

    ``columns``: written from top to bottom, in columns from left to right.
    """

    tag: str
    lang: str
    name: str
    direction: Literal["ltr", "rtl"]
    columns: bool
    texts: Texts


class Languages:
    """All catalogues there are for visitors' pages; those of the hall are read as they change."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._ours = tuple(
            file.name.removesuffix(".ftl")
            for file in resources.files(_PACKAGE).joinpath("texts").iterdir()
            if file.name.endswith(".ftl")
        )
        self._read: dict[str, tuple[int, Language]] = {}

    def known(self, tag: str) -> Language | None:
        """Return a language by its tag, or None where there is no catalogue of it."""
        file = self._own / f"{tag}.ftl"
        try:
            stamp = file.stat().st_mtime_ns
        except OSError:
            stamp = 0
        if not stamp and tag not in self._ours:
            return None
        kept = self._read.get(tag)
        if kept is None or kept[0] != stamp:
            kept = stamp, self._made(tag, file if stamp else None)
            self._read[tag] = kept
        return kept[1]

    def offered(self, site: Site) -> tuple[Language, ...]:
        """Return what the hall's pages can be read in: the site's languages with a catalogue."""
        found = (self.known(tag) for tag in site.hall.languages)
        return tuple(each for each in found if each is not None) or (self.first,)

    @property
    def first(self) -> Language:
        """Chinese, which has every message."""
        known = self.known(FIRST)
        assert known is not None  # noqa: S101  it is one of ours
        return known

    def _made(self, tag: str, file: Path | None) -> Language:
        sources = [catalogue_source(_PACKAGE, tag)] if tag in self._ours else []
        if file is not None:
            try:
                sources.insert(0, file.read_text("utf-8"))
            except (OSError, UnicodeDecodeError) as fault:
                _LOG.warning("catalogue not read", extra={"file": file.name, "fault": str(fault)})
        return described(tag, sources)


def described(tag: str, sources: list[str]) -> Language:
    """Return a language from its catalogues; its own name tells script and direction."""
    plain = Texts(tag, sources)
    key = f"language-{tag}"
    name = plain.written(key) if key in plain else tag
    script = _script(name)
    direction = "rtl" if _from_the_right(name) else "ltr"
    return Language(
        tag=tag,
        lang=_marked(tag, script),
        name=name,
        direction="rtl" if direction == "rtl" else "ltr",
        columns=script == "Mong",
        texts=Texts(tag, sources, isolating=True) if direction == "rtl" else plain,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one page says, in one language and else in Chinese."""

    language: Language
    chinese: Language

    def __call__(self, key: str, /, **values: object) -> Markup:
        """Return a message as markup: values isolated, Chinese marked where it stands in."""
        text, spoken = self._found(key, values)
        return self._own(_isolated(text)) if spoken is self.language else _foreign(text, spoken)

    def plain(self, key: str, /, **values: object) -> str:
        """Return a message where no markup can stand, as in a title."""
        return self._found(key, values)[0]

    def lang(self, key: str) -> str:
        """Return the attribute for an element that holds nothing but ``plain`` of a message."""
        spoken = self.language if key in self.language.texts else self.chinese
        return "" if spoken is self.language else spoken.lang

    def named(self, names: Names) -> Markup:
        """Return a name of the site, marked where the site has it in another language only."""
        if own := names.get(self.language.tag):
            return self._own(escape(own))
        tag, text = next(iter(names.items()), (FIRST, ""))
        return Markup('<bdi lang="{}">{}</bdi>').format(tag, text)

    def name(self, names: Names) -> str:
        """Return the same without markup."""
        return names.get(self.language.tag) or next(iter(names.values()), "")

    def _found(self, key: str, values: Mapping[str, object]) -> tuple[str, Language]:
        texts = self.language.texts
        if key in texts:
            try:
                return texts.written(key, **values), self.language
            except HallError as fault:  # a hall's own file may ask for values there are not
                _LOG.warning("message not usable", extra={"fault": str(fault)})
        return self.chinese.texts.written(key, **values), self.chinese

    def _own(self, text: Markup) -> Markup:
        """Let a sentence stand in columns where the language is written so."""
        return (
            Markup('<span class="column">{}</span>').format(text) if self.language.columns else text
        )


def language_for(
    request: _Asked, offered: tuple[Language, ...], ticket: tuple[str, ...] = ()
) -> Language:
    """Return which a visitor reads: asked for, else chosen, else the ticket's, else the browser's.

    A ticket's counts only where somebody chose it: the hall's first is every ticket's.
    """
    by_tag = {each.tag: each for each in offered}
    first = next(iter(by_tag))
    wanted = [request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
    wanted += [each for each in ticket[:1] if each != first]
    for tag in wanted:
        if tag in by_tag:
            return by_tag[str(tag)]
    for part in request.headers.get("accept-language", "").split(","):
        spoken = part.partition(";")[0].strip().lower().split("-")[0]
        for each in offered:
            if spoken and each.tag.lower().split("-")[0] == spoken:
                return each
    return by_tag.get(FIRST) or by_tag[first]


def _foreign(text: str, spoken: Language) -> Markup:
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(spoken.lang, text)


def _isolated(text: str) -> Markup:
    marked = str(escape(text)).replace("\u2068", "<bdi>").replace("\u2069", "</bdi>")
    return Markup(marked)  # noqa: S704  escaped in the line before


def _from_the_right(name: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in name)
    return next((each in {"R", "AL"} for each in strong if each in {"L", "R", "AL"}), False)


@lru_cache(maxsize=64)
def _script(name: str) -> str:
    for char in name:
        for word, script in _SCRIPTS.items():
            if unicodedata.name(char, "").startswith(word):
                return script
    return ""


def _marked(tag: str, script: str) -> str:
    base = tag.split("-")[0].lower()
    if not script or "-" in tag or _WRITTEN.get(base, script) == script:
        return tag
    return f"{base}-{script}"
