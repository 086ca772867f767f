"""What of printing works on this machine; part of `hall90 doctor`."""

from importlib.metadata import packages_distributions

from hall.errors import DeviceError
from hall.findings import Finding


def examine() -> list[Finding]:
    """Look at fonts, shaping and the library under the driver; opens no device."""
    return [_fonts(), _library()]


def _fonts() -> Finding:
    try:
        from printer.fonts import require_fonts

        require_fonts()
    except ImportError as error:
        return Finding(
            id="printer.fonts",
            severity="stops",
            what=f"tickets cannot be drawn: {error}",
            remedy="Install hall90 with its printer extra",
        )
    except DeviceError as error:
        return Finding(
            id="printer.fonts",
            severity="stops",
            what="tickets with rare characters cannot be drawn",
            remedy=str(error),
        )
    return Finding(id="printer.fonts", severity="good", what="fonts and shaping for tickets work")


def _library() -> Finding:
    owners = packages_distributions().get("escpos", [])
    if set(owners) == {"python-escpos"}:
        return Finding(id="printer.library", severity="good", what="python-escpos is installed")
    found = ", ".join(sorted(set(owners))) or "nothing"
    return Finding(
        id="printer.library",
        severity="stops",
        what=f"the name escpos belongs to {found} instead of python-escpos",
        remedy="Remove the other packages and install python-escpos 3.1 again",
    )
