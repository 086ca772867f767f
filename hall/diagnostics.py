"""`hall90 diagnostics`: one file that tells a supplier what he needs, and nobody's secrets.

Every part adds texts of its own by an entry point of the group ``hall90.diagnostics``: a function
without arguments that returns texts by file name. Everything passes :func:`hall.redacting.conceal`
on its way into the file.
"""

import io
import json
import os
import platform
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions, entry_points
from pathlib import Path

import click

from hall.clock import SystemClock
from hall.doctor import examination
from hall.redacting import conceal

_MOST = 2 << 20
_LOG_LINES = 2000
_ABOUT = """What is in this file
====================
machine.json   the machine, its system and its memory
packages.txt   the versions of the libraries
doctor.json    what works here and what does not
log.txt        the last lines of the programs' logs, where the system keeps them
hall.json      the hall: what is wrong today, how large its records are (no record itself)
site.json      the hall's settings, without its people

Taken out: names and accounts, numbers of telephones and identity cards, mailboxes, passwords,
tokens, keys, what follows a ? in an address. No visitor, no ticket and no need is in it.
Read it before you send it: every file is plain text.
"""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def diagnostics(file: Path | None) -> None:
    """Write one file for whoever helps: versions, findings, logs; no names, no secrets.

    FILE defaults to hall90-diagnostics-DATE.zip in this folder.
    """
    target = file or Path(f"hall90-diagnostics-{SystemClock().now():%Y%m%d-%H%M}.zip")
    # Nothing that stands there is overwritten, and nobody else reads it.
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(
            f"{target} cannot be written: {error.strerror}. Name another file."
        ) from error
    with os.fdopen(descriptor, "wb") as written:
        written.write(packed(gathered()))
    click.echo(f"{target}: read it, then send it to whoever helps you.")


def gathered(known: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, str]:
    """Return every text by file name; ``known`` are the texts of parts that are not asked again."""
    texts, known = dict(_own()), known or {}
    for point in sorted(entry_points(group="hall90.diagnostics"), key=lambda each: each.name):
        if point.name in known:
            texts |= known[point.name]
            continue
        try:
            texts |= point.load()()
        except ModuleNotFoundError as error:
            texts[f"{point.name}.txt"] = f"not installed on this machine (no {error.name})"
    return texts


def packed(texts: Mapping[str, str]) -> bytes:
    """Return the texts as a ZIP, each concealed and no longer than 2 MiB: its end is kept."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("README.txt", _ABOUT)
        for name, text in sorted(texts.items()):
            pack.writestr(name, conceal(text)[-_MOST:])
    return file.getvalue()


def _own() -> Iterator[tuple[str, str]]:
    yield "machine.json", json.dumps(_machine(), ensure_ascii=False, indent=1)
    yield (
        "packages.txt",
        "\n".join(sorted(f"{each.name} {each.version}" for each in distributions())),
    )
    rows = [
        {"part": part, "id": f.id, "severity": f.severity, "what": f.what, "remedy": f.remedy}
        for part, f in examination()
    ]
    yield "doctor.json", json.dumps(rows, ensure_ascii=False, indent=1)
    yield "log.txt", _log()


def _machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_mib": memory >> 20,
        "load": os.getloadavg(),
        "python": sys.version,
        "time": SystemClock().now().isoformat(),
        "zone": os.environ.get("TZ", ""),
        "language": os.environ.get("LANG", ""),
    }


def _log() -> str:
    command = ["journalctl", "--unit", "hall90-*", "--lines", str(_LOG_LINES), "--output", "cat"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=20)
    except FileNotFoundError:
        return "This system keeps no journal (no journalctl)."
    except subprocess.TimeoutExpired:
        return "The system's journal did not answer within 20 s."
    return done.stdout.decode("utf-8", "replace") or done.stderr.decode("utf-8", "replace")
