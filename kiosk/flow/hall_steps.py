"""What each choice does among the hall's own things."""

from dataclasses import replace

from kiosk.flow.effects import FindContent, PrintNote
from kiosk.flow.going import back, go
from kiosk.flow.paging import Next
from kiosk.flow.visit import Known, Search, Step, Visit

_STEPS: dict[str, Step] = {
    "hall-way": "way",
    "hall-notices": "notices",
    "hall-tell": "tell",
    "hall-wish": "wish-consent",
    "hall-pages": "pages",
}


def on_hall(visit: Visit, _known: Known, node: str) -> Next | None:
    """Choose one of the hall's own things."""
    if node == "hall-fairs":
        shown = replace(go(visit, "results"), search=Search(kind="fair", busy=True))
        return Next(visit=shown, effects=(FindContent(),))
    return Next(visit=go(visit, _STEPS[node])) if node in _STEPS else None


def on_way(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose where to go."""
    if node == "strip":
        return back(visit, known)
    goal = node.removeprefix("to-")
    if goal == node:
        return None
    return Next(visit=replace(go(visit, "way-to"), bound_for=goal, slip="none"))


def on_way_to(visit: Visit, known: Known, node: str) -> Next | None:
    """Print the way, where this kiosk prints."""
    if node != "strip":
        return None
    if not known.prints:
        return back(visit, known)
    if visit.slip == "printing":
        return None
    return Next(visit=replace(visit, slip="printing"), effects=(PrintNote("way"),))


def on_pages(visit: Visit, known: Known, node: str) -> Next | None:
    """Open a page."""
    if node == "strip":
        return back(visit, known)
    page = node.removeprefix("page-of-")
    return Next(visit=replace(go(visit, "page"), reading=page)) if page != node else None


def on_page(visit: Visit, known: Known, node: str) -> Next | None:
    """Go back when it was read."""
    return back(visit, known) if node == "strip" else None
