"""How a visit begins: as this kiosk is set in the site file or by an admin."""

from kiosk.flow.model import Modes
from kiosk.flow.visit import Known


def first_modes(known: Known) -> Modes:
    """Return how things look and sound to whoever comes next."""
    site = known.site
    own = next((one for one in site.kiosks if one.id == site.you), None) if site else None
    if own is None:
        return Modes()
    given = own.modes
    first = known.languages[0] if known.languages else Modes().language
    return Modes(
        language=given.language or first,
        theme=given.theme,
        size=given.size,
        reach=given.reach,
        hand=given.hand,
        easy=given.easy,
        calm=given.calm,
        rate=given.rate,
        volume=given.volume,
        steady=given.steady,
    )
