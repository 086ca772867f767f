"""What every screen of the kiosk promises everybody, as one check of its tree."""

from kiosk.access.focus import Focus, first_stop, move
from kiosk.access.narration import node_parts
from kiosk.flow.model import ScreenModel
from kiosk.flow.wording import Words
from voice.utterance import Say

FOOT = ("home", "staff", "reach", "display", "language", "back", "strip", "help")
MOST_CHOICES = 6


def check(screen: ScreenModel, focus: str | None) -> None:
    """Fail where a screen's tree breaks a promise."""
    ids = [node.id for node in screen.nodes]
    assert len(ids) == len(set(ids)), f"two nodes with one id on {screen.id}: {ids}"
    assert sum(node.role == "title" for node in screen.nodes) == 1
    assert focus is None or focus in ids
    plates = [node.number for node in screen.nodes if node.number is not None]
    assert plates == list(range(1, len(plates) + 1))
    assert len(plates) <= MOST_CHOICES
    for node in screen.nodes:
        assert node.name.strip(), f"{node.id} on {screen.id} has nothing to see"
        assert node.words.strip(), f"{node.id} on {screen.id} is silent"
        assert node.enabled or node.why, f"{node.id} on {screen.id} says not why"
    if screen.id != "idle":
        foot = tuple(node.id for node in screen.in_zone("utility", "action"))
        assert foot == FOOT, f"another foot on {screen.id}: {foot}"
    primary = [node.id for node in screen.nodes if node.emphasis == "primary"]
    assert len(primary) <= 1


def check_hearing(screen: ScreenModel) -> None:
    """Fail where something that is written on a node is not said with it (A-40)."""
    words = Words(screen.modes.language)
    for node in screen.nodes:
        said = [part for part in node_parts(node, words) if isinstance(part, Say)]
        written = [node.name, node.detail, *(fact.text for fact in node.facts)]
        written += [node.value] if node.role != "qr" else []
        for text in written:
            if text:
                assert any(part.text == text for part in said), (
                    f"{text!r} of {node.id} on {screen.id} is written and not said"
                )
        assert all((part.spoken or part.text).strip() for part in said)
        if node.selected is not None or not node.enabled:
            assert len(said) > 1, f"the state of {node.id} on {screen.id} is not said"


def check_walking(screen: ScreenModel) -> None:
    """Fail where ▼ does not meet every node once, in order, and ▲ all of them back (A-42, A-43)."""
    order = [node.id for node in screen.nodes]
    start = order.index(first_stop(screen) or "")
    focus = Focus()
    met = []
    for _ in order[start:]:
        moved = move(screen, focus, 1)
        assert moved.end == 0
        focus = moved.focus
        met.append(focus.node)
    assert met == order[start:], screen.id
    end = move(screen, focus, 1)
    assert end.end == 1, f"{screen.id} has no end"
    assert end.focus.node == focus.node, f"the focus wraps on {screen.id}"
    back = []
    for _ in order[1:]:
        focus = move(screen, focus, -1).focus
        back.append(focus.node)
    assert back == order[-2::-1], screen.id
    first = move(screen, focus, -1)
    assert (first.end, first.focus.node) == (-1, order[0]), f"the focus wraps on {screen.id}"
