"""The commands as a person types them, and the simulator as a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from hall.clock import ManualClock
from hall.errors import ConfigError, HallError
from printer.cli import printer
from printer.escpos.encoder import encode_document
from printer.profile import load_profile, shipped_profiles
from printer.rendering import trial_document
from printer.spool import SPOOL_FILE, Spool

TICKET = {
    "id": "019aa", "number": "A017", "service": "unemployment", "state": "waiting", "version": 1,
    "issued_at": "2026-11-23T01:42:00Z", "called_at": None, "window": None, "call_no": 0,
    "ahead": 5, "wait": {"low": 15, "high": 25},
    "handling": {"grace_s": 60, "repeats": 2, "hold_s": 30, "channels": ["sign"]},
    "phone_url": "https://hall.example/t/7Q4M9XK2",
}  # fmt: skip


@pytest.fixture
def ticket(tmp_path: Path) -> Path:
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(TICKET), "utf-8")
    return file


@pytest.mark.parametrize("profile", ["58mm", "80mm", "80mm-raster"])
def test_render_writes_the_bytes_and_draws_the_paper(
    ticket: Path, tmp_path: Path, profile: str
) -> None:
    out, png = tmp_path / "t.bin", tmp_path / "t.png"
    arguments = ["render", str(ticket), "--profile", profile, "--out", str(out)]
    answer = CliRunner().invoke(printer, [*arguments, "--png", str(png), "--json"])

    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["bytes"] == out.stat().st_size
    assert out.read_bytes().startswith(b"\x1b@")
    with Image.open(png) as paper:
        codes = zxingcpp.read_barcodes(paper.convert("L"))
    assert [code.text for code in codes] == [TICKET["phone_url"]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"number": 17}, "number"), ({"issued_at": "2026-11-23T01:42:00"}, "time zone")],
)
def test_a_file_that_is_no_ticket_is_refused_with_a_remedy(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({**TICKET, **change}), "utf-8")
    answer = CliRunner().invoke(printer, ["render", str(file), "--out", str(tmp_path / "x")])

    assert isinstance(answer.exception, ConfigError)
    assert problem in str(answer.exception)
    assert not (tmp_path / "x").exists()


class Simulator:
    """`hall90 sim printer` as its users start it."""

    def __init__(self, link: str, folder: Path) -> None:
        self.out = folder / "out"
        self.faults = folder / "faults.json"
        command = [sys.executable, "-m", "hall.cli", "sim", "printer", "--listen", link]
        command += ["--out", str(self.out), "--faults", str(self.faults)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.link = self.process.stdout.readline().removeprefix("listening on ").strip()

    def fault(self, **faults: object) -> None:
        half = self.faults.with_suffix(".half")
        half.write_text(json.dumps(faults), "utf-8")
        half.replace(self.faults)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


@pytest.fixture(params=["tcp:127.0.0.1:0", "pty:"])
def simulator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Simulator]:
    running = Simulator(request.param, tmp_path)
    yield running
    assert running.end() == 0


def hall90(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "hall.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )


def test_a_test_ticket_comes_out_and_its_picture_and_bytes_are_kept(simulator: Simulator) -> None:
    answer = hall90("printer", "test", simulator.link)

    assert answer.stdout == "printed\n", answer.stderr
    assert answer.returncode == 0
    files = sorted(file.name for file in simulator.out.glob("*"))
    assert files == ["0001.bin", "0001.png"]
    data = (simulator.out / "0001.bin").read_bytes()
    assert data.startswith(b"\x1b@")
    assert data.endswith(b"\x1dVB\x00\x1dr\x01")


def test_a_test_ticket_says_what_to_measure_and_shows_every_script(clock: ManualClock) -> None:
    for name in shipped_profiles():
        profile = load_profile(name)
        plain = trial_document(profile, "zh-CN", clock, scripts=False)
        made = encode_document(plain, profile)
        assert made.replaced == ()
        assert f"{profile.width_dots // 8} 毫米" in "".join(plain.texts())
    scripts = trial_document(load_profile("80mm"), "en", clock, scripts=True)
    made = encode_document(scripts, load_profile("80mm"))

    assert (made.mode, made.replaced) == ("raster", ())
    for script in ("ئۇيغۇر", "ᠮᠣᠩᠭᠣᠯ", "བོད"):
        assert script in "".join(scripts.texts())


def test_status_follows_the_faults_file_and_the_exit_code_says_device(
    simulator: Simulator,
) -> None:
    ready = hall90("printer", "status", simulator.link, "--json")
    simulator.fault(paper="out")
    out = hall90("printer", "status", simulator.link, "--json")
    printing = hall90("printer", "test", simulator.link)

    assert (ready.returncode, json.loads(ready.stdout)["status"]) == (0, "ready")
    assert (out.returncode, json.loads(out.stdout)["status"]) == (3, "out")
    assert (printing.returncode, printing.stdout) == (3, "failed: out\n")


def test_a_whole_hall_is_asked_by_its_site_file(simulator: Simulator, tmp_path: Path) -> None:
    source = (Path(__file__).parents[2] / "config" / "defaults" / "site.toml").read_text("utf-8")
    site = tmp_path / "site.toml"
    site.write_text(re.sub(r'(?m)^printer = "[^"]*"', f'printer = "{simulator.link}"', source))
    simulator.fault(paper="low")
    answer = hall90("printer", "status", "--site", str(site), "--json")
    words = hall90("printer", "status", "--site", str(site))

    assert answer.returncode == 0, answer.stderr
    assert {(one["link"], one["status"]) for one in json.loads(answer.stdout)} == {
        (simulator.link, "low")
    }
    assert "roll" in words.stdout


def test_neither_a_link_nor_a_site_is_misuse() -> None:
    answer = CliRunner().invoke(printer, ["status"])

    assert answer.exit_code == 2
    assert "--site" in answer.output


def test_the_jobs_of_a_kiosk_are_told_without_touching_them(
    tmp_path: Path, clock: ManualClock
) -> None:
    spool = Spool(tmp_path / SPOOL_FILE, clock)
    spool.end(spool.add("ticket A017"), "printed", "")
    spool.end(spool.add("ticket A018"), "not_confirmed", "out")
    spool.begin(spool.add("ticket A019"))
    answer = CliRunner().invoke(printer, ["jobs", "--data", str(tmp_path)])
    facts = CliRunner().invoke(printer, ["jobs", "--data", str(tmp_path), "--json", "--last", "1"])

    lines = answer.output.splitlines()
    assert "ticket A017" in lines[0]
    assert lines[0].endswith(" printed")
    assert "not confirmed" in lines[1]
    assert "no paper" in lines[1]
    assert lines[2].endswith("being printed")
    assert [job["state"] for job in json.loads(facts.output)] == ["sending"]
    assert [job.state for job in spool.jobs()] == ["printed", "not_confirmed", "sending"]
    spool.close()


def test_a_folder_without_a_spool_is_told_as_such(tmp_path: Path) -> None:
    answer = CliRunner().invoke(printer, ["jobs", "--data", str(tmp_path)])

    assert isinstance(answer.exception, HallError)
    assert "print spool" in str(answer.exception)
    assert not (tmp_path / SPOOL_FILE).exists()


def test_a_link_that_is_none_ends_with_an_example() -> None:
    answer = hall90("printer", "status", "printer1")

    assert answer.returncode == 3
    assert "is not a link" in answer.stderr
