"""The hall's notices as this kiosk shows them: those that are on now and meant for here."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import msgspec

from hall.clock import Clock
from kiosk.flow.stage import Stage
from queue_server import wire
from queue_server.notices import is_for, is_on

_LOOK_EVERY_S = 20.0


class Noticeboard:
    """Follows the live stream; what is shown changes with the clock, without the hall too."""

    def __init__(self, stage: Stage, clock: Clock) -> None:
        self._stage = stage
        self._clock = clock
        self._kept: dict[str, wire.Notice] = {}
        self._looked_at = 0.0

    def row(self, row: wire.Row) -> None:
        """Take a row of the live stream."""
        if row.kind == "snapshot":
            told = msgspec.convert(row.data.get("notices", ()), tuple[wire.Notice, ...])
            self._kept = {one.id: one for one in told}
        elif row.kind in ("notice_published", "notice_changed"):
            notice = msgspec.convert(row.data, wire.Notice)
            self._kept[notice.id] = notice
        elif row.kind == "notice_withdrawn":
            self._kept.pop(str(row.data.get("id")), None)
        else:
            return
        self._show()

    def tick(self) -> None:
        """Let time pass: notices begin and end."""
        at = self._clock.monotonic()
        if self._kept and at - self._looked_at >= _LOOK_EVERY_S:
            self._show()

    def _show(self) -> None:
        self._looked_at = self._clock.monotonic()
        known = self._stage.known
        site = known.site
        if site is None:
            return
        here = next((one.zone for one in site.kiosks if one.id == site.you), "")
        now, zone = self._clock.now(), ZoneInfo(site.time_zone)
        shown = sorted(
            (
                one
                for one in self._kept.values()
                if is_on(one, now, zone) and is_for(one, "kiosk", site.you or "", here)
            ),
            key=lambda one: (one.level != "important", -one.priority, one.id),
        )
        self._stage.know(replace(known, notices=tuple(shown)))
