"""What a sign shows while the hall is in danger: nothing else, in every language it can. Pure."""

from collections.abc import Callable, Sequence

from displays.catalogue import known_language
from displays.fitting import Fitted, fit, fits
from displays.paging import paginate, seconds_for
from displays.playlist import Item, can_draw, drawn_as
from displays.signs.commands import Area, Colour, Page
from displays.signs.port import SignCapabilities
from displays.text_safety import safe_text
from hall.texts import Texts
from queue_server.wire import Emergency

_TURN_S = 4.0
_FORMS = (1, 2, 3)

TextsIn = Callable[[str], Texts]
Drawn = tuple[Page, int]
"""A page and how tall its letters are."""


def concerns(emergency: Emergency, zone: str) -> bool:
    """Tell whether a zone is in danger."""
    return not emergency.zones or zone in emergency.zones


def alarm_items(
    emergency: Emergency,
    area: Area,
    able: SignCapabilities,
    usual: Colour | None,
    texts: TextsIn,
    languages: Sequence[str],
) -> Sequence[Item]:
    """Return the pages of an alarm: words in turn by language, in a colour unlike the usual one.

    Words are drawn in the most readable colour; where the panel has it a red frame stands round
    them. They do not flash: the words must be read. There is always a page: own words the sign
    cannot draw give way to the catalogue's, and English ones every sign can draw. Before each page
    of own words comes what it is about, but never within a clause: "use the lift" is not what
    "do not use the lift" says.
    """
    colour = alarm_colour(usual, able)
    pages: list[Drawn] = []
    for language, own in _wordings(emergency, languages):
        forms = _forms(emergency.kind, texts, known_language(language))
        drawn = drawn_as(own, able)
        if own and drawn is not None:
            paged = paginate(drawn, area, able, colour, frame="red")
            headed = can_draw(forms[-1], able)
            headline = _drawn(fit(forms[-1:], area, able, colour, frame="red"))
            for number, page in enumerate(paged.pages):
                if headed and number not in paged.torn:
                    pages.append(headline)
                pages.append((page, paged.cell))
        elif (known_language(language) or not own) and can_draw(forms[0], able):
            pages += _pages(forms, area, able, colour)
    return [
        Item(page=page, seconds=max(_TURN_S, seconds_for(page)), cell=cell) for page, cell in pages
    ]


def _pages(
    forms: Sequence[str], area: Area, able: SignCapabilities, colour: Colour | None
) -> Sequence[Drawn]:
    """Return what it is in the largest letters, then what to do."""
    large = fit(forms, area, able, colour, frame="red")
    smallest = able.cells[0]
    for form in forms:
        framed = fits(form, area, smallest, able, framed=True)
        if framed or fits(form, area, smallest, able):
            full = fit((form,), area, able, colour, frame="red" if framed else None)
            return tuple(dict.fromkeys((_drawn(large), _drawn(full))))
    return (_drawn(large),)


def _drawn(fitted: Fitted) -> Drawn:
    return fitted.page, fitted.cell


def alarm_colour(usual: Colour | None, able: SignCapabilities) -> Colour | None:
    """Return a readable colour the sign does not usually show; None where it has none."""
    choice: tuple[Colour, ...] = ("white", "yellow", "red")
    return next((each for each in choice if each in able.colours and each != usual), None)


def _forms(kind: str, texts: TextsIn, language: str | None) -> Sequence[str]:
    """Return the catalogue's words for a danger, the fullest first."""
    words = texts(language or "en")
    return [words.written(f"alarm-{kind}-{number}") for number in _FORMS]


def _wordings(emergency: Emergency, languages: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return each language with the words of whoever declared it, empty for the catalogue's.

    English is always among them: it is what signs without Chinese letters can show.
    """
    wordings: dict[str, str] = {}
    for language in (*languages, *emergency.text, "en"):
        own = safe_text(emergency.text.get(language, ""))
        if own or known_language(language):
            wordings.setdefault(language, own)
    return tuple(wordings.items())
