"""Thirty days of a hall: nothing lost, nothing grows but what should (R-34)."""

from pathlib import Path

import pytest

from config.site import Site
from tests.queue_server.deep.soak.days import soaked

_MIB = 1 << 20


@pytest.mark.deep
@pytest.mark.timeout(7200)
async def test_r_34_thirty_days_lose_nothing_and_use_up_nothing(tmp_path: Path, site: Site) -> None:
    soak = await soaked(tmp_path, site, days=30, visits=700, told=lambda _line: None)
    assert soak.wrong == []
    # Within a week the waits the forecasts learn from have come together.
    week, last = soak.days[7], soak.days[-1]
    assert last.rss <= week.rss * 1.1
    # A server that was just started holds less than one that has lived: the most of each is held.
    early, late = soak.days[1:8], soak.days[-7:]
    for what in ("files", "threads", "tasks"):
        most = max(getattr(each, what) for each in early)
        assert max(getattr(each, what) for each in late) <= most + 2, what
    assert max(each.log for each in soak.days) <= 64 * _MIB
    # What a visit leaves for ever: its ticket, its leg and its rows of the journal.
    assert last.database / (29 * 700) <= 6000
    assert soak.days[-1].copies <= 8 * last.database
    assert min(soak.world.happened[each] for each in ("disk full", "restarts", "given alone")) > 5
