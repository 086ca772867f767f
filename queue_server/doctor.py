"""What this machine has of what a hall's server needs."""

import os

from hall.errors import HallError
from hall.findings import Finding


def examine() -> list[Finding]:
    """Look at SQLite, the PostgreSQL a hall is told to use, the web stack, and the hall today."""
    return [_sqlite(), _postgres(), *_words(), _web(), *_today()]


def _sqlite() -> Finding:
    remedy = "Install hall90[server] anew; it brings its own SQLite."
    try:
        import pysqlite3
    except ImportError:
        return Finding(
            id="sqlite", severity="stops", what="The server's SQLite is missing.", remedy=remedy
        )
    from queue_server.store.gate import is_safe

    version = pysqlite3.sqlite_version
    if not is_safe(version):
        return Finding(
            id="sqlite",
            severity="stops",
            what=f"SQLite {version} can lose committed tickets.",
            remedy=remedy,
        )
    return Finding(id="sqlite", severity="good", what=f"SQLite {version} keeps what it commits.")


def _postgres() -> Finding:
    from queue_server.choosing import ENVIRONMENT, chosen
    from queue_server.folder import data_folder

    try:
        url = chosen(data_folder(None), None)
    except HallError as fault:
        return Finding(id="postgresql", severity="stops", what=str(fault))
    except OSError as fault:
        return Finding(
            id="postgresql",
            severity="soon",
            what=f"Which database the hall uses cannot be read: {fault}.",
            remedy="Run this as the user the server runs as.",
        )
    if url is None:
        return Finding(
            id="postgresql",
            severity="information",
            what="The hall is kept in SQLite.",
            remedy=f"Several servers need PostgreSQL: server run --database, or {ENVIRONMENT}.",
        )
    from queue_server.store.postgres import is_reachable

    try:
        version = is_reachable(url)
    except HallError as fault:
        return Finding(
            id="postgresql",
            severity="stops",
            what=f"The hall's PostgreSQL cannot be used: {fault}.",
            remedy="Start it, look at the name and the password, and keep its fsync on.",
        )
    what = f"The hall's PostgreSQL {version} answers and syncs what it commits."
    return Finding(id="postgresql", severity="good", what=what)


def _words() -> list[Finding]:
    try:
        from queue_server.content.examining import examine_words
    except ImportError:
        return []  # what is missing is told already
    return examine_words()


def _sync() -> list[Finding]:
    try:
        from queue_server.sync.doctor import examine_sync
    except ImportError:
        return []  # what is missing is told already
    return [examine_sync()]


def _web() -> Finding:
    try:
        import litestar
        import uvicorn
    except ImportError as missing:
        return Finding(
            id="server",
            severity="stops",
            what=f"The server lacks {missing.name}.",
            remedy="Install hall90[server].",
        )
    versions = f"Litestar {litestar.__version__.formatted()}, uvicorn {uvicorn.__version__}"
    return Finding(id="server", severity="good", what=f"The server can run: {versions}.")


def _today() -> list[Finding]:
    """Ask the server running on this machine what works in its hall: the words of its page."""
    from queue_server.folder import data_folder
    from queue_server.service.handing import NobodyAnswersError, hand_over

    set_to = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    language = "zh-CN" if (set_to or "").startswith("zh") else "en"
    try:
        told = hand_over(data_folder(None), "today", {"language": language}, within=10)
    except (NobodyAnswersError, FileNotFoundError):
        what = "No server is running here."
        remedy = "hall90 server run"
        return [Finding(id="today", severity="information", what=what, remedy=remedy)]
    except (HallError, OSError) as fault:
        return [Finding(id="today", severity="soon", what=f"The server does not say: {fault}")]
    found = [
        Finding(
            id=each["id"],
            severity=each["severity"],
            what=f"{each['what']} {each['visitors']}",
            remedy=" ".join(each["steps"]),
        )
        for each in told["findings"]
    ]
    return found or [Finding(id="today", severity="good", what=told["summary"])]
