"""S-21: what of a kiosk's machine is open, on a root folder made up for the purpose."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.lockdown import examine_lockdown

ROOT = Path(__file__).parents[2]
_PASSWD = "root:x:0:0::/root:/bin/bash\nhall90:x:990:990::/var/lib/hall90:/usr/sbin/nologin\n"


def _put(root: Path, file: str, text: str = "") -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk's root as deploy/ makes it, and what is left to a person done too."""
    root = tmp_path_factory.mktemp("kiosk")
    done = subprocess.run(
        [str(ROOT / "deploy/kiosk/lock"), str(root)], capture_output=True, text=True, check=True
    )
    assert "Still by hand" in done.stdout
    unit = (ROOT / "deploy/systemd/hall90-kiosk.service").read_text("utf-8")
    _put(root, "lib/systemd/system/hall90-kiosk.service", unit)
    _put(root, "etc/systemd/system/graphical.target.wants/hall90-kiosk.service")
    rules = subprocess.run(
        [str(ROOT / "deploy/usbguard/make"), "/dev/null"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    _put(root, "etc/usbguard/rules.conf", rules.stdout)
    _put(root, "etc/systemd/system/basic.target.wants/usbguard.service")
    _put(root, "usr/bin/cage")
    _put(root, "proc/sys/kernel/sysrq", "0\n")
    _put(root, "etc/passwd", _PASSWD)
    _put(root, "etc/group", "sudo:x:27:\nhall90:x:990:\n")
    _put(root, "etc/default/grub", 'GRUB_TIMEOUT=0\nGRUB_DISABLE_RECOVERY="true"\n')
    _put(root, "etc/grub.d/40_custom", "password_pbkdf2 keeper grub.pbkdf2.sha512.10000.AA\n")
    _put(root, "etc/apt/apt.conf.d/20auto", 'APT::Periodic::Unattended-Upgrade "1";\n')
    return root


@pytest.fixture
def root(pattern: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "root"
    subprocess.run(["cp", "-a", str(pattern), str(copy)], check=True)
    return copy


def _ids(root: Path) -> list[str]:
    return [each.id for each in examine_lockdown(root)]


def test_s_21_a_kiosk_as_deployed_is_shut(root: Path) -> None:
    (only,) = examine_lockdown(root)
    assert (only.id, only.severity) == ("kiosk.lock", "good")


def test_s_21_a_machine_that_starts_no_kiosk_is_not_looked_at(tmp_path: Path) -> None:
    (only,) = examine_lockdown(tmp_path)
    assert only.severity == "information"


def _appended(file: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        before = (root / file).read_text("utf-8") if (root / file).exists() else ""
        _put(root, file, before + text)

    return change


def _removed(file: str) -> Callable[[Path], None]:
    return lambda root: (root / file).unlink()


def _replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        _put(root, file, text.replace(old, new))

    return change


_UNIT = "lib/systemd/system/hall90-kiosk.service"
_OPENED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "other consoles": (
        "consoles", _appended("etc/systemd/logind.conf.d/99-own.conf", "[Login]\nNAutoVTs=6\n")
    ),
    "no settings for consoles": (
        "consoles",
        _replaced("etc/systemd/logind.conf.d/60-hall90.conf", "ReserveVT=0", ""),
    ),
    "a console signs in": (
        "autologin",
        _appended(
            "etc/systemd/system/getty@tty1.service.d/auto.conf",
            "[Service]\nExecStart=-/sbin/agetty --autologin root %I\n",
        ),
    ),
    "ctrl-alt-del": ("ctrl-alt-del", _removed("etc/systemd/system/ctrl-alt-del.target")),
    "ctrl-alt-del seven times": (
        "ctrl-alt-del", _removed("etc/systemd/system.conf.d/60-hall90.conf")
    ),
    "sysrq now": ("sysrq", _appended("proc/sys/kernel/sysrq", "438")),
    "sysrq at the next start": (
        "sysrq", _appended("etc/sysctl.d/99-own.conf", "kernel.sysrq = 1\n")
    ),
    "debug shell": ("debug-shell", _removed("etc/systemd/system/debug-shell.service")),
    "power button": (
        "power", _replaced("etc/systemd/logind.conf.d/60-hall90.conf", "HandlePowerKey=ignore", "")
    ),
    "sticks": (
        "sticks", _replaced("etc/modprobe.d/60-hall90.conf", "install uas /bin/false", "")
    ),
    "usbguard off": (
        "usbguard", _removed("etc/systemd/system/basic.target.wants/usbguard.service")
    ),
    "usbguard lets storage in": (
        "usbguard",
        _appended("etc/usbguard/rules.conf", "allow with-interface one-of { 08:06:50 }\n"),
    ),
    "usbguard without rules": ("usbguard", _removed("etc/usbguard/rules.conf")),
    "a desktop": ("desktop", _appended("etc/systemd/system/display-manager.service", "")),
    "no cage": ("cage", _removed("usr/bin/cage")),
    "cage with consoles": ("cage", _replaced(_UNIT, "/usr/bin/cage --", "/usr/bin/cage -s --")),
    "a browser": ("programs", _appended("usr/bin/firefox-esr", "")),
    "a locker": ("lockers", _appended("usr/bin/swaylock", "")),
    "a shell": ("account", _replaced("etc/passwd", "/usr/sbin/nologin", "/bin/bash")),
    "sudo by group": ("account", _replaced("etc/group", "sudo:x:27:", "sudo:x:27:li,hall90")),
    "sudo by file": ("account", _appended("etc/sudoers.d/x", "hall90 ALL=(ALL) NOPASSWD: ALL\n")),
    "no account": ("account", _replaced("etc/passwd", "hall90:", "other:")),
    "boot menu": ("boot-menu", _removed("etc/grub.d/40_custom")),
    "recovery": ("boot-menu", _replaced("etc/default/grub", "DISABLE_RECOVERY", "X")),
    "no patches": ("patches", _removed("etc/apt/apt.conf.d/20auto")),
}  # fmt: skip


@pytest.mark.parametrize("how", list(_OPENED))
def test_s_21_whatever_is_open_is_named_with_a_remedy(root: Path, how: str) -> None:
    name, change = _OPENED[how]
    change(root)
    (found,) = examine_lockdown(root)
    assert found.id == f"kiosk.lock.{name}"
    assert found.what.endswith(".")
    assert found.remedy


def test_s_21_locking_again_changes_nothing(root: Path) -> None:
    before = _ids(root)
    for _ in range(2):
        subprocess.run(
            [str(ROOT / "deploy/kiosk/lock"), str(root)], capture_output=True, check=True
        )
    assert _ids(root) == before
