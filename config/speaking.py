"""What must hold of how a hall speaks: levels that exist, languages, spans of quiet."""

import re

from config.decoding import Faults
from config.site import Site

#: Decibels below the loudest, as the voice's volume steps (`voice.port.VOLUME_STEPS`).
LEVELS_DB = (-36, -30, -24, -18, -12, -6, 0)
_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_speech(site: Site, faults: Faults) -> None:
    """Note what a loudspeaker could not do."""
    _check_levels(site, faults)
    _check_languages(site, faults)
    for span in site.speech.quiet:
        if not _SPAN.fullmatch(span) or span[:5] == span[6:]:
            faults.add("speech.quiet", f"{span!r} is no span", 'Write for example "12:00-13:30"')


def _check_levels(site: Site, faults: Faults) -> None:
    speech = site.speech
    _check_level("speech.level_db", speech.level_db, faults)
    _check_level("speech.quiet_level_db", speech.quiet_level_db, faults)
    for place, zone in enumerate(site.zones, 1):
        if zone.level_db is not None:
            _check_level(f"zone[{place}].level_db", zone.level_db, faults)
    if speech.quiet and speech.quiet_level_db >= speech.level_db:
        problem = f"{speech.quiet_level_db} dB is not softer than level_db, {speech.level_db} dB"
        faults.add("speech.quiet_level_db", problem, "Choose a lower level, or drop speech.quiet")


def _check_languages(site: Site, faults: Faults) -> None:
    if not site.speech.announcement_languages:
        remedy = 'Write at least one, such as ["zh-CN"]'
        faults.add("speech.announcement_languages", "is empty", remedy)
    for language in site.speech.announcement_languages:
        if not _LANGUAGE.fullmatch(language):
            problem = f"{language!r} is not a language tag"
            faults.add("speech.announcement_languages", problem, "Write zh-CN, en, ug, kk or mn")


def _check_level(key: str, level: int, faults: Faults) -> None:
    if level not in LEVELS_DB:
        known = ", ".join(str(one) for one in reversed(LEVELS_DB))
        faults.add(key, f"{level} dB is no level", f"Write one of {known} (0 is the loudest)")
