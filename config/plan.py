"""What must hold of a hall's plan, pages, questions and kiosk settings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from config.decoding import Faults
from config.outlets import known
from config.site import Site
from config.visiting import HallMap, KioskModes, Question


def check_visiting(site: Site, faults: Faults) -> None:
    """Note every fault of what visitors are shown and asked."""
    if site.hall_map.width_mm or site.hall_map.places:
        _check_map(site, faults)
    _check_words(site, faults)
    bounds = (
        ("feedback.final_days", site.feedback.final_days, 1, 60),
        ("feedback.keep_days", site.feedback.keep_days, 30, 3650),
        ("needs.keep_days", site.needs.keep_days, 1, 365),
    )
    for key, value, least, most in bounds:
        if not least <= value <= most:
            faults.add(key, f"{value} is out of bounds", f"Write {least} to {most}")
    for place, kiosk in enumerate(site.kiosks, 1):
        _check_modes(f"kiosk[{place}].modes", kiosk.modes, site.hall.languages, faults)


def _check_map(site: Site, faults: Faults) -> None:
    plan = site.hall_map
    if plan.width_mm < 1000 or plan.depth_mm < 1000:
        faults.add("map.width_mm", "is no hall's size", "Write width_mm and depth_mm of the plan")
    if not 300 <= plan.step_mm <= 1000:
        faults.add("map.step_mm", f"{plan.step_mm} is no step", "Write 300 to 1000; 600 is usual")
    _check_points(plan, faults)
    _check_named(plan, site, faults)
    _check_ways(plan, faults)


def _check_points(plan: HallMap, faults: Faults) -> None:
    for place, each in enumerate(plan.places, 1):
        if not (0 <= each.x <= plan.width_mm and 0 <= each.y <= plan.depth_mm):
            problem = f"{each.id!r} stands outside the plan"
            faults.add(f"map.places[{place}]", problem, "Measure again in millimetres")
    _once("map.places.id", [each.id for each in plan.places], faults)


def _check_named(plan: HallMap, site: Site, faults: Faults) -> None:
    windows = {each.id for each in site.windows} | faults.left_out
    kiosks = {each.id for each in site.kiosks} | faults.left_out
    for place, each in enumerate(plan.places, 1):
        key = f"map.places[{place}]"
        if each.window is not None and each.window not in windows:
            faults.add(f"{key}.window", f"there is no window {each.window!r}", known(windows))
        if each.kiosk is not None and each.kiosk not in kiosks:
            faults.add(f"{key}.kiosk", f"there is no kiosk {each.kiosk!r}", known(kiosks))
        if each.kind != "corner" and each.window is None and each.kiosk is None:
            _names(key + ".names", each.names, site, faults)


def _check_ways(plan: HallMap, faults: Faults) -> None:
    ids = {each.id for each in plan.places}
    for place, way in enumerate(plan.ways, 1):
        for end in way.ends:
            if end not in ids:
                faults.add(f"map.ways[{place}].ends", f"there is no place {end!r}", known(ids))
    reached = _reached(plan)
    for each in plan.places:
        if each.window is not None and reached and each.id not in reached:
            problem = f"no way leads from a kiosk to {each.id!r}"
            faults.add("map.ways", problem, "Add the ways between them")


def _reached(plan: HallMap) -> set[str]:
    """Return every place somebody gets to from a kiosk."""
    reached = {each.id for each in plan.places if each.kiosk is not None}
    grown = True
    while grown:
        more = {end for way in plan.ways if reached & set(way.ends) for end in way.ends}
        grown = not more <= reached
        reached |= more
    return reached


def _check_words(site: Site, faults: Faults) -> None:
    for place, page in enumerate(site.pages, 1):
        _names(f"page[{place}].names", page.names, site, faults)
        _texts(f"page[{place}].text", page.text, site, faults)
        if page.easy:
            _texts(f"page[{place}].easy", page.easy, site, faults)
    for place, question in enumerate(site.questions, 1):
        _names(f"question[{place}].names", question.names, site, faults)
        if not 2 <= len(question.choices) <= 5:
            problem = f"{question.id!r} has {len(question.choices)} choices"
            faults.add(f"question[{place}].choices", problem, "Give 2 to 5")
        _check_days(f"question[{place}]", question, faults)
        for number, choice in enumerate(question.choices, 1):
            _names(f"question[{place}].choices[{number}].names", choice.names, site, faults)
    _once("page.id", [each.id for each in site.pages], faults)
    _once("question.id", [each.id for each in site.questions], faults)


def _check_days(key: str, question: Question, faults: Faults) -> None:
    for name, written in (("from_day", question.from_day), ("until_day", question.until_day)):
        try:
            right = not written or date.fromisoformat(written).isoformat() == written
        except ValueError:
            right = False
        if not right:
            faults.note(f"{key}.{name}", "date", value=written)
            return
    if question.until_day and question.from_day > question.until_day:
        faults.note(f"{key}.until_day", "days-turned", value=question.until_day)


def _once(key: str, ids: Iterable[str], faults: Faults) -> None:
    for one, count in Counter(ids).items():
        if count > 1:
            faults.add(key, f"{one!r} is used {count} times", "Give each its own id")


def _texts(key: str, texts: Mapping[str, Sequence[str]], site: Site, faults: Faults) -> None:
    _names(key, {language: "".join(lines) for language, lines in texts.items()}, site, faults)


def _names(key: str, names: Mapping[str, str], site: Site, faults: Faults) -> None:
    for language in site.hall.languages:
        if not names.get(language, "").strip():
            faults.note(key, "no-text", language=language)


def _check_modes(key: str, modes: KioskModes, languages: tuple[str, ...], faults: Faults) -> None:
    if modes.language and modes.language not in languages:
        faults.add(f"{key}.language", f"{modes.language!r} is not offered", known(set(languages)))
    bounds = (("rate", modes.rate, 6), ("volume", modes.volume, 7), ("steady", modes.steady, 3))
    for name, value, most in bounds:
        if not 0 <= value <= most:
            faults.add(f"{key}.{name}", f"{value} is out of bounds", f"Write 0 to {most}")
