"""What a hall's machines are set up with: units, the package, rules of what may be plugged in."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
# reliability.md S-23: what `systemd-analyze security` may say at most, by role.
EXPOSURE = {"hall90-server": 2.5, "hall90-display": 2.5, "hall90-kiosk": 4.0}


def _run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(each) for each in command],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.stem)
def test_s_23_units_hold_and_expose_no_more_than_allowed(unit: Path, tmp_path: Path) -> None:
    # What the unit starts is not installed here: anything executable in its place.
    text = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / unit.name).write_text(text, "utf-8")
    verified = _run("systemd-analyze", "verify", "--man=no", tmp_path / unit.name)
    ours = [line for line in verified.stderr.splitlines() if unit.name in line]
    assert ours == []
    told = _run("systemd-analyze", "security", "--offline=true", tmp_path / unit.name)
    found = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    assert found is not None, told.stderr
    assert float(found[1]) <= EXPOSURE[unit.stem]


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.stem)
def test_r_25_s_37_units_are_watched_and_name_no_secret(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert "Type=notify" in text
    assert "WatchdogSec=30" in text
    assert "Restart=always" in text
    assert "--token " not in text
    assert "EnvironmentFile" not in text
    if unit.stem != "hall90-server":
        assert re.search(r"^LoadCredential=token:", text, re.MULTILINE)


def test_the_package_goes_in_and_out_and_leaves_the_hall_s_records(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "wheels").mkdir(parents=True)
    (stick / "roles").write_text("server\nprinter\n", "utf-8")
    build = ROOT / "deploy/debian/build"
    built = _run(build, tmp_path / "out", stick / "wheels")
    assert built.returncode == 0, built.stderr
    package = Path(built.stdout.strip())
    again = _run(build, tmp_path / "again", stick / "wheels")
    assert Path(again.stdout.strip()).read_bytes() == package.read_bytes()
    root = tmp_path / "root"
    for each in ("updates", "info"):
        (root / "var/lib/dpkg" / each).mkdir(parents=True)
    for each in ("status", "available"):
        (root / "var/lib/dpkg" / each).touch()
    dpkg = (
        "dpkg", f"--root={root}", "--force-not-root", "--force-script-chrootless",
        "--force-depends", "--force-unsafe-io", f"--log={tmp_path / 'log'}",
    )  # fmt: skip
    installed = _run(*dpkg, "--install", package)
    assert installed.returncode == 0, installed.stderr
    assert os.access(root / "opt/hall90/hall90", os.X_OK)
    # As the stick has it; a package without one brings all roles.
    assert (root / "opt/hall90/.hall90-roles").read_text("utf-8") == "server printer\n"
    assert "${roles:-server kiosk display printer voice}" in build.read_text("utf-8")
    assert (root / "lib/systemd/system/hall90-server.service").is_file()
    assert (root / "lib/udev/rules.d/60-hall90.rules").is_file()
    assert not (root / "opt/hall90/tests").exists()
    data = root / "var/lib/hall90"
    assert data.stat().st_mode & 0o777 == 0o700
    assert "[hall]" in (data / "site.toml").read_text("utf-8")
    (data / "site.toml").write_text("own words", "utf-8")
    (data / "hall.db").write_text("records", "utf-8")
    upgraded = _run(*dpkg, "--install", package)
    assert upgraded.returncode == 0, upgraded.stderr
    assert (data / "site.toml").read_text("utf-8") == "own words"
    removed = _run(*dpkg, "--purge", "hall90")
    assert removed.returncode == 0, removed.stderr
    assert not (root / "opt/hall90/hall90").exists()
    assert (data / "hall.db").read_text("utf-8") == "records"


def test_s_22_only_listed_assistive_devices_may_type(tmp_path: Path) -> None:
    make, listed = ROOT / "deploy/usbguard/make", tmp_path / "list"
    listed.write_text("# approved 2026-11-23 by Li\n2047:09d0 tactile keypad\n\n", "utf-8")
    rules = _run(make, listed).stdout.splitlines()
    assert "allow id 2047:09d0" in rules
    allowed = [line for line in rules if line.startswith("allow")]
    # 08 storage, 02/0a/e0 networks, 03:01 boot keyboards and mice.
    assert not [line for line in allowed if re.search(r"(?:\s(?:08|02|0a|e0):|03:01:)", line)]
    assert not [line for line in allowed if "*:*" in line]
    listed.write_text("2047:09D0 keypad\n", "utf-8")
    refused = _run(make, listed)
    assert refused.returncode == 4
    assert "line 1: 2047:09D0 is not VVVV:PPPP" in refused.stderr


def test_scripts_are_whole() -> None:
    files = (each for each in (ROOT / "deploy").rglob("*") if each.is_file())
    scripts = [each for each in files if each.read_bytes().startswith(b"#!/bin/sh")]
    assert len(scripts) >= 6
    for script in scripts:
        assert os.access(script, os.X_OK), script
        assert _run("sh", "-n", script).stderr == "", script
