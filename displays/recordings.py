"""What the hall's loudspeaker says, for people who record it (`hall90 voice clips script`)."""

from typing import Literal

from displays.catalogue import catalogues, known_language
from voice.clips.lines import SpokenLine, fixed

_ALARMS = ("alarm-fire-1", "alarm-evacuation-1", "alarm-medical-1", "alarm-other-1")
_FIXED = (*_ALARMS, "alarm-drill-1", "alarm-over")


def spoken_lines(language: str, ticket_one: Literal["幺", "一"]) -> list[SpokenLine]:
    """Return the calls and alarms in a language; nothing where there is no catalogue of it."""
    if known_language(language) is None:
        return []
    texts = catalogues(ticket_one)(language)

    def call(number: str, window: int) -> str:
        return texts.spoken("call-spoken", number=number, window=str(window))

    lines = [fixed(key, texts.spoken(key)) for key in _FIXED if key in texts]
    return [SpokenLine(id="call", words=call, varies=True), *lines]
