"""Install or update hall90 from a stick, without any network; the version before stays beside.

``install [TARGET]`` from the stick, the first time; ``TARGET/hall90/deploy/offline/install --from
STICK [TARGET]`` ever after: then the program that is here judges the stick, not the stick itself.

The new version gets a folder and an environment of its own below ``TARGET/hall90.d`` while the old
one runs; ``TARGET/hall90`` is then a link that is turned in one step. With ``--restart`` the units
are started anew and watched: whoever is not well again within five minutes goes back by itself.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from release import RefusedError, examine, fingerprint, is_public

PIN, NOTE = "release.pub", ".hall90-release"
_READY = "http://127.0.0.1:8090/health/ready"
_CALM_S, _EVERY_S = 30.0, 2.0


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; returns 5 for a stick refused, 6 for a version gone back."""
    asked = _asked(arguments)
    target = Path(asked.target).absolute()
    try:
        if asked.back:
            name = go_back(target)
            _say(f"已退回 {name}。\nBack to {name}.")
            return 0 if _well_again(asked, target, back=False) else 6
        name = install(asked, target)
    except RefusedError as fault:
        _warn(f"install: {fault}")
        return 5
    except (OSError, subprocess.CalledProcessError) as fault:
        _warn(
            f"install: 没有装成（{fault}），原来的版本照旧。请看上面的说明，腾出磁盘空间后再试。\n"
            f"install: not installed ({fault}); what was here runs on. See above, make room on the "
            "disk, and try again."
        )
        return 4
    _say(f"已安装 {name}。\nInstalled {name}.")
    return 0 if _well_again(asked, target, back=True) else 6


def install(asked: argparse.Namespace, target: Path) -> str:
    """Check a stick whole, lay the new version beside the old, and turn the link to it."""
    stick = Path(asked.stick).absolute()
    _refuse_package(target)
    public = trusted_key(Path(asked.pins), asked.key, unsigned=asked.unsigned)
    told = examine(stick, public)
    _refuse_older(told, target, older=asked.older)
    name = str(told.get("commit", ""))[:12] or f"unsigned-{fingerprint(stick)}"
    place = target / "hall90.d" / name
    if not (place / NOTE).is_file():
        _lay_out(stick, place, str(told.get("made", "")))
    if public is not None:
        _pin(Path(asked.pins), public)
    turn(target, place)
    _forget_old(target)
    return f"{told.get('version', '')} {name}".strip()


def trusted_key(pins: Path, given: str | None, *, unsigned: bool) -> str | None:
    """Return the key releases are checked by: pinned at the first installation, ever after held."""
    file = pins / PIN
    pinned = file.read_text("ascii").strip() if file.is_file() else None
    if given and not is_public(given):
        raise RefusedError(f"{given} 不是公钥。", f"{given} is no public key.")
    if pinned:
        if given and given != pinned:
            raise RefusedError(
                f"本机认可的公钥是 {pinned}，不是给出的这个。确实换了发布者，请先删除 {file}。",
                f"The key trusted here is {pinned}, not the one given. If the publisher really "
                f"has changed, remove {file} first.",
            )
        return pinned
    if given or unsigned:
        return given
    raise RefusedError(
        "第一次安装要给出发布者的公钥：--key 公钥。公钥请从发布者的网页或纸上抄，不要从U盘上抄。"
        "自己制作、没有签名的U盘用 --unsigned。",
        "The first installation needs the publisher's public key: --key KEY. Take it from the "
        "publisher's page or paper, not from the stick. A stick you made yourself and did not "
        "sign: --unsigned.",
    )


def turn(target: Path, place: Path) -> None:
    """Make ``TARGET/hall90`` lead to a version, in one step; remember the one before."""
    link, fresh = target / "hall90", target / "hall90.d" / ".link"
    before = target / "hall90.d" / "before"
    if link.is_dir() and not link.is_symlink():
        link.rename(target / "hall90.d" / "as-it-was")
        _link(before, target / "hall90.d" / "as-it-was")
    elif link.is_symlink() and link.resolve() != place.resolve():
        _link(before, link.resolve())
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(place.relative_to(target))
    fresh.replace(link)


def go_back(target: Path) -> str:
    """Turn the link to the version before."""
    before = target / "hall90.d" / "before"
    if not before.is_symlink() or not before.resolve().is_dir():
        raise RefusedError("这里没有上一个版本。", "There is no version before this one here.")
    place = before.resolve()
    turn(target, place)
    return place.name


def _lay_out(stick: Path, place: Path, made: str) -> None:
    """Unpack a version and make its environment from the stick's libraries alone."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    subprocess.run(
        ["tar", "-x", "--no-same-owner", "--strip-components=1", "-C", place,
         "-f", stick / "hall90.tar"],
        check=True,
    )  # fmt: skip
    roles = " ".join((stick / "roles").read_text("utf-8").split())
    (place / ".hall90-roles").write_text(roles, "utf-8")
    wheels = str(stick / "wheels")
    away = {"PIP_NO_INDEX": "1", "UV_NO_INDEX": "1", "UV_OFFLINE": "1"}
    found = {"PIP_FIND_LINKS": wheels, "UV_FIND_LINKS": wheels}
    subprocess.run([place / "hall90", "--version"], check=True, env={**os.environ, **away, **found})
    (place / NOTE).write_text(made, "utf-8")


def _refuse_package(target: Path) -> None:
    if str(target) == "/opt" and Path("/var/lib/dpkg/info/hall90.list").exists():
        raise RefusedError(
            "这台机器是用 Debian 软件包安装的，请用 apt 升级。",
            "This machine has the Debian package; upgrade it by apt.",
        )


def _refuse_older(told: dict[str, Any], target: Path, *, older: bool) -> None:
    note = target / "hall90" / NOTE
    here = note.read_text("utf-8") if note.is_file() else ""
    made = str(told.get("made", ""))
    if here and made < here and not older:
        raise RefusedError(
            f"U盘上的版本（{made}）比这里的（{here}）旧，没有安装。确实要装旧的，请加 --older；"
            "只是退回上一个版本，用 --back。",
            f"The stick's version ({made}) is older than the one here ({here}); not installed. "
            "If that is what you want: --older. To go back to the version before: --back.",
        )


def _pin(pins: Path, public: str) -> None:
    pins.mkdir(parents=True, exist_ok=True)
    if not (pins / PIN).is_file():
        (pins / PIN).write_text(public + "\n", "ascii")


def _link(link: Path, place: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(place)


def _forget_old(target: Path) -> None:
    """Remove versions that are neither the one here nor the one before."""
    kept = {(target / "hall90").resolve(), (target / "hall90.d/before").resolve()}
    for each in (target / "hall90.d").iterdir():
        if not each.is_symlink() and each.is_dir() and each.resolve() not in kept:
            shutil.rmtree(each, ignore_errors=True)


def _well_again(asked: argparse.Namespace, target: Path, *, back: bool) -> bool:
    """Start the units anew and watch them; go back where they do not get well."""
    if not asked.restart or _restarted(asked):
        return True
    if not back:
        _warn("退回的版本也没有运行起来。\nThis version does not run either.")
        return False
    try:
        name = go_back(target)
    except RefusedError as fault:
        _warn(f"install: {fault}")
        return False
    _warn(
        f"新版本没有正常运行，已自动退回 {name}。\n"
        f"The new version did not run well; went back to {name} by itself."
    )
    _restarted(asked)
    return False


def _restarted(asked: argparse.Namespace) -> bool:
    """Tell whether all units ran without a fault for half a minute, within the time given."""
    units, pause = list(asked.restart), threading.Event()
    subprocess.run(["systemctl", "restart", *units], check=False)
    step = min(_EVERY_S, asked.watch / 20)
    needed, calm, starts = min(_CALM_S, asked.watch / 2) / step, 0, _starts(units)
    for _ in range(round(asked.watch / step)):
        pause.wait(step)
        now = _starts(units)
        well = now == starts and _active(units) and _serves(units, asked.ready)
        calm, starts = (calm + 1 if well else 0), now
        if calm >= needed:
            return True
    return False


def _active(units: list[str]) -> bool:
    return (
        subprocess.run(["systemctl", "is-active", "--quiet", *units], check=False).returncode == 0
    )


def _starts(units: list[str]) -> str:
    asked = ["systemctl", "show", "--property=NRestarts", "--value", *units]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def _serves(units: list[str], ready: str) -> bool:
    if not any("server" in each for each in units):
        return True
    with contextlib.suppress(OSError), urllib.request.urlopen(ready, timeout=5) as told:  # noqa: S310  this machine
        return bool(told.status == 200)
    return False


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _warn(text: str) -> None:
    sys.stderr.write(text + "\n")


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    whole = argparse.ArgumentParser(
        prog="install", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    whole.add_argument("target", nargs="?", default="/opt", help="where to: /opt")
    whole.add_argument("--from", dest="stick", default=str(Path(__file__).parent), help="the stick")
    whole.add_argument("--key", help="the publisher's public key, at the first installation")
    whole.add_argument("--unsigned", action="store_true", help="take a stick nobody signed")
    whole.add_argument("--older", action="store_true", help="take a version older than this one")
    whole.add_argument("--back", action="store_true", help="go back to the version before")
    whole.add_argument(
        "--restart", action="append", default=[], metavar="UNIT", help="and watch it"
    )
    whole.add_argument("--watch", type=float, default=300.0, metavar="SECONDS", help="300")
    whole.add_argument("--pins", default="/etc/hall90", help="where the trusted key is kept")
    whole.add_argument("--ready", default=_READY, help="where the server tells that it serves")
    return whole.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
