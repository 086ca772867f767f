"""Speech on and off: by a key, headphones, a resting finger, or the visitor's setting."""

import logging
from dataclasses import replace

from kiosk.access.intents import MODE_KEYS, Intent, Wish
from kiosk.access.speaking import Speaker
from kiosk.flow.effects import Refresh
from kiosk.flow.errands import Errands
from kiosk.flow.presence import Presence
from kiosk.flow.stage import Stage
from kiosk.flow.visit import Visit

_LOG = logging.getLogger(__name__)


class Voicing:
    """Starts and stops speech. Switched off by the visitor, keys do not start it again."""

    def __init__(
        self, stage: Stage, speaker: Speaker, errands: Errands, presence: Presence
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._errands = errands
        self._presence = presence
        self._silenced = False

    def headphones(self, *, plugged: bool) -> None:
        """Take that headphones came or went; nothing moves to the loudspeaker (A-29…A-31)."""
        stage = self._stage
        self._speaker.use("headphones" if plugged else "speaker")
        if plugged:
            self.start()
        elif stage.visit.modes.speech:
            self._silenced = True
            modes = replace(stage.visit.modes, speech=False, explore=False)
            stage.set(replace(stage.visit, modes=modes))
            self._speaker.note(stage.words("headphones-out"))
            stage.tell()
            _LOG.info("headphones removed, speech stopped")

    def begins(self, wish: Wish) -> bool:
        """Start speech by a key; True where that was all the key was for (contract §4)."""
        stage = self._stage
        if stage.visit.modes.speech:
            return False
        if stage.visit.step == "idle":
            self.start()
            return True
        if self._silenced or wish in MODE_KEYS:
            return False
        self.start()
        return wish is Intent.ACTIVATE and stage.focus.node is None

    def start(self, *, explore: bool = False) -> None:
        """Start speech; on the idle screen with a welcome, elsewhere with the screen."""
        self._silenced = False
        stage = self._stage
        modes = stage.visit.modes
        modes = replace(modes, speech=True, explore=explore or modes.explore)
        stage.mark_focus = True
        if stage.visit.step != "idle":
            stage.set(replace(stage.visit, modes=modes))
            self._speaker.result(stage.model, stage.words.say("speech-started"), stage.words)
            self._speaker.screen(stage.model, stage.words)
            return
        stage.set(replace(stage.visit, modes=modes, step="home"))
        stage.point(None)
        key = "speech-welcome-touch" if explore else "speech-welcome"
        names = stage.known.hall_names
        said = stage.words.say(key, hall=stage.words.named(names) if names else "")
        self._speaker.welcome(stage.model, said, stage.words)
        self._presence.invite()
        self._errands.run((Refresh(),))

    def chosen(self, before: Visit) -> None:
        """Take that the visitor may have switched speech on or off on a screen."""
        if before.modes.speech != self._stage.visit.modes.speech:
            self._silenced = before.modes.speech

    def forget(self) -> None:
        """Another visitor comes."""
        self._silenced = False
