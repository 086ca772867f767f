"""What of printing works on this machine; part of `hall90 doctor`."""

from importlib.metadata import packages_distributions

from config.site import Site
from hall.clock import SystemClock
from hall.errors import DeviceError, HallError
from hall.findings import Finding


def examine() -> list[Finding]:
    """Look at fonts, shaping and the library under the driver; opens no device."""
    return [_fonts(), _scripts(), _library()]


def examine_site(site: Site) -> list[Finding]:
    """Tell which kiosks name a printer that cannot be one; part of `hall90 config check`."""
    from printer.registry import make_printer

    findings = []
    for kiosk in site.kiosks:
        if not kiosk.printer:
            continue
        try:
            make_printer(kiosk.printer, kiosk.printer_profile, SystemClock())
        except HallError as error:
            findings.append(
                Finding(
                    id=f"printer.site.{kiosk.id}",
                    severity="stops",
                    what=f"the printer of kiosk {kiosk.id} cannot be used: {error}",
                    remedy="Correct `printer` and `printer_profile` of this [[kiosk]]",
                )
            )
    return findings


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


def _scripts() -> Finding:
    try:
        from printer.fonts import missing_scripts

        missing = missing_scripts()
    except (ImportError, DeviceError) as error:
        missing = (str(error),)
    if not missing:
        what = "tickets can be drawn in Uyghur, Kazakh, Mongolian and Tibetan"
        return Finding(id="printer.scripts", severity="good", what=what)
    return Finding(
        id="printer.scripts",
        severity="soon",
        what=f"tickets show 〓 for the letters of {', '.join(missing)}",
        remedy="apt install fonts-noto-core",
    )


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
