"""./hall90 on machines that lack something: it says what, and how to get it."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Machine:
    """A checkout with its environment made, on a machine whose tools we choose."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.tools = folder / "bin"
        self.tools.mkdir()
        (self.checkout / ".venv" / "bin").mkdir(parents=True)
        shutil.copytree(ROOT / "requirements", self.checkout / "requirements")
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        shutil.copy(ROOT / "hall90", self.checkout)
        self.program(self.checkout / ".venv/bin/python", "exit 0")
        self.program(self.checkout / ".venv/bin/hall90", 'echo "ran: $*"')
        self.stamp()

    def program(self, path: Path, script: str) -> None:
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def tool(self, name: str, script: str) -> None:
        self.program(self.tools / name, script)

    def stamp(self) -> None:
        digest = hashlib.sha256(b"all\n")
        for lock in sorted((self.checkout / "requirements").glob("*.lock")):
            digest.update(lock.read_bytes())
        digest.update((self.checkout / "pyproject.toml").read_bytes())
        (self.checkout / ".venv/.stamp").write_text(digest.hexdigest() + "\n")

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        env = {"PATH": f"{self.tools}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/")}
        return subprocess.run(
            ["sh", str(self.checkout / "hall90"), *arguments],
            capture_output=True,
            text=True,
            env=env,
            timeout=60,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_ready_checkout_runs_the_command_at_once_and_keeps_stdout_for_it(
    machine: Machine,
) -> None:
    done = machine.run("config", "check", "a file.toml")

    assert (done.returncode, done.stdout, done.stderr) == (0, "ran: config check a file.toml\n", "")


def test_missing_debian_packages_without_root_are_named_with_the_command_to_install_them(
    machine: Machine,
) -> None:
    machine.tool("id", "echo 1000")
    machine.tool("sudo", "exit 1")
    machine.tool(
        "dpkg-query", 'case "$*" in *chromium*|*xvfb*) ;; *) echo "install ok installed" ;; esac'
    )

    done = machine.run("demo", "--headless")

    assert done.returncode == 4
    assert "sudo apt-get install -y --no-install-recommends xvfb chromium" in done.stderr
    assert done.stdout == ""


def test_missing_debian_packages_are_installed_as_root_once(machine: Machine) -> None:
    machine.tool("id", "echo 0")
    machine.tool("dpkg-query", 'case "$*" in *xvfb*) ;; *) echo "install ok installed" ;; esac')
    machine.tool("apt-get", f'echo "$*" >> {machine.tools}/asked')

    first = machine.run("demo")
    second = machine.run("demo")

    asked = (machine.tools / "asked").read_text().splitlines()
    assert [line.split()[2] for line in asked] == ["update", "install"]
    assert asked[1].endswith("--no-install-recommends xvfb")
    assert (first.stdout, second.stdout) == ("ran: demo\n", "ran: demo\n")
    assert second.stderr == ""


def test_an_install_that_fails_says_so_and_does_not_go_on(machine: Machine) -> None:
    machine.tool("id", "echo 0")
    machine.tool("dpkg-query", "exit 1")
    machine.tool("apt-get", 'echo "E: no network" >&2; exit 100')

    done = machine.run("test")

    assert done.returncode == 4
    assert "E: no network" in done.stderr
    assert "Run by hand" in done.stderr
    assert done.stdout == ""


def test_commands_that_need_no_debian_package_ask_for_none(machine: Machine) -> None:
    machine.tool("dpkg-query", "echo asked >&2; exit 1")

    done = machine.run("server", "run")

    assert (done.returncode, done.stdout, done.stderr) == (0, "ran: server run\n", "")


def test_a_machine_without_a_fitting_python_is_told_which_one_to_install(
    machine: Machine,
) -> None:
    (machine.checkout / ".venv/.stamp").unlink()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        machine.tool(name, "exit 1")

    done = machine.run("server", "run")

    assert done.returncode == 4
    assert "Python 3.11, 3.12 or 3.13 is needed" in done.stderr
