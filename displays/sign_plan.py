"""What a sign shows at a moment: danger, else calls being held, else where it stands. Pure.

A sign with a window shows that window's call; one without shows its zone's calls, as many at once
as it has rows for and the rest in fair turns. A call is held as long as its visitor needs (A-60)
and while it is being spoken, longer where it shares the sign; no call scrolls unless the sign is
too small for its shortest form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from displays.alarm import alarm_items, concerns
from displays.fitting import Fitted, fit, fits, page_of
from displays.hall_state import Call, Danger, HallView, Posted, WindowView
from displays.lighting import is_dark
from displays.playlist import Item, item_at, notices_for, playlist
from displays.signs.commands import Area, Colour, Page
from displays.signs.port import SignCapabilities
from displays.turns import Turns
from hall.texts import Texts
from queue_server.wire import DisplayRules

FLASH_S = 3.5
_MOST_TURNS = 3
CALL_FORMS = tuple(f"call-sign-{number}" for number in range(1, 7))
_ROW_FORMS = tuple(f"call-sign-{number}" for number in (2, 3, 5, 6))
_OLD_FORMS = ("sign-old", "sign-old-line", "sign-old-short")

CallKey = tuple[str, int]
TextsIn = Callable[[str], Texts]
Shows = Call | Posted | Danger


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSetup:
    """Where a sign hangs and what it can do. Its panel begins at 0,0 of ``area``."""

    id: str
    zone: str
    window: str | None
    area: Area
    able: SignCapabilities
    colour: Colour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that decides what signs show: the hall, how long each call is held, and the time.

    ``now`` is monotonic, ``wall`` the aware time in the hall's own zone.
    """

    view: HallView
    held_until: Mapping[CallKey, float]
    shown_since: Mapping[CallKey, float]
    now: float
    wall: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)
    is_old: bool = False
    rules: DisplayRules = field(default_factory=DisplayRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The page now (None: dark) and what it shows: receipts answer these."""

    page: Page | None
    shows: tuple[Shows, ...] = ()

    @property
    def call(self) -> Call | None:
        """The first call it makes."""
        return next((each for each in self.shows if isinstance(each, Call)), None)


def key_of(call: Call) -> CallKey:
    """Return what tells one call from the next call of the same ticket."""
    return call.ticket, call.call_no


def plan_sign(
    sign: SignSetup,
    moment: Moment,
    texts: TextsIn,
    languages: str | Sequence[str],
    turns: Turns[CallKey] | None = None,
) -> Plan:
    """Return what a sign shows at a moment; signs without Chinese letters speak English.

    ``turns`` remembers what it showed before: calls share a sign fairly only with the same one.
    """
    turns = turns or Turns()
    speaks = (languages,) if isinstance(languages, str) else tuple(languages)
    main = "en" if sign.able.charset == "ascii" and sign.able.content == "text" else speaks[0]
    danger = moment.view.danger
    if danger is not None and concerns(danger.emergency, sign.zone):
        turns.clear()
        items = alarm_items(danger.emergency, sign.area, sign.able, sign.colour, texts, speaks)
        return _in_turn(items, moment, danger)
    calls = () if moment.is_old else _held_calls(sign, moment)
    if calls:
        return _calling(sign, calls, moment, texts, main, turns)
    turns.clear()
    if is_dark(moment.rules, moment.wall.time()):
        return Plan(page=None)
    return _in_turn(_at_rest(sign, moment, texts(main), speaks), moment)


def _in_turn(items: Sequence[Item], moment: Moment, danger: Danger | None = None) -> Plan:
    if not items:
        return Plan(page=None)
    item, _ = item_at(items, moment.now)
    shows = danger or item.posted
    return Plan(page=item.page, shows=(shows,) if shows else ())


def _held_calls(sign: SignSetup, moment: Moment) -> Sequence[Call]:
    """Return the calls a sign has to show, the newest first."""
    calls = [
        window.call
        for window in moment.view.windows.values()
        if (window.id == sign.window if sign.window else window.zone == sign.zone)
        and window.call
        and not window.serving
        and key_of(window.call) in moment.held_until
    ]
    calls.sort(key=lambda call: call.seq, reverse=True)
    rows = max(1, sign.area.height // sign.able.cells[0])
    while calls:
        turns = min(_MOST_TURNS, -(-len(calls) // rows))
        over = next((each for each in reversed(calls) if _is_over(each, turns, moment)), None)
        if over is None:
            break
        calls.remove(over)
    return calls


def _is_over(call: Call, turns: int, moment: Moment) -> bool:
    """Tell whether a call was held long enough; what is seen every third turn takes thrice."""
    key = key_of(call)
    until = moment.held_until[key]
    since = moment.shown_since.get(key, until)
    return until + (turns - 1) * (until - since) <= moment.now


def _calling(
    sign: SignSetup,
    calls: Sequence[Call],
    moment: Moment,
    texts: TextsIn,
    language: str,
    turns: Turns[CallKey],
) -> Plan:
    rows = max(1, len(_rows(sign, calls, texts, language)[1])) if len(calls) > 1 else 1
    on = turns.look([key_of(each) for each in calls], rows, moment.now)
    shown = tuple(each for each in calls if key_of(each) in on)
    newest = moment.now - moment.shown_since.get(key_of(calls[0]), moment.now)
    if len(shown) > 1:
        cell, listed = _rows(sign, shown, texts, language)
        page = page_of("\n".join(listed), sign.area, sign.able, sign.colour, cell)
    else:
        words = texts(_language_of(shown[0], sign, language))
        page = _fitted(sign, words, CALL_FORMS, **_values(shown[0])).page
    if moment.rules.flash and sign.able.streams and newest < FLASH_S and page.effect == "static":
        page = replace(page, effect="flash")
    return Plan(page=page, shows=shown)


def _rows(
    sign: SignSetup, calls: Sequence[Call], texts: TextsIn, language: str
) -> tuple[int, Sequence[str]]:
    """Return as many of the calls as the sign has rows for, in the largest letters; and these."""
    for cell in reversed(sign.able.cells):
        most = min(len(calls), sign.area.height // sign.able.cells[0])
        if most * cell > sign.area.height:
            continue
        for key in _ROW_FORMS:
            rows = [
                texts(_language_of(each, sign, language)).written(key, **_values(each))
                for each in calls[:most]
            ]
            if all(fits(each, sign.area, cell, sign.able) for each in rows):
                return cell, rows
    return sign.able.cells[0], ()


def _language_of(call: Call, sign: SignSetup, language: str) -> str:
    """Return the hall's language, else the visitor's where they do not read that one."""
    theirs = call.languages and language not in call.languages
    plain = sign.able.charset == "ascii" and sign.able.content == "text"
    return call.languages[0] if theirs and not plain else language


def _values(call: Call) -> Mapping[str, str]:
    return {"number": call.number, "window": str(call.window_number)}


def _at_rest(
    sign: SignSetup, moment: Moment, texts: Texts, languages: Sequence[str]
) -> Sequence[Item]:
    """Return what a sign shows that has no call: its window or that news is old, and notices."""
    window = moment.view.windows.get(sign.window or "")
    own = None if window is None else _resting(sign, window, texts)
    if moment.is_old:
        own = _fitted(sign, texts, _OLD_FORMS).page
    posted = notices_for(moment.view.notices.values(), sign.id, sign.zone, moment.wall)
    return playlist(
        own,
        posted,
        sign.area,
        sign.able,
        sign.colour,
        languages,
        scroll=moment.rules.long_text == "scroll",
    )


def _resting(sign: SignSetup, window: WindowView, texts: Texts) -> Page:
    number = str(window.number)
    if window.call is not None:
        forms = ("window-serving", "window-serving-short")
        return _fitted(sign, texts, forms, window=number, number=window.call.number).page
    name = {"open": "window-sign", "paused": "window-paused", "closed": "window-closed"}
    key = name[window.state]
    return _fitted(sign, texts, (key, f"{key}-short"), window=number).page


def _fitted(sign: SignSetup, texts: Texts, keys: Sequence[str], **values: object) -> Fitted:
    forms = [texts.written(key, **values) for key in keys]
    return fit(forms, sign.area, sign.able, sign.colour)
