"""Makes docs/accessibility.md: each requirement with its tests, and what each robot's way took.

`.venv/bin/python tools/accessibility.py [--check]` from the checkout. Requirements stand in
docs/accessibility-requirements.toml; tests are found by their names (`test_a_31_…`), journeys are
made anew by the robots of tests/kiosk/robots on a virtual clock.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accessibility.md"
_REQUIREMENTS = ROOT / "docs" / "accessibility-requirements.toml"
_NAMED = re.compile(r"^test_((?:a_\d+_)+)")
_NUMBER = re.compile(r"a_(\d+)_")
_BY = {"auto": "test", "measure": "meter", "inspect": "person"}

_HEAD = """# Accessibility: what is promised, and what holds it

Made by `tools/accessibility.py` from `docs/accessibility-requirements.toml`, the names of the
tests and the robots' journeys; do not edit. A test fails when this page is stale, or when a
requirement that a machine can check has neither test nor reason.

*Source*: V read or measured, M from memory of a published standard (check before quoting), D our
own decision. *By*: who can check it. Tests run in every `hall90 test`; **deep** ones in `hall90
test --deep`. Every screen is found by walking the conversation (`tests/kiosk/proof/walking.py`),
so a new screen is held to all of this without being named anywhere.
"""

_JOURNEYS = """
## Robots: what each way to an errand takes

Each robot hears the transcript and does one kind of thing; none sees a picture. *acts* are
presses of a key or a switch, or touches of the glass (a slide is one, a double tap is one); *s*
are seconds of speech at the ordinary rate, on a virtual clock. `arrows` and `digits` have the
keypad and headphones: `digits` knows the kiosk's numbers, `arrows` knows nothing.

Bar: a ticket by keypad and ears alone in at most 8 presses, from headphones in to the number
heard.
"""

_PICTURES = """
## Where everything stands

`tools/kiosk_pictures.py` draws every screen and every panel (five sizes, both reach modes, the
band from 380 to 900 mm drawn in): see [kiosk-screens.md](kiosk-screens.md).
"""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One test of a requirement."""

    path: str
    name: str
    deep: bool


def named_tests() -> dict[int, list[Found]]:
    """Return the tests of each requirement, by their names."""
    found: dict[int, list[Found]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for one in _in_file(path):
            for number in _numbers(one.name):
                found[number].append(one)
    return found


def _in_file(path: Path) -> Iterator[Found]:
    text = path.read_text("utf-8")
    if "def test_a_" not in text:
        return
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _NAMED.match(node.name):
            # A dose marked inside ``parametrize`` leaves the others in every run.
            deep = any(ast.unparse(mark) == "pytest.mark.deep" for mark in node.decorator_list)
            yield Found(str(path.relative_to(ROOT)), node.name, deep)


def _numbers(name: str) -> list[int]:
    named = _NAMED.match(name)
    return [int(one) for one in _NUMBER.findall(named[1])] if named else []


def requirements() -> dict[int, Mapping[str, Any]]:
    """Return what is promised, by number."""
    told = tomllib.loads(_REQUIREMENTS.read_text("utf-8"))
    return {int(key.removeprefix("A-")): value for key, value in told.items()}


def unproved() -> list[int]:
    """Return what a machine can check and neither a test holds nor a reason excuses."""
    found = named_tests()
    return [
        number
        for number, one in requirements().items()
        if "auto" in one["by"] and not found.get(number) and not one.get("without")
    ]


def table() -> str:
    """Return the requirements' part of the page."""
    found = named_tests()
    lines = [
        "",
        "## Requirements",
        "",
        "| | requirement | source | by | tests | state | only a person or a meter |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for number, one in sorted(requirements().items()):
        by = ", ".join(_BY[each] for each in one["by"])
        lines.append(
            f"| A-{number} | {_cell(one['text'])} | {_cell(one['source'])} | {by} "
            f"| {_tests(found.get(number, []))} | {_state(one, found.get(number, []))} "
            f"| {_cell(one.get('person', ''))} |"
        )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()


def _tests(found: list[Found]) -> str:
    files: dict[str, list[str]] = defaultdict(list)
    for one in found:
        files[one.path].append(f"`{one.name}`{' **deep**' if one.deep else ''}")
    return "<br>".join(f"[{Path(path).name}](../{path}): {', '.join(names)}"
                       for path, names in files.items())  # fmt: skip


def _state(one: Mapping[str, Any], found: list[Found]) -> str:
    if found:
        return "held by tests" if one["by"] == ["auto"] else "held by tests; by people: open"
    return f"no test: {one['without']}" if one.get("without") else "by people: open"


def journeys() -> str:
    """Return what each robot's ways took."""
    from tests.kiosk.robots.journeys import JOURNEYS
    from tests.kiosk.robots.travelling import WAYS, account

    lines = [
        "",
        "| errand | " + " | ".join(f"{name}: acts, s" for name in WAYS) + " |",
        "| --- |" + " ---: |" * len(WAYS),
    ]
    for journey in JOURNEYS:
        took = [account(journey, make) for make in WAYS.values()]
        cells = " | ".join(f"{one.acts}, {one.seconds:.0f}" for one in took)
        lines.append(f"| {journey.name} | {cells} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page."""
    return _HEAD + _PICTURES + _JOURNEYS + journeys() + table()


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail where the page is stale.")
def main(*, check: bool) -> None:
    """Make docs/accessibility.md."""
    if missing := unproved():
        named = ", ".join(f"A-{number}" for number in missing)
        click.echo(f"neither a test nor a reason: {named}", err=True)
    told = page()
    if check:
        if PAGE.read_text("utf-8") != told:
            raise click.ClickException("docs/accessibility.md is stale: run tools/accessibility.py")
        return
    PAGE.write_text(told, "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
