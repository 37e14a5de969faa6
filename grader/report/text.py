"""Reports for a terminal: the table of a class, and one report explained from top to bottom.

Everything is built from `rich.text.Text`, never from markup, and strangers' words pass through `plain` first: a
student's name cannot colour, move or clear anything.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from grader.model import Verdict
from grader.report.outcome import (
    SIGNS,
    Outcome,
    Remark,
    given_back,
    not_counted,
    outcome,
    overall,
    passed,
    reason,
    remarks,
    told_of,
    waits_for_a_person,
)
from grader.report.plain import one_line, printable
from grader.report.points import counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.model import ExerciseReport, Report

STYLES = {Outcome.FULL: "green", Outcome.PARTLY: "yellow", Outcome.NONE: "red", Outcome.OPEN: "blue"}
NARROW = 72
"""Columns below which a table of names, points and reasons is harder to read than lines."""


def console(stream: TextIO | None = None) -> Console:
    """A console on `stream` that obeys NO_COLOR and survives a stream that cannot encode every letter."""
    stream = stream or sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return Console(file=stream, highlight=False, markup=False, emoji=False)


def explain(report: Report, stream: TextIO | None = None) -> None:
    """Prints one student's report: points, why not full marks, then every exercise with its failures and hints."""
    console(stream).print(_report(report), soft_wrap=False)


@dataclass(frozen=True)
class Row:
    """What is said of one student among others; the report itself need not be kept for it."""

    student: str
    outcome: Outcome
    score: str
    reason: str
    earned: float
    ungraded: float

    @classmethod
    def of(cls, report: Report) -> Self:
        """The row that this report makes."""
        return cls(report.student, overall(report), score(report), reason(report), report.earned, report.ungraded)


def table(rows: Iterable[Row], width: int) -> RenderableType:
    """Who got what and why, sorted by student; lines instead of columns where `width` is small."""
    rows = sorted(rows, key=lambda row: row.student)
    return _columns(rows) if width >= NARROW else Group(*(part for row in rows for part in _stacked(row)))


def summary(rows: Sequence[Row], total: int) -> str:
    """One line about the class: how many are graded, their mean, and what is still open."""
    if not rows:
        return f"0 of {total} graded"
    head = f"{len(rows)} of {total} graded" if len(rows) < total else f"{len(rows)} graded"
    mean = sum(row.earned for row in rows) / len(rows)
    waiting = sum(row.ungraded > 0 for row in rows)
    tail = f"; {waiting} with points still open" if waiting else ""
    return f"{head}, {shown(mean)} points on average{tail}"


def score(report: Report, unit: str = "") -> str:
    """`23.5 / 30`, with the points that are still open if there are any."""
    waiting = f"({shown(report.ungraded)} open)" if report.ungraded else ""
    return " ".join(filter(None, (f"{shown(report.earned)} / {shown(report.out_of)}", unit, waiting)))


def headline(row: Row) -> str:
    """One plain line about one student: name, points, reason."""
    return f"{one_line(row.student)}  {row.score}  {row.reason}"


# ---------------------------------------------------------------- the class


def _columns(rows: Iterable[Row]) -> Table:
    """The wide form."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    drawn.add_column("")
    drawn.add_column("student", overflow="fold", max_width=28)
    drawn.add_column("points", justify="right", no_wrap=True)
    drawn.add_column("why", overflow="fold")
    for row in rows:
        drawn.add_row(_sign(row.outcome), _words(row.student), Text(row.score), Text(row.reason))
    return drawn


def _stacked(row: Row) -> Iterator[RenderableType]:
    """The narrow form: a line with name and points, the reason below it."""
    yield Text.assemble(_sign(row.outcome), " ", _words(row.student), "  ", (row.score, "bold"))
    yield _indented(Text(row.reason))


# ---------------------------------------------------------------- one report


def _report(report: Report) -> Group:
    """Everything about one submission."""
    head = Text.assemble((one_line(report.assignment), "bold"), " · ", _words(report.student), "  ")
    head.append(score(report, "points"), style=f"bold {STYLES[overall(report)]}")
    parts: list[RenderableType] = [head, Text(reason(report, limit=0), style="italic")]
    parts += [Text(f"Note: {one_line(note)}") for note in report.notes]
    for exercise in told_of(report):
        parts += [Text(), *_exercise(exercise)]
    return Group(*parts, Text(), Text(_behind(report), style="dim"))


def _exercise(exercise: ExerciseReport) -> Iterator[RenderableType]:
    """Heading, where it was found, what went wrong, then the checks."""
    state = outcome(exercise)
    points = f"{shown(exercise.earned)} / {shown(exercise.out_of)}"
    head = Text.assemble(_sign(state), " ", (one_line(exercise.exercise), "bold"), "  ")
    yield Rule(head.append(f"{points}, {state.words}", STYLES[state]), align="left", style="dim", characters="─")
    if exercise.found_in:
        yield _indented(Text(f"Found in {one_line(exercise.found_in)}", style="dim"))
    for note in exercise.notes:
        yield _indented(_words(note))
    for mistake in exercise.mistakes:
        yield _indented(Text.assemble(("What went wrong: ", "bold"), one_line(mistake.message)))
    if given_back(exercise):
        share = shown(100 * given_back(exercise))
        yield _indented(Text(f"It is a known mistake: {share} % of the points lost to it are given back."))
    if exercise.ungraded:
        yield _indented(Text(_open(exercise), style=STYLES[Outcome.OPEN]))
    yield from _findings(exercise)


def _findings(exercise: ExerciseReport) -> Iterator[RenderableType]:
    """Failures with their hints, then what is open or did not count, then one line for all that passed."""
    for verdict in (Verdict.FAIL, Verdict.UNGRADED):
        for remark in remarks(exercise, verdict):
            yield _indented(_remark(remark))
            if not exercise.mistakes:  # a named cause is worth more than hints at possible ones
                yield from _hints(remark)
    for remark in not_counted(exercise):
        checks = ", ".join(f"{one_line(check)} ({len(cases)})" for check, cases in remark.places)
        yield _indented(Text(f"{SIGNS[Verdict.SKIP]} not counted: {checks}: {one_line(remark.message)}", style="dim"))
    right = [_passed(remark) for remark in passed(exercise)]
    if right:
        yield _indented(Text.assemble((SIGNS[Verdict.PASS], "green"), " passed: ", ", ".join(right)))
    if exercise.printed:
        yield _indented(Text("It printed:", style="dim"))
        yield _indented(_tail(exercise.printed), 4)


def _hints(remark: Remark) -> Iterator[RenderableType]:
    """What to look at next."""
    for cases, hint in remark.hints:
        about = f"Look at next ({one_line(cases)}): " if cases else "Look at next: "
        yield _indented(Text.assemble((about, "bold"), one_line(hint)), 4)


def _remark(remark: Remark) -> Text:
    """`✗ loss on tiny_weights, five_rows; dW on five_rows [hidden] (0 of 4.5): …`."""
    color = "red" if remark.verdict is Verdict.FAIL else "blue"
    place = "; ".join(_place(check, cases) for check, cases in remark.places)
    hidden = "" if remark.visible else " [hidden]"
    said = f": {one_line(remark.message)}" if remark.message else ""
    return Text.assemble((SIGNS[remark.verdict], color), (f" {place}{hidden}", "bold"), _share(remark), said)


def _place(check: str, cases: Sequence[str], most: int = 3) -> str:
    """`loss on five_rows, one_loud_row`; the JSON and the page name every case, a terminal the first few."""
    named = [*cases[:most], f"{len(cases) - most} more"] if len(cases) > most + 1 else cases
    return one_line(f"{check} on {', '.join(named)}" if cases else check)


def _passed(remark: Remark) -> str:
    """`dW (3)`: the check and on how many cases it was content."""
    spoilt = ", but counts only if every case passes" if remark.spoilt else ""
    return f"{one_line(remark.findings[0].check)} ({len(remark.findings)}{spoilt})"


def _share(remark: Remark) -> str:
    """The points it is about."""
    if not remark.out_of:
        return ""
    if remark.verdict is Verdict.UNGRADED:
        return f" ({shown(remark.out_of)} open)"
    return f" ({shown(remark.earned)} of {shown(remark.out_of)})"


def _open(exercise: ExerciseReport) -> str:
    """Why points are open, and that nobody is to blame for it."""
    points = counted(exercise.ungraded)
    if waits_for_a_person(exercise):
        return f"… {points} open: a person marks this."
    return f"… {points} open: something of the grader's failed, not your code. They are neither won nor lost."


def _behind(report: Report) -> str:
    """The run block in one line."""
    run = report.run
    missing = f", without {', '.join(run.missing_layers)}" if run.missing_layers else ""
    layers = ", ".join(run.layers) or "no layers"
    return one_line(f"Ran behind {run.wall or 'no wall'} ({layers}{missing}); grader {run.grader or 'unknown'}")


def _tail(printed: str, most: int = 12) -> Text:
    """The last lines of what was printed: where a program stopped is at its end."""
    lines = printable(printed).rstrip("\n").split("\n")
    left_out = [f"({len(lines) - most} lines left out)"] if len(lines) > most else []
    return Text("\n".join([*left_out, *lines[-most:]]), style="dim")


def _sign(state: Outcome) -> Text:
    """The outcome's sign in its colour."""
    return Text(state.sign, style=STYLES[state])


def _words(text: str) -> Text:
    """A stranger's words on one line, without effect."""
    return Text(one_line(text))


def _indented(what: RenderableType, by: int = 2) -> Padding:
    """Moved in from the left, continuation lines too."""
    return Padding(what, (0, 0, 0, by), expand=False)
