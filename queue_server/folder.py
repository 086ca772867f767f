"""The hall's data folder: where it lies, and what to say when it cannot be used."""

import os
from pathlib import Path

import platformdirs

from hall.errors import ConfigError, Fault


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
