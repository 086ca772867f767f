"""`hall90 test`: every check of the project, the same for people and for CI."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

_ROOT = Path(__file__).resolve().parents[1]
_ALWAYS_LEFT_OUT = "not device"


def _static() -> list[tuple[str, list[str]]]:
    python = sys.executable
    tools = Path(python).parent
    return [
        ("format", [str(tools / "ruff"), "format", "--check", "."]),
        ("lint", [str(tools / "ruff"), "check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("imports", [str(tools / "lint-imports")]),
    ]


def _tests(*, deep: bool) -> list[tuple[str, list[str]]]:
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    pytest += [] if deep else ["-p", "no:randomly"]
    pytest += ["--no-loadscope-reorder"]  # tests/conftest.py says what is begun first
    left_out = _ALWAYS_LEFT_OUT if deep else f"{_ALWAYS_LEFT_OUT} and not deep"
    processors = os.cpu_count() or 1
    # One more than processors: much of these is waiting for the disk and for programs they start.
    many = ["-n", str(min(4, 1 + processors)), "--dist", "loadfile"]
    few = ["-n", str(min(3, max(2, processors))), "--dist", "loadgroup"]
    # Programs of end-to-end tests wait for each other with limits; the others give way to them.
    aside = ["nice", "-n", "5"]
    return [
        ("unit and contract tests", [*aside, *pytest, *many, "-m", f"not e2e and {left_out}"]),
        ("end-to-end tests", [*pytest, *few, "-m", f"e2e and {left_out}", *_end_to_end()]),
    ]


def _end_to_end() -> list[str]:
    """Return the only files a test marked so can be in: collecting the rest takes half a minute."""
    files = sorted((_ROOT / "tests").rglob("test_*.py"))
    return [str(file) for file in files if "e2e" in file.read_text("utf-8")]


def _environment(*, deep: bool) -> dict[str, str]:
    data = os.environ.get("HALL90_DATA", str(_ROOT.parent / "shared" / "data"))
    told = {"HALL90_DATA": data, "HALL90_TEST_PROFILE": "deep" if deep else "ci"}
    # Every worker and program would compile all it imports again.
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **told}


def _run(name: str, command: list[str], environment: dict[str, str], *, at_end: bool) -> bool:
    """Run a check and tell whether it held; ``at_end`` shows its output when it is over."""
    click.echo(f"== {name}", err=True)
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        out = told if at_end else None
        code = subprocess.run(
            command, cwd=_ROOT, env=environment, stdout=out, stderr=out, check=False
        ).returncode
        seconds = time.perf_counter() - began
        told.seek(0)
        click.echo(told.read(), nl=False)
    click.echo(f"== {name}: {'good' if code == 0 else 'FAILED'}, {seconds:.0f} s", err=True)
    return code == 0


def _beside(checks: Sequence[tuple[str, list[str]]], environment: dict[str, str]) -> list[str]:
    """Run checks beside each other, the first one seen as it goes; return those that failed."""
    with ThreadPoolExecutor(max_workers=max(1, len(checks))) as threads:
        going = {
            name: threads.submit(_run, name, command, environment, at_end=number > 0)
            for number, (name, command) in enumerate(checks)
        }
    return [name for name, held in going.items() if not held.result()]


@click.command()
@click.option("--deep", is_flag=True, help="Add the long campaigns.")
@click.option("--only", multiple=True, help="Run only the checks whose name contains this.")
def test(*, deep: bool, only: Sequence[str]) -> None:
    """Run all checks: format, lint, types, imports, unit, contract and end-to-end tests."""
    if not (_ROOT / "pyproject.toml").exists():
        raise click.ClickException("the tests lie in the checkout, not in the installed package")
    environment = _environment(deep=deep)

    def wanted(name: str) -> bool:
        return not only or any(part in name for part in only)

    tests = [check for check in _tests(deep=deep) if wanted(check[0])]
    each_alone = [[check] for check in _static() if wanted(check[0])]
    # End-to-end tests mostly wait; the long campaigns measure times too and stay alone.
    rounds = [*each_alone, *([[check] for check in tests] if deep else [tests])]
    failed = [name for checks in rounds for name in _beside(checks, environment)]
    if failed:
        raise click.ClickException(f"failed: {', '.join(failed)}")
    click.echo("== all checks hold", err=True)
