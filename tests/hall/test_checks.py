"""`hall90 test`: checks beside each other are all run, shown whole, and failures are told."""

import os
import sys
from pathlib import Path

import pytest

from hall.checks import _beside, _end_to_end, _environment


def test_checks_beside_each_other_are_shown_whole_and_those_that_failed_are_named(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def program(text: str, code: int) -> list[str]:
        return [sys.executable, "-c", f"print('{text}', flush=True); raise SystemExit({code})"]

    checks = [("first", program("one", 1)), ("second", program("two", 0)),
              ("third", program("three", 2))]  # fmt: skip
    assert _beside(checks, dict(os.environ)) == ["first", "third"]
    shown, told = capfd.readouterr()
    assert sorted(shown.split()) == ["one", "three", "two"]
    assert "first: FAILED" in told
    assert "second: good" in told


def test_what_is_compiled_is_kept_whatever_the_machine_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = _environment(deep=False)
    assert "PYTHONDONTWRITEBYTECODE" not in told
    assert told["HALL90_TEST_PROFILE"] == "ci"


def test_no_file_with_an_end_to_end_test_is_left_out() -> None:
    found = {Path(file).name for file in _end_to_end()}
    assert {"test_demo.py", "test_robots.py", "test_phone_needs.py", "test_tree.py"} <= found
    assert "test_kernel.py" not in found
