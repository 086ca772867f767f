"""What each choice does: the conversation as pure functions over the visit."""

from dataclasses import replace

from kiosk.flow import more, typing_steps, work_steps
from kiosk.flow.alarms import ALLOWED, concerning
from kiosk.flow.effects import (
    Act,
    CallStaff,
    ChangeNeeds,
    CheckIn,
    FindContent,
    LookUp,
    Refresh,
    TakeTicket,
)
from kiosk.flow.going import Chooser, back, go, home
from kiosk.flow.model import SIZES, THEMES, Modes
from kiosk.flow.own_screens import CODE_DIGITS, my_number
from kiosk.flow.paging import Next, turn
from kiosk.flow.visit import Kind, Known, Search, Step, Visit, is_alone

_MOST_DIGITS = 4


def choose(visit: Visit, known: Known, node: str, key: str) -> Next | None:
    """Return where a choice leads; None where the node means nothing on this step.

    ``key`` is a fresh idempotency key, used when a new ticket is asked for.
    """
    if concerning(known) is not None and node not in ALLOWED:
        return None
    if node in _FOOT:
        return _FOOT[node](visit, known, node)
    if node in ("page-next", "page-previous"):
        return turn(visit, known, 1 if node == "page-next" else -1)
    chooser = _STEPS.get(visit.step)
    chosen = chooser(visit, known, node) if chooser else None
    if chosen is not None and TakeTicket() in chosen.effects:
        return replace(chosen, visit=keyed(chosen.visit, key))
    return more.keyed(chosen, key) if chosen is not None else None


def keyed(visit: Visit, key: str) -> Visit:
    """Return the visit with a key for what it asks: the old one where that is still the same.

    An answer may have been lost on its way; asking again under the same key makes no second ticket.
    """
    asked = (visit.service, visit.needs, visit.modes.language)
    if visit.key and visit.key_for == asked:
        return visit
    return replace(visit, key=key, key_for=asked)


def cycled_size(modes: Modes) -> Modes:
    """Return the next text size."""
    return replace(modes, size=SIZES[(SIZES.index(modes.size) + 1) % len(SIZES)])


def cycled_theme(modes: Modes) -> Modes:
    """Return the next theme."""
    return replace(modes, theme=THEMES[(THEMES.index(modes.theme) + 1) % len(THEMES)])


# --- the foot


def _staff(visit: Visit, _known: Known, _node: str) -> Next:
    if visit.helped:
        return Next(visit=go(visit, "staff"))
    asked = replace(go(visit, "staff"), busy=True, assistance=None, assistance_failed=False)
    return Next(visit=asked, effects=(CallStaff(),))


def _reach(visit: Visit, _known: Known, _node: str) -> Next:
    modes = replace(visit.modes, reach=not visit.modes.reach)
    return Next(visit=replace(visit, modes=modes, page=0))


def _to(step: Step) -> Chooser:
    return lambda visit, _known, _node: Next(visit=go(visit, step))


_FOOT: dict[str, Chooser] = {
    "home": home,
    "staff": _staff,
    "reach": _reach,
    "display": _to("settings"),
    "language": _to("language"),
    "help": _to("help"),
    "back": back,
}


# --- the steps


def _on_idle(visit: Visit, _known: Known, node: str) -> Next | None:
    modes = visit.modes
    if node.startswith("start-"):
        modes = replace(modes, language=node.removeprefix("start-"))
    elif node != "start":
        return None
    return Next(visit=Visit(step="home", modes=modes), effects=(Refresh(),))


def _on_home(visit: Visit, known: Known, node: str) -> Next | None:
    kinds: dict[str, Kind] = {"home-training": "training", "home-policy": "policy"}
    steps: dict[str, Step] = {"home-ticket": "services", "home-my": "my", "home-hall": "hall"}
    if node in ("home-ticket", "home-my") and not known.services:
        return Next(visit=go(visit, "offline"), effects=(Refresh(),))
    if node == "home-my" and visit.ticket is not None and not is_alone(visit.ticket):
        return Next(visit=replace(visit, busy=True), effects=(LookUp(visit.ticket.number),))
    if node in steps:
        return Next(visit=go(visit, steps[node]))
    if node == "home-work":
        return work_steps.begin_work(visit)
    if node in kinds:
        search = Search(kind=kinds[node], busy=True)
        return Next(visit=replace(go(visit, "results"), search=search), effects=(FindContent(),))
    return None


def _on_services(visit: Visit, _known: Known, node: str) -> Next | None:
    if not node.startswith("service-"):
        return None
    return Next(visit=replace(go(visit, "needs"), service=node.removeprefix("service-")))


def _on_needs(visit: Visit, _known: Known, node: str) -> Next | None:
    if node == "strip":
        return Next(visit=go(visit, "confirm"))
    if not node.startswith("need-"):
        return None
    return Next(visit=replace(visit, needs=visit.needs ^ {node.removeprefix("need-")}))


def _on_my_needs(visit: Visit, known: Known, node: str) -> Next | None:
    if node != "strip":
        return _on_needs(visit, known, node)
    if visit.busy:
        return None
    return Next(visit=replace(visit, busy=True, acted=""), effects=(ChangeNeeds(),))


def _on_confirm(visit: Visit, _known: Known, node: str) -> Next | None:
    if node in _CHANGES:
        return Next(visit=go(visit, _CHANGES[node]))
    if node != "strip" or visit.busy:
        return None
    return Next(visit=replace(visit, busy=True), effects=(TakeTicket(),))


_CHANGES: dict[str, Step] = {"change-service": "services", "change-needs": "needs"}


def _on_issued(visit: Visit, _known: Known, node: str) -> Next | None:
    return Next(visit=go(visit, "leave")) if node == "strip" else None


def _on_leave(visit: Visit, _known: Known, node: str) -> Next | None:
    return Next(visit=visit, ends=True) if node == "strip" else None


def _on_found(visit: Visit, known: Known, node: str) -> Next | None:
    if node == "strip":
        return home(visit, known, node)
    if node == "act-cancel":
        return Next(visit=go(visit, "cancel"))
    if node == "act-needs":
        return Next(visit=go(visit, "my-needs"))
    event = node.removeprefix("act-")
    if event == node or visit.busy:
        return None
    return Next(visit=replace(visit, busy=True, acted=""), effects=(Act(event),))


def _on_cancel(visit: Visit, _known: Known, node: str) -> Next | None:
    if node != "strip" or visit.busy:
        return None
    return Next(visit=replace(visit, busy=True), effects=(Act("cancel"),))


def _on_my(visit: Visit, _known: Known, node: str) -> Next | None:
    if node == "strip":
        return Next(visit=replace(go(visit, "booked"), typed=""))
    if not node.startswith("service-"):
        return None
    service = node.removeprefix("service-")
    return Next(visit=replace(go(visit, "digits"), asked_service=service, typed="", found=None))


def _on_digits(visit: Visit, known: Known, node: str) -> Next | None:
    if node == "strip" and visit.typed and not visit.busy:
        return Next(visit=replace(visit, busy=True), effects=(LookUp(my_number(visit, known)),))
    if node == "key-erase":
        return Next(visit=replace(visit, typed=visit.typed[:-1]))
    if node.startswith("key-") and len(visit.typed) < _MOST_DIGITS:
        return Next(visit=replace(visit, typed=visit.typed + node.removeprefix("key-")))
    return None


def _on_booked(visit: Visit, _known: Known, node: str) -> Next | None:
    if node == "booked-show" and len(visit.typed) == CODE_DIGITS:
        return Next(visit=go(visit, "booked-show"))
    if node == "strip" and len(visit.typed) == CODE_DIGITS and not visit.busy:
        return Next(visit=replace(visit, busy=True), effects=(CheckIn(visit.typed),))
    if node == "key-erase":
        return Next(visit=replace(visit, typed=visit.typed[:-1]))
    if node.startswith("key-") and len(visit.typed) < CODE_DIGITS:
        return Next(visit=replace(visit, typed=visit.typed + node.removeprefix("key-")))
    return None


def _on_language(visit: Visit, known: Known, node: str) -> Next | None:
    if not node.startswith("language-"):
        return None
    modes = replace(visit.modes, language=node.removeprefix("language-"))
    return back(replace(visit, modes=modes), known)


def _onwards(visit: Visit, known: Known, node: str) -> Next | None:
    return back(visit, known) if node == "strip" else None


def _retry(visit: Visit, known: Known, node: str) -> Next | None:
    if node == "booked-show" and isinstance(visit.failed, CheckIn):
        return Next(visit=go(visit, "booked-show"))
    if node != "strip":
        return None
    again = visit.failed or Refresh()
    before = replace(back(visit, known).visit, failed=None)
    if isinstance(again, Refresh):
        return Next(visit=visit, effects=(again,))
    if isinstance(again, FindContent):
        before = replace(before, search=replace(before.search, busy=True))
    return Next(visit=replace(before, busy=True), effects=(again,))


def _on_refused(visit: Visit, known: Known, node: str) -> Next | None:
    if node == "booked-show":
        return Next(visit=go(visit, "booked-show"))
    return _to_home(visit, known, node)


def _to_home(visit: Visit, known: Known, node: str) -> Next | None:
    return home(visit, known, node) if node == "strip" else None


_STEPS: dict[Step, Chooser] = {
    "idle": _on_idle,
    "home": _on_home,
    "services": _on_services,
    "needs": _on_needs,
    "my-needs": _on_my_needs,
    "confirm": _on_confirm,
    "issued": _on_issued,
    "leave": _on_leave,
    "refused": _on_refused,
    "work": work_steps.on_work,
    "facet": work_steps.on_facet,
    "level": work_steps.on_level,
    "pad": typing_steps.on_pad,
    "keys": typing_steps.on_keys,
    "writing": typing_steps.on_writing,
    "results": work_steps.on_results,
    "detail": work_steps.on_detail,
    "aloud": work_steps.on_aloud,
    "enrol": work_steps.on_enrol,
    "take": work_steps.on_take,
    "code": _onwards,
    "my": _on_my,
    "digits": _on_digits,
    "booked": _on_booked,
    "booked-show": _onwards,
    "found": _on_found,
    "cancel": _on_cancel,
    "language": _on_language,
    "help": _onwards,
    "staff": _onwards,
    "offline": _retry,
    "end": _to_home,
    **more.CHOOSERS,
}
