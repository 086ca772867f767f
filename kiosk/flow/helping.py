"""Help in layers, and key learning, in which keys are named and do nothing (A-51)."""

from dataclasses import replace

from hall.clock import Clock
from kiosk.access.intents import Intent, Wish
from kiosk.access.learning import KeyLearning, key_words
from kiosk.access.speaking import Speaker
from kiosk.flow.going import go
from kiosk.flow.stage import Stage

_LAYERS = 3


class Helping:
    """The Help key of one kiosk."""

    def __init__(self, stage: Stage, speaker: Speaker, clock: Clock) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._learning = KeyLearning()

    @property
    def learning(self) -> bool:
        """Whether keys are only named now."""
        return self._learning.on

    def pressed(self) -> None:
        """Help was pressed: the next layer, or key learning after five presses."""
        stage = self._stage
        if self._learning.help_pressed(self._clock.monotonic()):
            self._speaker.result(stage.model, stage.words.say("learn-on"), stage.words)
        elif stage.alarmed:
            self._speaker.screen(stage.model, stage.words)
        elif stage.visit.step == "help":
            stage.set(replace(stage.visit, page=(stage.visit.page + 1) % _LAYERS))
            stage.arrive()
        else:
            stage.set(go(stage.visit, "help"))
            stage.arrive()

    def other_pressed(self) -> None:
        """Another key breaks the row of Help presses."""
        self._learning.other_pressed()

    def learn(self, wish: Wish) -> None:
        """Name a key."""
        stage = self._stage
        self._speaker.interrupt()
        if wish is Intent.HELP:
            if self._learning.help_pressed(self._clock.monotonic()):
                self._speaker.result(stage.model, stage.words.say("learn-off"), stage.words)
                return
        else:
            self._learning.other_pressed()
        self._speaker.result(stage.model, key_words(wish, stage.words), stage.words)

    def forget(self) -> None:
        """Another visitor comes."""
        self._learning.forget()
