"""`hall90 config check`: what the server must be able to read before a source can be asked."""

import stat
from collections.abc import Iterator
from pathlib import Path

from config.site import Site
from config.sources import Source
from hall.findings import Finding
from queue_server.content.examining import examine_choice


def examine_site(site: Site) -> list[Finding]:
    """Return what is wrong with a site's sources and word index on this machine."""
    found = [finding for source in site.sources if source.on for finding in _examine(source)]
    return [*found, *examine_choice(site)]


def _examine(source: Source) -> Iterator[Finding]:
    if source.secret_file:
        yield from _secret(source, Path(source.secret_file))
    if source.format == "sheets":
        yield from _folder(source, Path(source.folder))


def _secret(source: Source, path: Path) -> Iterator[Finding]:
    name = f"source-secret-{source.id}"
    try:
        mode, token = path.stat().st_mode, path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        what = f"the token of source {source.id} in {path} cannot be read: {fault}"
        remedy = "Write the token into it, alone, and give the server's user the right to read it."
        yield Finding(id=name, severity="soon", what=what, remedy=remedy)
        return
    if not token:
        remedy = "Write the token the service gave you into it."
        yield Finding(id=name, severity="soon", what=f"{path} is empty", remedy=remedy)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"{path} holds a secret that others on this machine can read"
        yield Finding(id=name, severity="soon", what=what, remedy=f"Run chmod 600 {path}.")


def _folder(source: Source, path: Path) -> Iterator[Finding]:
    name = f"source-folder-{source.id}"
    if not path.is_absolute():
        what = f"the folder {path} of source {source.id} depends on where the server is started"
        yield Finding(id=name, severity="soon", what=what, remedy="Write the whole path, from /.")
    elif path.exists() and not path.is_dir():
        what = f"{path} of source {source.id} is a file"
        yield Finding(id=name, severity="soon", what=what, remedy="Name a folder.")
