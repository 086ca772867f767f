"""Which loudspeaker announces for which zones, and how loud. Pure.

Zones of one loudspeaker are announced one after another; each other loudspeaker has a voice of its
own, so that two zones speak at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from queue_server.wire import SpeechInfo, ZoneInfo
from voice.loudness import Loudness


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudspeaker:
    """An output of this machine: part of its device's name (empty: the default one)."""

    device: str = ""
    zones: tuple[str, ...] = ()
    loudness: Loudness = field(default_factory=Loudness)

    @property
    def name(self) -> str:
        """What it is called in utterances and logs."""
        return "+".join(self.zones) or "hall"


def loudspeakers(
    zones: Iterable[ZoneInfo], speech: SpeechInfo, time_zone: str
) -> Sequence[Loudspeaker]:
    """Return the loudspeakers of a hall, in the order of its zones; at least one.

    Where zones of one loudspeaker name different levels, the first one's holds.
    """
    by_device: dict[str, list[ZoneInfo]] = {}
    for zone in zones:
        by_device.setdefault(zone.loudspeaker, []).append(zone)
    return [
        Loudspeaker(
            device=device,
            zones=tuple(zone.id for zone in served),
            loudness=Loudness(
                level_db=_level(served, speech),
                quiet_level_db=speech.quiet_level_db,
                quiet=speech.quiet,
                time_zone=time_zone,
            ),
        )
        for device, served in (by_device or {"": []}).items()
    ]


def _level(zones: Sequence[ZoneInfo], speech: SpeechInfo) -> int:
    named = (zone.level_db for zone in zones if zone.level_db is not None)
    return next(named, speech.level_db)
