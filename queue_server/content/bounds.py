"""What no item may exceed, whoever tells it (S-16): the last check before it is kept."""

from operator import attrgetter

from queue_server.content.applying import UnusableRowError
from queue_server.content.cleaning import line
from queue_server.content.model import EDUCATIONS, EMPLOYMENTS, FACTS, OCCUPATIONS, Record
from queue_server.content.regions import is_region

MOST_TITLE = 200
MOST_TEXT = 20_000
_LINES = ("summary", "employer", "place", "address", "requirements", "hours", "disability_text")
_MOST_LINE = 1000
_LISTS = ("tags", "fit", "media", "related", "facts")
_MOST_LIST = 100
_lines_of, _lists_of = attrgetter(*_LINES), attrgetter(*_LISTS)


def check_bounds(given: Record) -> None:
    """Raise UnusableRowError for a record too large, or with a code that does not exist."""
    _check_size(given)
    _check_codes(given)
    _check_media(given)


def _check_size(given: Record) -> None:
    if len(given.title) > MOST_TITLE:
        raise UnusableRowError(f"title of {len(given.title)} characters; at most {MOST_TITLE}")
    if max(map(len, _lines_of(given))) > _MOST_LINE:
        name = next(each for each in _LINES if len(getattr(given, each)) > _MOST_LINE)
        raise UnusableRowError(f"{name} of more than {_MOST_LINE} characters")
    told = sum(map(len, (*given.paragraphs, *given.easy_read, *given.fit)))
    if told > MOST_TEXT:
        raise UnusableRowError(f"description of {told} characters; at most {MOST_TEXT}")
    if max(map(len, _lists_of(given))) > _MOST_LIST:
        name = next(each for each in _LISTS if len(getattr(given, each)) > _MOST_LIST)
        raise UnusableRowError(f"more than {_MOST_LIST} {name}")


def _check_codes(given: Record) -> None:
    if given.region and not is_region(given.region):
        raise UnusableRowError(f"region {given.region[:20]!r} is not six digits")
    if given.facts and (unknown := set(given.facts) - set(FACTS)):
        raise UnusableRowError(f"unknown facts {sorted(unknown)[:5]}")
    if given.occupation and given.occupation not in OCCUPATIONS:
        raise UnusableRowError(f"unknown occupation {given.occupation[:20]!r}")
    if given.employment and given.employment not in EMPLOYMENTS:
        raise UnusableRowError(f"unknown employment {given.employment[:20]!r}")
    if given.education is not None and not 0 <= given.education < len(EDUCATIONS):
        raise UnusableRowError("education out of range")
    if not 0 <= given.disability < 1 << 28:
        raise UnusableRowError("disability is a mask of 28 bits")


def _check_media(given: Record) -> None:
    for each in given.media:
        if not line(each.alt):
            raise UnusableRowError(f"{each.url[:80]!r} has no alt: say in words what it shows")
        if not each.url.startswith(("https://", "http://")) and "/" in each.url:
            raise UnusableRowError(f"{each.url[:80]!r} is no address and no file's name")
