"""What each choice does while looking for work, courses and policies, and taking them along."""

from dataclasses import replace

from kiosk.flow.content_screens import facet_values
from kiosk.flow.effects import FindContent, OpenItem, PrintSlip, Suggest
from kiosk.flow.going import back, go
from kiosk.flow.paging import Next, results_from
from kiosk.flow.take_screens import SLIPS
from kiosk.flow.visit import Known, Place, Search, Visit

_MOST_TYPED = 12
_SERVICE_OF: dict[str, str] = {"job": "placement", "training": "training", "policy": "policy"}


def on_work(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose conditions, type a word, or see what was found."""
    search = visit.search
    if node == "search":
        return Next(visit=replace(go(visit, "pad"), typed="", suggestions=()))
    if node == "strip":
        if search.answer is not None and not search.busy:
            return results_from(go(visit, "results"), known, 0)
        shown = replace(search, busy=True, answer=None)
        return Next(visit=replace(go(visit, "results"), search=shown), effects=(FindContent(),))
    if node.startswith("facet-"):
        name = node.removeprefix("facet-")
        return Next(
            visit=replace(go(visit, "facet"), search=replace(search, facet=name, facet_page=0))
        )
    return None


def on_facet(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose a value of one condition."""
    if not node.startswith("value-"):
        return None
    search = visit.search
    value = node.removeprefix("value-")
    kept = tuple(one for one in search.chosen if one[0] != search.facet)
    if value:
        names = {one.value: one.names for one in facet_values(search)}
        name = names.get(value, {}).get(visit.modes.language) or next(iter(names[value].values()))
        kept = (*kept, (search.facet, value, name))
    narrowed = replace(search, chosen=kept, busy=True)
    return Next(visit=replace(back(visit, known).visit, search=narrowed), effects=(FindContent(),))


def on_pad(visit: Visit, _known: Known, node: str) -> Next | None:
    """Type with twelve keys, or take a word."""
    if node.startswith("key-"):
        return _typed(visit, node.removeprefix("key-"))
    place = 0 if node == "strip" else _place(node, "word-")
    if place is None or place >= len(visit.suggestions):
        return None
    search = Search(
        kind="job", text=visit.suggestions[place].text, chosen=visit.search.chosen, busy=True
    )
    shown = replace(visit, step="results", search=search, typed="", suggestions=(), page=0)
    return Next(visit=shown, effects=(FindContent(),))


def _typed(visit: Visit, key: str) -> Next | None:
    typed = visit.typed[:-1] if key == "erase" else (visit.typed + key)[:_MOST_TYPED]
    if typed == visit.typed:
        return None
    found = replace(visit, typed=typed, busy=bool(typed))
    if not typed:
        return Next(visit=replace(found, suggestions=()))
    return Next(visit=found, effects=(Suggest(typed),))


def on_results(visit: Visit, known: Known, node: str) -> Next | None:
    """Open what was found, or change the conditions."""
    if node == "strip":
        return Next(visit=replace(visit, step="work", history=(Place("home"),), page=0))
    if not node.startswith("row-"):
        return None
    item = node.removeprefix("row-")
    opened = replace(go(visit, "detail"), item=None, busy=True)
    return Next(visit=opened, effects=(OpenItem(visit.search.kind, item),))


def on_detail(visit: Visit, _known: Known, node: str) -> Next | None:
    """Take a ticket for it, or take it along."""
    if node == "take" and visit.item is not None:
        return Next(visit=replace(go(visit, "take"), slip="none"))
    if node != "strip" or visit.item is None:
        return None
    return Next(visit=replace(go(visit, "needs"), service=_SERVICE_OF.get(visit.item.kind)))


def on_take(visit: Visit, known: Known, node: str) -> Next | None:
    """Print it, or show its code."""
    if node == "take-code":
        return Next(visit=go(visit, "code"))
    if node == "strip":
        return back(visit, known)
    kind = SLIPS.get(node)
    if kind is None or visit.slip == "printing":
        return None
    return Next(visit=replace(visit, slip="printing"), effects=(PrintSlip(kind),))


def _place(node: str, prefix: str) -> int | None:
    text = node.removeprefix(prefix)
    return int(text) if node.startswith(prefix) and text.isdigit() else None
