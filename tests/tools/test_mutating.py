"""The faults that are put into the program: each is another program, and words are left alone."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutating.areas import AREAS, GUARDS
from tools.mutating.mutants import mutants_of, mutated

ROOT = Path(__file__).parents[2]
SOURCE = '''"""A module."""
import logging

_LOG = logging.getLogger(__name__)
KEEPERS = frozenset({"admin", "staff"})
MOST = 5


def may(role: str, count: int = 1) -> bool:
    """Tell whether "some_role" may."""
    if role not in KEEPERS and count > 0:
        _LOG.warning("somebody_else")
        raise ValueError("words for people, left alone")
    for each in range(count):
        if each == MOST:
            break
    return bool(count + 1)
'''


def test_each_fault_is_another_program_that_can_be_read() -> None:
    found = mutants_of(Path("sample.py"), SOURCE)
    programs = {ast.unparse(mutated(SOURCE, each)) for each in found}
    assert len(programs) == len(found) > 15
    assert ast.unparse(ast.parse(SOURCE)) not in programs
    for program in programs:
        compile(program, "sample.py", "exec")


def test_what_is_said_to_people_or_the_log_is_left_alone() -> None:
    for each in mutants_of(Path("sample.py"), SOURCE):
        program = ast.unparse(mutated(SOURCE, each))
        assert "Tell whether" in program
        assert "_LOG.warning('somebody_else')" in program
        assert "left alone" in program or each.what.startswith("not raised")


def test_roles_are_let_in_and_left_out_and_found_by_their_lines() -> None:
    found = {each.what for each in mutants_of(Path("sample.py"), SOURCE, only=GUARDS)}
    assert "anonymous let into {'admin', 'staff'}" in found
    assert "'admin' left out of {'admin', 'staff'}" in found
    assert "In in role not in KEEPERS" in found
    assert not any("MOST" in each for each in found)


def test_what_is_said_outside_functions_is_tried_by_reading_the_program_anew() -> None:
    late = {each.what for each in mutants_of(Path("sample.py"), SOURCE) if each.at_definition}
    assert {"6 for 5", "2 for 1"} <= late
    assert "Eq in each == MOST" not in late


def test_every_module_and_test_of_the_campaign_stands_where_it_says() -> None:
    for area in AREAS:
        assert [each for each in area.modules if not (ROOT / each).is_file()] == []
        assert [each for each in area.guarded if not (ROOT / each).is_dir()] == []
        assert any((ROOT / each).exists() for each in area.tests)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_campaign_sees_what_tests_see(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    command = [
        sys.executable, str(ROOT / "tools/mutate.py"), "numbering",
        "--module", "domain/numbering", "--out", str(result),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(result.read_text("utf-8"))["numbering"]
    assert len(told) > 15
    assert set(told.values()) == {"killed"}, told
