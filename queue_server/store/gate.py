"""Which SQLite may hold a hall's tickets.

SQLite 3.7.0–3.51.2 can corrupt or lose commits when two connections write and checkpoint at once
(the WAL-reset bug, fixed in 3.51.3 and back-ported to 3.44.6 and 3.50.7).
"""

from hall.errors import ConfigError, Fault

_FIXED = (3, 51, 3)
_BACK_PORTED = ((3, 44, 6), (3, 50, 7))


def is_safe(version: str) -> bool:
    """Tell whether a SQLite version is free of the WAL-reset bug."""
    numbers = tuple(int(part) for part in version.split("."))
    if numbers >= _FIXED:
        return True
    return any(numbers[:2] == fixed[:2] and numbers >= fixed for fixed in _BACK_PORTED)


def require_safe(version: str) -> None:
    """Raise ConfigError for a library that could lose tickets."""
    if not is_safe(version):
        fault = Fault(
            file="SQLite library",
            key=version,
            problem="can lose committed tickets (WAL-reset bug)",
            remedy="Install pysqlite3 0.6.1 or later, or an SQLite of 3.51.3 or later.",
        )
        raise ConfigError([fault])
