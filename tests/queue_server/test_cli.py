"""The server's commands as a person types them, alone and beside a running server."""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from pysqlite3 import dbapi2

from hall.cli import root
from hall.clock import SystemClock
from hall.errors import ConfigError, HallError
from queue_server.commands import wants_demo
from queue_server.doctor import examine
from queue_server.service.handing import BusyError, hand_over, here_or_there, holding


def hall90(*arguments: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(root, arguments, input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


@contextmanager
def running(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", "0"]
    command += ["--no-announce", "--data", str(folder), *(options or ("--no-demo-content",))]
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


def test_a_backup_holds_the_content_too(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "hall"))
    items = json.loads(hall90("content", "import", "demo:", "--json", *data))["new"]
    copy = tmp_path / "copy.sqlite3"
    made = json.loads(hall90("server", "backup", str(copy), "--json", *data))
    assert made["content"] == items
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id":"1","title":"修伞工","company":"x"}\n', "utf-8")
    hall90("content", "import", str(rows), "--source", "s", *data)
    assert hall90("content", "search", "修伞工", *data).startswith("1 found")
    restored = json.loads(hall90("server", "restore", str(copy), "--json", *data))
    assert restored["content"] == "restored"
    assert hall90("content", "search", "修伞工", *data).startswith("0 found")
    assert json.loads(hall90("server", "check", "--json", *data))["content"] == items
    assert sorted(file.name for file in (tmp_path / "hall").glob("restoring*")) == []


def test_a_backup_without_content_leaves_the_content(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "hall"))
    hall90("server", "token", "create", "--role", "kiosk", "--name", "k1", *data)
    older = tmp_path / "older.sqlite3"
    hall90("server", "backup", str(older), *data)
    with closing(dbapi2.connect(str(older))) as database:
        database.execute("drop table content_piece")
    hall90("content", "import", "demo:", *data)
    assert "left as it is" in hall90("server", "restore", str(older), *data)
    assert not hall90("content", "search", "按摩", *data).startswith("0 found")


def test_a_damaged_content_file_is_found(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    hall90("content", "import", "demo:", *data)
    content = tmp_path / "content.db"
    damaged = bytearray(content.read_bytes())
    middle = len(damaged) // 4096 // 2 * 4096
    damaged[middle : middle + 4096 * 20] = b"\xaa" * (4096 * 20)
    content.write_bytes(damaged)
    result = CliRunner().invoke(root, ["server", "check", *data])
    assert result.exit_code == 1
    assert "content file" in f"{result.output} {result.exception}"


def test_a_hall_with_a_damaged_content_file_opens_and_lays_it_aside(tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    make = ("server", "token", "create", "--data", str(folder), "--name", "n", "--role")
    kiosk, reader = hall90(*make, "kiosk"), hall90(*make, "supervisor")
    (folder / "content.db").write_bytes(b"this was a database once. " * 4096)
    with running(folder) as (url, _), httpx.Client(trust_env=False, timeout=60) as client:
        body = {"service": "unemployment", "needs": [], "languages": ["zh-CN"], "channel": "kiosk"}
        headers = {"Authorization": f"Bearer {kiosk}", "Idempotency-Key": "a"}
        given = client.post(f"{url}/api/v1/tickets", json=body, headers=headers)
        assert given.status_code == 201, given.text
        as_reader = {"Authorization": f"Bearer {reader}"}
        told = client.get(f"{url}/api/v1/today?lang=en", headers=as_reader).json()
    (aside,) = folder.glob("content.db.damaged-*")
    assert aside.read_bytes().startswith(b"this was")
    assert "hall-content_damaged" in {each["id"] for each in told["findings"]}


def test_the_demo_hall_brings_its_content_and_tells_the_journal(tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    with running(folder, "--demo-content") as (url, _), httpx.Client(trust_env=False) as client:
        with client.stream("GET", f"{url}/api/v1/events", timeout=30) as events:
            told = next(line for line in events.iter_lines() if "content_applied" in line)
        assert told.startswith(("event:", "data:"))
        rows = tmp_path / "rows.jsonl"
        rows.write_text('{"id":"1","title":"修伞工","company":"x"}\n', "utf-8")
        arguments = ("content", "import", str(rows), "--source", "s", "--data", str(folder))
        with client.stream("GET", f"{url}/api/v1/events", timeout=30) as events:
            lines = events.iter_lines()
            next(lines)
            # Beside the server, and after its own import of the demo content.
            assert json.loads(hall90(*arguments, "--json"))["new"] == 1
            seen = [
                json.loads(line.removeprefix("data:"))["data"]
                for line in itertools.takewhile(lambda line: '"source":"s"' not in line, lines)
                if line.startswith("data:") and "content_applied" in line
            ]
        assert all(each["source"] == "demo" for each in seen)
        found = client.get(f"{url}/api/v1/content", params={"kind": "job", "q": "修伞工"}).json()
        assert found["total"] == 1
        assert client.get(f"{url}/api/v1/content", params={"kind": "job"}).json()["total"] > 100


def test_another_site_gets_no_demo_content_unless_asked(tmp_path: Path) -> None:
    assert wants_demo(None, None)
    assert not wants_demo(tmp_path / "own.toml", None)
    assert wants_demo(tmp_path / "own.toml", True)
    assert not wants_demo(None, False)


def test_two_commands_at_once_take_turns(tmp_path: Path) -> None:
    clock = SystemClock()
    with holding(tmp_path):
        with pytest.raises(BusyError, match="try again"):
            here_or_there(
                tmp_path, lambda: 1, lambda: hand_over(tmp_path, "check", {}), clock, patience=0.3
            )
        waiting = threading.Thread(
            target=lambda: hall90(
                "server", "token", "create", "--role", "kiosk", "--name", "k1",
                "--data", str(tmp_path),
            )
        )  # fmt: skip
        waiting.start()
    waiting.join(20)
    assert json.loads(hall90("server", "check", "--json", "--data", str(tmp_path)))["rows"] == 1


def test_a_technician_reads_what_is_wrong_and_what_helps(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"Not a directory.*Give a folder"):
        hall90("server", "check", "--data", str(tmp_path / "file" / "hall"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(HallError, match=r"already in use.*--port"):
            hall90("server", "run", "--port", port, "--data", str(tmp_path / "hall"))
    with holding(tmp_path / "hall"), pytest.raises(BusyError, match="--data"):
        hall90("server", "run", "--port", "0", "--data", str(tmp_path / "hall"))
    broken = tmp_path / "site.toml"
    broken.write_text("[hall\n")
    with pytest.raises(ConfigError, match=r"site\.toml"):
        hall90("server", "run", "--site", str(broken), "--data", str(tmp_path / "hall"))


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));"
    command = "import sys; from hall.cli import main; sys.argv[1:]"
    arguments = ["server", "check", "--data", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", f"{full} {command}; main(sys.argv[1:])", *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert "disk" in done.stderr
    assert "Traceback" not in done.stderr


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


@pytest.mark.timeout(300)
def test_the_queue_bench_measures_and_finds_nothing_twice(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    command = [sys.executable, "-m", "hall.cli", "bench", "queue", "--json", str(out)]
    command += ["--seconds", "0.1", "--clients", "8", "--readers", "20", "--restarts", "1"]
    command += ["--without", "postgresql"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=True)
    assert "call next" in done.stdout
    figures = json.loads(out.read_text())
    http = figures["http"]
    assert set(http["issue"]) == set(http["call"]) == {"8"}
    assert all(each["per_s"] > 0 for each in http["issue"].values())
    assert http["given_twice"] == 0
    assert figures["readers"]["readers"] == 20
    assert figures["backup"]["mib"] > 0


def test_the_doctor_tells_what_the_page_of_today_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hall"
    monkeypatch.setenv("HALL90_DATA_DIR", str(folder))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def told() -> dict[str, str]:
        return {each.id: each.what + each.remedy for each in examine()}

    assert "hall90 server run" in told()["today"]
    with running(folder):
        assert "还没有备份过" in told()["hall-backup_none"]
        hall90("server", "backup", str(tmp_path / "copy.sqlite3"), "--data", str(folder))
        assert "hall-backup_none" not in told()
