"""What the hall's answers make of a visit that tells it something, or registers a need."""

from dataclasses import replace

from hall.errors import RuleError
from kiosk.flow.effects import AskStatus, SendTelling
from kiosk.flow.going import go
from kiosk.flow.ports import HallPort
from kiosk.flow.seeking import Settle
from kiosk.flow.telling import STATEMENTS, request_of
from kiosk.flow.visit import Known, Visit
from queue_server import wire

Told = SendTelling | AskStatus


async def told(effect: Told, visit: Visit, hall: HallPort) -> Settle:
    """Ask, and return what the answer means."""
    match effect:
        case SendTelling():
            ticket = visit.ticket.id if visit.ticket else None
            asked = request_of(visit.telling, visit.own_words, visit.modes.language, ticket)
            return _sent(await hall.tell_feedback(asked, visit.telling.key))
        case AskStatus(reference):
            return _found(await hall.feedback_status(reference))


def refused(effect: Told, error: RuleError) -> Settle:
    """Return what a refusal means: an unknown number, or words the hall does not take."""

    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        if isinstance(effect, AskStatus):
            unknown = replace(now.telling, status=None)
            return replace(go(now, "status"), telling=unknown), known
        stopped = replace(now, busy=False, telling=replace(now.telling, sent="no", key=""))
        return replace(go(stopped, "refused"), refusal=f"tell_{error.code}"), known

    return settle


def _sent(receipt: wire.FeedbackReceipt) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        sent = replace(now.telling, sent="sent" if receipt.id else "kept", receipt=receipt)
        prints = known.prints and receipt.kind in STATEMENTS
        done = replace(go(now, "tell-done"), telling=sent, own_words="", entered="")
        return replace(done, slip="printing" if prints else "none"), known

    return settle


def _found(status: wire.FeedbackStatus) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        return replace(go(now, "status"), telling=replace(now.telling, status=status)), known

    return settle
