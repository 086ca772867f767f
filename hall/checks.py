"""`hall90 test`: every check of the project, the same for people and for CI."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
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
    order = [] if deep else ["-p", "no:randomly"]
    left_out = _ALWAYS_LEFT_OUT if deep else f"{_ALWAYS_LEFT_OUT} and not deep"
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
    # One more than processors, three at most: much of these is waiting for programs they start.
    few = ["-n", str(min(3, 1 + (os.cpu_count() or 1))), "--dist", "loadfile"]
    return [
        ("unit and contract tests", [*pytest, *order, *workers, "-m", f"not e2e and {left_out}"]),
        ("end-to-end tests", [*pytest, *order, *few, "-m", f"e2e and {left_out}"]),
    ]


def _environment(*, deep: bool) -> dict[str, str]:
    data = os.environ.get("HALL90_DATA", str(_ROOT.parent / "shared" / "data"))
    return {**os.environ, "HALL90_DATA": data, "HALL90_TEST_PROFILE": "deep" if deep else "ci"}


@click.command()
@click.option("--deep", is_flag=True, help="Add the long campaigns.")
@click.option("--only", multiple=True, help="Run only the checks whose name contains this.")
def test(*, deep: bool, only: Sequence[str]) -> None:
    """Run all checks: format, lint, types, imports, unit, contract and end-to-end tests."""
    if not (_ROOT / "pyproject.toml").exists():
        raise click.ClickException("the tests lie in the checkout, not in the installed package")
    failed = []
    for name, command in [*_static(), *_tests(deep=deep)]:
        if only and not any(part in name for part in only):
            continue
        click.echo(f"== {name}", err=True)
        began = time.perf_counter()
        code = subprocess.run(
            command, cwd=_ROOT, env=_environment(deep=deep), check=False
        ).returncode
        seconds = time.perf_counter() - began
        click.echo(f"== {name}: {'good' if code == 0 else 'FAILED'}, {seconds:.0f} s", err=True)
        if code:
            failed.append(name)
    if failed:
        raise click.ClickException(f"failed: {', '.join(failed)}")
    click.echo("== all checks hold", err=True)
