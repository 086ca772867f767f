"""Pages: turning them, and cutting them anew when more or less fits on a screen."""

from dataclasses import dataclass, replace

from kiosk.flow.effects import Effect, FindContent
from kiosk.flow.model import Capacity
from kiosk.flow.visit import Known, Step, Visit
from kiosk.flow.work_screens import facet_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Where a choice leads: the visit after it, and what to ask outside.

    ``ends`` the visit; ``again`` says the screen once more; ``focus`` is where one goes on.
    """

    visit: Visit
    effects: tuple[Effect, ...] = ()
    ends: bool = False
    again: bool = False
    focus: str = ""


def turn(visit: Visit, known: Known, by: int) -> Next | None:
    """Return the next or previous page of a list, or None where there is none."""
    search = visit.search
    if visit.step == "facet":
        last = -(-(len(facet_values(search)) + 1) // known.capacity.rows) - 1
        page = min(max(search.facet_page + by, 0), last)
        return Next(visit=replace(visit, search=replace(search, facet_page=page)))
    if visit.step == "results":
        first = search.first + by * known.capacity.items
        total = search.answer.total if search.answer else 0
        return results_from(visit, known, first) if 0 <= first < total else None
    return Next(visit=replace(visit, page=max(0, visit.page + by)))


def results_from(visit: Visit, known: Known, first: int) -> Next:
    """Return the results from an item on; what is not here yet is asked for."""
    search = replace(visit.search, first=first)
    following = search.answer.next if search.answer else None
    if following and first + known.capacity.items > len(search.items):
        waiting = replace(visit, search=replace(search, busy=True))
        return Next(visit=waiting, effects=(FindContent(following),))
    return Next(visit=replace(visit, search=search))


def fitted(visit: Visit, known: Known, capacity: Capacity) -> Next:
    """Return the visit when more or less fits on a screen: the same things stay in sight."""
    search = visit.search
    page = visit.page
    if visit.step in _LISTS:
        page = page * _per_page(visit.step, known.capacity) // _per_page(visit.step, capacity)
    facet_page = search.facet_page * known.capacity.rows // capacity.rows
    visit = replace(visit, page=page, search=replace(search, facet_page=facet_page))
    first = search.first // capacity.items * capacity.items
    if visit.step == "results":
        return results_from(visit, replace(known, capacity=capacity), first)
    whole = (
        max(0, len(search.items) // capacity.items - 1) * capacity.items
    )  # only pages that are here entirely
    return Next(visit=replace(visit, search=replace(visit.search, first=min(first, whole))))


def _per_page(step: Step, capacity: Capacity) -> int:
    if step in ("needs", "my-needs"):
        return capacity.tiles
    return capacity.tall_rows if step == "services" else capacity.rows


_LISTS: tuple[Step, ...] = ("services", "my", "needs", "my-needs", "work", "level")
