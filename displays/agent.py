"""The display agent: follows the hall and tells every sink of each call, none waiting for another.

``take`` changes what is known, ``refresh`` brings the signs in line with it; both are quick and
never wait. Each bus, the voice and the receipts are tasks of their own around it.
"""

from collections.abc import Mapping, Sequence

from displays.hall_state import Call, Change, HallView, follow
from displays.hall_voice import HallVoice
from displays.receipts import Receipts
from displays.sign_plan import CallKey, Moment, SignSetup, TextsIn, key_of, plan_sign
from displays.signs.kept import KeptSign, Shown
from displays.undrivable import UndrivableSign, UndrivableSigns
from hall.clock import Clock
from queue_server.wire import Outcome, Row

OLD_AFTER_S = 60.0
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
        language: str,
        *,
        undrivable: Sequence[UndrivableSign] = (),
        old_after_s: float = OLD_AFTER_S,
    ) -> None:
        self._signs = signs
        self._receipts = receipts
        self._undrivable = UndrivableSigns(undrivable, receipts)
        self._clock = clock
        self._texts = texts
        self._language = language
        self._old_after_s = old_after_s
        self._voice: HallVoice | None = None
        self._view = HallView()
        self._held_until: dict[CallKey, float] = {}
        self._shown_since: dict[CallKey, float] = {}
        self._pages: dict[str, object] = {}
        self._told: dict[str, set[tuple[CallKey, bool]]] = {sign: set() for sign in signs}
        self._heard_at = clock.monotonic()
        self._smallest_lag = float("inf")

    def speak_with(self, voice: HallVoice) -> None:
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
        self.refresh()

    def heard(self) -> None:
        """Note that the server is there."""
        self._heard_at = self._clock.monotonic()

    def refresh(self) -> None:
        """Give every sign the page it should show now; signs that show it already hear nothing."""
        moment = Moment(
            view=self._view,
            held_until=self._held_until,
            shown_since=self._shown_since,
            now=self._clock.monotonic(),
            is_old=self._clock.monotonic() - self._heard_at > self._old_after_s,
        )
        for setup, kept in self._signs.values():
            plan = plan_sign(setup, moment, self._texts, self._language)
            if self._pages.get(setup.id, _NEVER_SHOWN) == (plan.page, plan.call):
                continue
            self._pages[setup.id] = (plan.page, plan.call)
            kept.want(plan.page, plan.call)

    async def run(self) -> None:
        """Look again every second: holds end, turns change, news grows old."""
        while True:
            await self._clock.sleep(_LOOK_EVERY_S)
            self._hold_while_spoken()
            self.refresh()

    def on_sign(self, shown: Shown) -> None:
        """Turn what a sign did with a call into a receipt, once for each outcome and call."""
        call = shown.tag
        if not isinstance(call, Call):
            return
        told = key_of(call), shown.shown
        if not call.is_receipted or told in self._told[shown.sign]:
            return
        self._told[shown.sign].add(told)
        outcome: Outcome = "shown" if shown.shown else "failed"
        self._receipts.post(call.seq, f"sign:{shown.sign}", outcome, shown.detail)

    def on_voice(self, call: Call, outcome: Outcome, detail: str) -> None:
        """Turn what the voice did with a call into a receipt."""
        self._receipts.post(call.seq, f"voice:{call.zone}", outcome, detail)

    def _do(self, change: Change, age_s: float) -> None:
        for ticket in change.ended:
            self._forget(ticket)
        call = change.call
        if call is None:
            return
        self._forget(call.ticket, but=key_of(call))
        self._undrivable.missed(call)
        now = self._clock.monotonic()
        self._shown_since.setdefault(key_of(call), now)
        self._held_until[key_of(call)] = now + max(_SHORTEST_HOLD_S, call.handling.hold_s)
        if self._voice is not None and change.kind != "restored":
            self._voice.call(call, change.kind, age_s)

    def _forget(self, ticket: str, but: CallKey | None = None) -> None:
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
