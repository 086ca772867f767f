"""Much that goes at once, ids that two sources tell, and what an admin decides meanwhile."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from queue_server.content.model import ContentQuery, Record
from queue_server.sync.service import Sync
from queue_server.sync.standing import standing_of
from queue_server.sync.vanishing import HeldError

Job = Callable[..., Record]


def test_a_level_above_that_lost_nearly_everything_is_asked_about_first(
    above: Any, below: Any, wire: Any, make_level: Any, make_wire: Any,
    jobs: Callable[[int], Sequence[Record]],
) -> None:  # fmt: skip
    above.bring(*jobs(40))
    below.follow(wire.caller)
    emptied = make_level("150000", folder="emptied")
    emptied.signer = above.signer
    emptied.publishing = emptied._publishing()
    emptied.bring(*list(jobs(40))[:10])
    other = make_wire(emptied)
    with pytest.raises(HeldError):
        below.follow(other.caller)
    assert len(below.ids()) == 40
    state = below.place()[1]
    assert state.held is not None
    assert (state.held.missing, state.held.of) == (30, 40)
    state.released = True
    below.remember(state)
    below.follow(other.caller)
    assert len(below.ids()) == 10
    assert below.root() == emptied.root()


def unsigned(path: str, body: bytes) -> bytes:
    """Take the signature off a head on its way."""
    if not path.endswith("head"):
        return body
    whole = json.loads(body)
    return json.dumps({key: each for key, each in whole.items()
                       if key not in ("sig", "public", "key", "alg")}).encode()  # fmt: skip


def test_many_removals_nobody_signed_wait_for_an_admin_however_often_they_are_told(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], clock: ManualClock
) -> None:
    wire.mangle = unsigned
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(60)))
    for _ in range(2):
        clock.pass_time(3600)
        with pytest.raises(HeldError):
            below.follow(wire.caller)
        assert len(below.ids()) == 100
    _, state = below.place()
    assert state.held is not None
    assert (state.held.missing, state.held.of) == (60, 100)
    state.released = True
    below.remember(state)
    assert below.follow(wire.caller).gone == 60
    _, state = below.place()
    assert (state.held, state.released) == (None, False)


def test_few_removals_go_without_a_question_signed_or_not(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]]
) -> None:
    wire.mangle = unsigned
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(20)))
    assert below.follow(wire.caller).gone == 20


def test_many_removals_the_level_above_signed_are_done_and_told_to_the_admin_for_a_week(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], site: Site,
    clock: ManualClock,
) -> None:  # fmt: skip
    above.bring(*jobs(100))
    below.follow(wire.caller)
    above.withdraw(*(f"t:{n}" for n in range(60)))
    assert below.follow(wire.caller).gone == 60
    named = replace(site, sync=SyncSettings(feed="150204", upstream="http://127.0.0.1:1"))
    sync = Sync(below.content, named, below.folder, clock)

    def told() -> str:
        return " ".join(standing_of(sync, below.content, clock.now()).told["zh-CN"])

    assert "撤下了 60 条内容（本厅当时共 100 条）" in told()
    clock.pass_time(8 * 86_400)
    assert "撤下了" not in told()


def test_what_an_admin_decides_while_a_look_goes_on_is_not_lost(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    above.bring(job(1))
    below.follow(wire.caller)
    above.bring(job(2))

    def pause(path: str, body: bytes) -> bytes:
        if path.endswith("changes"):
            _, state = below.place()
            state.paused = True
            below.remember(state)
        return body

    wire.mangle = pause
    below.follow(wire.caller)
    assert below.place()[1].paused


def test_the_same_id_of_two_sources_is_one_item_and_belongs_to_the_level_above(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    below.bring(job(1, title="本地抓来的"))
    above.bring(job(1, title="上级的"))
    below.follow(wire.caller)
    below.bring(job(1, title="本地又抓来的"))
    found = below.content.search(ContentQuery()).items
    assert [(each.id, each.title) for each in found] == [("t:1", "上级的")]
    assert below.root() == above.root()


def test_a_legal_removal_erases_history_as_well(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    from queue_server.content.quality.history import revisions_of

    above.bring(job(1, title="甲"))
    below.follow(wire.caller)
    above.bring(job(1, title="乙"))
    below.follow(wire.caller)
    with below.content.reading() as connection:
        assert [each.record.title for each in revisions_of(connection, "job", "t:1")] == ["甲"]
    above.withdraw("t:1", why="legal")
    below.follow(wire.caller)
    with below.content.reading() as connection:
        assert revisions_of(connection, "job", "t:1") == []
    assert below.ids() == []
