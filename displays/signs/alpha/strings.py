"""Pages as STRING files: a variable in a running text, changed without the sign going dark: pure.

Source: as ``codec``, manual §6.1.2 and §6.4 (calling STRING files). The text is written once after
each connection; from then on a call is one short command.
"""

from displays.signs.commands import Page

LABEL = b"1"
MOST = 125
MEMORY = b"E$AAU0100FFFF" + LABEL + b"BL007D0000"
_LETTER_WIDTH = 8
_INSERT = b"\x10"
_HELD_IN_THE_MIDDLE = b"\x1b\x20b"
CALLING_TEXT = b"AA" + _HELD_IN_THE_MIDDLE + _INSERT + LABEL
"""TEXT file A that shows nothing but the string."""


def can_be_string(page: Page, words: bytes) -> bool:
    """Tell whether a page may be a string: it stands still and is seen whole in one line."""
    whole = len(page.text) * _LETTER_WIDTH <= page.area.width
    return page.effect in ("static", "snap") and len(words) <= MOST and whole


def string_of(words: bytes) -> bytes:
    """Return the command that changes the string; a string has one line."""
    return b"G" + LABEL + b" ".join(words.split(b"\r"))
