"""A submitted file cut into units, each with the names that it binds and the names that it needs.

A unit is one top-level statement (or several that share a line). `symtable` gives exact scopes, so that a local
`loss` of some function is never taken for the global `loss` of a notebook cell that trains for an hour.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from .cells import as_python
from .entries import announces_itself, kept_by, root, target
from .grammar import blame

COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_STEADY = (*_DEFINITIONS, ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
_REPLACING = (*_STEADY, ast.AugAssign)
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What reading a text as Python may raise."""

Names: TypeAlias = frozenset[str]


@dataclass(frozen=True, eq=False)
class Piece:
    """One parsed cell of a notebook, or a whole module."""

    tree: ast.Module
    text: str
    place: str
    """`softmax.py` or `hw.ipynb, cell 3`: also the file name that tracebacks show."""
    cell: int | None


@dataclass(frozen=True)
class Scope:
    """Names of one unit, seen from outside of it."""

    binds: Names
    now: Names
    """Needed while the unit runs."""
    later: Names
    """Needed when a function defined in it is called."""
    sets: Names
    """Globals that its functions assign."""


@dataclass(frozen=True, eq=False)
class Unit:
    """One step of a file; indices give their order."""

    index: int
    nodes: list[ast.stmt]
    place: str
    line: int
    first_line: str
    scope: Scope
    stores: Names
    """Roots of attribute and subscript stores: `table` in `table[0] = 1`."""
    pokes: Names
    """Roots of method calls whose result is dropped: `layers` in `layers.append(x)`."""

    @property
    def star(self) -> ast.ImportFrom | None:
        """The statement, if the unit is nothing but `from x import *`."""
        node = self.nodes[0]
        return node if len(self.nodes) == 1 and isinstance(node, ast.ImportFrom) and node.names[0].name == "*" else None

    @property
    def wild(self) -> bool:
        """Whether a star import stands somewhere inside a larger statement."""
        return self.star is None and any(
            isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in _here(self.nodes)
        )

    @property
    def imports(self) -> bool:
        """Whether it consists of plain import statements."""
        return self.star is None and all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @property
    def defines(self) -> bool:
        """Whether it consists of functions and classes."""
        return all(isinstance(node, _DEFINITIONS) for node in self.nodes)

    @property
    def announces(self) -> bool:
        """Whether it is a definition of which something else hears: it is made even if nobody asks for it."""
        return self.defines and any(announces_itself(node) for node in self.nodes)

    @property
    def call_free(self) -> bool:
        """Whether it is cheap and safe to run although nobody asked: definitions, imports, plain constants."""
        if any(isinstance(node, _DEFINITIONS) for node in self.nodes):
            return True
        return all(isinstance(node, _STEADY) for node in self.nodes) and not any(
            isinstance(node, ast.Call | ast.comprehension) for top in self.nodes for node in ast.walk(top)
        )

    def replaces(self, name: str) -> bool:
        """Whether earlier values of this name are gone once the unit has run, whatever it made of them."""
        return name in self.scope.binds and all(isinstance(node, _REPLACING) for node in self.nodes)

    def asks(self, name: str) -> bool:
        """Whether the unit uses this name's earlier value in more than storing into it."""
        return name in self.scope.binds or name in self.pokes


@dataclass(frozen=True, eq=False)
class Source:
    """One submitted file as far as it could be read."""

    path: str
    pieces: tuple[Piece, ...]
    problems: tuple[str, ...]
    notebook: bool


@dataclass(eq=False)
class Sheet:
    """The units of a file, with indices by name."""

    units: list[Unit]
    binders: dict[str, list[int]] = field(default_factory=dict)
    touching: dict[str, list[int]] = field(default_factory=dict)
    """Units that change what a name stands for without binding it."""
    stars: list[int] = field(default_factory=list)
    wilds: list[int] = field(default_factory=list)
    annotations: bool = False
    """Whether annotations are kept as text (`from __future__ import annotations`)."""


def read_source(file: dict[str, object]) -> Source:
    """Parse every cell of a file of the wire: {"path", "cells", "notebook"}; one bad cell costs that cell alone."""
    path, notebook = str(file["path"]), bool(file["notebook"])
    cells = file["cells"]
    assert isinstance(cells, list | tuple)
    pieces, problems = [], []
    for number, text in enumerate(cells, 1):
        place = f"{path}, cell {number}" if notebook else path
        try:
            tree, read = as_python(str(text))
        except UNREADABLE as error:
            problems.append(blame(error, str(text), place))
        else:
            pieces.append(Piece(tree, read, place, number if notebook else None))
    return Source(path, tuple(pieces), tuple(problems), notebook)


def cut(source: Source) -> Sheet:
    """The units of a file."""
    sheet = Sheet([])
    for piece in source.pieces:
        lines = piece.text.split("\n")
        for nodes in _grouped(piece.tree.body, notebook=source.notebook):
            sheet.units.append(_unit(len(sheet.units), nodes, lines, piece.place))
    for unit in sheet.units:
        _enter(sheet, unit)
    _enter_setters(sheet)
    _enter_calls(sheet)
    return sheet


def is_main_guard(node: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return False
    sides = [node.test.left, *node.test.comparators]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    return names == ["__name__"] and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)


def _grouped(body: list[ast.stmt], *, notebook: bool) -> Iterator[list[ast.stmt]]:
    """Statements, those that share a line together. A script's main block never runs; a notebook's does."""
    group: list[ast.stmt] = []
    end = 0
    for node in body:
        if is_main_guard(node):
            assert isinstance(node, ast.If)
            if not notebook:
                continue
            node.test = ast.copy_location(ast.Constant(value=True), node.test)
        if _binds_nothing(node):
            continue
        if group and _first_line(node) > end:
            yield group
            group = []
        group.append(node)
        end = node.end_lineno or node.lineno
    if group:
        yield group


def _binds_nothing(node: ast.stmt) -> bool:
    """`del x` tidies a notebook up; `x: int` only says something. Neither makes a value."""
    if isinstance(node, ast.Delete):
        return all(isinstance(target, ast.Name) for target in node.targets)
    return isinstance(node, ast.AnnAssign) and node.value is None


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _unit(index: int, nodes: list[ast.stmt], lines: list[str], place: str) -> Unit:
    line = _first_line(nodes[0])
    text = "\n".join(lines[line - 1 : nodes[-1].end_lineno])
    stores, pokes = _touched(nodes)
    scope = _scope(nodes, text)
    added = [
        node.target.id for node in _here(nodes) if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    ]
    scope = replace(scope, now=scope.now.union(added))  # symtable takes `x += 1` for an assignment only
    return Unit(index, nodes, place, line, lines[line - 1], scope, stores, pokes)


def _scope(nodes: list[ast.stmt], text: str) -> Scope:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = symtable.symtable(text, "unit", "exec")
    except UNREADABLE:
        return _crude_scope(nodes)
    binds: set[str] = set()
    now: set[str] = set()
    later: set[str] = set()
    sets: set[str] = set()
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            binds.add(symbol.get_name())
        if symbol.is_referenced():
            now.add(symbol.get_name())
    todo = [(child, False) for child in top.get_children()]
    while todo:
        table, inside = todo.pop()
        deferred = inside or (table.get_type() == "function" and table.get_name() not in COMPREHENSIONS)
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "class"):
                (later if deferred else now).add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                sets.add(symbol.get_name())
        todo.extend((child, deferred) for child in table.get_children())
    return Scope(frozenset(binds), frozenset(now), frozenset(later), frozenset(sets))


def _crude_scope(nodes: list[ast.stmt]) -> Scope:
    """What a unit would bind that breaks Python's scoping rules: running it will say which rule."""
    binds = {node.name for node in nodes if isinstance(node, _DEFINITIONS)}
    for node in _here(nodes):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            binds.add(node.id)
    return Scope(frozenset(binds), frozenset(), frozenset(), frozenset())


def _here(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes that run with the unit: not what stands inside functions and classes."""
    todo = list(nodes)
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, _DEFINITIONS):
            todo.extend(node.decorator_list)
        elif not isinstance(node, ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def _touched(nodes: list[ast.stmt]) -> tuple[Names, Names]:
    if all(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
        return frozenset(), frozenset()
    stores, pokes = set(), set()
    for node in _here(nodes):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            stores.add(root(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            pokes.add(root(node.value.func) if isinstance(node.value.func, ast.Attribute) else "")
            stores.add(target(node.value))
        elif isinstance(node, _DEFINITIONS):
            pokes.update(root(_callee(decorator)) for decorator in node.decorator_list)
    return frozenset(stores - {""}), frozenset(pokes - {""})


def _callee(node: ast.expr) -> ast.expr:
    called = node.func if isinstance(node, ast.Call) else node
    return called if isinstance(called, ast.Attribute) else ast.Constant(value=None)


def _enter(sheet: Sheet, unit: Unit) -> None:
    if unit.star is not None:
        future = unit.star.module == "__future__"
        sheet.stars.extend([] if future else [unit.index])
        return
    if unit.wild:
        sheet.wilds.append(unit.index)
    for node in unit.nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            sheet.annotations |= any(alias.name == "annotations" for alias in node.names)
    for name in unit.scope.binds:
        sheet.binders.setdefault(name, []).append(unit.index)
    for name in unit.stores | unit.pokes:
        sheet.touching.setdefault(name, []).append(unit.index)


def _enter_setters(sheet: Sheet) -> None:
    """`def init(): global table; ...` binds `table` where `init()` is called."""
    setters = {name: unit.scope.sets for unit in sheet.units if unit.scope.sets for name in unit.scope.binds}
    if not setters:
        return
    for unit in sheet.units:
        for caller in unit.scope.now & setters.keys():
            for name in setters[caller]:
                found = sheet.binders.setdefault(name, [])
                found.append(unit.index)
                found.sort()


def _enter_calls(sheet: Sheet) -> None:
    """`def layer(name, f): table[name] = f` changes `table` where `layer("relu", relu)` stands."""
    definitions = [(unit, node) for unit in sheet.units for node in unit.nodes if isinstance(node, _DEFINITIONS)]
    keepers = {node.name: kept_by(node, unit.scope.later) for unit, node in definitions}
    for unit in sheet.units:
        dropped = (node.value for node in _here(unit.nodes) if isinstance(node, ast.Expr))
        called = {root(call.func) for call in dropped if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
        for name in {kept for each in called & keepers.keys() for kept in keepers[each]} - unit.scope.binds:
            sheet.touching.setdefault(name, []).append(unit.index)
