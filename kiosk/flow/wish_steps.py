"""What each choice does while a need for work is registered or withdrawn."""

from dataclasses import replace

from kiosk.flow.effects import FindContent, MatchWishes, OpenItem, RegisterNeed, WithdrawNeed
from kiosk.flow.going import go, home
from kiosk.flow.paging import Next
from kiosk.flow.telling import REFERENCE_DIGITS
from kiosk.flow.visit import Known, Search, Visit, Wishing


def on_consent(visit: Visit, _known: Known, node: str) -> Next | None:
    """Agree, or withdraw what was registered before."""
    if node == "withdraw":
        return Next(visit=replace(go(visit, "wish-withdraw"), typed="", wishing=Wishing()))
    if node != "strip":
        return None
    chosen = visit.search.chosen or visit.stated
    begun = replace(go(visit, "wish"), search=Search(kind="job", chosen=chosen, busy=True))
    return Next(visit=replace(begun, wishing=Wishing()), effects=(FindContent(),))


def on_wish(visit: Visit, _known: Known, node: str) -> Next | None:
    """Choose one wish, or see what answers them."""
    search = visit.search
    if node.startswith("facet-"):
        chosen = replace(search, facet=node.removeprefix("facet-"), facet_page=0)
        return Next(visit=replace(go(visit, "facet"), search=chosen))
    if node != "strip" or visit.busy:
        return None
    return Next(visit=replace(visit, busy=True), effects=(MatchWishes(),))


def on_matches(visit: Visit, _known: Known, node: str) -> Next | None:
    """Read a job, or register the need."""
    if node.startswith("row-"):
        opened = replace(go(visit, "detail"), item=None, busy=True)
        return Next(visit=opened, effects=(OpenItem("job", node.removeprefix("row-")),))
    if node != "strip" or visit.busy:
        return None
    return Next(visit=replace(visit, busy=True), effects=(RegisterNeed(),))


def on_done(visit: Visit, known: Known, node: str) -> Next | None:
    """Go on with something else."""
    return home(visit, known, node) if node == "strip" else None


def on_withdraw(visit: Visit, _known: Known, node: str) -> Next | None:
    """Type the number of the receipt and erase."""
    if node == "strip" and len(visit.typed) == REFERENCE_DIGITS and not visit.busy:
        return Next(visit=replace(visit, busy=True), effects=(WithdrawNeed(visit.typed),))
    known_no_more = replace(visit.wishing, unknown=False)
    if node == "key-erase":
        return Next(visit=replace(visit, typed=visit.typed[:-1], wishing=known_no_more))
    if node.startswith("key-") and len(visit.typed) < REFERENCE_DIGITS:
        typed = visit.typed + node.removeprefix("key-")
        return Next(visit=replace(visit, typed=typed, wishing=known_no_more))
    return None
