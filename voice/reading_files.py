"""The Mandarin in data files, for `hall90 voice readings`: text, CSV, JSON lines, also .gz."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from hall.errors import HallError

_NOT_HAN = re.compile(r"[^\u3400-\u9fff〇\U00020000-\U0003ffff]+")


def mandarin_in(file: Path) -> Iterator[str]:
    """Yield the text of each line or cell with all but Mandarin turned into commas.

    Raises HallError when the file cannot be read.
    """
    try:
        with _open(file) as stream:
            for text in _texts(stream, file):
                yield _NOT_HAN.sub("，", text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise HallError(f"{file} cannot be read: {error}; give UTF-8 text") from error


def _open(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")


def _texts(stream: TextIO, file: Path) -> Iterator[str]:
    kind = Path(file.name.removesuffix(".gz")).suffix
    if kind == ".csv":
        for row in csv.reader(stream):
            yield from row
    elif kind == ".jsonl":
        for line in stream:
            yield from _strings(json.loads(line))
    else:
        yield from stream


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _strings(each)
        case dict():
            for each in value.values():
                yield from _strings(each)
        case _:
            return
