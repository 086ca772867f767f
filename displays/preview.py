"""What a notice or alarm will look like on each sign, drawn from the very bytes it would be sent.

Each page goes through the family's driver to its stand-in and is drawn as that panel; what people
would trip over is told as warnings. Nothing is sent to any sign.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from displays.alarm import alarm_items
from displays.catalogue import catalogues, known_language
from displays.hall_state import Posted
from displays.legibility import needed_mm, number_dots
from displays.paging import paginate, seconds_for
from displays.playlist import Item, can_draw, playlist
from displays.sign_making import set_up
from displays.sign_plan import SignSetup
from displays.signs.commands import Page, Picture, Show
from displays.signs.lettering import is_drawn
from displays.signs.motion import frames_of, moves, seconds_once
from displays.signs.port import Family, Pace, Wiring
from displays.simulator import DeviceSimulator
from displays.text_safety import is_too_long, safe_text
from hall.clock import SystemClock
from hall.errors import HallError
from hall.links import memory_pair
from queue_server.notices import is_for
from queue_server.wire import DisplayRules, Emergency, Notice, SignInfo

_LANGUAGES = {
    "zh-CN": "中文",
    "en": "English",
    "ug": "ئۇيغۇرچە",
    "kk": "قازاقشا",
    "mn": "ᠮᠣᠩᠭᠣᠯ",
}
"""Languages by their own names, as an author knows them."""
_MANY_PAGES = 4
_FRAME_S = 0.2
_MOST_FRAMES = 150


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to think about before publishing: a code, and what fills its sentence."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One round of what a sign would show: pictures with their seconds, and warnings."""

    sign: str
    frames: tuple[tuple[Picture, float], ...]
    texts: tuple[str, ...] = ()
    warnings: tuple[Caution, ...] = ()


def preview_notice(
    info: SignInfo, notice: Notice, languages: Sequence[str], rules: DisplayRules | None = None
) -> Preview:
    """Return how a notice looks on a sign while it is on; whether its targets name it is told."""
    try:
        setup, family, wiring = set_up(info)
    except (HallError, ValueError, TypeError) as error:
        return Preview(sign=info.id, frames=(), warnings=(Caution("undrivable", str(error)),))
    posted = Posted(notice=notice, seq=None)
    scroll = rules is not None and rules.long_text == "scroll"
    items = playlist(
        None, (posted,), setup.area, setup.able, setup.colour, languages, scroll=scroll
    )
    warnings = [*_about_words(notice, setup, languages), *_about_size(info, setup, items)]
    if not is_for(notice, "sign", info.id, info.zone):
        warnings.insert(0, Caution("not-here"))
    return _previewed(setup, family, wiring, items, warnings)


def preview_alarm(info: SignInfo, emergency: Emergency, languages: Sequence[str]) -> Preview:
    """Return how an emergency looks on a sign."""
    try:
        setup, family, wiring = set_up(info)
    except (HallError, ValueError, TypeError) as error:
        return Preview(sign=info.id, frames=(), warnings=(Caution("undrivable", str(error)),))
    items = alarm_items(emergency, setup.area, setup.able, setup.colour, catalogues(), languages)
    warnings = [*_about_own_words(emergency, setup), *_about_size(info, setup, items)]
    return _previewed(setup, family, wiring, items, warnings)


def _previewed(
    setup: SignSetup,
    family: Family,
    wiring: Wiring,
    items: Sequence[Item],
    warnings: Sequence[Caution],
) -> Preview:
    frames: list[tuple[Picture, float]] = []
    replaced: dict[str, None] = {}
    for item in items:
        replaced |= dict.fromkeys(family.encode(Show(page=item.page), wiring).remarks)
        frames += _seen(item, setup, family, wiring)
    found = [*warnings, *(Caution("replaced", each) for each in replaced)]
    if any(item.page.effect == "left" for item in items):
        found.append(Caution("moves"))
    pages = len({item.page for item in items})
    if pages >= _MANY_PAGES:
        found.append(Caution("many-pages", str(pages)))
    texts = tuple(item.page.text.strip() for item in items)
    return Preview(
        sign=setup.id, frames=tuple(frames), texts=texts, warnings=tuple(dict.fromkeys(found))
    )


def _seen(
    item: Item, setup: SignSetup, family: Family, wiring: Wiring
) -> Sequence[tuple[Picture, float]]:
    """Return what people see while an item stands: the stand-in's panel, or frames that move."""
    if setup.able.content == "pixels" and moves(item.page):
        at = frames_of(item.page)
        count = min(_MOST_FRAMES, int(seconds_once(item.page) / _FRAME_S) + 1)
        return [(at(number * _FRAME_S), _FRAME_S) for number in range(count)]
    return [(asyncio.run(_through_the_wire(item.page, family, wiring)), item.seconds)]


async def _through_the_wire(page: Page, family: Family, wiring: Wiring) -> Picture:
    """Return the panel of a stand-in that the family's own driver has sent a page to."""
    clock, stand_in = _Hasty(), family.make_stand_in(wiring)
    near, far = memory_pair()
    device = asyncio.ensure_future(DeviceSimulator(stand_in, clock).serve(far))
    try:
        await family.make_sign(near, wiring, Pace(), clock).do(Show(page=page))
    finally:
        await near.aclose()
        await device
    return stand_in.seen()


class _Hasty(SystemClock):
    """The machine's clock, but nobody waits for a line that is not there."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def _about_words(notice: Notice, setup: SignSetup, languages: Sequence[str]) -> Sequence[Caution]:
    """Return what becomes of the words: cut, shortened, cleaned, left out, without a picture."""
    warnings: list[Caution] = []
    for language in languages:
        text = notice.text.get(language, "")
        if not text.strip():
            warnings.append(Caution("no-words", language))
            continue
        if not can_draw(text, setup.able):
            warnings.append(Caution("language-left-out", language))
            continue
        paged = paginate(text, setup.area, setup.able, setup.colour)
        for remark in paged.remarks:
            code = "cut" if remark == "cut" else "shortened"
            warnings.append(Caution(code, language if code == "cut" else remark))
        warnings += _about_characters(text, setup)
        if any(seconds_for(page) > _long(notice, len(paged.pages)) for page in paged.pages):
            warnings.append(Caution("stays-longer", language))
    return warnings


def _about_own_words(emergency: Emergency, setup: SignSetup) -> Sequence[Caution]:
    """Return what becomes of the words somebody wrote for an alarm."""
    warnings: list[Caution] = []
    for language, text in emergency.text.items():
        if not text.strip():
            continue
        if not safe_text(text) or not can_draw(text, setup.able):
            known = known_language(language)
            usual = catalogues()(known).written(f"alarm-{emergency.kind}-1") if known else ""
            is_instead = bool(usual) and can_draw(usual, setup.able)
            warnings.append(Caution("catalogue" if is_instead else "language-left-out", language))
            continue
        if is_too_long(text):
            warnings.append(Caution("cut", language))
        warnings += _about_characters(text, setup)
    return warnings


def _long(notice: Notice, pages: int) -> float:
    return notice.dwell_s / pages


def _about_characters(text: str, setup: SignSetup) -> Sequence[Caution]:
    safe = safe_text(text)
    warnings: list[Caution] = []
    gone = dict.fromkeys(
        each for each in text if not each.isspace() and each.isprintable() and each not in safe
    )
    if gone and "…" not in safe:
        warnings.append(Caution("taken-out", " ".join(gone)))
    if setup.able.content == "pixels":
        lacking = [each for each in dict.fromkeys(safe) if each != "\n" and not is_drawn(each)]
        if lacking:
            warnings.append(Caution("no-picture", " ".join(lacking)))
    return warnings


def _about_size(info: SignInfo, setup: SignSetup, items: Sequence[Item]) -> Sequence[Caution]:
    """Return whether the letters are tall enough from where the sign is read (A-85)."""
    if info.pitch_mm is None or info.distance_m is None:
        return [Caution("unmeasured")]
    warnings: list[Caution] = []
    for cell in sorted({item.cell for item in items}):
        height = number_dots(cell, setup.able.letter_width) * info.pitch_mm
        needed = needed_mm(info.distance_m)
        if height < needed:
            detail = f"{height:.0f} < {needed:.0f} mm, {info.distance_m:g} m"
            warnings.append(Caution("too-small", detail))
    return warnings


def sentence(warning: Caution, language: str) -> str:
    """Return a warning in words."""
    texts = catalogues()(known_language(language) or "en")
    detail = _LANGUAGES.get(warning.detail, warning.detail)
    return texts.written(f"preview-{warning.code}", detail=detail)
