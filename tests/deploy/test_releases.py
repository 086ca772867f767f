"""Sticks hall90 is installed and updated from: signed, checked whole, and never half installed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

OFFLINE = Path(__file__).parents[2] / "deploy/offline"
_RUN = '#!/bin/sh\necho "hall90 VERSION"\n'


def _loaded() -> Any:
    found = importlib.util.spec_from_file_location("release", OFFLINE / "release.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


release = _loaded()


@dataclass(frozen=True)
class Publisher:
    """Whoever packs and signs sticks."""

    folder: Path
    public: str

    def stick(
        self, name: str, *, made: str, program: str = _RUN, signed: bool = True
    ) -> Path:  # the same files as deploy/offline/pack lays down
        stick = self.folder / name
        (stick / "wheels").mkdir(parents=True)
        (stick / "roles").write_text("server\nkiosk\n", "utf-8")
        tree = self.folder / f"{name}.tree/hall90"
        (tree / "deploy/offline").mkdir(parents=True)
        run = tree / "hall90"
        run.write_text(program.replace("VERSION", name), "utf-8")
        run.chmod(0o755)
        for file in ("install", "installing.py", "release.py"):
            for place in (stick, tree / "deploy/offline"):
                (place / file).write_bytes((OFFLINE / file).read_bytes())
        with tarfile.open(stick / "hall90.tar", "w") as pack:
            pack.add(tree, "hall90")
        self.sum_up(stick)
        if signed:
            told = {"version": name, "commit": f"{name:0<40}", "made": made}
            assert release.sign(stick, self.folder / "key.pem", told) == self.public
        return stick

    def sum_up(self, stick: Path) -> None:
        listed = sorted(p for p in stick.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
        told = subprocess.run(
            ["sha256sum", *(str(each.relative_to(stick)) for each in listed)],
            cwd=stick, capture_output=True, check=True,
        )  # fmt: skip
        (stick / "SHA256SUMS").write_bytes(told.stdout)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    folder = tmp_path / "publisher"
    folder.mkdir()
    return Publisher(folder, release.make_key(folder / "key.pem"))


@dataclass(frozen=True)
class Machine:
    """A hall's machine."""

    folder: Path

    @property
    def target(self) -> Path:
        return self.folder / "opt"

    def install(
        self, stick: Path, *arguments: str | Path, judge: Path | None = None, bare: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run the stick's installer, or ``judge``; a ``bare`` Python has no libraries."""
        python = [sys.executable, "-B", *(["-S"] if bare else [])]
        return subprocess.run(
            [*python, judge or stick / "installing.py", "--from", stick,
             "--pins", self.folder / "etc", *arguments, self.target],
            capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"},
        )  # fmt: skip

    def version(self) -> str:
        told = subprocess.run(
            [self.target / "hall90/hall90"], capture_output=True, text=True, check=False
        )
        return told.stdout.strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "machine").mkdir()
    return Machine(tmp_path / "machine")


@pytest.mark.parametrize(
    "bare",
    [
        pytest.param(False, marks=pytest.mark.deep, id="cryptography"),
        pytest.param(True, id="openssl"),
    ],
)
def test_s_35_only_what_the_trusted_publisher_signed_is_installed(
    publisher: Publisher, machine: Machine, tmp_path: Path, bare: bool
) -> None:
    stick = publisher.stick("one", made="2026-11-20")
    other = release.make_key(tmp_path / "other.pem")
    for arguments, told in (
        ([], "needs the publisher's public key: --key"),
        (["--key", "nonsense"], "is no public key"),
        (["--key", other], "not signed by the publisher"),
    ):
        refused = machine.install(stick, *arguments, bare=bare)
        assert (refused.returncode, machine.target.exists()) == (5, False)
        assert told in refused.stderr
        assert not (machine.folder / "etc").exists()
    done = machine.install(stick, "--key", publisher.public, bare=bare)
    assert done.returncode == 0, done.stderr
    assert machine.version() == "hall90 one"
    assert (machine.target / "hall90/.hall90-roles").read_text("utf-8") == "server kiosk"


def test_s_35_a_machine_that_trusts_a_key_takes_no_other_and_nothing_unsigned(
    publisher: Publisher, machine: Machine
) -> None:
    one = publisher.stick("one", made="2026-11-20")
    assert machine.install(one, "--key", publisher.public).returncode == 0
    unsigned = publisher.stick("two", made="2026-11-21", signed=False)
    for arguments, told in (
        (["--unsigned"], "This stick is not signed"),
        (["--key", "A" * 43 + "="], "The key trusted here is"),
    ):
        refused = machine.install(unsigned, *arguments)
        assert (refused.returncode, told in refused.stderr) == (5, True), refused.stderr
    assert machine.version() == "hall90 one"


def test_a_stick_that_was_changed_installs_nothing(publisher: Publisher, machine: Machine) -> None:
    stick = publisher.stick("one", made="2026-11-20")
    names = ("hall90.tar", "roles", "SHA256SUMS", "RELEASE", "RELEASE.sig", "installing.py")
    whole = {name: (stick / name).read_bytes() for name in names}
    assert release.examine(stick, publisher.public)["version"] == "one"
    for name in names:
        for summed in (False, True):  # whoever changes a file may write its checksum too
            (stick / name).write_bytes(bytes([whole[name][0] ^ 1]) + whole[name][1:])
            if summed:
                publisher.sum_up(stick)
            with pytest.raises(release.RefusedError, match="nothing was installed"):
                release.examine(stick, publisher.public)
            for each, body in whole.items():
                (stick / each).write_bytes(body)
    (stick / "roles").write_text("server", "utf-8")
    refused = machine.install(stick, "--key", publisher.public)
    assert refused.returncode == 5
    assert "damaged or was changed (roles); nothing was installed" in refused.stderr
    assert not machine.target.exists()


def test_s_35_an_update_stands_beside_what_runs_until_it_is_whole(
    publisher: Publisher, machine: Machine
) -> None:
    one = publisher.stick("one", made="2026-11-20")
    assert machine.install(one, "--key", publisher.public).returncode == 0
    broken = publisher.stick("two", made="2026-11-21", program="#!/bin/sh\nexit 1\n")
    failed = machine.install(broken)
    assert (failed.returncode, "what was here runs on" in failed.stderr) == (4, True)
    assert machine.version() == "hall90 one"
    three = publisher.stick("three", made="2026-11-22")
    own = machine.target / "hall90/deploy/offline/installing.py"
    assert machine.install(three, judge=own).returncode == 0
    assert machine.version() == "hall90 three"
    older = machine.install(one)
    assert (older.returncode, "is older than the one here" in older.stderr) == (5, True)
    for version in ("one", "three"):
        assert machine.install(one, "--back").returncode == 0
        assert machine.version() == f"hall90 {version}"
    assert machine.install(one, "--older").returncode == 0
    assert machine.version() == "hall90 one"


def test_s_35_a_version_that_does_not_run_well_goes_back_by_itself(
    publisher: Publisher, machine: Machine
) -> None:
    one = publisher.stick("one", made="2026-11-20")
    assert machine.install(one, "--key", publisher.public).returncode == 0
    # A systemd whose units run with version one and fall over with every other.
    systemctl = machine.folder / "systemctl"
    systemctl.write_text(
        f'#!/bin/sh\necho "$1" >>{machine.folder}/asked\n'
        f'[ "$1" != is-active ] || {machine.target}/hall90/hall90 | grep -q one\n', "utf-8"
    )  # fmt: skip
    systemctl.chmod(0o755)
    two = publisher.stick("two", made="2026-11-21")
    done = machine.install(two, "--restart", "hall90-kiosk", "--watch", "0.2")
    assert done.returncode == 6
    assert "went back to one" in done.stderr
    assert machine.version() == "hall90 one"
    assert (machine.folder / "asked").read_text("utf-8").count("restart") == 2
    systemctl.write_text("#!/bin/sh\n", "utf-8")
    assert machine.install(two, "--restart", "hall90-kiosk", "--watch", "0.2").returncode == 0
    assert machine.version() == "hall90 two"


def test_s_35_a_key_with_a_passphrase_signs_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "phrase").write_text("four unrelated words\n", "utf-8")
    monkeypatch.setenv("HALL90_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    public = release.make_key(tmp_path / "key")
    assert "ENCRYPTED" in (tmp_path / "key").read_text("ascii")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/SHA256SUMS").touch()
    assert release.sign(tmp_path / "stick", tmp_path / "key", {}) == public
    assert release.examine(tmp_path / "stick", public)["product"] == release.PRODUCT
