"""The hall's data folder: where it lies, and what to say when it cannot be used."""

import os
from pathlib import Path

import platformdirs

from hall.errors import ConfigError, Fault

SITE_FILE = "site.toml"
"""The hall's own site in its data folder, where the server was not told of another file."""


def own_site(folder: Path, named: Path | None) -> Path | None:
    """Return the site file a hall is read from: the one named, else its own; None: neither."""
    if named is not None:
        return named
    own = folder / SITE_FILE
    return own if own.exists() else None


def data_folder(given: Path | None) -> Path:
    """Return the hall's data folder: as given, as the environment says, else the user's."""
    if given is not None:
        return given
    return Path(os.environ.get("HALL90_DATA_DIR") or platformdirs.user_data_dir("hall90"))


def unusable(path: Path | str, fault: Exception) -> ConfigError:
    """Return the error that says why a data folder, or a file in it, cannot be used."""
    told = fault.strerror if isinstance(fault, OSError) else str(getattr(fault, "orig", fault))
    return ConfigError(
        [
            Fault(
                file=str(path),
                key="--data",
                problem=f"cannot be written: {told}",
                remedy="Give a folder this user may write to, on a disk that has room.",
            )
        ]
    )
