"""Fingers on the placed screen: press, slide off, second finger, exploration; and the door."""

import asyncio
import io
from pathlib import Path

import pytest
from PIL import Image

from config.geometry import PANEL_32
from hall.clock import ManualClock
from hall.errors import DeviceError
from kiosk.control import ask, open_door
from kiosk.flow.model import Capacity, Modes, Placed, Theme
from kiosk.flow.presenting import present
from kiosk.flow.stage import Shown
from kiosk.flow.visit import Known, Visit
from kiosk.input_method.candidates import Stroke
from kiosk.layout.drawing import Emblem, Fill, Scene
from kiosk.layout.frame import Head
from kiosk.layout.tokens import Colours, Rgb, themes
from kiosk.screen import Screen
from kiosk.ui.painting import colour_of
from kiosk.ui.text.pango import shared_measure
from kiosk.ui.writing import Points


class Conversation:
    """Remembers what it is told; explores where asked to."""

    def __init__(self) -> None:
        self.touches: list[str] = []
        self.strokes: list[Stroke] = []
        self.capacities: list[Capacity] = []
        self.nodes: dict[str, Placed] = {}
        self.explores = False

    def touched(self, node: str) -> None:
        self.touches.append(node)

    def stroke(self, stroke: Stroke) -> None:
        self.strokes.append(stroke)

    def finger(self, kind: str, finger: int, x: float, y: float) -> bool:
        return self.explores

    def capacity(self, capacity: Capacity) -> None:
        self.capacities.append(capacity)

    def placed(self, nodes: dict[str, Placed], px_per_mm: float = 2.7) -> None:
        self.nodes = nodes


class Glass:
    """Keeps the scenes it is shown."""

    size = (1080, 1920)

    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.lines: list[Points] = []
        self.forgotten = 0

    def show(self, scene: Scene, colours: Colours) -> int:
        self.scenes.append(scene)
        return 1

    def ink(self, points: Points, width: int, colour: Rgb) -> None:
        self.lines.append(points)

    def forget(self) -> None:
        self.forgotten += 1


class Hands:
    """A screen with the home page on it, and fingers."""

    def __init__(self, clock: ManualClock) -> None:
        self.told = Conversation()
        self.glass = Glass()
        self.screen = Screen(self.told, self.glass, shared_measure(), PANEL_32, clock=clock)
        self.show(Modes())

    def show(self, modes: Modes) -> None:
        model = present(Visit(step="home", modes=modes), Known())
        self.screen.show(Shown(model=model, focus=None, mark_focus=False, caption=""))

    def on(self, node: str) -> tuple[float, float]:
        box = self.told.nodes[node]
        return (box.left + box.right) / 2, (box.top + box.bottom) / 2


@pytest.fixture
def hands(clock: ManualClock) -> Hands:
    return Hands(clock)


def test_a_8_lifting_inside_a_control_fires_it_once(hands: Hands) -> None:
    hands.screen.touch("down", 1, *hands.on("home-work"))
    assert hands.told.touches == []
    hands.screen.touch("up", 1, *hands.on("home-work"))
    assert hands.told.touches == ["home-work"]


def test_a_pressed_control_shows_it_at_once_and_lets_go(hands: Hands) -> None:
    hands.screen.touch("down", 1, *hands.on("home-work"))
    pressed = hands.glass.scenes[-1].item("home-work")
    hands.screen.touch("up", 1, *hands.on("home-work"))
    released = hands.glass.scenes[-1].item("home-work")
    assert pressed is not None
    assert released is not None
    assert next(d for d in pressed.draws if isinstance(d, Fill)).colour == "press"
    assert next(d for d in released.draws if isinstance(d, Fill)).colour == "surface"


def test_a_8_sliding_off_cancels(hands: Hands) -> None:
    hands.screen.touch("down", 1, *hands.on("home-work"))
    hands.screen.touch("move", 1, *hands.on("home-policy"))
    hands.screen.touch("up", 1, *hands.on("home-policy"))
    assert hands.told.touches == []


def test_a_second_finger_fires_nothing(hands: Hands) -> None:
    hands.screen.touch("down", 1, 2, 2)
    hands.screen.touch("down", 2, *hands.on("home-work"))
    hands.screen.touch("up", 2, *hands.on("home-work"))
    assert hands.told.touches == []


def test_a_50_an_exploring_finger_fires_nothing(hands: Hands) -> None:
    hands.told.explores = True
    hands.screen.touch("down", 1, *hands.on("home-work"))
    hands.screen.touch("up", 1, *hands.on("home-work"))
    assert hands.told.touches == []


def test_a_press_does_not_outlive_its_screen(hands: Hands) -> None:
    at = hands.on("home-work")
    hands.screen.touch("down", 1, *at)
    model = present(Visit(step="help"), Known())
    hands.screen.show(Shown(model=model, focus=None, mark_focus=False, caption=""))
    hands.show(Modes())
    hands.screen.touch("up", 1, *at)
    assert hands.told.touches == []


def test_other_modes_tell_another_capacity_and_low_mode_moves_controls_down(hands: Hands) -> None:
    high = dict(hands.told.nodes)
    hands.show(Modes(reach=True, size="XL"))
    assert len(hands.told.capacities) == 2
    assert hands.told.capacities[1].rows < hands.told.capacities[0].rows
    assert hands.told.nodes["home-ticket"].top > high["home-ticket"].top
    band = PANEL_32.y_px(900, 1920)
    assert min(box.top for node, box in hands.told.nodes.items() if node.startswith("home")) >= band


async def test_the_door_passes_commands_on_and_tells_failures(tmp_path: Path) -> None:
    heard: list[str] = []

    async def jack(state: str) -> None:
        if state == "sideways":
            raise ValueError(state)
        heard.append(state)

    at = tmp_path / "run" / "door"
    server = await open_door({"jack": jack}, at)
    try:
        await asyncio.to_thread(ask, "jack in", at)
        with pytest.raises(DeviceError, match="sideways"):
            await asyncio.to_thread(ask, "jack sideways", at)
        with pytest.raises(DeviceError, match="unknown"):
            await asyncio.to_thread(ask, "dance", at)
    finally:
        server.close()
        await server.wait_closed()
    assert heard == ["in"]


def test_without_a_kiosk_the_door_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="no kiosk"):
        ask("jack in", tmp_path / "nothing")


def test_a_63_with_the_touch_filter_a_brush_presses_nothing(
    hands: Hands, clock: ManualClock
) -> None:
    hands.show(Modes(steady=2))
    x, y = hands.on("home-work")
    for rest, touches in ((0.2, []), (0.7, ["home-work"])):
        hands.screen.touch("down", 1, x, y)
        clock.pass_time(rest)
        hands.screen.touch("up", 1, x, y)
        assert hands.told.touches == touches


def test_behind_the_curtain_nothing_is_drawn_and_everything_can_be_touched(hands: Hands) -> None:
    hands.show(Modes(curtain=True, speech=True))
    dark = hands.glass.scenes[-1]
    assert dark.items == ()
    assert all(isinstance(draw, Fill) for item in dark.decoration for draw in item.draws)
    x, y = hands.on("home-work")
    hands.screen.touch("down", 1, x, y)
    hands.screen.touch("up", 1, x, y)
    assert hands.told.touches == ["home-work"]
    hands.show(Modes(curtain=True, speech=False))
    assert hands.glass.scenes[-1].items, "whoever does not listen must see"


@pytest.fixture
def paper(hands: Hands) -> Hands:
    """The place to write, on the glass."""
    model = present(Visit(step="writing"), Known())
    hands.screen.show(Shown(model=model, focus=None, mark_focus=False, caption=""))
    return hands


def test_a_finger_on_the_paper_writes_a_stroke_and_presses_nothing(paper: Hands) -> None:
    box = paper.told.nodes["ink"]
    paper.screen.touch("down", 1, box.left + 10, box.top + 10)
    paper.screen.touch("move", 1, box.left + 50, box.top + 12)
    paper.screen.touch("move", 1, box.right + 500, box.top + 14)  # slides off: stays at the rim
    assert len(paper.glass.lines[-1]) == 3, "the line is seen while it is written"
    paper.screen.touch("up", 1, box.right + 500, box.top + 14)

    (stroke,) = paper.told.strokes
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in stroke)
    across = (50 - 10) / (box.right - box.left)
    assert stroke[1][0] - stroke[0][0] == pytest.approx(across)
    assert stroke[1][1] - stroke[0][1] == pytest.approx(2 / (box.right - box.left)), "no distortion"
    assert stroke[-1][0] == 1
    assert paper.told.touches == []
    assert not paper.glass.lines[-1], "what was written is part of the screen from now on"


def test_a_palm_beside_the_writing_finger_writes_nothing(paper: Hands) -> None:
    box = paper.told.nodes["ink"]
    paper.screen.touch("down", 1, box.left + 10, box.top + 10)
    paper.screen.touch("down", 2, box.left + 60, box.top + 60)
    paper.screen.touch("move", 2, box.left + 90, box.top + 90)
    paper.screen.touch("up", 2, box.left + 90, box.top + 90)
    assert paper.told.strokes == []
    paper.screen.touch("up", 1, box.left + 10, box.top + 10)
    assert len(paper.told.strokes) == 1


def test_whoever_explores_by_touch_hears_the_paper_instead_of_writing(paper: Hands) -> None:
    paper.told.explores = True
    model = present(Visit(step="writing", modes=Modes(speech=True, explore=True)), Known())
    paper.screen.show(Shown(model=model, focus=None, mark_focus=False, caption=""))
    box = paper.told.nodes["ink"]
    paper.screen.touch("down", 1, box.left + 10, box.top + 10)
    paper.screen.touch("up", 1, box.left + 90, box.top + 10)
    assert paper.told.strokes == []


def test_a_82_a_visit_that_is_over_leaves_no_picture_and_no_measured_word(hands: Hands) -> None:
    hands.show(Modes())
    assert hands.glass.forgotten == 0
    assert shared_measure().width.cache_info().currsize > 0
    idle = present(Visit(), Known())
    hands.screen.show(Shown(model=idle, focus=None, mark_focus=False, caption=""))
    assert hands.glass.forgotten == 1
    assert shared_measure().width.cache_info().currsize == 0


OWN: Rgb = (29, 79, 145)


@pytest.mark.parametrize(
    ("theme", "shown"), [("default", True), ("white_on_black", False), ("low_contrast", False)]
)
def test_the_halls_colour_and_emblem_stand_at_its_name_but_in_themes_of_few_colours(
    hands: Hands, theme: Theme, shown: bool
) -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "PNG")
    head = Head(hall="安平县残疾人就业服务大厅", colour=OWN, emblem=written.getvalue())
    hands.screen.head(lambda _language: head)
    hands.show(Modes(theme=theme))
    scene = hands.glass.scenes[-1]
    emblems = [draw for item in scene.decoration for draw in item.draws if isinstance(draw, Emblem)]
    assert len(emblems) == shown
    bands = [
        draw
        for item in (*hands.glass.scenes[-1].decoration, *hands.glass.scenes[-1].items)
        for draw in item.draws
        if isinstance(draw, Fill) and draw.colour == OWN
    ]
    assert len(bands) == shown
    assert all(draw.box.width == hands.glass.size[0] and draw.box.top < 200 for draw in bands)
    assert all(colour_of(themes()[theme], draw.colour) == OWN for draw in bands)
