"""What a notice or alarm looks like on a hall screen in a browser (``static/board.css``).

A picture for the author, not the screen itself: the same colours, the same size of letters, the
same pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from displays.catalogue import catalogues, known_language
from displays.paging import units
from displays.preview import Caution
from displays.signs.lettering import draw_text, is_drawn, line_width
from displays.text_safety import safe_text
from queue_server.wire import Emergency, Notice

if TYPE_CHECKING:
    from PIL import Image

_WIDTH, _LINE_HEIGHT, _CELL = 1824, 124, 52
_ALARM_HEIGHT, _ALARM_CELL = 1026, 120
_BACKGROUND, _INK = (0x0C, 0x15, 0x19), (0xFF, 0xFF, 0xFF)
_DANGER = (0x7D, 0x0F, 0x14)
_SHORTEST_PAGE_S = 10.0
_MANY_PAGES = 4


@dataclass(frozen=True, slots=True)
class ScreenPreview:
    """Pictures with their seconds, and what to think about."""

    frames: tuple[tuple["Image.Image", float], ...]
    texts: tuple[str, ...]
    warnings: tuple[Caution, ...]


def screen_notice(notice: Notice, languages: Sequence[str]) -> ScreenPreview:
    """Return the pages of the notice line, one language after the other."""
    pages: list[str] = []
    warnings: list[Caution] = []
    for language in languages:
        text = " ".join(safe_text(notice.text.get(language, "")).split())
        if not text.strip():
            warnings.append(Caution("no-words", language))
            continue
        pages += _lines(text, _WIDTH, _CELL)
        lacking = [each for each in dict.fromkeys(text) if not is_drawn(each)]
        if lacking:
            warnings.append(Caution("no-picture", " ".join(lacking)))
    if len(pages) >= _MANY_PAGES:
        warnings.append(Caution("many-pages", str(len(pages))))
    seconds = max(_SHORTEST_PAGE_S, float(notice.dwell_s))
    frames = tuple((_drawn([page], _LINE_HEIGHT, _CELL, _BACKGROUND), seconds) for page in pages)
    return ScreenPreview(frames, tuple(pages), tuple(warnings))


def screen_alarm(emergency: Emergency, languages: Sequence[str]) -> ScreenPreview:
    """Return the whole screen, all languages at once."""
    lines: list[str] = []
    for language in languages:
        known = known_language(language)
        words = emergency.text.get(language) or (
            catalogues()(known).written(f"alarm-{emergency.kind}-1") if known else ""
        )
        lines += _lines(" ".join(safe_text(words).split()), _WIDTH, _ALARM_CELL)
    picture = _drawn(lines, _ALARM_HEIGHT, _ALARM_CELL, _DANGER)
    return ScreenPreview(((picture, _SHORTEST_PAGE_S),), tuple(lines), ())


def _lines(text: str, width: int, cell: int) -> list[str]:
    """Return a text in lines no wider than the screen, broken where it may be."""
    lines: list[str] = []
    for unit in units(text):
        if lines and line_width(lines[-1] + unit, cell) <= width:
            lines[-1] += unit
        else:
            lines.append(unit.lstrip())
    return [line.strip() for line in lines if line.strip()]


def _drawn(
    lines: Sequence[str], height: int, cell: int, background: tuple[int, int, int]
) -> "Image.Image":
    """Return lines in the middle of a picture; twice as large first, for smooth letters."""
    from PIL import Image

    image = Image.new("RGB", (2 * (_WIDTH + 96), 2 * height), background)
    step = round(cell * 1.3)
    top = (height - step * len(lines)) // 2 + (step - cell) // 2
    for number, line in enumerate(lines):
        draw_text(image, line, _INK, 96, 2 * (top + number * step), 2 * cell)
    return image.resize((_WIDTH + 96, height), Image.Resampling.LANCZOS)
