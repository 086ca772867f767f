"""What a hall sent up to be published: it sees what became of it, and why."""

from dataclasses import replace
from typing import Any

from config.site import Site
from config.site import Sync as SyncSettings
from queue_server.content.model import Record
from queue_server.sync.answers import sent_items
from queue_server.sync.service import Sync
from queue_server.sync.submissions import Submissions


def test_rule_13_a_hall_sees_whether_what_it_sent_up_waits_is_refused_and_why_or_came_back(
    above: Any, below: Any, wire: Any, site: Site
) -> None:
    settings = SyncSettings(feed="150204", upstream=f"http://127.0.0.1:{wire.port}")
    sync = Sync(below.content, replace(site, sync=settings), below.folder, below.clock)
    desk = Submissions(above.content, above.clock, "150000")

    def states() -> list[tuple[str, str, str]]:
        return [(each.title, each.state, each.why) for each in sent_items(below.content)]

    def send(number: int, title: str) -> None:
        own = Record(kind="notice", id=f"150204:n{number}", source="150204", title=title)
        below.bring(own, source="150204")
        sync.outbox.submit(own)

    send(1, "改期")
    assert states() == [("改期", "waiting", "")]
    sync.round()
    assert states() == [("改期", "submitted", "")]
    desk.refuse("150204", "notice", "150204:n1", by="admin", why="日期不对")
    sync.round()
    assert states() == [("改期", "refused", "日期不对")]
    send(1, "改期到周五")
    sync.round()
    assert states() == [("改期到周五", "submitted", "")], "another version waits anew"
    desk.approve("150204", "notice", "150204:n1", by="admin")
    sync.round()
    assert states() == [("改期到周五", "returned", "")]
