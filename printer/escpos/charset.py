"""Which characters a printer's own font can print, and their bytes.

Sources: GBK 1.0 and GB 18030 code ranges; the traps of Python's codecs are in ``docs/printer.md``.
"""

import unicodedata

from printer.document import Document
from printer.profile import Charset

_SAME_MEANING = str.maketrans(
    {"¥": "￥", "\u00a0": " ", "\u2022": "·", "–": "-", "\u2011": "-", "\u202f": " ", "\u2009": " "}
)
_NO_JOINERS = {0x200C: None, 0x200D: None}
_SHAPING = ((0x180B, 0x180F), (0x200C, 0x200D), (0xFE00, 0xFE0D), (0xE0100, 0xE01EF))
"""Invisible, but they choose the shape of a letter: joiners, Mongolian and variation selectors."""
_INVISIBLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Default_Ignorable_Code_Point of Unicode 15."""
MISSING = "〓"
"""The printers' geta mark: something stood here that could not be printed."""


def clean(text: str) -> str:
    """Return a text that can stand on one line of paper.

    Line breaks and tabs become spaces; control characters, which a printer would take for
    commands, and invisible marks are removed, also those that turn the order of letters round;
    only what shapes a letter stays. Half of a surrogate pair becomes 〓.
    """
    kept = (_clean_char(char) for char in text)
    return "".join(kept)


def invisible(char: str) -> bool:
    """Tell whether a character is never seen itself (joiners, selectors, order marks)."""
    if char < "\u00ad" or "\u4e00" <= char <= "\u9fa5":
        return False  # nearly all there is
    return _within(char, _INVISIBLE)


def half_pairs(text: str) -> str:
    """Return the halves of surrogate pairs in a text: they are no characters at all."""
    return "".join(char for char in text if "\ud800" <= char <= "\udfff")


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


def _clean_char(char: str) -> str:
    if " " <= char <= "~" or "\u4e00" <= char <= "\u9fa5":
        return char
    if char in "\t\n\v\f\r\u0085\u2028\u2029":
        return " "
    if invisible(char) and not _within(char, _SHAPING):
        return ""
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return MISSING if category == "Cs" else char


def device_text(text: str) -> str:
    """Return a cleaned text with characters of the same meaning that GBK has."""
    return clean(text).translate(_SAME_MEANING).translate(_NO_JOINERS)


def printable(text: str, charset: Charset) -> bool:
    """Tell whether the printer's font of this charset holds every character of a text."""
    return all(_printable_char(char, charset) for char in device_text(text))


def document_printable(document: Document, charset: Charset) -> bool:
    """Tell whether the printer's own font holds every character of a document."""
    return all(printable(text, charset) for text in document.texts())


def encode_text(text: str, charset: Charset) -> bytes:
    """Return the bytes of a cleaned, printable text; raises UnicodeEncodeError for any other."""
    return text.encode("gb18030" if charset == "gb18030" else "gbk")


def columns(text: str) -> int:
    """Return the width of a printable text in ASCII places."""
    return sum(1 if char.isascii() else 2 for char in text)


def _printable_char(char: str, charset: Charset) -> bool:
    if char.isascii():
        return " " <= char <= "~"
    if unicodedata.category(char) == "Co":
        return False  # GB 18030 has codes for them, but what a printer draws there nobody knows
    try:
        code = encode_text(char, charset)
    except UnicodeEncodeError:
        return False
    if len(code) != 2:
        # Four bytes: even firmware that claims GB 18030 rarely has the glyph, and one that has
        # not prints digits instead, that is, another ticket number.
        return False
    if charset == "gb2312":
        return 0xA1 <= code[0] <= 0xF7 and 0xA1 <= code[1] <= 0xFE
    return 0x81 <= code[0] <= 0xFE and 0x40 <= code[1] <= 0xFE and code[1] != 0x7F
