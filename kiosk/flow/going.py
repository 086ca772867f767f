"""Going on, back and home: what every step has in common."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.flow.effects import Refresh
from kiosk.flow.paging import Next
from kiosk.flow.visit import Known, Place, Step, Visit

Chooser = Callable[[Visit, Known, str], Next | None]
"""What a choice does on a step; None where the node means nothing there."""


def go(visit: Visit, step: Step) -> Visit:
    """Return the visit one step on, remembering the way back."""
    if visit.step == step:
        return visit
    left = (*visit.history, Place(visit.step, visit.page))[-20:]
    return replace(visit, step=step, history=left, page=0, busy=False)


def back(visit: Visit, known: Known, _node: str = "back") -> Next:
    """Return the visit one step back; home is the first step."""
    if visit.step in ("idle", "home"):
        return Next(visit=visit)
    taken = visit.step == "issued" and visit.history and visit.history[-1].step == "confirm"
    if taken or visit.step in ("tell-done", "wish-done"):
        return home(visit, known, "home")  # it is done: there is nothing to go back into
    left = visit.history or (Place("home"),)
    before = left[-1]
    search = visit.search
    if visit.step == "results" and before.step == "detail" and search.before is not None:
        visit = replace(visit, item=search.like or search.of, search=search.before)
    return Next(
        visit=replace(visit, step=before.step, page=before.page, history=left[:-1], busy=False)
    )


def home(visit: Visit, _known: Known, _node: str = "home") -> Next:
    """Return the visit at its first choice; what was entered once is kept (A-75)."""
    begun = Visit(
        step="home",
        modes=visit.modes,
        needs=visit.needs,  # nothing entered once is asked again
        key=visit.key,
        key_for=visit.key_for,
        ticket=visit.ticket,
        paper=visit.paper,
        assistance=visit.assistance,  # somebody may be on the way
        stated=visit.stated,
        telling=visit.telling,
        own_words=visit.own_words,
    )
    return Next(visit=begun, effects=(Refresh(),))
