"""Uyghur, Kazakh, Mongolian, Tibetan and rare characters as black dots, beside other judges.

Pango (another shaper's set-up with its own bidirectional code) and fontconfig (another reader of
font files) are asked; neither shares a line with what draws the tickets.
"""

import math
import subprocess
from functools import lru_cache

import cairocffi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from printer.bidi import Direction, first_direction, visual_order
from printer.columns import column_picture
from printer.coverage import coverage
from printer.document import Code, Document, Line, Row, TopMark
from printer.escpos.charset import MISSING, clean, invisible
from printer.escpos.raster_mode import draw_document
from printer.fonts import drawable, find_font_file, missing_scripts
from printer.lettering import draw_text, is_mongolian, text_width
from printer.profile import load_profile

UYGHUR = "ئۇيغۇرچە ئىشسىزلىقنى تىزىملاش"
KAZAKH = "قازاقشا جۇمىس ٵعي ٸسي"
MONGOLIAN = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"
MARGIN = 40
_PANGO_SCALE = 1024


@pytest.mark.parametrize(
    ("text", "base", "seen"),
    [
        ("A017 abc", "ltr", "A017 abc"),
        ("abc אבג", "ltr", "abc גבא"),
        ("abc אבג", "rtl", "גבא abc"),
        ("אבג 12-3 דה", "rtl", "הד 12-3 גבא"),
        ("אבג (A017)!", "rtl", "!(A017) גבא"),
    ],
)
def test_letters_stand_in_the_order_the_standard_asks_for(
    text: str, base: Direction, seen: str
) -> None:
    turned = {"(": ")", ")": "("}
    shown = ""
    for stretch in visual_order(text, base):
        if stretch.direction == "rtl":
            shown += "".join(turned.get(char, char) for char in reversed(stretch.text))
        else:
            shown += stretch.text
    assert shown == seen


def test_a_paragraph_begins_where_its_first_letter_wants() -> None:
    assert first_direction("12 " + UYGHUR) == "rtl"
    assert first_direction("张三 " + UYGHUR) == "ltr"
    assert first_direction("12。") == "ltr"


@pytest.mark.parametrize(
    ("text", "family"),
    [(UYGHUR, "Noto Naskh Arabic"), (KAZAKH, "Noto Naskh Arabic"), ("བོད་ཡིག", "Noto Serif Tibetan")],
)
def test_words_are_joined_as_pango_joins_them(text: str, family: str) -> None:
    base = first_direction(text)
    for word in text.split():
        ours, theirs = drawn(word, 42, base), drawn_by_pango(word, family, 42)
        assert len(ours) == pytest.approx(len(theirs), abs=3), word
        assert alike(ours, theirs) > 0.95, word
        assert base == "ltr" or alike(letter_by_letter(word), theirs) < 0.9, word


def test_mongolian_is_joined_and_runs_down_the_paper() -> None:
    across = drawn(MONGOLIAN, 42, "ltr")
    assert alike(across, drawn_by_pango(MONGOLIAN, "Noto Sans Mongolian", 42)) > 0.97
    assert is_mongolian(MONGOLIAN + " A017")
    assert not is_mongolian("汉字")

    word = MONGOLIAN.split()[0]
    down = column_picture(word, 42, 400, bold=False)
    upright = Image.new("L", (down.height, down.width), 255)
    draw_text(ImageDraw.Draw(upright), (0, round(42 * 1.02)), word, 42, bold=False)
    turned = upright.transpose(Image.Transpose.ROTATE_270)  # counted against the clock
    assert turned.tobytes() == down.tobytes()


def test_mongolian_columns_stand_from_left_to_right() -> None:
    words = "ᠨᠢᠭᠡ ᠬᠣᠶᠠᠷ ᠭᠤᠷᠪᠠ ᠳᠥᠷᠪᠡ"
    whole = column_picture(words, 42, 140, bold=False)
    first = column_picture(words.split()[0], 42, 140, bold=False)
    piece = whole.crop((0, 0, first.width, first.height))

    assert whole.width == 2 * first.width
    assert piece.tobytes() == first.tobytes()


def test_a_number_in_a_right_to_left_line_keeps_its_order() -> None:
    line = draw_document(
        Document(title="", language="ug", blocks=(Line(text="نومۇر A017"),)),
        load_profile("80mm-raster"),
    ).image
    alone = ink_columns(picture_of("A017", 42, "ltr"))
    columns = ink_columns(line)
    place = best_place(alone, columns)

    assert (place.error, place.at) == (0, 0)  # whole, and left of the word it follows
    assert len(columns) > 1.5 * len(alone)


def test_a_sign_of_another_font_keeps_its_place_in_a_right_to_left_word() -> None:
    columns = drawn("ششششششش★ب", 42, "rtl")
    place = best_place(drawn("★", 42, "ltr"), columns)

    assert place.at < len(columns) / 2  # the long part is read first, so it stands at the right


def test_a_right_to_left_ticket_is_set_from_the_right() -> None:
    blocks = (
        TopMark(text="▲ ئۈستى"),
        Line(text="قايتا"),
        Row(label="ئالدىڭىزدا", value="5 ئادەم"),
        Code(data="https://hall.example/t/7Q4M", caption="يانفون"),
    )
    profile = load_profile("80mm-raster")
    for block in blocks:
        turned = box(draw_document(Document(title="", language="ug", blocks=(block,)), profile))
        right = profile.width_dots - profile.margin_dots
        assert turned[2] >= right - 8, block
        plain = box(draw_document(Document(title="", language="zh-CN", blocks=(block,)), profile))
        assert plain[0] <= profile.margin_dots + 8, block


def test_a_chinese_ticket_for_a_speaker_of_uyghur_is_not_turned_round() -> None:
    blocks = (Line(text="失业登记"), Row(label="前面", value="5 人"))
    profile = load_profile("80mm-raster")
    pictures = [
        draw_document(Document(title="", language=language, blocks=blocks), profile).image.tobytes()
        for language in ("ug", "zh-CN")
    ]
    assert pictures[0] == pictures[1]


def test_marks_stay_with_their_letter_in_one_font() -> None:
    assert drawable("ئۇ\u064b汉") == ("ئۇ\u064b汉", ())
    joined = drawn("a\u0301\u0323x", 42, "ltr")
    assert alike(joined, drawn_by_pango("a\u0301\u0323x", "Noto Sans", 42)) > 0.95


def test_this_machine_has_the_scripts_of_the_region() -> None:
    assert missing_scripts() == ()


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("NotoSansCJK-Regular.ttc", 2),
        ("NotoSans-Regular.ttf", 0),
        ("NotoNaskhArabic-Regular.ttf", 0),
        ("NotoSansMongolian-Regular.ttf", 0),
        ("NotoSansSymbols2-Regular.ttf", 0),
    ],
)
def test_fonts_have_the_characters_fontconfig_finds_in_them(name: str, index: int) -> None:
    path = find_font_file(name)
    assert path is not None
    ours, theirs = coverage(path, index), fontconfig_characters(str(path), index)

    assert len(theirs) > 200
    wrong = [code for code in range(0x20, 0x30000) if (chr(code) in ours) != (code in theirs)]
    assert wrong == []


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_every_character_is_drawn_or_named_as_missing(text: str) -> None:
    shown, missing = drawable(clean(text))
    for char in clean(text):
        if invisible(char):
            continue
        assert (char in missing) != any(ord(char) in font for font in all_characters()), char
    assert all(char not in shown for char in missing if char != MISSING)


def test_invisible_marks_go_and_shaping_ones_stay() -> None:
    assert clean("A\u202e017\u202c\u2066\u2069\u200b\ufeff\u061c") == "A017"
    assert clean("ن\u200cم\u200d") == "ن\u200cم\u200d"
    assert clean("ᠠ\u180b葛\U000e0100") == "ᠠ\u180b葛\U000e0100"


class Place:
    """Where one row of sums fits into another, and by how much it does not."""

    def __init__(self, at: int, error: int) -> None:
        self.at, self.error = at, error


def best_place(part: list[int], whole: list[int]) -> Place:
    tries = (
        Place(at, sum(abs(one - whole[at + place]) for place, one in enumerate(part)))
        for at in range(len(whole) - len(part) + 1)
    )
    return min(tries, key=lambda place: place.error)


def picture_of(text: str, em: int, base: Direction) -> Image.Image:
    width = math.ceil(text_width(text, em, bold=False, base=base)) + 2 * MARGIN
    image = Image.new("L", (width, 3 * em), 255)
    draw_text(ImageDraw.Draw(image), (MARGIN, 2 * em), text, em, bold=False, base=base)
    return image


def drawn(text: str, em: int, base: Direction) -> list[int]:
    return ink_columns(picture_of(text, em, base))


def letter_by_letter(word: str) -> list[int]:
    """Draw what a printer without shaping would: each letter as if it stood alone."""
    single = Image.new("L", (1600, 160), 255)
    x = 1500.0
    for char in word:
        x -= text_width(char, 42, bold=False, base="rtl")
        draw_text(ImageDraw.Draw(single), (x, 84), char, 42, bold=False, base="rtl")
    return ink_columns(single)


def drawn_by_pango(text: str, family: str, em: int) -> list[int]:
    import warnings

    with warnings.catch_warnings():  # the package leaves its definition files open
        warnings.simplefilter("ignore")
        import pangocairocffi
        import pangocffi
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 1600, 4 * em)
    context = cairocffi.Context(surface)
    layout = pangocffi.Layout(pangocairocffi.create_context(context))
    font = pangocffi.FontDescription()
    font.family = family
    font.set_absolute_size(em * _PANGO_SCALE)
    layout.font_description = font
    layout.text = text
    context.move_to(MARGIN, em)
    pangocairocffi.show_layout(context, layout)
    surface.flush()
    data = bytes(surface.get_data())
    size = (surface.get_stride(), surface.get_height())
    return ink_columns(Image.frombytes("L", size, bytes(255 - byte for byte in data)))


def ink_columns(image: Image.Image) -> list[int]:
    """Return the blackness of each column of what is drawn, white at both sides left out."""
    left, _, right, _ = image.point(lambda dot: 255 if dot < 128 else 0).getbbox() or (0, 0, 0, 0)
    squeezed = image.crop((left, 0, right, image.height))
    rows = squeezed.height
    data = squeezed.tobytes()
    width = squeezed.width
    return [sum(255 - data[row * width + column] for row in range(rows)) for column in range(width)]


def alike(one: list[int], other: list[int]) -> float:
    """Return the best correlation of two rows of sums moved by up to three columns.

    They are blurred first: the two programs round the place of each letter differently.
    """
    pair = _blurred(one), _blurred(other)
    return max(_correlation(*pair, shift) for shift in range(-3, 4))


def _blurred(sums: list[int]) -> list[int]:
    return [sum(sums[max(0, place - 4) : place + 5]) for place in range(len(sums))]


def _correlation(one: list[int], other: list[int], shift: int) -> float:
    pairs = [
        (value, other[place + shift])
        for place, value in enumerate(one)
        if 0 <= place + shift < len(other)
    ]
    means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    top = sum((a - means[0]) * (b - means[1]) for a, b in pairs)
    bottom = math.sqrt(
        sum((a - means[0]) ** 2 for a, _ in pairs) * sum((b - means[1]) ** 2 for _, b in pairs)
    )
    return float(top / bottom)


def box(picture: object) -> tuple[int, int, int, int]:
    image = getattr(picture, "image", None)
    assert isinstance(image, Image.Image)
    found = image.point(lambda dot: 255 if dot < 128 else 0).getbbox()
    assert found is not None
    return found


@lru_cache(maxsize=16)
def fontconfig_characters(path: str, index: int) -> frozenset[int]:
    command = ["fc-query", "--index", str(index), "--format=%{charset}", path]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    codes: set[int] = set()
    for part in told.split():
        first, _, last = part.partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(codes)


@lru_cache(maxsize=1)
def all_characters() -> tuple[frozenset[int], ...]:
    files = (
        ("NotoSansCJK-Regular.ttc", 2),
        ("NotoSans-Regular.ttf", 0),
        ("NotoNaskhArabic-Regular.ttf", 0),
        ("NotoSerifTibetan-Regular.ttf", 0),
        ("NotoSansMongolian-Regular.ttf", 0),
        ("NotoSansSymbols2-Regular.ttf", 0),
        ("HanaMinB.ttf", 0),
    )
    found = ((find_font_file(name), index) for name, index in files)
    return tuple(fontconfig_characters(str(path), index) for path, index in found if path)
