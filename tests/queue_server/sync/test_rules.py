"""The fourteen rules of Hall Feed v1 (sync-and-search.md §2.2), a test each, by number."""

import json
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hall.clock import ManualClock
from queue_server.content.canonical import canonical, data_of, rev_of
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService
from queue_server.sync import usb
from queue_server.sync.calling import BusyError
from queue_server.sync.heads import RollbackError, is_frozen
from queue_server.sync.pages import read_page
from queue_server.sync.publishing import GoneTooFarError, Publishing
from queue_server.sync.submissions import Submissions

Job = Callable[..., Record]


def lines(page: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_page(page).lines]


def seqs(publishing: Publishing, **asked: Any) -> list[int]:
    return [line["seq"] for line in lines(publishing.changes(after=0, **asked))]


def test_rule_01_numbers_grow_in_the_order_of_commits_whoever_writes(
    above: Any, job: Job, clock: ManualClock
) -> None:
    """The race of §2.4: a reader that goes on after each page misses nothing, with two writers."""
    other = ContentService(above.folder, clock)
    seen: list[str] = []
    place, done = 0, threading.Event()

    def write(service: ContentService, numbers: range) -> None:
        for number in numbers:
            service.import_items([job(number)], source="t")

    writers = [
        threading.Thread(target=write, args=(above.content, range(12))),
        threading.Thread(target=write, args=(other, range(12, 24))),
    ]
    for writer in writers:
        writer.start()
    while not done.is_set():
        if not any(writer.is_alive() for writer in writers):
            done.set()  # one more look after the last commit
        page = read_page(above.publishing.changes(after=place))
        told = [json.loads(line) for line in page.lines]
        assert [line["seq"] for line in told] == sorted(line["seq"] for line in told)
        assert all(place < line["seq"] <= page.end.next for line in told)
        seen += [line["id"] for line in told]
        place = page.end.next
    for writer in writers:
        writer.join()
    other.close()
    assert sorted(seen) == sorted(f"t:{number}" for number in range(24))


def test_rule_02_the_log_holds_the_latest_of_each_and_a_first_copy_skips_old_tombstones(
    above: Any, job: Job
) -> None:
    above.bring(job(1), job(2), job(3))
    above.bring(job(1, title="改了"))
    above.withdraw("t:2")
    start = above.publishing.newest()
    above.withdraw("t:3")
    told = lines(above.publishing.changes(after=0))
    assert [(line["op"], line["id"]) for line in told] == [
        ("put", "t:1"),
        ("del", "t:2"),
        ("del", "t:3"),
    ]
    assert told[0]["data"]["title"] == "改了"
    first = lines(above.publishing.changes(after=0, live_until=start))
    assert [(line["op"], line["id"]) for line in first] == [("put", "t:1"), ("del", "t:3")]


def test_rule_03_page_and_place_are_one_transaction_and_a_replay_changes_nothing(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]]
) -> None:
    above.bring(*jobs(300))
    below.follow(wire.caller)
    place, root, pages = below.place()[0], below.root(), below.content.head()
    state = below.place()[1]
    state.tag = ""
    from queue_server.content.database import writing
    from queue_server.sync.state import Place, save

    for back in (0, 7, 299):
        with writing(below.content.engine, below.content.lock) as connection:
            save(connection, state, Place(place.epoch, back))
        taken = below.follow(wire.caller)
        assert (taken.new, taken.changed, taken.gone) == (0, 0, 0)
        assert taken.unchanged == 300 - back
    assert (below.place()[0], below.root(), below.content.head()) == (place, root, pages)


def test_rule_04_who_was_away_longer_than_tombstones_are_kept_compares_buckets_and_keeps_serving(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], clock: ManualClock
) -> None:
    above.bring(*jobs(60))
    below.follow(wire.caller)
    above.withdraw("t:1", "t:2")
    clock.pass_time(timedelta(days=401).total_seconds())
    above.withdraw("t:3")
    from queue_server.content.database import writing
    from queue_server.sync.log import forget_tombs

    with writing(above.content.engine, above.content.lock) as connection:
        assert forget_tombs(connection, clock.now()) == 2
    with pytest.raises(GoneTooFarError) as refused:
        above.publishing.changes(after=5)
    assert refused.value.code == "too_old"
    shown_meanwhile: list[int] = []

    def look(_path: str, body: bytes) -> bytes:
        shown_meanwhile.append(len(below.ids()))
        return body

    wire.mangle = look
    below.follow(wire.caller)
    assert min(shown_meanwhile) >= 57
    assert below.root() == above.root()
    assert any("/bucket/" in path for path in wire.asked)


def test_rule_05_a_restored_level_above_is_found_out_and_repaired(
    above: Any, below: Any, wire: Any, job: Job, jobs: Callable[[int], Sequence[Record]],
    tmp_path: Path,
) -> None:  # fmt: skip
    above.bring(*jobs(50))
    copy = tmp_path / "copy.db"
    above.content.pack_into(_backup := tmp_path / "backup.db")
    from queue_server.content.copying import unpacked

    above.bring(job(900), job(1, title="后来改的"))
    below.follow(wire.caller)
    assert "t:900" in below.ids()
    assert unpacked(_backup, copy)
    above.content.replace_from(copy)
    above.bring(job(901))
    with pytest.raises(GoneTooFarError):
        above.publishing.changes(after=10_000)
    below.follow(wire.caller)
    assert "t:900" not in below.ids()
    assert below.root() == above.root()
    assert below.place()[0].epoch == above.publishing.head()["epoch"]


def test_rule_06_what_leaves_the_scope_is_told_gone_and_what_comes_back_is_told(
    above: Any, below: Any, wire: Any, job: Job
) -> None:
    scope = "region=1502;kind=job"
    policy = Record(kind="policy", id="t:p", source="t", title="政策", region="150204")
    above.bring(job(1), job(2, region="150105"), job(3, region="150200"), job(4, region=""),
                job(5, region="150000"), policy)  # fmt: skip
    below.follow(wire.caller, scope=scope)
    assert below.ids() == ["t:1", "t:3", "t:4", "t:5"]
    above.bring(job(1, region="150105"))
    below.follow(wire.caller, scope=scope)
    assert below.ids() == ["t:3", "t:4", "t:5"]
    told = lines(above.publishing.changes(after=0, scope=scope))
    assert [line["why"] for line in told if line["op"] == "del"] == ["out_of_scope"]
    above.bring(job(1, region="150204"))
    below.follow(wire.caller, scope=scope)
    assert below.ids() == ["t:1", "t:3", "t:4", "t:5"]
    _, theirs = above.publishing.digest(scope)
    assert theirs == below.publishing.digest(scope)[1]


def test_rule_07_a_change_of_dates_alone_gets_a_new_number_once_a_day(
    above: Any, job: Job, clock: ManualClock
) -> None:
    above.bring(job(1, published_at=clock.now()))
    first = lines(above.publishing.changes(after=0))[0]
    assert first["rev"] == rev_of(canonical(first["data"]))
    assert "published" not in json.dumps(first["data"])
    clock.pass_time(3600)
    above.bring(job(1, published_at=clock.now()))
    assert seqs(above.publishing) == [1]
    clock.pass_time(86_400)
    above.bring(job(1, published_at=clock.now()))
    later = lines(above.publishing.changes(after=0))[0]
    assert (later["seq"], later["rev"]) == (2, first["rev"])
    assert later["meta"] != first["meta"]


def test_rule_08_data_is_canonical_json_with_whole_numbers(job: Job) -> None:
    record = job(1, pay_min=3000, pay_max=4500, pay_text="3000-4500", employer="净美")
    data = data_of(record)
    told = json.loads(data)
    assert (
        data == json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    assert told["pay"] == {"min": 300_000, "max": 450_000, "unit": "month", "text": "3000-4500"}
    with pytest.raises(ValueError, match="no whole number"):
        canonical({"pay": {"min": 30.5}})


@pytest.mark.parametrize("days", [-365, 365])
def test_rule_09_a_hall_clock_wrong_by_a_year_neither_hides_nor_keeps_what_is_over(
    make_level: Any, make_wire: Any, job: Job, clock: ManualClock, days: int
) -> None:
    wrong = ManualClock(clock.now() + timedelta(days=days))
    above, below = make_level("150000"), make_level("150204", own_clock=wrong)
    wire = make_wire(above)
    above.bring(
        job(1, expires_at=clock.now() + timedelta(days=30)),
        job(2, expires_at=clock.now() + timedelta(hours=1)),
    )
    clock.pass_time(7200)
    wrong.pass_time(7200)
    below.follow(wire.caller)
    assert abs(below.content.trusted.wrong_by() - timedelta(days=days)) < timedelta(minutes=1)
    assert [found.id for found in below.content.search(ContentQuery()).items] == ["t:1"]
    now = below.content.trusted.now()
    assert abs(now - clock.now()) < timedelta(minutes=1)
    assert not is_frozen(below.place()[1], now)
    for each in (clock, wrong):
        each.pass_time(timedelta(days=31).total_seconds())
    assert below.content.search(ContentQuery()).items == (), "time goes on without word from above"


def test_rule_09_a_clock_without_battery_starts_from_the_latest_time_that_was_told(
    make_level: Any, make_wire: Any, job: Job, clock: ManualClock
) -> None:
    above = make_level("150000")
    below = make_level("150204")
    above.bring(job(1, expires_at=clock.now() + timedelta(hours=1)))
    clock.pass_time(7200)
    below.follow(make_wire(above).caller)
    unset = ManualClock(datetime(1970, 1, 1, tzinfo=UTC))
    again = make_level("150204", own_clock=unset)
    assert again.content.search(ContentQuery()).items == ()
    assert again.content.trusted.now() >= clock.now() - timedelta(hours=1)


def test_rule_10_a_head_that_goes_back_is_refused_and_an_old_one_serves_on_with_its_age(
    above: Any, below: Any, wire: Any, job: Job, clock: ManualClock
) -> None:
    above.bring(job(1), job(2))
    old = above.publishing.head()
    above.bring(job(3))
    below.follow(wire.caller)
    wire.mangle = lambda path, body: json.dumps(old).encode() if path.endswith("head") else body
    clock.pass_time(86_400 * 2)  # the tag is not asked by any more
    with pytest.raises(RollbackError):
        below.follow(wire.caller)
    assert below.ids() == ["t:1", "t:2", "t:3"]
    assert not is_frozen(below.place()[1], clock.now())
    clock.pass_time(86_400 * 6)
    assert is_frozen(below.place()[1], clock.now())
    assert below.content.search(ContentQuery(kind="job")).total == 3


def test_rule_11_pages_keep_their_bounds_and_a_busy_level_is_left_alone_as_long_as_it_asks(
    above: Any, below: Any, wire: Any, jobs: Callable[[int], Sequence[Record]]
) -> None:
    above.bring(*jobs(30))
    assert len(lines(above.publishing.changes(after=0, limit=7))) == 7
    page = above.publishing.changes(after=0, max_bytes=1000)
    assert len(page) < 2000
    assert read_page(page).end.more
    assert len(read_page(above.publishing.changes(after=0, max_bytes=1)).lines) == 1
    wire.status, wire.headers = 503, {"Retry-After": "900"}
    with pytest.raises(BusyError) as busy:
        below.follow(wire.caller)
    assert busy.value.retry_after == 900
    assert len(wire.asked) == 1
    wire.status, wire.headers = None, {}
    assert below.follow(wire.caller).new == 30


def test_rule_12_every_level_numbers_anew_and_a_loop_is_dropped_and_counted(
    make_level: Any, make_wire: Any, job: Job
) -> None:
    province, league, county = (make_level(name) for name in ("15", "1502", "150204"))
    league.bring(job(7, title="盟里自己的"), source="t")
    province.bring(job(1), job(2))
    province.bring(job(1, title="改"))
    league.follow(make_wire(province).caller)
    county.follow(make_wire(league).caller)
    told = {line["id"]: line for line in lines(county.publishing.changes(after=0))}
    assert told["t:1"]["origin"] == ["t", "15", "1502", "150204"]
    assert told["t:7"]["origin"] == ["t", "1502", "150204"]
    assert sorted(line["seq"] for line in told.values()) == [1, 2, 3]
    assert len({each.publishing.head()["epoch"] for each in (province, league, county)}) == 3
    assert county.root() == league.root()
    province.follow(make_wire(county).caller)
    assert province.place()[1].loops == 2
    assert province.ids() == ["t:1", "t:2", "t:7"]


def test_rule_13_what_a_hall_sends_up_comes_back_under_its_id_in_the_place_of_its_own(
    above: Any, below: Any, wire: Any
) -> None:
    own = Record(
        kind="notice", id="150204:n1", source="150204", title="招聘会改期", region="150204"
    )
    beside = Record(kind="notice", id="150204:n2", source="150204", title="本厅通知")
    below.bring(own, beside, source="150204")
    below.outbox.submit(own)
    assert below.outbox.deliver(wire.caller, "150204") == 1
    desk = Submissions(above.content, above.clock, "150000")
    waiting = desk.waiting()
    assert [(each.hall, each.id, each.title) for each in waiting] == [
        ("150204", "150204:n1", "招聘会改期")
    ]
    desk.approve("150204", "notice", "150204:n1", by="admin")
    below.follow(wire.caller)
    assert below.ids() == ["150204:n1", "150204:n2"]
    returned = below.content.get("notice", "150204:n1")
    assert returned is not None
    assert returned.published_at == above.clock.now(), "it is as new as its publication above"
    with below.content.engine.connect() as connection:
        from sqlalchemy import select

        from queue_server.content.database import entry

        feeds = dict(connection.execute(select(entry.c.id, entry.c.feed)).all())
    assert feeds == {"150204:n1": "150000", "150204:n2": ""}
    above.bring(Record(kind="notice", id="150204:n2", source="x", title="冒名"), source="x")
    taken = below.follow(wire.caller)
    assert taken.refused == 1
    assert {each.title for each in below.content.search(ContentQuery(kind="notice")).items} == {
        "招聘会改期",
        "本厅通知",
    }


def test_rule_13_what_a_hall_takes_back_is_withdrawn_above_and_below(
    above: Any, below: Any, wire: Any
) -> None:
    own = Record(kind="notice", id="150204:n1", source="150204", title="招聘会改期")
    below.bring(own, source="150204")
    below.outbox.take_back("notice", "150204:n1")
    assert below.outbox.waiting().batches == 0, "the level above never heard of it"
    below.outbox.submit(own)
    below.outbox.deliver(wire.caller, "150204")
    desk = Submissions(above.content, above.clock, "150000")
    desk.approve("150204", "notice", "150204:n1", by="admin")
    below.follow(wire.caller)
    above.bring(
        Record(kind="notice", id="150000:n1", source="150000", title="别的"), source="150000"
    )
    below.outbox.take_back("notice", "150204:n1")
    assert below.outbox.deliver(wire.caller, "150204") == 1
    assert above.ids() == ["150000:n1"]
    assert desk.waiting() == ()
    below.follow(wire.caller)
    assert below.ids() == ["150000:n1"]


def test_rule_14_a_stick_carries_the_same_pages_and_is_believed_by_its_signature_alone(
    above: Any, make_level: Any, wire: Any, jobs: Callable[[int], Sequence[Record]], tmp_path: Path
) -> None:
    above.bring(*jobs(300))
    stick = tmp_path / "stick"
    usb.export(above.publishing, stick)
    by_stick, by_wire = make_level("a"), make_level("b")
    taken = usb.bring(by_stick.content, stick, above=_above("a", above), clock=above.clock)
    by_wire.follow(wire.caller)
    assert taken.new == 300
    assert by_stick.root() == by_wire.root() == above.root()
    assert by_stick.place()[0] == by_wire.place()[0]
    again = usb.bring(by_stick.content, stick, above=_above("a", above), clock=above.clock)
    assert not again.altered
    other = make_level("c")
    with pytest.raises(Exception, match="key"):
        usb.bring(other.content, stick, above=_above("c", other), clock=above.clock)
    assert other.ids() == []


def _above(feed: str, level: Any) -> Any:
    from queue_server.sync.following import Above

    return Above(own_feed=feed, key=level.signer.public)
