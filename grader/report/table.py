"""Somebody else's CSV, in which single cells are put and nothing else changes by a byte.

Byte order mark, quotes, line endings, delimiter and everything that is not understood stay as they are: cells are
known by where they stand in the text, and the text around them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.errors import UsageError
from grader.report.points import rounded

_BOM = "\ufeff"
STILL_OPEN = "points still open or nothing handed in, left as they were"
NOTHING_HERE = "nothing here for these rows, left as they were"


@dataclass(frozen=True)
class Cell:
    """Where it stands in the text, quotes included."""

    start: int
    end: int


class Table:
    """Rows and columns are counted from 0; the header is row 0. UsageError if the text is no CSV."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._head = len(_BOM) if text.startswith(_BOM) else 0
        first = re.split(r"\r|\n", text, maxsplit=1)[0]
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        self._rows = self._parsed()
        self._put: dict[Cell, str] = {}

    def __len__(self) -> int:
        """Rows, the header too."""
        return len(self._rows)

    @cached_property
    def header(self) -> list[str]:
        """The names of the columns, without blanks around them."""
        return [self.cell(0, column).strip() for column in range(len(self._rows[0]))] if self._rows else []

    def cell(self, row: int, column: int) -> str:
        """What was read there; empty where the row is shorter."""
        if column >= len(self._rows[row]):
            return ""
        raw = self._raw(self._rows[row][column])
        return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw

    def row(self, row: int) -> list[str]:
        """All its cells."""
        return [self.cell(row, column) for column in range(len(self._rows[row]))]

    def put(self, row: int, column: int, value: str) -> None:
        """Writes a cell, in quotes if it stood in quotes or needs them; UsageError where the row is too short."""
        if column >= len(self._rows[row]):
            raise UsageError(f"{self.place(row)}: this row has fewer cells than the header")
        cell = self._rows[row][column]
        needs = re.search(rf'[{self.delimiter}"\r\n]|^\s|\s$', value)
        quoted = '"' + value.replace('"', '""') + '"'
        self._put[cell] = quoted if needs or self._raw(cell).startswith('"') else value

    def text(self, columns: Iterable[int] | None = None) -> str:
        """The whole, with what was put; of these columns alone, if some are given."""
        wanted = None if columns is None else set(columns)
        parts, at = [self._text[: self._head]], self._head
        for row in self._rows:
            kept = [cell for number, cell in enumerate(row) if wanted is None or number in wanted]
            parts.append(self.delimiter.join(self._put.get(cell, self._raw(cell)) for cell in kept))
            end = row[-1].end
            ending = re.compile(r"(?:\r\n|\r|\n|)").match(self._text, end)
            at = ending.end() if ending else end
            parts.append(self._text[end:at])
        return "".join(parts) + self._text[at:]

    def place(self, row: int) -> str:
        """`gradebook.csv:12`, for sentences."""
        return f"{self._name}:{self._text.count(chr(10), 0, self._rows[row][0].start) + 1}"

    def column(self, *names: str) -> int | None:
        """The first column of one of these names."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def _raw(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end]

    def _parsed(self) -> list[Sequence[Cell]]:
        form = re.compile(
            rf'(?P<cell>"[^"]*(?:""[^"]*)*"|[^{self.delimiter}"\r\n][^{self.delimiter}\r\n]*|)'
            rf"(?P<then>{self.delimiter}|\r\n|\r|\n|\Z)"
        )
        rows: list[list[Cell]] = [[]]
        at = self._head
        while at < len(self._text) or rows[-1]:
            found = form.match(self._text, at)
            if not found:
                line = self._text.count("\n", 0, at) + 1
                raise UsageError(f"{self._name}:{line}: this is no CSV: the quotes do not fit")
            rows[-1].append(Cell(*found.span("cell")))
            at = found.end()
            if found["then"] != self.delimiter:
                rows.append([])
        return [row for row in rows if row]


@dataclass(frozen=True)
class Filled:
    """Their file with our points in it, and what a person should know of it."""

    text: str
    told: tuple[str, ...]


def number(text: str) -> float | None:
    """A number as a spreadsheet of any language writes it: `9.5`, `9,5`, `1.234,5`; None if it is none."""
    if not re.fullmatch(r"\s*-?[\d.,]+\s*%?\s*", text) or "%" in text:
        return None
    *whole, last = re.split(r"[.,]", text.strip())
    try:
        return float("".join(whole) + "." + last if whole else last)
    except ValueError:
        return None


def written(points: float, *, comma: bool = False) -> str:
    """Points as digits alone, never as `1e-05`; with a decimal comma where the file has them."""
    text = f"{rounded(points):.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def listed(names: Sequence[str], most: int = 20) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return "; ".join(names[:most]) + more
