"""Words to say, and what became of them in virtual time."""

from voice.synths.recorder import RecorderSpeech
from voice.utterance import Say, Utterance


def words(
    text: str, priority: int = 1, *, id: str | None = None, protected: bool = False
) -> Utterance:
    return Utterance(
        id=id or text, parts=(Say(text, "zh-CN"),), priority=priority, protected=protected
    )


def cancelled(speech: RecorderSpeech) -> dict[str, str | None]:
    return {event.utterance.id: event.reason for event in speech.heard if event.kind == "cancel"}
