"""What each choice does while looking for work, courses and policies, and taking them along."""

from dataclasses import replace

from kiosk.flow.detail_screens import paragraphs
from kiosk.flow.effects import FindContent, OpenItem, PrintSlip
from kiosk.flow.going import back, go
from kiosk.flow.items import told
from kiosk.flow.paging import Next, results_from
from kiosk.flow.take_screens import SLIPS
from kiosk.flow.telling import Telling
from kiosk.flow.visit import SORTS, STATED, Known, Narrowing, Place, Search, Visit
from kiosk.flow.wording import Words
from kiosk.flow.work_screens import LEVELS, category_name, facet_values

_SERVICE_OF: dict[str, str] = {"job": "placement", "training": "training", "policy": "policy"}


def begin_work(visit: Visit) -> Next:
    """Begin to look for jobs, with what the visitor told of himself before in this visit."""
    search = Search(kind="job", chosen=visit.stated, busy=True)
    return Next(visit=replace(go(visit, "work"), search=search), effects=(FindContent(),))


def on_work(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose conditions, put in a word, or see what was found."""
    search = visit.search
    if node == "search":
        typing = replace(go(visit, "pad"), typed="", suggestions=(), writing_for="search")
        return Next(visit=typing)
    if node == "sort":
        following = SORTS[(SORTS.index(search.sort) + 1) % len(SORTS)]
        return _again(visit, replace(search, sort=following))
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
    """Choose a value of one condition; of a disability its level is asked for."""
    if not node.startswith("value-"):
        return None
    search = visit.search
    value = node.removeprefix("value-")
    if not value:
        return _narrowed(visit, known, ())
    names = {one.value: one.names for one in facet_values(search)}
    if value not in names:
        return None
    name = names[value].get(visit.modes.language) or next(iter(names[value].values()))
    if search.facet == "disability":
        kept = (*search.without("disability"), ("disability", value, name))
        asking = replace(visit, step="level", page=0, search=replace(search, chosen=kept))
        return Next(visit=asking)
    return _narrowed(visit, known, ((search.facet, value, name),))


def on_level(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose the level of the disability, or leave it unsaid."""
    if not node.startswith("level-"):
        return None
    search = replace(visit.search, facet="disability")
    told = node.removeprefix("level-")
    category = search.chosen_value("disability").partition(":")[0]
    words = Words(visit.modes.language)
    name = category_name(search, category, words)
    if told and told not in {str(one) for one in LEVELS}:
        return None
    value = f"{category}:{told}" if told else category
    called = words("level-of", category=name, n=int(told)) if told else name
    return _narrowed(replace(visit, search=search), known, (("disability", value, called),))


def _narrowed(visit: Visit, known: Known, chosen: tuple[Narrowing, ...]) -> Next:
    """Go back to the conditions with one of them chosen anew."""
    search = visit.search
    kept = (*search.without(search.facet), *chosen)
    stated = tuple(one for one in kept if one[0] in STATED)
    before = replace(back(visit, known).visit, stated=stated)
    return _again(before, replace(search, chosen=kept))


def _again(visit: Visit, search: Search) -> Next:
    fresh = replace(search, busy=True, wider=())
    return Next(visit=replace(visit, search=fresh), effects=(FindContent(),))


def searched(visit: Visit, text: str) -> Next:
    """Look for words, within the conditions chosen before."""
    chosen = visit.search.chosen if visit.search.kind == "job" else ()
    search = Search(kind="job", text=text, chosen=chosen, sort=visit.search.sort, busy=True)
    shown = replace(
        visit, step="results", search=search, history=(Place("home"), Place("work")), page=0,
        typed="", suggestions=(), entered="", candidates=(), strokes=(),
    )  # fmt: skip
    return Next(visit=shown, effects=(FindContent(),))


def on_results(visit: Visit, known: Known, node: str) -> Next | None:
    """Open what was found, look more widely, or change the conditions."""
    search = visit.search
    if node == "strip" and search.kind == "job":
        changing = replace(search, like=None, of=None, before=None, wider=())
        left = replace(visit, step="work", history=(Place("home"),), page=0, search=changing)
        if search.like is None and search.of is None:
            return Next(visit=left)
        return _again(left, changing)
    if node.startswith("widen-"):
        return _wider(visit, node.removeprefix("widen-"))
    if not node.startswith("row-"):
        return None
    item = node.removeprefix("row-")
    opened = replace(go(visit, "detail"), item=None, busy=True)
    return Next(visit=opened, effects=(OpenItem(search.kind, item),))


def _wider(visit: Visit, name: str) -> Next | None:
    search = visit.search
    if name == "text":
        wider = replace(search, text="")
    elif search.value_of(name) is not None:
        wider = replace(search, chosen=search.without(name))
    else:
        return None
    stated = tuple(one for one in wider.chosen if one[0] in STATED)
    return _again(replace(visit, stated=stated), replace(wider, answer=None, items=(), first=0))


def on_detail(visit: Visit, known: Known, node: str) -> Next | None:
    """Take a ticket for it, take it along, hear it whole, or see others like it."""
    item = visit.item
    if item is None:
        return None
    if node == "take" or (node == "strip" and item.kind == "fair"):
        return Next(visit=replace(go(visit, "take"), slip="none"))
    if node == "aloud":
        return Next(visit=replace(go(visit, "aloud"), reading_on=visit.modes.speech))
    if node == "like" and item.kind == "job":
        search = Search(kind="job", like=item, chosen=visit.stated, before=visit.search, busy=True)
        shown = replace(go(visit, "results"), search=search)
        return Next(visit=shown, effects=(FindContent(),))
    if node == "jobs" and item.kind == "fair":
        search = Search(kind="job", of=item, before=visit.search, busy=True)
        shown = replace(go(visit, "results"), search=search)
        return Next(visit=shown, effects=(FindContent(),))
    if node != "strip":
        return None
    if item.kind == "training":
        return Next(visit=replace(go(visit, "enrol"), slip="none"))
    return Next(visit=replace(go(visit, "needs"), service=_SERVICE_OF.get(item.kind)))


def on_aloud(visit: Visit, known: Known, node: str) -> Next | None:
    """Hear the next paragraph, this one again, or all that follow."""
    item = visit.item
    if item is None:
        return back(visit, known)
    last = visit.page >= len(paragraphs(item, visit.modes.language)) - 1
    if node == "strip":
        return back(visit, known) if last else Next(visit=replace(visit, page=visit.page + 1))
    if node == "aloud-again":
        return Next(visit=_heard(visit), again=True)
    if node == "aloud-on" and not last:
        return Next(visit=_heard(replace(visit, reading_on=True, page=visit.page + 1)))
    return None


def _heard(visit: Visit) -> Visit:
    """Whoever asks to hear something hears it: speech goes on where it was off."""
    return replace(visit, modes=replace(visit.modes, speech=True))


def on_enrol(visit: Visit, known: Known, node: str) -> Next | None:
    """Take a number for the window that enrols, or take the course along."""
    if node == "enrol-ticket":
        return Next(visit=replace(go(visit, "needs"), service=_SERVICE_OF["training"]))
    if node == "enrol-interest" and visit.item is not None:
        name, _ = told(visit.item, visit.modes.language)
        telling = Telling(kind="interest", about="course", course=(name, visit.item.id))
        return Next(visit=replace(go(visit, "tell-check"), telling=telling, slip="none"))
    return on_take(visit, known, node)


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
