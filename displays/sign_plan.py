"""What a sign shows at a moment: a call while it is held, else where it stands. Pure.

A sign with a window shows that window's call; one without shows its zone's calls in turn. A call is
held as long as its visitor needs (A-60) and while it is being spoken; no call scrolls unless the
sign is too small for its shortest form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from displays.fitting import Fitted, fit
from displays.hall_state import Call, HallView, WindowView
from displays.signs.commands import Area, Colour, Page
from displays.signs.port import SignCapabilities
from hall.texts import Texts

TURN_S = 5.0
_CALL_FORMS = tuple(f"call-sign-{number}" for number in range(1, 7))

CallKey = tuple[str, int]
TextsIn = Callable[[str], Texts]


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
    """All that decides what signs show: the hall, how long each call is held, and the time."""

    view: HallView
    held_until: Mapping[CallKey, float]
    shown_since: Mapping[CallKey, float]
    now: float
    is_old: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The page now (None: dark), the call it makes, and when to look again (monotonic)."""

    page: Page | None
    call: Call | None = None
    again_at: float | None = None


def key_of(call: Call) -> CallKey:
    """Return what tells one call from the next call of the same ticket."""
    return call.ticket, call.call_no


def plan_sign(sign: SignSetup, moment: Moment, texts: TextsIn, language: str) -> Plan:
    """Return what a sign shows at a moment; signs without Chinese letters speak English."""
    if sign.able.charset == "ascii":
        language = "en"
    if moment.is_old:
        return Plan(
            page=_fitted(
                sign, texts(language), ("sign-old", "sign-old-line", "sign-old-short")
            ).page
        )
    calls = _held_calls(sign, moment)
    if calls:
        return _calling(sign, calls, moment, texts, language)
    window = moment.view.windows.get(sign.window or "")
    if window is None:
        return Plan(page=None)
    return Plan(page=_resting(sign, window, texts(language)))


def _held_calls(sign: SignSetup, moment: Moment) -> Sequence[Call]:
    """Return the calls a sign has to show, the newest first."""
    windows = (
        window
        for window in moment.view.windows.values()
        if (window.id == sign.window if sign.window else window.zone == sign.zone)
    )
    calls = [
        window.call
        for window in windows
        if window.call
        and not window.serving
        and moment.held_until.get(key_of(window.call), 0.0) > moment.now
    ]
    return sorted(calls, key=lambda call: call.seq, reverse=True)


def _calling(
    sign: SignSetup, calls: Sequence[Call], moment: Moment, texts: TextsIn, language: str
) -> Plan:
    newest_since = moment.shown_since.get(key_of(calls[0]), moment.now)
    turn = int((moment.now - newest_since) / TURN_S) if len(calls) > 1 else 0
    call = calls[turn % len(calls)]
    ends = [moment.held_until[key_of(each)] for each in calls]
    if len(calls) > 1:
        ends.append(newest_since + (turn + 1) * TURN_S)
    theirs = call.languages and language not in call.languages and sign.able.charset != "ascii"
    words = texts(call.languages[0] if theirs else language)
    fitted = _fitted(sign, words, _CALL_FORMS, number=call.number, window=str(call.window_number))
    return Plan(page=fitted.page, call=call, again_at=min(ends))


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
