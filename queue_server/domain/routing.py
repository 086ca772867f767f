"""Which windows serve a visitor best: by the needs a window is fit for.

A preference, never a wall: who is left to some windows waits no longer than the hall allows
(``[routing] fit_minutes``), and not at all where none of them is here.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from config.site import Need, Site


def fitting_windows(needs: Iterable[Need], service: str, site: Site) -> tuple[str, ...]:
    """Return the windows of a service fit for the most of the needs; none where all are equal."""
    named = set(needs)
    if not named:
        return ()
    covered = {
        window.id: len(named & set(window.fit_for))
        for window in site.windows
        if service in window.services
    }
    most = max(covered.values(), default=0)
    best = tuple(window for window, count in covered.items() if count == most)
    return best if most and len(best) < len(covered) else ()


def left_until(came: datetime, suits: tuple[str, ...], site: Site) -> datetime | None:
    """Return until when a visitor is left to the windows that suit."""
    return came + timedelta(minutes=site.routing.fit_minutes) if suits else None
