"""What of this machine's display side works: fonts for the stand-ins and pictures, serial lines."""

from importlib.util import find_spec
from pathlib import Path

from displays.signs.lettering import font_path, shapes
from displays.signs.registry import family_names
from hall.findings import Finding


def examine() -> list[Finding]:
    """Return what was found, good news too."""
    return [_fonts(), _scripts(), _serial(), _families()]


def _fonts() -> Finding:
    found = font_path()
    if found is None:
        return Finding(
            id="displays-font",
            severity="soon",
            what="No font with Chinese characters for signs that are sent pictures",
            remedy="apt install fonts-noto-cjk",
        )
    return Finding(id="displays-font", severity="good", what=f"Sign pictures use {found.name}")


def _scripts() -> Finding:
    """Tell whether Uyghur, Kazakh and Mongolian words can be drawn, joined as they are written."""
    lacking = [script for script in ("arabic", "mongolian") if font_path(script) is None]
    if lacking:
        return Finding(
            id="displays-scripts",
            severity="information",
            what=f"Signs cannot be sent pictures of {' and '.join(lacking)} letters",
            remedy="apt install fonts-noto-core",
        )
    if not shapes():
        return Finding(
            id="displays-scripts",
            severity="soon",
            what="Uyghur, Kazakh and Mongolian letters are drawn apart and in the wrong order",
            remedy="apt install libfribidi0; Pillow must have Raqm",
        )
    what = "Uyghur, Kazakh and Mongolian words are drawn joined"
    return Finding(id="displays-scripts", severity="good", what=what)


def _serial() -> Finding:
    if find_spec("serial_asyncio_fast") is None:
        return Finding(
            id="displays-serial",
            severity="soon",
            what="Signs on serial lines cannot be opened: pyserial-asyncio-fast is missing",
            remedy="install hall90 with the extra `display`",
        )
    lines = sorted(str(path) for path in Path("/dev/serial/by-id").glob("*"))
    what = f"Serial lines: {', '.join(lines)}" if lines else "No USB serial line is plugged in"
    return Finding(id="displays-serial", severity="information", what=what)


def _families() -> Finding:
    names = ", ".join(family_names())
    return Finding(id="displays-families", severity="good", what=f"Sign families: {names}")
