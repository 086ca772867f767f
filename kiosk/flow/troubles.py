"""Devices that stop working while somebody stands here: said, shown, and taken back by themselves.

What still works and where to go is part of each sentence. One that is lost is told to whoever is
there; on the first screen it stands until it works again.
"""

from dataclasses import replace

from kiosk.access.speaking import Speaker
from kiosk.flow.stage import Stage
from kiosk.flow.visit import Trouble
from voice.port import SpeechEvent


class Troubles:
    """What of one kiosk's devices does not work now."""

    def __init__(self, stage: Stage, speaker: Speaker) -> None:
        self._stage = stage
        self._speaker = speaker

    def device(self, name: Trouble, *, works: bool) -> None:
        """Take that a device stopped working, or works again."""
        stage = self._stage
        before = stage.known.troubles
        now = before - {name} if works else before | {name}
        if now == before:
            return
        stage.know(replace(stage.known, troubles=now))
        if stage.visit.step == "idle":
            return
        told = stage.words.told(f"trouble-{name}-over" if works else f"trouble-{name}")
        if not stage.visit.modes.speech or (name == "voice" and not works):
            self._speaker.note(told.written)
            stage.tell()
        elif name != "paper":
            self._speaker.live(stage.model, told.written, told.spoken, stage.words, None)

    def heard(self, event: SpeechEvent) -> None:
        """Take what became of an utterance: a voice process that died, and one that speaks."""
        if event.kind == "cancel" and event.reason == "lost":
            self.device("voice", works=False)
        elif event.kind == "start":
            self.device("voice", works=True)
