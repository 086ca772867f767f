"""What each key does while words are put in: twelve keys, pinyin letters, handwriting."""

from dataclasses import replace

from kiosk.flow.effects import Recognise, Spell, Suggest
from kiosk.flow.going import back, go
from kiosk.flow.paging import Next
from kiosk.flow.typing_screens import first_offered
from kiosk.flow.visit import Known, Step, Visit
from kiosk.flow.work_steps import searched
from kiosk.input_method.candidates import Stroke

_MOST_TYPED = 12
_MOST_LETTERS = 30
_MOST_ENTERED = {"search": 20, "own_words": 300}
_MOST_STROKES = 40
_WAYS: dict[str, Step] = {"to-keys": "keys", "to-writing": "writing", "to-pad": "pad"}


def on_pad(visit: Visit, known: Known, node: str) -> Next | None:
    """Type with twelve keys, take a word, or put words in another way."""
    if node.startswith("key-"):
        return _typed(visit, node.removeprefix("key-"))
    if node in _WAYS:
        return Next(visit=_begun(visit, _WAYS[node]))
    place = 0 if node == "strip" else _place(node, "word-")
    if place is None or place >= len(visit.suggestions):
        return None
    return searched(visit, visit.suggestions[place].text)


def _begun(visit: Visit, step: Step) -> Visit:
    """Change to another way of putting words in; what was entered stays."""
    if visit.step in ("keys", "writing") and step in ("keys", "writing"):
        moved = replace(visit, step=step, page=0)  # one way back, however often it is changed
    else:
        moved = go(visit, step)
    return replace(moved, typed="", suggestions=(), candidates=(), strokes=(), letters="")


def _typed(visit: Visit, key: str) -> Next | None:
    typed = visit.typed[:-1] if key == "erase" else (visit.typed + key)[:_MOST_TYPED]
    if typed == visit.typed:
        return None
    found = replace(visit, typed=typed, busy=bool(typed))
    if not typed:
        return Next(visit=replace(found, suggestions=()))
    return Next(visit=found, effects=(Suggest(typed),))


def on_keys(visit: Visit, known: Known, node: str) -> Next | None:
    """Type pinyin letters, choose a word, or use what was entered."""
    if node.startswith("cand-"):
        return _chosen(visit, node)
    if node == "key-erase":
        return _erased(visit)
    if node.startswith("group-"):
        group = node.removeprefix("group-")
        focus = f"key-{group[0]}" if group else f"group-{visit.letters}"
        return Next(visit=replace(visit, letters=group), focus=focus)
    if node.startswith("key-") and len(visit.typed) < _MOST_LETTERS:
        spelled = _spelling(visit, visit.typed + node.removeprefix("key-"))
        focus = f"group-{visit.letters}" if visit.letters else ""
        return replace(spelled, visit=replace(spelled.visit, letters=""), focus=focus)
    return _finished(visit, known, node)


def on_writing(visit: Visit, known: Known, node: str) -> Next | None:
    """Choose a character, take a stroke back, or use what was entered."""
    if node.startswith("cand-"):
        return _chosen(visit, node)
    if node == "key-erase":
        return _erased(visit)
    return _finished(visit, known, node)


def stroked(visit: Visit, stroke: Stroke) -> Next | None:
    """Take a stroke of a finger."""
    if visit.step != "writing" or not stroke or len(visit.strokes) >= _MOST_STROKES:
        return None
    strokes = (*visit.strokes, stroke)
    written = replace(visit, strokes=strokes, page=0, busy=True)
    return Next(visit=written, effects=(Recognise(strokes),))


def _spelling(visit: Visit, letters: str) -> Next:
    fresh = replace(visit, typed=letters, page=0)
    if not letters:
        return Next(visit=replace(fresh, candidates=(), busy=False))
    return Next(visit=replace(fresh, busy=True), effects=(Spell(letters),))


def _erased(visit: Visit) -> Next | None:
    """Take back the last stroke, else the last letter, else the last character entered."""
    if visit.strokes:
        strokes = visit.strokes[:-1]
        fresh = replace(visit, strokes=strokes, page=0)
        if not strokes:
            return Next(visit=replace(fresh, candidates=(), busy=False))
        return Next(visit=replace(fresh, busy=True), effects=(Recognise(strokes),))
    if visit.typed:
        return _spelling(visit, visit.typed[:-1])
    if not visit.entered:
        return None
    return Next(visit=replace(visit, entered=visit.entered[:-1], candidates=()))


def _chosen(visit: Visit, node: str) -> Next | None:
    place = _place(node, "cand-")
    most = _MOST_ENTERED[visit.writing_for]
    if place is None or place >= len(visit.candidates):
        return None
    one = visit.candidates[place]
    if len(visit.entered) + len(one.text) > most:
        return None
    left = visit.typed[one.takes :].lstrip("'")
    fresh = replace(visit, entered=visit.entered + one.text, strokes=(), candidates=(), page=0)
    return _spelling(fresh, left if visit.step == "keys" else "")


def _finished(visit: Visit, known: Known, node: str) -> Next | None:
    if node in _WAYS:
        return Next(visit=_begun(visit, _WAYS[node]))
    first = first_offered(visit)
    if node == "strip" and first is not None:
        return _chosen(visit, f"cand-{first}")
    if node != "strip" or not visit.entered:
        return None
    if visit.writing_for == "search":
        return searched(visit, visit.entered)
    done = replace(
        back(visit, known).visit, own_words=visit.entered, entered="", typed="", candidates=(),
        strokes=(),
    )  # fmt: skip
    return Next(visit=done)


def _place(node: str, prefix: str) -> int | None:
    text = node.removeprefix(prefix)
    return int(text) if node.startswith(prefix) and text.isdigit() else None
