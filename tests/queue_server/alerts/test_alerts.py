"""Messages to those who run the hall: edges, digests, what really reaches a robot or a mailbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from config.alerting import Alert
from config.loader import load_site
from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from hall.texts import load_texts
from queue_server.alerts.carriers import NotToldError, carrier
from queue_server.alerts.digest import Message, digest
from queue_server.alerts.edges import Edges, Ended, Settling, after, edges
from queue_server.alerts.keeping import Alerts
from queue_server.app import open_hall
from queue_server.content.service import ContentService
from queue_server.domain.actors import Actor
from queue_server.service.machine import Machine, back_up
from queue_server.service.running import RunningHall
from queue_server.today.kinds import Severity
from queue_server.today.telling import Finding
from queue_server.today.watching import Today

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MESSAGE = Message(
    id="20261123T100000", subject="【大厅】1 件事要处理", text="【大厅】\n● 没有纸了。"
)


def _finding(name: str = "paper", severity: Severity = "stops") -> Finding:
    return Finding(
        id=f"printer-{name}",
        about="printer:k1",
        severity=severity,
        what=f"自助机 k1 的打印机：{name}",
        visitors="取了号没有纸票。",
        steps=("放一卷新纸。", "关好盖子。"),
        who="clerk",
        mark=name,
        since=NOW,
    )


def test_what_lasts_less_than_the_settling_time_is_never_told() -> None:
    settling, found = Settling(), _finding()
    assert settling.look([found], (), NOW) == {}
    assert settling.look([], (), NOW + timedelta(seconds=30)) == {}
    assert settling.look([found], (), NOW + timedelta(seconds=40)) == {}
    assert settling.look([found], (), NOW + timedelta(seconds=80)) == {}
    settled = settling.look([found], (), NOW + timedelta(seconds=86))
    assert settled == {"printer-paper/printer:k1": found}


def test_each_edge_is_told_once_with_how_long_it_lasted() -> None:
    found, key = _finding(), "printer-paper/printer:k1"
    news = edges({}, {key: found}, "stops", NOW)
    told = after({}, news, NOW)
    assert [each.what for each in news.began] == [found.what]
    assert not edges(told, {key: found}, "stops", NOW + timedelta(hours=1))
    over = edges(told, {key: None}, "stops", NOW + timedelta(hours=3))
    assert [(each.what, each.lasted) for each in over.ended] == [(found.what, timedelta(hours=3))]
    assert after(told, over, NOW) == {}


def test_what_does_not_stop_visitors_is_told_to_those_who_asked_for_it() -> None:
    soon = {"a": _finding(severity="soon"), "b": _finding("notice", severity="information")}
    assert not edges({}, soon, "stops", NOW)
    assert [each.id for each in edges({}, soon, "soon", NOW).began] == ["printer-paper"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_digest_is_cut_at_a_character_and_says_how_many_are_left(language: str) -> None:
    texts = load_texts(language, "queue_server.alerts")
    began = tuple(_finding(f"fault {number}") for number in range(60))
    made = digest(Edges(began=began), texts, "大厅", NOW, "https://h/admin/", 2048)
    assert len(made.text.encode()) <= 2048
    shown = sum("fault" in line for line in made.text.splitlines())
    assert 0 < shown < 60
    assert str(60 - shown) in made.text.splitlines()[-2]
    assert len(made.events) == 60
    long = digest(Edges(began=began), texts, "大" * 900, NOW, "https://h/admin/", 2048)
    assert len(long.text.encode()) <= 2048


def test_a_digest_says_what_works_again() -> None:
    texts = load_texts("en", "queue_server.alerts")
    ended = Ended(key="k", what="Printer k1 had no paper.", lasted=timedelta(minutes=12))
    made = digest(Edges(ended=(ended,)), texts, "Hall", NOW, "https://h/admin/", None)
    assert made.subject == "[Hall] one thing is settled"
    assert "Settled (after 12 minutes): Printer k1 had no paper." in made.text


class _Robot(BaseHTTPRequestHandler):
    """Answers as robots do; the server keeps what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]  # ours
        status, answer = self.server.answer  # type: ignore[attr-defined]  # ours
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def _robot(status: int = 200, answer: object = None) -> Iterator[tuple[str, list[Any]]]:
    with HTTPServer(("127.0.0.1", 0), _Robot) as server:
        server.asked = []  # type: ignore[attr-defined]  # ours
        server.answer = status, answer if answer is not None else {"errcode": 0}  # type: ignore[attr-defined]  # ours
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/send", server.asked  # type: ignore[attr-defined]  # ours
        finally:
            server.shutdown()
            thread.join()


def _alert(tmp_path: Path, secret: str, **values: Any) -> Alert:
    file = tmp_path / "secret"
    file.write_text(secret, "utf-8")
    return Alert(**{"id": "it", "secret_file": str(file), **values})


def test_wecom_gets_its_text_and_key(tmp_path: Path) -> None:
    with _robot() as (address, asked):
        alert = _alert(tmp_path, "k-1\n", family="wecom", address=address, mobiles=("@all",))
        carrier(alert, ManualClock(NOW)).send(MESSAGE)
    path, _headers, body = asked[0]
    assert parse_qs(urlsplit(path).query) == {"key": ["k-1"]}
    assert json.loads(body) == {
        "msgtype": "text",
        "text": {"content": MESSAGE.text, "mentioned_mobile_list": ["@all"]},
    }


def test_dingtalk_gets_a_signature_of_the_moment(tmp_path: Path) -> None:
    with _robot() as (address, asked):
        alert = _alert(tmp_path, "token-1\nSEC22", family="dingtalk", address=address)
        carrier(alert, ManualClock(NOW)).send(MESSAGE)
    query = parse_qs(urlsplit(asked[0][0]).query)
    stamp = str(int(NOW.timestamp() * 1000))
    mark = hmac.new(b"SEC22", f"{stamp}\nSEC22".encode(), hashlib.sha256).digest()
    assert query == {
        "access_token": ["token-1"],
        "timestamp": [stamp],
        "sign": [base64.b64encode(mark).decode()],
    }


def test_a_program_gets_signed_json(tmp_path: Path) -> None:
    with _robot() as (address, asked):
        alert = _alert(tmp_path, "shared", family="webhook", address=address)
        carrier(alert, ManualClock(NOW)).send(MESSAGE)
    _path, headers, body = asked[0]
    mark = hmac.new(b"shared", body, hashlib.sha256).hexdigest()
    assert headers["X-Hall90-Signature"] == f"sha256={mark}"
    assert json.loads(body)["subject"] == MESSAGE.subject


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (200, {"errcode": 45009, "errmsg": "api freq out of limit"}, "45009"),
        (200, ["no"], "not what robots answer"),
        (500, {}, "answered 500"),
        (302, {}, "answered 302"),
    ],
)
def test_a_robot_that_refuses_is_a_failure_whatever_it_answers(
    tmp_path: Path, status: int, answer: object, words: str
) -> None:
    with _robot(status, answer) as (address, _asked):
        alert = _alert(tmp_path, "k-secret", family="wecom", address=address)
        with pytest.raises(NotToldError, match=words) as refused:
            carrier(alert, ManualClock(NOW)).send(MESSAGE)
    assert "k-secret" not in str(refused.value)


def test_a_robot_that_is_not_there_is_told_without_its_key(tmp_path: Path) -> None:
    with _robot() as (address, _asked):
        pass
    alert = _alert(tmp_path, "k-secret", family="wecom", address=address)
    with pytest.raises(NotToldError, match="not reached") as refused:
        carrier(alert, ManualClock(NOW)).send(MESSAGE)
    assert "k-secret" not in str(refused.value)
    with pytest.raises(NotToldError, match="cannot be read"):
        carrier(replace(alert, secret_file=str(tmp_path / "none")), ManualClock(NOW))


class _Postbox(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one letter needs."""

    def handle(self) -> None:
        kept: list[bytes] = self.server.kept  # type: ignore[attr-defined]  # ours
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self._say("354 go on")
                lines: list[bytes] = []
                while (each := self.rfile.readline()) != b".\r\n":
                    lines.append(each)
                kept.append(b"".join(lines))
            self._say("221 bye" if word == b"QUIT" else "250 fine")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def test_a_letter_reaches_the_mail_server() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Postbox) as server:
        server.kept = []  # type: ignore[attr-defined]  # ours
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        alert = Alert(
            id="it", family="email", address=address, to=("it@example.org",),
            sender="hall@example.org",
        )  # fmt: skip
        carrier(alert, ManualClock(NOW)).send(MESSAGE)
        thread.join()
        letter = message_from_bytes(server.kept[0], policy=policy.default)  # type: ignore[attr-defined]  # ours
    assert letter["Subject"] == MESSAGE.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["To"] == "it@example.org"
    assert letter.get_content().splitlines() == MESSAGE.text.splitlines()


class _Line:
    """A way of telling in the test's hand: it keeps what it sends, or is cut."""

    limit: int | None = 2048

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.cut = False

    def send(self, message: Message) -> None:
        if self.cut:
            raise NotToldError("not reached: cut")
        self.sent.append(message)


@contextmanager
def _hall(folder: Path, clock: ManualClock, *alerts: Alert) -> Iterator[RunningHall]:
    site: Site = replace(load_site(), alerts=tuple(alerts))
    hall = open_hall(site, folder, clock)
    yield hall


async def _pass(alerts: Alerts, clock: ManualClock, seconds: int) -> None:
    for _ in range(seconds // 15):
        await clock.advance(15)
        await alerts.look()


def _subjects(line: _Line) -> Sequence[str]:
    return [each.subject.partition("]")[2].strip() for each in line.sent]


async def test_a_hall_tells_what_broke_and_what_works_again_once_over_a_restart_and_a_cut_line(
    tmp_path: Path,
) -> None:
    clock, line = ManualClock(NOW), _Line()
    alert = Alert(id="it", family="email", address="smtp://127.0.0.1", level="soon", language="en")
    with _hall(tmp_path, clock, alert) as hall:
        alerts = Alerts(Today(hall, clock, tmp_path), hall, clock, lambda *_: line)
        line.cut = True
        await _pass(alerts, clock, 120)
        state = (await alerts.states(SYSTEM_ADMIN))[0]
        assert line.sent == []
        assert (state.fault, state.open) == ("not reached: cut", 0)
        line.cut = False
        await _pass(alerts, clock, 900)
        # A hall never backed up is what is wrong with it, whatever else is.
        first = len(line.sent)
        assert first >= 1
        assert "never been backed up" in "".join(each.text for each in line.sent)
        await _pass(alerts, clock, 900)
        assert len(line.sent) == first
        await hall.aclose()
    with _hall(tmp_path, clock, alert) as hall:
        today = Today(hall, clock, tmp_path)
        alerts = Alerts(today, hall, clock, lambda *_: line)
        await _pass(alerts, clock, 300)
        assert len(line.sent) == first
        machine = Machine(hall=hall, content=ContentService(tmp_path, clock))
        await back_up(machine, {"file": str(tmp_path / "copy.sqlite3")})
        await _pass(alerts, clock, 300)
        assert len(line.sent) == first + 1
        assert "Settled (after 3" in line.sent[-1].text
        assert (await alerts.test(SYSTEM_ADMIN, "it")).fault == ""
        assert _subjects(line)[-1] == "Test message"
        with pytest.raises(RuleError, match="stands in the site file"):
            await alerts.test(SYSTEM_ADMIN, "nobody")
        with pytest.raises(RuleError, match="staff may not"):
            await alerts.test(Actor(role="staff", name="w3", window="w3"), "it")
        await hall.aclose()


SYSTEM_ADMIN = Actor(role="admin", name="li")
