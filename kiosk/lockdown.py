"""Is this kiosk's machine shut against whoever stands before it (S-21)? Read from its files.

What a file can show is checked: consoles, keys that end or restart, sticks, other programs,
the account, the boot menu. What only a person at the machine can see stays in the list of
deploy/README.md. Machines on which the kiosk's unit is not enabled are not looked at.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from hall.findings import Finding, Severity

_LOCK = "Run `sh /opt/hall90/deploy/kiosk/lock` as root and start the machine anew."
_UNIT = "hall90-kiosk.service"
_UNIT_FOLDERS = ("etc/systemd/system", "lib/systemd/system", "usr/lib/systemd/system")
_OTHERS = (
    "chromium", "chromium-browser", "google-chrome", "firefox", "firefox-esr", "epiphany",
    "falkon", "xterm", "gnome-terminal", "konsole", "xfce4-terminal", "lxterminal", "foot",
    "nautilus", "thunar", "pcmanfm", "dolphin",
)  # fmt: skip
_LOCKERS = (
    "swaylock", "light-locker", "xscreensaver", "gnome-screensaver", "i3lock", "xss-lock",
    "swayidle",
)  # fmt: skip
_NO_SHELLS = ("/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false")
_MODULES = ("usb-storage", "uas", "btusb")
_STORAGE = re.compile(r"^allow\b.*\b08:", re.MULTILINE)
_Check = Callable[[Path], "str | None"]


def examine_lockdown(root: Path = Path("/")) -> list[Finding]:
    """Return what of the machine under ``root`` is open, with a remedy each."""
    if not _is_enabled(root, _UNIT, "graphical.target.wants"):
        what = "The kiosk does not start by itself here: its lock-down was not looked at."
        return [Finding(id="kiosk.lock", severity="information", what=what)]
    found = [
        Finding(id=f"kiosk.lock.{name}", severity=severity, what=told, remedy=remedy)
        for name, severity, check, remedy in _CHECKS
        if (told := check(root)) is not None
    ]
    if not os.access(root / "etc/usbguard/rules.conf", os.R_OK) and os.geteuid():
        what = "Not everything of the lock-down can be read by this user."
        remedy = "sudo hall90 doctor"
        found = [each for each in found if each.id != "kiosk.lock.usbguard"]
        found.append(
            Finding(id="kiosk.lock.unread", severity="information", what=what, remedy=remedy)
        )
    good = "Whoever stands before this kiosk finds no way past it that its files show."
    return found or [Finding(id="kiosk.lock", severity="good", what=good)]


def _consoles(root: Path) -> str | None:
    told = _settings(root, "etc/systemd/logind.conf")
    if told.get("NAutoVTs") != "0" or told.get("ReserveVT") != "0":
        return "Ctrl-Alt-F2 and its like open other consoles."
    gettys = [tty for tty in range(2, 7) if _is_enabled_or_static(root, f"getty@tty{tty}.service")]
    return f"A console waits on tty{gettys[0]}." if gettys else None


def _autologin(root: Path) -> str | None:
    for file in root.glob("etc/systemd/system/*getty@*.service.d/*.conf"):
        if "--autologin" in _text(file):
            return f"{file.name} signs somebody in on a console without a password."
    return None


def _ctrl_alt_del(root: Path) -> str | None:
    burst = _settings(root, "etc/systemd/system.conf").get("CtrlAltDelBurstAction")
    masked = _is_masked(root, "ctrl-alt-del.target")
    return None if masked and burst == "none" else "Ctrl-Alt-Del starts the machine anew."


def _sysrq(root: Path) -> str | None:
    now = _text(root / "proc/sys/kernel/sysrq").strip() or "0"
    kept = [
        value
        for file in sorted(root.glob("etc/sysctl.d/*.conf"))
        for value in re.findall(r"^\s*kernel\.sysrq\s*=\s*(\d+)", _text(file), re.MULTILINE)
    ]
    if now == "0" and kept[-1:] == ["0"]:
        return None
    return "SysRq keys can end every program."


def _debug_shell(root: Path) -> str | None:
    return None if _is_masked(root, "debug-shell.service") else "A root shell can be put on tty9."


def _power(root: Path) -> str | None:
    told = _settings(root, "etc/systemd/logind.conf")
    return None if told.get("HandlePowerKey") == "ignore" else "The power button ends the kiosk."


def _sticks(root: Path) -> str | None:
    shut = {
        name.replace("_", "-")
        for file in root.glob("etc/modprobe.d/*.conf")
        for name in re.findall(
            r"^\s*install\s+(\S+)\s+/(?:usr/)?bin/(?:false|true)\s*$", _text(file), re.MULTILINE
        )
    }
    still = [name for name in _MODULES if name not in shut]
    return f"The kernel takes {', '.join(still)}: sticks or Bluetooth." if still else None


def _usbguard(root: Path) -> str | None:
    rules = _text(root / "etc/usbguard/rules.conf")
    if not rules.strip():
        return "USBGuard has no rules: whatever is plugged in is used, a keyboard that types too."
    if _STORAGE.search(rules):
        return "USBGuard's rules allow storage (class 08)."
    enabled = any(_is_enabled(root, "usbguard.service", f"{each}.target.wants") for each in
                  ("basic", "multi-user", "sysinit"))  # fmt: skip
    return None if enabled else "USBGuard has rules and does not start."


def _desktop(root: Path) -> str | None:
    there = _exists(root / "etc/systemd/system/display-manager.service")
    return "A desktop's sign-in starts beside the kiosk." if there else None


def _cage(root: Path) -> str | None:
    if not _exists(root / "usr/bin/cage"):
        return "cage is missing: nothing keeps the kiosk the only program on the screen."
    unit = "\n".join(_text(root / folder / _UNIT) for folder in _UNIT_FOLDERS)
    started = re.findall(r"^ExecStart=(\S*cage.*)$", unit, re.MULTILINE)
    if not started:
        return "The kiosk's unit does not start it under cage."
    if any(re.search(r"\s-\w*s\b", each.partition(" -- ")[0]) for each in started):
        return "cage is told (-s) to let visitors change to another console."
    return None


def _programs(root: Path) -> str | None:
    there = [name for name in _OTHERS if _exists(root / "usr/bin" / name)]
    listed = ", ".join(there)
    return f"Browsers, terminals or file managers are installed: {listed}." if there else None


def _lockers(root: Path) -> str | None:
    there = [name for name in _LOCKERS if _exists(root / "usr/bin" / name)]
    return f"A screen locker or saver can cover the kiosk: {', '.join(there)}." if there else None


def _account(root: Path) -> str | None:
    accounts = _text(root / "etc/passwd").splitlines()
    entry = next((each for each in accounts if each.startswith("hall90:")), "")
    if not entry:
        return "There is no account hall90 for the kiosk to run as."
    if entry.rpartition(":")[2] not in _NO_SHELLS:
        return "The kiosk's account has a shell."
    for group in _text(root / "etc/group").splitlines():
        name, members = group.partition(":")[0], group.rpartition(":")[2].split(",")
        if name in {"sudo", "wheel", "adm", "root"} and "hall90" in members:
            return f"The kiosk's account is in the group {name}."
    if any("hall90" in _text(each) for each in root.glob("etc/sudoers.d/*")):
        return "The kiosk's account may use sudo."
    return None


def _boot_menu(root: Path) -> str | None:
    told = _assignments(_text(root / "etc/default/grub"))
    grub = "\n".join(_text(each) for each in root.glob("etc/grub.d/*"))
    if not _exists(root / "etc/default/grub"):
        return None  # another boot loader: on the list for a person
    if "password_pbkdf2" not in grub:
        return "The boot menu can be edited without a password: a shell of root is a key away."
    return None if told.get("GRUB_DISABLE_RECOVERY") == "true" else "The boot menu offers recovery."


def _patches(root: Path) -> str | None:
    told = "\n".join(_text(each) for each in root.glob("etc/apt/apt.conf.d/*"))
    on = re.search(r'APT::Periodic::Unattended-Upgrade\s+"1"', told)
    return None if on else "Faults of the system are not mended by themselves."


_CHECKS: tuple[tuple[str, Severity, _Check, str], ...] = (
    ("consoles", "soon", _consoles, _LOCK),
    ("autologin", "soon", _autologin, "Remove that file: the kiosk's unit needs no sign-in."),
    ("ctrl-alt-del", "soon", _ctrl_alt_del, _LOCK),
    ("sysrq", "soon", _sysrq, _LOCK),
    ("debug-shell", "soon", _debug_shell, _LOCK),
    ("power", "soon", _power, _LOCK),
    ("sticks", "soon", _sticks, _LOCK),
    ("usbguard", "soon", _usbguard, "apt install usbguard; make the rules with "
     "deploy/usbguard/make (approved assistive devices stay in), then enable it."),
    ("desktop", "soon", _desktop, "apt purge the display manager, or systemctl disable it."),
    ("cage", "soon", _cage, "apt install cage, and leave the unit's ExecStart as it came."),
    ("programs", "soon", _programs, "apt purge them: a kiosk needs none."),
    ("lockers", "soon", _lockers, "apt purge it: the kiosk darkens its screen itself."),
    ("account", "soon", _account, "usermod --shell /usr/sbin/nologin hall90, out of such groups."),
    ("boot-menu", "soon", _boot_menu, "grub-mkpasswd-pbkdf2 into /etc/grub.d/40_custom, "
     'GRUB_DISABLE_RECOVERY="true" in /etc/default/grub, then update-grub.'),
    ("patches", "information", _patches, "apt install unattended-upgrades, for nights only."),
)  # fmt: skip


def _is_enabled(root: Path, unit: str, wants: str) -> bool:
    return _exists(root / "etc/systemd/system" / wants / unit)


def _is_enabled_or_static(root: Path, unit: str) -> bool:
    return _is_enabled(root, unit, "getty.target.wants") and not _is_masked(root, unit)


def _is_masked(root: Path, unit: str) -> bool:
    link = root / "etc/systemd/system" / unit
    return link.is_symlink() and str(link.readlink()) == "/dev/null"


def _settings(root: Path, file: str) -> dict[str, str]:
    """Return the keys of a systemd file and of what is dropped in beside it, the last one wins."""
    texts = [_text(root / file)]
    texts += [_text(each) for each in sorted((root / f"{file}.d").glob("*.conf"))]
    return {key: value for text in texts for key, value in _assignments(text).items()}


def _assignments(text: str) -> dict[str, str]:
    return {
        key: value.strip().strip('"')
        for key, value in re.findall(r"^([A-Za-z_]+)=(.*)$", text, re.MULTILINE)
    }


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""


def _exists(file: Path) -> bool:
    return file.is_symlink() or file.exists()
