"""What this machine has of what a hall's server needs."""

from hall.findings import Finding


def examine() -> list[Finding]:
    """Look at the SQLite library and the web stack."""
    return [_sqlite(), _web()]


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
