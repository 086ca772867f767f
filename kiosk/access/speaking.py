"""The kiosk's mouth: narration handed to the voice, and the caption of what is said.

Speech is off until the visitor starts it; captions show what is being said (A-56).
"""

from kiosk.access.narration import Narrator
from kiosk.flow.model import Modes, Node, ScreenModel
from kiosk.flow.wording import Words
from voice.port import RATE_STEPS, VOLUME_STEPS, Speech, SpeechEvent
from voice.utterance import Channel, Earcon, Say, Utterance


class Speaker:
    """Says what the core decided, when speech is on; alerts and results keep their order."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._narrator = Narrator()
        self._on = False
        self._paused = False
        self._rate = -1
        self._volume = -1
        self._speaking: set[str] = set()
        self.caption = ""

    @property
    def busy(self) -> bool:
        """Whether something is being said or waits to be."""
        return bool(self._speaking)

    def heard(self, event: SpeechEvent) -> None:
        """Take what became of an utterance."""
        key = event.utterance.id
        if event.kind == "start":
            self._speaking.add(key)
            self.caption = event.utterance.text
        elif event.kind in ("end", "cancel"):
            self._speaking.discard(key)
            if not self._speaking:
                self.caption = ""

    def follow(self, modes: Modes) -> None:
        """Take the visitor's modes."""
        if self._on and not modes.speech:
            self.silence()
        self._on = modes.speech
        if modes.rate != self._rate:
            self._rate = modes.rate
            self._speech.set_rate(modes.rate)
        if modes.volume != self._volume:
            self._volume = modes.volume
            self._speech.set_volume(modes.volume)

    def use(self, channel: Channel) -> None:
        """Send speech to headphones or to the kiosk's loudspeaker."""
        self._narrator.channel = channel
        self._speech.route(channel)

    def interrupt(self) -> None:
        """Fall silent at once: the visitor acted (A-38)."""
        if self._on:
            self._paused = False
            self._speech.stop()

    def silence(self) -> None:
        """Fall silent and forget what was to be said."""
        self._paused = False
        self._speech.stop()
        self.caption = ""

    def toggle_pause(self) -> None:
        """Pause, or go on where it stopped."""
        self._paused = not self._paused
        if self._paused:
            self._speech.pause()
        else:
            self._speech.resume()

    def rate(self, step: int) -> int:
        """Return a rate step within its range."""
        return min(max(step, 0), len(RATE_STEPS) - 1)

    def volume(self, step: int) -> int:
        """Return a volume step within its range."""
        return min(max(step, 0), len(VOLUME_STEPS) - 1)

    # --- what is said

    def focus(self, screen: ScreenModel, node: Node, words: Words, *, hint: bool | None) -> None:
        """Say a node, then its hint after a pause; ``hint`` None says none, True for exploring."""
        self._say(self._narrator.focus(screen, node, words))
        if hint is not None:
            told = self._narrator.hint(screen, node, words, explore=hint)
            if told is not None:
                self._say(told)

    def screen(self, screen: ScreenModel, words: Words) -> None:
        """Say a screen on arrival."""
        self._say(self._narrator.screen(screen, words))

    def whole(self, screen: ScreenModel, words: Words) -> None:
        """Say a whole screen."""
        self._say(self._narrator.whole(screen, words))

    def welcome(self, screen: ScreenModel, text: str, words: Words) -> None:
        """Say what this is and how to go on, then where we are."""
        parts = (Earcon("activate"), Say(text, words.language, text))
        self._say(self._narrator.utterance(parts, priority=1, cause="action", screen=screen.id))

    def result(self, screen: ScreenModel, text: str, words: Words, node: str | None = None) -> None:
        """Say what an act did."""
        self._say(self._narrator.result(screen, text, text, words, node))

    def changed(self, screen: ScreenModel, node: Node, words: Words) -> None:
        """Say a changed node: for toggles the new state comes first."""
        if node.selected is not None:
            key = "state-selected" if node.selected else "state-unselected"
            said = f"{words.say(key)}，{node.words}"
            self._say(self._narrator.result(screen, said, said, words, node.id))
        else:
            self._say(self._narrator.result(screen, node.name, node.words, words, node.id))

    def refuse(self, screen: ScreenModel, node: Node, words: Words) -> None:
        """Say why a control cannot be used now."""
        said = f"{node.words}，{words.say('state-disabled')}"
        if node.why:
            said += f"，{node.why}"
        self._say(self._narrator.edge(screen, node.id, said, words))

    def edge(self, screen: ScreenModel, node: str | None, text: str, words: Words) -> None:
        """Say that there is nothing further this way."""
        self._say(self._narrator.edge(screen, node, text, words))

    def live(self, screen: ScreenModel, text: str, spoken: str, words: Words, node: str) -> None:
        """Say a change nobody asked for."""
        self._say(self._narrator.live(screen, text, spoken, words, node))

    def alert(
        self, screen: ScreenModel, text: str, spoken: str, words: Words, node: str | None = None
    ) -> None:
        """Say what must be heard."""
        self._say(self._narrator.alert(screen, text, spoken, words, node))

    def tick(self, screen: ScreenModel) -> None:
        """Sound the soft tick of an empty place."""
        self._say(
            self._narrator.utterance((Earcon("edge"),), priority=1, cause="focus", screen=screen.id)
        )

    def _say(self, utterance: Utterance) -> None:
        if self._on:
            self._speech.say(utterance)
