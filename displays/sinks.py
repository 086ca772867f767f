"""The port of whatever else tells visitors of their call: lamps, pagers, webhooks (A-90).

The agent hands every sink the same events, signs and voice apart, in the order of the hall's rows.
A sink answers with receipts of its own.
"""

from typing import Protocol

from displays.hall_state import Change


class Sink(Protocol):
    """Takes events and works on them in a task of its own; ``take`` returns at once."""

    def take(self, change: Change, age_s: float) -> None:
        """Act on what a row changed, ``age_s`` after it happened; ``restored`` calls are known."""
        ...

    async def run(self) -> None:
        """Work for ever; started and, where it breaks, restarted by the agent."""
        ...
