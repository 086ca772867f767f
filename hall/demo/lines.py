"""A JSON-lines file that another program is still writing."""

import json
from pathlib import Path
from typing import Any


def whole_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of every line that is whole; none of a file that is not there yet.

    The end is cut before anything is decoded: what is written may stop within a letter.
    """
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    return [json.loads(line) for line in whole.split(b"\n") if line]
