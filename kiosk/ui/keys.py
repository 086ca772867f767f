"""Scancodes to key names: by the place of the key, so that layouts and keypads do not matter."""

_NAMES: dict[int, str] = {
    40: "enter", 41: "escape", 42: "backspace", 43: "tab", 44: "space", 45: "-", 46: "=",
    47: "[", 48: "]", 58: "f1", 75: "pageup", 78: "pagedown", 79: "right", 80: "left",
    81: "down", 82: "up", 85: "numpad*", 86: "numpad-", 87: "numpad+", 88: "numpadenter",
    98: "numpad0", 99: "numpad.",
}  # fmt: skip
_NAMES |= {4 + place: letter for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_NAMES |= {30 + place: digit for place, digit in enumerate("1234567890")}
_NAMES |= {89 + place: f"numpad{digit}" for place, digit in enumerate("123456789")}
_NAMES |= {104 + place: f"f{13 + place}" for place in range(12)}
_WRITTEN = ("#", "*")


def key_name(scancode: int, written: str | None) -> str | None:
    """Return a key's name by its scancode (USB HID usage); ``#`` and ``*`` also by what they write.

    None for keys the kiosk does not know.
    """
    if written in _WRITTEN:
        return written
    return _NAMES.get(scancode)
