"""Kivy's settings, made before its first import; importing this module imports no Kivy."""

import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

_TITLE = "hall90 kiosk"


def prepare(width: int, height: int, *, fullscreen: bool = False, offscreen: bool = False) -> None:
    """Set Kivy up for a kiosk: no own arguments, files, settings panel or exit key.

    ``offscreen`` draws into memory, without any display.
    """
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    os.environ.setdefault("KIVY_HOME", str(_home()))
    for name, value in (
        ("KIVY_NO_ARGS", "1"),
        ("KIVY_USE_DEFAULTCONFIG", "1"),
        ("KIVY_NO_FILELOG", "1"),
        ("KIVY_LOG_MODE", "PYTHON"),
        ("KIVY_DPI", "96"),
        ("KIVY_METRICS_DENSITY", "1"),
    ):
        os.environ[name] = value
    from kivy.config import Config

    for name, value in (
        ("multisamples", "0"),
        ("width", str(width)),
        ("height", str(height)),
        ("maxfps", "30"),
        ("resizable", "0"),
        ("fullscreen", "auto" if fullscreen else "0"),
        ("borderless", "1" if fullscreen else "0"),
    ):
        Config.set("graphics", name, value)
    Config.set("kivy", "log_level", "warning")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "desktop", "0")
    Config.set("kivy", "window_icon", "")
    for device, _ in list(Config.items("input")):
        Config.remove_option("input", device)
    # Exactly one provider of touches: two would make every tap a double tap.
    Config.set("input", "mouse", "mouse,disable_multitouch")


def _home() -> Path:
    """Return a folder for Kivy's own files: one that stays, so that starts leave nothing behind."""
    try:
        return user_cache_path("hall90", ensure_exists=True) / "kivy"
    except OSError:
        return Path(tempfile.mkdtemp(prefix="hall90-kivy-"))


def title() -> str:
    """Return the window's title."""
    return _TITLE
