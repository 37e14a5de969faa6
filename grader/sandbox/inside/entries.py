"""Definitions that enter themselves somewhere: under a decorator, `@layer("relu")`, or as a subclass that is noticed.

`layers["relu"]` is then made by a class whose name nobody mentions again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def root(node: ast.expr) -> str:
    """`table` in `table.rows[0]`; empty where it is no name."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def used_by(node: Definition) -> Iterator[str]:
    """Roots of its decorators, and of a class's bases and metaclass: what hears of it when it is made."""
    for each in (*node.decorator_list, *_bases(node)):
        yield root(each.func if isinstance(each, ast.Call) else each)


def kept_by(node: Definition, names: frozenset[str]) -> set[str]:
    """Globals into which its functions store, and its own name where a class hears of its subclasses."""
    inner = list(ast.walk(node))
    stored = (each for each in inner if isinstance(each, ast.Attribute | ast.Subscript))
    stores = {root(each) for each in stored if not isinstance(each.ctx, ast.Load)}
    calls = (each.value.func for each in inner if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))
    pokes = {root(called) for called in calls if isinstance(called, ast.Attribute)}
    hears = any(isinstance(each, ast.FunctionDef) and each.name == "__init_subclass__" for each in inner)
    meta = any(root(base) == "type" for base in _bases(node))
    return ((stores | pokes) & names) | ({node.name} if hears or meta else set())


def _bases(node: Definition) -> list[ast.expr]:
    return [*node.bases, *(word.value for word in node.keywords)] if isinstance(node, ast.ClassDef) else []
