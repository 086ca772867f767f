"""Which characters a printer's own font can print, and their bytes.

Sources: GBK 1.0 and GB 18030 code ranges; the traps of Python's codecs are in ``docs/printer.md``.
"""

import unicodedata

from printer.document import Document
from printer.profile import Charset

_SAME_MEANING = str.maketrans(
    {"¥": "￥", "\u00a0": " ", "\u2022": "·", "–": "-", "\u2011": "-", "\u202f": " ", "\u2009": " "}
)
_DROPPED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    "\ufe0e\ufe0f\ufeff\u00ad"
)
MISSING = "〓"
"""The printers' geta mark: something stood here that could not be printed."""


def clean(text: str) -> str:
    """Return a text that can stand on one line of paper.

    Line breaks and tabs become spaces; control characters, which a printer would take for
    commands, and invisible marks are removed; half of a surrogate pair becomes 〓.
    """
    kept = (_clean_char(char) for char in text)
    return "".join(kept)


def _clean_char(char: str) -> str:
    if char in "\t\n\v\f\r\u0085\u2028\u2029":
        return " "
    if char in _DROPPED:
        return ""
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return MISSING if category == "Cs" else char


def device_text(text: str) -> str:
    """Return a cleaned text with characters of the same meaning that GBK has."""
    return clean(text).translate(_SAME_MEANING)


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
