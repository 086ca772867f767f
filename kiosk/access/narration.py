"""What is said, in which order of words and how urgently (accessibility.md (c) 4).

Everything is made from the nodes that are drawn; nothing here knows how it sounds.
"""

from dataclasses import dataclass, field
from itertools import count

from kiosk.flow.model import Node, ScreenModel
from kiosk.flow.wording import Words
from voice.utterance import Cause, Channel, Earcon, Part, Pause, Say, Utterance

_HINT_AFTER_S = 0.6
_ROLES_SAID = ("choice", "row", "toggle", "button", "key")


@dataclass(slots=True, kw_only=True)
class Narrator:
    """Makes utterances; ids are unique for the life of the kiosk's process."""

    channel: Channel = "headphones"
    switches: bool = False
    """Whether the visitor has switches: no key is named to whoever has none."""
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def utterance(
        self,
        parts: tuple[Part, ...],
        *,
        priority: int,
        cause: Cause,
        screen: str,
        node: str | None = None,
        protected: bool = False,
    ) -> Utterance:
        """Return an utterance of this kiosk."""
        return Utterance(
            id=f"k{next(self._ids)}",
            parts=parts,
            priority=priority,
            cause=cause,
            node=node,
            screen=screen,
            channel=self.channel,
            protected=protected,
        )

    def focus(
        self, screen: ScreenModel, node: Node, words: Words, *, cause: Cause = "focus"
    ) -> Utterance:
        """Say a node: name and value, role, state, position."""
        parts = (Earcon("focus"), *self._parts(node, words))
        return self.utterance(parts, priority=1, cause=cause, screen=screen.id, node=node.id)

    def screen(self, screen: ScreenModel, words: Words, *, cause: Cause = "screen") -> Utterance:
        """Say a screen on arrival: its title, then what there is."""
        title = screen.title
        parts: list[Part] = [Earcon("error")] if screen.alert else []
        parts.append(Say(title.name, title.lang, title.words))
        if screen.summary:
            written = screen.summary_written or screen.summary
            parts.append(Say(written, words.language, screen.summary))
        return self.utterance(
            tuple(parts), priority=2, cause=cause, screen=screen.id, node=title.id
        )

    def main_action(self, screen: ScreenModel, words: Words) -> Utterance | None:
        """Say which key does the screen's main action, or where it is; None where it has none.

        Whoever scans hears it when its turn comes.
        """
        strip = screen.strip
        if strip is None or not strip.enabled or self.switches:
            return None
        said = self.strip_words(screen, words)
        parts = (Pause(_HINT_AFTER_S), Say(said, words.language, said))
        return self.utterance(parts, priority=3, cause="hint", screen=screen.id, node=strip.id)

    def strip_words(self, screen: ScreenModel, words: Words) -> str:
        """Return what the main action is, with its key or its place; for switches its name."""
        strip = screen.strip
        if strip is None:
            return ""
        if self.switches or not strip.enabled:
            return strip.words
        key = "hint-strip-explore" if screen.modes.explore else "hint-strip"
        return words.say(key, name=strip.words)

    def place(self, screen: ScreenModel, node: Node, words: Words) -> Utterance:
        """Say where one still is, and what the main action is now; nothing waits for it."""
        main = self.main_action(screen, words)
        parts = (
            Pause(_HINT_AFTER_S),
            *self._parts(node, words),
            *(main.parts if main is not None else ()),
        )
        return self.utterance(parts, priority=3, cause="hint", screen=screen.id, node=node.id)

    def whole(self, screen: ScreenModel, words: Words) -> Utterance:
        """Say a whole screen: every node but the foot, in reading order (A-37)."""
        parts: list[Part] = []
        for node in screen.in_zone("title", "content", "pager"):
            parts += [*self._parts(node, words), Pause(0.3)]
        return self.utterance(tuple(parts), priority=1, cause="screen", screen=screen.id)

    def _parts(self, node: Node, words: Words) -> tuple[Part, ...]:
        """A node in words; what is personal is for headphones only (A-80)."""
        if node.private and self.channel != "headphones":
            said = words.say("private-here")
            return (Say(said, words.language, said),)
        return node_parts(node, words)

    def result(
        self, screen: ScreenModel, text: str, spoken: str, words: Words, node: str | None = None
    ) -> Utterance:
        """Say what an action did."""
        parts = (Earcon("activate"), Say(text, words.language, spoken))
        return self.utterance(parts, priority=1, cause="action", screen=screen.id, node=node)

    def edge(self, screen: ScreenModel, node: str | None, text: str, words: Words) -> Utterance:
        """Say that there is nothing further this way."""
        parts: tuple[Part, ...] = (Earcon("edge"), Say(text, words.language, text))
        return self.utterance(parts, priority=1, cause="focus", screen=screen.id, node=node)

    def hint(
        self, screen: ScreenModel, node: Node, words: Words, *, explore: bool
    ) -> Utterance | None:
        """Say how to use a node, once the visitor has listened; None where there is nothing."""
        if not node.actions or not node.enabled:
            return None
        if node.hint:
            text = node.hint
        elif self.switches:
            text = words.say("hint-switch")
        elif explore:
            text = words.say("hint-explore")
        else:
            text = words.say("hint-toggle" if node.role == "toggle" else "hint-activate")
        parts = (Pause(_HINT_AFTER_S), Say(text, words.language, text))
        return self.utterance(parts, priority=3, cause="hint", screen=screen.id, node=node.id)

    def live(
        self, screen: ScreenModel, text: str, spoken: str, words: Words, node: str | None = None
    ) -> Utterance:
        """Say a change nobody asked for, after the current phrase (A-45)."""
        parts = (Say(text, words.language, spoken),)
        return self.utterance(parts, priority=4, cause="live", screen=screen.id, node=node)

    def alert(
        self,
        screen: ScreenModel,
        text: str,
        spoken: str,
        words: Words,
        node: str | None = None,
        *,
        cause: Cause = "alert",
    ) -> Utterance:
        """Say what must be heard: a timeout, paper that did not come out, a call (A-41)."""
        sound = "chime" if cause == "call" else "error"
        parts = (Earcon(sound), Say(text, words.language, spoken))
        return self.utterance(
            parts, priority=0, cause=cause, screen=screen.id, node=node, protected=True
        )


def node_parts(node: Node, words: Words) -> tuple[Part, ...]:
    """Return a node in words: name, detail, value, facts, role, state, position."""
    parts: list[Part] = [
        Say(node.name or words("blank"), node.lang, node.words or words.say("blank"))
    ]
    for text, spoken in _further(node):
        parts.append(Say(text, words.language_of(spoken or text), spoken or text))
    if node.role in _ROLES_SAID:
        role = words(f"role-{node.role}")
        parts.append(Say(role, words.language, role))
    state = state_words(node, words)
    if state:
        parts.append(Say(state, words.language, state))
    if node.position is not None:
        i, n = node.position
        parts.append(
            Say(words("position", i=i, n=n), words.language, words.say("position", i=i, n=n))
        )
    return tuple(parts)


def _further(node: Node) -> list[tuple[str, str]]:
    told = [(node.detail, node.detail_spoken)]
    if node.role != "qr":  # an address is for the phone's eye
        told.append((node.value, node.value_spoken))
    told += [(fact.text, fact.spoken) for fact in node.facts]
    return [(text, spoken) for text, spoken in told if text]


def state_words(node: Node, words: Words) -> str:
    """Return a node's state in words: selected or not, or why it cannot be used."""
    if not node.enabled:
        why = words.say("state-disabled")
        return words.listed(why, node.why)
    if node.selected is None:
        return ""
    return words.say("state-selected" if node.selected else "state-unselected")
