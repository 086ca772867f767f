#!/usr/bin/env python3
"""Mutation testing: puts small faults into the program and sees whether a test notices each.

    tools/mutate.py [AREA …] [--module PART] [--every N] [--lists]
                    [--again RESULT.json] [--out RESULT.json] [--list]

Areas: writer, numbering, permissions, guards, chain (all without one). Survivors are listed; what
stands in tools/mutating/equivalent.toml with its reason changes nothing that anybody could see and
is not counted. Ends with 1 where an area is below 85 in a hundred. An area takes many minutes.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import pytest  # noqa: E402

from tools.mutating.areas import AREAS, GUARDS, Area  # noqa: E402
from tools.mutating.mutants import Mutant, mutants_of  # noqa: E402
from tools.mutating.running import (  # noqa: E402
    KILLED,
    SURVIVED,
    TOO_LONG,
    UNREACHED,
    Campaign,
    Reach,
    arguments,
    is_own,
    tried_anew,
)

LEAST = 85
_LIBRARIES = (
    "alembic", "litestar", "litestar.testing", "msgspec", "numpy", "openpyxl",
    "pysqlite3", "psycopg", "sqlalchemy", "sqlalchemy.dialects.postgresql", "structlog", "uvicorn",
    "cryptography.x509", "requests", "fluent.runtime", "pypinyin",
    "argon2", "jinja2", "PIL.Image", "segno", "prometheus_client", "tomlkit", "nh3", "httpx",
)  # fmt: skip
Results = dict[str, dict[str, str]]


def main(words: Sequence[str]) -> int:
    """Run the areas asked for; return the exit status."""
    asked = _asked(words)
    os.chdir(ROOT)
    os.environ.setdefault("HALL90_TEST_PROFILE", "ci")
    results: Results = json.loads(asked.again.read_text("utf-8")) if asked.again else {}
    areas = [each for each in AREAS if not asked.areas or each.name in asked.areas]
    low = False
    for area in areas:
        sources = _sources(area, asked.module)
        mutants = [
            mutant
            for path, source in sources.items()
            for mutant in mutants_of(Path(path), source, only=_only(area, path))
        ]
        before = results.get(area.name, {})
        if asked.again:
            left = {name for name, how in before.items() if how in {SURVIVED, UNREACHED}}
            mutants = [each for each in mutants if each.name in left or each.name not in before]
        if asked.lists:
            mutants = [each for each in mutants if each.at_definition]
        mutants = mutants[:: asked.every]
        if asked.list:
            sys.stdout.writelines(f"{each.name}\n" for each in mutants)
            continue
        fresh = _campaign(area, sources, mutants)
        current = {each.name for each in _every(area, sources)}
        results[area.name] = {
            name: how for name, how in {**before, **fresh}.items() if name in current
        }
        if asked.out:
            asked.out.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        low = not _told(area, sources, results[area.name]) or low
    return 1 if low else 0


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    names = [each.name for each in AREAS]
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(names))
    parser.add_argument("--module", default="", help="only modules whose path holds this")
    parser.add_argument("--again", type=Path, help="try only what survived in this result")
    parser.add_argument("--every", type=int, default=1, help="try every so-many-th fault only")
    parser.add_argument("--lists", action="store_true", help="only what is said outside functions")
    parser.add_argument("--out", type=Path, help="where the result is kept")
    parser.add_argument("--list", action="store_true", help="list the faults, try none")
    asked = parser.parse_args(words)
    if strange := sorted(set(asked.areas) - set(names)):
        parser.error(f"no area {', '.join(strange)}; there is {', '.join(names)}")
    for name in ("again", "out"):
        if (file := getattr(asked, name)) is not None:
            setattr(asked, name, file.resolve())
    return asked


def _sources(area: Area, part: str) -> dict[str, str]:
    guarded = [
        str(path) for folder in area.guarded for path in sorted(Path(folder).glob("**/*.py"))
    ]
    paths = [each for each in [*area.modules, *guarded] if part in each]
    return {each: Path(each).read_text("utf-8") for each in paths}


def _only(area: Area, path: str) -> str:
    return "" if path in area.modules else GUARDS


def _every(area: Area, sources: dict[str, str]) -> list[Mutant]:
    return [
        each
        for path, source in sources.items()
        for each in mutants_of(Path(path), source, only=_only(area, path))
    ]


def _campaign(area: Area, sources: dict[str, str], mutants: list[Mutant]) -> dict[str, str]:
    """Try every fault of an area; return what became of each by its name."""
    for name in _LIBRARIES:
        __import__(name)
    scratch = Path(tempfile.mkdtemp(prefix="hall90-mutate-"))
    log, reach_file = scratch / "told", scratch / "reach"
    tests = [each for each in area.tests if Path(each).exists()]
    began = time.perf_counter()
    if (child := os.fork()) == 0:
        code = _within(mutants, sources, tests, scratch, area.last)
        os._exit(code)
    _, status = os.waitpid(child, 0)
    if status or not reach_file.exists():
        sys.exit(f"{area.name}: the tests could not be run; see above")
    told = dict(json.loads(line) for line in log.read_text("utf-8").splitlines())
    seconds, lines = json.loads(reach_file.read_text("utf-8"))
    reach = Reach(
        seconds=seconds, lines={test: [(p, n) for p, n in each] for test, each in lines.items()}
    )
    late = [each for each in mutants if each.at_definition]
    for number, mutant in enumerate(late, start=1):
        source, base = sources[str(mutant.path)], [f"--basetemp={scratch}/base"]
        rounds = (each for each in _reading(reach, str(mutant.path), area) if each)
        answers = (tried_anew(mutant, source, chosen, base) for chosen in rounds)
        how = next((each for each in answers if each != SURVIVED), SURVIVED)
        told[mutant.name] = how
        _progress(f"{area.name}: {number} of {len(late)} read anew, {mutant.name}: {how}")
    shutil.rmtree(scratch, ignore_errors=True)
    _progress(f"{area.name}: {len(told)} faults in {time.perf_counter() - began:.0f} s")
    return told


def _reading(reach: Reach, path: str, area: Area) -> list[list[str]]:
    """Return tests that run anything of a module, and the fastest of the others, in rounds.

    What looks at a table of roles alone runs nothing of the module that holds it. Tests that spell
    out such lists, and those of the module's own package, are read and told much sooner than those
    of the whole server.
    """
    spelled = [each for each in reach.seconds if each.startswith(area.spelled)]
    ran = {test for test, lines in reach.lines.items() if any(path == each for each, _ in lines)}
    others = [test for test in reach.seconds if test not in ran]
    chosen = [*reach.affordable([*ran], path), *reach.affordable(others, path)]
    own = [each for each in chosen if is_own(each, path)]
    return [spelled, own, [each for each in chosen if not is_own(each, path)]]


def _within(
    mutants: list[Mutant],
    sources: dict[str, str],
    tests: list[str],
    scratch: Path,
    last: tuple[str, ...],
) -> int:
    inside = sum(not each.at_definition for each in mutants)
    done = Counter[str]()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    with (scratch / "told").open("w", encoding="utf-8") as log:

        def told(mutant: Mutant, how: str) -> None:
            done[how] += 1
            log.write(json.dumps([mutant.name, how]) + "\n")
            log.flush()
            if how in {SURVIVED, UNREACHED} or sum(done.values()) % 50 == 0:
                _progress(f"{sum(done.values())} of {inside} {mutant.name}: {how}")

        plugin = Campaign(mutants, sources, told, scratch / "reach", last)
        code = pytest.main(arguments(tests, scratch / "base"), plugins=[plugin])
    return int(code)


def _told(area: Area, sources: dict[str, str], results: dict[str, str]) -> bool:
    """Print what became of an area's faults; tell whether enough were noticed."""
    excused = tomllib.loads((ROOT / "tools/mutating/equivalent.toml").read_text("utf-8"))["same"]
    known = {(each["path"], each["line"], each["what"]) for each in excused}
    same, left = [], []
    for mutant in _every(area, sources):
        if results.get(mutant.name) not in {SURVIVED, UNREACHED}:
            continue
        line = sources[str(mutant.path)].splitlines()[mutant.line - 1].strip()
        (same if (str(mutant.path), line, mutant.what) in known else left).append(mutant)
    noticed = sum(how in {KILLED, TOO_LONG} for how in results.values())
    counted = len(results) - len(same)
    share = 100 * noticed / counted if counted else 100.0
    sys.stdout.write(
        f"\n{area.name}: {noticed} of {counted} noticed, {share:.1f} in a hundred "
        f"({len(same)} more change nothing)\n"
    )
    sys.stdout.writelines(f"  {each.name}  [{results[each.name]}]\n" for each in left)
    return share >= LEAST


def _progress(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
