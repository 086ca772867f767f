"""Everything said, as JSON lines (contract §3): the same with or without a sound device."""

import json
from typing import Any, TextIO

from voice.port import SpeechEvent


class Transcript:
    """Writes one flushed line an event; ``start`` is the monotonic second its ``t`` counts from."""

    def __init__(self, stream: TextIO, start: float) -> None:
        self._stream = stream
        self._start = start
        self._last = 0.0

    def __call__(self, event: SpeechEvent) -> None:
        """Write an event; reached marks and words are for captions and stay out."""
        if event.kind in ("mark", "word"):
            return
        line = transcript_line(event, self._start)
        # Two processes' events may cross by a millisecond; a reader's clock never steps back.
        self._last = line["t"] = max(self._last, line["t"])
        self._stream.write(json.dumps(line, ensure_ascii=False))
        self._stream.write("\n")
        self._stream.flush()


def transcript_line(event: SpeechEvent, start: float) -> dict[str, Any]:
    """Return an event as the contract's object; a cancelled one also tells the ``reason``."""
    utterance = event.utterance
    line: dict[str, Any] = {
        "t": round(event.at - start, 3),
        "utt": utterance.id,
        "event": event.kind,
        "text": utterance.text,
        "spoken": event.spoken,
        "lang": utterance.lang,
        "priority": utterance.priority,
        "cause": utterance.cause,
        "earcon": utterance.earcon,
        "node": utterance.node,
        "screen": utterance.screen,
        "channel": utterance.channel,
    }
    languages = list(dict.fromkeys(part.lang for part in utterance.words()))
    if len(languages) > 1:
        line["langs"] = languages
    if event.reason is not None:
        line["reason"] = event.reason
    return line
