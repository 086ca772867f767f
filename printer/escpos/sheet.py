"""The paper a document is drawn on: it grows downwards, set from the left or from the right."""

from collections.abc import Callable

from PIL import Image, ImageDraw

from printer.bidi import Direction, first_direction
from printer.columns import column_picture
from printer.escpos.charset import clean
from printer.fonts import drawable
from printer.lettering import draw_text, is_mongolian, text_width
from printer.profile import Profile
from printer.wrapping import balanced_lines, break_lines, longest_word

LEADING = 1.38
SMALLEST_EM = 40
_BASELINE = 1.02
_TOP, _BOTTOM, _LEAST = 4, 12, 24

Step = Callable[[Image.Image, ImageDraw.ImageDraw], None]


class Sheet:
    """Steps are planned with their height, then drawn on one image.

    ``left`` is the margin, ``room`` the dots between both margins, ``y`` where the next thing
    begins. ``base`` is the direction the whole paper is read in.
    """

    def __init__(self, profile: Profile, base: Direction) -> None:
        self.replaced: set[str] = set()
        self.head_rows = 0
        self.base = base
        self.width = profile.width_dots
        self.left = profile.margin_dots
        self.room = profile.width_dots - 2 * profile.margin_dots
        self.y = _TOP
        self._steps: list[Step] = []

    def step(self, step: Step) -> None:
        """Note something to be drawn when the length is known."""
        self._steps.append(step)

    def finish(self) -> Image.Image:
        """Return the picture, just as long as what is on it."""
        image = Image.new("L", (self.width, max(self.y + _BOTTOM, _LEAST)), 255)
        draw = ImageDraw.Draw(image)
        for step in self._steps:
            step(image, draw)
        return image

    def legible(self, text: str) -> str:
        """Return a text without commands, with 〓 for what no font has (kept in ``replaced``)."""
        legible, missing = drawable(clean(text))
        self.replaced.update(missing)
        return legible.strip()

    def start(self, text: str, em: int, *, bold: bool = True) -> float:
        """Return where a line stands that begins at the side one reads from."""
        if self.base == "ltr":
            return self.left
        return self.left + self.room - text_width(text, em, bold=bold, base=self.base)

    def paragraph(self, text: str, em: int, *, bold: bool, centred: bool = False) -> None:
        """Set a text in as many lines as it needs, Mongolian in columns."""
        if is_mongolian(text):
            self.columns(column_picture(text, em, self.room, bold=bold), centred=centred)
            return
        base = self.base_of(text)
        em = self._whole_word_em(text, em, bold=bold)
        lines = (balanced_lines if centred else break_lines)(
            text, self.room, lambda part: text_width(part, em, bold=bold, base=base)
        )
        for line in lines:
            spare = self.room - text_width(line, em, bold=bold, base=base)
            indent = spare / 2 if centred else spare if self.base == "rtl" else 0
            at = self.y + round(em * _BASELINE)
            self.text(line, self.left + indent, em, bold=bold, at=at, base=base)
            self.y += round(em * LEADING)

    def _whole_word_em(self, text: str, em: int, *, bold: bool) -> int:
        """Return the size at which no word or telephone number is broken, if it is legible."""
        widest = longest_word(text, lambda part: text_width(part, em, bold=bold))
        if widest <= self.room:
            return em
        fitting = int(em * self.room / widest)
        return fitting if fitting >= SMALLEST_EM else em

    def columns(self, picture: Image.Image, *, centred: bool) -> None:
        """Place columns at the left margin or in the middle."""
        indent = (self.room - picture.width) // 2 if centred else 0
        at = (self.left + indent, self.y)
        self.step(lambda image, _: image.paste(picture, at))
        self.y += picture.height + 10

    def base_of(self, text: str) -> Direction:
        """Return a paragraph's direction: the sheet's, or in Chinese that of its first letter."""
        return "rtl" if self.base == "rtl" else first_direction(text)

    def text(
        self,
        text: str,
        x: float,
        em: int,
        *,
        bold: bool,
        at: int,
        base: Direction | None = None,
    ) -> None:
        """Draw one line; ``x`` is its left end, ``at`` its baseline."""
        order = base or self.base
        self.step(lambda _, draw: draw_text(draw, (x, at), text, em, bold=bold, base=order))

    def paste(self, part: Image.Image) -> None:
        """Place a picture in the middle."""
        at = (self.left + (self.room - part.width) // 2, self.y + 8)
        self.step(lambda image, _: image.paste(part, at))
        self.y += part.height + 16

    def bar(self, box: tuple[int, int, int, int]) -> None:
        """Draw a black bar."""
        self.step(lambda _, draw: draw.rectangle(box, fill=0))
