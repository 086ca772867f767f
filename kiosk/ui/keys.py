"""Key names of the window → names the conversation knows; keypads by scancode (A-53)."""

_NAMES = {
    273: "up", 274: "down", 275: "right", 276: "left", 13: "enter", 271: "numpadenter",
    27: "escape", 280: "pageup", 281: "pagedown", 8: "backspace", 9: "tab", 32: "space",
    278: "home", 279: "end", 282: "f1", 35: "#", 42: "*", 268: "*", 269: "-", 266: ".",
}  # fmt: skip
_KEYPAD_DIGITS = {256 + digit: str(digit) for digit in range(10)}
_SCANCODES = {
    40: "enter", 41: "escape", 58: "f1", 75: "pageup", 78: "pagedown", 81: "down", 82: "up",
    85: "*", 86: "-", 88: "numpadenter",
    89: "1", 90: "2", 91: "3", 92: "4", 93: "5", 94: "6", 95: "7", 96: "8", 97: "9", 98: "0",
    108: "f17", 109: "f18", 110: "f19", 111: "f20", 112: "f21", 113: "f22", 114: "f23",
    115: "f24",
}  # fmt: skip
"""USB usages, as SDL numbers them: Kivy mangles F13–F24 and keypad digits."""


def key_name(key: int, scancode: int) -> str:
    """Return a key's name; empty for a key that nobody has named."""
    named = _SCANCODES.get(scancode) or _NAMES.get(key) or _KEYPAD_DIGITS.get(key)
    if named:
        return named
    return chr(key).lower() if 33 <= key < 127 else ""
