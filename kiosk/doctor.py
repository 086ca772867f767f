"""What of the kiosk works on this machine: fonts, drawing, keyboard of the display."""

import os
import subprocess
import sys
from dataclasses import dataclass

from hall.findings import Finding, Severity

_WITHIN_S = 60
_DRAW = """
from kiosk.ui.environment import prepare
prepare(320, 240, offscreen=True)
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RENDERER, glGetString
print(glGetString(GL_RENDERER).decode() if Window else "")
"""


@dataclass(frozen=True, slots=True)
class _Font:
    family: str
    package: str
    severity: Severity
    without: str


_FONTS = (
    _Font("Noto Sans CJK SC", "fonts-noto-cjk", "stops", "Chinese is not drawn as it should be"),
    _Font("Noto Naskh Arabic", "fonts-noto-core", "soon", "Uyghur and Kazakh show boxes"),
    _Font("Noto Sans Mongolian", "fonts-noto-core", "soon", "Mongolian shows boxes"),
    _Font("HanaMinA", "fonts-hanazono", "information", "very rare characters show boxes"),
)


def examine() -> list[Finding]:
    """Look for the fonts of every script shown, and open a window without a display."""
    return [*_fonts(), _drawing(), _display()]


def _fonts() -> list[Finding]:
    try:
        listed = subprocess.run(
            ["fc-list", ":", "family"],
            capture_output=True, text=True, timeout=_WITHIN_S, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        what = f"The fonts of this machine cannot be listed: {error}"
        return [
            Finding(id="kiosk.fonts", severity="stops", what=what, remedy="apt install fontconfig")
        ]
    here = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    found = [_missing(font) for font in _FONTS if font.family not in here]
    good = Finding(id="kiosk.fonts", severity="good", what="All fonts of the kiosk are here.")
    return found or [good]


def _missing(font: _Font) -> Finding:
    return Finding(
        id=f"kiosk.fonts.{font.package}",
        severity=font.severity,
        what=f"The font {font.family} is missing: {font.without}",
        remedy=f"apt install {font.package}",
    )


def _drawing() -> Finding:
    try:
        done = subprocess.run(
            [sys.executable, "-c", _DRAW],
            capture_output=True, text=True, timeout=_WITHIN_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return _cannot_draw(str(error))
    if done.returncode:
        return _cannot_draw(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "")
    renderer = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "an unnamed device"
    return Finding(id="kiosk.drawing", severity="good", what=f"Screens are drawn by {renderer}.")


def _cannot_draw(why: str) -> Finding:
    return Finding(
        id="kiosk.drawing",
        severity="stops",
        what=f"No window can be drawn: {why or 'the drawing process ended'}",
        remedy="apt install libegl1 libgl1 libmtdev1",
    )


def _display() -> Finding:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Finding(id="kiosk.display", severity="good", what="There is a display.")
    return Finding(
        id="kiosk.display",
        severity="information",
        what="There is no display in this session: a kiosk started here draws into memory.",
        remedy="Start it in the graphical session, or under Xvfb.",
    )
