"""A kiosk without glass: a hall, a printer and a voice that tests hold in their hands."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from hall.clock import ManualClock
from kiosk.access.intents import Wish
from kiosk.flow.core import KioskCore, Shown
from kiosk.flow.model import Capacity, Node
from queue_server import wire
from tests.kiosk.hall_in_hand import AT, Hall, ticket
from tests.kiosk.tools_in_hand import Inputs, PaperTray
from voice.synths.recorder import RecorderSpeech


class Room:
    """One kiosk with everything around it, and a visitor's hands and ears."""

    def __init__(self) -> None:
        self.clock = ManualClock(AT)
        self.hall = Hall()
        self.paper = PaperTray()
        self.inputs = Inputs()
        self.shown: list[Shown] = []
        self.presses = 0
        self.begin_with(self.hall)

    def begin_with(self, hall: Hall) -> None:
        """Switch the kiosk on, with this hall behind it."""
        self.hall = hall
        self.speech = RecorderSpeech(self.clock, channel="speaker")
        self.core = KioskCore(
            clock=self.clock, hall=self.hall, paper=self.paper, speech=self.speech,
            inputs=self.inputs,
        )  # fmt: skip
        self.core.writes(by_hand=self.inputs.writes)
        self.speech._listener = self.core.heard
        self.core.on_change(self.shown.append)
        self.core.capacity(Capacity(rows=5, tiles=6, lines=12))

    async def settle(self) -> None:
        """Let errands come back; what waited for this moment goes on."""
        await self.clock.advance(0)
        for _ in range(12):
            await asyncio.sleep(0)

    async def begin(self) -> None:
        self.core.start()
        await self.settle()

    async def wait(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass as the app's clock does, in ticks."""
        for _ in range(round(seconds / step)):
            self.speech.advance(step)
            self.core.tick()
            await self.settle()

    async def press(self, key: str, *, shift: bool = False) -> list[str]:
        """Press a key and return what is heard of it."""
        self.presses += 1
        mark = len(self.speech.begun)
        self.core.key_down(key, shift=shift)
        self.core.key_up(key)
        await self.settle()
        self.speech.advance(0.3)
        self.core.tick()
        return self.speech.begun[mark:]

    async def touch(self, node_id: str) -> None:
        assert self.core.model.node(node_id) is not None, f"{node_id} is not on the screen"
        self.core.touched(node_id)
        await self.settle()

    async def wish(self, wish: Wish) -> None:
        self.core.wish(wish)
        await self.settle()

    async def find(self, words: str, most: int = 20) -> str:
        """Press ▼ until something with these words is heard."""
        heard = ""
        for _ in range(most):
            heard = " ".join(await self.press("down"))
            if words in heard:
                return heard
        raise AssertionError(f"never heard {words!r}; on {self.screen} last: {heard!r}")

    def node(self, node_id: str) -> Node:
        node = self.core.model.node(node_id)
        assert node is not None, f"{node_id} is not on {self.screen}"
        return node

    @property
    def screen(self) -> str:
        return self.core.model.id

    @property
    def heard(self) -> str:
        return " / ".join(self.speech.begun)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    made = Room()
    await made.begin()
    yield made
    await made.core.aclose()


@pytest.fixture
def new_room() -> Callable[[], Room]:
    """For tests that make many."""
    return Room


@pytest.fixture
async def lonely() -> AsyncIterator[Room]:
    """A kiosk that was switched on before its hall."""
    made = Room()
    made.hall.gone = True
    await made.begin()
    yield made
    await made.core.aclose()


@pytest.fixture
def make_ticket() -> Callable[..., wire.Ticket]:
    return ticket


@pytest.fixture
def make_row() -> Callable[[str, dict[str, object]], wire.Row]:
    def row(kind: str, data: dict[str, object]) -> wire.Row:
        return wire.Row(epoch="e1", seq=2, prev=1, at=AT, kind=kind, data=data)

    return row
