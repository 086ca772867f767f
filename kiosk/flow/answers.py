"""What the hall's answers make of a visit that tells it something, or registers a need."""

from dataclasses import replace

from hall.errors import RuleError
from kiosk.flow.effects import (
    AskStatus,
    MatchWishes,
    RegisterNeed,
    SendTelling,
    Told,
    WithdrawNeed,
)
from kiosk.flow.going import go
from kiosk.flow.ports import HallPort
from kiosk.flow.seeking import Settle
from kiosk.flow.telling import ANSWERED, request_of
from kiosk.flow.visit import Known, Visit, Wishing
from kiosk.flow.wish_screens import CONSENT, wishes_of
from queue_server import wire


async def told(effect: Told, visit: Visit, hall: HallPort) -> Settle:
    """Ask, and return what the answer means."""
    match effect:
        case SendTelling():
            ticket = visit.ticket.id if visit.ticket else None
            asked = request_of(visit.telling, visit.own_words, visit.modes.language, ticket)
            return _sent(await hall.tell_feedback(asked, visit.telling.key))
        case AskStatus(reference):
            return _found(await hall.feedback_status(reference))
        case MatchWishes():
            return _matched(await hall.match_wishes(wishes_of(visit.search)))
        case RegisterNeed():
            need = wire.NeedRequest(
                wishes=wishes_of(visit.search), consent=CONSENT, language=visit.modes.language
            )
            return _registered(await hall.register_need(need, visit.wishing.key))
        case WithdrawNeed(reference):
            await hall.withdraw_need(reference)
            return lambda now, known: (
                replace(go(now, "wish-done"), wishing=Wishing(), typed=""),
                known,
            )


def refused(effect: Told, error: RuleError) -> Settle:
    """Return what a refusal means: an unknown number, or words the hall does not take."""

    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        match effect:
            case AskStatus():
                unknown = replace(now.telling, status=None)
                return replace(go(now, "status"), telling=unknown), known
            case WithdrawNeed():
                return replace(now, busy=False, wishing=replace(now.wishing, unknown=True)), known
            case SendTelling():
                stopped = replace(now, telling=replace(now.telling, sent="no", key=""))
            case _:
                stopped = replace(now, wishing=replace(now.wishing, key=""))
        return replace(go(stopped, "refused"), refusal=f"tell_{error.code}"), known

    return settle


def _sent(receipt: wire.FeedbackReceipt) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        sent = replace(now.telling, sent="sent" if receipt.id else "kept", receipt=receipt)
        prints = known.prints and receipt.kind in ANSWERED
        done = replace(go(now, "tell-done"), telling=sent, own_words="", entered="")
        return replace(done, slip="printing" if prints else "none"), known

    return settle


def _found(status: wire.FeedbackStatus) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        return replace(go(now, "status"), telling=replace(now.telling, status=status)), known

    return settle


def _matched(found: wire.MatchList) -> Settle:
    return lambda now, known: (
        replace(go(now, "wish-matches"), wishing=replace(now.wishing, matches=found.items)),
        known,
    )


def _registered(receipt: wire.NeedReceipt) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        done = replace(go(now, "wish-done"), wishing=replace(now.wishing, receipt=receipt))
        return replace(done, slip="printing" if known.prints else "none"), known

    return settle
