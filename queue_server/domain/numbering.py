"""Ticket numbers: a prefix and a counter per service day, never wrapping, never reused."""

from config.site import Site
from queue_server.domain.errors import refused

LAST_NUMBER = 9999


def last_ordinary(site: Site) -> int:
    """Return the last number the counter may give: below every kiosk's range and the slips."""
    kept = (kiosk.offline_range.first for kiosk in site.kiosks)
    return min([*kept, site.issuing.paper_first, LAST_NUMBER + 1]) - 1


def next_number(site: Site, prefix: str, last_given: int) -> int:
    """Return the number after the last one given; refuses ``numbers_used_up`` at the end."""
    following = last_given + 1
    if following > last_ordinary(site):
        raise refused("numbers_used_up", f"prefix {prefix} has no number left today")
    return following


def after_restoring(site: Site, last_given: int) -> int:
    """Return the number to go on from on a day whose last numbers a restored hall does not know.

    Half of them are left to those that are on paper already.
    """
    return max(last_given, last_ordinary(site) // 2)


def split_number(number: str) -> tuple[str, int]:
    """Return prefix and counter of a written number; raises ValueError where it is none."""
    prefix = number.rstrip("0123456789")
    return prefix, int(number[len(prefix) :])
