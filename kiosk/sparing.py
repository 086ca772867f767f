"""A spare kiosk: everything loaded but the window, waiting for the one that runs to break.

Loading is most of a start. The keeper starts a spare once the kiosk stands and tells it to begin
when the kiosk has ended; a spare whose keeper is gone ends by itself.
"""

from importlib import import_module
from typing import BinaryIO

BEGIN = b"begin\n"
_LOADED = (
    "kivy.app",
    "kiosk.ui.canvas",
    "queue_server.client",
    "kiosk.input_method.methods",
    "pypinyin",
)
"""What a start would load by and by; none of it opens a window."""

_LANGUAGES = ("zh-CN", "en")


def load() -> None:
    """Load what a kiosk needs, words and fonts too; opens neither window nor device nor file."""
    from kiosk.flow.wording import Words
    from kiosk.ui.text.pango import shared_measure

    for name in _LOADED:
        import_module(name)
    for language in _LANGUAGES:
        words = Words(language)("idle-touch")
        shared_measure().width(words, 40, bold=True, lang=language)
    shared_measure().forget()


def told_to_begin(stream: BinaryIO) -> bool:
    """Wait for the keeper's word; False when the keeper is gone."""
    return stream.readline() == BEGIN
