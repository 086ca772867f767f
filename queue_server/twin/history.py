"""Several days on one fresh hall, and what its store tells of them afterwards."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hall.clock import ManualClock
from queue_server.service.running import RunningHall
from queue_server.statistics.visits import Visit
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.history import visits_of
from queue_server.twin.playing import DayPlayed, Player, before_opening, working_days
from queue_server.twin.scenario import Scenario, Visitor

FIRST_DAY = date(2026, 3, 2)
_MEMORY = Path("/dev/shm")  # noqa: S108  a disk in memory, where there is one: nothing is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Days played, with the visits as the hall's store has them."""

    scenario: Scenario
    days: tuple[DayPlayed, ...]
    visits: tuple[Visit, ...]

    def after(self, warm_up: int) -> "History":
        """Return the days after the first ones, in which the hall was still learning."""
        days = self.days[warm_up:]
        kept = {day.day for day in days}
        return History(
            scenario=self.scenario,
            days=days,
            visits=tuple(visit for visit in self.visits if visit.day in kept),
        )


def play_history(
    scenario: Scenario,
    days: int,
    seed: int,
    people: Sequence[Sequence[Visitor]] = (),
    passed: Callable[[float], None] = lambda share: None,
) -> History:
    """Play so many working days on a hall that knows nothing yet.

    ``people`` come on each day instead of those drawn; ``passed`` is told the share played.
    """
    folder = Path(
        tempfile.mkdtemp(prefix="hall90-twin-", dir=_MEMORY if _MEMORY.is_dir() else None)
    )
    try:
        return asyncio.run(
            _play(scenario, working_days(FIRST_DAY, days), seed, folder, people, passed)
        )
    finally:
        shutil.rmtree(folder)


async def _play(
    scenario: Scenario,
    days: Sequence[date],
    seed: int,
    folder: Path,
    people: Sequence[Sequence[Visitor]],
    passed: Callable[[float], None],
) -> History:
    clock = ManualClock(before_opening(days[0], scenario.site.hall.time_zone))
    hall = RunningHall(scenario.site, Database(folder / FILE_NAME), clock)
    hall.open()
    try:
        player = Player(hall, clock, scenario)
        played = [
            await player.play(
                day,
                seed * 1000 + n,
                people[n] if people else None,
                lambda share, n=n: passed((n + share) / len(days)),  # type: ignore[misc]  # bound now
            )
            for n, day in enumerate(days)
        ]
        visits: list[Visit] = []
        with hall.database.reading() as connection:
            for day in days:
                visits += visits_of(connection, day.isoformat())
    finally:
        await hall.aclose()
    return History(scenario=scenario, days=tuple(played), visits=tuple(visits))
