"""What a sign shows while the hall is in danger: nothing else, in every language it can. Pure."""

from collections.abc import Callable, Sequence

from displays.catalogue import known_language
from displays.fitting import fit, fits
from displays.paging import paginate
from displays.playlist import Item, can_draw
from displays.signs.commands import Area, Colour, Page
from displays.signs.port import SignCapabilities
from hall.texts import Texts
from queue_server.wire import Emergency

_TURN_S = 4.0
_FORMS = (1, 2, 3)

TextsIn = Callable[[str], Texts]


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
    them. They do not flash: the words must be read.
    """
    colour = alarm_colour(usual, able)
    pages: list[Page] = []
    for forms in _wordings(emergency, texts, languages):
        if not can_draw(forms[0], able):
            continue
        pages += _pages(forms, area, able, colour)
    return [Item(page=page, seconds=_TURN_S) for page in pages]


def _pages(
    forms: Sequence[str], area: Area, able: SignCapabilities, colour: Colour | None
) -> Sequence[Page]:
    """Return what it is in the largest letters, then what to do; somebody's own words whole."""
    large = fit(forms, area, able, colour, frame="red")
    if len(forms) == 1:
        return (large.page,) if large.whole else paginate(forms[0], area, able, colour).pages
    smallest = able.cells[0]
    for form in forms:
        framed = fits(form, area, smallest, able, framed=True)
        if framed or fits(form, area, smallest, able):
            full = fit((form,), area, able, colour, frame="red" if framed else None)
            return tuple(dict.fromkeys((large.page, full.page)))
    return (large.page,)


def alarm_colour(usual: Colour | None, able: SignCapabilities) -> Colour | None:
    """Return a readable colour the sign does not usually show; None where it has none."""
    choice: tuple[Colour, ...] = ("white", "yellow", "red")
    return next((each for each in choice if each in able.colours and each != usual), None)


def _wordings(
    emergency: Emergency, texts: TextsIn, languages: Sequence[str]
) -> Sequence[Sequence[str]]:
    """Return the forms per language: the words of whoever declared it, else the catalogue's."""
    drill = emergency.kind == "drill"
    wordings: list[Sequence[str]] = []
    catalogued = {known_language(each) or "en" for each in languages} | {"en"}
    for language in dict.fromkeys((*languages, *sorted(catalogued))):
        own = emergency.text.get(language, "").strip()
        if own and drill:
            own = f"{texts(language).written('alarm-drill-3')} {own}"
        if own:
            wordings.append((own,))
        elif language in catalogued and not (emergency.text and not drill):
            words = texts(language)
            key = f"alarm-{emergency.kind}"
            wordings.append([words.written(f"{key}-{number}") for number in _FORMS])
    return wordings
