"""What of the kiosk works on this machine: fonts, drawing, keyboard of the display."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hall.errors import HallError
from hall.findings import Finding, Severity
from kiosk.folder import JOURNAL, default_folder
from kiosk.input_method.handwriting import Handwriting, open_handwriting
from kiosk.input_method.pinyin import PinyinDecoder, open_decoder
from kiosk.journal import read_journal
from kiosk.lockdown import examine_lockdown

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
    if find_spec("kivy") is None:
        what = "This machine is no kiosk: nothing that draws is installed."
        return [Finding(id="kiosk", severity="information", what=what)]
    own = [*_fonts(), _drawing(), _display(), *_writing(), _alone(default_folder())]
    return [*own, *examine_lockdown()]


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


def _writing(
    pinyin: Callable[[], PinyinDecoder | None] = open_decoder,
    handwriting: Callable[[], Handwriting | None] = open_handwriting,
) -> list[Finding]:
    """Whether words can be put in by letters and by hand."""
    found = [
        Finding(id=f"kiosk.{name}", severity="soon", what=what, remedy=f"apt install {packages}")
        for name, opened, what, packages in (
            ("pinyin", _opens(pinyin), "The dictionary for pinyin letters is missing: only words"
             " of today's content are offered.", "libgooglepinyin0"),
            ("handwriting", _opens(handwriting), "The model that reads handwriting is missing:"
             " writing by hand is not offered.", "libzinnia0 tegaki-zinnia-simplified-chinese"),
        )
        if not opened
    ]  # fmt: skip
    good = "Words can be put in by letters and by hand."
    return found or [Finding(id="kiosk.writing", severity="good", what=good)]


def _opens(make: Callable[[], PinyinDecoder | Handwriting | None]) -> bool:
    opened = make()
    if opened is not None:
        opened.close()
    return opened is not None


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


def _alone(folder: Path) -> Finding:
    """Whether this machine can keep tickets of its own, and whether any still wait for the hall."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            id="kiosk.alone",
            severity="stops",
            what=f"Nothing can be written to {folder}: cut off from the hall, a kiosk of this user"
            " gives no numbers.",
            remedy=f"Give this user {nearest}, or start the kiosk with --data.",
        )
    try:
        waiting = sum(1 for kept in read_journal(folder / JOURNAL) if kept.told is None)
    except HallError as error:
        return Finding(
            id="kiosk.alone", severity="soon", what=str(error), remedy=f"Look at {folder}."
        )
    if waiting:
        return Finding(
            id="kiosk.alone",
            severity="soon",
            what=f"Tickets of this machine not known to the hall yet: {waiting}.",
            remedy="Start the kiosk with the hall's server in reach: it tells them by itself.",
        )
    return Finding(
        id="kiosk.alone",
        severity="good",
        what="This machine can give numbers of its own while the hall is silent.",
    )
