"""Content made safe before it reaches any sign: what could steer a device or deceive a reader goes.

Signs show texts people typed or imported. Control and formatting characters (bells, escape codes,
right-to-left overrides, zero-width joiners), emoji and private-use characters never reach a codec;
family-specific codes (a backslash on text cards) are dealt with by the codec that knows them.
"""

import unicodedata

_MOST = 400
_CUT = "…"
# Emoji and pictographs no sign font holds; the arrows and geometric shapes below stay.
_PICTOGRAPHS = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0xFE00, 0xFE0F), (0xE0000, 0xE01EF))


def safe_text(text: str, *, most: int = _MOST) -> str:
    """Return the text as signs may show it: no controls, one blank for many, at most ``most`` long.

    Newlines stay (they divide lines); a text that had to be cut ends in ``…``.
    """
    kept = "".join(_safe(character) for character in text[: 8 * most])
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    joined = "\n".join(line for line in lines if line)
    was_cut = len(joined) > most or len(text) > 8 * most
    return joined[: most - 1] + _CUT if was_cut else joined


def _safe(character: str) -> str:
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    code = ord(character)
    return "" if any(first <= code <= last for first, last in _PICTOGRAPHS) else character
