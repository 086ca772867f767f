"""What must hold of opening hours: spans of a day, in order and apart; holidays that are dates."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from config.decoding import Faults
from config.site import Hours

_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


def check_hours(hours: Hours, faults: Faults) -> None:
    """Note what no calendar could be made of."""
    if not hours.always and not hours.week:
        faults.note("hall.hours", "no-hours")
    for day, spans in hours.week.items():
        _check_day(f"hall.hours.week.{day}", spans, faults)
    for holiday in hours.holidays:
        if not _is_date(holiday):
            faults.note("hall.hours.holidays", "date", value=holiday)


def is_span(text: str) -> bool:
    """Tell whether a text is a span within one day, such as ``09:00-12:00``."""
    return _SPAN.fullmatch(text) is not None and text[:5] < text[6:]


def _check_day(key: str, spans: Sequence[str], faults: Faults) -> None:
    for span in spans:
        if not is_span(span):
            faults.note(key, "span", value=span)
    for one, other in pairwise(sorted(span for span in spans if is_span(span))):
        if other[:5] < one[6:]:
            faults.note(key, "spans-overlap", one=one, other=other)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
