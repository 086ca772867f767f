"""What of the voice works on this machine."""

from hall.errors import SpeechError
from hall.findings import Finding


def examine() -> list[Finding]:
    """Try every engine, each language's voice and the sound device."""
    return [*_engines(), _device()]


def _engines() -> list[Finding]:
    from voice.synths.registry import OPENERS

    found: list[Finding] = []
    spoken: dict[str, str] = {}
    for name, opener in OPENERS.items():
        try:
            synth = opener()
        except SpeechError as error:
            found.append(
                Finding(
                    id=f"voice.{name}",
                    severity="soon",
                    what=f"Speech engine {name} does not work: {error}",
                    remedy="Run ./hall90 again: it installs what the voice needs.",
                )
            )
            continue
        languages = synth.capabilities.languages
        for lang in languages:
            spoken.setdefault(lang, name)
        found.append(
            Finding(
                id=f"voice.{name}",
                severity="good",
                what=f"Speech engine {name} speaks {', '.join(languages)}",
            )
        )
        synth.close()
    return [*found, *(_language(lang, spoken) for lang in ("zh", "en"))]


def _language(lang: str, spoken: dict[str, str]) -> Finding:
    if lang in spoken:
        return Finding(
            id=f"voice.language.{lang}", severity="good", what=f"{lang} is spoken by {spoken[lang]}"
        )
    return Finding(
        id=f"voice.language.{lang}",
        severity="stops",
        what=f"No engine speaks {lang}: a blind visitor cannot use this machine",
        remedy="Install the voice extra: espeakng-loader.",
    )


def _device() -> Finding:
    from voice.sinks.device import open_sink

    sink = open_sink(lambda frames: bytes(2 * frames), 22050)
    try:
        if sink.audible:
            return Finding(id="voice.device", severity="good", what=f"Sound goes to {sink.name}")
        return Finding(
            id="voice.device",
            severity="soon",
            what="There is no sound device: nothing will be heard, captions go on",
            remedy="Connect headphones or a speaker; check the cable and the volume of the system.",
        )
    finally:
        sink.close()
