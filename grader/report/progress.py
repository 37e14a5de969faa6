"""What is seen while a class is graded: a bar in a terminal, plain lines elsewhere, JSON Lines for machines.

The three have the same three verbs. `graded` may be called from several threads.
"""

from __future__ import annotations

import sys
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from grader.report import json, text

if TYPE_CHECKING:
    from rich.console import Console

    from grader.model import Report


class Display(Protocol):
    """Is told how grading goes."""

    def begin(self, total: int) -> None:
        """`total` submissions are about to be graded."""

    def graded(self, report: Report) -> None:
        """One more is done."""

    def end(self) -> None:
        """No more will come: all are done, or grading was interrupted."""


def display(stream: TextIO | None = None, *, as_json: bool = False) -> Display:
    """The display that fits `stream` (stdout if None)."""
    stream = stream or sys.stdout
    if as_json:
        return JsonLines(stream)
    console = text.console(stream)
    return Bar(console) if console.is_terminal and not console.is_dumb_terminal else Lines(stream)


class Bar:
    """A progress bar, then the table of who got what and why."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._rows: list[text.Row] = []
        self._total = 0
        columns = [TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()]
        self._progress = Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True)

    def begin(self, total: int) -> None:
        """Shows the empty bar."""
        self._total = total
        self._progress.add_task("grading", total=total)
        self._progress.start()

    def graded(self, report: Report) -> None:
        """Moves the bar."""
        self._rows.append(text.Row.of(report))
        for task in self._progress.task_ids:
            self._progress.advance(task)

    def end(self) -> None:
        """Takes the bar away and prints the table with a summary."""
        self._progress.stop()
        if self._rows:
            self._console.print(text.table(self._rows, self._console.width))
        self._console.print(text.summary(self._rows, self._total))


class Lines:
    """One line per student as it is done, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = Lock()
        self._rows: list[text.Row] = []
        self._total = 0

    def begin(self, total: int) -> None:
        """Remembers how many there will be."""
        self._total = total

    def graded(self, report: Report) -> None:
        """Prints `[3/14] ada  23.5 / 30  softmax_loss_naive: …`."""
        with self._lock:
            self._rows.append(text.Row.of(report))
            self._say(f"[{len(self._rows)}/{self._total}] {text.headline(self._rows[-1])}")

    def end(self) -> None:
        """Prints the summary."""
        self._say(text.summary(self._rows, self._total))

    def _say(self, line: str) -> None:
        """At once, so that a log can be followed."""
        print(line, file=self._stream, flush=True)


class JsonLines:
    """One report per line, in the schema of `report.json`, and nothing else."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = Lock()

    def begin(self, total: int) -> None:
        """Says nothing."""

    def graded(self, report: Report) -> None:
        """Prints the report."""
        with self._lock:
            print(json.line(report), file=self._stream, flush=True)

    def end(self) -> None:
        """Says nothing."""
