"""What is changed: the small faults that are put into a module, one at a time.

Left alone are docstrings, annotations, decorators, words for people (only names like ``day_closed``
are spoilt) and what is written to the program's log.
"""

import ast
import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*_?")
_LOGS = ("_LOG", "logging")
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.Gt, ast.Gt: ast.Lt, ast.GtE: ast.Lt,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.Pow: ast.Mult,
}  # fmt: skip
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_ROLES = ("anonymous", "phone", "kiosk", "display", "reader", "reception", "staff")
"""Who must not get in where a list of roles does not name him."""
Edit = Callable[[Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault: where, what, in which function (empty at a module's own level) and statement.

    ``place`` and ``kind`` find it again in the same source. What stands outside functions runs
    when the module is read: ``at_definition``.
    """

    path: Path
    line: int
    what: str
    function: str
    first_line: int
    at_definition: bool
    statement: int
    place: int
    kind: str

    @property
    def name(self) -> str:
        """Where it is and what it is, for a list."""
        return f"{self.path}:{self.line} {self.what}"


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    kind: str
    what: str
    edit: Edit


def mutants_of(path: Path, source: str, *, only: str = "") -> list[Mutant]:
    """Return every fault that can be put into a module; ``only`` keeps lines that match."""
    tree = ast.parse(source)
    lines = source.splitlines()
    homes = _homes(tree)
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if node not in homes:
            continue
        home, at_definition, statement = homes[node]
        for each in _faults(node, number):
            line = getattr(node, "lineno", statement)
            if only and not re.search(only, lines[line - 1]):
                continue
            found.append(
                Mutant(
                    path=path, line=line, what=each.what, function=home.name if home else "",
                    first_line=_first_line(home), at_definition=at_definition or home is None,
                    statement=statement, place=number, kind=each.kind,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (each.line, each.place, each.kind))


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Return a module with one fault in it."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        if number == mutant.place:
            edits = [each for each in _faults(node, number) if each.kind == mutant.kind]
            edits[0].edit(node)
            break
    return ast.fix_missing_locations(tree)


_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Home = tuple[_Function | None, bool, int]


def _first_line(home: _Function | None) -> int:
    if home is None:
        return 0
    return home.decorator_list[0].lineno if home.decorator_list else home.lineno


def _homes(tree: ast.Module) -> dict[ast.AST, _Home]:
    """Return, for each node that may be changed, its function and statement, and if it defines."""
    homes: dict[ast.AST, _Home] = {}
    for each in tree.body:
        _settle(homes, each, (None, True, 0))
    return homes


def _settle(homes: dict[ast.AST, _Home], node: ast.AST, outer: _Home) -> None:
    home, at_definition, line = outer
    line = node.lineno if isinstance(node, ast.stmt) else line
    if _is_left_alone(node):
        return
    homes[node] = (home, at_definition, line)
    if isinstance(node, _Function):
        for default in filter(None, [*node.args.defaults, *node.args.kw_defaults]):
            _settle(homes, default, (home, True, line))
        home, at_definition = node, False
    elif isinstance(node, ast.ClassDef):
        at_definition = home is None
    for child in _parts(node):
        _settle(homes, child, (home, at_definition, line))


def _parts(node: ast.AST) -> Iterable[ast.AST]:
    """Return what of a node may be changed: no decorator, annotation or name of an error."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return _without_docstring(node.body)
    if isinstance(node, ast.AnnAssign):
        return [] if node.value is None else [node.value]
    if isinstance(node, ast.ExceptHandler):
        return node.body
    return ast.iter_child_nodes(node)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return [
        each
        for each in body
        if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
    ]


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)):
        return True
    if isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Constant):
            return True
        node = node.value
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called.split(".")[0] in _LOGS or called in {"TypeVar", "cast"}
    if isinstance(node, ast.Assign):
        value = ast.unparse(node.value)
        return value.startswith(("TypeVar", "Literal[", "Callable[", "logging.")) or (
            isinstance(node.value, ast.Subscript | ast.Name) and value[:1].isupper()
        )
    return False


def _faults(node: ast.AST, place: int) -> Iterator[_Found]:
    for kind, what, edit in _named(node):
        yield _Found(place, kind, what, edit)


def _named(node: Any) -> Iterator[tuple[str, str, Edit]]:
    for kinds, of in _OF.items():
        if isinstance(node, kinds):
            yield from of(node)


def _of_bool(node: ast.BoolOp) -> Iterator[tuple[str, str, Edit]]:
    other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "bool", f"and/or in {_short(node)}", _setting("op", other)


def _of_not(node: ast.UnaryOp) -> Iterator[tuple[str, str, Edit]]:
    if isinstance(node.op, ast.Not):
        yield "not", f"no not in {_short(node)}", _setting("op", ast.UAdd(), whole=_plain)


def _of_call(node: ast.Call) -> Iterator[tuple[str, str, Edit]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _SWAPPED:
        yield "call", f"{_SWAPPED[name]} for {name}", _renaming(_SWAPPED[name])


def _of_test(node: ast.If | ast.While | ast.IfExp) -> Iterator[tuple[str, str, Edit]]:
    if not isinstance(node.test, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)):
        negated = ast.UnaryOp(op=ast.Not(), operand=node.test)
        yield "test", f"the opposite of {_short(node.test)}", _setting("test", negated)


def _of_compare(node: ast.Compare) -> Iterator[tuple[str, str, Edit]]:
    for at, op in enumerate(node.ops):
        for table, kind in ((_COMPARED, "compare"), (_REVERSED, "reverse")):
            new = table.get(type(op))
            if new is None:
                continue

            def edit(changed: Any, at: int = at, new: type[ast.cmpop] = new) -> None:
                changed.ops[at] = new()

            yield f"{kind}{at}", f"{new.__name__} in {_short(node)}", edit


def _of_reckoning(node: ast.BinOp | ast.AugAssign) -> Iterator[tuple[str, str, Edit]]:
    new = _RECKONED.get(type(node.op))
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    if new is None or any(_is_text(each) for each in sides):
        return
    yield "reckon", f"{new.__name__} in {_short(node)}", _setting("op", new())


def _of_names(node: ast.Set | ast.Tuple) -> Iterator[tuple[str, str, Edit]]:
    """Leave one out of a list of names; let one more role into a list of roles."""
    named = {each.value for each in node.elts if isinstance(each, ast.Constant)}
    if not named or not all(isinstance(each, str) for each in named):
        return
    for at, element in enumerate(node.elts if len(node.elts) > 1 else ()):

        def leave_out(changed: Any, at: int = at) -> None:
            del changed.elts[at]

        yield f"less{at}", f"{_short(element)} left out of {_short(node)}", leave_out
    roles = isinstance(node, ast.Set) and named & {"admin", "staff", "reception", "kiosk"}
    for role in [each for each in _ROLES if roles and each not in named]:

        def let_in(changed: Any, role: str = role) -> None:
            changed.elts.append(ast.Constant(role))

        yield f"let {role}", f"{role} let into {_short(node)}", let_in


def _of_constant(node: ast.Constant) -> Iterator[tuple[str, str, Edit]]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", f"{not value} for {value}", _setting("value", not value)
    elif isinstance(value, (int, float)):
        yield "constant", f"{value + 1} for {value}", _setting("value", value + 1)
    elif isinstance(value, str) and _NAME.fullmatch(value):
        yield "constant", f"another name for {value!r}", _setting("value", f"x{value}x")


def _of_expression(node: ast.Expr) -> Iterator[tuple[str, str, Edit]]:
    if not isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        yield "gone", f"left out: {_short(node)}", _setting("value", ast.Constant(None))


def _of_return(node: ast.Return) -> Iterator[tuple[str, str, Edit]]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield "answer", f"None for {_short(node.value)}", _setting("value", ast.Constant(None))


def _of_assignment(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, str, Edit]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if node.value is None:
        return
    if any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in targets):
        yield "unset", f"left out: {_short(node)}", _leave_out_assignment
    elif not isinstance(node.value, ast.Constant) and isinstance(targets[-1], ast.Name):
        yield "unset", f"None in {_short(node)}", _setting("value", ast.Constant(None))


def _of_raise(node: ast.Raise) -> Iterator[tuple[str, str, Edit]]:
    yield "raise", f"not raised: {_short(node)}", _leave_out_raise


def _of_loop(node: ast.Continue | ast.Break) -> Iterator[tuple[str, str, Edit]]:
    yield "loop", f"no {type(node).__name__.lower()}", _swap_loop


def _of_comprehension(node: ast.comprehension) -> Iterator[tuple[str, str, Edit]]:
    if node.ifs:
        yield "all", f"without if {_short(node.ifs[0])}", _setting("ifs", [])


_OF: Mapping[tuple[type[ast.AST], ...], Callable[[Any], Iterator[tuple[str, str, Edit]]]] = {
    (ast.Compare,): _of_compare,
    (ast.BoolOp,): _of_bool,
    (ast.UnaryOp,): _of_not,
    (ast.BinOp, ast.AugAssign): _of_reckoning,
    (ast.Set, ast.Tuple): _of_names,
    (ast.Constant,): _of_constant,
    (ast.Call,): _of_call,
    (ast.If, ast.While, ast.IfExp): _of_test,
    (ast.Expr,): _of_expression,
    (ast.Return,): _of_return,
    (ast.Assign, ast.AnnAssign): _of_assignment,
    (ast.Raise,): _of_raise,
    (ast.Continue, ast.Break): _of_loop,
    (ast.comprehension,): _of_comprehension,
}


def _setting(field: str, value: object, whole: Edit | None = None) -> Edit:
    def edit(node: Any) -> None:
        if whole is not None:
            whole(node)
        else:
            setattr(node, field, copy.deepcopy(value))

    return edit


def _become(node: Any, other: ast.AST) -> None:
    """Make a node another kind of node in its place."""
    kept = {key: getattr(node, key) for key in ("lineno", "col_offset") if hasattr(node, key)}
    node.__class__ = type(other)
    node.__dict__.clear()
    node.__dict__.update(other.__dict__ | kept)


def _plain(node: Any) -> None:
    twice = ast.UnaryOp(op=ast.Not(), operand=node.operand)
    node.operand = twice


def _renaming(name: str) -> Edit:
    def edit(node: Any) -> None:
        node.func = ast.Name(id=name, ctx=ast.Load())

    return edit


def _leave_out_assignment(node: Any) -> None:
    _become(node, ast.Expr(value=node.value))


def _leave_out_raise(node: Any) -> None:
    _become(node, ast.Pass())


def _swap_loop(node: Any) -> None:
    _become(node, ast.Break() if isinstance(node, ast.Continue) else ast.Continue())


def _is_text(node: ast.AST) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    return text or isinstance(node, ast.JoinedStr)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "…"
