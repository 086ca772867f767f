"""Late answers thrown away before the next question, so that none is taken for its answer."""

from collections.abc import Sequence

from hall.errors import LinkTimeoutError
from hall.links import Link

_MOST_READS = 64


async def late_answers(link: Link) -> Sequence[bytes]:
    """Return what has already arrived; never waits, and stops at a device that keeps talking."""
    late: list[bytes] = []
    while len(late) < _MOST_READS:
        try:
            late.append(await link.read(within=0))
        except LinkTimeoutError:
            break
    return late


async def forget_late_answers(link: Link) -> None:
    """Throw away what has already arrived."""
    await late_answers(link)
