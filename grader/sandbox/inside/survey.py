"""What a submission defines and does, by parsing alone: nothing of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .slices import Piece, Source, is_main_guard

MOST_DEFINITIONS, MOST_FACTS, LONGEST_NAME = 5000, 500, 200
"""Far above what people write: the answer stays small whatever was handed in."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, eq=False)
class _Binding:
    name: str
    kind: str
    line: int
    cell: int | None
    node: ast.AST


def survey(sources: Iterable[Source]) -> dict[str, Any]:
    """Definitions, facts about each, and problems of parsed files.

    {"definitions": [{"name", "file", "line", "cell", "kind"}], one for each name and file: the last;
    "facts": [{"file", "name", "calls": [[dotted name, line]], "imports": [[module, line]], "loops": [line], "names":
    [name]}];
    "problems": {file: sentence}}. Lines count within a notebook's cell.
    """
    definitions: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    problems: dict[str, str] = {}
    for source in sources:
        if source.problems:
            problems[source.path] = _all_problems(source)
        imports = _imports(source)
        aliases, renamed = _aliases(source), _renamed(source)
        for binding in _last_bindings(source)[: MOST_DEFINITIONS - len(definitions)]:
            definitions.append(_as_definition(source.path, binding))
            facts.append(_as_facts(source.path, binding, imports, aliases) | {"names": _names(binding, renamed)})
    return {"definitions": definitions, "facts": facts, "problems": problems}


def _all_problems(source: Source) -> str:
    others = len(source.problems) - 1
    if not others:
        return source.problems[0]
    return f"{source.problems[0]} (and {others} more {'cell' if others == 1 else 'cells'} that cannot be read)"


def _as_definition(path: str, binding: _Binding) -> dict[str, Any]:
    place = {"file": path, "line": binding.line, "cell": binding.cell}
    return {"name": binding.name, **place, "kind": binding.kind}


def _as_facts(
    path: str, binding: _Binding, imports: list[tuple[str, int]], aliases: Mapping[str, str]
) -> dict[str, Any]:
    calls, loops = [], []
    for node in ast.walk(binding.node):
        if isinstance(node, ast.Call):
            dotted = _dotted(node.func, aliases)
            calls.extend([(dotted, node.lineno)] if dotted else [])
        elif isinstance(node, _LOOPS):
            loops.append(node.lineno)
    return {
        "file": path,
        "name": binding.name,
        "calls": [list(call) for call in sorted(set(calls), key=lambda call: (call[1], call[0]))[:MOST_FACTS]],
        "imports": [list(found) for found in imports[:MOST_FACTS]],
        "loops": sorted(set(loops))[:MOST_FACTS],
    }


def _names(binding: _Binding, renamed: Mapping[str, str]) -> list[str]:
    """What is read inside the definition, called or not: a function may be handed on, or stand in a list."""
    names = set()
    for node in ast.walk(binding.node):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names.add(renamed.get(node.id, node.id)[:LONGEST_NAME])
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            names.add(node.attr[:LONGEST_NAME])
    return sorted(names)[:MOST_FACTS]


# ---------------------------------------------------------------- bindings


def _last_bindings(source: Source) -> list[_Binding]:
    last: dict[str, _Binding] = {}
    for piece in source.pieces:
        for binding in _bindings(piece.tree.body, piece, notebook=source.notebook):
            last.pop(binding.name, None)
            last[binding.name] = binding
    return list(last.values())


def _bindings(body: Iterable[ast.stmt], piece: Piece, *, notebook: bool) -> Iterator[_Binding]:
    """Bindings of the module's own scope, in order, also inside top-level if, try, with, for and while."""
    todo: list[ast.AST] = []
    todo.extend(reversed(list(body)))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.stmt) and is_main_guard(node) and not notebook:
            continue
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            yield _Binding(node.name[:LONGEST_NAME], kind, node.lineno, piece.cell, node)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.For | ast.AsyncFor | ast.With | ast.AsyncWith):
            for target in _targets(node):
                yield _Binding(target.id[:LONGEST_NAME], "assignment", target.lineno, piece.cell, node)
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.expr)):
            todo.extend(list(ast.iter_child_nodes(node))[::-1])


def _targets(node: ast.stmt) -> Iterator[ast.Name]:
    roots: list[ast.AST | None]
    if isinstance(node, ast.Assign):
        roots = list(node.targets)
    elif isinstance(node, ast.With | ast.AsyncWith):
        roots = [item.optional_vars for item in node.items]
    elif isinstance(node, ast.AnnAssign):
        roots = [node.target] if node.value is not None else []
    else:
        assert isinstance(node, ast.For | ast.AsyncFor)
        roots = [node.target]
    for root in roots:
        for found in ast.walk(root) if root is not None else ():
            if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store):
                yield found


# ---------------------------------------------------------------- imports and dotted names


def _imports(source: Source) -> list[tuple[str, int]]:
    """Modules that are imported anywhere, also by `__import__("x")` and `import_module("x")`."""
    found: list[tuple[str, int]] = []
    for piece in source.pieces:
        for node in ast.walk(piece.tree):
            if isinstance(node, ast.Import):
                found.extend((alias.name[:LONGEST_NAME], node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.append(("." * node.level + (node.module or "")[:LONGEST_NAME], node.lineno))
            elif isinstance(node, ast.Call) and _imports_by_call(node.func):
                found.extend(_named_module(node))
    return sorted(set(found), key=lambda pair: (pair[1], pair[0]))


def _imports_by_call(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"__import__", "import_module"}


def _named_module(call: ast.Call) -> Iterator[tuple[str, int]]:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        yield call.args[0].value[:LONGEST_NAME], call.lineno


def _aliases(source: Source) -> dict[str, str]:
    """What imported names stand for: {"np": "numpy", "lstsq": "numpy.linalg.lstsq"}, plain renamings included."""
    aliases: dict[str, str] = {}
    renamings: list[tuple[str, ast.expr]] = []
    for piece in source.pieces:
        for node in ast.walk(piece.tree):
            if isinstance(node, ast.Import):
                aliases.update({alias.asname: alias.name for alias in node.names if alias.asname})
                aliases.update(
                    {
                        alias.name.partition(".")[0]: alias.name.partition(".")[0]
                        for alias in node.names
                        if not alias.asname
                    }
                )
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                aliases.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
                renamings.extend((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    for name, value in renamings:
        root, dotted = _chain(value)
        if root in aliases and name not in aliases:
            aliases[name] = ".".join((aliases[root], *dotted))
    return aliases


def _renamed(source: Source) -> dict[str, str]:
    """What `from … import name as other` has renamed: {"other": "name"}."""
    imports = [node for piece in source.pieces for node in ast.walk(piece.tree) if isinstance(node, ast.ImportFrom)]
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def _dotted(node: ast.expr, aliases: Mapping[str, str]) -> str:
    root, rest = _chain(node)
    return ".".join((aliases.get(root, root), *rest))[:LONGEST_NAME] if root else ""


def _chain(node: ast.expr) -> tuple[str, tuple[str, ...]]:
    """("np", ("linalg", "lstsq")) for `np.linalg.lstsq`; an empty root if it starts with no name."""
    rest: list[str] = []
    while isinstance(node, ast.Attribute):
        rest.append(node.attr)
        node = node.value
    return (node.id, tuple(reversed(rest))) if isinstance(node, ast.Name) else ("", ())
