"""docs/accessibility.md tells what is held and by what, and is never stale."""

import re

from tools.accessibility import PAGE, journeys, named_tests, requirements, table, unproved

_COUNT = re.compile(r"\d+")


def test_every_requirement_a_machine_can_check_has_a_test_or_a_reason() -> None:
    missing = unproved()
    assert not missing, f"no test and no reason for {[f'A-{number}' for number in missing]}"


def test_no_test_names_a_requirement_there_is_not() -> None:
    assert set(named_tests()) <= set(requirements())
    assert sorted(requirements()) == list(range(1, 91))


def test_the_page_has_every_requirement_as_it_stands_now() -> None:
    assert table() in PAGE.read_text("utf-8"), "stale: run tools/accessibility.py"


def test_the_page_has_the_robots_ways_about_as_they_are_now() -> None:
    """Words change by a syllable now and then; ways that grew by a fifth are told again."""
    page = PAGE.read_text("utf-8").splitlines()
    for line in journeys().splitlines()[3:]:
        name = line.split("|")[1].strip()
        [written] = [one for one in page if one.startswith(f"| {name} |")]
        old, new = ([int(n) for n in _COUNT.findall(one)] for one in (written, line))
        assert len(old) == len(new), f"{name}: run tools/accessibility.py"
        for before, now in zip(old, new, strict=True):
            assert abs(now - before) <= max(4, before * 0.2), f"{line}: run tools/accessibility.py"
