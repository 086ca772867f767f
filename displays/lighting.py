"""How bright signs are: by the time of day, less in quiet hours, never so in danger. Pure."""

from datetime import time

from queue_server.wire import DisplayRules

_FULL = 100


def brightness_at(rules: DisplayRules, clock: time, *, emergency: bool) -> int | None:
    """Return the brightness in per cent at a time of the hall's day.

    None where the hall says nothing about it: signs keep what their own remote control set.
    """
    if not rules.brightness and not rules.quiet_brightness:
        return None
    if emergency:
        return _FULL
    if is_quiet(rules, clock) and rules.quiet_brightness:
        return rules.quiet_brightness
    steps = sorted((time.fromisoformat(at), percent) for at, percent in rules.brightness.items())
    if not steps:
        return _FULL
    past = [percent for at, percent in steps if at <= clock]
    return past[-1] if past else steps[-1][1]  # before the first step the evening's last one holds


def is_quiet(rules: DisplayRules, clock: time) -> bool:
    """Tell whether signs rest now; a span may go over midnight."""
    for span in rules.quiet:
        begin, end = (time.fromisoformat(part) for part in span.split("-"))
        inside = begin <= clock < end if begin < end else clock >= begin or clock < end
        if inside:
            return True
    return False


def is_dark(rules: DisplayRules, clock: time) -> bool:
    """Tell whether signs that have no call to show are dark now."""
    return is_quiet(rules, clock) and not rules.quiet_brightness
