"""From what helps a visitor today to how the hall treats the ticket, without naming the need."""

from collections.abc import Iterable

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
_ANYBODY = ("sign", "speech")
_SILENT: frozenset[Need] = frozenset({"deaf", "text_only", "sign_language"})


def handling_for(needs: Iterable[Need], grace: Grace) -> Handling:
    """Return grace, repeats, hold and channels; every call is shown on signs."""
    named = set(needs)
    if not named:  # most visitors
        return Handling(
            grace_s=grace.normal_s, repeats=grace.repeats, hold_s=grace.hold_s, channels=_ANYBODY
        )
    assisted = not named.isdisjoint(grace.assisted_needs)
    channels = ["sign"]
    if named.isdisjoint(_SILENT) or named & {"blind", "low_vision"}:
        channels.append("speech")
    channels += sorted({_CHANNELS[need] for need in named if need in _CHANNELS})
    allowed = [grace.by_need[need] for need in named if need in grace.by_need]
    return Handling(
        grace_s=max(
            grace.assisted_s if assisted else grace.normal_s, *(each.grace_s for each in allowed), 0
        ),
        repeats=max(
            grace.assisted_repeats if assisted else grace.repeats,
            *(each.repeats for each in allowed), 0,
        ),
        hold_s=max(
            grace.assisted_hold_s if assisted else grace.hold_s,
            *(each.hold_s for each in allowed), 0,
        ),
        channels=tuple(channels),
    )  # fmt: skip


def credit_for(needs: Iterable[Need], priority: Priority) -> int:
    """Return the head start in minutes: the largest credit of the needs; they do not add up."""
    return max((priority.credit_minutes.get(need, 0) for need in needs), default=0)
