"""Opening a content file: which format it has, its rows one by one, how far along we are."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import msgspec

from hall.errors import HallError
from queue_server.content.applying import Rejected, UnusableRowError
from queue_server.content.formats.advertisements import read_advertisement
from queue_server.content.formats.own import read_own
from queue_server.content.model import Record

LONGEST_ROW = 4 << 20
Reader = Callable[[dict[str, object], str], Record]
FORMATS: dict[str, Reader] = {"jobs-zh": read_advertisement, "hall90": read_own}
_decode = msgspec.json.Decoder(dict[str, object]).decode


class ContentFile:
    """A JSON Lines file, plain or gzipped, being read."""

    def __init__(self, path: Path, *, source: str, format_name: str | None = None) -> None:
        self._path = path
        self._source = source
        self._reader = FORMATS[format_name] if format_name else None
        self._read = 0
        self._size = 0

    @property
    def fraction(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        return self._read / self._size if self._size else 1.0

    def rows(self) -> Iterator[Record | Rejected]:
        """Yield each row as a record, or why it is none; raises HallError on a broken file."""
        try:
            with self._path.open("rb") as raw:
                self._size = self._path.stat().st_size
                with closing(_unpacked(raw)) as lines:
                    yield from self._records(raw, lines)
        except (OSError, EOFError, zlib.error) as error:
            raise HallError(f"{self._path} cannot be read: {error}") from error

    def _records(self, raw: IO[bytes], lines: IO[bytes]) -> Iterator[Record | Rejected]:
        number = 0
        while line := lines.readline(LONGEST_ROW):
            number += 1
            self._read = raw.tell()
            if len(line) == LONGEST_ROW and not line.endswith(b"\n"):
                _skip_line(lines)
                yield Rejected(row=number, reason=f"longer than {LONGEST_ROW >> 20} MiB")
            elif line.strip():
                yield self._record(number, line)

    def _record(self, number: int, line: bytes) -> Record | Rejected:
        try:
            row = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return Rejected(row=number, reason=f"not a JSON object: {str(error)[:200]}")
        if self._reader is None:
            self._reader = _recognised(row)
        try:
            return self._reader(row, self._source)
        except (msgspec.ValidationError, UnusableRowError) as error:
            return Rejected(row=number, reason=str(error)[:300])


def _recognised(row: dict[str, object]) -> Reader:
    if "kind" in row and "title" in row:
        return FORMATS["hall90"]
    if "title" in row and "company" in row:
        return FORMATS["jobs-zh"]
    raise HallError(f"no known format has rows like the first one; formats: {', '.join(FORMATS)}")


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    head = raw.read(2)
    raw.seek(0)
    return gzip.open(raw, "rb") if head == b"\x1f\x8b" else raw  # type: ignore[return-value]


def _skip_line(lines: IO[bytes]) -> None:
    while (part := lines.readline(LONGEST_ROW)) and not part.endswith(b"\n"):
        pass
