"""docs/accessibility.md tells what is held and by what, and is never stale.

Its robots' ways are compared where they are walked: tests/kiosk/robots.
"""

from tools.accessibility import PAGE, named_tests, requirements, table, unproved


def test_every_requirement_a_machine_can_check_has_a_test_or_a_reason() -> None:
    missing = unproved()
    assert not missing, f"no test and no reason for {[f'A-{number}' for number in missing]}"


def test_no_test_names_a_requirement_there_is_not() -> None:
    assert set(named_tests()) <= set(requirements())
    assert sorted(requirements()) == list(range(1, 91))


def test_the_page_has_every_requirement_as_it_stands_now() -> None:
    assert table() in PAGE.read_text("utf-8"), "stale: run tools/accessibility.py"
