"""Words into boxes: breaking by sense of the script, stepping down before anything is cut."""

from collections.abc import Sequence
from typing import Protocol

from kiosk.layout.drawing import Align, Box, Paint, Words

_ELLIPSIS = "…"


class Measure(Protocol):
    """How text is measured; the same engine draws it."""

    def width(self, text: str, em: int, *, bold: bool, lang: str) -> int:
        """Return the width of one line."""
        ...

    def lines(self, text: str, em: int, *, bold: bool, lang: str, within: int) -> tuple[str, ...]:
        """Break text at a width; newlines break too."""
        ...

    def forget(self) -> None:
        """Remember no text that was measured: it may be a visitor's."""
        ...


class Fitter:
    """Sets text of one language for one window."""

    def __init__(self, measure: Measure, least_em: int) -> None:
        self._measure = measure
        self._least = least_em

    def width(self, text: str, em: int, *, bold: bool = False, lang: str = "zh-CN") -> int:
        """Return the width of one line."""
        return self._measure.width(text, em, bold=bold, lang=lang)

    def lines(
        self, text: str, em: int, within: int, *, bold: bool = False, lang: str = "zh-CN"
    ) -> tuple[str, ...]:
        """Break text, evening out a last line of one or two characters."""
        lines = self._measure.lines(text, em, bold=bold, lang=lang, within=within)
        if len(lines) < 2 or len(lines[-1].strip()) > 2:
            return lines
        for step in (1, 2, 3):
            narrower = within - step * em
            if narrower < em * 4:
                break
            again = self._measure.lines(text, em, bold=bold, lang=lang, within=narrower)
            if len(again) == len(lines) and len(again[-1].strip()) > 2:
                return again
        return lines

    def set(
        self,
        text: str,
        box: Box,
        em: int,
        colour: Paint,
        *,
        bold: bool = False,
        align: Align = "left",
        lang: str = "zh-CN",
        leading: float = 1.35,
        most: int = 1,
        middle: bool = True,
    ) -> Words:
        """Return the text in a box: at most ``most`` lines, stepping down to the least size.

        What still finds no room is shortened and marked so. ``middle`` centres it in the height.
        """
        for size in self._sizes(em):
            step = round(size * leading)
            if step > box.height and size > self._least:
                continue
            room = min(most, max(1, box.height // step))
            lines = self.lines(text, size, box.width, bold=bold, lang=lang)
            if len(lines) <= room and self._narrow(lines, size, box.width, bold, lang):
                return _words(lines, box, size, step, colour, bold, align, lang, middle)
        size = self._sizes(em)[-1]
        step = round(size * leading)
        room = min(most, max(1, box.height // step))
        lines = self.lines(text, size, box.width, bold=bold, lang=lang)
        kept = self._shortened(lines, room, size, box.width, bold, lang)
        return _words(kept, box, size, step, colour, bold, align, lang, middle, shortened=True)

    def _sizes(self, em: int) -> list[int]:
        sizes = [em]
        while sizes[-1] > self._least:
            sizes.append(max(self._least, round(sizes[-1] * 0.92)))
        return sizes

    def _narrow(self, lines: Sequence[str], em: int, within: int, bold: bool, lang: str) -> bool:
        widths = (self._measure.width(line.rstrip(), em, bold=bold, lang=lang) for line in lines)
        return all(width <= within for width in widths)

    def _shortened(
        self, lines: Sequence[str], room: int, em: int, within: int, bold: bool, lang: str
    ) -> tuple[str, ...]:
        kept = [line.rstrip() for line in lines[:room]]
        last = kept[-1]
        while last and self._measure.width(last + _ELLIPSIS, em, bold=bold, lang=lang) > within:
            last = last[:-1]
        return (*kept[:-1], last + _ELLIPSIS)


def _words(
    lines: Sequence[str],
    box: Box,
    em: int,
    step: int,
    colour: Paint,
    bold: bool,
    align: Align,
    lang: str,
    middle: bool,
    shortened: bool = False,
) -> Words:
    height = step * len(lines)
    top = box.top + (max(0, box.height - height) // 2 if middle else 0)
    placed = Box(box.left, top, box.right, top + height)
    return Words(
        placed, tuple(line.rstrip() for line in lines), em, step, colour, bold, align, lang,
        shortened,
    )  # fmt: skip
