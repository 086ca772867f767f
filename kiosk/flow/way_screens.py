"""Finding the way: where to, then step by step and drawn; the visitor's own window first."""

from dataclasses import replace

from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.plan import Mark, Plan, Spot, lines_of
from kiosk.flow.route import Route, metres_of, route, start_of, steps_of
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Told, Words
from queue_server import wire

_PLAN_LINES = 9
"""Lines of reading the plan takes as much room as."""
_LINE = 20
"""Letters of a line, about: for cutting pages only."""
_ICONS = {
    "toilet": "wheelchair",
    "door": "arrive",
    "exit": "arrive",
    "desk": "counter",
    "seats": "hold",
}
_NAMED = 2
"""So many services stand beside a window; the rest is counted."""
_SIGHT = frozenset({"blind", "low_vision"})


def way(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask where to: windows by number, then the other places."""
    goals = destinations(visit, known, words)
    pages = Pages(total=max(1, len(goals)), size=known.capacity.tall_rows, page=visit.page)
    rows = numbered(goals[pages.first : pages.first + pages.size])
    if not goals:
        return _without_plan(visit, known, words)
    return screen(
        words, visit.modes, "way", "list", words.node("title", "title", "way-title"), rows,
        strip(words), pages=pages, summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def destinations(visit: Visit, known: Known, words: Words) -> list[Node]:
    """Return everywhere a way leads, as rows; a window the visitor is called to comes first."""
    site = known.site
    plan = site.hall_map if site else None
    if site is None or plan is None or start_of(plan, site.you) is None:
        return []
    places = {one.window: one for one in plan.places if one.window}
    called = visit.ticket.window if visit.ticket and visit.ticket.state == "CALLED" else None
    windows = sorted(site.windows, key=lambda each: (each.id != called, each.number))
    rows = [_window(places[each.id], each, known, words) for each in windows if each.id in places]
    named = (each for each in plan.places if each.names and not each.window and not each.kiosk)
    rows += [
        replace(
            words.plain(f"to-{each.id}", "row", words.named(each.names)),
            icon=_ICONS.get(each.kind, "hall-guide"),
        )
        for each in named
    ]
    return rows


def _window(place: wire.PlaceInfo, window: wire.WindowInfo, known: Known, words: Words) -> Node:
    services = [one for each in window.services if (one := known.service(each)) is not None]
    node = words.node(f"to-{place.id}", "row", "way-window", n=window.number)
    named = words.enumerated(words.named(one.names) for one in services[:_NAMED])
    if len(services) <= _NAMED:
        return replace(node, icon="counter", detail=named)
    told = words.node("d", "text", "way-services", names=named, n=len(services))
    return replace(node, icon="counter", detail=told.name, detail_spoken=told.words)


def _without_plan(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell the zones and their directions where nobody drew a plan."""
    site = known.site
    lines: list[Node] = []
    for zone in site.zones if site else ():
        numbers = (
            sorted(each.number for each in site.windows if each.zone == zone.id) if site else []
        )
        shown = words("hall-windows", numbers=words.enumerated(str(one) for one in numbers))
        area = words.plain(f"zone-{zone.id}", "text", f"{words.named(zone.names)}　{shown}")
        lines += [
            replace(area, icon="hall-guide", emphasis="attention"),
            replace(
                words.plain(f"way-{zone.id}", "text", words.named(zone.directions)),
                icon="signpost",
            ),
        ]
    lines.append(note(words, "ask", "hall-staff", icon="staff-call"))
    return screen(
        words, visit.modes, "way", "detail", words.node("title", "title", "way-title"), lines,
        strip(words, "staff-continue"), summary=words.told_of(lines),
    )  # fmt: skip


def way_to(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell the way step by step, then show it on the plan."""
    site = known.site
    found = way_of(visit, known)
    if site is None or site.hall_map is None or found is None:
        return _without_plan(visit, known, words)
    told = [
        replace(words.plain(f"leg-{place}", "text", one.written, one.spoken), icon="signpost")
        for place, one in enumerate(told_legs(found, visit, known, words), 1)
    ]
    if visit.slip != "none":
        bad = visit.slip in ("out", "failed", "unsure")
        slip = note(words, "slip", f"way-slip-{visit.slip}", icon="warning" if bad else "print")
        told.insert(0, replace(slip, role="status", emphasis="danger" if bad else "none"))
    blocks = _cut(told, known.capacity.lines)
    figure = _figure(visit, known, words, found)
    if _lines(blocks[-1]) + _PLAN_LINES <= known.capacity.lines:
        blocks[-1] = [*blocks[-1], figure]
    else:
        blocks.append([figure])
    pages = Pages(total=len(blocks), size=1, page=visit.page)
    title = words.plain("title", "title", *_title(visit, known, words))
    main = strip(words, "way-print") if known.prints else strip(words, "staff-continue")
    return screen(
        words, visit.modes, "way-to", "detail", title, blocks[pages.page],
        replace(main, icon="print" if known.prints else ""), pages=pages,
        summary=words.told_of(blocks[pages.page]),
    )  # fmt: skip


def way_of(visit: Visit, known: Known) -> Route | None:
    """Return the way to where the visitor wants to go."""
    site = known.site
    if site is None or site.hall_map is None:
        return None
    start = start_of(site.hall_map, site.you)
    if start is None:
        return None
    paving = bool(visit.needs & _SIGHT) or visit.modes.speech
    return route(site.hall_map, start, visit.bound_for, by_paving=paving)


def told_legs(found: Route, visit: Visit, known: Known, words: Words) -> list[Told]:
    """Return the way in sentences: the turn, the steps, the paving; and where one has come."""
    plan = known.site.hall_map if known.site else None
    told: list[Told] = []
    for place, leg in enumerate(found.legs):
        steps = steps_of(leg.mm, plan) if plan else 1
        parts = [words.told(f"way-{leg.turn}", steps=steps, metres=metres_of(leg.mm))]
        if place == 0:
            parts.insert(0, words.told("way-start"))
        if leg.tactile:
            parts.append(words.told("way-tactile"))
        if leg.stairs:
            parts.append(words.told("way-stairs"))
        told.append(words.listing(*parts))
    name = _title(visit, known, words)
    told.append(words.told("way-arrived", place=name[1] or name[0]))
    return [*told[:-1], Told(words("way-arrived", place=name[0]), told[-1].spoken)]


def _title(visit: Visit, known: Known, words: Words) -> tuple[str, str]:
    """Return where it leads, written and said."""
    site = known.site
    plan = site.hall_map if site else None
    goal = next((one for one in plan.places if one.id == visit.bound_for), None) if plan else None
    if goal is None or site is None:
        return words("way-title"), ""
    window = next((one for one in site.windows if one.id == goal.window), None)
    if window is not None:
        told = words.told("way-window", n=window.number)
        return told.written, told.spoken
    return words.named(goal.names), ""


def _figure(visit: Visit, known: Known, words: Words, found: Route) -> Node:
    node = words.node("plan", "plan", "way-plan")
    return replace(node, plan=plan_of(visit, known, words, found))


def plan_of(visit: Visit, known: Known, words: Words, found: Route | None) -> Plan | None:
    """Return the plan with everything that stands on it."""
    site = known.site
    plan = site.hall_map if site else None
    if site is None or plan is None:
        return None
    numbers = {one.id: one.number for one in site.windows}
    spots = []
    for each in plan.places:
        here = each.kiosk is not None and each.kiosk == site.you
        if each.kind == "corner" and not here and each.window is None:
            continue
        mark: Mark = "window" if each.window else "place"
        if each.id == visit.bound_for:
            mark = "goal"
        text = words("way-you") if here else words.named(each.names) if each.names else ""
        spots.append(
            Spot(
                x=each.x, y=each.y, mark="you" if here else mark, text=text, lang=words.language,
                number=numbers.get(each.window or ""),
            )
        )  # fmt: skip
    return Plan(
        width_mm=plan.width_mm, depth_mm=plan.depth_mm, spots=tuple(spots),
        ways=lines_of(plan, tactile=False), tactile=lines_of(plan, tactile=True),
        route=found.points if found else (),
    )  # fmt: skip


def _lines(nodes: list[Node]) -> int:
    return sum(1 + len(node.name) // _LINE for node in nodes)


def _cut(nodes: list[Node], capacity: int) -> list[list[Node]]:
    """Cut lines into pages by how many lines each takes."""
    pages: list[list[Node]] = [[]]
    for node in nodes:
        if pages[-1] and _lines([*pages[-1], node]) > max(2, capacity - 2):
            pages.append([])
        pages[-1].append(node)
    return pages
