"""What of the voice works on this machine, and which engine speaks each language best."""

from collections.abc import Mapping

from hall.errors import SpeechError
from hall.findings import Finding, Severity
from voice.port import Synth, SynthCapabilities
from voice.synths.registry import EngineChoice, plans

#: What is lost where no engine speaks a language.
_NEEDED: Mapping[str, Severity] = {"zh": "stops", "en": "soon"}
_NAMES = {
    "zh": "Mandarin",
    "en": "English",
    "ug": "Uyghur",
    "kk": "Kazakh",
    "mn": "Mongolian",
}


def examine(choice: EngineChoice | None = None) -> list[Finding]:
    """Try every engine, each language's voice and the sound device."""
    opened: dict[str, SynthCapabilities] = {}
    found: list[Finding] = []
    wanted = {plan.name for plan in plans(choice or EngineChoice())}
    for plan in plans(choice or EngineChoice(), every=True):
        try:
            synth = plan.open()
        except SpeechError as error:
            found.append(_missing(plan.name, str(error), wanted=plan.name in wanted))
            continue
        opened[plan.name] = synth.capabilities
        found.append(_works(plan.name, synth))
        synth.close()
    languages = [_language(lang, opened) for lang in _NAMES]
    return [*found, *languages, _device(), _jack()]


def _works(name: str, synth: Synth) -> Finding:
    can = synth.capabilities
    how = [f"rates {can.rates[0]} to {can.rates[1]} %"]
    how.append("streams" if can.streams else "makes a whole piece first")
    how.append("stops at once" if can.stops else "cannot be stopped within a piece")
    if can.first_audio_ms is not None:
        how.append(f"first sound after {can.first_audio_ms:.0f} ms")
    if can.sounds_itself:
        how.append("plays on an output of its own, so headphones cannot be kept private")
    what = f"Speech engine {name} speaks {', '.join(can.languages)} ({'; '.join(how)})"
    return Finding(id=f"voice.{name}", severity="good", what=what)


def _missing(name: str, why: str, *, wanted: bool) -> Finding:
    if wanted:
        return Finding(
            id=f"voice.{name}",
            severity="soon",
            what=f"Speech engine {name} does not work: {why}",
            remedy="Another engine speaks meanwhile; mend this one or take it away.",
        )
    return Finding(
        id=f"voice.{name}",
        severity="information",
        what=f"Speech engine {name} is not used: {why}",
    )


def _language(lang: str, opened: Mapping[str, SynthCapabilities]) -> Finding:
    able = [name for name, can in opened.items() if can.speaks(lang)]
    if able:
        spare = f", then by {', then by '.join(able[1:])}" if able[1:] else ""
        return Finding(
            id=f"voice.language.{lang}",
            severity="good",
            what=f"{_NAMES[lang]} ({lang}) is spoken by {able[0]}{spare}",
        )
    what = f"No engine here speaks {_NAMES[lang]} ({lang})"
    if lang in _NEEDED:
        return Finding(
            id=f"voice.language.{lang}",
            severity=_NEEDED[lang],
            what=f"{what}: a blind visitor cannot use this machine in it",
            remedy="Run ./hall90 again: it installs what the voice needs.",
        )
    return Finding(
        id=f"voice.language.{lang}",
        severity="information",
        what=f"{what}; its texts are shown, not heard",
        remedy="Where visitors need it: record clips (`hall90 voice clips script`).",
    )


def _device() -> Finding:
    from voice.sinks.choosing import open_sink
    from voice.sinks.device import outputs

    sink = open_sink(lambda frames: bytes(2 * frames), 22050)
    try:
        if sink.audible:
            there = ", ".join(f"'{output}'" for output in outputs())
            return Finding(
                id="voice.device",
                severity="good",
                what=f"Sound goes to {sink.name}; outputs here: {there}",
            )
        return Finding(
            id="voice.device",
            severity="soon",
            what="There is no sound device: nothing will be heard, captions go on",
            remedy="Connect headphones or a speaker; check the cable and the volume of the system.",
        )
    finally:
        sink.close()


def _jack() -> Finding:
    from voice.jacks import find_jacks

    jacks = [str(path) for path in find_jacks("")]
    if jacks:
        what = f"Headphones that come and go are told by {', '.join(jacks)}"
        return Finding(id="voice.jack", severity="good", what=what)
    return Finding(
        id="voice.jack",
        severity="information",
        what="No input device tells of headphones; a named headset's presence or"
        " `hall90 kiosk jack` counts, and any key starts speech",
        remedy="Where there is a jack: let the kiosk's user into the group input.",
    )
