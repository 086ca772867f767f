"""Whether people at the farthest place can read a sign's number (A-85). Pure but for the fonts.

A called number has to be seen under 0.7 degrees: 12.2 mm for each metre. The hall says how far a
sign is read (``distance_m``) and how far apart its dots are (``pitch_mm``).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from config.site import Sign, Site
from displays.catalogue import catalogues
from displays.fitting import fit
from displays.lines import examine_lines
from displays.sign_plan import CALL_FORMS
from displays.signs.commands import Area, Colour
from displays.signs.contrast import LEAST, contrast
from displays.signs.lettering import font
from displays.signs.port import SignCapabilities
from displays.signs.registry import family
from hall.errors import DeviceError, HallError
from hall.findings import Finding, Severity

_ANGLE = math.radians(0.7)
_LETTER_DOTS = 7
_CAPITAL = 0.733
_EXAMPLE = {"number": "A017", "window": "3"}


def needed_mm(distance_m: float) -> float:
    """Return how high a number must be to be read from that far."""
    return 2000 * distance_m * math.tan(_ANGLE / 2)


def readable_to_m(height_mm: float) -> float:
    """Return from how far a number of that height can be read."""
    return height_mm / needed_mm(1.0)


@lru_cache(maxsize=16)
def number_dots(cell: int, letter_width: int | None) -> int:
    """Return how many dots high digits are in a font; letter-only signs have seven."""
    if letter_width is not None:
        return _LETTER_DOTS
    try:
        _, top, _, bottom = font(cell).getbbox("0", mode="1", anchor="ls")
    except DeviceError:  # a server needs no fonts; this is the height of the usual one
        return round(_CAPITAL * cell)
    return round(bottom - top)


def legible(able: SignCapabilities, pitch_mm: float, distance_m: float) -> SignCapabilities:
    """Return what a sign can do with those fonts that are read from its distance.

    Where none is, the sign keeps all: too small a number is better than none.
    """
    cells = tuple(
        cell
        for cell in able.cells
        if number_dots(cell, able.letter_width) * pitch_mm >= needed_mm(distance_m)
    )
    return replace(able, cells=cells or able.cells)


def examine_site(site: Site) -> list[Finding]:
    """Return what is to be said of the signs of a site, all good news left out."""
    each = [finding for sign in site.signs for finding in examine_sign(sign, site.hall.languages)]
    return [*examine_lines(site.signs), *each]


def examine_sign(sign: Sign, languages: Sequence[str]) -> list[Finding]:
    """Return whether a call fits a sign, is tall enough and bright enough, and what to do."""
    try:
        found = family(sign.family)
        able = found.capabilities(found.profile(sign.profile))
    except HallError as error:
        remedy = "Correct family and profile; `hall90 display families` lists them"
        return [_finding(sign, "family", "stops", str(error), remedy)]
    findings: list[Finding] = []
    x, y, width, height = sign.area
    area = Area(x=x, y=y, width=max(1, width), height=max(1, height))
    if sign.pitch_mm is not None and sign.distance_m is not None:
        able = legible(able, sign.pitch_mm, sign.distance_m)
    plain = able.charset == "ascii" and able.content == "text"
    texts = catalogues()("en" if plain else languages[0])
    fitted = fit([texts.written(key, **_EXAMPLE) for key in CALL_FORMS], area, able)
    if not fitted.whole:
        what = f"{width}x{height} dots are too few: even the shortest call has to scroll"
        findings.append(_finding(sign, "size", "soon", what, "Give the sign at least 48x16 dots"))
    findings += _height(sign, able, fitted.cell)
    if sign.colour is not None and contrast(sign.colour) < LEAST:
        findings.append(_colour(sign, able, sign.colour))
    return findings


def _height(sign: Sign, able: SignCapabilities, cell: int) -> list[Finding]:
    if sign.pitch_mm is None or sign.distance_m is None:
        what = "nobody can tell whether its letters are tall enough"
        remedy = "Measure and write pitch_mm and distance_m"
        return [_finding(sign, "measures", "information", what, remedy)]
    height = number_dots(cell, able.letter_width) * sign.pitch_mm
    needed = needed_mm(sign.distance_m)
    if height >= needed:
        return []
    what = (
        f"its numbers are {height:.0f} mm high; from {sign.distance_m:g} m people need "
        f"{needed:.0f} mm (A-85), these are read from {readable_to_m(height):.1f} m"
    )
    remedy = "Hang a second sign or a board nearer, or a sign with more or wider-set dots"
    return [_finding(sign, "height", "soon", what, remedy)]


def _colour(sign: Sign, able: SignCapabilities, colour: Colour) -> Finding:
    better = max(able.colours or (colour,), key=contrast)
    what = f"{colour} reaches {contrast(colour):.1f}:1 against the dark panel, numbers need 10:1"
    remedy = f'Write colour = "{better}", or leave it out if the panel has one colour only'
    return _finding(sign, "colour", "information", what, remedy)


def _finding(sign: Sign, kind: str, severity: Severity, what: str, remedy: str) -> Finding:
    return Finding(
        id=f"sign-{kind}-{sign.id}",
        severity=severity,
        what=f"Sign {sign.id}: {what}",
        remedy=remedy,
    )
