"""The display agent: follows the hall and tells every sink of each call, none waiting for another.

``take`` changes what is known, ``refresh`` brings the signs in line with it; both are quick and
never wait. Each bus, the voice and the receipts are tasks of their own around it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo

from displays.alarm import concerns
from displays.hall_state import Call, Change, Danger, HallView, Posted, follow
from displays.hall_voice import Heard, Told
from displays.hall_voices import HallVoices
from displays.lighting import brightness_at
from displays.receipts import Receipts
from displays.sign_plan import CallKey, Moment, Shows, SignSetup, TextsIn, key_of, plan_sign
from displays.signs.kept import KeptSign, Shown
from displays.sinks import Sink
from displays.turns import Turns
from displays.undrivable import UndrivableSign, UndrivableSigns
from hall.clock import Clock
from queue_server.wire import DisplayRules, Outcome, Row

_CLOCK_EVERY_S = 3600.0
_SHORTEST_HOLD_S = 10.0
_AFTER_SPEECH_S = 3.0
_LOOK_EVERY_S = 1.0
_NEVER_SHOWN = object()


class DisplayAgent:
    """Signs and voice of one machine, always in line with the newest row."""

    def __init__(
        self,
        signs: Mapping[str, tuple[SignSetup, KeptSign]],
        receipts: Receipts,
        clock: Clock,
        texts: TextsIn,
        languages: Sequence[str],
        *,
        undrivable: Sequence[UndrivableSign] = (),
        rules: DisplayRules | None = None,
        zone: tzinfo = UTC,
        sinks: Sequence[Sink] = (),
    ) -> None:
        self._signs = signs
        self._receipts = receipts
        self._undrivable = UndrivableSigns(undrivable, receipts)
        self._clock = clock
        self._texts = texts
        self._languages = tuple(languages)
        self._rules = rules or DisplayRules()
        self._zone = zone
        self._sinks = tuple(sinks)
        self._clocks_set_at = clock.monotonic()
        self._voice: HallVoices | None = None
        self._view = HallView()
        self._held_until: dict[CallKey, float] = {}
        self._shown_since: dict[CallKey, float] = {}
        self._pages: dict[str, object] = {}
        self._turns: dict[str, Turns[CallKey]] = {sign: Turns() for sign in signs}
        self._told: dict[str, set[tuple[CallKey, bool]]] = {sign: set() for sign in signs}
        self._unsaid: dict[str, Call] = {}
        self._danger: Danger | None = None
        self._heard_at = clock.monotonic()
        self._smallest_lag = float("inf")

    def speak_with(self, voice: HallVoices) -> None:
        """Announce calls with this voice."""
        self._voice = voice

    def take(self, row: Row) -> None:
        """Follow one row of the live stream."""
        self.heard()
        lag = (self._clock.now() - row.at).total_seconds()
        if row.kind != "snapshot":
            self._smallest_lag = min(lag, self._smallest_lag)
        self._view, changes = follow(self._view, row)
        for change in changes:
            self._do(change, lag - self._smallest_lag)
            for sink in self._sinks:
                sink.take(change, lag - self._smallest_lag)
        self.refresh()

    def heard(self) -> None:
        """Note that the server is there."""
        self._heard_at = self._clock.monotonic()

    def refresh(self) -> None:
        """Give every sign the page it should show now; signs that show it already hear nothing."""
        now = self._clock.monotonic()
        moment = Moment(
            view=self._view,
            held_until=self._held_until,
            shown_since=self._shown_since,
            now=now,
            wall=self._clock.now().astimezone(self._zone),
            is_old=now - self._heard_at > self._rules.old_after_s,
            rules=self._rules,
        )
        for setup, kept in self._signs.values():
            in_danger = _is_in_danger(self._view.danger, setup.zone)
            kept.light(brightness_at(self._rules, moment.wall.time(), emergency=in_danger))
            turns = self._turns[setup.id]
            plan = plan_sign(setup, moment, self._texts, self._languages, turns)
            if self._pages.get(setup.id, _NEVER_SHOWN) == (plan.page, plan.shows):
                continue
            self._pages[setup.id] = (plan.page, plan.shows)
            kept.want(plan.page, plan.shows or None)

    async def run(self) -> None:
        """Look again every second: holds end, turns change, news grows old."""
        while True:
            await self._clock.sleep(_LOOK_EVERY_S)
            self._hold_while_spoken()
            self._set_clocks()
            self.refresh()

    def on_sign(self, shown: Shown) -> None:
        """Turn what a sign did with a call into a receipt, once for each outcome and call."""
        outcome: Outcome = "shown" if shown.shown else "failed"
        for each in shown.tag if isinstance(shown.tag, tuple) else ():
            seq = _seq_of(each)
            told = _key(each), shown.shown
            if seq is None or told in self._told[shown.sign]:
                continue
            self._told[shown.sign].add(told)
            self._receipts.post(seq, f"sign:{shown.sign}", outcome, shown.detail)

    def on_voice(self, heard: Heard) -> None:
        """Turn what a voice did with words into receipts; an alarm is told the first time."""
        said = heard.told
        zones = (said.zone,) if isinstance(said, Call) else heard.zones or ("hall",)
        told = _key(said), heard.outcome == "spoken"
        for zone in zones:
            voice = self._told.setdefault(f"voice:{zone}", set())
            if said.seq is None or (told in voice and not isinstance(said, Call)):
                continue
            voice.add(told)
            self._receipts.post(
                said.seq,
                f"voice:{zone}",
                heard.outcome,
                heard.detail,
                began=heard.began,
                ended=heard.ended,
            )

    def _do(self, change: Change, age_s: float) -> None:
        for ticket in change.ended:
            self._forget(ticket)
        self._announce(change)
        call = change.call
        if call is None:
            return
        self._forget(call.ticket, but=key_of(call))
        self._undrivable.missed(call)
        now = self._clock.monotonic()
        self._shown_since.setdefault(key_of(call), now)
        self._held_until[key_of(call)] = now + max(_SHORTEST_HOLD_S, call.handling.hold_s)
        if self._voice is None or change.kind == "restored":
            return
        if self._voice.is_alarming(call.zone):
            self._unsaid[call.ticket] = call
        else:
            self._voice.call(call, change.kind, age_s)

    def _announce(self, change: Change) -> None:
        """Let the hall hear a danger, its end, and notices that have words to be said."""
        if change.danger is not None or change.is_safe:
            self._follow_danger(change.danger)
        elif change.notice is not None:
            for told in self._told.values():
                told -= {(_key(change.notice), True), (_key(change.notice), False)}
            if self._voice is not None:
                self._voice.notice(change.notice)

    def _follow_danger(self, danger: Danger | None) -> None:
        """Say it where it is, put off calls nobody would hear there, go on where it is over."""
        before, self._danger = self._danger, danger
        if self._voice is not None and danger is not None:
            self._voice.alarm(danger)
            for ticket, _ in tuple(self._held_until):
                self._put_off(ticket)
        elif self._voice is not None:
            self._voice.safe()
        self._go_on(before)

    def _put_off(self, ticket: str) -> None:
        """Keep a call that has not been spoken, where the danger is said, for after it."""
        call = next(
            (
                window.call
                for window in self._view.windows.values()
                if window.call and window.call.ticket == ticket and not window.serving
            ),
            None,
        )
        if self._voice is None or call is None or not self._voice.is_alarming(call.zone):
            return
        if self._voice.is_busy_with(ticket):
            self._unsaid[ticket] = call
            self._voice.withdraw(ticket)

    def _go_on(self, before: Danger | None) -> None:
        """Give calls their whole time again where it is safe now, and say those nobody heard."""
        now = self._clock.monotonic()
        for window in self._view.windows.values():
            call = window.call
            if call is None or window.serving or key_of(call) not in self._held_until:
                continue
            was, still = (_is_in_danger(each, call.zone) for each in (before, self._danger))
            if was and not still:
                self._shown_since[key_of(call)] = now
                self._held_until[key_of(call)] = now + max(_SHORTEST_HOLD_S, call.handling.hold_s)
        if self._voice is None:
            return
        for call in tuple(self._unsaid.values()):
            if not self._voice.is_alarming(call.zone):
                del self._unsaid[call.ticket]
                self._voice.call(call, "recall", 0.0)

    def _set_clocks(self) -> None:
        """Set the signs' own clocks once an hour."""
        if self._clock.monotonic() - self._clocks_set_at < _CLOCK_EVERY_S:
            return
        self._clocks_set_at = self._clock.monotonic()
        for _, kept in self._signs.values():
            if kept.capabilities.has_clock:
                kept.renew_settings()

    def _forget(self, ticket: str, but: CallKey | None = None) -> None:
        self._unsaid.pop(ticket, None)
        if self._voice is not None and but is None:
            self._voice.withdraw(ticket)
        for key in [key for key in self._held_until if key[0] == ticket and key != but]:
            del self._held_until[key]
            self._shown_since.pop(key, None)
            for told in self._told.values():
                told -= {(key, True), (key, False)}

    def _hold_while_spoken(self) -> None:
        """Keep a call on the signs until its words have been heard."""
        if self._voice is None:
            return
        soon = self._clock.monotonic() + _AFTER_SPEECH_S
        for key, until in self._held_until.items():
            if until < soon and self._voice.is_busy_with(key[0]):
                self._held_until[key] = soon


def _is_in_danger(danger: Danger | None, zone: str) -> bool:
    return danger is not None and concerns(danger.emergency, zone)


def _key(each: Shows | Told) -> CallKey:
    """Return what tells one thing to show from another and from its own next version."""
    if isinstance(each, Call):
        return key_of(each)
    if isinstance(each, Posted):
        return f"notice {each.notice.id}", each.notice.revision
    return f"danger {each.emergency.id}", each.seq or 0  # declared anew it keeps its id


def _seq_of(each: Shows) -> int | None:
    """Return the row a receipt answers, None where none is wanted."""
    if isinstance(each, Call):
        return each.seq if each.is_receipted else None
    return each.seq
