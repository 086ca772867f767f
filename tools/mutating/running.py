"""How a fault is tried: the tests that reach its statement, in a process forked for it alone.

The tests are collected once. A fault within a function is put into the loaded program by giving
the function other code, so that one costs a fork and its tests. A fault in what a module says when
it is read (a list of roles, a default) needs the program read anew, in a fork of a process that has
only the libraries in memory.
"""

import ast
import builtins
import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tools.mutating.mutants import Mutant, mutated

KILLED, SURVIVED, UNREACHED, TOO_LONG = "killed", "survived", "not reached", "killed by time"
_RECORD = "_mutating_reached"
_MOST_S = 5.0
"""So much processor time of tests, as measured without a fault, is spent on one fault."""
_PATIENCE_S, _PATIENCE = 6, 15
"""A test that takes so much longer than without a fault will not end: the fault was noticed."""
_FIRST_WORDS = [
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "-o",
    "timeout=0",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]
_Key = tuple[str, int]


@dataclass(slots=True, kw_only=True)
class Reach:
    """What each test took, and which statements it ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def tests_of(
        self, wanted: Callable[[str, int], bool], path: str, last: tuple[str, ...]
    ) -> list[str]:
        """Return the tests that ran a wanted statement of a module, within the time.

        After them come those that begin like one of ``last``, whatever they take.
        """
        found = [test for test, lines in self.lines.items() if any(wanted(*line) for line in lines)]
        late = [test for test in found if test.startswith(last)]
        return [*self.affordable([test for test in found if test not in late], path), *late]

    def affordable(self, tests: Sequence[str], path: str) -> list[str]:
        """Return so many of some tests as one fault of a module may cost, at least one.

        Those of its own package go first, as they were written about it, and the fastest of them.
        """
        kept: list[str] = []
        spent = 0.0
        for test in sorted(tests, key=lambda each: (not is_own(each, path), self.seconds[each])):
            spent += self.seconds[test]
            if kept and spent > _MOST_S:
                break
            kept.append(test)
        return kept


def is_own(test: str, path: str) -> bool:
    """Tell whether a test stands where those of a module's package do."""
    return test.startswith(f"tests/{Path(path).parent}/")


class Campaign:
    """A pytest plugin: measures which test reaches what, then tries each fault in a fork."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        sources: Mapping[str, str],
        told: Callable[[Mutant, str], None],
        left: Path,
        last: tuple[str, ...] = (),
    ) -> None:
        self._mutants = mutants
        self._sources = sources
        self._told = told
        self._left = left
        self._last = last

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what needs a browser: it starts too slowly to be asked about each fault."""
        items[:] = [each for each in items if "browser" not in getattr(each, "fixturenames", ())]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do all of it in place of one run of the tests."""
        for path in self._sources:  # what is loaded only when it is wanted cannot be changed
            importlib.import_module(".".join(Path(path).with_suffix("").parts))
        items = {item.nodeid: item for item in session.items}
        reach = self._measured(session, items)
        functions = list(_functions(set(self._sources)))
        gc.freeze()
        for mutant in self._mutants:
            if mutant.at_definition:
                continue
            path = str(mutant.path)

            def reaches(
                where: str, line: int, path: str = path, at: int = mutant.statement
            ) -> bool:
                return where == path and line == at

            tests = reach.tests_of(reaches, path, self._last)
            if not tests:
                self._told(mutant, UNREACHED)
                continue
            changed = compile(mutated(self._sources[path], mutant), path, "exec", dont_inherit=True)
            codes = dict(_codes(changed))

            def trial(codes: Mapping[_Key, types.CodeType] = codes, path: str = path) -> None:
                _swap(functions, path, codes)

            chosen = [(items[test], reach.seconds[test]) for test in tests]
            self._told(mutant, _forked(lambda: _failed(session, chosen, trial)))  # noqa: B023
        self._left.write_text(json.dumps([reach.seconds, reach.lines]), "utf-8")
        return True

    def _measured(self, session: pytest.Session, items: Mapping[str, pytest.Item]) -> Reach:
        """Run every test once, in a fork, with the statements telling that they were reached."""
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.close(reading)
            with os.fdopen(writing, "w") as out:
                out.write(json.dumps(self._reached(session, items)))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as told:
            answer = told.read()
        os.waitpid(child, 0)
        if not answer:
            raise pytest.UsageError("the tests do not pass without a fault")
        seconds, lines = json.loads(answer)
        kept = {test: [(path, line) for path, line in each] for test, each in lines.items()}
        return Reach(seconds=seconds, lines=kept)

    def _reached(
        self, session: pytest.Session, items: Mapping[str, pytest.Item]
    ) -> tuple[dict[str, float], dict[str, list[tuple[str, int]]]]:
        reached: set[tuple[str, int]] = set()
        setattr(builtins, _RECORD, lambda path, line: reached.add((path, line)))
        functions = list(_functions(set(self._sources)))
        for path, source in self._sources.items():
            telling = compile(_telling(source, path), path, "exec", dont_inherit=True)
            _swap(functions, path, dict(_codes(telling)))
        seconds: dict[str, float] = {}
        lines: dict[str, list[tuple[str, int]]] = {}
        for test, item in items.items():
            reached.clear()
            began = _spent_s()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            seconds[test], lines[test] = _spent_s() - began, sorted(reached)
            if session.testsfailed:
                # Of no use for telling faults: it fails by itself, perhaps of haste.
                sys.stderr.write(f"left out, as it fails without a fault: {test}\n")
                session.testsfailed = 0
                del seconds[test], lines[test]
        return seconds, lines


def _spent_s() -> float:
    """Return the processor time of this process and its own, with a tenth of the waiting."""
    times = os.times()
    busy = times.user + times.system + times.children_user + times.children_system
    return busy + times.elapsed / 10


def tried_anew(mutant: Mutant, source: str, tests: Sequence[str], more: Sequence[str]) -> str:
    """Read the program with a fault in it and run tests, in a fork of this process."""

    def failed() -> bool:
        sys.meta_path.insert(0, _Faulty(mutant, source))
        return pytest.main([*_FIRST_WORDS, *more, *tests]) != 0

    return _forked(failed)


def arguments(tests: Sequence[str], base: Path) -> list[str]:
    """Return how pytest is called for the tests of an area."""
    left_out = ["-m", "not deep and not e2e and not device", "-k", "not package and not debian"]
    return [*_FIRST_WORDS, f"--basetemp={base}", *left_out, *tests]


def _forked(failed: Callable[[], bool]) -> str:
    """Run a trial in a fork; a time that never ends is an answer too."""
    sys.stdout.flush()
    sys.stderr.flush()
    if (child := os.fork()) == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(_MOST_S * _PATIENCE))
        code = 1
        try:
            code = 1 if failed() else 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return TOO_LONG if os.WTERMSIG(status) == signal.SIGALRM else KILLED
    return KILLED if os.WEXITSTATUS(status) else SURVIVED


def _failed(
    session: pytest.Session,
    chosen: Sequence[tuple[pytest.Item, float]],
    put_in: Callable[[], None],
) -> bool:
    put_in()
    then = [*(item for item, _ in chosen[1:]), None]
    for (item, usual_s), following in zip(chosen, then, strict=True):
        signal.alarm(_PATIENCE_S + int(_PATIENCE * usual_s))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return True
    return False


def _functions(paths: set[str]) -> Iterator[tuple[str, types.FunctionType]]:
    """Yield the loaded functions of some modules, each under its module's path."""
    full = {str(Path(path).resolve()): path for path in paths}
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__code__.co_filename in full:
            yield full[each.__code__.co_filename], each


def _codes(code: types.CodeType) -> Iterator[tuple[_Key, types.CodeType]]:
    yield (code.co_qualname, code.co_firstlineno), code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _codes(each)


def _swap(
    functions: Sequence[tuple[str, types.FunctionType]],
    path: str,
    codes: Mapping[_Key, types.CodeType],
) -> None:
    for where, function in functions:
        old = function.__code__
        new = codes.get((old.co_qualname, old.co_firstlineno))
        if where != path or new is None or new == old:
            continue
        if new.co_freevars == old.co_freevars:
            function.__code__ = new


def _telling(source: str, path: str) -> ast.Module:
    """Return a module whose functions tell each statement that they come to."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _let_tell(node, path)
    return ast.fix_missing_locations(tree)


def _let_tell(node: ast.AST, path: str) -> None:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if not isinstance(body, list):
            continue
        fresh: list[ast.stmt] = []
        for each in body:
            told = ast.parse(f"{_RECORD}({path!r}, {each.lineno})").body[0]
            for part in ast.walk(told):
                if hasattr(part, "lineno"):
                    part.lineno = part.end_lineno = each.lineno  # type: ignore[attr-defined]
            fresh += [told, each]
            if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                _let_tell(each, path)
        setattr(node, name, fresh)
    for handler in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
        _let_tell(handler, path)


class _Faulty(importlib.abc.MetaPathFinder):
    """Finds the one module with its fault in it."""

    def __init__(self, mutant: Mutant, source: str) -> None:
        self._name = ".".join(mutant.path.with_suffix("").parts)
        self._mutant = mutant
        self._source = source

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self._name:
            return None
        file = str(self._mutant.path.resolve())
        return importlib.util.spec_from_file_location(fullname, file, loader=self._loader(file))

    def _loader(self, file: str) -> Any:
        code = compile(mutated(self._source, self._mutant), file, "exec", dont_inherit=True)

        class Loader(importlib.abc.InspectLoader):
            def get_source(self, fullname: str) -> str | None:
                return None

            def get_code(self, fullname: str) -> types.CodeType:
                return code

        return Loader()
