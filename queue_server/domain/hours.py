"""The hall's calendar: which civil day it is, and whether the hall serves."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.hours import serves, spans, times_of
from config.site import Site

__all__ = ["is_open", "local", "service_day", "spans", "times_of"]


def local(instant: datetime, site: Site) -> datetime:
    """Return the instant on the hall's wall clock."""
    return instant.astimezone(ZoneInfo(site.hall.time_zone))


def service_day(instant: datetime, site: Site) -> date:
    """Return the hall's civil date at an instant."""
    return local(instant, site).date()


def is_open(instant: datetime, site: Site) -> bool:
    """Tell whether the hall's hours include the instant."""
    return serves(site.hall.hours, local(instant, site))
