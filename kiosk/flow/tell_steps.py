"""What each choice does while the hall is told something."""

from dataclasses import replace

from kiosk.flow.effects import AskStatus, SendTelling
from kiosk.flow.going import back, go, home
from kiosk.flow.paging import Next
from kiosk.flow.tell_screens import most_digits
from kiosk.flow.telling import POINTS, REFERENCE_DIGITS, STATEMENTS, Telling
from kiosk.flow.visit import Known, Step, Visit
from queue_server import wire

_FIRST: dict[str, Step] = {"rating": "rate", "questionnaire": "asked"}
_KINDS: tuple[wire.FeedbackKind, ...] = (*STATEMENTS, "rating", "questionnaire")


def on_tell(visit: Visit, _known: Known, node: str) -> Next | None:
    """Begin one kind of telling, or ask what became of an earlier one."""
    name = node.removeprefix("tell-")
    if node == "tell-status":
        return Next(visit=replace(go(visit, "status-pad"), typed=""))
    kind = next((each for each in _KINDS if each == name and node != name), None)
    if kind is None:
        return None
    kept = visit.telling
    telling = replace(kept, kind=kind) if kept.sent == "no" else Telling(kind=kind)
    own = visit.own_words if kept.sent == "no" else ""
    begun = replace(visit, telling=replace(telling, question=0), own_words=own, slip="none")
    return Next(visit=go(begun, _FIRST.get(kind, "tell-about")))


def on_about(visit: Visit, _known: Known, node: str) -> Next | None:
    """Choose what it is about; what was wrong is asked of complaints alone."""
    topic = node.removeprefix("about-")
    if topic == node or topic not in POINTS:
        return None
    points = visit.telling.points & frozenset(POINTS[topic])
    chosen = replace(visit, telling=replace(visit.telling, about=topic, points=points))
    ask = visit.telling.kind == "complaint" and POINTS[topic]
    return Next(visit=go(chosen, "tell-points" if ask else "tell-check"))


def on_points(visit: Visit, _known: Known, node: str) -> Next | None:
    """Choose what was wrong."""
    if node == "strip":
        return Next(visit=go(visit, "tell-check"))
    point = node.removeprefix("point-")
    if point == node:
        return None
    points = visit.telling.points ^ {point}
    return Next(visit=replace(visit, telling=replace(visit.telling, points=points)))


def on_rate(visit: Visit, _known: Known, node: str) -> Next | None:
    """Choose how good it was."""
    score = node.removeprefix("score-")
    if score == node or not score.isdigit():
        return None
    rated = replace(visit, telling=replace(visit.telling, score=int(score)))
    return Next(visit=go(rated, "tell-check"))


def on_asked(visit: Visit, known: Known, node: str) -> Next | None:
    """Answer a question, or pass it over; after the last one check."""
    questions = known.site.questions if known.site else ()
    telling = visit.telling
    if telling.question >= len(questions):
        return Next(visit=go(visit, "tell-check"))
    question = questions[telling.question]
    answers = telling.answers
    if node.startswith("answer-"):
        kept = tuple(one for one in answers if one[0] != question.id)
        answers = (*kept, (question.id, node.removeprefix("answer-")))
    elif node != "strip":
        return None
    place = telling.question + 1
    told = replace(visit, telling=replace(telling, answers=answers, question=place), page=0)
    if place < len(questions):
        return Next(visit=told, again=True)
    return Next(visit=go(told, "tell-check"))


def on_check(visit: Visit, _known: Known, node: str) -> Next | None:
    """Add own words or a number to call back, agree to publishing, or send."""
    telling = visit.telling
    if visit.busy:
        return None
    if node == "strip":
        sending = replace(telling, sent="sending")
        return Next(visit=replace(visit, busy=True, telling=sending), effects=(SendTelling(),))
    if node == "publish":
        changed = replace(telling, may_publish=not telling.may_publish)
        return Next(visit=replace(visit, telling=changed))
    if node == "phone":
        return Next(visit=replace(go(visit, "tell-phone"), typed=telling.contact))
    writing: dict[str, Step] = {"words-keys": "keys", "words-hand": "writing"}
    if node not in writing:
        return None
    entering = replace(visit, writing_for="own_words", entered=visit.own_words, typed="")
    return Next(visit=go(entering, writing[node]))


def on_phone(visit: Visit, known: Known, node: str) -> Next | None:
    """Type a number to call back."""
    if node == "strip" and visit.typed:
        told = replace(visit, telling=replace(visit.telling, contact=visit.typed), typed="")
        return back(told, known)
    return _typed(visit, node)


def on_done(visit: Visit, known: Known, node: str) -> Next | None:
    """Go on with something else."""
    return home(visit, known, node) if node == "strip" else None


def on_status_pad(visit: Visit, _known: Known, node: str) -> Next | None:
    """Type the number of a receipt and ask."""
    if node == "strip" and len(visit.typed) == REFERENCE_DIGITS and not visit.busy:
        return Next(visit=replace(visit, busy=True), effects=(AskStatus(visit.typed),))
    return _typed(visit, node)


def on_status(visit: Visit, known: Known, node: str) -> Next | None:
    """Go on with something else."""
    return home(visit, known, node) if node == "strip" else None


def _typed(visit: Visit, node: str) -> Next | None:
    if node == "key-erase":
        return Next(visit=replace(visit, typed=visit.typed[:-1]))
    if node.startswith("key-") and len(visit.typed) < most_digits(visit):
        return Next(visit=replace(visit, typed=visit.typed + node.removeprefix("key-")))
    return None
