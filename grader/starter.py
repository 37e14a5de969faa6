"""Starters: what students begin with, made from the references' own text, so that it cannot drift from them.

Of what stands between the solution's markers, signatures and docstrings are kept and bodies are left to the student.
Helpers with a leading underscore are part of the solution and dropped; a method whose `def` line says `# given` is
kept whole.
"""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.assignment import Assignment
from grader.errors import CourseError
from grader.reference import solution_regions

GIVEN = "# given"
HOW_TO = "Replace every `raise NotImplementedError(...)` by your own code; `grader check {file}` tells you how it does."


@dataclass(frozen=True)
class Definition:
    """One function or class that students are to write."""

    name: str
    source: str
    says: str
    """First paragraph of its docstring."""


@dataclass(frozen=True)
class Skeleton:
    """What a starter takes from one reference module."""

    heading: str
    """First line of the module's docstring, up to the colon."""
    imports: tuple[str, ...]
    definitions: tuple[Definition, ...]


def write(assignment: Assignment) -> tuple[Path, Path]:
    """Writes `starter.py` and `starter.ipynb` beside the handout and returns their paths."""
    modules = reference_files(assignment)
    script, notebook = assignment.folder / "starter.py", assignment.folder / "starter.ipynb"
    script.write_text(starter_source(modules, assignment.rubric.assignment.title), encoding="utf-8")
    notebook.write_text(starter_notebook(modules, assignment.rubric.assignment.title), encoding="utf-8")
    return script, notebook


def reference_files(assignment: Assignment) -> list[Path]:
    """The modules with solutions, in the order in which the rubric names their exercises."""
    return list(dict.fromkeys(assignment.modules[name].path for name in assignment.exercises))


def starter_source(modules: Iterable[Path], title: str) -> str:
    """The starter as one Python file. CourseError for a definition that does not say what it is."""
    skeletons = [read_skeleton(path) for path in modules]
    parts = [f'"""{title}.\n\n{textwrap.fill(HOW_TO.format(file="starter.py"), 100)}\n"""']
    parts.append("\n".join(_imports(skeletons)))
    for skeleton in skeletons:
        rule = f"# {'-' * 60} {skeleton.heading}"
        parts.append("\n" + "\n\n\n".join([rule, *(definition.source for definition in skeleton.definitions)]))
    return "\n\n".join(part for part in parts if part) + "\n"


def starter_notebook(modules: Iterable[Path], title: str) -> str:
    """The starter as a notebook (nbformat 4.5): for each definition a cell of words and a cell of code."""
    skeletons = [read_skeleton(path) for path in modules]
    cells = [_cell("title", "markdown", f"# {title}\n\n{HOW_TO.format(file='starter.ipynb')}")]
    cells.append(_cell("imports", "code", "\n".join(_imports(skeletons))))
    for skeleton in skeletons:
        cells.append(_cell(f"about-{skeleton.definitions[0].name}"[:60], "markdown", f"## {skeleton.heading}"))
        for definition in skeleton.definitions:
            words = f"### `{definition.name}`\n\n{definition.says}"
            cells.append(_cell(f"words-{definition.name}"[:60], "markdown", words))
            cells.append(_cell(f"code-{definition.name}"[:60], "code", definition.source))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def read_skeleton(path: Path) -> Skeleton:
    """What the starter takes from this module."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    inside = [node for node in tree.body if _lies_in(node, text)]
    used = {name.id for node in inside for name in ast.walk(node) if isinstance(name, ast.Name)}
    reader = _Reader(path, text.splitlines())
    imports = tuple(ast.unparse(node) for node in tree.body if node in inside or _binds(node, used))
    definitions = tuple(definition for node in inside for definition in reader.definition(node))
    heading = (ast.get_docstring(tree) or path.stem).splitlines()[0].split(":")[0].rstrip(".")
    wanted = tuple(line for line in imports if line.startswith(("import ", "from ")))
    return Skeleton(heading, wanted, definitions)


class _Reader:
    """Reads definitions out of one file's lines."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self._path, self._lines = path, lines

    def definition(self, node: ast.stmt) -> Iterator[Definition]:
        """The student's version of a function or class; nothing for imports and private helpers."""
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            says = (ast.get_docstring(node) or "").split("\n\n")[0]
            function = isinstance(node, ast.FunctionDef)
            yield Definition(node.name, self._stub(node) if function else self._class(node), says)  # type: ignore[arg-type]
        elif isinstance(node, ast.Assign) and isinstance(name := node.targets[0], ast.Name) and name.id[0] != "_":
            yield Definition(name.id, self._text(node.lineno, node.end_lineno), "")

    def _class(self, node: ast.ClassDef) -> str:
        parts = [self._head(node)]
        for member in node.body[1:]:
            if not isinstance(member, ast.FunctionDef):
                parts.append(self._text(member.lineno, member.end_lineno))
            elif GIVEN in self._lines[member.lineno - 1]:
                parts.append(self._text(_start(member), member.end_lineno).replace(f"  {GIVEN}", "", 1))
            elif not member.name.startswith("_") or member.name.endswith("__"):
                parts.append(self._stub(member, f"{node.name}."))
        return "\n\n".join(parts)

    def _stub(self, node: ast.FunctionDef, owner: str = "") -> str:
        indent = " " * (node.col_offset + 4)
        return f'{self._head(node)}\n{indent}raise NotImplementedError("{owner}{node.name} is yours to write")'

    def _head(self, node: ast.FunctionDef | ast.ClassDef) -> str:
        """Decorators, signature and docstring."""
        if ast.get_docstring(node) is None:
            mend = "it has no docstring; a starter tells students by it what to write"
            raise CourseError(f"{node.name}: {mend}", self._path, node.lineno)
        return self._text(_start(node), node.body[0].end_lineno)

    def _text(self, first: int, last: int | None) -> str:
        return "\n".join(self._lines[first - 1 : last])


def _start(node: ast.FunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _lies_in(node: ast.stmt, text: str) -> bool:
    regions = [(text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1) for start, end in solution_regions(text)]
    return any(first <= node.lineno < last for first, last in regions)


def _binds(node: ast.stmt, used: set[str]) -> bool:
    """Whether this imports something of other people's that the solution uses."""
    if isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__"):
        return False
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    of_ours = isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "grader"
    return not of_ours and any((alias.asname or alias.name).split(".")[0] in used for alias in node.names)


def _imports(skeletons: Iterable[Skeleton]) -> list[str]:
    return sorted({line for skeleton in skeletons for line in skeleton.imports})


def _cell(name: str, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name.replace("_", "-"), "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": source.splitlines(keepends=True)}
