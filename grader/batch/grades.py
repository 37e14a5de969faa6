"""The rows of `grades.csv`, gathered as students are done: of a class of thousands no more is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, KeysView
from dataclasses import replace

from grader.batch.output import OutputFolder
from grader.batch.register import Entered, Register
from grader.model import Report, Standing
from grader.report.gradebook import row_of


class Grades:
    """What the gradebook shows of everybody who was done."""

    def __init__(self, done: Iterable[Entered] = ()) -> None:
        self._reports: dict[str, Report] = {}
        self._standings: dict[str, Standing] = {}
        for each in done:
            self.add(each)

    @property
    def students(self) -> KeysView[str]:
        """Who was done, by name."""
        return self._reports.keys()

    def add(self, entered: Entered) -> None:
        """One more student; who was done already, by another's hand-in of the same group, has what is said last."""
        self._reports[entered.student] = row_of(entered.report)
        self._standings[entered.report.student] = replace(entered.decision.standing, report=None)

    def write(self, out: OutputFolder, register: Register) -> None:
        """The file, with what lateness costs wherever it may cost something."""
        rubric = register.grading.bench.rubric
        standings = None if rubric.late is None else self._standings
        out.write_gradebook(self._reports.values(), [*rubric.exercises, *rubric.written], standings)
