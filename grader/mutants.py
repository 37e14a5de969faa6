"""Small changes to a solution's source, such as slips of the pen make: what a rubric was not written for.

Mutation analysis (DeMillo, Lipton and Sayward, "Hints on test data selection", IEEE Computer 11(4), 1978): a set of
checks is as good as the small changes that it notices. A change that nothing notices is either as right as what stood
there, or a hole.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeVar

from grader.model import Patch
from grader.reference import solution_regions

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
NAMES = {
    one: other
    for pair in (
        ("sum", "mean"),
        ("max", "min"),
        ("maximum", "minimum"),
        ("argmax", "argmin"),
        ("zeros", "ones"),
        ("zeros_like", "ones_like"),
        ("exp", "expm1"),
        ("log", "log1p"),
        ("rand", "randn"),
        ("floor", "ceil"),
    )
    for one, other in (pair, pair[::-1])
}


@dataclass(frozen=True)
class Mutant:
    """One change: at this line, this text instead of that."""

    line: int
    before: str
    after: str
    patch: Patch


def mutants(text: str, definitions: Iterable[str]) -> Iterator[Mutant]:
    """Every change to these definitions of a module, and to those of the same solution that they mention."""
    tree = ast.parse(text)
    regions = list(solution_regions(text))
    starts = _line_starts(text)
    for definition in _reached(tree, definitions):
        for node, other in _changes(definition):
            start, end = (starts[line - 1] + column for line, column in _span(node, text))
            region = next(((low, high) for low, high in regions if low <= start and end <= high), None)
            before, after = text[start:end], _written(other, node)
            if region and not _same_text(before, after):
                low, high = region
                patch = Patch(text[low:high], text[low:start] + after + text[end:high])
                yield Mutant(node.lineno, before, after, patch)


Definition = ast.FunctionDef | ast.ClassDef
Node = TypeVar("Node", bound=ast.AST)


def _reached(tree: ast.Module, wanted: Iterable[str]) -> list[Definition]:
    """These definitions of the module, and those that they mention, each once."""
    known = {each.name: each for each in tree.body if isinstance(each, Definition)}
    waiting, met = [name for name in wanted if name in known], dict[str, Definition]()
    while waiting:
        name = waiting.pop(0)
        if name not in met:
            met[name] = known[name]
            names = {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)}
            waiting += sorted(names & known.keys())
    return list(met.values())


def _changes(definition: Definition) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST]]:
    """A node, and what may stand in its place."""
    left_alone = set(_unread(definition))
    for scope in _functions(definition):
        names = _local_names(scope)
        for node in ast.walk(scope):
            if id(node) in left_alone:
                continue
            left_alone.add(id(node))
            if isinstance(node, ast.stmt):
                yield from ((node, other) for other in _statements(node))
            elif isinstance(node, ast.expr):
                yield from ((node, other) for other in _expressions(node, names))


def _functions(definition: Definition) -> list[ast.FunctionDef]:
    """The function, or the class's methods."""
    inside = [definition] if isinstance(definition, ast.FunctionDef) else definition.body
    return [each for each in inside if isinstance(each, ast.FunctionDef)]


def _unread(definition: Definition) -> Iterator[int]:
    """What changes nothing: docstrings, annotations, messages of exceptions, the parts of an f-string."""
    for node in ast.walk(definition):
        unread: list[ast.AST] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            unread = [node, node.value]
        elif isinstance(node, ast.JoinedStr | ast.Raise):
            unread = [inner for inner in ast.walk(node) if inner is not node]
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            unread = list(ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef):
            unread = [inner for part in (node.returns, *node.decorator_list) if part for inner in ast.walk(part)]
        yield from map(id, unread)


def _local_names(function: ast.FunctionDef) -> list[str]:
    """What is assigned in it, or given to it."""
    given = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [name for name in dict.fromkeys((*given, *stored)) if name not in ("self", "_")]


# ---------------------------------------------------------------- what may stand in a node's place


def _expressions(node: ast.expr, names: list[str]) -> Iterator[ast.expr]:
    others = OTHERS.get(type(node))
    if others:
        yield from others(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        at = names.index(node.id)
        yield from (
            ast.Name(other, ast.Load()) for other in dict.fromkeys((names[at - 1], names[(at + 1) % len(names)]))
        )
        yield ast.UnaryOp(ast.USub(), node)


def _of_operation(node: ast.BinOp) -> Iterator[ast.expr]:
    yield _with(node, op=ARITHMETIC.get(type(node.op), ast.Add)())
    yield node.left
    yield node.right
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield _with(node, left=node.right, right=node.left)
    if isinstance(node.op, ast.MatMult):
        yield _with(node, left=ast.Attribute(node.left, "T", ast.Load()))
        yield _with(node, right=ast.Attribute(node.right, "T", ast.Load()))


def _of_sign(node: ast.UnaryOp) -> Iterator[ast.expr]:
    yield node.operand


def _of_comparison(node: ast.Compare) -> Iterator[ast.expr]:
    for at, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])


def _of_logic(node: ast.BoolOp) -> Iterator[ast.expr]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    yield from node.values


def _of_constant(node: ast.Constant) -> Iterator[ast.expr]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + step) for step in (1, -1))
    elif isinstance(node.value, float):
        yield from (ast.Constant(value) for value in (2 * node.value, 0.0, 1.0))


def _of_call(node: ast.Call) -> Iterator[ast.expr]:
    if len(node.args) > 1:
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])
    for at in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:at] + node.keywords[at + 1 :])
    if node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    elif isinstance(node.func, ast.Attribute):
        yield node.func.value


def _of_attribute(node: ast.Attribute) -> Iterator[ast.expr]:
    if node.attr == "T":
        yield node.value
    elif node.attr in NAMES:
        yield _with(node, attr=NAMES[node.attr])


def _of_slice(node: ast.Slice) -> Iterator[ast.expr]:
    if node.lower:
        yield _with(node, lower=None)
    else:
        yield _with(node, lower=ast.Constant(1))
    if node.upper:
        yield _with(node, upper=None)
    else:
        yield _with(node, upper=ast.Constant(-1))


def _of_choice(node: ast.IfExp) -> Iterator[ast.expr]:
    yield node.body
    yield node.orelse


def _of_tuple(node: ast.Tuple) -> Iterator[ast.expr]:
    for at in range(len(node.elts) - 1):
        yield _with(node, elts=[*node.elts[:at], node.elts[at + 1], node.elts[at], *node.elts[at + 2 :]])


OTHERS: dict[type[ast.expr], Callable[..., Iterator[ast.expr]]] = {
    ast.BinOp: _of_operation,
    ast.UnaryOp: _of_sign,
    ast.Compare: _of_comparison,
    ast.BoolOp: _of_logic,
    ast.Constant: _of_constant,
    ast.Call: _of_call,
    ast.Attribute: _of_attribute,
    ast.Slice: _of_slice,
    ast.IfExp: _of_choice,
    ast.Tuple: _of_tuple,
}
"""By the kind of expression."""


def _statements(node: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(node, ast.AugAssign):
        yield _with(node, op=ARITHMETIC.get(type(node.op), ast.Add)())
        yield ast.Assign([node.target], node.value)
        yield ast.Pass()
    elif isinstance(node, ast.Assign):
        if not isinstance(node.targets[0], ast.Name | ast.Tuple):
            yield ast.Pass()
    elif isinstance(node, ast.Expr | ast.Break | ast.Continue):
        yield ast.Pass()
    elif isinstance(node, ast.If):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        yield _with(node, test=ast.Constant(value=True))
        yield _with(node, test=ast.Constant(value=False))
    elif isinstance(node, ast.For):
        every = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
        for part in (
            ast.Slice(lower=ast.Constant(1)),
            ast.Slice(upper=ast.Constant(-1)),
            ast.Slice(step=ast.Constant(-1)),
        ):
            yield _with(node, iter=ast.Subscript(every, part, ast.Load()))
        yield _with(node, body=[*node.body, ast.Break()])
    elif isinstance(node, ast.While):
        yield _with(node, body=[*node.body, ast.Break()])


def _with(node: Node, **changed: object) -> Node:
    """The same node with other fields."""
    made = deepcopy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


# ---------------------------------------------------------------- where it stands, and how it is written


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _span(node: ast.expr | ast.stmt, text: str) -> Iterator[tuple[int, int]]:
    """Line and column of its two ends; columns are counted in characters, where the parser counts bytes."""
    lines = text.splitlines()
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    for line, column in ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)):
        yield line, len(lines[line - 1].encode()[:column].decode())


def _written(node: ast.AST, place: ast.expr | ast.stmt) -> str:
    """As source that may stand at this place."""
    text = ast.unparse(ast.fix_missing_locations(node))
    if isinstance(place, ast.stmt):
        return text.replace("\n", "\n" + " " * place.col_offset)
    if isinstance(place, ast.Slice):
        return text
    if isinstance(node, ast.Tuple) and any(isinstance(each, ast.Slice) for each in node.elts):
        return ", ".join(map(ast.unparse, node.elts))  # of an index: there stand no parentheses
    bare = isinstance(node, ast.Name | ast.Tuple | ast.Attribute | ast.Call | ast.Subscript)
    return text if bare else f"({text})"


def _same_text(one: str, other: str) -> bool:
    """Whether they differ in their layout alone."""
    return "".join(one.split()).strip("()") == "".join(other.split()).strip("()")
