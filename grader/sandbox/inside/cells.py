"""Notebook cells as Python: magics and shell lines are made harmless, and every line keeps its number.

A text that already is Python is left exactly as it stands: `%` and `!` are only looked for where Python fails.
"""

from __future__ import annotations

import ast
import re
import warnings

FOREIGN_CELLS = frozenset(
    {
        "bash",
        "sh",
        "script",
        "system",
        "sx",
        "cmd",
        "html",
        "HTML",
        "javascript",
        "js",
        "latex",
        "markdown",
        "svg",
        "SVG",
    }
    | {"perl", "ruby", "R", "sql", "bigquery", "cython"}
)
"""Cell magics whose body is another language: the whole cell is dropped."""

_CELL_MAGIC = re.compile(r"\s*%%(\w+)[ \t]*([^\n]*)")
_TIMED = re.compile(r"%%?time\s+(.+)")
_HELP = re.compile(r"[\w.*\[\]'\"]+\?\??\s*(#.*)?$")
_CAPTURED = re.compile(r"(?P<target>[\w\s,.\[\]*]+?=\s*)(?P<sign>[!%])\s*\w")
_COMMAND = re.compile(r"(pip3?|conda|cd|ls|mkdir|cp|mv|rm|cat|wget|curl|unzip|git|apt|apt-get|sudo)\s+[\w./~-]")
_PYLAB = "import numpy, numpy as np; from numpy import *; from numpy.random import *"
_TOKEN = re.compile(
    r"""#.*|'''|\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[\[({]|[\])}]|\\$""",
)


def as_python(text: str) -> tuple[ast.Module, str]:
    """The syntax tree of a cell or module, and the text it was made from: same lines, magics neutralised.

    Raises what `ast.parse` raises when the text is no Python even then.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return _parse(text), text
    except SyntaxError:
        quiet = _neutral(text)
        if quiet == text:
            raise
    try:
        return _parse(quiet), quiet
    except SyntaxError:
        if not _CELL_MAGIC.match(text):
            raise
        return _parse(""), "\n" * text.count("\n")  # an unknown cell magic over something that is no Python


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _neutral(text: str) -> str:
    magic = _CELL_MAGIC.match(text)
    if magic is None:
        return "\n".join(_neutral_lines(_dedented(text.split("\n"))))
    head = text[: magic.end()].count("\n")
    if magic[1] in FOREIGN_CELLS or (magic[1] in {"writefile", "file"} and not magic[2].strip().endswith(".py")):
        return "\n" * text.count("\n")
    rest = text[magic.end() :]
    return "\n" * head + _neutral(rest) if "%%" in rest else "\n" * head + "\n".join(_neutral_lines(rest.split("\n")))


def _dedented(lines: list[str]) -> list[str]:
    """As IPython does: the first line's indentation is taken off every line that has it."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _neutral_lines(lines: list[str]) -> list[str]:
    scanner, out, continued = _Scanner(), [], False
    for line in lines:
        plain = "" if continued else _neutral_line(line) if scanner.between_statements else None
        if plain is None:
            scanner.feed(line)
            continued = False
        else:
            continued = line.endswith("\\")
        out.append(line if plain is None else plain)
    return out


def _neutral_line(line: str) -> str | None:
    """Harmless Python in place of a magic, a shell command or a question; None for any other line."""
    body = line.lstrip()
    indent = line[: len(line) - len(body)]
    if body.startswith(("%", "!", "?")):
        if body.startswith("%pylab"):
            return indent + _PYLAB
        timed = _TIMED.match(body)
        return indent + (timed[1] if timed else "pass")
    captured = _CAPTURED.match(body)
    if captured:
        return indent + captured["target"] + ("[]" if captured["sign"] == "!" else "None")
    return indent + "pass" if _HELP.match(body) or _COMMAND.match(body) else None


class _Scanner:
    """Knows, line by line, whether a bracket or a triple-quoted string is open."""

    def __init__(self) -> None:
        self.quote, self.depth, self.backslash = "", 0, False

    @property
    def between_statements(self) -> bool:
        return not (self.quote or self.depth or self.backslash)

    def feed(self, line: str) -> None:
        position, self.backslash = 0, False
        while position < len(line):
            if self.quote:
                position = self._skip_string(line, position)
                continue
            token = _TOKEN.search(line, position)
            if token is None:
                return
            self._take(token[0])
            position = token.end()

    def _skip_string(self, line: str, position: int) -> int:
        end = re.compile(r"(?:\\.|[^\\])*?" + self.quote).match(line, position)
        if end is None:
            return len(line)
        self.quote = ""
        return end.end()

    def _take(self, mark: str) -> None:
        if mark in {"'''", '"""'}:
            self.quote = mark
        elif mark.startswith("\\"):
            self.backslash = True
        elif mark in "[({":
            self.depth += 1
        elif mark in "])}":
            self.depth = max(0, self.depth - 1)
