"""Definitions that change something else when they are made, and calls that do.

A decorator may enter a class in a table, or a function in a class; a base may hear of its subclasses. Nobody mentions
the names of such definitions again, but what they changed is used.
"""

from __future__ import annotations

import ast
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

MUTATORS = frozenset(
    {"setattr", "fill_diagonal", "copyto", "put", "place", "putmask", "put_along_axis", "at", "shuffle"}
)
"""Functions of Python's and numpy's that change their first argument."""


def root(node: ast.expr) -> str:
    """`table` in `table.rows[0]`; empty where it is no name."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def target(call: ast.Call) -> str:
    """The name that a call changes by its first argument: `Net` in `setattr(Net, "twice", f)`."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else root(call.func)
    return root(call.args[0]) if called in MUTATORS and call.args else ""


def announces_itself(node: ast.stmt) -> bool:
    """Whether somebody hears of the definition when it is made: a decorator, a base, a metaclass."""
    if isinstance(node, ast.ClassDef) and (node.keywords or any(root(base) != "object" for base in node.bases)):
        return True
    return isinstance(node, Definition) and bool(node.decorator_list)


def kept_by(node: Definition, names: frozenset[str]) -> set[str]:
    """Those of these globals into which its functions store."""
    inner = list(ast.walk(node))
    stored = (each for each in inner if isinstance(each, ast.Attribute | ast.Subscript))
    stores = {root(each) for each in stored if not isinstance(each.ctx, ast.Load)}
    calls = (each.value.func for each in inner if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))
    pokes = {root(called) for called in calls if isinstance(called, ast.Attribute)}
    return (stores | pokes) & names
