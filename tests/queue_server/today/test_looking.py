"""What is found wrong, and that every kind of finding has its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from config.site import Site
from hall.texts import load_texts
from printer.telling import POWER_CUT
from queue_server import wire
from queue_server.service.feedback.rules import KIND as FEEDBACK
from queue_server.store.image import Image, Loaded
from queue_server.store.records import Document, Request, Token
from queue_server.today.kinds import KINDS, of_device
from queue_server.today.looking import Found, Seen, look
from queue_server.today.telling import told
from queue_server.web.pages import LANGUAGES

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _seen(site: Site, **known: Any) -> Seen:
    view = Image(Loaded(epoch="e1")).view()
    return Seen(view=view, site=site, now=NOW, backup=NOW, room=1 << 40, **known)


def _device(device: str, state: str, cause: str = "", by: str = "k1") -> wire.DeviceState:
    return wire.DeviceState(
        device=device, kind="", state=state, cause=cause, detail="7", shows="", since=NOW, by=by
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_what_visitors_notice_and_what_to_do(
    kind: str, language: str, site: Site
) -> None:
    values = {
        "count": 2,
        "days": 9,
        "row": 7,
        "key": "h-1",
        "free": 12,
        "place": "k1",
        "name": "k1",
        "state": "damaged",
        "from": "2026-11-23 09:00",
        "until": "none",
        "known": "part",
        "numbers": 2,
        "times": 2,
        "aside": "hall.damaged-1",
    }
    found = Found(id=kind, about="printer:k1", values=values, detail="x")
    texts = load_texts(language, "queue_server.today")
    (finding,) = told([found], texts, site, NOW, frozenset(), 3).findings
    assert finding.what
    assert finding.visitors
    assert finding.steps
    assert "{" not in finding.what + finding.visitors + "".join(finding.steps)


def test_both_languages_know_the_same_kinds_and_no_other() -> None:
    for language in LANGUAGES:
        texts = load_texts(language, "queue_server.today")
        assert all(f"today-{kind}" in texts for kind in KINDS)


def test_a_hall_where_all_works_says_so(site: Site) -> None:
    seen = _seen(site, devices=(_device("printer:k1", "ok"), _device("sign:s1", "connected")))
    assert look(seen) == ()
    standing = told((), load_texts("zh-CN", "queue_server.today"), site, NOW, frozenset(), 2)
    assert (standing.state, standing.summary) == ("well", "一切正常：2 台设备和程序都在线。")


def test_what_stops_visitors_stands_first(site: Site) -> None:
    seen = _seen(
        site,
        devices=(
            _device("printer:k1", "warning", "paper_low"),
            _device("printer:k2", "failed", "paper_out"),
        ),
    )
    assert [each.id for each in look(seen)] == ["printer-paper_out", "printer-paper_low"]


def test_devices_of_a_program_that_is_away_are_told_once(site: Site) -> None:
    seen = _seen(
        site,
        devices=(_device("sign:s1", "silent", "agent_gone", by="signs"),),
        away={"signs": NOW - timedelta(minutes=1)},
    )
    token = Token(id="t", hash="h", role="display", name="signs", window=None, created_at=NOW)
    view = replace(seen.view, tokens=MappingProxyType({"h": token}))
    (found,) = look(replace(seen, view=view))
    assert (found.id, found.about) == ("hall-away-display", "program:signs")


def test_a_visitor_who_asked_for_somebody_is_not_forgotten(site: Site) -> None:
    asked = Request(id="a", kind="help", state="asked", asked_at=NOW, kiosk="k1")
    seen = _seen(site)
    view = replace(seen.view, assistance=MappingProxyType({"a": asked}))
    assert look(replace(seen, view=view)) == ()
    (found,) = look(replace(seen, view=view, now=NOW + timedelta(minutes=3)))
    assert found.id == "hall-assistance"
    taken = replace(view, assistance=MappingProxyType({"a": replace(asked, state="taken")}))
    assert look(replace(seen, view=taken, now=NOW + timedelta(minutes=3))) == ()


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"room": 5 << 20}, "hall-disk_low"),
        ({"backup": None}, "hall-backup_none"),
        ({"backup": NOW - timedelta(days=8)}, "hall-backup_old"),
        ({"reasons": ("the last commit failed",)}, "hall-write_failed"),
        ({"reasons": ("no service day is open",)}, "hall-no_day"),
        ({"emergency": NOW}, "hall-emergency"),
    ],
)
def test_the_machine_is_looked_at(site: Site, known: dict[str, Any], kind: str) -> None:
    assert [each.id for each in look(replace(_seen(site), **known))] == [kind]


def test_a_cause_nobody_wrote_of_still_gets_words() -> None:
    assert of_device("printer:k1", "smoke") == "printer-other"
    assert of_device("lamp:l1", "smoke") == "device-other"
    assert of_device("paper:k1", POWER_CUT.cause) == "printer-power_cut"


def test_a_dismissed_finding_is_left_out_until_it_stops_visitors(site: Site) -> None:
    texts = load_texts("en", "queue_server.today")
    low, out = (
        Found(id=kind, about="printer:k1") for kind in ("printer-paper_low", "printer-paper_out")
    )
    marks = frozenset(
        each.mark for each in told([low, out], texts, site, NOW, frozenset(), 0).findings
    )
    standing = told([low, out], texts, site, NOW, marks, 0)
    assert [each.id for each in standing.findings] == ["printer-paper_out"]
    assert standing.dismissed == 1


def test_a_complaint_answered_by_nobody_is_told_once_it_is_late(site: Site) -> None:
    told = wire.Feedback(
        id="1", reference="1", code="1", kind="complaint", state="received", at=NOW, first_by=NOW
    )
    seen = _seen(site)
    for late, found in ((False, []), (True, ["hall-feedback_late"])):
        data = msgspec.json.encode(msgspec.structs.replace(told, late=late)).decode()
        document = Document(kind=FEEDBACK, id="1", at=NOW, data=data)
        view = replace(seen.view, documents=MappingProxyType({(FEEDBACK, "1"): document}))
        assert [each.id for each in look(replace(seen, view=view))] == found
