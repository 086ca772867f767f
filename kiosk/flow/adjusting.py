"""Mode keys: what each changes, and what is said of it (new value only)."""

from dataclasses import dataclass, replace

from kiosk.access.intents import Intent
from kiosk.flow.model import Modes
from kiosk.flow.steps import cycled_size, cycled_theme
from kiosk.flow.wording import Words
from voice.port import RATE_STEPS, VOLUME_STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """The modes after a key. ``over`` lets the words wait for the end of what is being said."""

    modes: Modes
    said: str
    words: Words
    over: bool = False


def adjusted(intent: Intent, modes: Modes, languages: tuple[str, ...]) -> Adjusted | None:
    """Return what a mode key does; None for intents that change no mode."""
    words = Words(modes.language)
    match intent:
        case Intent.SIZE:
            modes = cycled_size(modes)
            said = words.say("settings-size", size=words(f"size-{modes.size}"))
        case Intent.CONTRAST:
            modes = cycled_theme(modes)
            said = words.say("settings-theme", theme=words(f"theme-{modes.theme}"))
        case Intent.REACH:
            modes = replace(modes, reach=not modes.reach)
            said = words.say("reach-is-on" if modes.reach else "reach-is-off")
        case Intent.LANGUAGE:
            modes = replace(modes, language=_following(languages, modes.language))
            words = Words(modes.language)
            said = words.say("language-chosen")
        case Intent.RATE_UP | Intent.RATE_DOWN | Intent.VOLUME_UP | Intent.VOLUME_DOWN:
            return _louder_or_faster(intent, modes, words)
        case _:
            return None
    return Adjusted(modes=modes, said=said, words=words)


def _louder_or_faster(intent: Intent, modes: Modes, words: Words) -> Adjusted:
    """Rate and volume keep the place in what is being said (A-32)."""
    by = 1 if intent in (Intent.RATE_UP, Intent.VOLUME_UP) else -1
    if intent in (Intent.RATE_UP, Intent.RATE_DOWN):
        modes = replace(modes, rate=min(max(modes.rate + by, 0), len(RATE_STEPS) - 1))
        said = words.say("settings-rate", n=modes.rate + 1)
    else:
        modes = replace(modes, volume=min(max(modes.volume + by, 0), len(VOLUME_STEPS) - 1))
        said = words.say("settings-volume", n=modes.volume + 1)
    return Adjusted(modes=modes, said=said, words=words, over=True)


def _following(languages: tuple[str, ...], language: str) -> str:
    place = languages.index(language) if language in languages else -1
    return languages[(place + 1) % len(languages)]
