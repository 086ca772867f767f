"""The screen as it stands: visit, knowledge, focus; observers and the voice follow it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.access.focus import Focus, Moved, kept, move
from kiosk.access.speaking import Speaker
from kiosk.flow.alarms import concerning
from kiosk.flow.model import Node, ScreenModel
from kiosk.flow.presenting import present
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What observers draw: the screen, the focus, whether to mark it, and the caption."""

    model: ScreenModel
    focus: str | None
    mark_focus: bool
    caption: str
    sounding: tuple[int, int] = (0, 0)
    group: tuple[str, ...] = ()


Observer = Callable[[Shown], None]


class Stage:
    """Holds what is shown. ``generation`` changes when a screen is left: late answers are dropped.

    While ``warned`` is a number of seconds the idle warning covers the screen; the visit beneath
    is untouched (A-69).
    """

    def __init__(self, speaker: Speaker, *, prints: bool) -> None:
        self.visit = Visit()
        self.known = Known(prints=prints)
        self.focus = Focus()
        self.mark_focus = False
        self.group: tuple[str, ...] = ()
        self.generation = 0
        self.warned: int | None = None
        self.on_leave: Callable[[], None] = lambda: None
        self._speaker = speaker
        self._covered = Focus()
        self._pointed: str | None = None
        self._observers: list[Observer] = []
        self._plain = self.model = present(self.visit, self.known)

    @property
    def words(self) -> Words:
        """The visitor's language."""
        return Words(self.visit.modes.language, easy=self.visit.modes.easy)

    @property
    def alarmed(self) -> bool:
        """Whether an emergency covers the screen; the visit beneath is untouched."""
        return concerning(self.known) is not None

    def observe(self, observer: Observer) -> None:
        """Tell an observer of every change, and of the screen as it is now."""
        self._observers.append(observer)
        observer(self._shown())

    def set(self, visit: Visit) -> None:
        """Show another state of the visit."""
        if visit.step != self.visit.step:
            self.generation += 1
            self._pointed = None
            self.group = ()
            self.on_leave()
        self.visit = visit
        self._speaker.follow(visit.modes)
        self.show()

    def know(self, known: Known) -> None:
        """Show what is known of the hall now."""
        if known != self.known:
            self.known = known
            self.show()

    def show(self) -> None:
        """Make the screen anew; the focus stays on its node where that still exists (A-23)."""
        visit = self.visit
        if self.alarmed:
            visit = replace(visit, step="emergency")
        elif self.warned is not None:
            visit = replace(visit, step="warning", seconds_left=self.warned)
        self._plain = present(visit, self.known)
        self._move_to(kept(self._plain, self.focus))

    def tell(self) -> None:
        """Tell the observers."""
        shown = self._shown()
        for observer in self._observers:
            observer(shown)

    def mark(self, group: tuple[str, ...]) -> None:
        """Mark nodes as offered together, or none."""
        if group != self.group:
            self.group = group
            self.tell()

    def point(self, node: str | None) -> None:
        """Put the focus on a node."""
        self._move_to(Focus(node=node))

    def move(self, by: int) -> Moved:
        """Move the focus in reading order."""
        moved = move(self.model, self.focus, by)
        self._move_to(moved.focus)
        return moved

    def meant(self, node_id: str) -> str:
        """Return what a control stands for: the strip may stand for the item pointed at."""
        strip = self._plain.strip
        if node_id != "strip" or strip is None or not self._free(strip):
            return node_id
        return self._pointed or node_id

    # --- said

    def arrive(self) -> None:
        """A new screen: nothing is focused until the visitor moves; its title is said."""
        self.point(None)
        self._speaker.screen(self.model, self.words)

    def say_focus(self, *, hint: bool = True) -> None:
        """Say the focused node, or the screen where nothing is focused."""
        node = self.model.node(self.focus.node) if self.focus.node else None
        if node is None:
            self._speaker.screen(self.model, self.words)
        else:
            explore = self.visit.modes.explore if hint else None
            self._speaker.focus(self.model, node, self.words, hint=explore)

    def say_place(self) -> None:
        """Say, after what is being said, the main action, and where the focus still is."""
        node = self.model.node(self.focus.node) if self.focus.node else None
        if node is not None and node.actions:
            self._speaker.place(self.model, node, self.words)
        else:
            self._speaker.main_action(self.model, self.words)

    def point_before(self, node_id: str) -> None:
        """Put the focus where the next step leads to a node; does nothing where there is none."""
        ids = [node.id for node in self.model.nodes]
        if node_id in ids[1:]:
            self.point(ids[ids.index(node_id) - 1])

    # --- the idle warning

    def cover(self, seconds: int) -> None:
        """Lay the idle warning over the screen, or count it down."""
        if self.warned is None:
            self._covered = self.focus
            self.focus = Focus()
            self.on_leave()
        self.warned = seconds
        self.show()

    def uncover(self) -> None:
        """Take the warning away: everything is as it was."""
        self.warned = None
        self.focus = self._covered
        self.show()

    def forget(self, visit: Visit) -> None:
        """Begin anew: nothing of the visitor stays (A-82)."""
        self.generation += 1
        self._pointed = None
        self.warned = None
        self.mark_focus = False
        self.focus = self._covered = Focus()
        self.on_leave()
        self.visit = visit
        self._speaker.follow(visit.modes)
        self.show()

    def _move_to(self, focus: Focus) -> None:
        self.focus = focus
        node = self._plain.node(focus.node) if focus.node else None
        if node is None:
            self._pointed = None if focus.node is None else self._pointed
        elif node.zone == "content":
            self._pointed = node.id if node.actions and node.enabled else None
        self.model = self._with_strip()
        self.tell()

    def _with_strip(self) -> ScreenModel:
        """A strip without a task of its own names the item pointed at, and opens it."""
        plain, strip = self._plain, self._plain.strip
        item = plain.node(self._pointed) if self._pointed else None
        if item is None or strip is None or not self._free(strip):
            return plain
        place = f"{item.number}　{item.name}" if item.number else item.name
        named = replace(
            strip,
            name=self.words("strip-open", name=place),
            spoken=self.words.say("strip-open", name=item.words),
            enabled=True,
            why="",
            emphasis="primary",
        )
        nodes = tuple(named if node is strip else node for node in plain.nodes)
        return replace(plain, nodes=nodes)

    def _free(self, strip: Node) -> bool:
        return not strip.enabled and strip.why == self.words.say("strip-none-why")

    def _shown(self) -> Shown:
        calm = self.visit.modes.calm  # then no mark runs along under the words that sound
        return Shown(
            model=self.model,
            focus=self.focus.node,
            mark_focus=self.mark_focus,
            caption=self._speaker.caption,
            sounding=(0, 0) if calm else self._speaker.sounding,
            group=self.group,
        )
