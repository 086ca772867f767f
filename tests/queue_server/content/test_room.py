"""R-6: content stops coming in while tickets still have room."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.bringing import Wanted, bring
from queue_server.content.room import require_room
from queue_server.content.service import ContentService

_MIB = 1 << 20


@pytest.mark.parametrize(
    ("total", "free", "fits"),
    [(100_000, 5_000, True), (100_000, 4_999, False), (1_000, 200, True), (1_000, 199, False)],
)
def test_r_6_five_percent_and_200_mib_stay_for_tickets(
    total: int, free: int, fits: bool, tmp_path: Path
) -> None:
    def usage(_folder: Path) -> tuple[int, int, int]:
        return total * _MIB, 0, free * _MIB

    if fits:
        require_room(tmp_path, usage)
        return
    with pytest.raises(HallError, match=f"only {free} MiB"):
        require_room(tmp_path, usage)


def test_r_6_an_import_stops_when_the_disk_grows_full_and_keeps_what_came(
    tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "jobs.jsonl"
    rows = ({"kind": "job", "id": str(n), "title": f"保洁员 {n}"} for n in range(3000))
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    asked = 0

    def filling(_folder: Path) -> tuple[int, int, int]:
        nonlocal asked
        asked += 1
        return 100_000 * _MIB, 0, (5_000 if asked < 3 else 10) * _MIB

    with closing(ContentService(tmp_path, clock)) as service:
        wanted = Wanted(path=str(file), source="t", format="hall90")
        with pytest.raises(HallError, match="no content is brought in"):
            bring(service, clock, wanted, lambda _: None, usage=filling)
        came = sum(service.counts().values())
        assert 0 < came < 3000
        bring(service, clock, wanted, lambda _: None)
        assert sum(service.counts().values()) == 3000
