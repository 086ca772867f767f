"""From what helps a visitor today to how the hall treats the ticket, without naming the need."""

from collections.abc import Iterable
from datetime import timedelta

from config.site import Grace, Need, Priority
from queue_server.domain.ticket import Handling

_CHANNELS: dict[Need, str] = {
    "deaf": "text",
    "hard_of_hearing": "text",
    "text_only": "text",
    "vibration": "vibration",
    "escort": "escort",
    "sign_language": "sign_language",
}
_SILENT: frozenset[Need] = frozenset({"deaf", "text_only", "sign_language"})


def handling_for(needs: Iterable[Need], grace: Grace) -> Handling:
    """Return grace, repeats, hold and channels; every call is shown on signs."""
    named = set(needs)
    assisted = not named.isdisjoint(grace.assisted_needs)
    channels = ["sign"]
    if named.isdisjoint(_SILENT) or named & {"blind", "low_vision"}:
        channels.append("speech")
    channels += sorted({_CHANNELS[need] for need in named if need in _CHANNELS})
    return Handling(
        grace_s=grace.assisted_s if assisted else grace.normal_s,
        repeats=grace.assisted_repeats if assisted else grace.repeats,
        hold_s=grace.assisted_hold_s if assisted else grace.hold_s,
        channels=tuple(channels),
    )


def credit_for(needs: Iterable[Need], priority: Priority) -> timedelta:
    """Return the head start: the largest credit of the needs; credits do not add up."""
    minutes = max((priority.credit_minutes.get(need, 0) for need in needs), default=0)
    return timedelta(minutes=minutes)
