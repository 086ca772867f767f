"""Putting words in: twelve keys over today's words, pinyin letters with candidates, handwriting."""

from dataclasses import replace

from kiosk.flow.frame import screen, strip, strip_untyped
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.own_screens import twelve_keys
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Told, Words
from kiosk.input_method.candidates import Candidate

LETTERS = "qwertyuiopasdfghjklzxcvbnm"
GROUPS = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")
"""Whoever listens chooses a letter in two steps, as on telephone keys: few things to go past."""

_OFFERED = {"XL": 2}
_OFFERED_ELSE = 4
_SHOWN_FEW_LINES = 8
_SHOWN = (6, 30)
"""How much of a long text is shown where one types: its end, less where there is little room."""
_WAYS = {"to-keys": "pad-to-keys", "to-writing": "pad-to-writing"}


def pad(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Search by the first letters of the pinyin on twelve keys, over today's own words."""
    if not visit.typed:
        field = words.node("typed", "field", "pad-empty")
    else:
        spaced = " ".join(visit.typed)
        field = words.node("typed", "field", "pad-typed", keys=spaced)
    found = visit.suggestions[:3]
    rows = [
        replace(
            words.plain(f"word-{place}", "row", one.text),
            value=words("facet-count", n=one.count),
            value_spoken=words.say("facet-count", n=one.count),
            position=(place + 1, len(found)),
        )
        for place, one in enumerate(found)
    ]
    if visit.typed and not found and not visit.busy:
        state, missing = words.node("matches", "status", "pad-no-match"), "pad-no-match"
    elif visit.typed:
        state = words.node("matches", "status", "pad-matches", n=len(visit.suggestions))
        missing = "loading"
    else:
        state, missing = words.node("matches", "status", "pad-note"), "pad-empty"
    if not found and not visit.busy:
        rows = _other_ways(known, words)
    main = strip_untyped(words, missing)
    if found:
        main = strip(words, "pad-use", text=found[0].text)
    return screen(
        words, visit.modes, "pad", "pad", words.node("title", "title", "pad-title"),
        [field, state, *rows, *twelve_keys(words, letters=True)], main, columns=3,
        summary=words.told_of([state]), busy=visit.busy,
    )  # fmt: skip


def _other_ways(known: Known, words: Words) -> list[Node]:
    """Offer letters and handwriting to whoever has typed nothing, or nothing that is found."""
    ways = ["to-keys", *(["to-writing"] if known.writes else [])]
    icons = {"to-keys": "keyboard", "to-writing": "write"}
    return [replace(words.node(way, "row", _WAYS[way]), icon=icons[way]) for way in ways]


def keys(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Type pinyin letter by letter; words are chosen by their number, the first by the strip."""
    typed = _letters(visit, words)
    erase = replace(words.node("key-erase", "key", "pad-erase"), icon="cancel")
    state, summary = _state(visit, words, "keys-note")
    return screen(
        words, visit.modes, "keys", "keys", words.node("title", "title", _title(visit)),
        [_field(visit, known, words), state, *_offered(visit, words), *typed, erase],
        _use(visit, words), columns=10, summary=summary, busy=visit.busy,
    )  # fmt: skip


def _letters(visit: Visit, words: Words) -> list[Node]:
    if not visit.modes.speech:
        return [_letter(letter, words) for letter in LETTERS]
    if visit.letters not in GROUPS:
        return [
            words.node(f"group-{group}", "key", "keys-group", first=group[0], last=group[-1])
            for group in GROUPS
        ]
    others = words.node("group-", "key", "keys-others")
    return [*(_letter(letter, words) for letter in visit.letters), others]


def _letter(letter: str, words: Words) -> Node:
    return replace(words.plain(f"key-{letter}", "key", letter), lang="en")


def writing(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Write with a finger; characters it looks like are chosen by their number."""
    ink = replace(words.node("ink", "ink", "writing-here"), strokes=visit.strokes)
    erase = replace(words.node("key-erase", "button", "writing-erase"), icon="undo")
    letters = replace(words.node("to-keys", "button", "writing-to-keys"), icon="keyboard")
    state, summary = _state(visit, words, "writing-note")
    return screen(
        words, visit.modes, "writing", "writing",
        words.node("title", "title", _title(visit, "writing-title")),
        [_field(visit, known, words), state, ink, *_offered(visit, words), erase, letters],
        _use(visit, words), columns=4, summary=summary, busy=visit.busy,
    )  # fmt: skip


def said_of_candidates(visit: Visit, words: Words) -> str:
    """Return what is said when words came: those offered, each with the number it is chosen by."""
    if not visit.candidates:
        return words.say("keys-nothing")
    offered = [node for node in _offered(visit, words) if node.role == "choice"]
    return words.sentences(
        *(words.say("cand-said", n=one.number, text=one.words) for one in offered)
    )


def _title(visit: Visit, key: str = "keys-title") -> str:
    return "own-words-title" if visit.writing_for == "own_words" else key


def _field(visit: Visit, known: Known, words: Words) -> Node:
    """What was entered, and behind it what is being typed; of a long text its end."""
    if not visit.entered and not visit.typed:
        return words.node("typed", "field", "pad-empty")
    most = _SHOWN[known.capacity.lines >= _SHOWN_FEW_LINES]
    entered = visit.entered if len(visit.entered) <= most else f"…{visit.entered[-most:]}"
    shown = f"{entered} {visit.typed}".strip()
    spoken = words.listed(
        words.say("entered", text=visit.entered) if visit.entered else "",
        words.say("pad-typed", keys=" ".join(visit.typed)) if visit.typed else "",
    )
    return words.plain("typed", "field", shown, spoken)


def _state(visit: Visit, words: Words, note: str) -> tuple[Node, Told]:
    node = words.node("matches", "status", note)
    if visit.candidates:
        node = words.node("matches", "status", "keys-matches", n=len(visit.candidates))
    elif (visit.typed or visit.strokes) and not visit.busy:
        node = words.node("matches", "status", "keys-nothing")
    return node, words.told_of([node])


def first_offered(visit: Visit) -> int | None:
    """Return which word the strip takes while one is being put in: the first of those shown."""
    if not visit.candidates or not (visit.typed or visit.strokes):
        return None
    return _pages(visit).first


def _pages(visit: Visit) -> Pages:
    size = _OFFERED.get(visit.modes.size, _OFFERED_ELSE)
    return Pages(total=len(visit.candidates), size=size, page=visit.page)


def _offered(visit: Visit, words: Words) -> list[Node]:
    """Words to choose from, with their place among all, and the way to more of them."""
    pages = _pages(visit)
    size = pages.size
    shown = visit.candidates[pages.first : pages.first + size]
    offered = [
        replace(
            _candidate(one, words),
            id=f"cand-{pages.first + place}",
            number=place + 1,
            position=(pages.first + place + 1, pages.total),
        )
        for place, one in enumerate(shown)
    ]
    return offered + (_more(pages, words) if pages.count > 1 else [])


def _more(pages: Pages, words: Words) -> list[Node]:
    first, last = pages.page == 0, pages.page == pages.count - 1
    back = words.node("page-previous", "button", "cands-previous")
    on = words.node("page-next", "button", "cands-next")
    return [
        replace(back, enabled=not first, why=words.say("page-first-why") if first else ""),
        replace(on, enabled=not last, why=words.say("page-last-why") if last else ""),
    ]


def _candidate(one: Candidate, words: Words) -> Node:
    """A word offered; what sounds like others is told by a word it stands in."""
    character = next((part for part in one.text if part in one.gloss), "")
    spoken = ""
    if character:
        spoken = words.say("gloss", text=one.text, word=one.gloss, character=character)
    return replace(words.plain("cand", "choice", one.text, spoken), lang="zh-CN")


def _use(visit: Visit, words: Words) -> Node:
    first = first_offered(visit)
    if first is not None:
        one = _candidate(visit.candidates[first], words)
        main = strip(words, "keys-pick", text=one.name)
        return replace(main, spoken=words.say("keys-pick", text=one.words), icon="confirm")
    if not visit.entered:
        return strip_untyped(words, "keys-empty", "strip-write")
    key = "own-words-use" if visit.writing_for == "own_words" else "pad-use"
    return replace(strip(words, key, text=visit.entered), icon="confirm")
