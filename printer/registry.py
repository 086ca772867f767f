"""Which driver stands behind a LINK."""

from hall.clock import Clock
from printer.port import Printer
from printer.profile import load_profile


def make_printer(link: str, profile: str, clock: Clock) -> Printer:
    """Return the printer at a LINK (contract §1); nothing is opened before it is used.

    ``profile`` is a shipped name (``80mm``) or a TOML file. Raises LinkError for a link no printer
    can be at, ConfigError for a profile that cannot be used.
    """
    from hall.links.address import parse_link
    from printer.escpos.carriers import make_carrier
    from printer.escpos.driver import EscposPrinter

    chosen = load_profile(profile)
    return EscposPrinter(make_carrier(parse_link(link)), chosen, clock)
