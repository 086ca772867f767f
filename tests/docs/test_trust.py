"""docs/trust.md names every requirement once, and only tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/trust.md"
_ROW = re.compile(r"^\| ([RS]-\d+) \| [^|]+ \| (held|partly|open) \| ([^|]*) \|", re.MULTILINE)


def test_every_requirement_has_one_row_and_only_held_ones_go_without_a_note() -> None:
    text = PAGE.read_text("utf-8")
    rows = _ROW.findall(text)
    wanted = [f"R-{number}" for number in range(1, 41)] + [f"S-{number}" for number in range(1, 39)]
    assert [name for name, _, _ in rows] == wanted
    for name, standing, tests in rows:
        line = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        note = line.rstrip("| ").rpartition(" | ")[2]
        assert standing == "held" or len(note) > 20, name
        assert standing != "held" or "test_" in tests, name


def test_every_test_it_names_stands_where_it_says() -> None:
    named = re.findall(r"\[(test_\w+)\]\(\.\./(\S+?)\)", PAGE.read_text("utf-8"))
    assert len(named) > 80
    for test, file in named:
        assert re.search(rf"def {test}\(", (ROOT / file).read_text("utf-8")), (test, file)
