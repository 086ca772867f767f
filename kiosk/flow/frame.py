"""What is the same on every screen: plates, pages, and the foot (A-73)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kiosk.flow.model import Layout, Modes, Node, Pages, ScreenModel
from kiosk.flow.wording import NOTHING, Told, Words

_WITHOUT_BACK = ("idle", "home", "warning", "emergency", "end")


def numbered(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Give each choice its plate and its place in the list."""
    listed = tuple(nodes)
    return tuple(
        replace(node, number=place, position=(place, len(listed)))
        for place, node in enumerate(listed, 1)
    )


def pager(words: Words, pages: Pages) -> tuple[Node, ...]:
    """Return the page controls; none where everything is on one page."""
    if pages.count == 1:
        return ()
    last = pages.page == pages.count - 1
    back = words.node("page-previous", "button", "page-previous")
    on = words.node("page-next", "button", "page-next")
    place = words.node("page-of", "status", "page-of", page=pages.page + 1, count=pages.count)
    return (
        replace(
            back,
            zone="pager",
            icon="page-up",
            enabled=pages.page > 0,
            why="" if pages.page else words.say("page-first-why"),
        ),
        replace(place, zone="pager"),
        replace(
            on,
            zone="pager",
            icon="page-down",
            enabled=not last,
            why=words.say("page-last-why") if last else "",
        ),
    )


def strip(words: Words, key: str = "", **values: object) -> Node:
    """Return the middle of the foot: what the main action will do."""
    if not key:
        empty = words.node("strip", "button", "strip-none")
        return replace(empty, zone="action", enabled=False, why=words.say("strip-none-why"))
    node = words.node("strip", "button", key, **values)
    return replace(node, zone="action", emphasis="primary")


def strip_untyped(words: Words, why: str, name: str = "strip-type") -> Node:
    """Return the strip where nothing was put in yet, with the keys of why and of its name."""
    node = words.node("strip", "button", name)
    return replace(node, zone="action", enabled=False, why=words.say(why))


def foot(words: Words, modes: Modes, main: Node, *, back: bool) -> tuple[Node, ...]:
    """Return the foot: home, staff, reach, display, language; back, strip, help."""
    reach = "foot-reach-on" if modes.reach else "foot-reach"

    def corner(node_id: str, key: str, icon: str) -> Node:
        return replace(words.node(node_id, "button", key), zone="utility", icon=icon)

    back_node = replace(
        words.node("back", "button", "foot-back"),
        zone="action",
        icon="back",
        enabled=back,
        why="" if back else words.say("foot-back-why"),
    )
    help_node = replace(words.node("help", "button", "foot-help"), zone="action", icon="help")
    return (
        corner("home", "foot-home", "home"),
        corner("staff", "foot-staff", "staff-call"),
        corner("reach", reach, "reach"),
        corner("display", "foot-display", "display"),
        corner("language", "foot-language", "language"),
        back_node,
        main,
        help_node,
    )


def screen(
    words: Words,
    modes: Modes,
    screen_id: str,
    layout: Layout,
    title: Node,
    content: Sequence[Node],
    main: Node,
    *,
    summary: Told = NOTHING,
    columns: int = 1,
    alert: bool = False,
    busy: bool = False,
    pages: Pages | None = None,
) -> ScreenModel:
    """Put a screen together: title, content, pages, foot; in reading order."""
    back = screen_id not in _WITHOUT_BACK
    nodes = (
        replace(title, role="title", zone="title"),
        *content,
        *(pager(words, pages) if pages else ()),
        *foot(words, modes, main, back=back),
    )
    return ScreenModel(
        id=screen_id,
        layout=layout,
        nodes=nodes,
        modes=modes,
        summary=summary.spoken,
        summary_written=summary.written,
        columns=columns,
        alert=alert,
        busy=busy,
    )


def tile(words: Words, node_id: str, key: str, icon: str, detail: Node | None = None) -> Node:
    """Return a big choice with its pictogram and a second line."""
    node = words.node(node_id, "choice", key)
    if detail is None:
        return replace(node, icon=icon)
    return replace(node, icon=icon, detail=detail.name, detail_spoken=detail.words)


def note(words: Words, node_id: str, key: str, icon: str = "", **values: object) -> Node:
    """Return a line of reading text."""
    return replace(words.node(node_id, "text", key, **values), icon=icon)
