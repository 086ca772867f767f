"""What the text libraries' definitions cost once, kept for the next start."""

import subprocess
import sys
from pathlib import Path

import pytest

_START = """
from kiosk.ui.text import definitions, pango
width = pango.shared_measure().width("求职 90", 40, bold=False, lang="zh-CN")
print(pango.PARSED, width, "pycparser" in __import__("sys").modules)
if pango.PARSED:
    definitions.keep(definitions.kept_in())
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def start() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _START], check=True, capture_output=True, text=True
    )
    return done.stdout.split()


def test_only_the_first_start_parses_and_damaged_definitions_are_parsed_anew(cache: Path) -> None:
    """One story, for a start that parses is dear: kept, read, damaged, parsed and kept again."""
    parsed, width, parser = start()
    assert (parsed, parser) == ("True", "True")
    assert start() == ["False", width, "False"]
    kept = next(cache.rglob("pango.py"))
    kept.write_bytes(kept.read_bytes()[:1000])
    assert start()[:2] == ["True", width]
    assert start()[:2] == ["False", width]


def test_a_cache_that_cannot_be_written_only_costs_time(cache: Path) -> None:
    (cache / "hall90").write_text("a file where the folder should be", "utf-8")
    parsed, width, _ = start()
    assert parsed == "True"
    assert int(width) > 0
