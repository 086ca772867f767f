"""Reading a text on, paragraph after paragraph, until the visitor does anything."""

from dataclasses import replace

from kiosk.flow.detail_screens import paragraphs
from kiosk.flow.stage import Stage
from voice.port import SpeechEvent


class ReadingOn:
    """Turns to the next paragraph when one has been read to its end."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._read = False

    def acted(self) -> None:
        """The visitor did something: nothing is turned unasked any more."""
        visit = self._stage.visit
        self._read = False
        if visit.reading_on:
            self._stage.set(replace(visit, reading_on=False))

    def heard(self, event: SpeechEvent) -> None:
        """Take what became of an utterance: a paragraph that was read whole lets the next come."""
        if event.kind == "end" and event.utterance.cause == "screen":
            self._read = True

    def tick(self) -> bool:
        """Let time pass; returns whether a paragraph was turned."""
        stage = self._stage
        visit, item = stage.visit, stage.visit.item
        read, self._read = self._read, False
        if not (read and visit.reading_on and visit.step == "aloud" and item is not None):
            return False
        last = len(paragraphs(item, visit.modes.language)) - 1
        if stage.warned is not None or stage.alarmed or visit.page >= last:
            return False
        stage.set(replace(visit, page=visit.page + 1))
        stage.arrive()
        return True
