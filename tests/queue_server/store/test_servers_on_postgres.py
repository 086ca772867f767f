"""The real programs on one PostgreSQL: chosen by URL, remembered, killed, taken over, checked."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hall.clock import SystemClock
from hall.errors import ConfigError
from queue_server.choosing import ENVIRONMENT, chosen, remember
from queue_server.commands import do_job

HALL90 = [sys.executable, "-m", "hall.cli"]
_CLOCK = SystemClock()


@contextmanager
def server(data: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [*HALL90, "server", "run", "--port", "0", "--no-announce", "--no-demo-content"]
    with (
        (data.parent / f"{data.name}.log").open("w") as log,
        subprocess.Popen(
            [*command, "--data", str(data), *options], stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().removeprefix("listening on ").strip()
        finally:
            process.send_signal(signal.SIGTERM)


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*HALL90, *command], capture_output=True, text=True, check=False, timeout=120
    )


def ask(url: str, method: str, path: str, token: str = "", key: str = "") -> tuple[int, str]:
    where = urlsplit(url)
    line = HTTPConnection(where.hostname or "", where.port, timeout=30)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = None
    if key:
        headers |= {"Idempotency-Key": key, "Content-Type": "application/json"}
        body = json.dumps({"service": "unemployment"})
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


class Issuing(threading.Thread):
    """Takes tickets one after the other until the server is gone."""

    def __init__(self, url: str, token: str, name: str) -> None:
        super().__init__(name=name)
        self.url, self.token = url, token
        self.acknowledged: dict[str, str] = {}

    def run(self) -> None:
        for count in range(1_000_000):
            key = f"{self.name}-{count}"
            try:
                status, body = ask(self.url, "POST", "/api/v1/tickets", self.token, key)
            except (OSError, HTTPException):
                return
            if status == 201:
                self.acknowledged[key] = json.loads(body)["number"]


@pytest.mark.timeout(240)
def test_a_second_server_takes_over_from_a_killed_one_with_every_ticket(
    tmp_path: Path, postgres: str
) -> None:
    with ExitStack() as stack:
        first, url = stack.enter_context(server(tmp_path / "one", "--database", postgres))
        _, standby = stack.enter_context(server(tmp_path / "two", "--database", postgres))
        token = do_job(tmp_path / "one", None, "token_create", {"role": "kiosk", "name": "k1"})
        status, body = ask(standby, "GET", "/health/ready")
        assert status == 503
        assert "stands by" in body
        clients = [Issuing(url, token, f"c{n}") for n in range(4)]
        for client in clients:
            client.start()
        while sum(len(client.acknowledged) for client in clients) < 40:
            assert any(client.is_alive() for client in clients)
        first.kill()
        for client in clients:
            client.join()
        until = _CLOCK.monotonic() + 60
        while ask(standby, "GET", "/health/ready")[0] != 200:
            assert _CLOCK.monotonic() < until
        told = {key: number for client in clients for key, number in client.acknowledged.items()}
        for key, number in told.items():
            status, body = ask(standby, "POST", "/api/v1/tickets", token, key)
            assert (status, json.loads(body)["number"]) == (200, number)
        status, body = ask(standby, "POST", "/api/v1/tickets", token, "after the kill")
        assert status == 201
        assert json.loads(body)["number"] not in told.values()
    # The folder remembers where its hall lies: no flag, and no empty hall in its place.
    checked = do_job(tmp_path / "one", None, "check", {})
    assert checked["problems"] == []
    assert checked["tickets"] > len(told)
    assert not (tmp_path / "one" / "hall.sqlite3").exists()
    # A hall moves from one engine to the other by its backup.
    copy, small = tmp_path / "copy.sqlite3", tmp_path / "small"
    do_job(tmp_path / "one", None, "backup", {"file": str(copy)})
    small.mkdir()
    do_job(small, None, "restore", {"file": str(copy)})
    assert do_job(small, None, "check", {})["tickets"] == checked["tickets"]


@pytest.mark.parametrize("url", ["mysql://root@localhost/hall", "hall.db", "sqlite:///"])
def test_a_database_of_another_kind_is_refused_with_what_to_write(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="postgresql://USER@HOST/NAME"):
        chosen(tmp_path, url)


def test_the_choice_is_the_flags_then_the_environments_then_the_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen(tmp_path, None) is None
    remember(tmp_path, "postgresql://kept@here/hall")
    assert (tmp_path / "database").stat().st_mode & 0o777 == 0o600
    assert chosen(tmp_path, None) == "postgresql://kept@here/hall"
    monkeypatch.setenv(ENVIRONMENT, "postgres://from@environment/hall")
    assert chosen(tmp_path, None) == "postgresql://from@environment/hall"
    assert chosen(tmp_path, "postgresql://asked@for/hall") == "postgresql://asked@for/hall"
    assert chosen(tmp_path, f"sqlite:///{tmp_path}") is None
    monkeypatch.delenv(ENVIRONMENT)
    remember(tmp_path, None)
    assert chosen(tmp_path, None) is None


def test_a_postgres_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://hall:s3cret@127.0.0.1:1/hall"
    refused = run("server", "run", "--port", "0", "--data", str(tmp_path), "--database", url)
    assert refused.returncode == 4
    assert "127.0.0.1:1/hall" in refused.stderr
    assert "s3cret" not in refused.stderr
    assert "Is it running" in refused.stderr
