"""The kiosk's mouth: narration handed to the voice, and the caption of what is said.

Speech is off until the visitor starts it; captions show what is being said (A-56).
"""

import re

from kiosk.access.narration import Narrator
from kiosk.flow.model import Modes, Node, ScreenModel
from kiosk.flow.wording import Words
from voice.port import DEFAULT_RATE_STEP, RATE_STEPS, Speech, SpeechEvent
from voice.utterance import Cause, Channel, Earcon, Part, Say, Utterance

_EXPERIENCED_RATE = 200
_SHORT = 36
_SENTENCE_ENDS = re.compile(r"[。！？；!?;]|\.(?=\s)")


def following(text: str, at: int) -> str:
    """Return a caption from the sentence on that is being said: a long text moves along (A-56)."""
    if len(text) <= _SHORT:
        return text
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text) if found.end() <= at]
    return text[ends[-1] :].lstrip() if ends else text


class Speaker:
    """Says what the core decided, when speech is on; alerts and results keep their order."""

    def __init__(self, speech: Speech, channel: Channel = "speaker") -> None:
        self._speech = speech
        self._narrator = Narrator(channel=channel)
        self._on = False
        self._paused = False
        self._rate = DEFAULT_RATE_STEP
        self._volume = -1
        self._speaking: set[str] = set()
        self._awaiting: Utterance | None = None
        self.caption = ""
        self.sounding = (0, 0)
        """The characters of the caption that are being said just now, from and to."""

    @property
    def on(self) -> bool:
        """Whether the visitor is spoken to."""
        return self._on

    @property
    def busy(self) -> bool:
        """Whether something is being said; not while the visitor holds it paused."""
        return bool(self._speaking) and not self._paused

    def heard(self, event: SpeechEvent) -> None:
        """Take what became of an utterance."""
        key = event.utterance.id
        if event.kind == "start":
            self._speaking.add(key)
            self.caption, self.sounding = event.utterance.text, (0, 0)
        elif event.kind == "word" and event.written is not None:
            start, end = event.written
            self.caption = following(event.utterance.text, start)
            gone = len(event.utterance.text) - len(self.caption)
            self.sounding = (max(0, start - gone), max(0, end - gone))
        elif event.kind in ("end", "cancel"):
            self._speaking.discard(key)
            if not self._speaking:
                self.caption = ""

    def tick(self) -> None:
        """Say what waited for the end of a phrase; never from within the voice's own event."""
        if self._awaiting is not None and not self._speaking:
            told, self._awaiting = self._awaiting, None
            self._say(told)

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

    @property
    def switches(self) -> bool:
        """Whether the visitor has switches instead of keys."""
        return self._narrator.switches

    def for_switches(self, *, on: bool) -> None:
        """Take whether the visitor has switches instead of keys."""
        self._narrator.switches = on

    def interrupt(self) -> None:
        """Fall silent at once: the visitor acted (A-38)."""
        if self._on:
            self._paused = False
            self._speech.stop()

    def silence(self) -> None:
        """Fall silent and forget what was said and was to be said: nobody hears it again (A-82)."""
        self._paused = False
        self._awaiting = None
        self._speech.stop()
        self._speech.forget()
        self.caption = ""

    def toggle_pause(self) -> None:
        """Pause, or go on where it stopped."""
        self._paused = not self._paused
        if self._paused:
            self._speech.pause()
        else:
            self._speech.resume()

    def skip(self, by: int) -> None:
        """Go on a sentence further, or one back, in what is being said (A-37)."""
        self._paused = False
        self._speech.skip(by)

    def note(self, caption: str) -> None:
        """Show words that are not said."""
        self.caption = caption

    # --- what is said

    def focus(self, screen: ScreenModel, node: Node, words: Words, *, hint: bool | None) -> None:
        """Say a node, then its hint after a pause; ``hint`` None says none, True for exploring."""
        self._say(self._narrator.focus(screen, node, words))
        if hint is not None and self._hints:
            told = self._narrator.hint(screen, node, words, explore=hint)
            if told is not None:
                self._say(told)

    def screen(self, screen: ScreenModel, words: Words) -> None:
        """Say a screen on arrival, then, after a pause, what its main action is."""
        self._awaiting = None  # it was about the screen before
        self._say(self._narrator.screen(screen, words))
        self.main_action(screen, words)

    def place(self, screen: ScreenModel, node: Node, words: Words) -> None:
        """Say, after a pause, what the main action is, and on which node one still is.

        Nothing is said to who listens fast.
        """
        if self._hints:
            self._say(self._narrator.place(screen, node, words))

    def strip_words(self, screen: ScreenModel, words: Words) -> str:
        """Return what the main action is and how it is reached, in one sentence."""
        return self._narrator.strip_words(screen, words)

    def main_action(self, screen: ScreenModel, words: Words) -> None:
        """Say, after a pause, what a screen's main action is."""
        told = self._narrator.main_action(screen, words) if self._hints else None
        if told is not None:
            self._say(told)

    def whole(self, screen: ScreenModel, words: Words) -> None:
        """Say a whole screen."""
        self._say(self._narrator.whole(screen, words))

    def welcome(self, screen: ScreenModel, text: str, words: Words) -> None:
        """Say what this is and how to go on."""
        parts = (Earcon("activate"), Say(text, words.language, text))
        self._say(self._narrator.utterance(parts, priority=1, cause="action", screen=screen.id))

    def result(self, screen: ScreenModel, text: str, words: Words, node: str | None = None) -> None:
        """Say what an act did."""
        self._say(self._narrator.result(screen, text, text, words, node))

    def acknowledge(self, screen: ScreenModel) -> None:
        """Sound that an act was taken; words follow with its answer."""
        parts = (Earcon("activate"),)
        self._say(self._narrator.utterance(parts, priority=1, cause="action", screen=screen.id))

    def changed(self, screen: ScreenModel, node: Node, words: Words) -> None:
        """Say a changed node: for toggles the new state comes first."""
        if node.selected is None:
            self._say(self._narrator.result(screen, node.name, node.words, words, node.id))
            return
        key = "state-selected" if node.selected else "state-unselected"
        written, spoken = (
            words.listed(words(key), node.name),
            words.listed(words.say(key), node.words),
        )
        self._say(self._narrator.result(screen, written, spoken, words, node.id))

    def refuse(self, screen: ScreenModel, node: Node, words: Words) -> None:
        """Say why a control cannot be used now."""
        said = words.listed(node.words, words.say("state-disabled"), node.why)
        self._say(self._narrator.edge(screen, node.id, said, words))

    def edge(self, screen: ScreenModel, node: str | None, text: str, words: Words) -> None:
        """Say that there is nothing further this way."""
        self._say(self._narrator.edge(screen, node, text, words))

    def live(
        self, screen: ScreenModel, text: str, spoken: str, words: Words, node: str | None
    ) -> None:
        """Say a change nobody asked for, once, after what is being said (A-45)."""
        told = self._narrator.live(screen, text, spoken, words, node)
        if self.busy:
            self._awaiting = told
        else:
            self._say(told)

    def alert(
        self,
        screen: ScreenModel,
        text: str,
        spoken: str,
        words: Words,
        node: str | None = None,
        *,
        cause: Cause = "alert",
    ) -> None:
        """Say what must be heard."""
        self._say(self._narrator.alert(screen, text, spoken, words, node, cause=cause))

    def progress(self, screen: ScreenModel, words: Words, *, told: bool) -> None:
        """Sound that an answer is awaited; with words where it takes long."""
        parts: tuple[Part, ...] = (Earcon("progress"),)
        if told:
            said = words.say("still-loading")
            parts = (*parts, Say(said, words.language, said))
        if not self.busy:
            self._say(self._narrator.utterance(parts, priority=4, cause="live", screen=screen.id))

    def empty(self, screen: ScreenModel) -> None:
        """Sound the soft tick of an empty place."""
        self._say(
            self._narrator.utterance((Earcon("tick"),), priority=1, cause="focus", screen=screen.id)
        )

    @property
    def _hints(self) -> bool:
        """Experienced listeners (rate ≥ 200 %) get no hints."""
        return RATE_STEPS[self._rate] < _EXPERIENCED_RATE

    def _say(self, utterance: Utterance) -> None:
        if self._on:
            self._speech.say(utterance)
