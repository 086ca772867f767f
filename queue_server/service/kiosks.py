"""What kiosks are told of the hall's plan, and how each looks to whoever comes next.

The site file says how a kiosk begins; what an admin set since holds instead, until it is reset.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from config.site import Kiosk, Site
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.remembering import note_change, values_changed
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document
from queue_server.wire.settings import SettingChange

KIND = "kiosk_modes"
KIOSK = "kiosk"
SETTERS = frozenset({"admin", "system"})
_BOUNDS = {"rate": 6, "volume": 7, "steady": 3}


def modes_of(documents: Mapping[tuple[str, str], Document], kiosk: Kiosk) -> wire.KioskModes:
    """Return how a kiosk begins."""
    kept = documents.get((KIND, kiosk.id))
    if kept is not None:
        return msgspec.json.decode(kept.data, type=wire.KioskModes)
    return msgspec.convert(kiosk.modes, wire.KioskModes, from_attributes=True)


def plan_of(site: Site) -> wire.HallMapInfo | None:
    """Return the hall's plan, None where nobody drew one."""
    if not site.hall_map.width_mm:
        return None
    return msgspec.convert(site.hall_map, wire.HallMapInfo, from_attributes=True)


def set_modes(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    kiosk: str,
    modes: wire.KioskModes,
    *,
    origin: str = "",
    takes_back: SettingChange | None = None,
) -> None:
    """Note how a kiosk is to begin; refuses what it cannot be set to."""
    require_role(actor, SETTERS)
    _known(site, kiosk)
    if modes.language and modes.language not in site.hall.languages:
        told = f"the hall offers {', '.join(site.hall.languages)}"
        raise refused("value_missing", told, field="language")
    for name, most in _BOUNDS.items():
        if not 0 <= getattr(modes, name) <= most:
            raise refused("value_missing", f"{name} goes from 0 to {most}", field=name)
    before = _before(image, site, kiosk)
    image.put_document(Document(kind=KIND, id=kiosk, at=moment.wall, data=encode(modes)))
    _tell(image, moment, actor, kiosk, modes)
    steps = values_changed(before, msgspec.to_builtins(modes))
    if steps:
        note_change(image, moment, actor, KIOSK, kiosk, steps, origin=origin, takes_back=takes_back)


def reset_modes(image: Image, moment: Moment, site: Site, actor: Actor, kiosk: str) -> None:
    """Forget what was set; a kiosk nobody set is as it is."""
    require_role(actor, SETTERS)
    _known(site, kiosk)
    if image.documents.get((KIND, kiosk)) is None:
        return
    before = _before(image, site, kiosk)
    image.documents.drop((KIND, kiosk))
    modes = msgspec.convert(site.kiosk(kiosk).modes, wire.KioskModes, from_attributes=True)
    _tell(image, moment, actor, kiosk, modes)
    steps = values_changed(before, msgspec.to_builtins(modes))
    if steps:
        note_change(image, moment, actor, KIOSK, kiosk, steps)


def _before(image: Image, site: Site, kiosk: str) -> dict[str, Any]:
    kept = image.documents.get((KIND, kiosk))
    documents = {} if kept is None else {(KIND, kiosk): kept}
    modes = modes_of(documents, site.kiosk(kiosk))
    return dict(msgspec.to_builtins(modes))


def _known(site: Site, kiosk: str) -> None:
    if all(each.id != kiosk for each in site.kiosks):
        raise refused("unknown_kiosk", f"no kiosk {kiosk!r}", field="kiosk")


def _tell(image: Image, moment: Moment, actor: Actor, kiosk: str, modes: wire.KioskModes) -> None:
    data = {"kiosk": kiosk, "modes": msgspec.to_builtins(modes), "by": actor.name}
    image.tell(moment.wall, "kiosk_modes_set", encode(data), public=False)
