"""The server's commands as a person types them, alone and beside a running server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from hall.cli import root
from hall.errors import ConfigError, HallError
from queue_server.service.handing import BusyError, hand_over, holding


def hall90(*arguments: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(root, arguments, input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", "0"]
    command += ["--no-announce", "--data", str(folder)]
    with (folder.parent / "server.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("listening on http://127.0.0.1:"), line
        yield line.removeprefix("listening on "), process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_without_a_server_the_commands_take_the_folder(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "hall"))
    token = hall90("server", "token", "create", "--role", "kiosk", "--name", "k1", *data)
    assert token.startswith("h90_")
    assert len(token) > 40
    hall90(
        "server", "user", "create", "anna", "--role", "staff", "--window", "w1",
        "--password-stdin", *data, stdin="a good one\n",
    )  # fmt: skip
    copy = tmp_path / "copy.sqlite3"
    made = json.loads(hall90("server", "backup", str(copy), "--json", *data))
    assert made["rows"] == 2
    hall90("server", "token", "create", "--role", "reader", "--name", "r", *data)
    restored = json.loads(hall90("server", "restore", str(copy), "--json", *data))
    assert Path(restored["aside"]).is_file()
    report = json.loads(hall90("server", "check", "--json", *data))
    assert (report["rows"], report["problems"]) == (3, [])
    assert hall90("server", "check", *data).startswith("whole")


def test_a_backup_overwrites_nothing_and_a_wrong_file_restores_nothing(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "hall"))
    wrong = tmp_path / "wrong.sqlite3"
    wrong.write_text("not a database")
    for command in ("backup", "restore"):
        with pytest.raises(HallError):
            hall90("server", command, str(wrong), *data)
    assert wrong.read_text() == "not a database"
    assert hall90("server", "check", *data).startswith("whole")


def test_a_damaged_database_is_never_replaced_by_an_empty_one(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    hall90("server", "token", "create", "--role", "kiosk", "--name", "k1", *data)
    database = tmp_path / "hall.sqlite3"
    damaged = bytearray(database.read_bytes())
    damaged[4096 * 3 : 4096 * 20] = b"\xaa" * (4096 * 17)
    database.write_bytes(damaged)
    with pytest.raises(ConfigError, match="damaged"):
        hall90("server", "check", *data)
    assert database.read_bytes() == bytes(damaged)


def test_plain_http_stays_on_this_machine_unless_asked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="insecure-http"):
        hall90("server", "run", "--host", "0.0.0.0", "--data", str(tmp_path))  # noqa: S104  refused
    with pytest.raises(ConfigError, match="--database"):
        hall90("server", "run", "--database", "oracle:///x", "--data", str(tmp_path))


def test_a_folder_has_one_holder(tmp_path: Path) -> None:
    with holding(tmp_path), pytest.raises(BusyError), holding(tmp_path):
        pass
    with pytest.raises(HallError, match="does not answer"):
        hand_over(tmp_path, "check", {})


def test_beside_a_running_server_the_commands_hand_it_their_work(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 20) / ("deeper" * 10)
    folder.parent.mkdir(parents=True)
    data = ("--data", str(folder))
    with running(folder) as (url, process):
        kiosk = hall90("server", "token", "create", "--role", "kiosk", "--name", "k1", *data)
        headers = {"Authorization": f"Bearer {kiosk}", "Idempotency-Key": "one"}
        body = {"service": "unemployment"}
        with httpx.Client(base_url=url, trust_env=False, headers=headers) as client:
            issued = client.post("/api/v1/tickets", json=body)
            assert issued.status_code == 201
            copy = folder.parent / "copy.sqlite3"
            hall90("server", "backup", str(copy), *data)
            second = client.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": "two"})
            assert second.json()["number"] == "A002"
            hall90("server", "restore", str(copy), *data)
            again = client.post("/api/v1/tickets", json=body)
            assert (again.status_code, again.json()["id"]) == (200, issued.json()["id"])
            restored = json.loads(hall90("server", "restore", str(copy), "--json", *data))
            assert client.get("/api/v1/site").json()["epoch"] == restored["epoch"]
        with pytest.raises(HallError, match="8 to 128"):
            hall90(
                "server", "user", "create", "bo", "--role", "staff", "--password-stdin",
                *data, stdin="short\n",
            )  # fmt: skip
        sock = folder / "server.sock"
        assert sock.stat().st_mode & 0o777 == 0o600
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0
    assert not (folder / "server.sock").exists()
    assert hall90("server", "check", *data).startswith("whole")


def test_a_killed_server_is_followed_by_another_with_every_ticket(tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    numbers = []
    for life in range(2):
        with running(folder) as (url, process):
            token = hall90(
                "server", "token", "create", "--role", "kiosk", "--name", "k1",
                "--data", str(folder),
            )  # fmt: skip
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(life)}
            body = {"service": "placement"}
            answer = httpx.post(
                f"{url}/api/v1/tickets", json=body, headers=headers, trust_env=False
            )
            numbers.append(answer.json()["number"])
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
    assert numbers == ["F001", "F002"]
