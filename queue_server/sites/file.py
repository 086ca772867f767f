"""The site file on the server's disk: the one truth, which technicians may edit as well."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config.loader import DEMO_SITE
from hall.errors import HallError

_MODE = 0o640


class FileChangedError(HallError):
    """Somebody else wrote the file meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text and its mark, which tells whether the file is still the same."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class SiteFile:
    """The file a hall is read from: the one named when it was started, else its own.

    A hall started without a file goes by the demo hall until something is changed.
    """

    path: Path

    def read(self) -> Draft:
        """Return what the file says now; raises OSError or UnicodeDecodeError where it cannot."""
        try:
            text = self.path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            text = DEMO_SITE.read_text("utf-8")
        return Draft(text=text, mark=_mark(text))

    def may_write(self) -> bool:
        """Tell whether this server's user can put another file in its place."""
        folder = self.path.parent
        return folder.is_dir() and os.access(folder, os.W_OK)

    def write(self, text: str, mark: str) -> None:
        """Put a text in the file's place, whole or not at all, durable on return.

        Raises FileChangedError where the file is no longer the one ``mark`` stands for.
        """
        if self.read().mark != mark:
            raise FileChangedError(f"{self.path} was changed meanwhile")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        mode = self.path.stat().st_mode & 0o777 if self.path.exists() else _MODE
        fresh = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as to:
                to.write(text.encode("utf-8"))
                to.flush()
                os.fsync(to.fileno())
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
