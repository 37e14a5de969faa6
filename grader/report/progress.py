"""What is seen while a class is graded: a bar in a terminal, plain lines elsewhere, JSON Lines, or nothing.

All have the same four verbs. `graded` may be called from several threads, `stopping` from a signal's handler.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from grader.report import json, text
from grader.report.outcome import waits_for_a_person
from grader.report.pace import Pace, clock
from grader.report.plain import one_line
from grader.report.points import rounded, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, ConsoleOptions, RenderResult

    from grader.model import Report

ROOMY = 60
"""Columns from which there is room for the bar, beside how many are done and how long it takes."""
LISTED = 40
"""Students up to which everybody stands in the table at the end: it fits on a screen or two."""


class Display(Protocol):
    """Is told how grading goes."""

    def begin(self, total: int) -> None:
        """`total` submissions are about to be graded."""

    def graded(self, report: Report) -> None:
        """One more is done."""

    def stopping(self) -> None:
        """No more are begun; those that run are waited for, a moment. Prints nothing that could stand in a print."""

    def end(self) -> None:
        """No more will come: all are done, or grading was interrupted."""


def display(
    stream: TextIO | None = None, *, as_json: bool = False, quiet: bool = False, verbose: bool = False
) -> Display:
    """The display that fits `stream` (stdout if None); with `quiet` only errors are told, on stderr."""
    stream = stream or sys.stdout
    if as_json:
        return JsonLines(stream)
    if quiet:
        return Quiet()
    console = text.console(stream)
    if console.is_terminal and not console.is_dumb_terminal:
        return Bar(console, verbose=verbose)
    return Lines(stream)


@dataclass
class Tally:
    """The class so far."""

    total: int = 0
    rows: list[text.Row] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    """Students with points that are open for a fault of ours."""
    decided: float = 0.0
    """Points that are earned or lost, of all students."""
    slowest: tuple[float, str] = (0.0, "")
    kept: int = 0
    """Students whose report is of an earlier run."""
    began: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    pace: Pace = field(default_factory=lambda: Pace(time.monotonic()))

    def add(self, report: Report) -> bool:
        """Counts it; says whether something is the matter with it: refused, or open for a fault of ours."""
        broken = any(rounded(each.ungraded) > 0 and not waits_for_a_person(each) for each in report.exercises)
        self.rows.append(text.Row.of(report))
        self.refused += bool(report.refusal)
        self.failed += broken
        self.decided += report.out_of - report.ungraded
        self.slowest = max(self.slowest, (report.run.seconds, report.student))
        if self._is_new(report):
            self.pace.ended(time.monotonic())
        else:
            self.kept += 1
        return broken or bool(report.refusal)

    @property
    def left(self) -> int:
        """Submissions that are not graded."""
        return max(self.total - len(self.rows), 0)

    def _is_new(self, report: Report) -> bool:
        """Whether it was made since we began; its time is told in whole seconds."""
        with suppress(ValueError, TypeError):
            return dt.datetime.fromisoformat(report.run.started) >= self.began.replace(microsecond=0)
        return True


class Bar:
    """A line with a bar that stays below what is printed: refused hand-ins and faults of ours as they come."""

    def __init__(self, console: Console, *, verbose: bool = False) -> None:
        self._console = console
        self._verbose = verbose
        self._tally = Tally()
        self._lock = Lock()
        self._gauge = Gauge(self._tally, time.monotonic)
        self._live = Live(self._gauge, console=console, transient=True, refresh_per_second=4)

    def begin(self, total: int) -> None:
        """Shows the empty bar."""
        self._tally.total = total
        self._live.start()

    def graded(self, report: Report) -> None:
        """Moves the bar; a line for what needs a person's eye, with `verbose` for everybody."""
        with self._lock:
            odd = self._tally.add(report)
            row = self._tally.rows[-1]
        if odd or self._verbose:
            sign = Text(row.outcome.sign, style=text.STYLES[row.outcome])
            self._console.print(Text.assemble(sign, " ", text.headline(row)), overflow="fold")

    def stopping(self) -> None:
        """The line says so when it is drawn next."""
        self._gauge.stopping = True

    def end(self) -> None:
        """Takes the bar away; prints who got what in a small class, then the summary."""
        self._live.stop()
        rows = self._tally.rows
        if rows and (self._verbose or self._tally.total <= LISTED):
            self._console.print(text.table(rows, self._console.width))
        self._console.print(summary(self._tally))


class Lines:
    """One line per student as it is done, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = Lock()
        self._tally = Tally()

    def begin(self, total: int) -> None:
        """Remembers how many there will be."""
        self._tally.total = total

    def graded(self, report: Report) -> None:
        """Prints `[3/14] ada  23.5 / 30  softmax_loss_naive: …`."""
        with self._lock:
            self._tally.add(report)
            rows = self._tally.rows
            self._say(f"[{len(rows)}/{self._tally.total}] {text.headline(rows[-1])}")

    def stopping(self) -> None:
        """Says so on stderr."""
        _warn(STOPPING)

    def end(self) -> None:
        """Prints the summary."""
        refused = f"; {self._tally.refused} refused" if self._tally.refused else ""
        left = f"; {self._tally.left} left" if self._tally.left else ""
        self._say(text.summary(self._tally.rows, self._tally.total) + refused + left)

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

    def stopping(self) -> None:
        """Says so on stderr."""
        _warn(STOPPING)

    def end(self) -> None:
        """Says nothing."""


class Quiet:
    """Nothing, unless something of ours failed."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._lock = Lock()

    def begin(self, total: int) -> None:
        """Remembers how many there will be."""
        self._tally.total = total

    def graded(self, report: Report) -> None:
        """Counts."""
        with self._lock:
            self._tally.add(report)

    def stopping(self) -> None:
        """Says nothing."""

    def end(self) -> None:
        """Says how many have points that are open for a fault of ours."""
        if self._tally.failed:
            _warn(f"{self._tally.failed} of {len(self._tally.rows)} with points open for a fault of the grader")


STOPPING = "stopping: what runs is finished for a moment; Ctrl-C again ends it at once"


def _warn(sentence: str) -> None:
    """On stderr, past Python's buffers: a signal may have come while one of them was written to."""
    with suppress(OSError):
        os.write(2, f"{sentence}\n".encode())


# ---------------------------------------------------------------- what a terminal shows


@dataclass
class Gauge:
    """One line, drawn anew as wide as the terminal is at that moment."""

    tally: Tally
    clock: Callable[[], float]
    stopping: bool = False

    def __post_init__(self) -> None:
        """The clock runs."""
        self._begun = self.clock()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """`grading ━━━━━━━ 31/1200  41/min  28:30 left`."""
        tally, done = self.tally, len(self.tally.rows)
        counts = f"{done}/{tally.total}"
        if self.stopping:
            yield _cropped(f"stopping at {counts}; Ctrl-C again ends at once", options.max_width)
            return
        ends = [tally.pace.rate, f"{clock(tally.pace.left(tally.left))} left"]
        odd = [f"{tally.failed} open"] * bool(tally.failed) + [f"{tally.refused} refused"] * bool(tally.refused)
        if options.max_width < ROOMY:
            yield _cropped("  ".join(filter(None, (counts, *ends, *odd))), options.max_width)
            return
        grid = Table.grid(padding=(0, 1), expand=False)
        bar = ProgressBar(total=max(tally.total, 1), completed=done, width=min(options.max_width - 55, 40))
        words = [counts, clock(self.clock() - self._begun), *filter(None, ends), *odd]
        grid.add_row("grading", bar, *(Text(word, no_wrap=True) for word in words))
        yield grid


def _cropped(line: str, width: int) -> Text:
    said = Text(line, no_wrap=True)
    said.truncate(width, overflow="ellipsis")
    return said


def summary(tally: Tally) -> Table:
    """How many are graded, refused and open, their mean, and who took longest; names on one line, without effect."""
    drawn = Table.grid(padding=(0, 2))
    drawn.add_column(style="dim", no_wrap=True)
    drawn.add_column(overflow="fold")
    done = len(tally.rows)
    kept = f" ({tally.kept} as they were)" if tally.kept else ""
    left = f"; {tally.left} left" if tally.left else ""
    drawn.add_row("graded", Text(f"{done} of {tally.total} graded{kept}{left}"))
    if tally.refused:
        drawn.add_row("refused", Text(f"{tally.refused} could not be read"))
    waiting = sum(row.ungraded > 0 for row in tally.rows)
    if waiting:
        ours = f", {tally.failed} for a fault of the grader" if tally.failed else ""
        drawn.add_row("open", Text(f"{waiting} with points still open{ours}"))
    if done:
        drawn.add_row("mean", Text(_mean(tally)))
        seconds, student = tally.slowest
        drawn.add_row("slowest", Text(f"{one_line(student, 60)}, {shown(seconds)} s"))
    return drawn


def _mean(tally: Tally) -> str:
    """Points on average, and their share of what is decided: open points are in neither."""
    earned = sum(row.earned for row in tally.rows)
    share = f", {100 * earned / tally.decided:.0f} % of what is graded" if tally.decided > 0 else ""
    return f"{shown(earned / len(tally.rows))} points on average{share}"
