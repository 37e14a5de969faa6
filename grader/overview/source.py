"""The lines of one graded function, as they were handed in: told apart by tokens, never parsed as a tree, never run."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass

from grader.model import Submission

MOST_LINES = 200
WIDEST = 200
"""A function by hand is shorter and narrower; what is not, is made to be a burden."""

_PLACE = re.compile(r"(?P<file>.*?)(?:, cell (?P<cell>\d{1,9}))?, line (?P<line>\d{1,9})", re.DOTALL)
_WORDLESS = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@dataclass(frozen=True)
class CodeLine:
    """A line that does something, without its comment."""

    number: int
    text: str

    @property
    def bare(self) -> str:
        """The same whatever the blanks."""
        return "".join(self.text.split())


def body(submission: Submission, places: str) -> tuple[CodeLine, ...]:
    """The lines of the definition that `places` names first, heading, comments and docstring left out; else none."""
    found = _PLACE.fullmatch(places.split("; ", maxsplit=1)[0])
    cells = {file.path: file.cells for file in submission.files}.get(found["file"] if found else "", ())
    if found is None or not cells:
        return ()
    cell = int(found["cell"] or 1)
    text = cells[cell - 1] if 0 < cell <= len(cells) else ""
    first = int(found["line"])
    block = _block(text.split("\n")[first - 1 : first - 1 + MOST_LINES])
    return tuple(CodeLine(first + row, line) for row, line in _code(block))


def _block(lines: list[str]) -> list[str]:
    """From a heading to the last line that is further in; empty if a line is wider than anybody writes."""
    if not lines or any(len(line) > WIDEST for line in lines):
        return []
    margin = _margin(lines[0])
    for row, line in enumerate(lines[1:], start=1):
        if line.strip() and _margin(line) <= margin and not line.lstrip().startswith((")", "#")):
            return lines[:row]
    return lines


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _code(block: list[str]) -> list[tuple[int, str]]:
    """Rows below the heading that hold more than comments and docstrings, their comments cut off."""
    words: set[int] = set()
    ends: dict[int, int] = {}
    statement: list[tokenize.TokenInfo] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(block) + "\n").readline):
            if token.type == tokenize.COMMENT:
                ends[token.start[0]] = token.start[1]
            if token.type not in _WORDLESS:
                statement.append(token)
            elif token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
                words |= _rows(statement)
                statement = []
    except (tokenize.TokenError, SyntaxError):  # what was seen before that serves as an example
        words |= _rows(statement)
    heading = _heading(words, block)
    lines = ((row, block[row - 1][: ends.get(row)].rstrip()) for row in sorted(words) if heading < row <= len(block))
    return [(row - 1, line) for row, line in lines if line]


def _rows(statement: list[tokenize.TokenInfo]) -> set[int]:
    """Rows of a statement; none if it is only a string."""
    if all(token.type == tokenize.STRING for token in statement):
        return set()
    return {row for token in statement for row in range(token.start[0], token.end[0] + 1)}


def _heading(words: set[int], block: list[str]) -> int:
    """The row on which `def …:` ends."""
    return next((row for row in sorted(words) if block[row - 1].split("#")[0].rstrip().endswith(":")), 0)
