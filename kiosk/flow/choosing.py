"""What a chosen control does: the next screen, its errands, and what is said of it."""

from hall.clock import Clock
from hall.ids import uuid7
from kiosk.access.speaking import Speaker
from kiosk.flow.errands import Errands
from kiosk.flow.helping import Helping
from kiosk.flow.model import Node
from kiosk.flow.paging import Next
from kiosk.flow.presence import Presence
from kiosk.flow.stage import Stage
from kiosk.flow.steps import choose
from kiosk.flow.visit import Visit
from kiosk.flow.voicing import Voicing


class Choosing:
    """Takes choices of the screen that is shown, by whichever way they came."""

    def __init__(
        self,
        stage: Stage,
        speaker: Speaker,
        clock: Clock,
        *,
        errands: Errands,
        presence: Presence,
        helping: Helping,
        voicing: Voicing,
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._errands = errands
        self._presence = presence
        self._helping = helping
        self._voicing = voicing

    def activate(self, node_id: str) -> None:
        """Do what a control is for; say why where it does nothing now."""
        stage = self._stage
        node_id = stage.meant(node_id)
        node = stage.model.node(node_id)
        if node is None or not node.actions:
            if node is not None:
                stage.point(node_id)
            stage.say_focus(hint=False)
            return
        stage.point(node_id)
        if not node.enabled:
            self._speaker.refuse(stage.model, node, stage.words)
        elif node_id == "help":
            self._helping.pressed()
        else:
            key = uuid7(self._clock.now())
            self._take(choose(stage.visit, stage.known, node_id, key), node)

    def _take(self, chosen: Next | None, node: Node) -> None:
        if chosen is None:
            self._stage.say_focus(hint=False)
            return
        if chosen.ends:
            self._presence.end()
            return
        before = self._stage.visit
        self._stage.set(chosen.visit)
        self._voicing.chosen(before)
        if chosen.focus and self._stage.model.node(chosen.focus) is not None:
            self._stage.point(chosen.focus)
        if chosen.focus and not chosen.effects and _put_in(chosen.visit) == _put_in(before):
            self._stage.say_focus(hint=False)
        elif chosen.again:
            self._stage.arrive()
        elif (
            chosen.effects
            and chosen.visit.step == before.step
            and chosen.visit.entered == before.entered
        ):
            self._speaker.acknowledge(self._stage.model)  # the answer says what came of it
        elif chosen.effects and self._stage.model.busy:
            self._stage.point(None)
            self._speaker.acknowledge(self._stage.model)  # its words would be cut by the answer
        else:
            self._told_of(before, node)
        self._errands.run(chosen.effects)

    def _told_of(self, before: Visit, node: Node) -> None:
        """Say what a choice did: a new screen, a new page, or the changed node."""
        stage, now = self._stage, self._stage.visit
        if before.modes.reach != now.modes.reach:
            said = stage.words.say("reach-is-on" if now.modes.reach else "reach-is-off")
            self._speaker.result(stage.model, said, stage.words, node.id)
            return
        turned = (before.search.facet_page, before.search.first) != (
            now.search.facet_page,
            now.search.first,
        )
        moved_on = before.step != now.step or before.page != now.page or turned
        if moved_on or before.modes.language != now.modes.language:
            stage.arrive()
            return
        typed = stage.model.node("typed") if _put_in(now) != _put_in(before) else None
        fresh = stage.model.node(node.id)
        if typed is not None:
            self._speaker.result(stage.model, typed.words, stage.words, typed.id)
            if self._speaker.switches:
                stage.point_before("key-1")  # who only goes on begins again with the first key
        elif fresh is not None:
            self._speaker.changed(stage.model, fresh, stage.words)


def _put_in(visit: Visit) -> tuple[str, str]:
    return visit.typed, visit.entered
