"""Our catalogue, and what every paper says alike: the time, the way to type a code."""

from datetime import datetime
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from hall.texts import Texts, catalogue_source
from printer.document import Size
from printer.profile import Profile

_WIDE_PAPER_DOTS = 448
_FIRST = "zh-CN"


def catalogue_languages() -> tuple[str, ...]:
    """Return the languages paper is worded in, Chinese first: those with a catalogue here."""
    files = (resources.files("printer") / "texts").iterdir()
    found = sorted(file.name.removesuffix(".ftl") for file in files if file.name.endswith(".ftl"))
    return (_FIRST, *(language for language in found if language != _FIRST))


LANGUAGES = catalogue_languages()


@lru_cache(maxsize=8)
def printer_texts(language: str) -> Texts:
    """Return our catalogue in a language, or in Chinese where we have none."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Texts(known, [catalogue_source("printer", known)])


def hall_size(profile: Profile) -> Size:
    """Return the size of the hall's name: smaller on narrow paper."""
    return "lead" if profile.width_dots >= _WIDE_PAPER_DOTS else "body"


def hall_time(at: datetime, texts: Texts) -> str:
    """Return a day and time; ``at`` is already in hall time."""
    return texts.written(
        "ticket-time", month=at.month, day=at.day, time=f"{at.hour:02}:{at.minute:02}"
    )


def typing_place(url: str, short: str, texts: Texts) -> str:
    """Return where a short code is typed, or nothing where there is none to type."""
    parts = urlsplit(url)
    if not (short and parts.netloc):
        return ""
    path = parts.path.rpartition("/")[0]
    return texts.written("ticket-type", address=f"{parts.netloc}{path}")
