"""What the demo and the tests read of a program's lines while it writes them."""

import json
from pathlib import Path

from hall.demo.lines import whole_lines

ROWS = [{"spoken": "取号"}, {"spoken": "前面\u2028还有 3 人"}]


def test_wherever_the_writing_has_come_to_every_whole_line_is_read(tmp_path: Path) -> None:
    whole = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
    first = whole.index(b"\n") + 1
    file = tmp_path / "speech.jsonl"
    for end in range(len(whole) + 1):
        file.write_bytes(whole[:end])
        assert whole_lines(file) == ROWS[: (end >= first) + (end == len(whole))], end


def test_a_file_that_is_not_there_yet_has_no_lines(tmp_path: Path) -> None:
    assert whole_lines(tmp_path / "tree.jsonl") == []
